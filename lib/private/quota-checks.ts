import { Aws, Reference, Token, Tokenization, aws_iam as iam } from 'aws-cdk-lib';
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

/** Whether a document fits even if each reference were the longest role ARN: spares most roles the exact count. */
function fitsForSure(document: unknown, limit: number): boolean {
  const text = JSON.stringify(document);
  // Tokens that are objects or lists leave no marker that could be counted.
  if (/<unresolved-|#\{Token\[/.test(text)) return false;
  const { tokens } = Tokenization.reverseString(text);
  const pseudoParameters = [Aws.ACCOUNT_ID, Aws.PARTITION, Aws.REGION, Aws.URL_SUFFIX];
  return (
    tokens.every((token) => Reference.isReference(token) || pseudoParameters.includes(Token.asString(token))) &&
    text.length + tokens.length * LONGEST_ROLE_ARN <= limit
  );
}

/** The same for the managed policies that a role carries; by default those of its own list. */
export function attachmentErrors(role: iam.Role, attachedFromOutside = 0): string[] {
  const resource = ownedResource(role);
  if (resource === undefined) return [];
  const limit = managedPoliciesPerRole(role);
  const own = (resource.stack.resolve(resource.managedPolicyArns) as unknown[] | undefined) ?? [];
  const count = own.length + attachedFromOutside;
  if (count <= limit) return [];
  return [
    `${role.node.path} carries ${count} managed policies, more than IAM's quota of ${limit}. ` +
      'Attach fewer, use `resourceRolePath` instead of listing resource roles, or raise the quota at AWS and the context key ' +
      '"cdk-iam-role-chaining:managedPoliciesPerRole".',
  ];
}

/** Managed policies, in any stack of the app, that attach themselves to a role. */
export function policiesAttachedTo(role: iam.Role): number {
  const resource = ownedResource(role);
  if (resource === undefined) return 0;
  return role.node.root.node.findAll().filter((child) => {
    if (!(child instanceof iam.CfnManagedPolicy) || child.stack.account !== resource.stack.account) return false;
    const roles = (child.stack.resolve(child.roles) as unknown[] | undefined) ?? [];
    const reference = child.stack === resource.stack ? { Ref: child.stack.getLogicalId(resource) } : undefined;
    return roles.some((entry) => entry === resource.roleName || JSON.stringify(entry) === JSON.stringify(reference));
  }).length;
}
