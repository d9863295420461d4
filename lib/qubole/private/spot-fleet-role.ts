import { Stack, aws_iam as iam } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import { compareAccounts, AccountRelation } from '../../private/aws/environment';
import { formatRoleArn } from '../../private/role/role-arn';
import { TrustDocument } from '../../private/role/trust-document';
import { SPOT_FLEET } from './passing';
import { checkRole } from './setup';

/** The name by which Qubole looks for the role. */
const NAME = 'qubole-ec2-spot-fleet-role';

const made = new WeakMap<IConstruct, iam.Role[]>();

/**
 * The role that Spot Fleet takes for heterogeneous clusters: made once for an account, because its name is fixed.
 *
 * @see https://docs.qubole.com/en/latest/admin-guide/cluster-admin/heterogeneous-clusters.html
 *
 * @returns its ARN
 */
export function spotFleetRole(scope: Construct, permissionsBoundary: iam.IManagedPolicy | undefined): string {
  const { account, partition } = Stack.of(scope);
  const roles = made.get(scope.node.root) ?? [];
  made.set(scope.node.root, roles);
  if (!roles.some((role) => compareAccounts(role.stack.account, account) === AccountRelation.SAME)) {
    roles.push(makeRole(scope, permissionsBoundary));
  }
  return formatRoleArn({ partition, account, path: '/', name: NAME });
}

function makeRole(scope: Construct, permissionsBoundary: iam.IManagedPolicy | undefined): iam.Role {
  const statement = new iam.PolicyStatement({
    sid: 'AllowSpotFleet',
    actions: ['sts:AssumeRole'],
    principals: [new iam.ServicePrincipal(SPOT_FLEET)],
  });
  const role = new iam.Role(scope, 'SpotFleetRole', {
    assumedBy: new TrustDocument(statement),
    roleName: NAME,
    permissionsBoundary,
    managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('service-role/AmazonEC2SpotFleetTaggingRole')],
  });
  checkRole(role, NAME, undefined);
  return role;
}
