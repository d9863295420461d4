import { Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** The prefix of every warning id and context key of this library. */
const LIBRARY = 'cdk-iam-role-chaining';

/** Throws an error that names the construct it is about; the message says what was got, what is allowed and what to do. */
export function fail(scope: IConstruct, id: string, message: string): never {
  throw new Error(`${[scope.node.path, id].filter(Boolean).join('/')}: ${message}`);
}

/** Adds advice that the user can acknowledge with `Validations.of(scope).acknowledge({ id: 'Annotation::cdk-iam-role-chaining:<id>', reason })`. */
export function warn(scope: IConstruct, id: string, message: string): void {
  Validations.of(scope).addWarning(`${LIBRARY}:${id}`, message);
}

/** Reads a whole number from the context key `cdk-iam-role-chaining:<key>`; `-c` on the command line gives strings. */
export function contextNumber(scope: IConstruct, key: string, otherwise: number): number {
  const value: unknown = scope.node.tryGetContext(`${LIBRARY}:${key}`);
  if (value === undefined) return otherwise;
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) {
    fail(scope, '', `context key "${LIBRARY}:${key}" must be a whole number above 0, got ${JSON.stringify(value)}.`);
  }
  return number;
}

/**
 * Renders a document as one line of JSON that a person can paste.
 *
 * What only CloudFormation knows is written as `${AWS::AccountId}` and the like: never as an internal token marker.
 */
export function literalJson(scope: IConstruct, document: unknown): string {
  return JSON.stringify(withReadableTokens(Stack.of(scope).resolve(document)));
}

/** The same for one string, without quotes. */
export function readable(scope: IConstruct, text: unknown): string {
  return String(withReadableTokens(Stack.of(scope).resolve(text)));
}

function withReadableTokens(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withReadableTokens);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [key = '', argument] = entries[0] ?? [];
  if (entries.length > 1 || !(key === 'Ref' || key.startsWith('Fn::'))) {
    return Object.fromEntries(entries.map(([name, member]) => [name, withReadableTokens(member)]));
  }
  const readable = withReadableTokens(argument);
  if (key === 'Ref') return `\${${String(readable)}}`;
  if (key === 'Fn::GetAtt') return `\${${(readable as string[]).join('.')}}`;
  if (key === 'Fn::Join') {
    const [separator, parts] = readable as [string, string[]];
    return parts.join(separator);
  }
  return `\${${key} ${typeof readable === 'string' ? readable : JSON.stringify(readable)}}`;
}

/** Shows a value in an error message; a token is shown as such, because its marker would say nothing to the reader. */
export function shown(value: unknown): string {
  return JSON.stringify(value).replace(/[$#]\{Token\[[^\]]*\]\}/g, '<token>');
}
