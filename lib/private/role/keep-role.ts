import type { aws_iam as iam } from 'aws-cdk-lib';
import type { KeptRole } from './kept-role';
import type { RoleNaming } from './role-arn';
import { claimRoleName } from './role-name';
import { renderTrust } from './trust-document';

/** What every role of the library keeps: a name of its own, a trust as declared, and IAM's quotas. */
export function keepRole(role: iam.Role, { roleName: name, path }: RoleNaming): KeptRole {
  const kept = claimRoleName(role, { name, path });
  kept.managedPolicyArns = kept.resource?.managedPolicyArns;
  renderTrust(kept);
  return kept;
}
