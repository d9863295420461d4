import type { ActionTable } from './actions';
import { type Box, boxOf, identityOf, isUnclear, loosenedBox, placeholdersOf } from './boxes';
import { withoutCovered } from './covered';
import { type KeyType, keyTypes } from './keys';
import { type Point, type Question, findRequest } from './search';
import { spacesOf } from './spaces';
import type { Statement } from './statement';
import type { Access } from './decide';
import { type Witness, confirmed, reliedOn, requestOf } from './witness';
import { Solver } from './solver';
import { Budget, BudgetSpent } from './words';

/** A difference, by the statement that makes it: one that allows more, or one that denied it. */
export interface Difference {
  /** As it stands in its document. */
  readonly statement: unknown;
  readonly witness: Witness;
}

/** What could not be decided, which may be a difference. */
export interface Undecided {
  readonly statement: unknown;
  readonly why: string;
}

export interface Comparison {
  readonly change: 'same' | 'wider' | 'narrower' | 'both' | 'undecided';
  readonly gained: readonly Difference[];
  readonly lost: readonly Difference[];
  readonly undecided: readonly Undecided[];
}

export interface CompareOptions {
  /** The actions that there are; without it, every text is an action. */
  readonly actions?: ActionTable;
  /** How many steps a search takes at most. */
  readonly limit?: number;
}

/** About a second. */
const LIMIT = 3_000_000;

/**
 * What each of two accesses allows that the other does not.
 *
 * Exact: where nothing is gained or undecided, every request that is allowed now was allowed before. Each difference comes with a
 * request that a plain evaluator has decided anew on both sides.
 */
export function compareAccess(old: Access, now: Access, { actions, limit = LIMIT }: CompareOptions = {}): Comparison {
  if (saysTheSame(old, now)) return { change: 'same', gained: [], lost: [], undecided: [] };
  const statements = [old, now].flatMap(({ statements: own, boundary = [] }) => [...own, ...boundary]);
  const types = keyTypes(statements, actions);
  const context = { types, actions, solver: new Solver(types, new Budget(limit)) };
  const ids = new Map<string, string>();
  const [before, after] = [sideOf(old, types, ids), sideOf(now, types, ids)];
  const gains = differences(before, after, context);
  const losses = differences(after, before, context);
  const undecided = [...gains.undecided, ...losses.undecided];
  const [gained, lost] = [gains.found, losses.found];
  return { change: changeOf(gained.length > 0, lost.length > 0, undecided.length > 0), gained, lost, undecided };
}

/** Most principals of two estates are the same, to the letter. */
function saysTheSame(old: Access, now: Access): boolean {
  const said = ({ statements, boundary }: Access) =>
    JSON.stringify([statements, boundary].map((list) => list && [...new Set(list.map(identityOf))].sort()));
  return said(old) === said(now);
}

interface Side {
  readonly access: Access;
  readonly allows: readonly Box[];
  readonly denies: readonly Box[];
  /** What the boundary allows. */
  readonly within: readonly Box[] | undefined;
}

interface Context {
  readonly types: ReadonlyMap<string, KeyType | 'unclear'>;
  readonly actions: ActionTable | undefined;
  readonly solver: Solver;
}

/** A question, and the statement that makes the difference if there is such a request. */
interface Candidate extends Question {
  readonly about: Box;
}

function sideOf(access: Access, types: Context['types'], ids: Map<string, string>): Side {
  const boxes = (statements: readonly Statement[]) => statements.map((statement) => boxOf(statement, types, ids));
  const own = boxes(access.statements);
  const boundary = access.boundary && boxes(access.boundary);
  return {
    access,
    allows: unique(own.filter(isAllow)),
    denies: unique([...own, ...(boundary ?? [])].filter((box) => !isAllow(box))),
    within: boundary && unique(boundary.filter(isAllow)),
  };
}

function differences(old: Side, now: Side, context: Context): { found: Difference[]; undecided: Undecided[] } {
  const found = new Map<Box, Difference>();
  const undecided = new Map<Box, Undecided>();
  const boxes = [old, now].flatMap(({ allows, denies, within = [] }) => [...allows, ...denies, ...within]);
  for (const candidate of candidates(old, now)) {
    const { about } = candidate;
    const question = found.has(about) ? undefined : withoutCovered(candidate);
    if (question === undefined) continue;
    const { source: statement } = about.statement;
    try {
      const result = answer(question, boxes, old.access, now.access, context);
      if (typeof result === 'object') found.set(about, { statement, witness: result });
      else if (result !== undefined) undecided.set(about, { statement, why: result });
    } catch (error) {
      if (!(error instanceof BudgetSpent)) throw error;
      undecided.set(about, { statement, why: 'the search was given up, because the policies are too entangled' });
    }
  }
  return {
    found: [...found.values()],
    undecided: [...undecided].filter(([box]) => !found.has(box)).map(([, each]) => each),
  };
}

