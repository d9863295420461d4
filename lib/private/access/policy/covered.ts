import { type Box, type Literal, isUnclear } from './boxes';
import { type Pattern, type Piece, includes } from './pattern';
import { remembered } from './remembered';
import type { Question } from './search';

/**
 * The same question without what outside boxes hold in plain sight: actions on resources that one of them names as well, or stands
 * above. Undefined if nothing is left, as of policies that are split, joined or restated.
 */
export function withoutCovered<T extends Question>(question: T): T | undefined {
  const sure = question.outside.filter(({ literals }) => !literals.some(isUnclear));
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
  readonly actions: ReadonlySet<Listed>;
  readonly resources: ReadonlySet<Listed>;
}

/** A pattern of a list; undefined where a box has none, and so stands for all. */
type Listed = Pattern | undefined;
const ALL: readonly Listed[] = [undefined];

/** What is left of a box: the resources of which some action is not covered, and these actions. */
function uncovered(box: Box, outside: readonly Box[]): Box | undefined {
  const lists = [listOf(box, 'action'), listOf(box, 'resource')] as const;
  const [actions = ALL, resources = ALL] = lists.map((list): readonly Listed[] | undefined => list?.test.patterns);
  const covers = outside.flatMap((each) => coverOf(each, box, actions, resources) ?? []);
  if (covers.length === 0) return box;
  const open = new Set<Listed>();
  const openActions = new Set<Listed>();
  for (const resource of resources) {
    const near = covers.filter((cover) => cover.resources.has(resource));
    for (const action of actions) {
      if (near.some((cover) => cover.actions.has(action))) continue;
      open.add(resource);
      openActions.add(action);
    }
  }
  if (open.size === 0) return undefined;
  const literals = box.literals.map((each) => {
    if (!lists.includes(each)) return each;
    const kept = each === lists[0] ? openActions : open;
    return narrowed(
      each,
      each.test.patterns.filter((pattern) => kept.has(pattern)),
    );
  });
  return { ...box, literals };
}

function coverOf(outer: Box, box: Box, actions: readonly Listed[], resources: readonly Listed[]): Cover | undefined {
  const own = new Set(box.literals.map(({ id }) => id));
  const differing = outer.literals.filter(({ id }) => !own.has(id));
  const lists = ['action', 'resource'].map((name) => listOf(outer, name));
  const isComparable = differing.every((each) => lists.includes(each) && listOf(box, each.dimension) !== undefined);
  if (!isComparable) return undefined;
  const [ofActions, ofResources] = lists.map((list) => list && differing.find((each) => each === list));
  const within = (list: readonly Listed[], outerList: Literal | undefined) =>
    new Set(list.filter((each) => outerList === undefined || (each !== undefined && isAmong(each, outerList))));
  const covered = within(actions, ofActions);
  return covered.size === 0 ? undefined : { actions: covered, resources: within(resources, ofResources) };
}

/** The literal of a box that lists its actions or resources, if there is one and no more. */
function listOf({ literals }: Box, dimension: string): Literal | undefined {
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

function staysInSegment(piece: Piece): boolean {
  return typeof piece === 'object' && !piece.crossesColons;
}

const texts = new WeakMap<Pattern, string>();
const sets = new WeakMap<readonly Pattern[], ReadonlySet<string>>();

function textOf(pattern: Pattern): string {
  return remembered(texts, pattern, () => pattern.pieces.map(pieceText).join(''));
}

/** Wildcards are no characters that a text may hold. */
function pieceText(piece: Piece): string {
  return typeof piece === 'string' ? piece : `\0${Number(piece.many)}${Number(piece.crossesColons)}`;
}

function textsOf(patterns: readonly Pattern[]): ReadonlySet<string> {
  return remembered(sets, patterns, () => new Set(patterns.map(textOf)));
}
