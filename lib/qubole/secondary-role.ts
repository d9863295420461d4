import type { CfnTag, aws_iam as iam } from 'aws-cdk-lib';
import type { S3Location } from './s3-location';

/** What a further Secondary role is made from. */
export interface SecondaryRoleProps {
  /** The sensitive data that the role's clusters use; at least one location, none of which the Service role may use. */
  readonly dataLocations: S3Location[];

  /**
   * The name of the role and of its instance profile: 1 to 64 characters from `A-Z a-z 0-9 _ + = , . @ -`, unique in its account and
   * without the word Qubole.
   *
   * @default - derived from the construct path, the region when it is known, and the IAM path; it never changes afterwards
   */
  readonly roleName?: string;
}

/**
 * The role of a cluster's instances: reaches the default location and its own data locations.
 *
 * Made by `DualRoles`, with an instance profile of the same name and path, because Qubole takes the role's name for both.
 *
 * @see https://docs.qubole.com/en/latest/user-guide/managing-accounts/aws/iam-roles/create-iam-roles.html
 *
 * @example
 * declare const roles: qubole.DualRoles;
 * const claims = roles.addSecondaryRole('Claims', {
 *   dataLocations: [{ bucket: s3.Bucket.fromBucketName(this, 'Lake', 'insurance-lake'), prefix: 'claims/' }],
 * });
 * new CfnOutput(this, 'ClaimsInstanceProfile', { value: claims.instanceProfile.instanceProfileName });
 */
export interface ISecondaryRole extends iam.IRole {
  /** The instance profile to launch the cluster's instances with; its name is the role's. */
  readonly instanceProfile: iam.IInstanceProfile;

  /**
   * The tag that marks the cluster's volumes, security groups and launch templates: a custom EC2 tag in the cluster's settings.
   *
   * Only what carries it from the moment it is made can be attached, changed or deleted. The documented policies and `untaggedResources` ask for no tag.
   */
  readonly ec2Tag: CfnTag;
}
