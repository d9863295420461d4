import { aws_iam as iam } from 'aws-cdk-lib';
import { keepPart } from '../../private/role/kept-role';

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
  keepPart(role, policy);
  return policy;
}
