import { aws_iam as iam } from 'aws-cdk-lib';
import type { IChainingRole } from '../chaining-role';
import { deployAfter, TRUSTS_BY_ARN } from './deployment-order';
import { readTrust } from './existing-trust';
import { literalJson, placeholderNote, readable, warn } from './messages';
import { ownedIdentity, ownerOf, type RoleLike } from './owned-role';
import { checkPair, failAsItself } from './pair-check';
import { parseRoleArn } from './role-arn';
import { checkPath, claimRoleName } from './role-name';
import { checkTrustAtSynth } from './trust-check';
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
  const owned = ownedIdentity(role);
  const identity = owned ?? parseRoleArn(role, '', role.roleArn);
  if (identity !== undefined) {
    checkPath(role, '', 'path', identity.path);
    checkPair(role, '', identity, chainingRole, owned !== undefined);
  }
  if (iam.Role.isRole(role) && role.assumeRolePolicy !== undefined) {
    return linkOwnTrust(role, role.assumeRolePolicy, chainingRole);
  }
  const trustHalf = new TrustHalf({});
  trustHalf.add(chainingRole);
  warn(role, 'trustHalfNotWritten', trustHalfNotWritten(role, chainingRole, trustHalf.statements));
  return trustHalf.featuresFor(chainingRole);
}

function linkOwnTrust(role: iam.Role, document: iam.PolicyDocument, chainingRole: IChainingRole): SessionFeatures {
  const existing = readTrust(role, document, chainingRole);
  const trustHalf = TrustHalf.of(role) ?? trustHalfOfPlainRole(role, document, existing.sids);
  if (trustHalf.add(chainingRole, existing)) deployAfter(role, chainingRole, TRUSTS_BY_ARN);
  return trustHalf.featuresFor(chainingRole);
}

/** A role that this app creates with other constructs: its trust gets a statement of ours beside its own. */
function trustHalfOfPlainRole(role: iam.Role, document: iam.PolicyDocument, sids: string[]): TrustHalf {
  const trustHalf = new TrustHalf({ trustRevision: freeRevision(sids) }, role);
  const identity = ownedIdentity(role);
  if (identity !== undefined) claimRoleName(role, identity);
  trustHalf.attachTo(role);
  trustHalf.addToAssumeRolePolicy(document);
  checkTrustAtSynth(role);
  return trustHalf;
}

/** The trust's author may have added `ResourceRole.trustStatements`, and no Sid may stand twice in a document. */
function freeRevision(sids: string[]): string | undefined {
  const isFree = (revision: string) =>
    !sids.some((sid) => new RegExp(`^AllowChainingRoles(WithTags|WithSourceIdentity)?${revision}$`).test(sid));
  if (isFree('')) return undefined;
  let number = 1;
  while (!isFree(`Added${number}`)) number += 1;
  return `Added${number}`;
}

function trustHalfNotWritten(role: iam.IRole, chainingRole: IChainingRole, statements: iam.PolicyStatement[]): string {
  const json = literalJson(
    chainingRole,
    statements.map((statement) => statement.toStatementJson() as unknown),
  );
  return (
    `The trust of ${readable(role, role.roleArn)} is not written, because it cannot be changed from here. ` +
    `Until its owner adds these statements to its trust policy, ${chainingRole.node.path} is refused: ${json}` +
    placeholderNote(chainingRole, json)
  );
}
