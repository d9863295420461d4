import { Duration } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { z } from 'zod';
import { roleName, rolePath, text } from '../fields';
import type { Path } from '../problems';
import type { Report } from '../section';
import { checkDeclared, checkPartition } from './accounts';
import type { Accounts } from './accounts';
import type { Defaults } from './defaults';
import { managedPolicy } from './managed-policy';
import { boundary, tags } from './role-fields';

/** What may be said of every role, chaining or resource. */
export const roleShape = {
  roleName: roleName.optional().describe("Name of the role, where it is not the role's key."),
  path: rolePath.optional().describe('IAM path of the role; without it, that of defaults.'),
  description: text(/^[\t\n\r -~\u00a1-\u00ff]{1,1000}$/, 'up to 1,000 characters of Latin-1')
    .optional()
    .describe('Description of the role.'),
  permissionsBoundary: boundary
    .optional()
    .describe(
      "Name, in the role's account, or ARN of the managed policy that bounds the role; without it, that of defaults.",
    ),
  tags: tags.optional().describe('Tags of the role, beside those of defaults.'),
  maxSessionHours: z
    .int()
    .min(1)
    .max(12)
    .optional()
    .describe('Longest session, 1 to 12 hours. A chained session lasts 1 hour at most, whatever stands here.'),
};

/** A role of the config, as far as every role is alike. */
export interface RoleConfig {
  readonly account: string;
  readonly roleName?: string | undefined;
  readonly path?: string | undefined;
  readonly description?: string | undefined;
  readonly permissionsBoundary?: string | undefined;
  readonly maxSessionHours?: number | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

/** What a role takes where it says nothing itself. */
export type RoleDefaults = Pick<Defaults, 'path' | 'permissionsBoundary' | 'tags'>;

/** The part of a role construct's props that every role takes. */
export function roleProps(stack: Stack, key: string, role: RoleConfig, defaults: RoleDefaults) {
  const given = role.permissionsBoundary ?? defaults.permissionsBoundary;
  return {
    roleName: role.roleName ?? key,
    path: role.path ?? defaults.path,
    description: role.description,
    permissionsBoundary: given === undefined ? undefined : managedPolicy(stack, given),
    maxSessionDuration: role.maxSessionHours === undefined ? undefined : Duration.hours(role.maxSessionHours),
  };
}

/** Reports an undeclared account, and a boundary that lives in another account; the path is that of the boundary that holds. */
export function checkRole(
  role: RoleConfig,
  path: Path,
  config: { accounts: Accounts; defaults: RoleDefaults },
  report: Report,
  defaultBoundary: Path = ['defaults', 'permissionsBoundary'],
): void {
  if (!checkDeclared('account', role.account, config.accounts, [...path, 'account'], report)) return;
  checkTags({ ...config.defaults.tags, ...role.tags }, [...path, 'tags'], report);
  const own = role.permissionsBoundary;
  const given = own ?? config.defaults.permissionsBoundary;
  const at = own === undefined ? defaultBoundary : [...path, 'permissionsBoundary'];
  if (given?.startsWith('arn:') === true) checkPolicyAccount(given, at, role, config.accounts, report);
}

/** IAM takes so many of one role. */
const MOST_TAGS = 50;

/** IAM does not tell keys of tags apart by their case. */
function checkTags(ofRole: Readonly<Record<string, string>>, path: Path, report: Report): void {
  const keys = Object.keys(ofRole);
  if (keys.length > MOST_TAGS) {
    report(path, `makes ${keys.length} tags, those of defaults included; IAM takes ${MOST_TAGS}`);
  }
  for (const [index, key] of keys.entries()) {
    const other = keys.slice(0, index).find((each) => each.toLowerCase() === key.toLowerCase());
    if (other !== undefined) report([...path, key], `is ${other} for IAM, whatever the case; write one of the two`);
  }
}

/** IAM attaches AWS managed policies and those of the role's own account. */
export function checkPolicyAccount(
  arn: string,
  path: Path,
  role: RoleConfig,
  accounts: Accounts,
  report: Report,
): void {
  checkPartition(arn, role.account, accounts, path, report);
  const owner = arn.split(':')[4];
  const id = accounts[role.account]?.id;
  if (owner === 'aws' || id === undefined || owner === id) return;
  report(
    path,
    `${arn} is a policy of account ${owner ?? ''}, a role of accounts.${role.account} (${id}) cannot take it`,
  );
}
