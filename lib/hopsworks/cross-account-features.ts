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
