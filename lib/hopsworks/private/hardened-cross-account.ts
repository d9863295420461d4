import type { CfnTag, aws_iam as iam } from 'aws-cdk-lib';
import { ec2AsPassedTo, oneOrMany, type StatementEntry, when } from '../../private/aws/statements';
import { ebsKeys } from '../../private/vendor/keys';
import type { LockedPolicyProps } from '../locked-policy-props';
import { type Features, listingActions } from './features';
import type { Lock } from './lock';

/** What narrows or widens the hardened policy beyond its VPCs, instance profiles and features. */
export type Scopes = Pick<
  LockedPolicyProps,
  'backupTag' | 'instanceTag' | 'imageOwners' | 'requireImdsV2' | 'securityGroups' | 'ebsKmsKeys' | 'spot'
>;

/** The restricted policy with its holes closed: each action on what belongs to the cluster, and on nothing else. */
export function hardenedStatements(lock: Lock, features: Features, scopes: Scopes): StatementEntry[] {
  const { backupTag, ebsKmsKeys = [] } = scopes;
  return [
    ...reading(lock, features),
    ...launching(lock, scopes),
    ...operating(lock, features, scopes),
    ...when(features.openPorts, openingPorts(lock, scopes)),
    ...(features.backup && backupTag !== undefined ? backups(lock, backupTag) : []),
    ...when(features.loadBalancers, ...loadBalancers(lock)),
    ...when(
      ebsKmsKeys.length > 0,
      ...ebsKeys(
        ebsKmsKeys.map(({ keyRef }) => keyRef.keyArn),
        regions(lock),
      ),
    ),
  ];
}

function reading(lock: Lock, features: Features): StatementEntry[] {
  const listed = [
    ...listingActions(features),
    ...(features.backup ? ['ec2:DescribeImages', 'ec2:DescribeSnapshots'] : []),
    ...(features.loadBalancers ? ['elasticloadbalancing:DescribeTargetGroups'] : []),
  ];
  return [
    { sid: 'ListResources', actions: listed.sort(), resources: ['*'] },
    { sid: 'ReadInstanceProfiles', actions: ['iam:GetInstanceProfile'], resources: profileArns(lock) },
    ...when(features.roleTesting, {
      sid: 'TestInstanceRoles',
      actions: ['iam:SimulatePrincipalPolicy'],
      resources: roleArns(lock),
    }),
  ];
}

function launching(lock: Lock, { imageOwners, requireImdsV2 = false, spot = false }: Scopes): StatementEntry[] {
  const run = ['ec2:RunInstances'];
  const requests = spot ? ['spot-instances-request'] : [];
  return [
    {
      sid: 'PassInstanceRoles',
      actions: ['iam:PassRole'],
      resources: roleArns(lock),
      conditions: {
        StringEquals: {
          'iam:PassedToService': oneOrMany(ec2AsPassedTo(lock.partition)),
        },
      },
    },
    {
      sid: 'LaunchWithInstanceProfiles',
      actions: run,
      resources: own(lock, 'instance'),
      conditions: {
        ...withProfile(lock),
        ...(requireImdsV2 && { StringEquals: { 'ec2:MetadataHttpTokens': 'required' } }),
      },
    },
    {
      sid: 'LaunchInVpcs',
      actions: run,
      resources: [...own(lock, 'network-interface'), ...securityGroups(lock), ...vpcOwners(lock, 'subnet')],
      conditions: inVpcs(lock),
    },
    {
      sid: 'LaunchFromImages',
      actions: run,
      resources: shared(lock, 'image'),
      ...(imageOwners !== undefined && { conditions: { StringEquals: { 'ec2:Owner': oneOrMany(imageOwners) } } }),
    },
    {
      sid: 'LaunchWithKeysAndVolumes',
      actions: run,
      resources: own(lock, 'key-pair', ...requests, 'volume'),
    },
    {
      // While launching only: a tag on what exists could unlock it.
      sid: 'TagAtLaunch',
      actions: ['ec2:CreateTags'],
      resources: own(lock, 'instance', 'network-interface', ...requests, 'volume'),
      conditions: { StringEquals: { 'ec2:CreateAction': 'RunInstances' } },
    },
    ...when(spot, {
      sid: 'CreateSpotServiceRole',
      actions: ['iam:CreateServiceLinkedRole'],
      resources: [
        `arn:${lock.partition}:iam::${lock.account}:role/aws-service-role/spot.amazonaws.com/AWSServiceRoleForEC2Spot`,
      ],
      conditions: { StringEquals: { 'iam:AWSServiceName': 'spot.amazonaws.com' } },
    }),
  ];
}

