import { Token, type aws_iam as iam } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { failAt, shown } from '../../private/messages';
import { ownedResource } from '../../private/owned-role';
import { fixedRoleName } from '../../private/role-name';

const RESERVED = /qubole/i;

/** Checks the user's name of a role, or derives one without the words that Qubole keeps for itself. */
export function unreservedRoleName(
  scope: Construct,
  id: string,
  prop: string,
  naming: { roleName?: string; path?: string },
): string {
  const name = fixedRoleName(scope, id, naming);
  if (naming.roleName === undefined)
    return name
      .replace(/qubole/gi, '')
      .replace(/-+/g, '-')
      .replace(/^-/, '');
  if (!Token.isUnresolved(name) && RESERVED.test(name)) {
    failAt(scope, id, `${prop} ${shown(name)} holds a word that Qubole reserves, "Qubole" or "qubole": leave it out.`);
  }
  return name;
}

/** Checks at synth the tags of a role, which aspects add. */
export function checkTagsAtSynth(role: iam.Role): void {
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
