import { Stack, Token, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** The prefix of every warning id and context key of this library. */
export const LIBRARY = 'cdk-iam-role-chaining';

/** Throws an error that names the construct it is about; the message says what was got, what is allowed and what to do. */
export function fail(construct: IConstruct, message: string): never {
  throw new Error(`${construct.node.path}: ${message}`);
}

/** The same for a construct that is about to be made. */
export function failAt(scope: IConstruct, id: string, message: string): never {
  throw new Error(`${[scope.node.path, id].filter(Boolean).join('/')}: ${message}`);
}

/** Adds advice that the user can acknowledge with `Validations.of(scope).acknowledge({ id: 'Annotation::cdk-iam-role-chaining:<id>', reason })`. */
export function warn(scope: IConstruct, id: string, message: string): void {
  Validations.of(scope).addWarning(`${LIBRARY}:${id}`, message);
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
  const inner = withReadableTokens(argument);
  if (key === 'Ref') return `\${${String(inner)}}`;
  if (key === 'Fn::GetAtt') return `\${${[inner].flat().join('.')}}`;
  const [separator, parts] = Array.isArray(inner) ? (inner as unknown[]) : [];
  if (key === 'Fn::Join' && Array.isArray(parts)) return parts.join(String(separator));
  return `\${${key} ${typeof inner === 'string' ? inner : JSON.stringify(inner)}}`;
}

/** Says what the parts of a document stand for that only the deployment knows; nothing where it is literal. */
export function placeholderNote(construct: IConstruct, json: string): string {
  if (!json.includes('${')) return '';
  const { account, node } = Stack.of(construct);
  const way = Token.isUnresolved(account) ? '; give it an `env` with account and region to have them written out' : '';
  return ` (\${…} stands for what ${node.path} is deployed with${way})`;
}

/** Shows a value in an error message, `undefined` too; a token is shown as such, because its marker would say nothing to the reader. */
export function shown(value: unknown): string {
  const json = JSON.stringify(value) as string | undefined;
  return String(json).replace(/[$#]\{Token\[[^\]]*\]\}/g, '<token>');
}
