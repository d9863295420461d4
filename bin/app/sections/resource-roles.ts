import { Tags } from 'aws-cdk-lib';
import { ChainTrust, ResourceRole } from '../../../lib';
import { conditionTexts } from '../fields';
import { acknowledgeAdministrator } from '../checks';
import { acknowledge } from '../nag';
import { section } from '../section';
import type { Rendering } from '../rendering';
import type { Report } from '../section';
import { checkAccess, checkAccessIn, checkReasons, checkS3Places, renderAccess } from './access';
import { checkDeclared } from './accounts';
import type { Accounts } from './accounts';
import type { ChainingRoles } from './chaining-role-types';
import type { Defaults } from './defaults';
import { declaredResourceRoles, resourceRolesSchema as schema } from './resource-role-schema';
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
    for (const role of declared) checkResourceRole(role, config, report);
    checkRoleNames(config.chainingRoles, declared, report);
  },
  render(config: ResourceConfig, rendering) {
    for (const role of declaredResourceRoles(config)) {
      const made = rendering.at(['resourceRoles', role.key], () => makeResourceRole(role, rendering));
      rendering.resourceRoles.push({ key: role.key, account: role.account, role: made });
    }
  },
});

function makeResourceRole(role: DeclaredResourceRole, rendering: Rendering): ResourceRole {
  const stack = rendering.dataStack(role.account);
  const { managedPolicies, inlinePolicies, findings, widenings } = renderAccess(stack, role.access, role.at('access'));
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
  if (widenings.length > 0) acknowledgeAdministrator(made, widenings.join('; '));
  return made;
}

/** Every role is somewhere, and takes from defaults what it leaves out. */
function checkPlaces({ resourceRoles: roles, defaults }: ResourceConfig, report: Report): void {
  for (const [key, role] of Object.entries(roles)) {
    const path = ['resourceRoles', key];
    if ((role.account === undefined) === (role.accounts === undefined)) {
      report(path, `takes exactly one of account, accounts; got ${role.account === undefined ? 'none' : 'both'}`);
    }
    for (const [index, account] of Array.isArray(role.accounts) ? role.accounts.entries() : []) {
      if (role.accounts?.indexOf(account) === index) continue;
      report([...path, 'accounts', index], `names ${account} twice; keep one of the two`);
    }
    for (const field of ['chainedFrom', 'access'] as const) {
      if (role[field] !== undefined || defaults.resourceRoles[field] !== undefined) continue;
      report([...path, field], 'is missing: expected a list, here or in defaults.resourceRoles');
    }
  }
}

function checkResourceRole(role: DeclaredResourceRole, config: ResourceConfig, report: Report): void {
  const { accounts, chainingRoles } = config;
  const { defaults, defaultBoundary } = role;
  checkRole(role, ['resourceRoles', role.key], { accounts, defaults }, report, defaultBoundary);
  for (const [index, name] of role.chainedFrom.entries()) {
    const at = [...role.at('chainedFrom'), index];
    const declared = checkDeclared('chaining role', name, chainingRoles, at, report);
    if (declared && role.chainedFrom.indexOf(name) < index) report(at, `names ${name} twice; keep one of the two`);
  }
  for (const [index, { managedPolicy }] of role.access.entries()) {
    if (managedPolicy === undefined) continue;
    checkPolicyAccount(managedPolicy, [...role.at('access'), index, 'managedPolicy'], role, accounts, report);
  }
  checkAccess(role.access, role.at('access'), report);
  checkReasons(role.access, role.at('access'), report);
  checkS3Places(role.access, role.at('access'), report);
  checkAccessIn(role.account, accounts, role.access, role.at('access'), report);
}
