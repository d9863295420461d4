import { Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { sampleArn, splitArn } from '../aws/arn';
import { fail, pathOf, shown } from '../words/errors';
import { ownedIdentity, ownedResource, type RoleIdentity, type RoleLike } from './identity';
import { knownPartition } from '../aws/environment';
import { ROLE_ARN } from '../aws/patterns';

/** Reads a role's ARN; throws for an ARN of anything else. Undefined when the ARN is one opaque token. */
export function parseRoleArn(scope: IConstruct, id: string, arn: string): RoleIdentity | undefined {
  const parts = splitArn(arn);
  if (parts === undefined && Token.isUnresolved(arn)) return undefined;
  const sample = sampleArn(arn);
  if (parts === undefined || !ROLE_ARN.test(sample) || /[*?]|\$\{/.test(sample)) {
    fail(
      pathOf(scope, id),
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
  if (resource?.stack === Stack.of(consumer)) return role.roleArn;
  const identity = ownedIdentity(role);
  if (identity !== undefined) return formatRoleArn({ ...identity, partition: Stack.of(consumer).partition });
  if (resource === undefined) return role.roleArn;
  fail(
    role,
    `its name or path is not known at synth, so another stack (${Stack.of(consumer).node.path}) cannot compute its ARN. ` +
      'Give it a literal `roleName` and `path`, or put both roles into one stack.',
  );
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
