import { escaped, isPlaceholder, lettersOf } from './text';
import type { Truth } from './truth';

/** A wildcard: for one letter or for any number, of any kind or of all but colons. */
export interface Wildcard {
  readonly many: boolean;
  readonly crossesColons: boolean;
}

/** A letter that must stand there, or a wildcard. */
export type Piece = string | Wildcard;

/** Texts that a value of a policy stands for. */
export interface Pattern {
  readonly pieces: readonly Piece[];
  /** Pieces are in lower case then. */
  readonly ignoresCase: boolean;
  /** The only text that fits; undefined where wildcards or case leave a choice. */
  readonly literal: string | undefined;
  /** The text without wildcards, in lower case where case does not count. */
  readonly whole: string | undefined;
  /** The text before the first wildcard. */
  readonly start: string;
  /** Whether it is followed by any text, and nothing else. */
  readonly endsFreely: boolean;
  readonly hasPlaceholders: boolean;
  readonly expression: RegExp | undefined;
}

export const ANY_TEXT: Wildcard = { many: true, crossesColons: true };
const ONE: Wildcard = { many: false, crossesColons: true };
export const ANY_IN_SEGMENT: Wildcard = { many: true, crossesColons: false };
export const ONE_IN_SEGMENT: Wildcard = { many: false, crossesColons: false };

/** Puts the value of a variable of IAM's in its place; undefined leaves it. */
export type Substitute = (letter: string) => string | undefined;

/** The text itself. */
export function exactly(text: string, substitute?: Substitute): Pattern {
  return newPattern(piecesOf(text, () => undefined, substitute));
}

export function ignoringCase(text: string, substitute?: Substitute): Pattern {
  return newPattern(
    piecesOf(text, () => undefined, substitute),
    true,
  );
}

/** With `*` and `?` as wildcards. */
export function like(text: string, substitute?: Substitute): Pattern {
  return newPattern(piecesOf(text, () => true, substitute));
}

/** As actions are written, whose case does not count. */
export function actionLike(text: string): Pattern {
  return newPattern(
    piecesOf(text, () => true),
    true,
  );
}

/** As resources and ARN operators are compared: a wildcard stays in its segment, save in the last one. */
export function arnLike(text: string, substitute?: Substitute): Pattern {
  const isArn = text.startsWith('arn:');
  return newPattern(piecesOf(text, (colons) => !isArn || colons >= 5, substitute));
}

/** Any text of these pieces, for what no policy writes as one text. */
export function newPattern(pieces: readonly Piece[], ignoresCase = false): Pattern {
  const folded = ignoresCase
    ? pieces.map((piece) => (typeof piece === 'string' ? piece.toLowerCase() : piece))
    : pieces;
  const letters = folded.filter((piece) => typeof piece === 'string');
  const text = letters.join('');
  const isLiteral = letters.length === folded.length && (!ignoresCase || text.toUpperCase() === text);
  const first = folded.findIndex((piece) => typeof piece === 'object');
  const hasPlaceholders = letters.some(isPlaceholder);
  let expression: RegExp | undefined;
  return {
    pieces: folded,
    ignoresCase,
    literal: isLiteral ? text : undefined,
    whole: letters.length === folded.length ? text : undefined,
    start: first < 0 ? text : letters.slice(0, first).join(''),
    endsFreely: first === folded.length - 1 && isAnyText(folded[first]),
    hasPlaceholders,
    get expression() {
      return hasPlaceholders ? undefined : (expression ??= new RegExp(`^${folded.map(sourceOf).join('')}$`, 'su'));
    },
  };
}

/** The patterns of a list, which are the same each time that it is asked about. */
export function compiled(list: readonly string[], compile: (text: string) => Pattern): readonly Pattern[] {
  const known = compiledLists.get(list) ?? list.map((text) => compile(text));
  compiledLists.set(list, known);
  return known;
}

const compiledLists = new WeakMap<readonly string[], readonly Pattern[]>();

/** Whether a text fits, where a `${…}` is like nothing but itself and what `*` stands for. */
export function fits(pattern: Pattern, text: string): boolean {
  const { whole, start, endsFreely, ignoresCase, pieces, hasPlaceholders } = pattern;
  const folded = ignoresCase ? text.toLowerCase() : text;
  if (whole !== undefined) return whole === folded;
  if (!folded.startsWith(start)) return false;
  if (!hasPlaceholders && !text.includes('${')) return endsFreely || pattern.expression?.test(folded) === true;
  const letters = lettersOf(folded);
  let same = 0;
  while (typeof pieces[same] === 'string' && pieces[same] === letters[same]) same++;
  if (typeof pieces[same] === 'string') return false;
  let positions = openPositions(pattern, [same]);
  for (const letter of letters.slice(same))
    positions = openPositions(
      pattern,
      positions.flatMap((at) => after(pattern, at, letter)),
    );
  return positions.includes(pieces.length);
}

/** Whether a text fits; undefined where that depends on what a `${…}` in one of them is. */
export function mayFit(pattern: Pattern, text: string): Truth {
  if (fits(pattern, text)) return true;
  if (!pattern.hasPlaceholders && !text.includes('${')) return false;
  const letters = lettersOf(pattern.ignoresCase ? text.toLowerCase() : text);
  // Where both begin with the same symbol, it is the same text.
  let same = 0;
  while (same < letters.length && pattern.pieces[same] === letters[same]) same++;
  if (areApart(pattern.pieces[same], letters[same])) return false;
  return meet(loosened(pattern.pieces.slice(same)), loosened(letters.slice(same))) ? undefined : false;
}

