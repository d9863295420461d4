import { Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ACCOUNT_ID } from '../aws/patterns';
import { checkPath } from '../role/role-name';
import { fail, shown, warn } from '../words/errors';
import { givenMembers, isLookupDummy } from '../words/given';

/** What a chaining role says about the path of its resource roles. */
export interface PathProps {
  readonly path?: string;
  readonly resourceRolePath?: string;
  readonly resourceRoleAccounts?: string[];
}

/**
 * Checks that a chaining role may become every role below a path, and warns that it may.
 *
 * @returns the accounts that the path holds in, before any resource role is declared
 */
export function resourceRoleAccounts(role: Construct, ownAccount: string, props: PathProps): string[] {
  const { path: ownPath = '/', resourceRolePath: path, resourceRoleAccounts: given = [] } = props;
  if (path === undefined) {
    if (props.resourceRoleAccounts === undefined) return [];
    fail(
      role,
      '`resourceRoleAccounts` has no effect without `resourceRolePath`: set the path, or remove the accounts.',
    );
  }
  if (Token.isUnresolved(path) || Token.isUnresolved(ownPath)) {
    fail(
      role,
      '`resourceRolePath` and `path` must be literal: a path that is a token could not be kept apart from others.',
    );
  }
  if (!isLookupDummy(path)) checkPath(role, '', 'resourceRolePath', path);
  if (path === '/' || path.startsWith('/aws-')) {
    fail(
      role,
      `resourceRolePath ${shown(path)} would take in every role or AWS's own: use a path that holds resource roles only.`,
    );
  }
  if (ownPath.startsWith(path)) {
    fail(
      role,
      `it lies itself below resourceRolePath ${shown(path)}: give the chaining role another path than its resource roles.`,
    );
  }
  const accounts = givenMembers(role.node.path, 'resourceRoleAccounts', given, 'account ids');
  for (const account of accounts) {
    if (typeof account === 'string' && (ACCOUNT_ID.test(account) || isLookupDummy(account))) continue;
    if (account === ownAccount) continue;
    fail(
      role,
      `resourceRoleAccounts holds ${shown(account)}: an account id has 12 digits, and a wildcard is not allowed.`,
    );
  }
  warn(
    role,
    'resourceRolePath',
    `It may become every role below ${path}: whoever may create a role there decides what it can become. ` +
      'Restrict iam:CreateRole below that path, or list the resource roles.',
  );
  return [ownAccount, ...(accounts as string[])];
}
