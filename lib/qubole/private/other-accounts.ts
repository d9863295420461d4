import { aws_iam as iam } from 'aws-cdk-lib';
import { endOf, literalArn } from '../../private/role/identity';
import { inAccount, policiesOfOthers, sidSuffix } from '../../private/vendor/data-owners';
import { s3Access } from '../../private/vendor/s3-access';
import type { Location } from '../../private/vendor/s3-location';
import { literalJson } from '../../private/words/readable';
import { warn } from '../../private/words/warnings';
import { type Setup, useOfEbsKeys } from './setup';

/** Says what the owners of another account's buckets and keys must add: there, the role's own policies are not enough. */
export function warnOfOtherAccounts(role: iam.Role, locations: Location[], setup: Setup): void {
  for (const location of locations) {
    const asked = asksOf(role, location.text, ownedAccess(location, setup.aclActions));
    if (asked.length === 0) continue;
    const text = `${location.text} is of another account, whose owner must let this role in too. ${asked.join(' ')}`;
    warn(role, 'quboleLocationPolicyNotWritten', text);
  }
  const asked = setup.ebsKeyArns.flatMap((arn) => asksOf(role, arn, useOfEbsKeys(role, [arn])));
  if (asked.length === 0) return;
  const text = `ebsKmsKeys holds keys of another account, whose owner must let this role in too. ${asked.join(' ')}`;
  warn(role, 'quboleKeyPolicyNotWritten', text);
}

/** The policies of others that a role needs beside its own, and their statements; `subject` tells the Sids apart. */
function asksOf(role: iam.Role, subject: string, own: iam.PolicyStatement[]): string[] {
  const end = endOf(role);
  const caller = { scope: role, account: end.account, principal: () => new iam.ArnPrincipal(literalArn(end)) };
  return policiesOfOthers(caller, own).map(({ kind, of, statements }) => {
    for (const statement of statements) statement.sid = `${statement.sid ?? ''}${sidSuffix(role, subject)}`;
    const json = literalJson(
      role,
      statements.map((statement) => statement.toStatementJson() as unknown),
    );
    return `In the ${kind} of ${of}: ${json}`;
  });
}

/** A bucket's ARN names no account: the construct of the bucket does. */
function ownedAccess(location: Location, aclActions: boolean): iam.PolicyStatement[] {
  const statements = s3Access([location], aclActions);
  for (const statement of statements) {
    if (statement.actions.some((action) => action.startsWith('s3:'))) {
      statement.addConditions(inAccount(location.bucket.env.account));
    }
  }
  return statements;
}
