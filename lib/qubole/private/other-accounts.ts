import { aws_iam as iam } from 'aws-cdk-lib';
import { endOf, literalArn } from '../../private/role/identity';
import { inAccount, policiesOfOthers, sidSuffix } from '../../private/vendor/data-owners';
import { s3Access } from '../../private/vendor/s3-access';
import type { Location } from '../../private/vendor/s3-location';
import { literalJson } from '../../private/words/readable';
import { warn } from '../../private/words/warnings';

/** Says what the owners of another account's buckets and keys must add: there, the role's own policies are not enough. */
export function warnOfOtherAccounts(role: iam.Role, locations: Location[], aclActions: boolean): void {
  const end = endOf(role);
  const caller = { scope: role, account: end.account, principal: () => new iam.ArnPrincipal(literalArn(end)) };
  for (const location of locations) {
    const suffix = sidSuffix(role, location.text);
    const policies = policiesOfOthers(caller, ownedAccess(location, aclActions)).map(({ kind, statements }) => {
      for (const statement of statements) statement.sid = `${statement.sid ?? ''}${suffix}`;
      return `In the ${kind}: ${literalJson(
        role,
        statements.map((statement) => statement.toStatementJson() as unknown),
      )}`;
    });
    if (policies.length === 0) continue;
    warn(
      role,
      'quboleLocationPolicyNotWritten',
      `${location.text} is of another account, whose owner must let this role in too. ${policies.join(' ')}`,
    );
  }
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
