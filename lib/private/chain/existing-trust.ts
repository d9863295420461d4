import { Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { fail, RoleChainingError } from '../words/errors';
import { readable } from '../words/readable';
import { computedArn, resourceBehind, type RoleEnd } from '../role/identity';

/** What a role's own trust says of a chaining role, before anything is added to it. */
export interface ExistingTrust {
  readonly sids: string[];
  /** Whether an action is allowed to the chaining role already. */
  readonly allows: (action: string) => boolean;
  /** Whether the chaining role is named by its ARN, so that it must exist first. */
  readonly namesRole: boolean;
  /** The conditions of each statement that allows, or denies, `sts:AssumeRole` to the chaining role. */
  readonly conditions: (effect: 'Allow' | 'Deny') => Conditions[];
}

/** By operator and key. */
export type Conditions = Record<string, Record<string, unknown>>;

interface Statement {
  readonly Sid?: string;
  readonly Effect?: string;
  readonly Action?: string | string[];
  readonly NotAction?: string | string[];
  readonly Principal?: unknown;
  readonly Condition?: Conditions;
}

/**
 * Reads what a role's author wrote about a chaining role; throws for a Deny that would leave the chain dead.
 *
 * A second statement without the author's conditions would undo them, so a chaining role that is trusted already, by its ARN or by
 * its account with a condition on the ARN, is left as it is.
 *
 * @param document is the trust, which may hold tokens
 */
export function readTrust(role: IConstruct, document: unknown, chaining: RoleEnd): ExistingTrust {
  const resolved = Stack.of(role).resolve(referencesByPath(document)) as
    { Statement?: Statement | Statement[] } | undefined;
  const statements = [resolved?.Statement ?? []].flat();
  const text = (value: unknown) => withoutPartition(readable(role, value));
  const chainingRole = chaining.role;
  const isInStack = chaining.resource?.stack === Stack.of(role);
  const arns = new Set(
    [
      referencesByPath(chainingRole.roleArn),
      computedArn(chaining, role),
      // A reference that only a lazy value holds is known by its logical id, which another stack may use for another role.
      ...(isInStack ? [chainingRole.roleArn] : []),
    ].map(text),
  );
  const names = (statement: Statement) => principals(statement).some((principal) => arns.has(text(principal)));
  const fits = (statement: Statement) =>
    principalArns(statement).some((pattern) => [...arns].some((arn) => matches(text(pattern), arn)));
  const concerning = statements.filter((statement) => names(statement) || fits(statement));
  const account = readable(role, chaining.account);
  const isForItsAccount = (statement: Statement) =>
    principals(statement).some((principal) => [account, `arn::iam::${account}:root`].includes(text(principal)));
  const takesIn = (statement: Statement) =>
    statement.Condition === undefined && (isForEverybody(statement) || isForItsAccount(statement));
  for (const statement of new Set([...concerning, ...statements.filter(takesIn)])) {
    if (statement.Effect === 'Deny' && covers(statement, 'sts:AssumeRole') && isUnconditional(statement)) {
      fail(role, `its trust denies sts:AssumeRole to ${chainingRole.node.path}: remove that statement, or the chain.`);
    }
  }
  const allowing = concerning.filter(({ Effect }) => Effect === 'Allow');
  return {
    sids: statements.flatMap(({ Sid }) => Sid ?? []),
    allows: (action) => allowing.some((statement) => covers(statement, action)),
    namesRole: allowing.some(names),
    conditions: (effect) =>
      (effect === 'Allow' ? allowing : [...concerning, ...statements.filter(isForEverybody)])
        .filter((statement) => statement.Effect === effect && covers(statement, 'sts:AssumeRole'))
        .map(({ Condition = {} }) => Condition),
  };
}

/** What is denied to a chaining role that a role trusts, in an error's words. */
export function denials(role: IConstruct, document: unknown, chaining: RoleEnd): string[] {
  try {
    readTrust(role, document, chaining);
    return [];
  } catch (error) {
    if (error instanceof RoleChainingError) return [error.message];
    throw error;
  }
}

/** Writes each reference to a resource with the path of its L1, so that equal logical ids of two stacks are told apart. */
function referencesByPath(value: unknown): unknown {
  if (typeof value === 'string') {
    const resource = resourceBehind(value);
    return resource === undefined ? value : `\${${resource.node.path}}`;
  }
  if (Array.isArray(value)) return value.map(referencesByPath);
  if (typeof value !== 'object' || value === null || Token.isUnresolved(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, referencesByPath(member)]));
}

function principals({ Principal }: Statement): unknown[] {
  return typeof Principal === 'object' && Principal !== null && 'AWS' in Principal ? [Principal.AWS].flat() : [];
}

function isForEverybody(statement: Statement): boolean {
  return statement.Principal === '*' || principals(statement).includes('*');
}

/** The values of conditions that hold the caller's ARN to something, in a statement for a whole account or for everybody. */
function principalArns({ Condition = {} }: Statement): unknown[] {
  return Object.entries(Condition)
    .filter(([operator]) => /^(Arn|String)(Equals|Like)$/.test(operator))
    .flatMap(([, keys]) => Object.entries(keys))
    .filter(([key]) => key.toLowerCase() === 'aws:principalarn')
    .flatMap(([, values]) => [values].flat());
}

/** Whether nothing but the caller's ARN decides it. */
function isUnconditional({ Condition = {} }: Statement): boolean {
  const keys = Object.values(Condition).flatMap((each) => Object.keys(each));
  return keys.every((key) => key.toLowerCase() === 'aws:principalarn');
}

function covers({ Action, NotAction }: Statement, action: string): boolean {
  const isAmong = (patterns: string | string[]) =>
    [patterns].flat().some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase()));
  return NotAction === undefined ? isAmong(Action ?? []) : !isAmong(NotAction);
}

/** Whether a text fits a pattern in which `*` and `?` are wildcards. */
function matches(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${source}$`).test(text);
}

/** The author may have written the partition out. */
function withoutPartition(arn: string): string {
  return arn.replace(/^arn:(\$\{AWS::Partition\}|[^:]+):/, 'arn::');
}

/** Whether a trust policy lets a service assume the role; its condition keys may be tokens. */
export function trustsService(stack: Stack, document: { Statement?: unknown }, service: string): boolean {
  const statements = [document.Statement ?? []].flat() as Statement[];
  return statements.some(({ Effect, Principal }) => {
    const principal: unknown = stack.resolve(Principal);
    const services =
      typeof principal === 'object' && principal !== null && 'Service' in principal ? principal.Service : [];
    return Effect === 'Allow' && [services].flat().includes(service);
  });
}