function operating(lock: Lock, features: Features, { instanceTag }: Scopes): StatementEntry[] {
  const tagged = instanceTag && resourceTag(instanceTag);
  return [
    {
      sid: 'OperateInstances',
      actions: ['ec2:StartInstances', 'ec2:StopInstances', 'ec2:TerminateInstances'],
      resources: own(lock, 'instance'),
      conditions: { ...withProfile(lock), ...(tagged && { StringEquals: tagged }) },
    },
    ...when(features.instanceTypeChange, {
      // Another attribute of a stopped instance is its user data, which would run as its role.
      sid: 'ResizeInstances',
      actions: ['ec2:ModifyInstanceAttribute'],
      resources: own(lock, 'instance'),
      conditions: {
        ...withProfile(lock),
        ...(tagged && { StringEquals: tagged }),
        StringEqualsIgnoreCase: { 'ec2:Attribute': 'InstanceType' },
      },
    }),
    ...when(tagged !== undefined, {
      sid: 'AttachInstanceProfiles',
      actions: ['ec2:AssociateIamInstanceProfile'],
      resources: own(lock, 'instance'),
      conditions: {
        ArnEquals: { 'ec2:NewInstanceProfile': oneOrMany(profileArns(lock)) },
        Null: { 'ec2:InstanceProfile': 'true' },
        ...(tagged && { StringEquals: tagged }),
      },
    }),
  ];
}

function openingPorts(lock: Lock, { securityGroups: given }: Scopes): StatementEntry {
  const ports = {
    sid: 'OpenPorts',
    actions: ['ec2:AuthorizeSecurityGroupIngress', 'ec2:RevokeSecurityGroupIngress'],
  };
  if (given === undefined) return { ...ports, resources: securityGroups(lock), conditions: inVpcs(lock) };
  return {
    ...ports,
    resources: given.map(
      ({ env, securityGroupRef }) =>
        `arn:${lock.partition}:ec2:${env.region}:${env.account}:security-group/${securityGroupRef.securityGroupId}`,
    ),
  };
}

/**
 * One statement for each resource of an action: registering an image and creating a snapshot carry the tag of the request, which
 * must not stand for the tag of a snapshot or volume that they read.
 */
function backups(lock: Lock, tag: CfnTag): StatementEntry[] {
  const existing = { StringEquals: resourceTag(tag) };
  const created = { StringEquals: { [`aws:RequestTag/${tag.key}`]: tag.value } };
  return [
    {
      sid: 'SnapshotTaggedVolumes',
      actions: ['ec2:CreateSnapshot'],
      resources: own(lock, 'volume'),
      conditions: existing,
    },
    {
      sid: 'CreateTaggedSnapshots',
      actions: ['ec2:CreateSnapshot'],
      resources: shared(lock, 'snapshot'),
      conditions: created,
    },
    {
      sid: 'UseTaggedSnapshots',
      actions: ['ec2:DeleteSnapshot', 'ec2:RegisterImage', 'ec2:RunInstances'],
      resources: shared(lock, 'snapshot'),
      conditions: existing,
    },
    {
      sid: 'RegisterTaggedImages',
      actions: ['ec2:RegisterImage'],
      resources: shared(lock, 'image'),
      conditions: created,
    },
    {
      sid: 'UseTaggedImages',
      actions: ['ec2:DeregisterImage', 'ec2:RunInstances'],
      resources: shared(lock, 'image'),
      conditions: existing,
    },
    {
      sid: 'TagBackups',
      actions: ['ec2:CreateTags'],
      resources: [...shared(lock, 'image'), ...shared(lock, 'snapshot')],
      conditions: { StringEquals: { 'ec2:CreateAction': ['CreateSnapshot', 'RegisterImage'] } },
    },
  ];
}

