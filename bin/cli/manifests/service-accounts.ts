import type { ServiceAccount } from '../../../lib';
import { isAction } from '../../../lib/private/access/policy/actions';
import type { Estate } from '../../../lib/private/access/model/estate';
import type { Principal } from '../../../lib/private/access/model/model';
import { operatorNamed } from '../../../lib/private/access/policy/operators';
import type { Request } from '../../../lib/private/access/policy/request';
import type { Condition, Statement } from '../../../lib/private/access/policy/statement';
import { decideTrust } from '../../../lib/private/access/policy/trust';
import {
  annotationsFor,
  DEFAULT_AUDIENCE,
  NAMESPACE,
  SERVICE_ACCOUNT_NAME,
  type ServiceAccountAnnotations,
} from '../../../lib/private/kubernetes/objects';
import { escapeText } from '../escape';

/** A role that service accounts are trusted to hold (IAM roles for service accounts). */
export interface TrustingRole {
  readonly role: Principal;
  readonly subjects: readonly Subject[];
}

/** A subject that the trust of a role speaks of. */
export interface Subject {
  readonly subject: string;
  readonly issuer: string;
  /** The ARN of the identity provider; undefined where the trust names none of this issuer. */
  readonly provider: string | undefined;
  readonly audiences: readonly string[];
  /** `vain` for one that no token can be about. */
  readonly kind: 'exact' | 'pattern' | 'vain';
}

/** What the service accounts of a role are to be annotated with. */
export interface PodRole {
  readonly serviceAccounts: readonly (Trusted & ServiceAccount)[];
  /** Subjects with wildcards: nobody knows which service accounts those are. */
  readonly patterns: readonly Trusted[];
  /** Subjects that only CloudFormation knows, or that hold what nobody would see. */
  readonly unclear: readonly Trusted[];
  readonly vain: readonly Trusted[];
}

interface Trusted {
  readonly subject: string;
  readonly issuer: string;
  readonly annotations: ServiceAccountAnnotations;
}

const ACTION = 'sts:AssumeRoleWithWebIdentity';
const SERVICE_ACCOUNT = 'system:serviceaccount:';

/** The roles whose trusts speak of service accounts. */
export function trustingRoles(estate: Estate): TrustingRole[] {
  return rolesOf(estate)
    .map((role) => ({ role, subjects: subjectsOf(estate, role) }))
    .filter(({ subjects }) => subjects.length > 0);
}

/** A role that lets in each pod of a cluster, whatever its service account is. */
export interface OpenRole {
  readonly role: Principal;
  /** The identity provider, as the trust names it. */
  readonly provider: string;
}

/** The roles whose trusts let in tokens of a cluster without asking for a subject. */
export function openRoles(estate: Estate): OpenRole[] {
  return rolesOf(estate).flatMap((role) => {
    const trust = estate.trustOf(role);
    const keys = trust.flatMap(({ conditions }) => conditions.map(({ key }) => key.toLowerCase()));
    // A token always has a subject.
    const context = Object.fromEntries(keys.filter((key) => key.endsWith(':sub')).map((key) => [key, 'nobody-7f3a']));
    const isOpen = (key: string) => !key.endsWith(':sub');
    return providersOf(estate, role)
      .filter((provider) => isLetIn(trust, provider, { context, isOpen }))
      .map((provider) => ({ role, provider }));
  });
}

/** Without those that products and stack sets make who knows where. */
function rolesOf({ model }: Estate): Principal[] {
  const elsewhere = new Set(model.stacks.filter(({ path, stage }) => path === stage).map(({ path }) => path));
  return model.principals.filter(({ type, place }) => type === 'role' && !elsewhere.has(place.stack));
}

/** The identity providers that a trust names, as far as they may be those of clusters. */
function providersOf(estate: Estate, role: Principal): string[] {
  const names = estate
    .trustOf(role)
    .flatMap(({ effect, principals, actions }) =>
      effect === 'Allow' && principals?.not === false && isAction(actions, ACTION) !== false ? principals.names : [],
    );
  const providers = names.filter(({ type, name }) => type === 'Federated' && !name.includes(':saml-provider/'));
  return [...new Set(providers.map(({ name }) => name))].filter(
    (name) => !NO_CLUSTER.test(issuerOf(estate, name) ?? name),
  );
}

/** Well-known issuers of tokens that are not about pods. */
const NO_CLUSTER =
  /^(token\.actions\.githubusercontent\.com|gitlab\.com|app\.terraform\.io|oidc\.circleci\.com|agent\.buildkite\.com|cognito-identity\.amazonaws\.com|accounts\.google\.com|graph\.facebook\.com|www\.amazon\.com)/;

function isLetIn(trust: readonly Statement[], provider: string, request: Pick<Request, 'context' | 'isOpen'>): boolean {
  return decideTrust(trust, { type: 'federated', names: [provider] }, ACTION, request).answer !== 'no';
}

/** With a role's ARN, what its service accounts are to be annotated with. */
export function podRole({ subjects }: TrustingRole, arn: string): PodRole {
  const trusted = (kind: Subject['kind']) =>
    subjects
      .filter((each) => each.kind === kind)
      .map(({ subject, issuer, audiences }) => ({ subject, issuer, annotations: annotationsFor(arn, audiences) }));
  const exact = trusted('exact').map((each) => ({ ...each, ...serviceAccountOf(each.subject) }));
  const isClear = ({ subject, annotations }: Trusted) =>
    [subject, ...Object.values(annotations)].every((text) => !text.includes('${') && escapeText(text) === text);
  return {
    serviceAccounts: exact.filter(isClear) as (Trusted & ServiceAccount)[],
    patterns: trusted('pattern'),
    unclear: exact.filter((each) => !isClear(each)),
    vain: trusted('vain'),
  };
}

