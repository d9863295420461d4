import { Validations, Stack, Token } from 'aws-cdk-lib';
import { Construct, type IConstruct } from 'constructs';

/** Misuse of the library, told at the line that caused it; any other error is a defect of the library. */
export class RoleChainingError extends Error {
  public override readonly name = 'RoleChainingError';
}

/** Throws an error about a construct, about one that is about to be made (`pathOf`), or about a call. */
export function fail(about: IConstruct | string, message: string): never {
  throw new RoleChainingError(`${typeof about === 'string' ? about : about.node.path || 'the app'}: ${message}`);
}

/** The path of a construct that is about to be made. */
export function pathOf(scope: IConstruct, id: string): string {
  return [scope.node.path, id].filter(Boolean).join('/');
}

/**
 * Shows a value in an error message, `undefined` too; a token is shown as such, because its marker would say nothing to the reader, and
 * a construct by its path, because it holds the whole app.
 */
export function shown(value: unknown): string {
  if (Construct.isConstruct(value)) return `the construct ${value.node.path}`;
  if (typeof value === 'symbol') return String(value);
  return String(jsonOf(value)).replace(/[$#]\{Token\[[^\]]*\]\}/g, '<token>');
}

function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value, (_, member: unknown) => {
      if (Construct.isConstruct(member)) return member.node.path;
      return typeof member === 'bigint' ? String(member) : member;
    });
  } catch {
    return 'an object that holds itself';
  }
}

/** The prefix of every warning id and context key of this library. */
export const LIBRARY = 'cdk-iam-role-chaining';

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

/** The same for a document that is to be decided upon: the branches of an `Fn::If` stay apart, and `AWS::NoValue` stays what it is. */
export function readableDocument(scope: IConstruct, document: unknown): unknown {
  return withReadableTokens(Stack.of(scope).resolve(document), true);
}

function withReadableTokens(value: unknown, keepsBranches = false): unknown {
  if (Array.isArray(value)) return value.map((member) => withReadableTokens(member, keepsBranches));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [key = '', argument] = entries[0] ?? [];
  if (entries.length > 1 || !(key === 'Ref' || key.startsWith('Fn::'))) {
    return Object.fromEntries(entries.map(([name, member]) => [name, withReadableTokens(member, keepsBranches)]));
  }
  if (keepsBranches && key === 'Fn::If') return { [key]: withReadableTokens(argument, true) };
  if (keepsBranches && key === 'Ref' && argument === 'AWS::NoValue') return value;
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
