import { aws_iam as iam } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { stateOf } from '../role/app-state';
import type { RoleEnd } from '../role/identity';
import { checkPath, claimRoleName } from '../role/role-name';
import { checkAtSynth } from '../role/synth-check';
import { renderPlainTrust } from '../role/trust-document';
import { literalJson, placeholderNote, readable, warn } from '../words/errors';
import { type ExistingTrust, readTrust } from './existing-trust';
import { deployAfter, TRUSTS_BY_ARN } from './order';
import { checkPair, failAsItself } from './pair';
import type { SessionFeatures } from './session';
import { ChainTrustDocument, type Trusted } from './trust';

/** What a role's trust holds of a chaining role once it is linked. */
export interface LinkedTrust {
  /** What the permissions policy must carry to match it. */
  readonly features: SessionFeatures;
  /** Whether the trust lets the chaining role in, written here or by its author. */
  readonly isWritten: boolean;
}

/** Writes into the trust of a role what one chaining role needs, unless it stands there already. */
export function linkTrust(target: RoleEnd, trusted: Trusted): LinkedTrust {
  const { role, identity } = target;
  const written = ChainTrustDocument.of(role)?.featuresFor(trusted.end);
  if (written !== undefined) return { features: written, isWritten: true };
  if (role === trusted.end.role) failAsItself(role, trusted.end);
  if (identity !== undefined) {
    checkPath(role, '', 'path', identity.path);
    checkPair(role, target, trusted.end);
  }
  return iam.Role.isRole(role) && role.assumeRolePolicy !== undefined
    ? linkOwnTrust(target, role, role.assumeRolePolicy, trusted)
    : printTrust(target, trusted);
}

function linkOwnTrust(target: RoleEnd, role: iam.Role, document: iam.PolicyDocument, trusted: Trusted): LinkedTrust {
  const { end } = trusted;
  const own = ChainTrustDocument.of(role);
  const written = document.toJSON() as object;
  const existing = readTrust(role, own?.rendered(written) ?? written, end);
  const trust = own ?? trustOfPlainRole(target, role, document, existing.sids);
  if (trust.add(trusted, existing)) deployAfter(role, end, TRUSTS_BY_ARN);
  keepOrderInStack(target, end, existing);
  return { features: featuresIn(trust, end), isWritten: true };
}

/** A role that this app creates with other constructs: its trust gets a statement of ours beside its own. */
function trustOfPlainRole(
  { identity }: RoleEnd,
  role: iam.Role,
  document: iam.PolicyDocument,
  sids: string[],
): ChainTrustDocument {
  const trust = new ChainTrustDocument(role.node.path, { trustRevision: freeRevision(sids) }, role);
  if (identity !== undefined) claimRoleName(role, identity);
  trust.attachTo(checkAtSynth(role), false);
  trust.addToAssumeRolePolicy(document);
  renderPlainTrust(role);
  return trust;
}

/** An imported role, or one that this app makes as an L1: its trust is read where it is known, and never changed. */
function printTrust(target: RoleEnd, trusted: Trusted): LinkedTrust {
  const { role, resource } = target;
  const { end } = trusted;
  const existing = resource && readTrust(resource, resource.assumeRolePolicyDocument, end);
  // All that is printed for a role must fit into one trust, where no Sid may stand twice.
  const sidsPrinted = stateOf<WeakMap<IConstruct, string[]>>(role.node.root, 'sidsPrinted', () => new WeakMap());
  const printed = sidsPrinted.get(role) ?? [];
  const trust = new ChainTrustDocument(role.node.path, {
    trustRevision: freeRevision([...(existing?.sids ?? []), ...printed]),
  });
  trust.add(trusted, existing);
  if (resource !== undefined && existing?.namesRole === true) {
    deployAfter(resource, end, TRUSTS_BY_ARN);
    keepOrderInStack(target, end, existing);
  }
  const { statements } = trust;
  if (statements.length > 0) {
    sidsPrinted.set(role, [...printed, ...statements.flatMap(({ sid }) => sid ?? [])]);
    warn(role, 'trustPolicyNotWritten', trustPolicyNotWritten(target, trusted, statements));
  }
  return { features: featuresIn(trust, end), isWritten: statements.length === 0 };
}

function featuresIn(trust: ChainTrustDocument, end: RoleEnd): SessionFeatures {
  return trust.featuresFor(end) ?? { tags: false, sourceIdentity: false };
}

/** An author may name the chaining role in words, which gives CloudFormation no order inside one stack. */
function keepOrderInStack({ resource }: RoleEnd, { resource: trusted }: RoleEnd, { namesRole }: ExistingTrust): void {
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

function trustPolicyNotWritten(
  { role }: RoleEnd,
  { chainingRole }: Trusted,
  statements: iam.PolicyStatement[],
): string {
  const json = literalJson(
    chainingRole,
    statements.map((statement) => statement.toStatementJson() as unknown),
  );
  return (
    `The trust policy of ${readable(role, role.roleArn)} is not written, because it cannot be changed from here. ` +
    `Until its owner adds these statements to its trust policy, ${chainingRole.node.path} is refused: ${json}` +
    placeholderNote(chainingRole, json)
  );
}
