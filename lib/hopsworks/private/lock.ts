import { Aws, Fn, Stack, Token, type aws_ec2 as ec2, aws_iam as iam } from 'aws-cdk-lib';
import { splitArn, hasWildcard } from '../../private/aws/arn';
import { knownPartition, checkAccountId } from '../../private/aws/environment';
import { partitionOfRegion } from '../../private/aws/partition';
import { computedArn, endOf } from '../../private/role/identity';
import { fail, shown } from '../../private/words/errors';
import { isLookupDummy, givenList, isText } from '../../private/words/given';
import type { LockedPolicyProps } from '../locked-policy-props';

/** What a locked policy is locked to, ready for ARNs. */
export interface Lock {
  /** Literal where the region or an ARN tells it. */
  readonly partition: string;
  /** The account of the instances and of their profiles. */
  readonly account: string;
  readonly vpcs: LockedVpc[];
  readonly profiles: LockedProfile[];
}

interface LockedVpc {
  readonly id: string;
  readonly region: string;
  /** The account that the VPC and its subnets belong to. */
  readonly owner: string;
}

interface LockedProfile {
  readonly arn: string;
  readonly name: string;
  readonly roleArn: string;
}

/** Finds out where the VPCs and the instance profiles are; throws for what no policy can be locked to. */
export function lockTo(
  factory: string,
  { vpcOwnerAccountId, ...props }: Pick<LockedPolicyProps, 'vpcs' | 'instanceProfiles' | 'vpcOwnerAccountId'>,
): Lock {
  const vpcs = givenList(factory, 'vpcs', props.vpcs, { are: 'VPCs', have: 'vpcRef' });
  const instanceProfiles = givenList(factory, 'instanceProfiles', props.instanceProfiles, {
    are: 'instance profiles',
    have: 'instanceProfileArn',
  });
  if (vpcs.length === 0) fail(factory, 'vpcs is empty: give at least one VPC, or nothing could be launched.');
  if (instanceProfiles.length === 0) {
    fail(factory, 'instanceProfiles is empty: give at least one instance profile, or nothing could be launched.');
  }
  if (vpcOwnerAccountId !== undefined) checkAccountId(factory, 'vpcOwnerAccountId', vpcOwnerAccountId);
  const profiles = instanceProfiles.map((profile) => lockedProfile(factory, profile));
  return {
    partition: thePartition(factory, vpcs, profiles),
    account: theAccount(factory, profiles),
    vpcs: vpcs.map((vpc) => lockedVpc(factory, vpc, vpcOwnerAccountId)),
    profiles,
  };
}

function lockedVpc(factory: string, vpc: ec2.IVPCRef, vpcOwnerAccountId: string | undefined): LockedVpc {
  const { vpcId } = vpc.vpcRef;
  if (!isText(vpcId, /^vpc-[\w-]+$/)) {
    fail(
      factory,
      `vpcs holds ${shown(vpcId)}, which is no id of a VPC: "vpc-" and letters or digits, without wildcards.`,
    );
  }
  // Not vpcArn: an imported VPC of another region has the region of its stack there.
  return { id: vpcId, region: vpc.env.region, owner: vpcOwnerAccountId ?? vpc.env.account };
}

interface ProfileIdentity extends LockedProfile {
  readonly account: string;
  readonly partition: string | undefined;
}

function lockedProfile(factory: string, profile: iam.IInstanceProfile): ProfileIdentity {
  const { role } = profile;
  if (role === undefined) {
    fail(
      factory,
      `the role of the instance profile ${profile.node.path} is not known, but iam:PassRole is allowed on its ARN. ` +
        'Import it with `iam.InstanceProfile.fromInstanceProfileAttributes({ instanceProfileArn, role })`.',
    );
  }
  const roleArn = computedArn(endOf(role));
  const named = ownedProfile(profile) ?? importedProfile(profile);
  for (const arn of [named.arn, roleArn]) {
    if (hasWildcard(arn)) {
      fail(factory, `instanceProfiles holds ${shown(arn)}: wildcards are not allowed, name each profile.`);
    }
  }
  return { ...named, roleArn };
}

/** A profile that this app creates under a literal name: its ARN is computed, so that no other stack imports it. */
function ownedProfile(profile: iam.IInstanceProfile): Omit<ProfileIdentity, 'roleArn'> | undefined {
  const resource = profile.node.defaultChild;
  if (!(resource instanceof iam.CfnInstanceProfile)) return undefined;
  const { stack, instanceProfileName: name, path = '/' } = resource;
  const { account } = stack;
  const where = { account, partition: knownPartition(resource) };
  if (name === undefined || Token.isUnresolved(name) || Token.isUnresolved(path)) {
    return { ...where, arn: profile.instanceProfileArn, name: profile.instanceProfileName };
  }
  return { ...where, arn: `arn:${stack.partition}:iam::${account}:instance-profile${path}${name}`, name };
}

function importedProfile(profile: iam.IInstanceProfile): Omit<ProfileIdentity, 'roleArn'> {
  const { instanceProfileArn: arn, instanceProfileName } = profile;
  if (isLookupDummy(arn)) {
    return { arn, name: instanceProfileName, account: Stack.of(profile).account, partition: knownPartition(profile) };
  }
  const parts = splitArn(arn);
  if (parts === undefined) {
    const account = Fn.select(4, Fn.split(':', arn));
    return { arn, name: instanceProfileName, account, partition: knownPartition(profile) };
  }
  return {
    arn,
    name: Token.isUnresolved(parts.resource) ? instanceProfileName : parts.resource.replace(/^.*\//, ''),
    account: parts.account,
    partition: Token.isUnresolved(parts.partition) ? knownPartition(profile) : parts.partition,
  };
}

/** Instances take profiles, and profiles take roles, of their own account only. */
function theAccount(factory: string, profiles: ProfileIdentity[]): string {
  const accounts = profiles.flatMap(({ account, roleArn }) => [
    account,
    (isLookupDummy(roleArn) ? undefined : splitArn(roleArn)?.account) ?? account,
  ]);
  const known = [...new Set(accounts.filter((account) => !Token.isUnresolved(account)))];
  if (known.length > 1) {
    fail(
      factory,
      `instanceProfiles and their roles are of the accounts ${known.join(' and ')}, but instances take those of their own only: ` +
        'make one policy for each account.',
    );
  }
  return known[0] ?? profiles[0]?.account ?? Aws.ACCOUNT_ID;
}

function thePartition(factory: string, vpcs: ec2.IVPCRef[], profiles: ProfileIdentity[]): string {
  const ofVpcs = vpcs.map(({ env }) => (Token.isUnresolved(env.region) ? undefined : partitionOfRegion(env.region)));
  const all = [...profiles.map(({ partition }) => partition), ...ofVpcs];
  const known = [...new Set(all.filter((partition) => partition !== undefined))];
  if (known.length > 1) {
    fail(
      factory,
      `vpcs and instanceProfiles are of the partitions ${known.join(' and ')}, between which nothing can be shared: ` +
        'make one policy for each partition.',
    );
  }
  return known[0] ?? Aws.PARTITION;
}
