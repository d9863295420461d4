import { aws_iam as iam, Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { RoleNaming } from '../../private/aws/arn';
import { ownedResource } from '../../private/role/identity';
import { fixedNaming, keepRole } from '../../private/role/role-name';
import { ebsKeys } from '../../private/vendor/keys';
import type { Location } from '../../private/vendor/s3-location';
import { fail, pathOf, shown } from '../../private/words/errors';
import type { Ec2Options } from './ec2-access';

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

const RESERVED = /qubole/i;

/** Checks the user's name and path of a role, or derives a name without the words that Qubole keeps for itself. */
export function unreservedNaming(scope: Construct, id: string, prop: string, naming: Partial<RoleNaming>): RoleNaming {
  const { roleName, path } = fixedNaming(scope, id, naming, prop);
  for (const [what, text] of Object.entries({ [prop]: naming.roleName, path: naming.path })) {
    if (text === undefined || Token.isUnresolved(text) || !RESERVED.test(text)) continue;
    fail(
      pathOf(scope, id),
      `${what} ${shown(text)} holds a word that Qubole reserves, "Qubole" or "qubole": leave it out.`,
    );
  }
  return { roleName: naming.roleName ?? withoutReserved(roleName).replace(/-+/g, '-').replace(/^-/, ''), path };
}

/** What is left after one removal may hold the word again. */
function withoutReserved(name: string): string {
  return RESERVED.test(name) ? withoutReserved(name.replace(RESERVED, '')) : name;
}

/** Checks at synth the tags of a role, which aspects add. */
function checkTagsAtSynth(role: iam.Role): void {
  role.node.addValidation({
    validate: () =>
      Object.entries(ownedResource(role)?.tags.tagValues() ?? {})
        .filter((tag) => tag.some((text) => RESERVED.test(text)))
        .map(
          ([key, value]) =>
            `${role.node.path} has the tag ${shown(key)} = ${shown(value)}, with a word that Qubole reserves, "Qubole" or "qubole". ` +
            'Write another, or exclude the role from it with `Tags.of(role).remove(…)`.',
        ),
  });
}
