import { Stage, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { AccountRelation, areApart, compareAccounts, knownPartition } from '../aws/environment';
import { isDeployedElsewhere } from '../words/deployed-elsewhere';
import { partitionIn, type RoleEnd } from '../role/identity';
import { fail } from '../words/errors';

/** As much of a resource role as tells whether a chain can be made. */
export type PairedRole = Pick<RoleEnd, 'identity' | 'account' | 'stack' | 'isOwned'>;

/**
 * Throws where a role and a chaining role can't make a chain: one role twice, partitions that differ, accounts that can't be compared.
 *
 * @param at is the role, or the path of one that is about to be made
 */
export function checkPair(at: IConstruct | string, role: PairedRole, chaining: RoleEnd): void {
  if (role.identity === undefined) return;
  const relation = compareAccounts(role.account, chaining.account);
  // Stages without an account are usually deployed to different ones.
  const sameAccount =
    relation === AccountRelation.SAME &&
    (!Token.isUnresolved(role.account) || Stage.of(role.stack) === Stage.of(chaining.stack)) &&
    !areApart(role.stack, chaining.stack);
  const { name } = role.identity;
  if (sameAccount && chaining.identity?.name.toLowerCase() === name.toLowerCase() && !Token.isUnresolved(name)) {
    failAsItself(at, chaining);
  }
  if (role.isOwned && chaining.isOwned) checkAccounts(at, role, chaining, relation);
  const [own, other] = [
    partitionOf(role.identity.partition, role.stack),
    partitionOf(partitionIn(chaining), chaining.role),
  ];
  if (own === undefined || other === undefined || own === other) return;
  fail(
    at,
    `it is in partition "${own}" and its chaining role ${chaining.role.node.path} in "${other}". No role can be assumed across partitions.`,
  );
}

/** Both roles are this app's, so that their ARNs are computed from the accounts of their stacks. */
function checkAccounts(
  at: IConstruct | string,
  { account, stack }: PairedRole,
  chaining: RoleEnd,
  relation: AccountRelation,
): void {
  const path = chaining.role.node.path;
  if (areApart(stack, chaining.stack)) {
    const elsewhere = isDeployedElsewhere(stack) ? stack : chaining.stack;
    fail(
      at,
      `${elsewhere.node.path} is deployed to accounts that no synth can know, so the ARN of ${path} can't be computed in both places. ` +
        'Import the chaining role by its literal ARN there: `ChainingRole.fromChainingRoleArn`.',
    );
  }
  if (relation !== AccountRelation.UNKNOWN) return;
  const [known, unknown] = Token.isUnresolved(account) ? [chaining.stack, stack] : [stack, chaining.stack];
  fail(
    at,
    `the account of ${known.node.path} is known and that of ${unknown.node.path} is not, so it cannot be told whether the chain ` +
      `with ${path} crosses accounts. Give \`env: { account }\` to both stacks, or to neither.`,
  );
}

/** A role needs no chain to itself. */
export function failAsItself(at: IConstruct | string, chaining: RoleEnd): never {
  return fail(
    at,
    `it is its own chaining role: ${chaining.role.node.path} is the same role, or has the same name in the same account. ` +
      'Remove it from the list, or rename one of the two. A role that shall assume itself needs no chain: AWS lets it where its own ' +
      'trust policy names it, and `role.assumeRolePolicy?.addStatements(…)` writes that.',
  );
}

/** A literal partition, or that of the stack's region; undefined where neither is known. */
function partitionOf(partition: string, construct: IConstruct): string | undefined {
  return partition !== '' && !Token.isUnresolved(partition) ? partition : knownPartition(construct);
}
