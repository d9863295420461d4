import { z } from 'zod';
import { ORGANIZATION_ID } from '../../../lib/private/aws/patterns';
import { listOf, text } from '../fields';

/** The account of a role, where it has one. */
export const roleAccount = z.string().describe('Name of the account, below accounts, in which the role lives.');

export const tags = z.record(
  text(/^(?!aws:)[\w .:/=+@\u0080-\uffff-]{1,128}$/, 'a tag key of up to 128 characters that does not begin with aws:'),
  text(/^[\w .:/=+@\u0080-\uffff-]{0,256}$/, 'a tag value of up to 256 characters').describe("The tag's value."),
);

/** A managed policy of the role's own account by its name, or any by its ARN. */
export const boundary = text(
  /^(arn:aws[a-z-]*:iam::(aws|\d{12}):policy\/[\w+=,.@/-]+|([\w+=,.@-]+\/)*[\w+=,.@-]{1,128})$/,
  "the name of a managed policy of the role's account, or an ARN",
);

export const chainedFrom = listOf(
  z.string().describe('Key of a chaining role.'),
  'nothing else can assume a resource role; name a chaining role',
).describe('The chaining roles, by their keys below chainingRoles, that may become this role.');

export const trust = z
  .enum(['exact-role', 'account-root'])
  .default('exact-role')
  .describe(
    "How the role names its chaining roles: by their ARN (exact-role, the default), or as their account's root with a " +
      'condition on the ARN (account-root), which needs no order of deployment.',
  );

export const organizationId = text(ORGANIZATION_ID, 'the id of an organization, as o-a1b2c3d4e5');
