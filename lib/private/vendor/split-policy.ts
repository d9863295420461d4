import { aws_iam as iam } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { fail } from '../words/errors';
import { longestDocument, MANAGED_POLICY_LIMIT, managedPoliciesPerRole } from '../role/quotas';

/**
 * Splits a document, in its order, into as few documents as IAM takes for managed policies.
 *
 * @param scope is the role that carries them, for errors and for the length of tokens
 * @param own is the number of policies that the role carries anyway
 */
export function splitForManagedPolicies(
  scope: Construct,
  document: iam.PolicyDocument,
  own: number,
): iam.PolicyDocument[] {
  const { Statement: statements } = document.toJSON() as { Statement: object[] };
  const parts: object[][] = [[]];
  for (const [index, statement] of statements.entries()) {
    const last = parts.at(-1) ?? [];
    if (lengthOf(scope, [...last, statement]) <= MANAGED_POLICY_LIMIT) last.push(statement);
    else if (last.length > 0 && lengthOf(scope, [statement]) <= MANAGED_POLICY_LIMIT) parts.push([statement]);
    else failTooLong(scope, statement, index);
  }
  const limit = managedPoliciesPerRole(scope);
  if (own + parts.length > limit) {
    fail(
      scope,
      `its policy fills ${parts.length} managed policies beside ${own} of its own, more than the ${limit} that one role may carry. ` +
        'Lock the policy to fewer VPCs or instance profiles, or raise the quota at AWS and the context key ' +
        '"cdk-iam-role-chaining:managedPoliciesPerRole".',
    );
  }
  return parts.map((part) => {
    const copies = part.map((statement) => iam.PolicyStatement.fromJson(statement));
    return new iam.PolicyDocument({ minimize: false, statements: copies });
  });
}

function lengthOf(scope: Construct, statements: object[]): number {
  return longestDocument(scope, { Statement: statements, Version: '2012-10-17' });
}

function failTooLong(scope: Construct, statement: object, index: number): never {
  const { Sid: sid = `number ${index + 1}` } = statement as { Sid?: string };
  fail(
    scope,
    `the statement ${sid} of its policy has ${lengthOf(scope, [statement])} characters with all that a document needs, more than the ` +
      `${MANAGED_POLICY_LIMIT} of a managed policy. Lock the policy to fewer VPCs or instance profiles, and use a second role for the others.`,
  );
}
