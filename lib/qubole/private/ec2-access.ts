import { Stack, aws_iam as iam } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { oneOrMany } from '../../private/aws/statements';

/** Marks what a cluster makes beside its instances; the value is the name of its Secondary role. */
export const OWNER_TAG = 'secondary-role';

/** A Secondary role as policies name it. */
export interface Owner {
  readonly roleName: string;
  readonly roleArn: string;
  readonly instanceProfileArn: string;
}

/** What a role may do in EC2 beyond the default. */
export interface Ec2Options {
  readonly heterogeneousClusters: boolean;
  readonly allowSnapshots: boolean;
  readonly untaggedResources: boolean;
}

const LAUNCH_PARTS = ['key-pair', 'network-interface', 'security-group', 'spot-instances-request', 'subnet', 'volume'];
const LAUNCHING = ['RequestSpotInstances', 'RunInstances'];
const LAUNCHING_FLEETS = ['CreateFleet', 'RequestSpotFleet'];
const OWN_INSTANCES = [
  'AttachVolume',
  'CreateTags',
  'DetachVolume',
  'ModifyInstanceAttribute',
  'RunInstances',
  'StartInstances',
  'StopInstances',
  'TerminateInstances',
];
/** What is told from others' by its tag, with all that may be done to it. */
const TAGGED = ['security-group', 'spot-instances-request', 'volume'];
const USING_TAGGED = [
  'AttachVolume',
  'AuthorizeSecurityGroupEgress',
  'AuthorizeSecurityGroupIngress',
  'CancelSpotInstanceRequests',
  'DeleteSecurityGroup',
  'DeleteTags',
  'DeleteVolume',
  'DetachVolume',
  'ModifyInstanceAttribute',
  'RevokeSecurityGroupEgress',
  'RevokeSecurityGroupIngress',
];
const MAKING = ['CreateSecurityGroup', 'CreateVolume', 'RequestSpotInstances', 'RunInstances'];

const FLEETS = ['fleet', 'launch-template', 'spot-fleet-request'];
const MAKING_FLEETS = ['CreateFleet', 'CreateLaunchTemplate', 'RequestSpotFleet'];
const USING_TEMPLATES = [
  'CreateFleet',
  'CreateLaunchTemplateVersion',
  'DeleteLaunchTemplate',
  'DeleteLaunchTemplateVersions',
  'RequestSpotFleet',
  'RunInstances',
];

/**
 * Qubole's EC2 permissions, kept to the clusters of the given Secondary roles.
 *
 * An instance belongs to the role in its instance profile, which no allowed call changes. All else carries a tag, which is given
 * only to what is being made: whoever could tag what exists could make it his own. With untagged resources, all else is everybody's.
 */
export class Ec2Access {
  private readonly isOwnInstance: Record<string, string | string[]>;
  private readonly names: string | string[];

  constructor(
    private readonly scope: IConstruct,
    owners: readonly Owner[],
    private readonly options: Ec2Options,
  ) {
    const values = (member: keyof Owner) => oneOrMany([...new Set(owners.map((owner) => owner[member]))]);
    this.isOwnInstance = { 'ec2:InstanceProfile': values('instanceProfileArn') };
    this.names = values('roleName');
  }

  /** Launching, and what concerns instances: a policy of its own, so that both parts have room for many Secondary roles. */
  public instanceStatements(): iam.PolicyStatement[] {
    const own = this.allow('OwnInstances', [...OWN_INSTANCES, ...this.ifFleets('CreateFleet')], ['instance'], {
      ArnEquals: this.isOwnInstance,
    });
    return [own, this.denyUserDataOfOthers(), ...this.launching(), ...this.accountWide()];
  }

  /** Volumes, security groups, spot requests and launch templates. */
  public taggedStatements(): iam.PolicyStatement[] {
    const isMadeOwn = this.ifTagged({ StringEquals: this.requested() });
    const isOwn = this.ifTagged({ StringEquals: { [`aws:ResourceTag/${OWNER_TAG}`]: this.names } });
    const noSnapshot = this.options.allowSnapshots ? {} : { Null: { 'ec2:ParentSnapshot': 'true' } };
    const tagging = this.options.untaggedResources ? ['CreateTags'] : [];
    return [
      this.allow('MakeVolumes', ['CreateVolume'], ['volume'], { ...isMadeOwn, ...noSnapshot }),
      this.allow(
        'MakeTagged',
        ['CreateSecurityGroup', ...this.ifFleets('CreateLaunchTemplate')],
        ['security-group', ...this.ifFleets('launch-template')],
        isMadeOwn,
      ),
      this.tagWhatIsMade(),
      this.allow(
        'UseTagged',
        [...USING_TAGGED, ...tagging, ...this.ifFleets('CancelSpotFleetRequests')],
        [...TAGGED, ...this.ifFleets('spot-fleet-request')],
        isOwn,
      ),
      ...(this.options.heterogeneousClusters
        ? [
            this.allow('MakeTaggedFleets', LAUNCHING_FLEETS, ['fleet', 'spot-fleet-request'], isMadeOwn),
            this.allow('UseTemplates', [...USING_TEMPLATES, ...tagging], ['launch-template'], isOwn),
          ]
        : []),
    ];
  }

