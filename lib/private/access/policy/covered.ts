import { type Box, type Literal, isUnclear } from './boxes';
import { type Pattern, includes } from './pattern';
import type { Question } from './search';

/**
 * The same question without what outside boxes hold in plain sight: actions on resources that one of them names as well, or stands
 * above. Undefined if nothing is left, as of policies that are split, joined or restated.
 */
export function withoutCovered<T extends Question>(question: T): T | undefined {
  const sure = question.outside.filter(({ literals }) => !literals.some(({ dimension }) => isUnclear(dimension)));
  const inside: Box[] = [];
  for (const box of question.inside) {
    const rest = uncovered(box, sure);
    if (rest === undefined) return undefined;
    inside.push(rest);
  }
  return { ...question, inside };
}

/** What an outside box holds of an inside one from which it differs in no more than its actions and resources. */
interface Cover {
  readonly actions: ReadonlySet<Pattern | undefined>;
  /** Undefined for all resources of the inside box. */
  readonly resources: Literal | undefined;
}

/** What is left of a box: the resources of which some action is not covered, and the actions that are not covered of all of these. */
function uncovered(box: Box, outside: readonly Box[]): Box | undefined {
  const [action, resource] = [listOf(box, 'action'), listOf(box, 'resource')];
  const actions: readonly (Pattern | undefined)[] = action?.test.patterns ?? [undefined];
  const covers = outside.flatMap((each) => coverOf(each, box, actions) ?? []).filter((each) => each.actions.size > 0);
  if (covers.length === 0) return box;
  const without = (list: readonly (Pattern | undefined)[], some: readonly Cover[]) =>
    list.filter((each) => !some.some((cover) => cover.actions.has(each)));
  const everywhere = without(
    actions,
    covers.filter(({ resources }) => resources === undefined),
  );
  const some = covers.filter(({ resources }) => resources !== undefined);
  const left =
    everywhere.length === 0
      ? []
      : (resource?.test.patterns ?? [undefined]).map((pattern) => ({
          pattern,
          actions: without(
            everywhere,
            some.filter(({ resources }) => isWithin(pattern, resources)),
          ),
        }));
  const open = left.filter((each) => each.actions.length > 0);
  if (open.length === 0) return undefined;
  const openActions = new Set(open.flatMap((each) => each.actions));
  const literals = box.literals.map((each) => {
    if (each === resource)
      return narrowed(
        each,
        open.flatMap(({ pattern }) => pattern ?? []),
      );
    return each === action
      ? narrowed(
          each,
          each.test.patterns.filter((pattern) => openActions.has(pattern)),
        )
      : each;
  });
  return { ...box, literals };
}

function coverOf(outer: Box, box: Box, actions: readonly (Pattern | undefined)[]): Cover | undefined {
  const own = new Set(box.literals.map(({ id }) => id));
  const differing = outer.literals.filter(({ id }) => !own.has(id));
  const isComparable = differing.every(({ dimension }) => listOf(outer, dimension) && listOf(box, dimension));
  if (!isComparable) return undefined;
  const [list, resources] = ['action', 'resource'].map((name) => differing.find(({ dimension }) => dimension === name));
  return { actions: new Set(actions.filter((each) => isWithin(each, list))), resources };
}

/** Whether every text of a pattern is in a list; one that is the same for both boxes holds all. */
function isWithin(pattern: Pattern | undefined, list: Literal | undefined): boolean {
  return list === undefined || (pattern !== undefined && isAmong(pattern, list));
}

/** The literal of a box that lists its actions or resources, if there is one and no more. */
function listOf({ literals }: Box, dimension: string): Literal | undefined {
  if (dimension !== 'action' && dimension !== 'resource') return undefined;
  const [literal, ...others] = literals.filter((each) => each.dimension === dimension);
  return others.length === 0 && literal?.test.negated === false ? literal : undefined;
}

function narrowed(literal: Literal, patterns: readonly Pattern[]): Literal {
  if (patterns.length === literal.test.patterns.length) return literal;
  return { ...literal, id: `${literal.id} ${patterns.map(textOf).join(' ')}`, test: { ...literal.test, patterns } };
}

/** Whether every text of a pattern is one of a list's, whatever its symbols are. */
function isAmong(pattern: Pattern, { test }: Literal): boolean {
  if (textsOf(test.patterns).has(textOf(pattern))) return true;
  return test.patterns.some(
    (each) => (!pattern.hasPlaceholders || !each.pieces.some(staysInSegment)) && includes(each, pattern),
  );
}

function staysInSegment(piece: Pattern['pieces'][number]): boolean {
  return typeof piece === 'object' && !piece.crossesColons;
}

const texts = new WeakMap<Pattern, string>();
const sets = new WeakMap<readonly Pattern[], ReadonlySet<string>>();

function textOf(pattern: Pattern): string {
  const known = texts.get(pattern) ?? pattern.pieces.map(pieceText).join('');
  texts.set(pattern, known);
  return known;
}

/** Wildcards are no characters that a text may hold. */
function pieceText(piece: Pattern['pieces'][number]): string {
  return typeof piece === 'string' ? piece : `\0${Number(piece.many)}${Number(piece.crossesColons)}`;
}

function textsOf(patterns: readonly Pattern[]): ReadonlySet<string> {
  const known = sets.get(patterns) ?? new Set(patterns.map(textOf));
  sets.set(patterns, known);
  return known;
}
