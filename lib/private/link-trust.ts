import { Stack, Token, aws_iam as iam } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { IChainingRole } from '../chaining-role';
import { deployAfter } from './deployment-order';
import { literalJson, readable, warn } from './messages';
import { checkPair, failAsItself } from './pair-check';
import { trustErrors } from './quota-checks';
import { type RoleLike, computedRoleArn, ownedIdentity, ownerOf, parseRoleArn } from './role-arn';
import { checkPath, claimRoleName } from './role-name';
import { type SessionFeatures, TrustHalf } from './trust-half';

/**
 * Writes the trust half of a role for one chaining role, unless it stands already.
 *
 * @param role is the role itself, as `ownerOf` gives it
 * @returns what the permission half must carry to match it
 */
export function linkTrust(role: iam.IRole, chainingRole: IChainingRole): SessionFeatures {
  const written = TrustHalf.of(role);
  if (written?.names(chainingRole) === true) return written.featuresFor(chainingRole);
  if (role === ownerOf<RoleLike>(chainingRole)) failAsItself(role, '', chainingRole);
  const identity = ownedIdentity(role) ?? parseRoleArn(role, '', role.roleArn);
  if (identity !== undefined) {
    checkPath(role, '', 'path', identity.path);
    checkPair(role, '', identity, chainingRole);
  }
  if (iam.Role.isRole(role) && role.assumeRolePolicy !== undefined) {
    const trustHalf = written ?? trustHalfOfPlainRole(role, role.assumeRolePolicy);
    trustHalf.add(chainingRole, actionsAllowedTo(chainingRole, role, role.assumeRolePolicy));
    if (trustHalf.needsChainingRole) deployAfter(role, chainingRole);
    return trustHalf.featuresFor(chainingRole);
  }
  const literal = new TrustHalf({});
  literal.add(chainingRole);
  warn(role, 'trustHalfNotWritten', trustHalfNotWritten(role, chainingRole, literal.statements));
  return literal.featuresFor(chainingRole);
}

/** A role that this app creates with other constructs: its trust gets a statement of ours beside its own. */
function trustHalfOfPlainRole(role: iam.Role, document: iam.PolicyDocument): TrustHalf {
  // Its author may have written `ResourceRole.trustStatements` into it; no Sid may stand twice in a document.
  const isTaken = readTrust(role, document).some(({ Sid }) => Sid?.startsWith('AllowChainingRoles') === true);
  const trustHalf = new TrustHalf(isTaken ? { trustRevision: 'Added' } : {}, role);
  const identity = ownedIdentity(role);
  if (identity !== undefined) claimRoleName(role, identity);
  trustHalf.belongTo(role);
  trustHalf.addToAssumeRolePolicy(document);
  role.node.addValidation({ validate: () => trustErrors(role) });
  return trustHalf;
}

/**
 * What a role's own trust allows a chaining role by its ARN.
 *
 * A second statement without the conditions that the author wrote would undo them, so none is added.
 */
function actionsAllowedTo(chainingRole: IChainingRole, role: iam.Role, document: iam.PolicyDocument): Set<string> {
  const nameOf = (value: unknown) => withoutPartition(readable(role, value));
  const names = new Set([chainingRole.roleArn, computedRoleArn(chainingRole, role)].map(nameOf));
  const allowing = readTrust(role, document).filter(({ Effect, Principal }) => {
    const principals = typeof Principal === 'object' ? [Principal.AWS].flat() : [];
    return Effect === 'Allow' && principals.some((principal) => names.has(nameOf(principal)));
  });
  return new Set(allowing.flatMap(({ Action }) => Action ?? []));
}

/** The author may have written the partition out. */
function withoutPartition(arn: string): string {
  return arn.replace(/^arn:(\$\{AWS::Partition\}|[^:]+):/, 'arn::');
}

interface TrustStatement {
  readonly Sid?: string;
  readonly Effect?: string;
  readonly Action?: string | string[];
  readonly Principal?: '*' | { readonly AWS?: unknown };
}

function readTrust(role: iam.Role, document: iam.PolicyDocument): TrustStatement[] {
  const resolved = role.stack.resolve(document.toJSON()) as { Statement?: TrustStatement[] } | undefined;
  return resolved?.Statement ?? [];
}

function trustHalfNotWritten(role: iam.IRole, chainingRole: IChainingRole, statements: iam.PolicyStatement[]): string {
  const json = literalJson(
    chainingRole,
    statements.map((statement) => statement.toStatementJson() as unknown),
  );
  return (
    `The trust of ${readable(role, role.roleArn)} is not written, because this app does not create that role. ` +
    `Until its owner adds these statements to its trust policy, ${chainingRole.node.path} is refused: ${json}` +
    placeholderNote(chainingRole, json)
  );
}

/** Says what stands for the account that only the deployment knows. */
export function placeholderNote(construct: Construct | IChainingRole, json: string): string {
  return json.includes('${AWS::') && Token.isUnresolved(Stack.of(construct).account)
    ? ` (\${AWS::…} stands for what ${Stack.of(construct).node.path} is deployed to)`
    : '';
}