function loadBalancers(lock: Lock): StatementEntry[] {
  const arns = (resources: string) =>
    regions(lock).map((region) => `arn:${lock.partition}:elasticloadbalancing:${region}:${lock.account}:${resources}`);
  return [
    {
      sid: 'ManageLoadBalancers',
      actions: [
        'elasticloadbalancing:CreateListener',
        'elasticloadbalancing:CreateLoadBalancer',
        'elasticloadbalancing:DeleteLoadBalancer',
      ],
      resources: arns('loadbalancer/*'),
    },
    {
      sid: 'ManageTargetGroups',
      actions: [
        'elasticloadbalancing:CreateTargetGroup',
        'elasticloadbalancing:DeleteTargetGroup',
        'elasticloadbalancing:RegisterTargets',
      ],
      resources: arns('targetgroup/*'),
    },
    {
      // While creating only: nothing that exists may be tagged.
      sid: 'TagNewLoadBalancers',
      actions: ['elasticloadbalancing:AddTags'],
      resources: arns('*'),
      conditions: {
        StringEquals: {
          'elasticloadbalancing:CreateAction': ['CreateListener', 'CreateLoadBalancer', 'CreateTargetGroup'],
        },
      },
    },
  ];
}

function withProfile(lock: Lock): iam.Conditions {
  return { ArnEquals: { 'ec2:InstanceProfile': oneOrMany(profileArns(lock)) } };
}

function inVpcs({ partition, vpcs }: Lock): iam.Conditions {
  const arns = vpcs.map(({ id, region, owner }) => `arn:${partition}:ec2:${region}:${owner}:vpc/${id}`);
  return { ArnEquals: { 'ec2:Vpc': oneOrMany([...new Set(arns)]) } };
}

function resourceTag({ key, value }: CfnTag): Record<string, string> {
  return { [`aws:ResourceTag/${key}`]: value };
}

function profileArns({ profiles }: Lock): string[] {
  return [...new Set(profiles.map(({ arn }) => arn))];
}

function roleArns({ profiles }: Lock): string[] {
  return [...new Set(profiles.map(({ roleArn }) => roleArn))];
}

function regions({ vpcs }: Lock): string[] {
  return [...new Set(vpcs.map(({ region }) => region))];
}

/** All of these types in the instances' account, in the regions of the VPCs. */
function own(lock: Lock, ...types: string[]): string[] {
  return types.flatMap((type) => regions(lock).map((region) => ec2Arn(lock, region, lock.account, type)));
}

/** Images and snapshots, whose ARNs have no account. */
function shared(lock: Lock, type: string): string[] {
  return regions(lock).map((region) => ec2Arn(lock, region, '', type));
}

function vpcOwners(lock: Lock, type: string): string[] {
  return [...new Set(lock.vpcs.map(({ region, owner }) => ec2Arn(lock, region, owner, type)))];
}

/** In a shared VPC, both its owner's and the instances' account may have security groups. */
function securityGroups(lock: Lock): string[] {
  return [...new Set([...own(lock, 'security-group'), ...vpcOwners(lock, 'security-group')])];
}

function ec2Arn({ partition }: Lock, region: string, account: string, type: string): string {
  return `arn:${partition}:ec2:${region}:${account}:${type}/*`;
}
