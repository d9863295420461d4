import type { Duration, aws_iam as iam } from 'aws-cdk-lib';

/** What every role of this library takes. */
export interface RoleOptions {
  /**
   * The name of the role: 1 to 64 characters from `A-Z a-z 0-9 _ + = , . @ -`, unique in its account.
   *
   * @default - derived from the construct path, the region when it is known, and the IAM path; it never changes afterwards
   */
  readonly roleName?: string;

  /**
   * The IAM path of the role, which begins and ends with a slash; at most 512 characters.
   *
   * @default "/"
   */
  readonly path?: string;

  /**
   * What the role is for; at most 1,000 characters.
   *
   * @default - no description
   */
  readonly description?: string;

  /**
   * The permissions boundary of the role; that of a chaining role must allow `sts:AssumeRole`.
   *
   * @default - no boundary of its own; one that an aspect sets is kept
   */
  readonly permissionsBoundary?: iam.IManagedPolicy;

  /**
   * Managed policies of the role; they count towards the ten that a role may carry.
   *
   * @default - only those that the construct makes
   */
  readonly managedPolicies?: iam.IManagedPolicy[];

  /**
   * The longest session, between 1 and 12 hours. A session that is reached through a chain lasts 1 hour at most, whatever this says.
   *
   * @default Duration.hours(1)
   */
  readonly maxSessionDuration?: Duration;
}
