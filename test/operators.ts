import fc from 'fast-check';

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

const WORDS = ['a', 'A', 'ab', 'b', 'a*', ''];
const profile = (name: string) => `arn:aws:iam::111122223333:instance-profile/${name}`;
const PROFILES = [profile('a'), profile('ab'), profile('b/a')];

/** Condition keys of every kind: one value, a list, an ARN, a flag. */
export const KEYS: Record<string, KeyUse> & Record<'ec2:InstanceProfile', KeyUse> = {
  'aws:PrincipalTag/a': {
    operators: [...ifExists(STRINGS), ...sets(STRINGS)],
    expected: ['?', ...WORDS],
    given: fc.constantFrom(...WORDS),
  },
  'aws:TagKeys': {
    operators: sets(STRINGS),
    expected: ['?b', ...WORDS],
    given: fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 3 }),
  },
  'ec2:InstanceProfile': {
    operators: [...ifExists(ARN_OPERATORS), ...STRINGS],
    expected: ['arn:aws:iam::*:instance-profile/a*', 'arn:*:iam:*:*:*/?', ...PROFILES],
    given: fc.constantFrom(...PROFILES),
  },
  's3:prefix': { operators: ifExists(STRINGS), expected: WORDS, given: fc.constantFrom(...WORDS) },
  'aws:SecureTransport': {
    operators: [...ifExists(['Bool']), 'StringEquals'],
    expected: ['true', 'false'],
    given: fc.constantFrom('true', 'false'),
  },
};
