import { aws_iam as iam } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { IChainingRole } from '../../chain';
import { deployAfter, TRUSTS_BY_ARN } from './deployment-order';
import { type ExistingTrust, readTrust } from './existing-trust';
import { literalJson, placeholderNote, readable } from '../words/readable';
import { warn } from '../words/warnings';
import { ownedIdentity, ownedResource, ownerOf, type RoleLike } from '../role/identity';
import { checkPair, failAsItself } from './pair-check';
import { parseRoleArn } from '../role/role-arn';
import { checkPath, claimRoleName } from '../role/role-name';
import { checkAtSynth } from '../role/synth-check';
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
  return printTrust(role, chainingRole);
}

function linkOwnTrust(role: iam.Role, document: iam.PolicyDocument, chainingRole: IChainingRole): SessionFeatures {
  const existing = readTrust(role, document.toJSON(), chainingRole);
  const trustHalf = TrustHalf.of(role) ?? trustHalfOfPlainRole(role, document, existing.sids);
  if (trustHalf.add(chainingRole, existing)) deployAfter(role, chainingRole, TRUSTS_BY_ARN);
  keepOrderInStack(role, chainingRole, existing);
  return trustHalf.featuresFor(chainingRole);
}

/** A role that this app creates with other constructs: its trust gets a statement of ours beside its own. */
function trustHalfOfPlainRole(role: iam.Role, document: iam.PolicyDocument, sids: string[]): TrustHalf {
  const trustHalf = new TrustHalf({ trustRevision: freeRevision(sids) }, role);
  const identity = ownedIdentity(role);
  if (identity !== undefined) claimRoleName(role, identity);
  trustHalf.attachTo(role);
  trustHalf.addToAssumeRolePolicy(document);
  checkAtSynth(role);
  return trustHalf;
}

/** Sids that were printed for a role whose trust is not ours to write: all that is printed for it must fit into one trust. */
const sidsPrintedFor = new WeakMap<IConstruct, string[]>();

/** An imported role, or one that this app makes as an L1: its trust is read where it is known, and never changed. */
function printTrust(role: iam.IRole, chainingRole: IChainingRole): SessionFeatures {
  const resource = ownedResource(role);
  const existing = resource && readTrust(resource, resource.assumeRolePolicyDocument, chainingRole);
  const printed = sidsPrintedFor.get(role) ?? [];
  const trustHalf = new TrustHalf({ trustRevision: freeRevision([...(existing?.sids ?? []), ...printed]) });
  trustHalf.add(chainingRole, existing);
  if (resource !== undefined && existing?.namesRole === true) {
    deployAfter(resource, chainingRole, TRUSTS_BY_ARN);
    keepOrderInStack(role, chainingRole, existing);
  }
  const { statements } = trustHalf;
  if (statements.length > 0) {
    sidsPrintedFor.set(role, [...printed, ...statements.flatMap(({ sid }) => sid ?? [])]);
    warn(role, 'trustHalfNotWritten', trustHalfNotWritten(role, chainingRole, statements));
  }
  return trustHalf.featuresFor(chainingRole);
}

/** An author may name the chaining role in words, which gives CloudFormation no order inside one stack. */
function keepOrderInStack(role: RoleLike, chainingRole: IChainingRole, { namesRole }: ExistingTrust): void {
  const [resource, trusted] = [ownedResource(role), ownedResource(chainingRole)];
  if (namesRole && trusted !== undefined && resource?.stack === trusted.stack) resource.node.addDependency(trusted);
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
