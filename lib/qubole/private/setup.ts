import { Stack, aws_iam as iam } from 'aws-cdk-lib';
import { keepRole } from '../../private/role/keep-role';
import type { RoleNaming } from '../../private/role/role-arn';
import { ebsKeys } from '../../private/vendor/ebs-keys';
import type { Location } from '../../private/vendor/s3-location';
import type { Ec2Options } from './ec2-access';
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
  /** Of the keys that encrypt volumes. */
  readonly ebsKeyArns: string[];
  /** Where there are heterogeneous clusters. */
  readonly spotFleetRoleArn?: string;
}

/** What every role of the library keeps, and Qubole's reserved words. */
export function checkRole(role: iam.Role, naming: RoleNaming): void {
  keepRole(role, naming);
  checkTagsAtSynth(role);
}

/** Both kinds of role launch instances and make volumes. */
export function useOfEbsKeys(role: iam.Role, ebsKeyArns: string[]): iam.PolicyStatement[] {
  return ebsKeys(ebsKeyArns, [Stack.of(role).region]).map((statement) => new iam.PolicyStatement(statement));
}
