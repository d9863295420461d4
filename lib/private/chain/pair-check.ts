import { Stack, Stage, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { IChainingRole } from '../../chain';
import { splitArn } from '../aws/arn';
import { AccountRelation, compareAccounts, knownPartition } from '../aws/environment';
import { fail, pathOf } from '../words/errors';
import { accountOf, ownedIdentity, ownedResource, type RoleIdentity } from '../role/identity';

/**
 * Throws where a role and a chaining role can't make a chain: one role twice, partitions that differ, accounts that can't be compared.
 *
 * @param role is the resource role's identity, as far as it is known
 * @param isOwned tells whether this app creates the resource role; the ARN of any other says all that is needed
 */
export function checkPair(
  scope: IConstruct,
  id: string,
  role: RoleIdentity,
  chainingRole: IChainingRole,
  isOwned: boolean,
): void {
  const chaining = ownedIdentity(chainingRole);
  const relation = compareAccounts(role.account, accountOf(chainingRole));
  const name = chaining?.name ?? chainingRole.roleName;
  // Stages without an account are usually deployed to different ones.
  const sameAccount =
    relation === AccountRelation.SAME &&
    (!Token.isUnresolved(role.account) || Stage.of(scope) === Stage.of(chainingRole));
  if (sameAccount && !Token.isUnresolved(name) && name.toLowerCase() === role.name.toLowerCase()) {
    failAsItself(scope, id, chainingRole);
  }
  if (relation === AccountRelation.UNKNOWN && isOwned && ownedResource(chainingRole) !== undefined) {
    const [known, unknown] = Token.isUnresolved(role.account) ? [chainingRole, scope] : [scope, chainingRole];
    fail(
      pathOf(scope, id),
      `the account of ${stackPath(known)} is known and that of ${stackPath(unknown)} is not, so it cannot be told whether the chain ` +
        `with ${chainingRole.node.path} crosses accounts. Give \`env: { account }\` to both stacks, or to neither.`,
    );
  }
  checkPartitions(scope, id, role, chainingRole);
}

function checkPartitions(scope: IConstruct, id: string, role: RoleIdentity, chainingRole: IChainingRole): void {
  const [own, other] = [partitionOf(role.partition, scope), partitionOf(partitionIn(chainingRole), chainingRole)];
  if (own === undefined || other === undefined || own === other) return;
  fail(
    pathOf(scope, id),
    `it is in partition "${own}" and its chaining role ${chainingRole.node.path} in "${other}". No role can be assumed across partitions.`,
  );
}

/** No role is reached through itself. */
export function failAsItself(scope: IConstruct, id: string, chainingRole: IChainingRole): never {
  return fail(
    pathOf(scope, id),
    `it is its own chaining role: ${chainingRole.node.path} is the same role, or has the same name in the same account. ` +
      'A role cannot be reached through itself: remove it from the list, or rename one of the two.',
  );
}

function stackPath(construct: IConstruct): string {
  return Stack.of(construct).node.path;
}

function partitionIn(chainingRole: IChainingRole): string {
  const identity = ownedIdentity(chainingRole);
  if (identity !== undefined) return identity.partition;
  return splitArn(chainingRole.roleArn)?.partition ?? '';
}

/** A literal partition, or that of the stack's region; undefined where neither is known. */
function partitionOf(partition: string, construct: IConstruct): string | undefined {
  return partition !== '' && !Token.isUnresolved(partition) ? partition : knownPartition(construct);
}
