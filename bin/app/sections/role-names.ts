import type { Report } from '../section';
import type { RoleConfig } from './role';

/** Reports two roles of one account that have the same name; IAM does not tell names apart by their case. */
export function checkRoleNames(
  chainingRoles: Readonly<Record<string, RoleConfig>>,
  resourceRoles: readonly (RoleConfig & { readonly key: string })[],
  report: Report,
): void {
  const owners = new Map<string, string>();
  const all = [
    ...Object.entries(chainingRoles).map(([key, role]) => ({ kind: 'chainingRoles', key, ...role })),
    ...resourceRoles.map((role) => ({ kind: 'resourceRoles', ...role })),
  ];
  for (const { kind, key, account, roleName } of all) {
    const name = roleName ?? key;
    const place = `${account} ${name.toLowerCase()}`;
    const owner = owners.get(place);
    if (owner === undefined) owners.set(place, `${kind}.${key}`);
    else {
      report(
        roleName === undefined ? [kind, key] : [kind, key, 'roleName'],
        `account ${account} has a role named ${name} already, ${owner}; give one of the two another roleName`,
      );
    }
  }
}