/** What may be gained: by an Allow that is new, by one of a boundary, or by a Deny that is gone. */
function candidates(old: Side, now: Side): Candidate[] {
  const allowedBefore = identities(old.allows);
  const withinBefore = old.within && identities(old.within);
  const denied = identities(now.denies);
  const gone = old.denies.filter(({ identity }) => !denied.has(identity));
  return now.allows.flatMap((allow) =>
    (now.within ?? [undefined]).flatMap((within) => {
      const inside = within === undefined ? [allow] : [allow, within];
      const isWithin = within !== undefined && (withinBefore?.has(within.identity) ?? true);
      return [
        ...(allowedBefore.has(allow.identity)
          ? []
          : [{ about: allow, inside, outside: [...now.denies, ...old.allows] }]),
        ...(old.within === undefined || isWithin
          ? []
          : [{ about: within ?? allow, inside, outside: [...now.denies, ...old.within] }]),
        ...gone.map((deny) => ({ about: deny, inside: [deny, ...inside], outside: now.denies })),
      ];
    }),
  );
}

/** A witness, the reason why there may be one, or undefined if there is none. */
function answer(
  question: Candidate,
  boxes: readonly Box[],
  old: Access,
  now: Access,
  context: Context,
): Witness | string | undefined {
  const { inside, outside } = question;
  let unconfirmed: string | undefined;
  if (!inside.some(hasUnclear)) {
    for (const point of points({ inside, outside: outside.map(forSure) }, context)) {
      const request = requestOf(point, boxes, context.types);
      const witness = confirmed(request, old, now, reliedOn(point, boxes));
      if (witness !== undefined) return witness;
      unconfirmed ??= `${request.action} on ${request.resource ?? 'the role'} may be gained: the request could not be confirmed`;
    }
  }
  if (unconfirmed !== undefined) return unconfirmed;
  if (!mayBeMore(question)) return undefined;
  const possible = {
    inside: inside.map((box) => loosenedBox(box, 'inside')),
    outside: outside.map((box) => loosenedBox(box, 'outside')),
  };
  const [point] = points(possible, context);
  if (point === undefined) return undefined;
  const reasons = [
    ...reliedOn(point, [...inside, ...outside].filter(hasUnclear)),
    ...inside.concat(outside).flatMap(placeholdersOf),
  ];
  return `it depends on ${[...new Set(reasons)].join(', ')}`;
}

function* points(question: Question, { actions, solver }: Context): Generator<Point> {
  for (const space of spacesOf(question, actions)) {
    const point = findRequest(question, space, solver);
    if (point !== undefined) yield point;
  }
}

/**
 * Whether there may be requests that the search for sure ones leaves out: where something is unclear, and where a `${…}` may be a
 * text that another box names. A lone inside box needs no such luck, nor does an outside box that names what it holds.
 */
function mayBeMore({ inside, outside }: Question): boolean {
  const negates = ({ literals }: Box) =>
    literals.some(({ test }) => test.negated && test.patterns.some(({ hasPlaceholders }) => hasPlaceholders));
  return (
    [...inside, ...outside].some(hasUnclear) ||
    (inside.length > 1 && inside.some((box) => placeholdersOf(box).length > 0)) ||
    outside.some(negates)
  );
}

/** An outside box with all that it may hold. */
function forSure(box: Box): Box {
  return { ...box, literals: box.literals.filter((literal) => !isUnclear(literal)) };
}

function hasUnclear({ literals }: Box): boolean {
  return literals.some(isUnclear);
}

function isAllow({ statement }: Box): boolean {
  return statement.effect === 'Allow';
}

function unique(boxes: readonly Box[]): Box[] {
  return [...new Map(boxes.map((box) => [box.identity, box])).values()];
}

function identities(boxes: readonly Box[]): Set<string> {
  return new Set(boxes.map(({ identity }) => identity));
}

function changeOf(isWider: boolean, isNarrower: boolean, isUndecided: boolean): Comparison['change'] {
  if (isUndecided) return 'undecided';
  if (isWider) return isNarrower ? 'both' : 'wider';
  return isNarrower ? 'narrower' : 'same';
}
