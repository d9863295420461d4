import { aws_iam as iam } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { ec2AsPassedTo } from '../../private/aws/services';
import { knownPartition } from '../../private/aws/environment';
import type { Owner } from './ec2-access';

export const SPOT_FLEET = 'spotfleet.amazonaws.com';

/** Lets a role launch instances with Secondary roles, which may grow in number, and pass nothing else. */
export class Passing {
  public readonly statements: iam.PolicyStatement[];
  private readonly ownProfiles: iam.PolicyStatement;
  private readonly ownRoles: iam.PolicyStatement;
  private readonly readRoles?: iam.PolicyStatement;

  /** @param spotFleetRoleArn is the role that Spot Fleet takes, where there are heterogeneous clusters */
  constructor(scope: IConstruct, spotFleetRoleArn: string | undefined) {
    const services = ec2AsPassedTo(knownPartition(scope));
    this.ownProfiles = new iam.PolicyStatement({ sid: 'ReadInstanceProfiles', actions: ['iam:GetInstanceProfile'] });
    this.ownRoles = new iam.PolicyStatement({
      sid: 'PassToInstances',
      actions: ['iam:PassRole'],
      conditions: { StringEquals: { 'iam:PassedToService': services.length === 1 ? services[0] : services } },
    });
    this.statements = [this.ownProfiles, this.ownRoles];
    if (spotFleetRoleArn === undefined) return;
    this.readRoles = new iam.PolicyStatement({
      sid: 'ReadRoles',
      actions: ['iam:GetRole'],
      resources: [spotFleetRoleArn],
    });
    this.statements.push(
      new iam.PolicyStatement({
        sid: 'PassToSpotFleet',
        actions: ['iam:PassRole'],
        resources: [spotFleetRoleArn],
        conditions: { StringEquals: { 'iam:PassedToService': SPOT_FLEET } },
      }),
      this.readRoles,
      new iam.PolicyStatement({
        sid: 'ListRoles',
        actions: ['iam:ListInstanceProfiles', 'iam:ListRoles'],
        resources: ['*'],
      }),
    );
  }

  public add({ roleArn, instanceProfileArn }: Owner): void {
    this.ownProfiles.addResources(instanceProfileArn);
    this.ownRoles.addResources(roleArn);
    this.readRoles?.addResources(roleArn);
  }
}

/** Keeps a role from passing any other role, and its roles to any other service than their own, whatever else it is granted. */
export class PassingBarrier {
  public readonly statements: iam.PolicyStatement[];
  private readonly otherRoles: iam.PolicyStatement;

  constructor(scope: IConstruct, spotFleetRoleArn: string | undefined) {
    const fleet = spotFleetRoleArn === undefined ? undefined : [spotFleetRoleArn];
    const services = ec2AsPassedTo(knownPartition(scope));
    this.otherRoles = denyPassing('DenyPassingOtherRoles', { notResources: fleet ?? [] });
    this.statements = [
      this.otherRoles,
      denyPassing(
        'DenyPassingToOtherServices',
        fleet === undefined ? { resources: ['*'] } : { notResources: fleet },
        services,
      ),
    ];
    if (fleet === undefined) return;
    this.statements.push(denyPassing('DenyPassingFleetRoleElsewhere', { resources: fleet }, [SPOT_FLEET]));
  }

  public add({ roleArn }: Owner): void {
    this.otherRoles.addNotResources(roleArn);
  }
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