function subjectsOf(estate: Estate, role: Principal): Subject[] {
  const trust = estate.trustOf(role);
  const subjects = trust.flatMap((statement) => {
    const { effect, principals, actions, conditions } = statement;
    if (effect !== 'Allow' || principals?.not !== false || isAction(actions, ACTION) === false) return [];
    const providers = principals.names.filter(({ type, name }) => type === 'Federated' || name === '*');
    const issuers = providers.map(({ name }) => ({ name, issuer: issuerOf(estate, name) }));
    return texts(conditions, ':sub').flatMap(({ issuer, text, hasWildcards }) => {
      if (providers.length === 0 || !mayBeServiceAccount(text, hasWildcards)) return [];
      const provider = issuers.find((each) => isSame(each.issuer, issuer))?.name;
      const audiences = texts(conditions, ':aud').filter((each) => isSame(each.issuer, issuer));
      const subject = {
        subject: text,
        issuer,
        provider,
        // A pattern is written to take in the default.
        audiences: audiences.some((each) => each.hasWildcards) ? [] : audiences.map((each) => each.text),
      };
      const kind = kindOf(trust, { ...subject, hasWildcards });
      return kind === undefined ? [] : { ...subject, kind };
    });
  });
  return [...new Map(subjects.map((each) => [JSON.stringify(each), each])).values()];
}

/** Undefined for one that is kept out on purpose, by a Deny or a negated operator. */
function kindOf(
  trust: readonly Statement[],
  subject: Omit<Subject, 'kind'> & { readonly hasWildcards: boolean },
): Subject['kind'] | undefined {
  const { provider, issuer, hasWildcards } = subject;
  const isNamed = hasWildcards || subject.subject.includes('${') || serviceAccountOf(subject.subject) !== undefined;
  if (provider === undefined || !isNamed) return 'vain';
  const [audience = DEFAULT_AUDIENCE] = subject.audiences.includes(DEFAULT_AUDIENCE) ? [] : subject.audiences;
  const hasPattern = subject.audiences.length === 0;
  const context = {
    ...(hasWildcards ? {} : { [`${issuer}:sub`]: subject.subject }),
    ...(hasPattern ? {} : { [`${issuer}:aud`]: audience }),
  };
  const own = `${issuer}:`.toLowerCase();
  // A token says nothing under the names of other issuers.
  const isOpen = (key: string) => key.startsWith(own) || key.includes('${') || !/:(sub|aud)$/.test(key);
  const request = { context, isOpen };
  if (isLetIn(trust, provider, request)) return hasWildcards ? 'pattern' : 'exact';
  const allowing = trust.filter(({ effect }) => effect === 'Allow').map(withoutNegated);
  return isLetIn(allowing, provider, request) ? undefined : 'vain';
}

function withoutNegated(statement: Statement): Statement {
  const conditions = statement.conditions.filter(({ operator }) => operatorNamed(operator)?.negated !== true);
  return { ...statement, conditions };
}

/** What conditions ask of a claim, in texts; what they keep out is not among them. */
function texts(conditions: readonly Condition[], claim: ':sub' | ':aud') {
  return conditions.flatMap(({ operator: name, key, values }) => {
    const operator = operatorNamed(name);
    const isText = operator?.values === 'text' && !operator.negated;
    if (!isText || !key.toLowerCase().endsWith(claim)) return [];
    return values.map((value) => ({
      issuer: key.slice(0, -claim.length),
      text: /ignorecase/i.test(name) ? value.toLowerCase() : value,
      hasWildcards: /like/i.test(name) && /[*?]/.test(value),
    }));
  });
}

/** The issuer of an identity provider; undefined where only CloudFormation knows it. */
function issuerOf({ model }: Estate, provider: string): string | undefined {
  const url = model.identityProviders.find(
    ({ arn }) => arn === provider || `${arn.slice(0, -1)}.Arn}` === provider,
  )?.url;
  const issuer = url?.replace(/^https:\/\//, '') ?? /:oidc-provider\/(.+)$/.exec(provider)?.[1];
  return issuer?.includes('${') === true ? undefined : issuer;
}

function isSame(known: string | undefined, issuer: string): boolean {
  return known === undefined || issuer.includes('${') || known.toLowerCase() === issuer.toLowerCase();
}

/** Whether a subject is, or was meant to be, one of Kubernetes. */
function mayBeServiceAccount(text: string, hasWildcards: boolean): boolean {
  if (text.startsWith(SERVICE_ACCOUNT)) return true;
  const [beginning = ''] = text.split(/[*?]/);
  return (hasWildcards || beginning !== text) && SERVICE_ACCOUNT.startsWith(beginning);
}

/** Undefined for what Kubernetes does not allow. */
function serviceAccountOf(subject: string): ServiceAccount | undefined {
  const [namespace = '', name = '', ...more] = subject.slice(SERVICE_ACCOUNT.length).split(':');
  const isAllowed = NAMESPACE.test(namespace) && SERVICE_ACCOUNT_NAME.test(name) && more.length === 0;
  return isAllowed ? { namespace, name } : undefined;
}
