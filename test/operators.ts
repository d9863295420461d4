import type fc from 'fast-check';

/** Operators of IAM, for random conditions in which they meet. */
export const STRINGS = ['Equals', 'NotEquals', 'EqualsIgnoreCase', 'NotEqualsIgnoreCase', 'Like', 'NotLike'].map(
  (name) => `String${name}`,
);
export const ARN_OPERATORS = ['ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike'];

export const ifExists = (names: string[]) => names.flatMap((name) => [name, `${name}IfExists`]);
export const sets = (names: string[]) => names.flatMap((name) => [`ForAllValues:${name}`, `ForAnyValue:${name}`]);

/** How random policies and requests use a condition key. */
export interface KeyUse {
  readonly operators: string[];
  readonly expected: string[];
  readonly given: fc.Arbitrary<string | string[]>;
}
