import { Aws, Reference, Token, Tokenization, aws_iam as iam } from 'aws-cdk-lib';
import { longestDocument, trustPolicyLimit } from './quotas';

/** 38 characters before the path in the longest partition, a path of 511 after its slash, a name of 64. */
const LONGEST_ROLE_ARN = 613;

const checkedTrusts = new WeakSet<iam.Role>();

/** Checks a trust at synth, because users may add to it until then. */
export function checkTrustAtSynth(role: iam.Role): void {
  if (checkedTrusts.has(role)) return;
  checkedTrusts.add(role);
  role.node.addValidation({ validate: () => trustErrors(role) });
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
