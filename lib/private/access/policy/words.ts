import { type Pattern, advanced, beginApart, fits, includes, isAnyText, starts } from './pattern';
import { remembered } from './remembered';
import { isPlaceholder } from './text';

/** Counts the steps of a search, and ends it where it grows beyond all bounds. */
export class Budget {
  constructor(private left: number) {}

  public spend(steps: number): void {
    this.left -= steps;
    if (this.left < 0) throw new BudgetSpent();
  }
}

/** A search that was given up: its question is undecided. */
export class BudgetSpent extends Error {}

/** A text that is to be found: it fits one pattern of each group, and no pattern of those that are left out. */
export interface WordQuestion {
  readonly groups: readonly (readonly Pattern[])[];
  readonly none: readonly Pattern[];
}

/**
 * A text that fits one pattern of each group and none of others; undefined if there is none.
 *
 * Exact: the texts are searched letter by letter, over all positions at which the patterns may then stand. One letter that no pattern
 * names stands for all others.
 */
export function findWord({ groups, none }: WordQuestion, budget: Budget): string | undefined {
  const bySpecificity = groups.map((group) => ({ group, given: specificity(group) })).sort((a, b) => b.given - a.given);
  const [narrowest = [], ...others] = bySpecificity.map(({ group }) => group);
  const isWord = (word: string) =>
    others.every((group) => group.some((each) => fits(each, word))) && !none.some((each) => fits(each, word));
  const literal = narrowest.find((pattern) => pattern.literal !== undefined && isWord(pattern.literal))?.literal;
  if (literal !== undefined) return literal;
  for (const pattern of narrowest) {
    budget.spend(none.length);
    if (pattern.literal !== undefined || none.some((each) => isAbove(each, pattern))) continue;
    const near = (patterns: readonly Pattern[]) => patterns.filter((each) => !beginApart(each, pattern));
    const rest = others.filter((group) => !group.some((each) => isAbove(each, pattern))).map(near);
    if (rest.some((group) => group.length === 0)) continue;
    const found = search([[pattern], ...rest], near(none), budget);
    if (found !== undefined) return found;
  }
  return undefined;
}

const above = new WeakMap<Pattern, WeakMap<Pattern, boolean>>();

/** Whether one pattern includes another; the same two meet in the search of each action and key. */
function isAbove(pattern: Pattern, other: Pattern): boolean {
  const known = remembered(above, pattern, () => new WeakMap<Pattern, boolean>());
  return remembered(known, other, () => includes(pattern, other));
}

/** A pattern that the text may still come to fit, and the positions at which it may then stand. */
interface Standing {
  readonly pattern: Pattern;
  /** In its list. */
  readonly index: number;
  readonly at: readonly number[];
}

interface State {
  readonly groups: readonly (readonly Standing[])[];
  readonly none: readonly Standing[];
  readonly letter: string;
  readonly before: State | undefined;
}

function search(groups: readonly (readonly Pattern[])[], none: readonly Pattern[], budget: Budget): string | undefined {
  const spare = spareLetter([...groups.flat(), ...none]);
  const before = (patterns: readonly Pattern[]) =>
    patterns.map((pattern, index) => ({ pattern, index, at: starts(pattern) }));
  const queue: State[] = [{ groups: groups.map(before), none: before(none), letter: '', before: undefined }];
  const seen = new Map<string, string[][]>();
  for (const state of queue) {
    const standing = [...state.groups.flat(), ...state.none];
    budget.spend(standing.length);
    if (state.groups.every((group) => group.some(isAtEnd)) && !state.none.some(isAtEnd)) return wordOf(state);
    for (const letter of lettersFrom(standing, spare)) {
      const next = step(state, letter);
      if (next !== undefined && isNews(next, seen)) queue.push(next);
    }
  }
  return undefined;
}

function isAtEnd({ pattern, at }: Standing): boolean {
  return at.includes(pattern.pieces.length);
}

function step(state: State, letter: string): State | undefined {
  const groups: Standing[][] = [];
  for (const group of state.groups) {
    const moved = move(group, letter);
    if (moved.length === 0) return undefined;
    groups.push(moved);
  }
  const none = move(state.none, letter);
  // A pattern that takes whatever follows holds every word from here.
  const isHeld = ({ pattern: { pieces }, at }: Standing) => isAnyText(pieces.at(-1)) && at.includes(pieces.length - 1);
  return none.some(isHeld) ? undefined : { groups, none, letter, before: state };
}

function move(standing: readonly Standing[], letter: string): Standing[] {
  const moved: Standing[] = [];
  for (const { pattern, index, at } of standing) {
    const next = advanced(pattern, at, letter);
    if (next.length > 0) moved.push({ pattern, index, at: next });
  }
  return moved;
}

/** Where groups stand alike, fewer threats are better, and a state with more says nothing new. */
function isNews({ groups, none }: State, seen: Map<string, string[][]>): boolean {
  const key = groups.map((group) => group.map(({ index, at }) => `${index}:${inOrder(at)}`).join(';')).join('|');
  const threats = none.flatMap(({ index, at }) => at.map((position) => `${index},${position}`));
  const known = remembered(seen, key, () => []);
  if (known.some((fewer) => fewer.every((threat) => threats.includes(threat)))) return false;
  known.push(threats);
  return true;
}

function inOrder(positions: readonly number[]): string {
  return [...positions].sort((a, b) => a - b).join(',');
}

/** The letters that make a difference: those that some pattern waits for, and one for all others. */
function lettersFrom(standing: readonly Standing[], spare: string): Set<string> {
  const letters = new Set([spare]);
  for (const { pattern, at } of standing) {
    for (const position of at) {
      const piece = pattern.pieces[position];
      if (typeof piece === 'object') {
        if (!piece.crossesColons) letters.add(':');
      } else if (piece !== undefined) {
        letters.add(piece);
        const upper = piece.toUpperCase();
        if (pattern.ignoresCase && !isPlaceholder(piece) && upper.length === piece.length) letters.add(upper);
      }
    }
  }
  return letters;
}

/** A letter that no pattern names in either case; those that people read first. */
function spareLetter(patterns: readonly Pattern[]): string {
  const named = patterns.map(lettersNamed);
  const isFree = (letter: string) => !named.some((letters) => letters.has(letter));
  const readable = Array.from('x0zq9yvkw7ujb8hf12345678g6mcdp').find(isFree);
  if (readable !== undefined) return readable;
  let code = 0x4e00;
  while (!isFree(String.fromCodePoint(code))) code++;
  return String.fromCodePoint(code);
}

const namedLetters = new WeakMap<Pattern, ReadonlySet<string>>();

/** In lower case. */
function lettersNamed(pattern: Pattern): ReadonlySet<string> {
  const letters = () => pattern.pieces.flatMap((piece) => (typeof piece === 'string' ? piece.toLowerCase() : []));
  return remembered(namedLetters, pattern, () => new Set(letters()));
}

function wordOf(state: State): string {
  const letters: string[] = [];
  for (let at: State | undefined = state; at !== undefined; at = at.before) letters.push(at.letter);
  return letters.reverse().join('');
}

/** How much is given of the texts of a group. */
function specificity(patterns: readonly Pattern[]): number {
  return Math.min(...patterns.map(({ pieces }) => pieces.filter((piece) => typeof piece === 'string').length));
}