  private tagWhatIsMade(): iam.PolicyStatement {
    const types = ['instance', 'network-interface', ...TAGGED, ...this.ifFleets(...FLEETS)];
    return this.allow('TagWhatIsMade', ['CreateTags'], types, {
      StringEquals: { 'ec2:CreateAction': [...MAKING, ...this.ifFleets(...MAKING_FLEETS)].sort() },
      ...this.ifTagged({ StringEqualsIfExists: this.requested() }),
    });
  }

  private launching(): iam.PolicyStatement[] {
    const actions = [...LAUNCHING, ...this.ifFleets(...LAUNCHING_FLEETS)];
    const parts = this.allow('LaunchParts', actions, LAUNCH_PARTS);
    if (this.options.allowSnapshots) {
      const disks = this.allow('LaunchAnyDisk', [...actions, 'CreateVolume'], ['image', 'snapshot']);
      return [parts, disks];
    }
    // The account's own images hold the disks of its instances.
    const images = this.allow('LaunchImages', actions, ['image'], {
      StringNotEquals: { 'ec2:Owner': Stack.of(this.scope).account },
    });
    return [parts, images];
  }

  /** Describe* takes in user data, which may hold what the clusters of others start with. */
  private denyUserDataOfOthers(): iam.PolicyStatement {
    return new iam.PolicyStatement({
      sid: 'DenyUserDataOfOthers',
      effect: iam.Effect.DENY,
      actions: ['ec2:DescribeInstanceAttribute'],
      resources: ['*'],
      conditions: { ArnNotEquals: this.isOwnInstance },
    });
  }

  private accountWide(): iam.PolicyStatement[] {
    return [
      this.allow('ImportKeyPairs', ['ImportKeyPair'], ['key-pair']),
      this.allow('CreateSecurityGroupsIn', ['CreateSecurityGroup'], ['vpc']),
      new iam.PolicyStatement({
        sid: 'DescribeAll',
        actions: ['ec2:Describe*', 'sts:DecodeAuthorizationMessage'],
        resources: ['*'],
      }),
      createSpotRoles(this.scope),
    ];
  }

  private allow(sid: string, actions: string[], types: string[], conditions: iam.Conditions = {}): iam.PolicyStatement {
    return new iam.PolicyStatement({
      sid,
      actions: actions.map((action) => `ec2:${action}`).sort(),
      resources: types.map((type) => this.arn(type)).sort(),
      conditions,
    });
  }

  private arn(type: string): string {
    const { account, partition, region } = Stack.of(this.scope);
    // Images and snapshots are shared between accounts, so their ARNs have none.
    return `arn:${partition}:ec2:${region}:${type === 'image' || type === 'snapshot' ? '' : account}:${type}/*`;
  }

  private requested(): Record<string, string | string[]> {
    return { [`aws:RequestTag/${OWNER_TAG}`]: this.names };
  }

  private ifTagged(conditions: iam.Conditions): iam.Conditions {
    return this.options.untaggedResources ? {} : conditions;
  }

  private ifFleets(...words: string[]): string[] {
    return this.options.heterogeneousClusters ? words : [];
  }
}

/** Without the `iam:PutRolePolicy` of Qubole's document: nobody can change a service-linked role. */
function createSpotRoles(scope: IConstruct): iam.PolicyStatement {
  const { account, partition } = Stack.of(scope);
  const roles = [
    'spot.amazonaws.com/AWSServiceRoleForEC2Spot',
    'spotfleet.amazonaws.com/AWSServiceRoleForEC2SpotFleet',
  ];
  return new iam.PolicyStatement({
    sid: 'CreateSpotRoles',
    actions: ['iam:CreateServiceLinkedRole'],
    resources: roles.map((role) => `arn:${partition}:iam::${account}:role/aws-service-role/${role}`),
    conditions: { StringEquals: { 'iam:AWSServiceName': ['spot.amazonaws.com', 'spotfleet.amazonaws.com'] } },
  });
}
