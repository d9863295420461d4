import { fail, shown } from '../../private/words/errors';
import { checkFlags } from '../../private/words/given';
import { type CrossAccountFeatures, ControlPlaneListing } from '../cross-account-features';

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