/** Whether some text fits two patterns, whatever each `${…}` in them is. */
export function mayMeet(one: Pattern, other: Pattern): boolean {
  return meet(loosened(one.pieces), loosened(other.pieces));
}

/** Whether a pattern surely takes every text that another one takes. */
export function includes(pattern: Pattern, other: Pattern): boolean {
  if (other.literal !== undefined) return fits(pattern, other.literal);
  if (beginApart(pattern, other)) return false;
  if (other.ignoresCase && !pattern.ignoresCase) return false;
  let positions = openPositions(pattern, [0]);
  for (const piece of other.pieces) {
    positions = openPositions(
      pattern,
      positions.flatMap((at) =>
        typeof piece === 'string' ? after(pattern, at, piece) : afterWildcard(pattern, at, piece),
      ),
    );
    if (positions.length === 0) return false;
  }
  return positions.includes(pattern.pieces.length);
}

/** Whether two patterns begin so differently that no text fits both. */
export function beginApart(one: Pattern, other: Pattern): boolean {
  const ignoresCase = one.ignoresCase || other.ignoresCase;
  const length = Math.min(one.pieces.length, other.pieces.length);
  for (let at = 0; at < length; at++) {
    const [a, b] = [one.pieces[at], other.pieces[at]];
    if (typeof a !== 'string' || typeof b !== 'string') return false;
    if (a !== b && (!ignoresCase || a.toLowerCase() !== b.toLowerCase())) return true;
  }
  return false;
}

/** With any text in the place of each `${…}`. */
export function loosened(pieces: readonly Piece[]): Piece[] {
  return pieces.map((piece) => (typeof piece === 'string' && isPlaceholder(piece) ? ANY_TEXT : piece));
}

/** The positions that a pattern may stand at, where wildcards for any number may stand for none. */
export function openPositions({ pieces }: Pattern, positions: readonly number[]): number[] {
  const open = new Set(positions);
  for (const at of open) {
    const piece = pieces[at];
    if (typeof piece === 'object' && piece.many) open.add(at + 1);
  }
  return [...open];
}

/** Where a pattern stands after one letter more; empty where the letter does not fit. */
export function after({ pieces, ignoresCase }: Pattern, at: number, letter: string): number[] {
  const piece = pieces[at];
  if (piece === undefined) return [];
  if (typeof piece === 'string') return piece === (ignoresCase ? letter.toLowerCase() : letter) ? [at + 1] : [];
  if (letter === ':' && !piece.crossesColons) return [];
  if (piece.many) return [at];
  return isPlaceholder(letter) ? [] : [at + 1];
}

/** Where a pattern stands after whatever a wildcard of another pattern stands for. */
function afterWildcard({ pieces }: Pattern, at: number, wildcard: Wildcard): number[] {
  const piece = pieces[at];
  if (typeof piece !== 'object' || (wildcard.crossesColons && !piece.crossesColons)) return [];
  if (piece.many) return [at];
  return wildcard.many ? [] : [at + 1];
}

function piecesOf(
  text: string,
  crossesColons: (colons: number) => boolean | undefined,
  substitute?: Substitute,
): Piece[] {
  if (!/[*?$]/.test(text)) return Array.from(text);
  const pieces: Piece[] = [];
  let colons = 0;
  for (const letter of lettersOf(text)) {
    if (letter === ':') colons++;
    const crosses = crossesColons(colons);
    const literal = isPlaceholder(letter) ? (escaped(letter) ?? substitute?.(letter)) : undefined;
    if (literal !== undefined) pieces.push(...Array.from(literal));
    else if (crosses === undefined || (letter !== '*' && letter !== '?')) pieces.push(letter);
    else if (letter === '*') pieces.push(crosses ? ANY_TEXT : ANY_IN_SEGMENT);
    else pieces.push(crosses ? ONE : ONE_IN_SEGMENT);
  }
  return pieces;
}

function sourceOf(piece: Piece): string {
  if (typeof piece === 'string') return piece.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  return `${piece.crossesColons ? '.' : '[^:]'}${piece.many ? '*' : ''}`;
}

/** Whether some text fits both. */
function meet(one: readonly Piece[], other: readonly Piece[]): boolean {
  const known = new Map<number, boolean>();
  const from = (i: number, j: number): boolean => {
    const key = i * (other.length + 1) + j;
    const result = known.get(key) ?? step(i, j);
    known.set(key, result);
    return result;
  };
  const step = (i: number, j: number): boolean => {
    const [a, b] = [one[i], other[j]];
    if (a === undefined && b === undefined) return true;
    if (isMany(a) && (from(i + 1, j) || (b !== undefined && takes(a, b) && from(i, j + 1)))) return true;
    if (isMany(b) && (from(i, j + 1) || (a !== undefined && takes(b, a) && from(i + 1, j)))) return true;
    if (a === undefined || b === undefined || isMany(a) || isMany(b)) return false;
    return (takes(a, b) || takes(b, a)) && from(i + 1, j + 1);
  };
  return from(0, 0);
}

/** Whether two pieces are characters, and not the same. */
function areApart(one: Piece | undefined, other: Piece | undefined): boolean {
  return [one, other].every((piece) => typeof piece === 'string' && !isPlaceholder(piece)) && one !== other;
}

function isAnyText(piece: Piece | undefined): boolean {
  return typeof piece === 'object' && piece.many && piece.crossesColons;
}

function isMany(piece: Piece | undefined): piece is Wildcard {
  return typeof piece === 'object' && piece.many;
}

function takes(piece: Piece, other: Piece): boolean {
  if (typeof piece === 'string') return piece === other;
  return typeof other === 'object' || piece.crossesColons || other !== ':';
}
