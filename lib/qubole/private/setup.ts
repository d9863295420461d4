import type { aws_iam as iam } from 'aws-cdk-lib';
import { checkAttachmentsAtSynth } from '../../private/attachment-check';
import { claimRoleName } from '../../private/role-name';
import { checkTrustAtSynth } from '../../private/trust-check';
import { renderTrust } from '../../private/trust-document';
import type { Ec2Options } from './ec2-access';
import type { Location } from './location';
import { checkTagsAtSynth } from './names';

/** What all roles of one DualRoles are made from. */
export interface Setup extends Ec2Options {
  readonly asDocumented: boolean;
  readonly aclActions: boolean;
  readonly outputs: boolean;
  readonly path?: string;
  readonly permissionsBoundary?: iam.IManagedPolicy;
  readonly defaultLocation: Location;
  readonly nonSecureLocations: Location[];
  /** Where there are heterogeneous clusters. */
  readonly spotFleetRoleArn?: string;
}

/** What every role of the library keeps: a name of its own, a trust as declared, IAM's quotas and Qubole's words. */
export function checkRole(role: iam.Role, name: string, path: string | undefined): void {
  claimRoleName(role, { name, path });
  renderTrust(role);
  checkTrustAtSynth(role);
  checkAttachmentsAtSynth(role);
  checkTagsAtSynth(role);
}
