import { z } from 'zod';
import { conditions, existingOr, externalId, listOf, roleKey, strict, text } from '../fields';
import type { Path } from '../problems';
import { access } from './access';
import type { Access } from './access';
import type { Accounts } from './accounts';
import type { Defaults } from './defaults';
import { existingResourceRole, isExisting } from './existing-roles';
import type { ExistingResourceRole } from './existing-roles';
import { roleShape } from './role';
import type { RoleDefaults } from './role';
import { chainedFrom, organizationId, roleAccount, trust } from './role-fields';

const OF_CHAINING_ROLES = 'what machines or pods hold stands below chainingRoles';

const madeResourceRole = strict(
  {
    account: roleAccount.optional(),
    accounts: z
      .union([z.literal('*'), listOf(z.string().describe('Name of an account.'), 'name an account')], {
        error: ({ input }) => `got ${JSON.stringify(input)}, expected a list of accounts, or "*" for all`,
      })
      .optional()
      .describe('Names of the accounts, below accounts, that each get the role, or "*" for all; instead of account.'),
    stack: z
      .string()
      .optional()
      .describe(
        'Which data stack of its account holds the role, of those in dataStacks; without it, the one without a name.',
      ),
    ...roleShape,
    chainedFrom: chainedFrom.optional(),
    access: access.optional(),
    trust,
    externalId: externalId.optional().describe('External id that callers must give. Hopsworks gives none.'),
    organizationId: organizationId.optional().describe('Organization that the caller must belong to.'),
    conditions: conditions.optional().describe("Further conditions of the role's trust."),
    allowSessionTags: z.boolean().optional().describe('Whether callers may tag their sessions.'),
    allowSourceIdentity: z.boolean().optional().describe('Whether callers may set a source identity.'),
    trustRevision: text(/^[A-Za-z0-9]{1,32}$/, '1 to 32 letters and digits')
      .optional()
      .describe('Change it to have the trust written again, after a chaining role was deleted and made anew.'),
  },
  {
    type: OF_CHAINING_ROLES,
    oidcProvider: OF_CHAINING_ROLES,
    serviceAccounts: OF_CHAINING_ROLES,
    managedPolicies: 'its place is access, as managedPolicy',
  },
).describe('A role that owns data permissions.');

export const resourceRolesSchema = z
  .record(roleKey, existingOr(existingResourceRole, madeResourceRole))
  .default({})
  .describe('The roles that own the data permissions, each under its name. A chaining role becomes them.');

export type ResourceRoles = z.infer<typeof resourceRolesSchema>;
type ResourceRoleConfig = z.infer<typeof madeResourceRole>;

/** A resource role in one account, with what it takes from defaults. */
export interface DeclaredResourceRole extends Omit<ResourceRoleConfig, 'accounts'> {
  readonly key: string;
  readonly account: string;
  readonly chainedFrom: string[];
  readonly access: Access;
  readonly tags: Readonly<Record<string, string>>;
  readonly defaults: RoleDefaults;
  /** Where in the config a value of it stands, which may be below defaults. */
  at(field: 'chainedFrom' | 'access'): Path;
  readonly defaultBoundary: Path;
}

interface NeededConfig {
  readonly accounts: Accounts;
  readonly defaults: Defaults;
  readonly resourceRoles: ResourceRoles;
}

/** The resource roles, one for each account of each. */
export function declaredResourceRoles(config: NeededConfig): DeclaredResourceRole[] {
  const { resourceRoles: ofAll, ...rest } = config.defaults;
  const defaults = {
    path: ofAll.path ?? rest.path,
    permissionsBoundary: ofAll.permissionsBoundary ?? rest.permissionsBoundary,
    tags: rest.tags,
  };
  return Object.entries(config.resourceRoles).flatMap(([key, given]) => {
    if (isExisting(given)) return [];
    const { accounts, ...role } = given;
    return accountsOf({ accounts, ...role }, config).map((account) => ({
      ...role,
      key,
      account,
      chainedFrom: role.chainedFrom ?? ofAll.chainedFrom ?? [],
      access: role.access ?? ofAll.access ?? [],
      tags: { ...ofAll.tags, ...role.tags },
      defaults,
      at: (field: 'chainedFrom' | 'access') =>
        role[field] === undefined && ofAll[field] !== undefined
          ? ['defaults', 'resourceRoles', field]
          : ['resourceRoles', key, field],
      defaultBoundary: [
        'defaults',
        ...(ofAll.permissionsBoundary === undefined ? [] : ['resourceRoles']),
        'permissionsBoundary',
      ],
    }));
  });
}

/** A resource role that exists, with what it takes from defaults. */
export interface DeclaredExistingRole extends ExistingResourceRole {
  readonly key: string;
  readonly chainedFrom: string[];
  /** Where its chaining roles stand. */
  readonly at: Path;
}

/** The resource roles that others made. */
export function existingResourceRoles({ resourceRoles, defaults }: NeededConfig): DeclaredExistingRole[] {
  const ofAll = defaults.resourceRoles.chainedFrom;
  return Object.entries(resourceRoles).flatMap(([key, role]) => {
    if (!isExisting(role)) return [];
    const isOfAll = role.chainedFrom === undefined && ofAll !== undefined;
    return {
      ...role,
      key,
      chainedFrom: role.chainedFrom ?? ofAll ?? [],
      at: isOfAll ? ['defaults', 'resourceRoles', 'chainedFrom'] : ['resourceRoles', key, 'chainedFrom'],
    };
  });
}

/** The accounts that a role is in, of those that are declared; none where it says none. */
function accountsOf({ account, accounts }: ResourceRoleConfig, config: NeededConfig): string[] {
  if (accounts === '*') return Object.keys(config.accounts);
  return accounts === undefined
    ? [account].filter((each) => each !== undefined)
    : [...new Set(accounts)].filter((each) => Object.hasOwn(config.accounts, each));
}
