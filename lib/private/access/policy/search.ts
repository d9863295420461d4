import { ASSUMPTION, type Box, type Literal, holds, opposite } from './boxes';
import type { Solver, Space } from './solver';

/** Whether there is a request inside some boxes and outside others. */
export interface Question {
  readonly inside: readonly Box[];
  readonly outside: readonly Box[];
}

/** The values of a request by dimension: none for a key that it lacks. */
export type Point = ReadonlyMap<string, readonly string[]>;

type Constraints = ReadonlyMap<string, readonly Literal[]>;

/**
 * A request inside all of some boxes and outside all of others; undefined if there is none.
 *
 * Any request inside is taken. An outside box that holds it must be left by one of the things that it says: one branch each, in which
 * what it says before still holds, so that no request is looked at twice.
 */
export function findRequest({ inside, outside }: Question, space: Space, solver: Solver): Point | undefined {
  const isTrust = [...inside, ...outside].some(({ statement }) => statement.principals !== undefined);
  const constraints = inside.flatMap(({ literals }) => literals).reduce(and, new Map<string, Literal[]>());
  const point = new Map<string, readonly string[]>();
  for (const dimension of new Set(['action', isTrust ? 'caller' : 'resource', ...constraints.keys()])) {
    const values = solver.valuesOf(dimension, constraints.get(dimension) ?? [], space);
    if (values === undefined) return undefined;
    point.set(dimension, values);
  }
  const leave = (within: Constraints, at: Point): Point | undefined => {
    solver.budget.spend(outside.length);
    const box = outside.find(({ literals }) => literals.every((each) => holds(each, valuesAt(at, each.dimension))));
    if (box === undefined) return at;
    let before = within;
    for (const literal of box.literals) {
      const { dimension } = literal;
      const narrower = and(before, opposite(literal));
      before = and(before, literal);
      const values = solver.valuesOf(dimension, narrower.get(dimension) ?? [], space);
      const found = values && leave(narrower, new Map([...at, [dimension, values]]));
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return leave(constraints, point);
}

/** Of an assumption that nothing asks for, that it is not so. */
export function valuesAt(point: Point, dimension: string): readonly string[] {
  return point.get(dimension) ?? (dimension.startsWith(ASSUMPTION) ? ['false'] : []);
}

function and(constraints: Constraints, literal: Literal): Constraints {
  const known = constraints.get(literal.dimension) ?? [];
  if (known.some(({ id }) => id === literal.id)) return constraints;
  return new Map([...constraints, [literal.dimension, [...known, literal]]]);
}
