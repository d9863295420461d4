import { Estate } from '../model/estate';
import type { AccessModel, ManagedPolicy, Place, Principal, PrincipalType } from '../model/model';
import { type CanonicalStatement, canonicalStatements, compare, underCondition } from './statements';
import { Words } from './words';

/** What is known of one role, user, group or managed policy. Members that do not apply are left out. */
export interface PolicySnapshotEntry {
  /** `unread` for something that may hold policies of which nothing is known. */
  readonly type: PrincipalType | 'managed policy' | 'unread';
  /** When CloudFormation makes the role, user or group; absent for always. */
  readonly condition?: string;
  /** Who may assume the role. */
  readonly trust?: readonly CanonicalStatement[];
  /** What all policies below the scope allow and deny together. */
  readonly permissions?: readonly CanonicalStatement[];
  /** The ARNs of attached policies that are not made below the scope. */
  readonly managedPolicies?: readonly string[];
  readonly permissionsBoundary?: string;
  /** In seconds. */
  readonly maxSessionDuration?: number | string;
  /** The groups that a user belongs to. */
  readonly groups?: readonly string[];
  /** What is not read of it, in words. */
  readonly notShown?: readonly string[];
}

/** The policies below a scope, by construct path relative to it. */
export type PolicySnapshotEntries = Readonly<Record<string, PolicySnapshotEntry>>;

/** The part of an app that a snapshot shows. */
export interface View {
  /** The construct path from which all others are written. */
  readonly scope: string;
  readonly isBelow: (path: string) => boolean;
}

/** An entry while its policies are gathered. */
interface Draft {
  readonly type: PolicySnapshotEntry['type'];
  readonly principal?: Principal;
  readonly documents: unknown[];
  readonly managedPolicies: Set<string>;
  readonly groups: Set<string>;
  readonly notShown: Set<string>;
}

/** CDK's own means of references between regions, which come and go with the flag `defaultCrossStackReferences`. */
const REFERENCE_PLUMBING = /(^|\/)Custom::CrossRegionExport(Reader|Writer)CustomResourceProvider\//;

/** Gathers what the policies in view say, by the principals that they are attached to. */
export function snapshotEntries(model: AccessModel, { scope, isBelow }: View): PolicySnapshotEntries {
  const { stacks, principals, policies, memberships, gaps } = model;
  const estate = new Estate(model);
  const words = new Words(
    scope,
    stacks.map(({ path }) => path),
  );
  const drafts = new Map<string, Draft>();
  const draft = (key: string, type: Draft['type'], principal?: Principal): Draft => {
    const known = drafts.get(key) ?? {
      type,
      principal,
      documents: [],
      managedPolicies: new Set(),
      groups: new Set(principal?.groups.map((group) => words.text(group))),
      notShown: new Set(),
    };
    drafts.set(key, known);
    return known;
  };
  const isShown = (path: string) => isBelow(path) && !REFERENCE_PLUMBING.test(path);
  const own = <T extends { readonly place: Place }>(list: readonly T[]) =>
    list.filter(({ place }) => isShown(place.path));
  /** The entry of a principal that a policy or a membership of a template names. */
  const named = (type: PrincipalType, name: string, place: Place): Draft => {
    const principal = estate.principalNamed(type, name, place);
    const key = principal === undefined ? keyOfName({ type, name }, place) : words.path(principal.place.path);
    return draft(key, type);
  };
  /** The key of a principal that the app does not make: its name, in its account. */
  const keyOfName = ({ type, name }: { type: PrincipalType; name: string }, { stack: path }: Place): string => {
    const { account, stage = '' } = stacks.find((stack) => stack.path === path) ?? {};
    const from = isBelow(stage) ? words.path(stage) : '.';
    const where = account ?? (from === '.' ? '${AWS::AccountId}' : `${from}/\${AWS::AccountId}`);
    return `${where}:${type}/${words.text(name)}`;
  };
  const documentOf = ({ document, place }: { document: unknown; place?: Place }) =>
    words.value(underCondition(place?.condition, document));
  const attached = new Set<ManagedPolicy>();
  const boundaries = new Set<ManagedPolicy | undefined>();

  for (const { boundary, place } of principals) {
    if (boundary !== undefined) boundaries.add(estate.policyOf(boundary, place));
  }
  for (const principal of own(principals)) {
    const { type, place } = principal;
    const { documents, managedPolicies } = draft(words.path(place.path), type, principal);
    documents.push(...principal.policies.map(documentOf));
    for (const arn of principal.managedPolicies) {
      const policy = estate.policyOf(arn, place);
      if (policy === undefined || !isShown(policy.place.path)) {
        managedPolicies.add(words.text(arn));
        continue;
      }
      documents.push(documentOf(policy));
      attached.add(policy);
    }
  }
  for (const policy of own(policies)) {
    const { attachedTo, place } = policy;
    for (const { type, name } of attachedTo) named(type, name, place).documents.push(documentOf(policy));
    if (attachedTo.length > 0) attached.add(policy);
    if (!attached.has(policy) || boundaries.has(policy)) {
      draft(words.path(place.path), 'managed policy').documents.push(documentOf(policy));
    }
  }
  for (const { users, group, place } of own(memberships)) {
    const name = place.condition === undefined ? group : `${group} if ${place.condition}`;
    for (const user of users) named('user', user, place).groups.add(words.text(name));
  }
  for (const { about, what } of gaps.filter((gap) => isShown(gap.about))) {
    draft(words.path(about), 'unread').notShown.add(words.text(what));
  }
  const byKey = [...drafts].sort(([a], [b]) => compare(a, b));
  return Object.fromEntries(byKey.map(([key, each]) => [key, entryOf(each, words)]));
}

function entryOf(draft: Draft, words: Words): PolicySnapshotEntry {
  const { type, principal, documents } = draft;
  const { place, trust, boundary, maxSessionDuration } = principal ?? {};
  const list = (texts: ReadonlySet<string>) => (texts.size === 0 ? undefined : [...texts].sort(compare));
  const entry: PolicySnapshotEntry = {
    type,
    condition: place?.condition === undefined ? undefined : words.text(place.condition),
    trust: trust === undefined ? undefined : canonicalStatements([words.value(trust)]),
    permissions: documents.length === 0 ? undefined : canonicalStatements(documents),
    managedPolicies: list(draft.managedPolicies),
    permissionsBoundary: boundary === undefined ? undefined : words.text(boundary),
    maxSessionDuration: words.value(maxSessionDuration) as number | string | undefined,
    groups: list(draft.groups),
    notShown: list(draft.notShown),
  };
  return Object.fromEntries(
    Object.entries(entry).filter(([, value]) => value !== undefined),
  ) as unknown as PolicySnapshotEntry;
}
