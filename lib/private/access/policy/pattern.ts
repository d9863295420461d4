import { remembered } from './remembered';
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

/** Takes a text of a policy for a pattern. */
export type Compile = (text: string, substitute?: Substitute) => Pattern;

/** The text itself. */
export const exactly = compiler('literal');
export const ignoringCase = compiler('literal', true);
/** With `*` and `?` as wildcards. */
export const like = compiler('anything');
/** As actions are written, whose case does not count. */
export const actionLike = compiler('anything', true);
/** As resources and ARN operators are compared: a wildcard stays in its segment, save in the last one. */
export const arnLike = compiler('segments');

type Wildcards = 'literal' | 'anything' | 'segments';

function compiler(wildcards: Wildcards, ignoresCase = false): Compile {
  return (text, substitute) => newPattern(piecesOf(text, wildcards, substitute), ignoresCase);
}

/** Any text of these pieces, for what no policy writes as one text. */
export function newPattern(pieces: readonly Piece[], ignoresCase = false): Pattern {
  const folded = ignoresCase
    ? pieces.map((piece) => (typeof piece === 'string' ? piece.toLowerCase() : piece))
    : pieces;
  const letters = folded.filter((piece) => typeof piece === 'string');
  const text = letters.join('');
  const first = folded.findIndex((piece) => typeof piece === 'object');
  const hasPlaceholders = letters.some(isPlaceholder);
  let expression: RegExp | undefined;
  return {
    pieces: folded,
    ignoresCase,
    literal: first < 0 && (!ignoresCase || text.toUpperCase() === text) ? text : undefined,
    whole: first < 0 ? text : undefined,
    start: first < 0 ? text : letters.slice(0, first).join(''),
    endsFreely: first === folded.length - 1 && isAnyText(folded[first]),
    hasPlaceholders,
    get expression() {
      return hasPlaceholders ? undefined : (expression ??= new RegExp(`^${folded.map(sourceOf).join('')}$`, 'su'));
    },
  };
}

/** The patterns of a list, which are the same each time that it is asked about. */
export function compiled(list: readonly string[], compile: Compile): readonly Pattern[] {
  return remembered(compiledLists, list, () => list.map((text) => compile(text)));
}

const compiledLists = new WeakMap<readonly string[], readonly Pattern[]>();

/** Whether a text fits, where a `${…}` is like nothing but itself and what `*` stands for. */
export function fits(pattern: Pattern, text: string): boolean {
  const { whole, start, endsFreely, ignoresCase, hasPlaceholders } = pattern;
  const folded = ignoresCase ? text.toLowerCase() : text;
  if (whole !== undefined) return whole === folded;
  if (!folded.startsWith(start)) return false;
  if (!hasPlaceholders && !text.includes('${')) return endsFreely || pattern.expression?.test(folded) === true;
  return takesAll(pattern, lettersOf(folded));
}

/** Whether a text fits; undefined where that depends on what a `${…}` in one of them is. */
export function mayFit(pattern: Pattern, text: string): Truth {
  if (fits(pattern, text)) return true;
  if (!pattern.hasPlaceholders && !text.includes('${')) return false;
  const letters = lettersOf(pattern.ignoresCase ? text.toLowerCase() : text);
  // Where both begin with the same symbol, it is the same text.
  let same = 0;
  while (same < letters.length && pattern.pieces[same] === letters[same]) same++;
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
  return (pattern.ignoresCase || !other.ignoresCase) && takesAll(pattern, other.pieces);
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

/** Where a pattern may stand before any text. */
export function starts(pattern: Pattern): number[] {
  return opened(pattern, [0]);
}

/**
 * Where a pattern may stand after one piece more, of a text or of another pattern; nowhere if it does not take all that the piece
 * stands for.
 */
export function advanced(pattern: Pattern, positions: readonly number[], piece: Piece): number[] {
  return opened(
    pattern,
    positions.flatMap((at) => after(pattern, at, piece)),
  );
}

function takesAll(pattern: Pattern, pieces: readonly Piece[]): boolean {
  let positions = starts(pattern);
  for (const piece of pieces) {
    positions = advanced(pattern, positions, piece);
    if (positions.length === 0) return false;
  }
  return positions.includes(pattern.pieces.length);
}

/** Wildcards for any number may stand for none. */
function opened({ pieces }: Pattern, positions: readonly number[]): number[] {
  const open = new Set(positions);
  for (const at of open) if (isMany(pieces[at])) open.add(at + 1);
  return [...open];
}

function after({ pieces, ignoresCase }: Pattern, at: number, given: Piece): number[] {
  const piece = pieces[at];
  if (piece === undefined) return [];
  const isLetter = typeof given === 'string';
  if (typeof piece === 'string')
    return piece === (ignoresCase && isLetter ? given.toLowerCase() : given) ? [at + 1] : [];
  if (!piece.crossesColons && (isLetter ? given === ':' : given.crossesColons)) return [];
  if (piece.many) return [at];
  return (isLetter ? isPlaceholder(given) : given.many) ? [] : [at + 1];
}

function piecesOf(text: string, wildcards: Wildcards, substitute?: Substitute): Piece[] {
  if (!/[*?$]/.test(text)) return Array.from(text);
  const pieces: Piece[] = [];
  const isArn = wildcards === 'segments' && text.startsWith('arn:');
  let colons = 0;
  for (const letter of lettersOf(text)) {
    if (letter === ':') colons++;
    const crosses = !isArn || colons >= 5;
    const literal = isPlaceholder(letter) ? (escaped(letter) ?? substitute?.(letter)) : undefined;
    if (literal !== undefined) pieces.push(...Array.from(literal));
    else if (wildcards === 'literal' || (letter !== '*' && letter !== '?')) pieces.push(letter);
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
  const from = (i: number, j: number): boolean => remembered(known, i * (other.length + 1) + j, () => step(i, j));
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

/** Whether a piece takes whatever text there is. */
export function isAnyText(piece: Piece | undefined): boolean {
  return isMany(piece) && piece.crossesColons;
}

function isMany(piece: Piece | undefined): piece is Wildcard {
  return typeof piece === 'object' && piece.many;
}

function takes(piece: Piece, other: Piece): boolean {
  if (typeof piece === 'string') return piece === other;
  return typeof other === 'object' || piece.crossesColons || other !== ':';
}
