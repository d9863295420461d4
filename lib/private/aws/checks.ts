import { Stack, Token, type aws_kms as kms } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { fail, shown } from '../words/errors';
import { optionalList, isLookupDummy } from '../words/given';
import { isOneToken, sampleArn, splitArn } from './arn';
import { knownPartition } from './environment';
import { ACCOUNT_ID, KMS_KEY_ARN, REGION } from './patterns';

/**
 * Whether a value is a text of this pattern, or one that only the deployment, or CDK's lookup, knows.
 *
 * Callers without type checks leave out what is required, and a pattern alone takes `undefined` for the word.
 */
export function isText(value: unknown, pattern: RegExp): boolean {
  return typeof value === 'string' && (Token.isUnresolved(value) || isLookupDummy(value) || pattern.test(value));
}

/** Throws for what is no account id; a token is taken for one. */
export function checkAccountId(about: IConstruct | string, prop: string, account: string): void {
  if (isText(account, ACCOUNT_ID)) return;
  fail(about, `${prop} ${shown(account)} is not allowed: the 12 digits of an AWS account.`);
}

/** Throws for what is no region; a token is taken for one. */
export function checkRegion(about: IConstruct | string, prop: string, region: string): void {
  if (isText(region, REGION)) return;
  fail(about, `${prop} ${shown(region)} is not allowed: a region, such as "eu-west-1".`);
}

/** Throws for an ARN of anything else than one thing of a kind, or of another partition than the stack's; a token is taken for one. */
export function checkArn(about: IConstruct, prop: string, arn: string, kind: { is: string; pattern: RegExp }): void {
  if (typeof arn === 'string' && (isOneToken(arn) || isLookupDummy(arn))) return;
  if (typeof arn !== 'string' || !kind.pattern.test(sampleArn(arn))) {
    fail(about, `${prop} ${shown(arn)} is not allowed: ${kind.is}.`);
  }
  const { partition = '' } = splitArn(arn) ?? {};
  const own = knownPartition(about);
  if (Token.isUnresolved(partition) || own === undefined || partition === own) return;
  fail(about, `${prop} ${shown(arn)} is of partition ${partition}, ${Stack.of(about).node.path} is in ${own}.`);
}

/** Throws for keys that are not named by an ARN of their own: IAM never matches an alias, and a wildcard matches every key. */
export function checkKeys(about: IConstruct | string, prop: string, keys: kms.IKeyRef[] | undefined): void {
  for (const { keyRef } of optionalList(about, prop, keys, { are: 'KMS keys', have: 'keyRef' }) ?? []) {
    const arn = keyRef.keyArn;
    if (isOneToken(arn) || isLookupDummy(arn) || KMS_KEY_ARN.test(sampleArn(arn))) continue;
    fail(
      about,
      `${prop} holds ${shown(arn)}: the ARN of a key itself is allowed, "arn:…:key/<id>", no alias and no wildcards.`,
    );
  }
}

/** Whether an ARN stands for more than one thing; one that only the deployment knows does not. */
export function hasWildcard(arn: string): boolean {
  return !isOneToken(arn) && /[*?]|\$\{/.test(sampleArn(arn));
}
