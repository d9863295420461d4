import { type DataAccess, dataBy, dataOf, levelOf } from '../../../lib/private/access/graph/data';
import { outsideType } from '../../../lib/private/access/graph/graph';
import { withElsewhere } from '../../../lib/private/access/model/elsewhere';
import { Estate, addTo } from '../../../lib/private/access/model/estate';
import type { Gap, Principal } from '../../../lib/private/access/model/model';
import { type DataPolicy, ResourcePolicies } from '../../../lib/private/access/model/resource-policies';
import { accountOfRoot } from '../../../lib/private/access/policy/caller';
import type { PrincipalName, Statement } from '../../../lib/private/access/policy/statement';
import type { ReportData, ReportNode } from '../../../report/report';
import { decidedData } from './decided-data';
import { accountOf, outsideNode } from './outside';
import type { Statements } from './statements';

/** Who gets to data, whatever says so: policies of the principals in view, those given to others, and those of the data itself. */
export interface Reached {
  /** Those of them whom no template makes. */
  readonly strangers: readonly ReportNode[];
  readonly data: readonly ReportData[];
  /** What some of them may do besides, or may not do, by policies and boundaries that are not in view. */
  readonly gaps: readonly Gap[];
}

export function reachedData(own: readonly DataAccess[], estate: Estate, statements: Statements): Reached {
  const wide = new Estate(withElsewhere(estate));
  const resources = new ResourcePolicies(wide);
  const policies = resources.all;
  const elsewhere = wide.model.principals.slice(estate.model.principals.length);
  const grants = policies.flatMap((policy) => grantsOf(wide, policy));
  const principals = new Map(wide.model.principals.map((principal) => [principal.id, principal]));
  const outside = [...new Set(grants.map(({ to }) => to))].filter((id) => !principals.has(id));
  return {
    strangers: [
      ...elsewhere.map((principal) => nodeElsewhere(wide, principal, statements)),
      ...outside.map((id) => ({
        ...outsideNode({ id, type: outsideType(id) }),
        documents: documentsNaming(estate, grants, id, statements),
      })),
    ],
    data: decidedData(
      merged([
        ...[...own, ...elsewhere.flatMap((each) => dataOf(wide, each))].filter((access) =>
          admitted(wide, principals.get(access.principal), access.resource, policies),
        ),
        ...grants.flatMap(({ to, statement, policy }) => dataBy(to, { statements: [about(statement, policy)] })),
      ]),
      wide,
      resources,
    ),
    gaps: unseenPolicies(estate),
  };
}

const MOST_NAMED = 5;

/** One for each policy: nobody's data can tell what it allows, or as a boundary keeps from them. */
function unseenPolicies(estate: Estate): Gap[] {
  const given = new Map<string, string[]>();
  const bounded = new Map<string, string[]>();
  for (const { id, managedPolicies, boundary, place } of estate.model.principals) {
    const unseen = (arn: string) => estate.knownPolicyOf(arn, place) === undefined;
    for (const arn of managedPolicies.filter(unseen)) addTo(given, estate.text(arn, place), id);
    if (boundary !== undefined && unseen(boundary)) addTo(bounded, estate.text(boundary, place), id);
  }
  return [
    ...gapsOf(given, 'this policy is not in view, so the data that it gives is not among what these reach'),
    ...gapsOf(bounded, 'this permissions boundary is not in view, so these may reach less than what is shown'),
  ];
}

function gapsOf(holders: ReadonlyMap<string, readonly string[]>, what: string): Gap[] {
  return [...holders].map(([about, ids]) => {
    const more = ids.length > MOST_NAMED ? ` and ${ids.length - MOST_NAMED} more` : '';
    return { about, what: `${what}: ${ids.slice(0, MOST_NAMED).join(', ')}${more}` };
  });
}

/** A statement of the policy of data, which lets somebody in by name. */
interface Grant {
  readonly to: string;
  readonly statement: Statement;
  readonly policy: DataPolicy;
}

/** Whoever a policy names itself. An account of the app stands for its principals, whose own policies say what they may. */
function grantsOf(estate: Estate, policy: DataPolicy): Grant[] {
  const accounts = new Set([policy.account, ...estate.model.principals.map((each) => estate.accountOf(each))]);
  return policy.statements.flatMap((statement) => {
    const { effect, principals } = statement;
    if (effect !== 'Allow' || principals === undefined) return [];
    const names: readonly PrincipalName[] = principals.not ? [{ type: 'AWS', name: '*' }] : principals.names;
    return names.flatMap(({ name }) => {
      const account = accountOfRoot(name);
      if (account === undefined) return [{ to: estate.principalOf(name)?.id ?? name, statement, policy }];
      return accounts.has(account) ? [] : [{ to: `arn:aws:iam::${account}:root`, statement, policy }];
    });
  });
}

/** A statement as one about its data, which it may write as everything. */
function about(statement: Statement, { type, arn }: DataPolicy): Statement {
  const own = type === 'bucket' ? [arn, `${arn}/*`] : [arn];
  const patterns = statement.resources?.patterns.flatMap((each) => (each === '*' ? own : [each])) ?? own;
  return { ...statement, resources: { not: false, patterns } };
}

/** Whether data of another account lets somebody in at all, as far as its policy is in view. */
function admitted(
  estate: Estate,
  principal: Principal | undefined,
  resource: string,
  policies: readonly DataPolicy[],
): boolean {
  const policy = policies.find(({ arn }) => resource === arn || resource.startsWith(`${arn}/`));
  if (principal === undefined || policy === undefined) return true;
  const [arn, account] = [estate.arnOf(principal), estate.accountOf(principal)];
  if (account === policy.account || [account, policy.account].some((each) => !/^\d{12}$/.test(each))) return true;
  return policy.statements.some(
    ({ effect, principals }) =>
      effect === 'Allow' &&
      (principals?.not !== false ||
        principals.names.some(({ name }) => [arn, '*'].includes(name) || accountOfRoot(name) === account)),
  );
}

/** Of one and the same data each principal has one line. */
function merged(all: readonly DataAccess[]): DataAccess[] {
  const found = new Map<string, DataAccess>();
  for (const each of all) {
    const key = JSON.stringify([each.principal, each.service, each.resource]);
    const actions = [...new Set([...(found.get(key)?.actions ?? []), ...each.actions])].sort();
    found.set(key, { ...each, actions, level: levelOf(actions) });
  }
  return [...found.values()];
}

function nodeElsewhere(estate: Estate, principal: Principal, statements: Statements): ReportNode {
  const { id, type, name, place } = principal;
  const given = estate.model.policies.filter(({ attachedTo, place: from }) =>
    attachedTo.some((each) => estate.principalNamed(each.type, each.name, from) === principal),
  );
  return {
    id,
    type: type === 'permission set' ? 'permissionSet' : type,
    name: estate.text(name, place).replace(/^arn:.*\//, ''),
    ...accountOf(id),
    path: '',
    arn: id,
    documents: given.map((policy) =>
      statements.document(estate.text(policy.name, policy.place), policy.document, policy.place),
    ),
  };
}

function documentsNaming(estate: Estate, grants: readonly Grant[], id: string, statements: Statements) {
  const names = new Set(grants.filter(({ to }) => to === id).map(({ policy }) => policy.arn));
  return estate.model.resources
    .filter(({ arn, place, policy }) => policy !== undefined && names.has(estate.text(arn, place)))
    .map(({ policy, place }) => statements.document(`policy of ${place.path}`, policy, place));
}
