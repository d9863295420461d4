import type { aws_iam as iam } from 'aws-cdk-lib';
import { ChainingRole } from '../../../lib';
import type { IChainingRole } from '../../../lib';
import { Keeper } from '../../../lib/private/aws/arn';
import { partitionOfRegion } from '../../../lib/private/aws/partition';
import { ChainingSide } from '../../../lib/private/chain/chaining-side';
import { permissionStatements } from '../../../lib/private/chain/packed-policy';
import { ChainTrustDocument } from '../../../lib/private/chain/trust';
import { endOf, literalArn } from '../../../lib/private/role/identity';
import { INLINE_POLICIES_LIMIT } from '../../../lib/private/aws/quotas';
import { acknowledgeWarning } from '../nag';
import { formatPath } from '../problems';
import type { Path } from '../problems';
import type { Rendering } from '../rendering';
import type { Report } from '../section';
import { checkPartition } from './accounts';
import type { Accounts } from './accounts';
import { accountIn, declaredAccountOf, keeperIn } from './existing-roles';
import type { ExistingChainingRole } from './existing-roles';

export function checkExistingChainingRole(
  key: string,
  { arn }: ExistingChainingRole,
  accounts: Accounts,
  report: Report,
): void {
  const at = ['chainingRoles', key, 'arn'];
  const declared = declaredAccountOf(arn, accounts);
  if (declared !== undefined) checkPartition(arn, declared, accounts, at, report);
  else if (accountOfPartition(arn, accounts) === undefined) {
    report(at, `${arn} is of a partition that no declared account is in; no role is assumed across partitions`);
  }
  const keeper = keeperIn(arn);
  if (keeper === Keeper.SERVICE) report(at, 'is a role that an AWS service keeps: IAM refuses to add anything to it');
  if (keeper === Keeper.PERMISSION_SET && !arn.includes(':role/aws-reserved/')) {
    report(
      at,
      'is a role of IAM Identity Center, whose ARN has a path, as …:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_…: ' +
        'take the ARN that `aws iam get-role` prints',
    );
  }
}

/** Of an account that is declared, the role stands in its stack, so that a policy can be attached; else in any of its partition. */
export function importChainingRole(
  key: string,
  { arn, type, mutable }: ExistingChainingRole,
  accounts: Accounts,
  rendering: Rendering,
): IChainingRole {
  const account = declaredAccountOf(arn, accounts) ?? accountOfPartition(arn, accounts) ?? '';
  return ChainingRole.fromChainingRoleArn(rendering.platformStack(account), key, arn, {
    ...(mutable === undefined ? {} : { mutable }),
    requiresTagSession: type === 'pod-identity',
  });
}

/** Asks the owner of an existing chaining role for what it needs to become a role, where that was not attached to it. */
export function askForPermission(key: string, target: iam.IRole, at: Path, rendering: Rendering): void {
  const chainingRole = rendering.chainingRoles.get(key);
  if (chainingRole === undefined || chainingRole instanceof ChainingRole) return;
  if (chainingRole.allowAssuming(target).principalStatements.length > 0) return;
  const end = ChainingSide.of(chainingRole)?.end ?? endOf(chainingRole);
  const features = ChainTrustDocument.of(target)?.featuresFor(end) ?? {
    tags: chainingRole.requiresTagSession,
    sourceIdentity: false,
  };
  rendering.owners.add(accountIn(chainingRole.roleArn), {
    kind: 'permissions policy',
    of: chainingRole.roleArn,
    statements: permissionStatements(literalArn(endOf(target)), features),
    why: `chainingRoles.${key}: may become ${formatPath(at)}`,
  });
  acknowledgeWarning(target, 'permissionsPolicyNotWritten', 'owners/ holds it for the owner of the chaining role');
}

/** Refuses what no owner could add: one policy of a role holds so much. */
export function checkPermissions(key: string, { arn }: ExistingChainingRole, rendering: Rendering): void {
  const asked = rendering.owners
    .documentOf(accountIn(arn))
    .add.find(({ kind, of }) => kind === 'permissions policy' && of === arn);
  const { length } = JSON.stringify({ Version: '2012-10-17', Statement: asked?.statements ?? [] });
  if (length <= INLINE_POLICIES_LIMIT) return;
  rendering.refuse(
    ['chainingRoles', key],
    `may become so many roles that its owner would have to add a policy of ${length} characters, and IAM takes ${INLINE_POLICIES_LIMIT}: ` +
      'declare its account, so that managed policies are attached to it, or let a chaining role that is made here take resourceRolePath',
  );
}

function accountOfPartition(arn: string, accounts: Accounts): string | undefined {
  const partition = arn.split(':')[1];
  return Object.keys(accounts).find((name) => partitionOfRegion(accounts[name]?.region ?? '') === partition);
}
