import type { CfnTag, aws_ec2 as ec2, aws_iam as iam, aws_kms as kms } from 'aws-cdk-lib';
import type { CrossAccountFeatures } from './cross-account-features';

/** What a cross-account policy is locked to. */
export interface LockedPolicyProps extends CrossAccountFeatures {
  /** The VPCs that clusters are launched in, in one or several regions; at least one. */
  readonly vpcs: ec2.IVPCRef[];

  /**
   * The account, of 12 digits, that owns the VPCs where they are shared with the account of the instances.
   *
   * @default - the account that each VPC's construct says
   */
  readonly vpcOwnerAccountId?: string;

  /** The instance profiles that clusters are launched with; at least one, all of one account, each with a known role. */
  readonly instanceProfiles: iam.IInstanceProfile[];

  /**
   * The tag of the cluster's volumes, snapshots and images, which turns `backup` on: snapshots are taken of volumes that carry
   * it, and what is created must be given it. Its key is literal, since it becomes part of a condition key. Not with `asDocumented`.
   *
   * Enter it among the cluster's tags when it is created. That the control plane sends it in the creating call is not known.
   *
   * @default - no backups, unless `asDocumented`
   */
  readonly backupTag?: CfnTag;

  /**
   * The tag of the cluster's instances. The profiles may then be attached to an instance that carries it and has no profile, and
   * instances are started, stopped, terminated and resized only if they carry it. Its key is literal. Not with `asDocumented`.
   *
   * Enter it among the cluster's tags when it is created. That the control plane sends it in the creating call is not known.
   *
   * @default - the profiles tell the cluster's instances apart, and are never attached to an instance that exists
   */
  readonly instanceTag?: CfnTag;

  /**
   * The owners of the images to launch from: account ids, `amazon` or `aws-marketplace`. Images with the `backupTag` may be
   * launched too. Whose images the control plane launches is not known. Not with `asDocumented`.
   *
   * @default - any image
   */
  readonly imageOwners?: string[];

  /**
   * Whether instances must be launched with IMDSv2 required. That the control plane does so is not known. Not with `asDocumented`.
   *
   * @default false
   */
  readonly requireImdsV2?: boolean;

  /**
   * The only security groups whose ports may be opened and closed. Not with `asDocumented`.
   *
   * @default - every security group of the VPCs
   */
  readonly securityGroups?: ec2.ISecurityGroupRef[];

  /**
   * The keys that encrypt the instances' volumes. No document of the vendor has this. Not with `asDocumented`.
   *
   * @default - no customer managed keys
   */
  readonly ebsKmsKeys?: kms.IKeyRef[];

  /**
   * Whether workers may be spot instances. No document of the vendor has this. Not with `asDocumented`.
   *
   * @default false
   */
  readonly spot?: boolean;

  /**
   * Renders the restricted policy as the vendor publishes it, with its holes.
   *
   * @default false
   */
  readonly asDocumented?: boolean;
}
