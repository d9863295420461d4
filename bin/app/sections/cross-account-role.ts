import { aws_iam as iam, aws_kms as kms } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { z } from 'zod';
import { hopsworks, InstanceProfileRole } from '../../../lib';
import { IMAGE_OWNER, TAG_KEY, TAG_VALUE } from '../../../lib/private/aws/patterns';
import { accountId, externalId, listOf, strict, text } from '../fields';
import { kmsKeyArn } from '../regions';
import { acknowledgeAdministrator } from '../checks';
import { acknowledge, wildcardsOf } from '../nag';
import type { Rendering } from '../rendering';
import { section } from '../section';
import type { Report } from '../section';
import { checkDeclared, checkDiskKeys, checkVendorAccount } from './accounts';
import type { Accounts } from './accounts';
import type { ChainingRoles } from './chaining-role-types';
import { type ClusterConfig, WORKERS } from './cluster';
import type { Defaults } from './defaults';
import { isExisting } from './existing-roles';
import { existingVpc } from './existing-vpc';
import type { NetworkConfig } from './network';
import { checkRole, roleProps, roleShape } from './role';
import { roleAccount } from './role-fields';

const tag = strict({
  key: text(TAG_KEY, 'a tag key that does not begin with aws:').describe("The tag's key."),
  value: text(TAG_VALUE, 'a tag value').describe("The tag's value."),
});
const on = (what: string) => z.boolean().optional().describe(what);

const features = {
  backup: on('Snapshots and images of disks; needs backupTag.'),
  vpcWarnings: on('Early warnings when the VPC is not configured well.'),
  openPorts: on('Opening and closing ports.'),
  loadBalancers: on('Network load balancers for access from outside.'),
  instanceTypeChange: on('Changing the type of instances.'),
  roleTesting: on("Testing the instance profiles' roles when a cluster is created."),
  listing: z
    .enum(['console', 'terraform'])
    .optional()
    .describe('What may be listed: for the web console, or for Terraform.'),
};

const lockedTo = strict({
  ...features,
  vpcIds: listOf(text(/^vpc-[a-z0-9]+$/, 'the id of a VPC').describe('Id of a VPC.'), 'name a VPC, or remove the key')
    .optional()
    .describe("The VPCs to launch in; without it, the network's."),
  vpcOwner: accountId.optional().describe('Account that owns the VPCs where they are shared.'),
  instanceProfiles: listOf(
    z.string().describe('"workers", or the key of a chaining role of type instance-profile.'),
    'name "workers" or a chaining role',
  ).describe(
    'The instance profiles to launch with. Who can launch with a chaining role can become its resource roles.',
  ),
  backupTag: tag.optional().describe("The tag of the cluster's disks, snapshots and images, among the cluster's tags."),
  instanceTag: tag.optional().describe("The tag of the cluster's instances, among the cluster's tags."),
  imageOwners: listOf(
    text(IMAGE_OWNER, '12 digits, amazon or aws-marketplace').describe('An owner.'),
    'name an owner, or remove the key',
  )
    .optional()
    .describe('Owners of the images to launch from; without it, any.'),
  requireImdsV2: on('Whether instances must require IMDSv2; it is not known that the control plane launches them so.'),
  ebsKmsKeyArns: listOf(kmsKeyArn.describe('A key.'), 'name a key, or remove the key')
    .optional()
    .describe('Keys that encrypt the disks.'),
  spot: on('Whether workers may be spot instances.'),
  asDocumented: on("Renders the vendor's own policy, with its holes."),
}).describe('Locks the control plane to VPCs and instance profiles.');

const schema = strict(
  {
    account: roleAccount,
    ...roleShape,
    vendorAccountId: accountId.describe(
      "The account of the vendor's control plane, 12 digits in quotes, as its web console shows them.",
    ),
    externalId: externalId.describe("The external id that the vendor's web console shows."),
    lockedTo: lockedTo.optional().describe('Locks the control plane to VPCs and instance profiles.'),
    unrestricted: strict(features)
      .optional()
      .describe(
        "The vendor's default permissions, instead of lockedTo: any instance, network and role of the account.",
      ),
  },
  { controlPlaneAccountId: 'it is called vendorAccountId' },
)
  .optional()
  .describe('The role through which the control plane of managed Hopsworks works in an account.');

type CrossAccountConfig = NonNullable<z.infer<typeof schema>>;
type LockedToConfig = NonNullable<CrossAccountConfig['lockedTo']>;

interface NeededConfig {
  readonly accounts: Accounts;
  readonly defaults: Defaults;
  readonly chainingRoles: ChainingRoles;
  readonly network?: NetworkConfig;
  readonly cluster?: ClusterConfig;
  readonly crossAccountRole?: CrossAccountConfig;
  readonly outputs: boolean;
}

