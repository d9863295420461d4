import { Fn, Stack, Token, TokenComparison, aws_iam as iam } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { fail, shown } from './messages';

/** What identifies a role across stacks and accounts. Any member may be a token. */
export interface RoleIdentity {
  readonly partition: string;
  readonly account: string;
  /** Begins and ends with a slash. */
  readonly path: string;
  readonly name: string;
}

/** All that is read of a role here: chaining roles, resource roles and any other kind of role have it. */
export type RoleLike = IConstruct & { readonly roleArn: string };

const ROLE_ARN = /^arn:[a-z-]+:iam::\d{12}:role(\/[\u0021-\u007e]+)*\/[\w+=,.@-]{1,64}$/;

/** Reads a role's ARN; throws for an ARN of anything else. Undefined when the ARN is one opaque token. */
export function parseRoleArn(scope: IConstruct, id: string, arn: string): RoleIdentity | undefined {
  if (Token.isUnresolved(arn) && !arn.startsWith('arn:')) return undefined;
  const [, partition = '', service, , account = '', ...rest] = arn.split(':');
  const resource = rest.join(':');
  const concrete = !Token.isUnresolved(arn);
  if (
    service !== 'iam' ||
    !resource.startsWith('role/') ||
    /[*?]/.test(resource) ||
    (concrete && !ROLE_ARN.test(arn))
  ) {
    fail(
      scope,
      id,
      `${shown(arn)} is no role ARN. Allowed: arn:<partition>:iam::<12 digits>:role/<path and name>, without wildcards. ` +
        hintFor(arn),
    );
  }
  const slash = resource.lastIndexOf('/');
  return { partition, account, path: resource.slice('role'.length, slash + 1), name: resource.slice(slash + 1) };
}

function hintFor(arn: string): string {
  if (arn.includes(':assumed-role/')) return 'This is a session of a role: give the ARN of the role itself.';
  if (arn.includes(':instance-profile/')) return 'This is an instance profile: give the ARN of the role inside it.';
  return 'Copy it from `aws iam get-role --role-name <name> --query Role.Arn`.';
}

/** The identity of a role that this app creates; undefined for every other role, and where its name is not known at synth. */
export function ownedIdentity(role: IConstruct): RoleIdentity | undefined {
  const resource = ownedResource(role);
  const { roleName, path = '/' } = resource ?? {};
  if (resource === undefined || roleName === undefined || Token.isUnresolved(roleName) || Token.isUnresolved(path)) {
    return undefined;
  }
  return { partition: resource.stack.partition, account: resource.stack.account, path, name: roleName };
}

/** The L1 of a role that this app creates; undefined for imported roles and where `Role.customizeRoles` made none. */
export function ownedResource(role: IConstruct): iam.CfnRole | undefined {
  const child = iam.Role.isRole(role) ? role.node.defaultChild : undefined;
  return child instanceof iam.CfnRole ? child : undefined;
}

export function formatRoleArn({ partition, account, path, name }: RoleIdentity): string {
  return `arn:${partition}:iam::${account}:role${path}${name}`;
}

/**
 * A role's ARN for a document in `consumer`: a reference inside one stack, computed from fixed names otherwise.
 *
 * A reference into another stack would become an export, and an exported role can't be removed while the other stack stands.
 */
export function roleArnFor(role: RoleLike, consumer: IConstruct): string {
  const resource = ownedResource(role);
  if (resource === undefined || resource.stack === Stack.of(consumer)) return role.roleArn;
  const identity = ownedIdentity(role);
  if (identity === undefined) {
    fail(
      role,
      '',
      `its name is not known at synth, so another stack (${Stack.of(consumer).node.path}) cannot compute its ARN. ` +
        'Give it a literal `roleName`, or put both roles into one stack.',
    );
  }
  return formatRoleArn({ ...identity, partition: Stack.of(consumer).partition });
}

/** A role's computed ARN wherever its name is known; otherwise as `roleArnFor` gives it. */
export function computedRoleArn(role: RoleLike, consumer: IConstruct = role): string {
  const identity = ownedIdentity(role);
  return identity === undefined ? roleArnFor(role, consumer) : formatRoleArn(identity);
}

/** The account of any role: of its stack when this app creates it, else as its ARN says. */
export function accountOf(role: RoleLike): string {
  const resource = ownedResource(role);
  if (resource !== undefined) return resource.stack.account;
  return role.roleArn.startsWith('arn:')
    ? (role.roleArn.split(':')[4] ?? '')
    : Fn.select(4, Fn.split(':', role.roleArn));
}

export enum AccountRelation {
  SAME,
  DIFFERENT,
  UNKNOWN,
}

/** Two unresolved accounts are the same account: an environment-agnostic app is deployed as one. */
export function compareAccounts(one: string, other: string): AccountRelation {
  switch (Token.compareStrings(one, other)) {
    case TokenComparison.SAME:
    case TokenComparison.BOTH_UNRESOLVED:
      return AccountRelation.SAME;
    case TokenComparison.DIFFERENT:
      return AccountRelation.DIFFERENT;
    default:
      return AccountRelation.UNKNOWN;
  }
}
