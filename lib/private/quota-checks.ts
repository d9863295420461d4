import { Stack, Tokenization, aws_iam as iam } from 'aws-cdk-lib';
import { longestLength, managedPoliciesPerRole, trustPolicyLimit } from './quotas';
import { ownedResource } from './role-arn';

/** 31 characters before the path, a path of 512, a name of 64. */
const LONGEST_ROLE_ARN = 607;

/** What IAM would refuse of a trust at deployment, checked at synth because users may add to it until then. */
export function trustErrors(role: iam.Role): string[] {
  const limit = trustPolicyLimit(role);
  const document: unknown = role.assumeRolePolicy?.toJSON();
  if (fitsForSure(document, limit)) return [];
  const length = longestLength(role, document);
  if (length <= limit) return [];
  return [
    `the trust policy of ${role.node.path} has ${length} characters, more than IAM's quota of ${limit}. ` +
      'Trust fewer chaining roles or service accounts, shorten names and paths, or raise the quota at AWS (up to 8,192) and the ' +
      'context key "cdk-iam-role-chaining:trustPolicyLimit".',
  ];
}

/** Whether a document fits even if each token were the longest role ARN: spares most roles the exact count. */
function fitsForSure(document: unknown, limit: number): boolean {
  const text = JSON.stringify(document);
  // Tokens that are objects or lists leave no marker that could be counted.
  if (/<unresolved-token>|#\{Token\[/.test(text)) return false;
  return text.length + Tokenization.reverseString(text).tokens.length * LONGEST_ROLE_ARN <= limit;
}

/** The same for the managed policies that a role carries, whoever attached them. */
export function attachmentErrors(role: iam.Role): string[] {
  const resource = ownedResource(role);
  if (resource === undefined) return [];
  const limit = managedPoliciesPerRole(role);
  const own = (resource.stack.resolve(resource.managedPolicyArns) as unknown[] | undefined) ?? [];
  const count = own.length + attachedPolicies(resource).length;
  if (count <= limit) return [];
  return [
    `${role.node.path} carries ${count} managed policies, more than IAM's quota of ${limit}. ` +
      'Attach fewer, use `resourceRolePath` instead of listing resource roles, or raise the quota at AWS and the context key ' +
      '"cdk-iam-role-chaining:managedPoliciesPerRole".',
  ];
}

/** Managed policies of the role's stack that attach themselves to the role. */
function attachedPolicies(resource: iam.CfnRole): iam.CfnManagedPolicy[] {
  const { stack } = resource;
  const reference = JSON.stringify(stack.resolve(resource.ref));
  return stack.node
    .findAll()
    .filter(
      (child): child is iam.CfnManagedPolicy => child instanceof iam.CfnManagedPolicy && Stack.of(child) === stack,
    )
    .filter((policy) => {
      const roles = (stack.resolve(policy.roles) as unknown[] | undefined) ?? [];
      return roles.some((entry) => JSON.stringify(entry) === reference || entry === resource.roleName);
    });
}
