import { Token } from 'aws-cdk-lib';

export const ACCOUNT_ID = /^\d{12}$/;
export const ORGANIZATION_ID = /^o-[a-z0-9]{10,32}$/;
export const REGION = /^[a-z]{2,}(-[a-z]+)+-\d+$/;

/**
 * Whether a value is a text of this pattern, or one that only the deployment knows.
 *
 * Callers without type checks leave out what is required, and a pattern alone takes `undefined` for the word.
 */
export function isText(value: unknown, pattern: RegExp): boolean {
  return typeof value === 'string' && (Token.isUnresolved(value) || pattern.test(value));
}

/** Whether a required list is missing or has no member. */
export function isEmpty(list: readonly unknown[] | undefined): boolean {
  return (list?.length ?? 0) === 0;
}
