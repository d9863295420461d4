import type { Edge } from '../graph/edge';
import { graphOf } from '../graph/graph';
import type { Estate } from '../model/estate';
import { accountOfRoot } from '../policy/caller';
import { type Statement, isUnknown } from '../policy/statement';
import { segmentsOf } from '../policy/text';
import { SAME, type Section, compareSides } from './compare';
import type { Subject } from './subjects';

const PODS = 'pods.eks.amazonaws.com';
/** What somebody new adds. */
export interface Arrival {
  readonly permissions: Section;
  readonly trust: Section;
  readonly other: readonly string[];
}

/** How somebody becomes a role. A service takes only the roles that it is given. */
const BECOMES = ['assume', 'webIdentity', 'podIdentity'];

/**
 * Tells what a new principal adds. By itself a role is nothing that anybody gains; that somebody who was there before, or who stands
 * outside, may become it, is. A user is somebody from outside already, who has all that it may.
 */
export function newcomer(old: Estate, now: Estate): (subject: Subject) => Arrival {
  const before = new Set(old.model.principals.map(({ id }) => id));
  const ids = new Map(now.model.principals.map((principal) => [principal.id, principal]));
  let into: Map<string, Edge[]> | undefined;
  return ({ type, trust, access, principal, facts }) => {
    if (type === 'user') return { permissions: compareSides({ statements: [] }, access), trust: SAME, other: [] };
    into ??= byTarget(graphOf(now).edges.filter(({ from }) => before.has(from) || !ids.has(from)));
    const callers = (into.get(principal?.id ?? '') ?? []).map(({ from, mechanism }) => {
      const known = ids.get(from);
      if (mechanism === 'podIdentity') return PODS;
      return known === undefined ? from : now.arnOf(known);
    });
    const narrowed = [...new Set(callers)].flatMap((caller) => trust.flatMap((statement) => asFor(statement, caller)));
    const denies = trust.filter(({ effect }) => effect === 'Deny');
    return {
      permissions: SAME,
      trust: compareSides({ statements: [] }, { statements: [...narrowed, ...denies] }),
      other: facts.get('role')?.map((role) => `holds ${role}`) ?? access.statements.flatMap(inWords),
    };
  };
}

/** Those by which somebody becomes a role. */
function byTarget(edges: readonly Edge[]): Map<string, Edge[]> {
  const found = new Map<string, Edge[]>();
  for (const edge of edges) {
    if (!edge.complete || !BECOMES.includes(edge.mechanism) || isService(edge.from)) continue;
    found.set(edge.to, [...(found.get(edge.to) ?? []), edge]);
  }
  return found;
}

function isService(name: string): boolean {
  return /\.amazonaws\.com(\.cn)?$/.test(name) && !name.includes('/');
}

/** A statement that lets somebody in, as far as it is about one caller. */
function asFor(statement: Statement, caller: string): Statement[] {
  const { effect, principals } = statement;
  if (effect !== 'Allow' || principals === undefined || principals.not) return [];
  const account = accountOfRoot(caller) ?? segmentsOf(caller)[4];
  return principals.names.flatMap((name) => {
    const isAccount =
      name.type === 'AWS' && account !== undefined && (name.name === '*' || accountOfRoot(name.name) === account);
    if (name.name !== caller && !isAccount) return [];
    const own = name.type === 'AWS' ? { type: 'AWS' as const, name: caller } : name;
    return [{ ...statement, principals: { not: false, names: [own] } }];
  });
}

function inWords(statement: Statement): string[] {
  const { effect, actions, resources, source } = statement;
  if (isUnknown(statement)) {
    const { Unknown } = source as { readonly Unknown: string };
    return effect === 'Allow' ? [`${Unknown}: it may allow anything`] : [];
  }
  const list = ({ not, patterns }: NonNullable<typeof resources>) => `${not ? 'all but ' : ''}${patterns.join(', ')}`;
  const verb = effect === 'Allow' ? 'may' : 'must not';
  return [`${verb} ${list(actions)}${resources === undefined ? '' : ` on ${list(resources)}`}`];
}
