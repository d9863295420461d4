import { type Pattern, after, beginApart, fits, includes, openPositions } from './pattern';
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
  const known = above.get(pattern) ?? new WeakMap<Pattern, boolean>();
  above.set(pattern, known);
  const answer = known.get(other) ?? includes(pattern, other);
  known.set(other, answer);
  return answer;
}

interface State {
  /** For each group, each pattern's positions. */
  readonly groups: readonly Positions[];
  readonly none: Positions;
  readonly letter: string;
  readonly before: State | undefined;
}

/** Of each pattern that may still fit, by its index in a list of patterns, the positions at which it may stand. */
type Positions = ReadonlyMap<number, readonly number[]>;

function search(groups: readonly (readonly Pattern[])[], none: readonly Pattern[], budget: Budget): string | undefined {
  const spare = spareLetter([...groups.flat(), ...none]);
  const start: State = { groups: groups.map(starts), none: starts(none), letter: '', before: undefined };
  const seen = new Map<string, string[][]>();
  const queue = [start];
  for (const state of queue) {
    budget.spend(sizeOf(state));
    if (isAccepted(state, groups, none)) return wordOf(state);
    for (const letter of lettersFrom(state, groups, none, spare)) {
      const next = step(state, letter, groups, none);
      if (next !== undefined && isNews(next, seen)) queue.push(next);
    }
  }
  return undefined;
}

function starts(patterns: readonly Pattern[]): Positions {
  return new Map(patterns.map((pattern, index) => [index, openPositions(pattern, [0])]));
}

function step(
  state: State,
  letter: string,
  groups: readonly (readonly Pattern[])[],
  none: readonly Pattern[],
): State | undefined {
  const moved: Positions[] = [];
  for (const [index, positions] of state.groups.entries()) {
    const next = move(positions, groups[index] ?? [], letter);
    if (next.size === 0) return undefined;
    moved.push(next);
  }
  const threats = move(state.none, none, letter);
  for (const [index, positions] of threats) {
    // A pattern that takes whatever follows holds every word from here.
    const { pieces } = none[index] as Pattern;
    const last = pieces.at(-1);
    if (typeof last === 'object' && last.many && last.crossesColons && positions.includes(pieces.length - 1))
      return undefined;
  }
  return { groups: moved, none: threats, letter, before: state };
}

function move(positions: Positions, patterns: readonly Pattern[], letter: string): Positions {
  const moved = new Map<number, readonly number[]>();
  for (const [index, at] of positions) {
    const pattern = patterns[index] as Pattern;
    const next = openPositions(
      pattern,
      at.flatMap((position) => after(pattern, position, letter)),
    );
    if (next.length > 0) moved.set(index, next);
  }
  return moved;
}

function isAccepted(
  { groups: states, none: threats }: State,
  groups: readonly (readonly Pattern[])[],
  none: readonly Pattern[],
): boolean {
  const ends = (positions: Positions, patterns: readonly Pattern[]) =>
    [...positions].some(([index, at]) => at.includes(patterns[index]?.pieces.length ?? -1));
  return states.every((positions, index) => ends(positions, groups[index] ?? [])) && !ends(threats, none);
}

/** Where groups stand alike, fewer threats are better, and a state with more says nothing new. */
function isNews({ groups, none }: State, seen: Map<string, string[][]>): boolean {
  const key = groups.map(textOf).join('|');
  const threats = [...none].flatMap(([index, at]) => at.map((position) => `${index},${position}`));
  const known = seen.get(key) ?? [];
  if (known.some((fewer) => fewer.every((threat) => threats.includes(threat)))) return false;
  seen.set(key, [...known, threats]);
  return true;
}

function textOf(positions: Positions): string {
  return [...positions].map(([index, at]) => `${index}:${[...at].sort((a, b) => a - b).join(',')}`).join(';');
}

/** The letters that make a difference: those that some pattern waits for, and one for all others. */
function lettersFrom(
  state: State,
  groups: readonly (readonly Pattern[])[],
  none: readonly Pattern[],
  spare: string,
): Set<string> {
  const letters = new Set([spare]);
  const lists: [Positions, readonly Pattern[]][] = [
    ...state.groups.map((positions, index): [Positions, readonly Pattern[]] => [positions, groups[index] ?? []]),
    [state.none, none],
  ];
  for (const [positions, patterns] of lists) {
    for (const [index, at] of positions) {
      const pattern = patterns[index] as Pattern;
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
  }
  return letters;
}

/** A letter that no pattern names in either case; those that people read first. */
function spareLetter(patterns: readonly Pattern[]): string {
  const named = patterns.map(lettersNamed);
  const isNamed = (letter: string) => named.some((letters) => letters.has(letter));
  const readable = Array.from('x0zq9yvkw7ujb8hf12345678g6mcdp').find((letter) => !isNamed(letter));
  if (readable !== undefined) return readable;
  let code = 0x4e00;
  while (isNamed(String.fromCodePoint(code))) code++;
  return String.fromCodePoint(code);
}

const namedLetters = new WeakMap<Pattern, ReadonlySet<string>>();

/** In lower case. */
function lettersNamed(pattern: Pattern): ReadonlySet<string> {
  const known =
    namedLetters.get(pattern) ??
    new Set(pattern.pieces.flatMap((piece) => (typeof piece === 'string' ? piece.toLowerCase() : [])));
  namedLetters.set(pattern, known);
  return known;
}

function sizeOf({ groups, none }: State): number {
  return [...groups, none].reduce((sum, positions) => sum + positions.size, 0);
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
