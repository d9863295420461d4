import { type Values } from './conditions';

/** Requests whose resource, and each of whose keys by itself, has one of some values. */
export type Box = readonly Values[];

export function intersect(a: Box, b: Box): Box | undefined {
  const common = a.map((values, index) => both(values, b[index]!));
  return common.some(isNone) ? undefined : common;
}

/** What is in one of the boxes and in none of those that are removed. */
export function subtract(boxes: Box[], removed: Box[]): Box[] {
  return removed.reduce((left, box) => left.flatMap((part) => subtractOne(part, box)), boxes);
}

/** One piece for each dimension: outside the removed box there, inside it in the dimensions before. */
function subtractOne(box: Box, removed: Box): Box[] {
  if (intersect(box, removed) === undefined) return [box];
  const inside = box.map((values, index) => both(values, removed[index]!));
  return box
    .map((values, index) => [...inside.slice(0, index), without(values, removed[index]!), ...box.slice(index + 1)])
    .filter((piece) => !piece.some(isNone));
}

function both(a: Values, b: Values): Values {
  return { absent: a.absent && b.absent, present: a.present.and(b.present) };
}

function without(a: Values, b: Values): Values {
  return { absent: a.absent && !b.absent, present: a.present.minus(b.present) };
}

function isNone({ absent, present }: Values): boolean {
  return !absent && present.isEmpty;
}
