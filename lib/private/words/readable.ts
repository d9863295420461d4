import { Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { isDeployedElsewhere } from './deployed-elsewhere';

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
  const stack = Stack.of(construct);
  const { account, node } = stack;
  const way =
    Token.isUnresolved(account) && !isDeployedElsewhere(stack)
      ? '; give it an `env` with account and region to have them written out'
      : '';
  return ` (\${…} stands for what ${node.path} is deployed with${way})`;
}
