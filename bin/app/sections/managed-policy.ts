import * as iam from 'aws-cdk-lib/aws-iam';
import type { Stack } from 'aws-cdk-lib';

/** A managed policy by its ARN, or by its name in the stack's account; roles of a stack share the import. */
export function managedPolicy(stack: Stack, policy: string): iam.IManagedPolicy {
  const id = `ManagedPolicy ${policy}`;
  const imported = stack.node.tryFindChild(id) as unknown as iam.IManagedPolicy | undefined;
  if (imported !== undefined) return imported;
  return policy.startsWith('arn:')
    ? iam.ManagedPolicy.fromManagedPolicyArn(stack, id, policy)
    : iam.ManagedPolicy.fromManagedPolicyName(stack, id, policy);
}
