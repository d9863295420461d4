import { z } from 'zod';
import { ORGANIZATION_ID } from '../../../lib/private/aws/patterns';
import { conditions, externalId, listOf, roleKey, strict, text } from '../fields';
import type { Path } from '../problems';
import { access } from './access';
import type { Access } from './access';
import type { Accounts } from './accounts';
import type { Defaults } from './defaults';
import { roleShape } from './role';
import type { RoleDefaults } from './role';
import { chainedFrom, roleAccount } from './role-fields';

export const resourceRolesSchema = z
  .record(
    roleKey,
    strict({
      account: roleAccount.optional(),
      accounts: z
        .union([z.literal('*'), listOf(z.string().describe('Name of an account.'), 'name an account')], {
          error: ({ input }) => `got ${JSON.stringify(input)}, expected a list of accounts, or "*" for all`,
        })
        .optional()
        .describe('Names of the accounts, below accounts, that each get the role, or "*" for all; instead of account.'),
      ...roleShape,
      chainedFrom: chainedFrom.optional(),
      access: access.optional(),
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

export type ResourceRoles = z.infer<typeof resourceRolesSchema>;
export type ResourceRoleConfig = ResourceRoles[string];

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
  };
  return Object.entries(config.resourceRoles).flatMap(([key, { accounts, ...role }]) =>
    accountsOf({ accounts, ...role }, config).map((account) => ({
      ...role,
      key,
      account,
      chainedFrom: role.chainedFrom ?? ofAll.chainedFrom ?? [],
      access: role.access ?? ofAll.access ?? [],
      tags: { ...ofAll.tags, ...role.tags },
      defaults,
      at: (field) =>
        role[field] === undefined && ofAll[field] !== undefined
          ? ['defaults', 'resourceRoles', field]
          : ['resourceRoles', key, field],
      defaultBoundary: [
        'defaults',
        ...(ofAll.permissionsBoundary === undefined ? [] : ['resourceRoles']),
        'permissionsBoundary',
      ],
    })),
  );
}

/** The accounts that a role is in; none where it says none. */
function accountsOf({ account, accounts }: ResourceRoleConfig, config: NeededConfig): string[] {
  if (accounts === '*') return Object.keys(config.accounts);
  return accounts === undefined ? [account].filter((each) => each !== undefined) : [...new Set(accounts)];
}
