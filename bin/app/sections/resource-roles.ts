import { z } from 'zod';
import { ChainTrust, ResourceRole } from '../../../lib';
import { ORGANIZATION_ID } from '../../../lib/private/aws/patterns';
import { conditions, conditionTexts, externalId, listOf, roleKey, strict, text } from '../fields';
import { acknowledge } from '../nag';
import { section } from '../section';
import type { Rendering } from '../rendering';
import type { Report } from '../section';
import { access, checkAccess, renderAccess } from './access';
import { checkDeclared } from './accounts';
import type { Accounts } from './accounts';
import type { ChainingRoles } from './chaining-role-types';
import type { Defaults } from './defaults';
import { checkPolicyAccount, checkRole, roleProps, roleShape } from './role';
import { checkRoleNames } from './role-names';

const schema = z
  .record(
    roleKey,
    strict({
      ...roleShape,
      chainedFrom: listOf(
        z.string().describe('Key of a chaining role.'),
        'nothing else can assume a resource role; name a chaining role',
      ).describe('The chaining roles, by their keys below chainingRoles, that may become this role.'),
      access,
      trust: z
        .enum(['exact-role', 'account-root'])
        .default('exact-role')
        .describe(
          "How the role names its chaining roles: by their ARN (exact-role, the default), or as their account's root with a " +
            'condition on the ARN (account-root), which needs no order of deployment.',
        ),
      externalId: externalId.optional().describe('External id that callers must give. Hopsworks gives none.'),
      organizationId: text(ORGANIZATION_ID, 'the id of an organization, as o-a1b2c3d4e5')
        .optional()
        .describe('Organization that the caller must belong to.'),
      conditions: conditions.optional().describe("Further conditions of the role's trust."),
      allowSessionTags: z.boolean().optional().describe('Whether callers may tag their sessions.'),
      allowSourceIdentity: z.boolean().optional().describe('Whether callers may set a source identity.'),
      trustRevision: text(/^[A-Za-z0-9]{1,32}$/, '1 to 32 letters and digits')
        .optional()
        .describe('Change it to have the trust written again, after a chaining role was deleted and made anew.'),
    }).describe('A role that owns data permissions.'),
  )
  .default({})
  .describe('The roles that own the data permissions, each under its name. A chaining role becomes them.');

export type ResourceRoles = z.infer<typeof schema>;
export type ResourceRoleConfig = ResourceRoles[string];

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
    for (const [key, role] of Object.entries(config.resourceRoles)) checkResourceRole(key, role, config, report);
    checkRoleNames(config, report);
  },
  render({ resourceRoles: roles, defaults }: ResourceConfig, rendering) {
    for (const [key, role] of Object.entries(roles)) {
      const made = rendering.at(['resourceRoles', key], () => makeResourceRole(key, role, defaults, rendering));
      rendering.resourceRoles.set(key, made);
    }
  },
});

function makeResourceRole(
  key: string,
  role: ResourceRoleConfig,
  defaults: Defaults,
  rendering: Rendering,
): ResourceRole {
  const stack = rendering.dataStack(role.account);
  const { managedPolicies, inlinePolicies, findings } = renderAccess(stack, role.access, [
    'resourceRoles',
    key,
    'access',
  ]);
  const made = new ResourceRole(stack, key, {
    ...roleProps(stack, key, role, defaults),
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
  for (const { ids, reason } of findings) acknowledge(made, ids, reason);
  return made;
}

function checkResourceRole(key: string, role: ResourceRoleConfig, config: ResourceConfig, report: Report): void {
  const path = ['resourceRoles', key];
  checkRole(role, path, config, report);
  for (const [index, name] of role.chainedFrom.entries()) {
    const at = [...path, 'chainedFrom', index];
    const declared = checkDeclared('chaining role', name, config.chainingRoles, at, report);
    if (declared && role.chainedFrom.indexOf(name) < index) report(at, `names ${name} twice; keep one of the two`);
  }
  for (const [index, { managedPolicy }] of role.access.entries()) {
    if (managedPolicy === undefined) continue;
    checkPolicyAccount(managedPolicy, [...path, 'access', index, 'managedPolicy'], role, config.accounts, report);
  }
  checkAccess(role.access, [...path, 'access'], report);
}
