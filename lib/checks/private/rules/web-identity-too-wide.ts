import type { Principal } from '../../../private/access/model/model';
import type { Match } from '../../../private/access/policy/decide';
import { operatorNamed } from '../../../private/access/policy/operators';
import type { Condition } from '../../../private/access/policy/statement';
import type { Finding } from '../finding';
import { type Context, admission } from '../probes';
import { filledIn } from '../trusted-callers';
import { trustOf, unlessParameters } from '../by-default';
import type { View } from '../view';

type Found = Omit<Finding, 'rule'>;

/** What the keys of an identity provider end in; some providers call the subject and the audience otherwise. */
const SUBJECT = /:(sub|user_id|id)$/i;
const AUDIENCE = /:(aud|app_id|azp)$/i;
/** What may come from parameters. */
const HANGS_ON = /:(sub|user_id|id|aud|app_id|azp)$/i;
const ANY_SUBJECT = 'q7f3a';
/** Subjects as issuers write them whom everybody may join: GitHub, GitLab, HCP Terraform. */
const SUBJECTS_OF_ANYBODY = [
  ANY_SUBJECT,
  'repo:q7f3a/q7f3a:ref:refs/heads/main',
  'project_path:q7f3a/q7f3a:ref_type:branch:ref:main',
  'organization:q7f3a:project:q7f3a:workspace:q7f3a:run_phase:apply',
];

/** Tokens of an identity provider that are let in without telling for whom they are, or for more than they seem to. */
export function webIdentityTooWide(view: View): Found[] {
  return view.roles.flatMap((role) => {
    const providers = trustOf(view, role)
      .flatMap(({ effect, principals }) => (effect === 'Allow' ? (principals?.names ?? []) : []))
      // Anybody is whoever has a token of whatever provider.
      .filter(({ type, name }) => name === '*' || (type === 'Federated' && !name.includes(':saml-provider/')));
    return [...new Set(providers.map(({ name }) => name))].flatMap((provider) => ofProvider(view, role, provider));
  });
}

function ofProvider(view: View, role: Principal, provider: string): Found[] {
  const trust = trustOf(view, role);
  const ofStatements = trust.flatMap(({ conditions }) => conditions);
  const subjects = keys(ofStatements, SUBJECT);
  const audiences = keys(ofStatements, AUDIENCE);
  const admits = (context: Context) =>
    admission(view, role, { type: 'federated', names: [provider] }, 'sts:AssumeRoleWithWebIdentity', context);
  const withAll = (names: readonly string[], values: readonly string[]): Context =>
    Object.fromEntries(names.map((name) => [name, values]));
  const either = (names: readonly string[], value: string) =>
    admits(withAll(names, [])) ?? admits(withAll(names, [value]));
  const found = (severity: Found['severity'], match: Match | undefined, reason: string, fix: string): Found[] =>
    match === undefined
      ? []
      : [
          {
            severity,
            path: role.place.path,
            statement: match.statement.source,
            reason: `${role.place.path} ${reason}${unlessParameters(match.statement, HANGS_ON)}.`,
            fix,
          },
        ];

  const isCognito = provider.startsWith('cognito-identity.');
  const free = SUBJECTS_OF_ANYBODY.flatMap((subject) => either(subjects, subject) ?? [])[0];
  const isLimitedByAmr = isCognito && ofStatements.some(({ key }) => /:amr$/i.test(key));
  const wide = isLimitedByAmr
    ? []
    : found(
        'error',
        free,
        `lets in tokens of ${provider} whatever their subject is`,
        'Ask for the exact subject under StringEquals: "<issuer>:sub".',
      );
  return [
    ...wide,
    ...found(
      'warning',
      either(audiences, ANY_SUBJECT),
      `lets in tokens of ${provider} whatever audience they are for`,
      'Ask for the exact audience under StringEquals: "<issuer>:aud", usually sts.amazonaws.com.',
    ),
    ...(wide.length > 0
      ? []
      : wildcards(ofStatements).flatMap((pattern) => crossing(pattern, subjects, admits, found))),
    ...deadPatterns(view, role),
  ];
}

type Admits = (context: Context) => Match | undefined;
type Report = (severity: Found['severity'], match: Match | undefined, reason: string, fix: string) => Found[];

/** A wildcard for a namespace of Kubernetes, or for a branch, a repository or an owner of GitHub. */
function crossing(pattern: string, subjects: readonly string[], admits: Admits, found: Report): Found[] {
  const [one, other] = ['a1', 'b2'].map((filling) => subjectLike(pattern, filling));
  if (one === undefined || other === undefined || one.group === other.group) return [];
  const [match, second] = [one, other].map(({ text }) =>
    admits(Object.fromEntries(subjects.map((key) => [key, [text]]))),
  );
  return found(
    'warning',
    second && match,
    `lets in subjects of different ${one.of} by the pattern ${pattern}`,
    `Write out the ${one.of.replace(/ies$/, 'y').replace(/s$/, '')}, with a statement for each of several.`,
  );
}

/** A subject that a pattern takes, and what it belongs to. */
function subjectLike(pattern: string, filling: string): { text: string; group: string; of: string } | undefined {
  const text = filledIn(pattern.replace(/^\*(?=:)/, `system:serviceaccount:${filling}`), filling);
  const [kind, first = '', second = ''] = text.split(':');
  if (kind === 'system' || /^[*?s]/.test(pattern)) {
    const [, , namespace = filling] = text.split(':');
    const whole = text.split(':').length >= 4 ? text : `system:serviceaccount:${namespace}:${filling}`;
    return { text: whole, group: namespace, of: 'namespaces' };
  }
  if (kind !== 'repo' && kind !== 'project_path') return undefined;
  const repository = first.includes('/') ? first : `${first}/${filling}`;
  const reference = second === '' ? filling : text.split(':').slice(2).join(':');
  return {
    text: `${kind}:${repository}:${reference}`,
    group: `${repository} ${reference}`,
    of: 'repositories or branches',
  };
}

function wildcards(conditions: readonly Condition[]): string[] {
  const patterns = conditions
    .filter(({ key, operator }) => SUBJECT.test(key) && /stringlike/i.test(operator))
    .flatMap(({ values }) => values.filter((value) => /[*?]/.test(value)));
  return [...new Set(patterns)];
}

function deadPatterns(view: View, role: Principal): Found[] {
  return trustOf(view, role).flatMap(({ effect, conditions, source }) => {
    if (effect !== 'Allow') return [];
    const dead = conditions.filter(
      ({ key, operator, values }) =>
        (SUBJECT.test(key) || AUDIENCE.test(key)) &&
        /stringequals(ignorecase)?(ifexists)?$/i.test(operator) &&
        values.some((value) => /[*?]/.test(value)),
    );
    return dead.map(({ key, operator, values }) => ({
      severity: 'warning' as const,
      path: role.place.path,
      statement: source,
      reason: `${role.place.path} compares ${key} by ${operator} with ${values.join(' or ')}: there a wildcard is a character like any other, so that no token is let in by it.`,
      fix: 'Write the subject out, or use StringLike, with the namespace or repository written out.',
    }));
  });
}

/** All keys of a kind that a trust speaks of. */
function keys(conditions: readonly Condition[], kind: RegExp): string[] {
  return [
    ...new Set(
      conditions
        .filter(({ key, operator }) => kind.test(key) && operatorNamed(operator) !== undefined)
        .map(({ key }) => key),
    ),
  ];
}
