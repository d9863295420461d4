import { aws_iam as iam } from 'aws-cdk-lib';
import { longestDocument, MANAGED_POLICY_LIMIT } from '../../private/role/quotas';

/** Attaches statements to a role as a managed policy, which must fit IAM's quota at synth: some grow until then. */
export function attachPolicy(
  role: iam.Role,
  id: string,
  path: string | undefined,
  statements: iam.PolicyStatement[],
): iam.ManagedPolicy {
  const policy = new iam.ManagedPolicy(role, id, {
    path,
    roles: [role],
    document: new iam.PolicyDocument({ minimize: false, statements }),
  });
  policy.node.addValidation({ validate: () => lengthErrors(policy) });
  return policy;
}

function lengthErrors(policy: iam.ManagedPolicy): string[] {
  const length = longestDocument(policy, policy.document.toJSON());
  if (length <= MANAGED_POLICY_LIMIT) return [];
  return [
    `${policy.node.path} has ${length} characters, more than IAM's quota of ${MANAGED_POLICY_LIMIT} for a managed policy. ` +
      'Give the role fewer locations, of which one may take in others, or declare further Secondary roles on another DualRoles.',
  ];
}
