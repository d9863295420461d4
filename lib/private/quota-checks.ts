import { Aws, Reference, Token, Tokenization, aws_iam as iam } from 'aws-cdk-lib';
import { ownedResource } from './owned-role';
import { longestDocument, managedPoliciesPerRole, trustPolicyLimit } from './quotas';

/** 38 characters before the path in the longest partition, a path of 511 after its slash, a name of 64. */
const LONGEST_ROLE_ARN = 613;

const checkedTrusts = new WeakSet<iam.Role>();

/** Checks a trust at synth, because users may add to it until then. */
export function checkTrustAtSynth(role: iam.Role): void {
  if (checkedTrusts.has(role)) return;
  checkedTrusts.add(role);
  role.node.addValidation({ validate: () => trustErrors(role) });
}

/**
 * Checks at synth how many managed policies a role carries.
 *
 * @param attachedElsewhere counts the policies that name the role, beside those that the role names
 */
export function checkAttachmentsAtSynth(role: iam.Role, attachedElsewhere: () => number): void {
  role.node.addValidation({ validate: () => attachmentErrors(role, attachedElsewhere()) });
}

function trustErrors(role: iam.Role): string[] {
  const document = role.assumeRolePolicy?.toJSON() as { Statement: { Sid?: string }[] } | undefined;
  return [...duplicateSids(role, document?.Statement ?? []), ...lengthErrors(role, document)];
}

function duplicateSids(role: iam.Role, statements: { Sid?: string }[]): string[] {
  const sids = statements.flatMap(({ Sid }) => Sid ?? []);
  return sids
    .filter((sid, index) => sids.indexOf(sid) < index)
    .map(
      (sid) =>
        `the trust policy of ${role.node.path} has two statements with the Sid "${sid}", which IAM refuses. ` +
        'Give one of them another; `trustRevision` changes those of `ResourceRole.trustStatements`.',
    );
}

function lengthErrors(role: iam.Role, document: unknown): string[] {
  const limit = trustPolicyLimit(role);
  if (document === undefined || fitsForSure(document, limit)) return [];
  const length = longestDocument(role, document);
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

function attachmentErrors(role: iam.Role, attachedElsewhere: number): string[] {
  const resource = ownedResource(role);
  if (resource === undefined) return [];
  const limit = managedPoliciesPerRole(role);
  const named = (resource.stack.resolve(resource.managedPolicyArns) as unknown[] | undefined) ?? [];
  const count = named.length + attachedElsewhere;
  if (count <= limit) return [];
  return [
    `${role.node.path} carries ${count} managed policies, more than IAM's quota of ${limit}. ` +
      'Attach fewer, use `resourceRolePath` instead of listing resource roles, or raise the quota at AWS and the context key ' +
      '"cdk-iam-role-chaining:managedPoliciesPerRole".',
  ];
}

/** Managed policies that attach themselves to a role: by reference in its own stack, by name in any stack of its account. */
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
