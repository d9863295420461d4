import { Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { sampleArn, splitArn } from '../aws/arn';
import { isLookupDummy } from '../aws/lookups';
import { ROLE_ARN } from '../aws/patterns';
import { fail, shown } from '../words/errors';

/** What identifies a role across stacks and accounts. Any member may be a token. */
export interface RoleIdentity {
  readonly partition: string;
  readonly account: string;
  /** Begins and ends with a slash. */
  readonly path: string;
  readonly name: string;
}

/** What a role is named by in IAM; neither changes after construction. */
export interface RoleNaming {
  readonly roleName: string;
  readonly path?: string;
}

/** Reads a role's ARN; throws for an ARN of anything else. Undefined when the ARN is one opaque token, or CDK has yet to look it up. */
export function parseRoleArn(at: IConstruct | string, arn: string): RoleIdentity | undefined {
  const parts = splitArn(arn);
  if ((parts === undefined && Token.isUnresolved(arn)) || isLookupDummy(arn)) return undefined;
  const sample = sampleArn(arn);
  if (parts === undefined || !ROLE_ARN.test(sample) || /[*?]|\$\{|\/arn:/.test(sample)) {
    fail(
      at,
      `${shown(arn)} is no role ARN. Allowed: arn:<partition>:iam::<12 digits>:role/<path and name>, without wildcards. ` +
        hintFor(arn),
    );
  }
  const slash = parts.resource.lastIndexOf('/');
  return {
    partition: parts.partition,
    account: parts.account,
    path: parts.resource.slice('role'.length, slash + 1),
    name: parts.resource.slice(slash + 1),
  };
}

function hintFor(arn: string): string {
  if (arn.includes('/arn:')) {
    return 'An ARN was given where a role name was asked for: import the role with `Role.fromRoleArn`, not with `Role.fromRoleName`.';
  }
  if (arn.includes(':assumed-role/')) return 'This is a session of a role: give the ARN of the role itself.';
  if (arn.includes(':instance-profile/')) return 'This is an instance profile: give the ARN of the role inside it.';
  if (/:(user|group)\/|:root$/.test(arn)) {
    return (
      'Only roles chain. Where a user or an account shall assume a role directly, say so in that role itself: ' +
      '`role.assumeRolePolicy?.addStatements(…)`.'
    );
  }
  return 'Copy it from `aws iam get-role --role-name <name> --query Role.Arn`.';
}

/** What alone changes a role of AWS's own; IAM refuses everybody else what would be attached to it, and another trust. */
export enum Keeper {
  SERVICE,
  PERMISSION_SET,
}

/** Undefined for roles that their account changes as it likes. A role that is imported by its name has no path: nobody else has such names. */
export function keeperOf({ path, name }: RoleIdentity): Keeper | undefined {
  if (/^\/aws-reserved\/sso\./.test(path) || name.startsWith('AWSReservedSSO_')) return Keeper.PERMISSION_SET;
  const isOfAws = /^\/aws-(reserved|service-role)\//.test(path) || name.startsWith('AWSServiceRoleFor');
  return isOfAws ? Keeper.SERVICE : undefined;
}

export function formatRoleArn({ partition, account, path, name }: RoleIdentity): string {
  return `arn:${partition}:iam::${account}:role${path}${name}`;
}
