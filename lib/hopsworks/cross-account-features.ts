import { fail, shown } from '../private/words/errors';
import { checkFlags } from '../private/words/given';

/** What the control plane may list. */
export enum ControlPlaneListing {
  /** All that the web console shows: instances, volumes, VPCs, subnets, key pairs, security groups, instance profiles. */
  CONSOLE = 'CONSOLE',

  /** What the Terraform provider reads: instances, volumes and security groups. */
  TERRAFORM = 'TERRAFORM',
}

/**
 * The features of the control plane that can be taken away; each switch takes away exactly its own actions.
 *
 * @see https://docs.hopsworks.ai/3.7/setup_installation/aws/restrictive_permissions/
 */
export interface CrossAccountFeatures {
  /**
   * Snapshots and images of the cluster's disks.
   *
   * @default - on; in a hardened `lockedTo` policy on with `backupTag` only
   */
  readonly backup?: boolean;

  /**
   * Early warnings when the VPC is not configured as the cluster needs it. Not with `ControlPlaneListing.TERRAFORM`.
   *
   * @default - on with `ControlPlaneListing.CONSOLE`
   */
  readonly vpcWarnings?: boolean;

  /**
   * Opening and closing ports of the cluster from the control plane.
   *
   * @default true
   */
  readonly openPorts?: boolean;

  /**
   * Network load balancers for access from outside, such as ArrowFlight.
   *
   * @default - on in `unrestricted`, off in `lockedTo`
   */
  readonly loadBalancers?: boolean;

  /**
   * Changing the instance type of a stopped instance.
   *
   * @default - on in `unrestricted`, off in `lockedTo`
   */
  readonly instanceTypeChange?: boolean;

  /**
   * Testing, when a cluster is created, whether the instance profile's role has the permissions that it needs.
   *
   * @default - on in `unrestricted`, off in `lockedTo`
   */
  readonly roleTesting?: boolean;

  /**
   * What may be listed.
   *
   * @default ControlPlaneListing.CONSOLE
   */
  readonly listing?: ControlPlaneListing;
}

/** What may be listed: all that the vendor's console shows, or what its Terraform provider reads. */
const CONSOLE_LISTING = [
  'ec2:DescribeInstances',
  'ec2:DescribeVpcs',
  'ec2:DescribeVolumes',
  'ec2:DescribeSubnets',
  'ec2:DescribeKeyPairs',
  'ec2:DescribeInstanceStatus',
  'iam:ListInstanceProfiles',
  'ec2:DescribeSecurityGroups',
];
const TERRAFORM_LISTING = ['ec2:DescribeInstances', 'ec2:DescribeVolumes', 'ec2:DescribeSecurityGroups'];
const VPC_WARNINGS = ['ec2:DescribeVpcAttribute', 'ec2:DescribeRouteTables'];

export const BACKUP = [
  'ec2:RegisterImage',
  'ec2:DeregisterImage',
  'ec2:DescribeImages',
  'ec2:CreateSnapshot',
  'ec2:DeleteSnapshot',
  'ec2:DescribeSnapshots',
];

export const LOAD_BALANCERS = [
  'elasticloadbalancing:CreateLoadBalancer',
  'elasticloadbalancing:CreateListener',
  'elasticloadbalancing:CreateTargetGroup',
  'elasticloadbalancing:RegisterTargets',
  'elasticloadbalancing:AddTags',
  'elasticloadbalancing:DescribeTargetGroups',
  'elasticloadbalancing:DeleteLoadBalancer',
  'elasticloadbalancing:DeleteTargetGroup',
];

const SWITCHES = ['backup', 'vpcWarnings', 'openPorts', 'loadBalancers', 'instanceTypeChange', 'roleTesting'] as const;

/** Every switch, after defaults. */
export type Features = Required<CrossAccountFeatures>;

/** Fills in what the user left open; throws for switches that contradict each other. */
export function featuresOf(
  factory: string,
  given: CrossAccountFeatures,
  defaults: Omit<Features, 'listing' | 'vpcWarnings'>,
): Features {
  checkFlags(factory, given, ...SWITCHES);
  const { listing = ControlPlaneListing.CONSOLE, vpcWarnings } = given;
  if (!Object.values(ControlPlaneListing).includes(listing)) {
    fail(factory, `listing is ${shown(listing)}: ControlPlaneListing.CONSOLE or ControlPlaneListing.TERRAFORM.`);
  }
  const console = listing === ControlPlaneListing.CONSOLE;
  if (vpcWarnings === true && !console) {
    fail(
      factory,
      'vpcWarnings is true, but ControlPlaneListing.TERRAFORM reads no VPC to warn of: leave vpcWarnings out, or use ControlPlaneListing.CONSOLE.',
    );
  }
  return {
    listing,
    vpcWarnings: vpcWarnings ?? console,
    backup: given.backup ?? defaults.backup,
    openPorts: given.openPorts ?? defaults.openPorts,
    loadBalancers: given.loadBalancers ?? defaults.loadBalancers,
    instanceTypeChange: given.instanceTypeChange ?? defaults.instanceTypeChange,
    roleTesting: given.roleTesting ?? defaults.roleTesting,
  };
}

export function listingActions({ listing, vpcWarnings }: Features): string[] {
  return [
    ...(listing === ControlPlaneListing.CONSOLE ? CONSOLE_LISTING : TERRAFORM_LISTING),
    ...(vpcWarnings ? VPC_WARNINGS : []),
  ];
}
