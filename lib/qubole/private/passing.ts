import { aws_iam as iam } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { knownPartition } from '../../private/aws/environment';
import { ec2AsPassedTo } from '../../private/aws/statements';
import type { Owner } from './ec2-access';

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
      conditions: { StringEquals: { 'iam:PassedToService': services.length === 1 ? services[0] : services } },
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
