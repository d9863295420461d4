import { Tags } from 'aws-cdk-lib';
import type { ChainingRole } from '../../../lib';
import { acknowledge, awsManagedPolicies, wildcardResources } from '../nag';
import { formatPath } from '../problems';
import { section } from '../section';
import type { Report } from '../section';
import { checkDeclared, checkPartition } from './accounts';
import type { Accounts } from './accounts';
import type { Defaults } from './defaults';
import { chainingRolesSchema as schema } from './chaining-role-types';
import type { ChainingRoleConfig, ChainingRoles } from './chaining-role-types';
import { isExisting } from './existing-roles';
import { checkExistingChainingRole, importChainingRole } from './existing-chaining-roles';
import { makeChainingRole } from './make-chaining-role';
import { declaredResourceRoles, existingResourceRoles } from './resource-role-schema';
import type { ResourceRoles } from './resource-role-schema';
import { checkPolicyAccount, checkRole } from './role';
import { wideness } from './wideness';

interface ChainingConfig {
  readonly accounts: Accounts;
  readonly defaults: Defaults;
  readonly chainingRoles: ChainingRoles;
  readonly resourceRoles: ResourceRoles;
  readonly hopsworks: {
    readonly cluster?: { readonly head?: string | undefined } | undefined;
    readonly crossAccountRole?: { readonly lockedTo?: { readonly instanceProfiles: string[] } | undefined } | undefined;
  };
}

export const chainingRoles = section({
  key: 'chainingRoles',
  schema,
  check(config: ChainingConfig, report) {
    const used = usedKeys(config);
    for (const [key, role] of Object.entries(config.chainingRoles)) {
      if (isExisting(role)) checkExistingChainingRole(key, role, config.accounts, report);
      else checkChainingRole(key, role, config, report);
      if (used.has(key) || (!isExisting(role) && (role.resourceRolePath ?? role.usedElsewhere) !== undefined)) continue;
      report(
        ['chainingRoles', key],
        `nothing uses it: name it in chainedFrom of a resource role, ${isExisting(role) ? '' : 'say usedElsewhere: true, '}or remove it`,
      );
    }
  },
  render(config: ChainingConfig, rendering) {
    for (const [key, role] of Object.entries(config.chainingRoles)) {
      if (isExisting(role)) {
        const imported = rendering.at(['chainingRoles', key], () =>
          importChainingRole(key, role, config.accounts, rendering),
        );
        rendering.chainingRoles.set(key, imported);
        continue;
      }
      const stack = rendering.platformStack(role.account);
      const made = rendering.at(['chainingRoles', key], () => makeChainingRole(stack, key, role, config));
      for (const [tag, value] of Object.entries(role.tags ?? {})) Tags.of(made).add(tag, value);
      acknowledgeChoices(made, key, role, config);
      rendering.chainingRoles.set(key, made);
    }
  },
});

/** The chaining roles that become something, or whose instance profiles machines hold. */
function usedKeys(config: ChainingConfig): Set<string | undefined> {
  const { cluster, crossAccountRole } = config.hopsworks;
  return new Set([
    ...declaredResourceRoles(config).flatMap(({ chainedFrom }) => chainedFrom),
    ...existingResourceRoles(config).flatMap(({ chainedFrom }) => chainedFrom),
    ...(crossAccountRole?.lockedTo?.instanceProfiles ?? []),
    cluster?.head,
  ]);
}

/** Acknowledges what cdk-nag finds in a role because the config asks for it. */
function acknowledgeChoices(made: ChainingRole, key: string, role: ChainingRoleConfig, config: ChainingConfig): void {
  const path = ['chainingRoles', key];
  for (const [index, arn] of (role.managedPolicies ?? []).entries()) {
    const at = formatPath([...path, 'managedPolicies', index]);
    acknowledge(made, awsManagedPolicies([arn]), `${at} names this AWS managed policy`);
  }
  if (role.resourceRolePath === undefined) return;
  const reached = declaredResourceRoles(config).filter(({ chainedFrom }) => chainedFrom.includes(key));
  const accounts = [role.account, ...(role.resourceRoleAccounts ?? []), ...reached.map(({ account }) => account)];
  const arns = accounts.map((account) =>
    made.stack.formatArn({
      service: 'iam',
      region: '',
      account: config.accounts[account]?.id,
      resource: 'role',
      resourceName: `${role.resourceRolePath?.slice(1) ?? ''}*`,
    }),
  );
  const at = formatPath([...path, 'resourceRolePath']);
  acknowledge(
    made,
    [...new Set(wildcardResources(arns, made.stack))],
    `${at} lets it assume every role below this path`,
  );
}

function checkChainingRole(key: string, role: ChainingRoleConfig, config: ChainingConfig, report: Report): void {
  const path = ['chainingRoles', key];
  checkRole(role, path, config, report);
  role.managedPolicies?.forEach((arn, index) => {
    const at = [...path, 'managedPolicies', index];
    checkPolicyAccount(arn, at, role, config.accounts, report);
    const wide = wideness({ managedPolicy: arn });
    if (wide === undefined) return;
    report(at, `${wide}, and with it every project: give it to a resource role, with a reason`);
  });
  role.resourceRoleAccounts?.forEach((account, index) => {
    checkDeclared('account', account, config.accounts, [...path, 'resourceRoleAccounts', index], report);
  });
  if (role.resourceRoleAccounts && role.resourceRolePath === undefined) {
    report([...path, 'resourceRoleAccounts'], 'says where resourceRolePath holds; give resourceRolePath too');
  }
  if (role.type !== 'service-account' || role.oidcProvider.arn === undefined) return;
  checkPartition(role.oidcProvider.arn, role.account, config.accounts, [...path, 'oidcProvider', 'arn'], report);
  const owner = role.oidcProvider.arn.split(':')[4];
  const id = config.accounts[role.account]?.id;
  if (id === undefined || owner === id) return;
  report(
    [...path, 'oidcProvider', 'arn'],
    `is of account ${owner ?? ''}; a role trusts a provider of its own account, here accounts.${role.account} (${id})`,
  );
}
