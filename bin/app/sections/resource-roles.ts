import { Tags } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { ChainTrust, ResourceRole } from '../../../lib';
import { conditionTexts } from '../fields';
import { acknowledgeAdministrator } from '../checks';
import { acknowledge } from '../nag';
import { section } from '../section';
import type { Path } from '../problems';
import type { Rendering } from '../rendering';
import type { Report } from '../section';
import { renderAccess } from './access';
import { checkAccess, checkRegionsOfBuckets, stacksToTryIn } from './access-checks';
import { checkDeclared } from './accounts';
import type { Accounts } from './accounts';
import type { ChainingRoles } from './chaining-role-types';
import { askOwnersOfData } from './data-grants';
import type { Defaults } from './defaults';
import { askForPermission, checkPermissions } from './existing-chaining-roles';
import { checkExistingResourceRole, renderExistingRole } from './existing-resource-roles';
import { isExisting } from './existing-roles';
import { declaredResourceRoles, existingResourceRoles, resourceRolesSchema as schema } from './resource-role-schema';
import type { DeclaredResourceRole, ResourceRoles } from './resource-role-schema';
import { checkPolicyAccount, checkRole, roleProps } from './role';
import { checkRoleNames } from './role-names';

interface ResourceConfig {
  readonly accounts: Accounts;
  readonly defaults: Defaults;
  readonly chainingRoles: ChainingRoles;
  readonly resourceRoles: ResourceRoles;
}

export const resourceRoles = section({
  key: 'resourceRoles',
  schema,
  check(config: ResourceConfig, report) {
    checkPlaces(config, report);
    const declared = declaredResourceRoles(config);
    const stackOf = stacksToTryIn(config.accounts);
    for (const role of declared) checkResourceRole(role, config, report, stackOf(role.account));
    checkRegionsOfBuckets(declared, config.accounts, report);
    for (const role of existingResourceRoles(config)) {
      checkExistingResourceRole(role, config.accounts, report);
      checkChainedFrom(role.chainedFrom, role.at, config, report);
    }
    checkRoleNames(config, report);
  },
  render(config: ResourceConfig, rendering) {
    for (const role of declaredResourceRoles(config)) {
      const made = rendering.at(['resourceRoles', role.key], () => makeResourceRole(role, config.accounts, rendering));
      rendering.resourceRoles.push({ key: role.key, account: role.account, role: made });
      for (const name of role.chainedFrom) askForPermission(name, made, ['resourceRoles', role.key], rendering);
    }
    for (const role of existingResourceRoles(config)) {
      const imported = rendering.at(['resourceRoles', role.key], () => renderExistingRole(role, rendering));
      rendering.existingRoles.set(role.key, imported);
    }
    for (const [key, role] of Object.entries(config.chainingRoles)) {
      if (isExisting(role)) checkPermissions(key, role, rendering);
    }
  },
});

function makeResourceRole(role: DeclaredResourceRole, accounts: Accounts, rendering: Rendering): ResourceRole {
  const stack = rendering.dataStack(role.account, role.stack);
  const { managedPolicies, inlinePolicies, data, findings, widenings } = renderAccess(
    stack,
    role.access,
    role.at('access'),
    accounts,
  );
  const made = new ResourceRole(stack, role.key, {
    ...roleProps(stack, role.key, role, role.defaults),
    chainingRoles: role.chainedFrom.flatMap((name) => rendering.chainingRoles.get(name) ?? []),
    trust: role.trust === 'account-root' ? ChainTrust.accountRoot() : ChainTrust.exactRole(),
    externalId: role.externalId,
    organizationId: role.organizationId,
    conditions: role.conditions && conditionTexts(role.conditions),
    allowSessionTags: role.allowSessionTags,
    allowSourceIdentity: role.allowSourceIdentity,
    trustRevision: role.trustRevision,
    managedPolicies,
    inlinePolicies,
  });
  for (const [key, value] of Object.entries(role.tags)) Tags.of(made).add(key, value);
  for (const { ids, reason } of findings) acknowledge(made, ids, reason);
  askOwnersOfData(made, role.key, data, rendering);
  if (widenings.length > 0) acknowledgeAdministrator(made, widenings.join('; '));
  return made;
}

/** Every role is somewhere, and takes from defaults what it leaves out. */
function checkPlaces({ accounts, resourceRoles: roles, defaults }: ResourceConfig, report: Report): void {
  for (const [key, role] of Object.entries(roles)) {
    const path = ['resourceRoles', key];
    if (isExisting(role)) {
      checkInherited(role, 'chainedFrom', defaults, path, report);
      continue;
    }
    if ((role.account === undefined) === (role.accounts === undefined)) {
      report(path, `takes exactly one of account, accounts; got ${role.account === undefined ? 'none' : 'both'}`);
    }
    for (const [index, account] of Array.isArray(role.accounts) ? role.accounts.entries() : []) {
      const at = [...path, 'accounts', index];
      const ofAll = account === '*' ? 'for all of them, write accounts: "*"' : undefined;
      checkDeclared('account', account, accounts, at, report, ofAll);
      if (role.accounts?.indexOf(account) !== index) report(at, `names ${account} twice; keep one of the two`);
    }
    for (const field of ['chainedFrom', 'access'] as const) checkInherited(role, field, defaults, path, report);
  }
}

function checkInherited<Field extends 'chainedFrom' | 'access'>(
  role: { readonly [Each in Field]?: unknown },
  field: Field,
  defaults: Defaults,
  path: Path,
  report: Report,
): void {
  if (role[field] !== undefined || defaults.resourceRoles[field] !== undefined) return;
  report([...path, field], 'is missing: expected a list, here or in defaults.resourceRoles');
}

function checkChainedFrom(names: string[], path: Path, config: ResourceConfig, report: Report): void {
  const { chainingRoles, resourceRoles: roles } = config;
  for (const [index, name] of names.entries()) {
    const at = [...path, index];
    const isResourceRole = Object.hasOwn(roles, name);
    const elsewhere = isResourceRole ? 'it is a resource role, and only chaining roles become others' : undefined;
    const declared = checkDeclared('chaining role', name, chainingRoles, at, report, elsewhere);
    if (declared && names.indexOf(name) < index) report(at, `names ${name} twice; keep one of the two`);
  }
}

function checkResourceRole(role: DeclaredResourceRole, config: ResourceConfig, report: Report, stack: Stack): void {
  const { accounts } = config;
  const { defaults, defaultBoundary } = role;
  checkRole(role, ['resourceRoles', role.key], { accounts, defaults }, report, defaultBoundary);
  checkChainedFrom(role.chainedFrom, role.at('chainedFrom'), config, report);
  const home = accounts[role.account];
  if (role.stack !== undefined && home !== undefined) {
    const declaredStacks = home.dataStacks ?? [];
    checkDeclared(
      `data stack of ${role.account}`,
      role.stack,
      Object.fromEntries(declaredStacks.map((each) => [each, each])),
      ['resourceRoles', role.key, 'stack'],
      report,
    );
  }
  for (const [index, { managedPolicy }] of role.access.entries()) {
    if (managedPolicy === undefined) continue;
    checkPolicyAccount(managedPolicy, [...role.at('access'), index, 'managedPolicy'], role, accounts, report);
  }
  checkAccess(role.account, accounts, role.access, role.at('access'), report, stack);
}
