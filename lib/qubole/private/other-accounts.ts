import { createHash } from 'node:crypto';
import { aws_iam as iam } from 'aws-cdk-lib';
import { AccountRelation, compareAccounts } from '../../private/aws/environment';
import { endOf, literalArn } from '../../private/role/identity';
import { s3Access } from '../../private/vendor/s3-access';
import type { Location } from '../../private/vendor/s3-location';
import { literalJson } from '../../private/words/readable';
import { warn } from '../../private/words/warnings';

/** Says what the owners of another account's buckets and keys must add: there, the role's own policies are not enough. */
export function warnOfOtherAccounts(role: iam.Role, locations: Location[], aclActions: boolean): void {
  const isOther = (account: string) => compareAccounts(account, role.stack.account) === AccountRelation.DIFFERENT;
  const foreign = locations.filter(
    ({ bucket, key }) => isOther(bucket.env.account) || isOther(key?.env.account ?? role.stack.account),
  );
  for (const location of foreign) {
    const suffix = suffixOf(role, location);
    const statements = s3Access([location], aclActions).map((statement) => {
      statement.sid = `${statement.sid ?? ''}${suffix}`;
      statement.addPrincipals(new iam.ArnPrincipal(literalArn(endOf(role))));
      return statement.toStatementJson() as { Sid: string };
    });
    const ofKey = ({ Sid }: { Sid: string }) => Sid.startsWith('UseKeys');
    const documents = [
      { of: 'bucket', needed: isOther(location.bucket.env.account), holds: statements.filter((each) => !ofKey(each)) },
      {
        of: 'key',
        needed: isOther(location.key?.env.account ?? role.stack.account),
        holds: statements.filter(ofKey),
      },
    ].filter(({ needed }) => needed);
    warn(
      role,
      'quboleLocationPolicyNotWritten',
      `${location.text} is of another account, whose owner must let this role in too. ` +
        documents.map(({ of, holds }) => `Policy of the ${of}: ${literalJson(role, holds)}`).join(' '),
    );
  }
}

/** Tells apart the statements of several roles and locations, which may meet in one policy: a Sid is there once only. */
function suffixOf(role: iam.Role, { text }: Location): string {
  return createHash('sha256')
    .update(JSON.stringify([role.node.addr, text]))
    .digest('hex')
    .slice(0, 8);
}
