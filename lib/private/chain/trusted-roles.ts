import type { IChainingRole } from '../../chain';
import { endOf, type RoleEnd } from '../role/identity';
import { fail, shown } from '../words/errors';
import { ChainingSide } from './chaining-side';
import type { Trusted } from './trust';

/** Finds out who the chaining roles are; throws for an empty list and for what is none. */
export function trustedRoles(at: string, chainingRoles: IChainingRole[] | undefined): Trusted[] {
  if (!Array.isArray(chainingRoles) || chainingRoles.length === 0) {
    fail(
      at,
      `chainingRoles is ${Array.isArray(chainingRoles) ? 'empty' : `no list, but ${shown(chainingRoles)}`}: give a list with at least ` +
        'one chaining role, since nothing else can assume a resource role.',
    );
  }
  return [...new Set(chainingRoles)].map((chainingRole: Partial<IChainingRole> | undefined) => {
    if (typeof chainingRole?.allowAssuming === 'function') {
      return { chainingRole: chainingRole as IChainingRole, end: endOfChaining(chainingRole as IChainingRole) };
    }
    const path = chainingRole?.node?.path;
    fail(
      at,
      path === undefined
        ? `chainingRoles holds ${shown(chainingRole)}, which is no chaining role: give one, such as an InstanceProfileRole, or ` +
            "`ChainingRole.fromChainingRoleArn(this, 'ChainingRole', arn)` for a role that exists already."
        : `chainingRoles holds ${path}, which is no chaining role: give \`ChainingRole.fromRole(this, 'ChainingRole', role)\` for a ` +
            'role that other constructs make.',
    );
  });
}

/** A class of the user's own may stand before a chaining role. */
function endOfChaining(chainingRole: IChainingRole): RoleEnd {
  return ChainingSide.of(chainingRole)?.end ?? endOf(chainingRole);
}
