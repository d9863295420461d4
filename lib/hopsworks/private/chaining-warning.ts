import { Aspects, Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ChainingRole } from '../../chaining-role';
import { LIBRARY, warn } from '../../private/messages';
import { ownerOf } from '../../private/owned-role';
import type { PolicyOrigin } from './policy-origin';

const ID = 'launchGivesResourceRoles';

/**
 * Warns where a policy lets its holder launch instances with a chaining role that has resource roles.
 *
 * At once where it has them already, else at the end, since resource roles are usually declared later.
 */
export function warnOfChainingRoles(holder: Construct, { instanceProfiles }: PolicyOrigin): void {
  const roles = new Set(instanceProfiles.flatMap(({ role }) => (role === undefined ? [] : ownerOf(role))));
  const chaining = [...roles].filter((role) => role instanceof ChainingRole);
  const early = chaining.filter((role) => role._mayBecomeRoles);
  if (early.length > 0) warnOf(holder, early);
  const pending = new Set(chaining.filter((role) => !early.includes(role)));
  if (pending.size === 0) return;
  Aspects.of(holder).add({
    visit(node) {
      const late = [...pending].filter((role) => role._mayBecomeRoles);
      if (node === holder && late.length > 0 && !isAcknowledged(holder)) warnOf(holder, late);
    },
  });
}

function warnOf(holder: Construct, roles: ChainingRole[]): void {
  const names = roles.map(({ node }) => node.path).join(' and ');
  warn(
    holder,
    ID,
    `who can launch an instance with the profile of ${names} can run code on it and become its resource roles: the control plane could. ` +
      "Give the profile of a chaining role to the head node by hand, and lock the policy to the workers' profile, or accept it.",
  );
}

/** CDK drops a warning that is acknowledged after it was added, and this one is added last. */
function isAcknowledged(holder: Construct): boolean {
  return holder.node.metadata.some(
    ({ type, data }) =>
      type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY &&
      Object.keys(data as object).some((id) => id.endsWith(`${LIBRARY}:${ID}`)),
  );
}
