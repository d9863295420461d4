import type { Estate } from '../model/estate';
import type { DataResource, Place, Principal, PrincipalType } from '../model/model';
import { type DataPolicy, ResourcePolicies } from '../model/resource-policies';
import type { Access } from '../policy/decide';
import { type Statement, unknownStatements } from '../policy/statement';

/** Whoever or whatever has policies in a model: principals, those elsewhere to whom it gives policies, policies alone, what holds a role, and data. */
export interface Subject {
  readonly path: string;
  /** What it is the same by where its path may differ. */
  readonly key?: string;
  readonly type: PrincipalType | DataResource['type'] | 'managed policy' | 'instance profile' | 'pod identity';
  readonly access: Access;
  readonly trust: readonly Statement[];
  /** What differs by itself, whatever the policies say; each with its name. */
  readonly facts: ReadonlyMap<string, readonly string[]>;
  /** In seconds, or a text where only CloudFormation knows it. */
  readonly maxSessionDuration: number | string;
  /** Undefined for what the model does not hold itself. */
  readonly principal?: Principal;
  /** Of data, which lets others in itself. */
  readonly data?: DataPolicy;
}

/** What IAM takes for a role that says nothing. */
const AN_HOUR = 3600;

/** By their paths and types. */
export function subjectsOf(estate: Estate): Map<string, Subject> {
  const { principals } = estate.model;
  const all = [
    ...principals.map((each) => ofPrincipal(estate, each)),
    ...elsewhere(estate),
    ...holders(estate),
    ...new ResourcePolicies(estate).all.map((data) => ({ ...byPolicies(data.name, data.type, []), data })),
  ];
  return new Map(all.map((subject) => [`${subject.key ?? subject.path}\n${subject.type}`, subject]));
}

function ofPrincipal(estate: Estate, principal: Principal): Subject {
  const { id, type, boundary, managedPolicies, maxSessionDuration = AN_HOUR, tags, place } = principal;
  const { statements, boundary: within } = estate.accessOf(principal);
  const groups = groupsOf(estate, principal);
  const known = new Set(estate.groupsOf(principal).map((group) => group.id));
  const unseen = groups.filter((name) => !known.has(name));
  const policies = managedPolicies.filter((arn) => estate.policyOf(arn, place) === undefined);
  const facts = new Map([
    ['condition', place.condition === undefined ? [] : [place.condition]],
    ['managed policies', policies.map((arn) => estate.text(arn, place))],
    ['permissions boundary', boundary === undefined ? [] : [estate.text(boundary, place)]],
    ['groups', groups],
    ['tags', Object.entries(tags).map(([key, value]) => `${key}=${value}`)],
  ]);
  return {
    path: id,
    type,
    access: {
      statements: [
        ...statements,
        ...unseen.flatMap((name) => unknownStatements(`what the group ${name} may do is not in view`)),
      ],
      boundary: within,
    },
    trust: estate.trustOf(principal),
    facts,
    maxSessionDuration,
    principal,
  };
}

/** As it, or a membership, names them; a group of the model by its path, whoever names it how. */
function groupsOf(estate: Estate, principal: Principal): string[] {
  const { name, type, groups, place } = principal;
  if (type !== 'user') return [];
  const named = (group: string, from: Place) => estate.principalNamed('group', group, from)?.id ?? group;
  const joined = estate.model.memberships.filter(({ users, place: from }) =>
    users.some((user) => user === name || estate.principalNamed('user', user, from) === principal),
  );
  return [...groups.map((group) => named(group, place)), ...joined.map(({ group, place: from }) => named(group, from))];
}

/** Those whom the model gives policies or groups without holding them, and managed policies that it gives to nobody. */
function elsewhere(estate: Estate): Subject[] {
  const { policies, principals, memberships } = estate.model;
  const given = policies.flatMap(({ attachedTo, document, place }) =>
    attachedTo
      .filter(({ type, name }) => estate.principalNamed(type, name, place) === undefined)
      .map(({ type, name }) => ({
        type,
        name,
        place,
        statements: estate.statements(document, place, place.condition),
      })),
  );
  const joined = memberships.flatMap(({ group, users, place }) =>
    users
      .filter((name) => estate.principalNamed('user', name, place) === undefined)
      .map((name) => ({ type: 'user' as const, name, place, statements: statementsOfGroup(estate, group, place) })),
  );
  const outsiders = new Map<string, Subject>();
  for (const { type, name, place, statements } of [...given, ...joined]) {
    const path = pathElsewhere(estate, type, name, place);
    const known = outsiders.get(path)?.access.statements ?? [];
    outsiders.set(path, byPolicies(path, type, [...known, ...statements]));
  }
  const used = new Set([
    ...principals.flatMap(({ managedPolicies, boundary, place }) =>
      [...managedPolicies, ...(boundary === undefined ? [] : [boundary])].map((arn) => estate.policyOf(arn, place)),
    ),
    ...policies.filter(({ attachedTo }) => attachedTo.length > 0),
  ]);
  const alone = policies.filter((policy) => !used.has(policy));
  return [
    ...outsiders.values(),
    ...alone.map(({ place, document }) =>
      byPolicies(place.path, 'managed policy', estate.statements(document, place, place.condition)),
    ),
  ];
}

function statementsOfGroup(estate: Estate, name: string, place: Place): readonly Statement[] {
  const group = estate.principalNamed('group', name, place);
  return group === undefined
    ? unknownStatements(`what the group ${name} may do is not in view`)
    : estate.accessOf(group).statements;
}

function byPolicies(path: string, type: Subject['type'], statements: readonly Statement[]): Subject {
  return { path, type, access: { statements }, trust: [], facts: new Map(), maxSessionDuration: AN_HOUR };
}

/** Machines and pods may do what the role does that they are given. */
function holders(estate: Estate): Subject[] {
  const { instanceProfiles, podIdentities } = estate.model;
  const profiles = instanceProfiles.map(({ roles, place }) => ({
    type: 'instance profile' as const,
    roles,
    place,
    key: undefined,
  }));
  // A cluster has one association for each of its service accounts, whatever construct makes it.
  const pods = podIdentities.map(({ role, place, cluster, namespace, serviceAccount }) => ({
    type: 'pod identity' as const,
    roles: [role],
    place,
    key: [estate.accountAt(place) ?? place.stack, cluster, namespace, serviceAccount].join('/'),
  }));
  return [...profiles, ...pods].map(({ type, roles: [name = ''], place, key }) => {
    const role = estate.principalNamed('role', name, place);
    const statements = unknownStatements(`what the role ${name} may do is not in view`);
    return {
      ...byPolicies(place.path, type, statements),
      key,
      ...(role === undefined ? {} : { access: estate.accessOf(role) }),
      facts: new Map([['role', [role?.id ?? estate.text(name, place)]]]),
    };
  });
}

function pathElsewhere({ model }: Estate, type: PrincipalType, name: string, { stack }: Place): string {
  const { account, stage = '' } = model.stacks.find(({ path }) => path === stack) ?? {};
  const prefix = account ?? stage;
  return `${prefix === '' ? '' : `${prefix}:`}${type}/${name}`;
}
