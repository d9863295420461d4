import type { ActionTable } from './actions';
import { type Box, boxOf, identityOf, isUnclear, loosenedBox, placeholdersOf } from './boxes';
import { withoutCovered } from './covered';
import { type KeyTypes, keyTypes } from './keys';
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
  const comparer = new Comparer(old, now, actions, limit);
  const gains = comparer.differences(old, now);
  const losses = comparer.differences(now, old);
  const undecided = [...gains.undecided, ...losses.undecided];
  const differences = { gained: gains.found, lost: losses.found, undecided };
  return { change: changeOf(differences), ...differences };
}

/** Most principals of two estates are the same, to the letter. */
function saysTheSame(old: Access, now: Access): boolean {
  const said = ({ statements, boundary }: Access) =>
    JSON.stringify([statements, boundary].map((list) => list && [...new Set(list.map(identityOf))].sort()));
  return said(old) === said(now);
}

/** The boxes of an access, by what they say. */
interface Side {
  readonly allows: ReadonlyMap<string, Box>;
  readonly denies: ReadonlyMap<string, Box>;
  /** What the boundary allows. */
  readonly within: ReadonlyMap<string, Box> | undefined;
}

/** A question, and the statement that makes the difference if there is such a request. */
interface Candidate extends Question {
  readonly about: Box;
}

/** Looks for what one of two accesses allows, and the other does not. */
class Comparer {
  private readonly types: KeyTypes;
  private readonly solver: Solver;
  private readonly sides: ReadonlyMap<Access, Side>;
  private readonly boxes: readonly Box[];

  constructor(
    old: Access,
    now: Access,
    private readonly actions: ActionTable | undefined,
    limit: number,
  ) {
    const accesses = [old, now];
    const statements = accesses.flatMap(({ statements: own, boundary = [] }) => [...own, ...boundary]);
    this.types = keyTypes(statements, actions);
    this.solver = new Solver(this.types, new Budget(limit));
    const ids = new Map<string, string>();
    this.sides = new Map(accesses.map((access) => [access, sideOf(access, this.types, ids)]));
    this.boxes = [...this.sides.values()].flatMap(({ allows, denies, within = [] }) =>
      [...allows, ...denies, ...within].map(([, box]) => box),
    );
  }

  public differences(old: Access, now: Access): { found: Difference[]; undecided: Undecided[] } {
    const found = new Map<Box, Difference>();
    const undecided = new Map<Box, Undecided>();
    for (const candidate of candidates(this.sides.get(old) as Side, this.sides.get(now) as Side)) {
      const { about } = candidate;
      const question = found.has(about) ? undefined : withoutCovered(candidate);
      if (question === undefined) continue;
      const { source: statement } = about.statement;
      try {
        const result = this.answer(question, old, now);
        if (typeof result === 'object') found.set(about, { statement, witness: result });
        else if (result !== undefined) undecided.set(about, { statement, why: result });
      } catch (error) {
        if (!(error instanceof BudgetSpent)) throw error;
        undecided.set(about, { statement, why: 'the search was given up, because the policies are too entangled' });
      }
    }
    for (const box of found.keys()) undecided.delete(box);
    return { found: [...found.values()], undecided: [...undecided.values()] };
  }

  /** A witness, the reason why there may be one, or undefined if there is none. */
  private answer(question: Candidate, old: Access, now: Access): Witness | string | undefined {
    const { inside, outside } = question;
    let unconfirmed: string | undefined;
    if (!inside.some(hasUnclear)) {
      for (const point of this.points({ inside, outside: outside.map(forSure) })) {
        const request = requestOf(point, this.boxes, this.types);
        const witness = confirmed(request, old, now, reliedOn(point, this.boxes));
        if (witness !== undefined) return witness;
        unconfirmed ??= `${request.action} on ${request.resource ?? 'the role'} may be gained: the request could not be confirmed`;
      }
    }
    if (unconfirmed !== undefined || !mayBeMore(question)) return unconfirmed;
    const possible = {
      inside: inside.map((box) => loosenedBox(box, 'inside')),
      outside: outside.map((box) => loosenedBox(box, 'outside')),
    };
    const [point] = this.points(possible);
    if (point === undefined) return undefined;
    const reasons = [
      ...reliedOn(point, [...inside, ...outside].filter(hasUnclear)),
      ...inside.concat(outside).flatMap(placeholdersOf),
    ];
    return `it depends on ${[...new Set(reasons)].join(', ')}`;
  }

  private *points(question: Question): Generator<Point> {
    for (const space of spacesOf(question, this.actions)) {
      const point = findRequest(question, space, this.solver);
      if (point !== undefined) yield point;
    }
  }
}

function sideOf(access: Access, types: KeyTypes, ids: Map<string, string>): Side {
  const boxes = (statements: readonly Statement[], effect: Statement['effect']) =>
    new Map(
      statements
        .filter((statement) => statement.effect === effect)
        .map((statement) => boxOf(statement, types, ids))
        .map((box) => [box.identity, box]),
    );
  const { statements, boundary } = access;
  return {
    allows: boxes(statements, 'Allow'),
    denies: boxes([...statements, ...(boundary ?? [])], 'Deny'),
    within: boundary && boxes(boundary, 'Allow'),
  };
}

/** What may be gained: by an Allow that is new, by one of a boundary, or by a Deny that is gone. */
function candidates(old: Side, now: Side): Candidate[] {
  const [allows, denies] = [[...old.allows.values()], [...now.denies.values()]];
  const gone = [...old.denies.values()].filter(({ identity }) => !now.denies.has(identity));
  return [...now.allows.values()].flatMap((allow) =>
    [...(now.within?.values() ?? [undefined])].flatMap((within) => {
      const inside = within === undefined ? [allow] : [allow, within];
      const isWithin = within !== undefined && old.within?.has(within.identity) === true;
      return [
        ...(old.allows.has(allow.identity) ? [] : [{ about: allow, inside, outside: [...denies, ...allows] }]),
        ...(old.within === undefined || isWithin
          ? []
          : [{ about: within ?? allow, inside, outside: [...denies, ...old.within.values()] }]),
        ...gone.map((deny) => ({ about: deny, inside: [deny, ...inside], outside: denies })),
      ];
    }),
  );
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

/** What differences come to. */
export function changeOf(differences: Readonly<Record<'gained' | 'lost' | 'undecided', readonly unknown[]>>) {
  const [isWider, isNarrower] = [differences.gained.length > 0, differences.lost.length > 0];
  if (differences.undecided.length > 0) return 'undecided';
  if (isWider) return isNarrower ? 'both' : 'wider';
  return isNarrower ? 'narrower' : 'same';
}