export const crossAccountRole = section({
  key: 'crossAccountRole',
  schema,
  check(config: NeededConfig, report) {
    const { crossAccountRole: given } = config;
    if (given === undefined) return;
    checkRole(given, ['hopsworks', 'crossAccountRole'], config, report);
    checkVendorAccount(given.vendorAccountId, config.accounts, ['hopsworks', 'crossAccountRole'], report);
    if ((given.lockedTo === undefined) === (given.unrestricted === undefined)) {
      report(['hopsworks', 'crossAccountRole'], 'takes exactly one of lockedTo and unrestricted');
    }
    if (given.lockedTo !== undefined) checkLock(given.account, given.lockedTo, config, report);
  },
  render({ crossAccountRole: given, defaults, outputs }: NeededConfig, rendering) {
    if (given === undefined) return;
    const stack = rendering.platformStack(given.account);
    const made = rendering.at(['hopsworks', 'crossAccountRole'], () => makeRole(stack, given, defaults, rendering));
    if (!outputs) return;
    rendering.output(made, 'CrossAccountRoleArn', made.roleArn, "ARN to enter in the vendor's web console");
    const { backupTag, instanceTag } = given.lockedTo ?? {};
    for (const [name, tag] of Object.entries({ BackupTag: backupTag, InstanceTag: instanceTag })) {
      if (tag === undefined) continue;
      rendering.output(made, name, `${tag.key}=${tag.value}`, "To enter among the cluster's tags when it is created");
    }
  },
});

function makeRole(
  stack: Stack,
  given: CrossAccountConfig,
  defaults: Defaults,
  rendering: Rendering,
): hopsworks.CrossAccountRole {
  const { lockedTo: lock, unrestricted } = given;
  const policy = lock
    ? hopsworks.CrossAccountPolicy.lockedTo(lockProps(stack, lock, rendering))
    : hopsworks.CrossAccountPolicy.unrestricted(featureProps(unrestricted ?? {}));
  const made = new hopsworks.CrossAccountRole(stack, 'CrossAccountRole', {
    ...roleProps(stack, 'hopsworks-control-plane', given, defaults),
    vendorAccountId: given.vendorAccountId,
    externalId: given.externalId,
    policy,
  });
  const { Statement: statements } = policy.toJSON() as { Statement: object[] };
  const findings = statements.flatMap((json) => wildcardsOf(iam.PolicyStatement.fromJson(json), stack));
  const reason = 'hopsworks.crossAccountRole says what the control plane may do';
  acknowledge(made, [...new Set(findings)], reason);
  // The vendor's unrestricted document passes any role and copies any disk.
  if (lock === undefined) acknowledgeAdministrator(made, reason);
  return made;
}

function featureProps({ listing, ...switches }: z.infer<z.ZodObject<typeof features>>): hopsworks.CrossAccountFeatures {
  return {
    ...switches,
    ...(listing !== undefined && {
      listing:
        listing === 'terraform' ? hopsworks.ControlPlaneListing.TERRAFORM : hopsworks.ControlPlaneListing.CONSOLE,
    }),
  };
}

function lockProps(stack: Stack, given: LockedToConfig, rendering: Rendering): hopsworks.LockedPolicyProps {
  const { vpcIds, vpcOwner, instanceProfiles, ebsKmsKeyArns, listing, ...same } = given;
  const { network } = rendering;
  return {
    ...same,
    ...featureProps({ listing }),
    vpcs: vpcIds?.map((vpcId) => existingVpc(stack, vpcId, vpcId)) ?? (network === undefined ? [] : [network.vpc]),
    vpcOwnerAccountId: vpcOwner,
    instanceProfiles: instanceProfiles.flatMap((name) => profileOf(name, rendering) ?? []),
    ebsKmsKeys: ebsKmsKeyArns?.map((arn, index) => kms.Key.fromKeyArn(stack, `EbsKey${index}`, arn)),
  };
}

function profileOf(name: string, rendering: Rendering): iam.InstanceProfile | undefined {
  const role = rendering.chainingRoles.get(name);
  if (role instanceof InstanceProfileRole) return role.instanceProfile;
  return name === WORKERS ? rendering.workers : undefined;
}

function checkLock(account: string, given: LockedToConfig, config: NeededConfig, report: Report): void {
  const path = ['hopsworks', 'crossAccountRole', 'lockedTo'];
  const { accounts, network, cluster, chainingRoles } = config;
  checkDiskKeys(given.ebsKmsKeyArns, account, accounts, [...path, 'ebsKmsKeyArns'], report);
  if (given.vpcIds === undefined && network === undefined) {
    report([...path, 'vpcIds'], 'is missing, and there is no network to take its VPC: give one of the two');
  }
  if (given.vpcIds === undefined && network !== undefined && network.account !== account) {
    report([...path, 'vpcIds'], `is missing, and the network is of account ${network.account}: name the VPCs`);
  }
  for (const [index, vpcId] of given.vpcIds?.entries() ?? []) {
    if (given.vpcIds?.indexOf(vpcId) !== index) report([...path, 'vpcIds', index], `names ${vpcId} twice; keep one`);
  }
  for (const [index, name] of given.instanceProfiles.entries()) {
    const at = [...path, 'instanceProfiles', index];
    if (name === WORKERS && cluster !== undefined) {
      if (cluster.account !== account) report(at, `are of account ${cluster.account}, the role is of ${account}`);
      continue;
    }
    if (!checkDeclared('instance profile', name, chainingRoles, at, report)) continue;
    const role = chainingRoles[name];
    if (role === undefined || isExisting(role))
      report(at, `${name} exists already, and its instance profile is not known here`);
    else if (role.type !== 'instance-profile')
      report(at, `${name} is of type ${role.type}, which has no instance profile`);
    else if (role.account !== account) report(at, `${name} is of account ${role.account}, the role is of ${account}`);
  }
}
