import type { aws_iam as iam } from 'aws-cdk-lib';
import type { IChainingRole } from '../chaining-role';
import { fail, readable } from './messages';
import { computedRoleArn } from './role-arn';

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
  readonly Principal?: unknown;
  readonly Condition?: Conditions;
}

/**
 * Reads what a role's author wrote about a chaining role; throws for a Deny that would leave the chain dead.
 *
 * A second statement without the author's conditions would undo them, so a chaining role that is trusted already, by its ARN or by
 * its account with a condition on the ARN, is left as it is.
 */
export function readTrust(role: iam.Role, document: iam.PolicyDocument, chainingRole: IChainingRole): ExistingTrust {
  const resolved = role.stack.resolve(document.toJSON()) as { Statement?: Statement[] } | undefined;
  const statements = resolved?.Statement ?? [];
  const text = (value: unknown) => withoutPartition(readable(role, value));
  const arns = new Set([chainingRole.roleArn, computedRoleArn(chainingRole, role)].map(text));
  const names = (statement: Statement) => principals(statement).some((principal) => arns.has(text(principal)));
  const fits = (statement: Statement) =>
    principalArns(statement).some((pattern) => [...arns].some((arn) => matches(text(pattern), arn)));
  const concerning = statements.filter((statement) => names(statement) || fits(statement));
  for (const statement of concerning) {
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

function covers({ Action }: Statement, action: string): boolean {
  return [Action ?? []].flat().some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase()));
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
