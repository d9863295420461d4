import { Aspects, type aws_iam as iam, Token, Validations } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import { accountOrStage } from '../../private/aws/environment';
import { ChainingSide } from '../../private/chain/chaining-side';
import { endOf, type RoleEnd } from '../../private/role/identity';
import { LIBRARY, warn } from '../../private/words/errors';

/** A property of the document itself, found by whichever copy of the package reads it. */
const ORIGIN = Symbol.for('cdk-iam-role-chaining.hopsworks.policyOrigin');

/** What a document of this library says about itself to the role that takes it. */
export interface PolicyOrigin {
  /** The call that made it. */
  readonly call: string;
  /** Whether it is for the control plane, and allows no more than the default. */
  readonly isLocked: boolean;
  /** The instance profiles that it lets its holder launch with. */
  readonly instanceProfiles: iam.IInstanceProfile[];
}

interface Marked extends PolicyOrigin {
  /** What it was made with: whoever adds a statement makes it another document. */
  readonly statementCount: number;
}

export function markOrigin(document: iam.PolicyDocument, origin: PolicyOrigin): void {
  const marked: Marked = { ...origin, statementCount: document.statementCount };
  Object.defineProperty(document, ORIGIN, { value: marked });
}

/** Undefined for a document that somebody else made. */
export function originOf(document: iam.PolicyDocument): PolicyOrigin | undefined {
  const origin = (document as unknown as { [ORIGIN]?: Marked })[ORIGIN];
  if (origin === undefined || origin.statementCount === document.statementCount) return origin;
  return { ...origin, call: `${origin.call} with statements of its own`, isLocked: false };
}

const ID = 'hopsworksLaunchGivesResourceRoles';

/**
 * Warns where a policy lets its holder launch instances with a chaining role that has resource roles.
 *
 * At once where it has them already, else at the end, since resource roles are usually declared later.
 */
export function warnOfChainingRoles(holder: Construct, { instanceProfiles }: PolicyOrigin): void {
  const roles = instanceProfiles.flatMap(({ role }) => role ?? []);
  if (roles.length === 0) return;
  const early = chainingAmong(holder, roles);
  if (early.length > 0) warnOf(holder, early);
  Aspects.of(holder).add({
    visit(node) {
      if (node !== holder || isAcknowledged(holder)) return;
      const late = chainingAmong(holder, roles).filter((role) => !early.includes(role));
      if (late.length > 0) warnOf(holder, late);
    },
  });
}

/** The chaining roles of the app, imported ones too, that have resource roles and are one of these roles, however that is imported. */
function chainingAmong(holder: Construct, roles: iam.IRole[]): IConstruct[] {
  const ends = roles.map((role) => endOf(role));
  const owners = new Set(ends.map(({ role }) => role));
  const names = new Set(ends.map(nameInAccount).filter((name) => name !== undefined));
  return holder.node.root.node.findAll().filter((node) => {
    const side = ChainingSide.of(node);
    return side?.mayBecomeRoles === true && (owners.has(side.end.role) || names.has(nameInAccount(side.end) ?? ''));
  });
}

/** What tells a role apart from all others of the app; undefined where its name is not known at synth. */
function nameInAccount({ role, identity }: RoleEnd): string | undefined {
  if (identity === undefined || Token.isUnresolved(identity.name)) return undefined;
  return `${accountOrStage(role, identity.account)}/${identity.name.toLowerCase()}`;
}

function warnOf(holder: Construct, roles: IConstruct[]): void {
  const names = roles.map(({ node }) => node.path).join(' and ');
  warn(
    holder,
    ID,
    `who can launch an instance with the profile of ${names} can run code on it and become its resource roles: the control plane could. ` +
      "Give the profile of a chaining role to the head node by hand, and lock the policy to the workers' profile, or accept it.",
  );
}

/** CDK drops a warning that is acknowledged after it was added, and this one is added last. */
function isAcknowledged(holder: Construct): boolean {
  return holder.node.metadata.some(
    ({ type, data }) =>
      type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY &&
      Object.keys(data as object).some((id) => id.endsWith(`${LIBRARY}:${ID}`)),
  );
}
