import { Fn, Reference, Stack, Token, TokenComparison, Tokenization, aws_iam as iam } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { isOneToken, sampleArn, splitArn } from './arn';
import { fail, shown } from './messages';
import { knownPartition } from './partition';

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

const ROLE_ARN = /^arn:[a-z]+(-[a-z]+)*:iam::\d{12}:role\/([!-.0-~]+\/)*[\w+=,.@-]{1,64}$/;

/** Reads a role's ARN; throws for an ARN of anything else. Undefined when the ARN is one opaque token. */
export function parseRoleArn(scope: IConstruct, id: string, arn: string): RoleIdentity | undefined {
  const parts = splitArn(arn);
  if (parts === undefined && Token.isUnresolved(arn)) return undefined;
  const sample = sampleArn(arn);
  if (parts === undefined || !ROLE_ARN.test(sample) || /[*?]|\$\{/.test(sample)) {
    fail(
      scope,
      id,
      `${shown(arn)} is no role ARN. Allowed: arn:<partition>:iam::<12 digits>:role/<path and name>, without wildcards. ` +
        hintFor(arn),
    );
  }
  const slash = parts.resource.lastIndexOf('/');
  return {
    partition: parts.partition,
    account: parts.account,
    path: parts.resource.slice('role'.length, slash + 1),
    name: parts.resource.slice(slash + 1),
  };
}

function hintFor(arn: string): string {
  if (arn.includes(':assumed-role/')) return 'This is a session of a role: give the ARN of the role itself.';
  if (arn.includes(':instance-profile/')) return 'This is an instance profile: give the ARN of the role inside it.';
  return 'Copy it from `aws iam get-role --role-name <name> --query Role.Arn`.';
}

/** The identity of a role that this app creates; undefined for every other role, and where its name is not known at synth. */
export function ownedIdentity(role: RoleLike): RoleIdentity | undefined {
  const resource = ownedResource(role);
  const { roleName, path = '/' } = resource ?? {};
  if (resource === undefined || roleName === undefined || Token.isUnresolved(roleName) || Token.isUnresolved(path)) {
    return undefined;
  }
  return { partition: resource.stack.partition, account: resource.stack.account, path, name: roleName };
}

/**
 * The L1 of a role that this app creates, whatever stands before it: an immutable view, a lazy role, an import of its ARN.
 *
 * Undefined for roles of elsewhere, and where `Role.customizeRoles` made no L1.
 */
export function ownedResource(role: RoleLike): iam.CfnRole | undefined {
  if (iam.Role.isRole(role)) {
    const child = role.node.defaultChild;
    return child instanceof iam.CfnRole ? child : undefined;
  }
  return roleBehind(role.roleArn);
}

/** The L1 that an ARN is an attribute of. */
export function roleBehind(arn: string): iam.CfnRole | undefined {
  if (!isOneToken(arn)) return undefined;
  const token = Tokenization.reverseString(arn).firstToken;
  return Reference.isReference(token) && token.target instanceof iam.CfnRole ? token.target : undefined;
}

/** The role that this app creates behind a role, or the role itself. */
export function ownerOf<T extends RoleLike>(role: T): T | iam.Role {
  const owner = ownedResource(role)?.node.scope;
  return owner !== undefined && iam.Role.isRole(owner) ? owner : role;
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
      `its name or path is not known at synth, so another stack (${Stack.of(consumer).node.path}) cannot compute its ARN. ` +
        'Give it a literal `roleName` and `path`, or put both roles into one stack.',
    );
  }
  return formatRoleArn({ ...identity, partition: Stack.of(consumer).partition });
}

/** A role's computed ARN wherever its name is known; otherwise as `roleArnFor` gives it. */
export function computedRoleArn(role: RoleLike, consumer: IConstruct = role): string {
  const identity = ownedIdentity(role);
  return identity === undefined ? roleArnFor(role, consumer) : formatRoleArn(identity);
}

/** The computed ARN for people and other tools: literal, partition included, where the environment is known. */
export function literalRoleArn(role: RoleLike): string {
  const identity = ownedIdentity(role);
  if (identity === undefined) return role.roleArn;
  return formatRoleArn({ ...identity, partition: knownPartition(role) ?? identity.partition });
}

/** The account of any role: of its stack when this app creates it, else as its ARN says. */
export function accountOf(role: RoleLike): string {
  const resource = ownedResource(role);
  if (resource !== undefined) return resource.stack.account;
  return splitArn(role.roleArn)?.account ?? Fn.select(4, Fn.split(':', role.roleArn));
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
