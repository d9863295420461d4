import type { Path } from '../problems';
import type { Report } from '../section';
import type { Accounts } from './accounts';
import type { ChainingRoles } from './chaining-role-types';
import type { Defaults } from './defaults';
import { accountIn, declaredAccountOf, isExisting, nameIn } from './existing-roles';
import { declaredResourceRoles } from './resource-role-schema';
import type { ResourceRoles } from './resource-role-schema';

interface NeededConfig {
  readonly accounts: Accounts;
  readonly defaults: Defaults;
  readonly chainingRoles: ChainingRoles;
  readonly resourceRoles: ResourceRoles;
}

/** A role as IAM tells roles apart, and where the config names it. */
interface Named {
  readonly at: string;
  readonly account: string;
  readonly name: string;
  readonly key: Path;
  readonly isExisting?: boolean;
}

/** Reports two roles of one account that have the same name; IAM does not tell names apart by their case. */
export function checkRoleNames(config: NeededConfig, report: Report): void {
  const owners = new Map<string, string>();
  const all = [
    ...Object.entries(config.chainingRoles).map(([key, role]) => ({ kind: 'chainingRoles', key, role })),
    ...Object.entries(config.resourceRoles).flatMap(([key, role]) =>
      isExisting(role) ? { kind: 'resourceRoles', key, role } : [],
    ),
    ...declaredResourceRoles(config).map((role) => ({ kind: 'resourceRoles', key: role.key, role })),
  ].map(({ kind, key, role }): Named => {
    const at = `${kind}.${key}`;
    if (isExisting(role)) {
      const account = declaredAccountOf(role.arn, config.accounts) ?? accountIn(role.arn);
      return { at, account, name: nameIn(role.arn), key: [kind, key, 'arn'], isExisting: true };
    }
    const { account, roleName } = role;
    return { at, account, name: roleName ?? key, key: [kind, key, ...(roleName === undefined ? [] : ['roleName'])] };
  });
  for (const { at, account, name, key, isExisting: exists } of all) {
    const place = `${account} ${name.toLowerCase()}`;
    const owner = owners.get(place);
    if (owner === undefined) owners.set(place, at);
    else if (exists === true) report(key, `is ${owner} already; declare a role once`);
    else
      report(
        key,
        `account ${account} has a role named ${name} already, ${owner}; give one of the two another roleName`,
      );
  }
}
