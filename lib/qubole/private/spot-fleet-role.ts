import { Aspects, Stack, aws_iam as iam } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { formatRoleArn } from '../../private/aws/arn';
import { AccountRelation, compareAccounts } from '../../private/aws/environment';
import { stateOf } from '../../private/role/app-state';
import { isInTree } from '../../private/role/identity';
import { TrustDocument } from '../../private/role/trust-document';
import { SPOT_FLEET } from './passing';
import { checkRole } from './setup';

/** The name by which Qubole looks for the role. */
const NAME = 'qubole-ec2-spot-fleet-role';

/**
 * The role that Spot Fleet takes for heterogeneous clusters: made once for an account, because its name is fixed.
 *
 * Spot Fleet may take it for requests of this account only, as AWS advises for trusts of services.
 *
 * @see https://docs.qubole.com/en/latest/admin-guide/cluster-admin/heterogeneous-clusters.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-fleet-prerequisites.html
 *
 * @returns its ARN
 */
export function spotFleetRole(scope: Construct, permissionsBoundary: iam.IManagedPolicy | undefined): string {
  const { account, partition } = Stack.of(scope);
  ensureRole(scope, permissionsBoundary);
  // The dual roles that made it may be taken out of the app after these came.
  Aspects.of(scope).add({
    visit: (node) => {
      if (node === scope) ensureRole(scope, permissionsBoundary);
    },
  });
  return formatRoleArn({ partition, account, path: '/', name: NAME });
}

function ensureRole(scope: Construct, permissionsBoundary: iam.IManagedPolicy | undefined): void {
  const made = stateOf(scope.node.root, 'qubole.spotFleetRoles', () => new Set<iam.Role>());
  const { account } = Stack.of(scope);
  const stands = [...made].some(
    (role) => isInTree(role) && compareAccounts(role.stack.account, account) === AccountRelation.SAME,
  );
  if (!stands) made.add(makeRole(scope, permissionsBoundary));
}

function makeRole(scope: Construct, permissionsBoundary: iam.IManagedPolicy | undefined): iam.Role {
  const { account, partition } = Stack.of(scope);
  const statement = new iam.PolicyStatement({
    sid: 'AllowSpotFleet',
    actions: ['sts:AssumeRole'],
    principals: [new iam.ServicePrincipal(SPOT_FLEET)],
    conditions: {
      StringEquals: { 'aws:SourceAccount': account },
      // Of any region: the role is one for the account.
      ArnLike: { 'aws:SourceArn': `arn:${partition}:ec2:*:${account}:spot-fleet-request/sfr-*` },
    },
  });
  const role = new iam.Role(scope, 'SpotFleetRole', {
    assumedBy: new TrustDocument(statement),
    roleName: NAME,
    permissionsBoundary,
    managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('service-role/AmazonEC2SpotFleetTaggingRole')],
  });
  checkRole(role, { roleName: NAME });
  return role;
}
