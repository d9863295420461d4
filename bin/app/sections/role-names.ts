import type { Report } from '../section';
import type { RoleConfig } from './role';

/** Reports two roles of one account that have the same name; IAM does not tell names apart by their case. */
export function checkRoleNames(
  config: Readonly<Record<'chainingRoles' | 'resourceRoles', Readonly<Record<string, RoleConfig>>>>,
  report: Report,
): void {
  const owners = new Map<string, string>();
  for (const kind of ['chainingRoles', 'resourceRoles'] as const) {
    for (const [key, role] of Object.entries(config[kind])) {
      const name = role.roleName ?? key;
      const owner = owners.get(`${role.account} ${name.toLowerCase()}`);
      if (owner === undefined) owners.set(`${role.account} ${name.toLowerCase()}`, `${kind}.${key}`);
      else {
        report(
          role.roleName === undefined ? [kind, key] : [kind, key, 'roleName'],
          `account ${role.account} has a role named ${name} already, ${owner}; give one of the two another roleName`,
        );
      }
    }
  }
}
