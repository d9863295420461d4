import { Aspects, Stack, aws_iam as iam } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import { formatRoleArn } from '../../private/aws/arn';
import { AccountRelation, compareAccounts, knownPartition } from '../../private/aws/environment';
import { ec2AsPassedTo, oneOrMany } from '../../private/aws/statements';
import { stateOf } from '../../private/role/app-state';
import { isInTree } from '../../private/role/identity';
import { TrustDocument } from '../../private/role/trust-document';
import type { Owner } from './ec2-access';
import { checkRole } from './setup';

export const SPOT_FLEET = 'spotfleet.amazonaws.com';

/**
 * Lets a role launch instances with Secondary roles, and pass nothing else.
 *
 * @param spotFleetRoleArn is the role that Spot Fleet takes, where there are heterogeneous clusters
 */
export function passing(
  scope: IConstruct,
  owners: Owner[],
  spotFleetRoleArn: string | undefined,
): iam.PolicyStatement[] {
  const services = ec2AsPassedTo(knownPartition(scope));
  const roleArns = owners.map(({ roleArn }) => roleArn);
  const launching = [
    new iam.PolicyStatement({
      sid: 'ReadInstanceProfiles',
      actions: ['iam:GetInstanceProfile'],
      resources: owners.map(({ instanceProfileArn }) => instanceProfileArn),
    }),
    new iam.PolicyStatement({
      sid: 'PassToInstances',
      actions: ['iam:PassRole'],
      resources: roleArns,
      conditions: { StringEquals: { 'iam:PassedToService': oneOrMany(services) } },
    }),
  ];
  if (spotFleetRoleArn === undefined) return launching;
  return [
    ...launching,
    new iam.PolicyStatement({
      sid: 'PassToSpotFleet',
      actions: ['iam:PassRole'],
      resources: [spotFleetRoleArn],
      conditions: { StringEquals: { 'iam:PassedToService': SPOT_FLEET } },
    }),
    new iam.PolicyStatement({
      sid: 'ReadRoles',
      actions: ['iam:GetRole'],
      resources: [spotFleetRoleArn, ...roleArns],
    }),
    new iam.PolicyStatement({
      sid: 'ListRoles',
      actions: ['iam:ListInstanceProfiles', 'iam:ListRoles'],
      resources: ['*'],
    }),
  ];
}

/** Keeps a role from passing any other role, and its roles to any other service than their own, whatever else it is granted. */
export function passingBarrier(
  scope: IConstruct,
  owners: Owner[],
  spotFleetRoleArn: string | undefined,
): iam.PolicyStatement[] {
  const fleet = spotFleetRoleArn === undefined ? [] : [spotFleetRoleArn];
  const services = ec2AsPassedTo(knownPartition(scope));
  return [
    denyPassing('DenyPassingOtherRoles', { notResources: [...fleet, ...owners.map(({ roleArn }) => roleArn)] }),
    denyPassing(
      'DenyPassingToOtherServices',
      fleet.length === 0 ? { resources: ['*'] } : { notResources: fleet },
      services,
    ),
    ...(fleet.length === 0 ? [] : [denyPassing('DenyPassingFleetRoleElsewhere', { resources: fleet }, [SPOT_FLEET])]),
  ];
}

/** A negated condition holds for a request that names no service too. */
function denyPassing(
  sid: string,
  roles: { resources: string[] } | { notResources: string[] },
  unlessTo?: string[],
): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid,
    effect: iam.Effect.DENY,
    actions: ['iam:PassRole'],
    ...roles,
    conditions: unlessTo && { StringNotEquals: { 'iam:PassedToService': unlessTo } },
  });
}

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
