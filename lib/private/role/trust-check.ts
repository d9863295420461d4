import type { Stack, aws_iam as iam } from 'aws-cdk-lib';
import { EXTERNAL_ID, ORGANIZATION_ID } from '../aws/patterns';
import { readable } from '../words/errors';
import { renderLongest } from './attached-policies';
import type { Carrier, DeclaredTrust, KeptRole } from './kept-role';
import { comesToNothing, intruders, type NamingText, namingTexts } from './late-tokens';
import { charactersOf, longestDocument, trustPolicyLimit, trustPolicyTooLong } from './quotas';
import { isTrustTouched } from './rendered-role';
import { declaredStatements, likenessOf } from './trust-document';

/** What there is to say of a trust, whichever role has it. */
interface Findings {
  readonly length: number;
  readonly repeatedSids: string[];
  /** What was demanded by a token that yields nothing. */
  readonly empty: string[];
  /** What tokens put into the names of who is trusted. */
  readonly strangers: string[];
}

interface DeclaredStatement {
  readonly Sid?: string;
  readonly Condition?: Record<string, Record<string, unknown>>;
  readonly Principal?: Record<string, string | string[]>;
}

/** Checks the trusts of an app at synth; most are equal to others of their stack, and then looked at once. */
export class TrustCheck {
  private readonly known = new Map<Stack, Map<string, Findings>>();

  public errorsOf({ role, resource, trust }: KeptRole): string[] {
    if (trust === undefined) return [];
    const { length, repeatedSids, empty, strangers } = this.find(role, trust.document);
    const characters = resource !== undefined && isChanged(resource, trust) ? lengthOfRendered(resource) : length;
    return [
      empty.map(
        (what) =>
          `${role.node.path}: ${what} of its trust policy is empty at synth, because a token that was given for it yields nothing. ` +
          'Give a value, or leave out what asks for it.',
      ),
      strangers.map((error) => `${role.node.path}: ${error}`),
      repeatedSids.map(
        (sid) =>
          `the trust policy of ${role.node.path} has two statements with the Sid "${sid}", which IAM refuses. ` +
          'Give one of them another; `trustRevision` changes those of `ResourceRole.trustStatements`.',
      ),
      characters > trustPolicyLimit(role) ? [trustPolicyTooLong(role, characters)] : [],
    ].flat();
  }

  private find(role: Carrier, document: iam.PolicyDocument): Findings {
    const known = this.known.get(role.stack) ?? new Map<string, Findings>();
    this.known.set(role.stack, known);
    const likeness = likenessOf(document) ?? JSON.stringify(document.toJSON() ?? {});
    const findings = known.get(likeness) ?? findingsOf(role, document);
    // Tokens that are objects leave no marker of their own, so that equal text does not mean an equal document.
    if (!likeness.includes('<unresolved-')) known.set(likeness, findings);
    return findings;
  }
}

function findingsOf(role: Carrier, document: iam.PolicyDocument): Findings {
  const json = (document.toJSON() ?? {}) as { readonly Statement?: { readonly Sid?: string }[] };
  const sids = (json.Statement ?? []).flatMap(({ Sid }) => Sid ?? []);
  const declared = declaredStatements(document).map((statement) => statement.toStatementJson() as DeclaredStatement);
  return {
    length: longestDocument(role, json),
    repeatedSids: sids.filter((sid, index) => sids.indexOf(sid) < index),
    empty: declared.flatMap((statement) => emptyIn(role, statement)),
    strangers: intruders(role, declared.flatMap(namesIn)),
  };
}

/** Whether the L1 renders something else than the role's document; of one that is text, nothing else would be left of it. */
function isChanged(resource: iam.CfnRole, trust: DeclaredTrust): boolean {
  return !trust.asText && isTrustTouched(resource, trust);
}

function lengthOfRendered(resource: iam.CfnRole): number {
  return charactersOf(renderLongest(resource)?.AssumeRolePolicyDocument ?? '');
}

function emptyIn(role: Carrier, { Sid = 'without Sid', Condition = {}, Principal }: DeclaredStatement): string[] {
  const conditions = Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys)
      .filter(([key, value]) => comesToNothing(role, key) || comesToNothing(role, value))
      .map(([key]) => `the condition ${operator} "${readable(role, key)}"`),
  );
  return [...conditions, ...(comesToNothing(role, Principal) ? ['the principal'] : [])].map(
    (what) => `${what} in the statement ${Sid}`,
  );
}

/** What identifies a caller, as its authority writes it. */
const WRITTEN: Record<string, RegExp> = { 'sts:externalid': EXTERNAL_ID, 'aws:principalorgid': ORGANIZATION_ID };
const ANY_TEXT = /^/;

/** Who is trusted is named: a wildcard would let in others, in a principal and in what is compared as an ARN. */
function namesIn({ Sid, Condition = {}, Principal = {} }: DeclaredStatement): NamingText[] {
  const of = (texts: Parameters<typeof namingTexts>[0]): NamingText[] => namingTexts({ sid: Sid, ...texts });
  return [
    ...of({ principals: Object.values(Principal).flat() }),
    ...Object.entries(Condition).flatMap(([operator, keys]) =>
      Object.entries(keys).flatMap(([key, value]) => {
        const texts = of({ conditions: { [operator]: { [key]: value } } });
        if (/^(.*:)?Arn/i.test(operator)) return texts;
        const written = /^StringEquals$/i.test(operator) ? WRITTEN[key.toLowerCase()] : undefined;
        return texts.map((text) => ({ ...text, fits: written ?? ANY_TEXT }));
      }),
    ),
  ];
}
