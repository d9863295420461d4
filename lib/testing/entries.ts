import type { IamResources, Identity, IdentityType, Policy } from '../private/reader/identities';
import { type CanonicalStatement, canonicalStatements, compare } from '../private/reader/statements';
import type { Template } from '../private/reader/templates';

/** What is known of one role, user, group or managed policy. Members that do not apply are left out. */
export interface PolicySnapshotEntry {
  readonly type: IdentityType | 'managed policy';
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
}

/** The policies below a scope, by construct path relative to it. */
export type PolicySnapshotEntries = Readonly<Record<string, PolicySnapshotEntry>>;

/** The part of an app that a snapshot shows, and how it names constructs. */
export interface View {
  readonly isBelow: (path: string) => boolean;
  readonly nameOf: (path: string) => string;
}

/** An entry while its policies are gathered. */
interface Draft {
  readonly type: PolicySnapshotEntry['type'];
  readonly identity?: Identity;
  readonly documents: unknown[];
  readonly managedPolicies: Set<string>;
  readonly groups: Set<string>;
}

/** CDK's own means of references between regions, which come and go with the flag `defaultCrossStackReferences`. */
const REFERENCE_PLUMBING = /(^|\/)Custom::CrossRegionExport(Reader|Writer)CustomResourceProvider\//;

/** Gathers what the policies in view say, by the identities that they are attached to. */
export function snapshotEntries(resources: IamResources, view: View): PolicySnapshotEntries {
  const drafts = new Map<string, Draft>();
  const draft = (key: string, type: Draft['type'], identity?: Identity): Draft => {
    const known = drafts.get(key) ?? {
      type,
      identity,
      documents: [],
      managedPolicies: new Set(),
      groups: new Set(identity?.groups),
    };
    drafts.set(key, known);
    return known;
  };
  const isShown = ({ path }: { path: string }) => view.isBelow(path) && !REFERENCE_PLUMBING.test(path);
  /** The entry of an identity that a policy or a membership of a template names. */
  const named = (type: IdentityType, name: string, from: Template): Draft => {
    const identity = resources.find(type, name, from);
    const key = identity === undefined ? keyOfName({ type, name }, from, view) : view.nameOf(identity.path);
    return draft(key, type);
  };
  const attached = new Set<Policy>();
  const boundaries = new Set<Policy | undefined>();

  for (const identity of resources.identities) {
    const { permissionsBoundary = '', template } = identity;
    boundaries.add(resources.findManagedPolicy(permissionsBoundary, template));
    if (!isShown(identity)) continue;
    const { documents, managedPolicies } = draft(view.nameOf(identity.path), identity.type, identity);
    documents.push(...identity.inlinePolicies);
    for (const arn of identity.managedPolicies) {
      const policy = resources.findManagedPolicy(arn, template);
      if (policy === undefined || !isShown(policy)) {
        managedPolicies.add(arn);
        continue;
      }
      documents.push(policy.document);
      attached.add(policy);
    }
  }
  for (const policy of resources.policies.filter(isShown)) {
    for (const { type, name } of policy.attachedTo) {
      named(type, name, policy.template).documents.push(policy.document);
    }
    if (policy.attachedTo.length > 0) attached.add(policy);
    if (!attached.has(policy) || boundaries.has(policy)) {
      draft(view.nameOf(policy.path), 'managed policy').documents.push(policy.document);
    }
  }
  for (const { users, group, template } of resources.memberships.filter(isShown)) {
    for (const user of users) named('user', user, template).groups.add(group);
  }
  const byKey = [...drafts].sort(([a], [b]) => compare(a, b));
  return Object.fromEntries(byKey.map(([key, each]) => [key, entryOf(each)]));
}

/** The key of an identity that the app does not make: its name, in its account. */
function keyOfName({ type, name }: { type: IdentityType; name: string }, template: Template, view: View): string {
  const stage = view.isBelow(template.stagePath) ? view.nameOf(template.stagePath) : '.';
  const where = template.account ?? (stage === '.' ? '${AWS::AccountId}' : `${stage}/\${AWS::AccountId}`);
  return `${where}:${type}/${name}`;
}

function entryOf({ type, identity, documents, managedPolicies, groups }: Draft): PolicySnapshotEntry {
  const { condition, trust, permissionsBoundary, maxSessionDuration } = identity ?? {};
  const entry: PolicySnapshotEntry = {
    type,
    condition,
    trust: trust === undefined ? undefined : canonicalStatements([trust]),
    permissions: documents.length === 0 ? undefined : canonicalStatements(documents),
    managedPolicies: managedPolicies.size === 0 ? undefined : [...managedPolicies].sort(compare),
    permissionsBoundary,
    maxSessionDuration,
    groups: groups.size === 0 ? undefined : [...groups].sort(compare),
  };
  return Object.fromEntries(
    Object.entries(entry).filter(([, value]) => value !== undefined),
  ) as unknown as PolicySnapshotEntry;
}
