import { z } from 'zod';
import { type Keeper, keeperOf } from '../../../lib/private/aws/arn';
import { ROLE_ARN } from '../../../lib/private/aws/patterns';
import { conditions, externalId, strict, text } from '../fields';
import type { Accounts } from './accounts';
import { chainedFrom, organizationId, trust } from './role-fields';

const roleArn = text(
  new RegExp(`^(?!.*([*?]|\\$\\{))${ROLE_ARN.source.slice(1)}`),
  'the ARN of a role with its path, as arn:aws:iam::111122223333:role/platform/head',
);

/** What of AWS keeps a role: nobody else may change it. */
export function keeperIn(arn: string): Keeper | undefined {
  const [path, name] = [arn.indexOf('/'), arn.lastIndexOf('/') + 1];
  return keeperOf({ path: arn.slice(path, name), name: arn.slice(name) });
}

const NAMED_BY_ARN = 'the ARN says it';

/** A chaining role that this configuration does not make. */
export const existingChainingRole = strict(
  {
    arn: roleArn.describe(
      'ARN, with its path, of a role that exists already. Where its account is declared, a policy with what it may become is ' +
        'attached to it; elsewhere its owner adds that.',
    ),
    type: z
      .enum(['instance-profile', 'service-account', 'pod-identity'])
      .optional()
      .describe(
        'What holds the role: sessions of pod-identity carry tags, which the trusts of its resource roles must allow.',
      ),
    mutable: z
      .literal(false)
      .optional()
      .describe('Says that nothing may be attached to the role, though its account is declared: its owner adds all.'),
  },
  { account: NAMED_BY_ARN, roleName: NAMED_BY_ARN, path: NAMED_BY_ARN },
).describe('A role that exists already.');

/** A resource role that this configuration does not make. */
export const existingResourceRole = strict(
  {
    arn: roleArn.describe('ARN, with its path, of a role that exists already. Its owner adds to its trust.'),
    chainedFrom: chainedFrom.optional(),
    trust,
    externalId: externalId.optional().describe('External id that callers must give. Hopsworks gives none.'),
    organizationId: organizationId.optional().describe('Organization that the caller must belong to.'),
    conditions: conditions.optional().describe("Further conditions of what is added to the role's trust."),
  },
  {
    account: NAMED_BY_ARN,
    accounts: NAMED_BY_ARN,
    access: 'an existing role keeps the access that its owner gives it',
  },
).describe('A role that exists already and owns data permissions.');

export type ExistingChainingRole = z.infer<typeof existingChainingRole>;
export type ExistingResourceRole = z.infer<typeof existingResourceRole>;

/** Tells the roles that exist from those that are made. */
export function isExisting<Role extends { arn: string }>(role: Role | object): role is Role {
  return 'arn' in role;
}

/** The 12 digits of the account that an ARN names. */
export function accountIn(arn: string): string {
  return arn.split(':')[4] ?? '';
}

/** The name that an ARN ends in. */
export function nameIn(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/** The declared account of an existing role. */
export function declaredAccountOf(arn: string, accounts: Accounts): string | undefined {
  return Object.keys(accounts).find((name) => accounts[name]?.id === accountIn(arn));
}
