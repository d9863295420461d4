import { type Pattern, type Substitute, arnLike, exactly, ignoringCase, like } from './pattern';
import { ADDRESS, DATE, NUMBER, type ValueType, isInRange } from './values';

/** What an operator does with one value of a request and one of a policy. */
export type Comparison =
  | { readonly kind: 'text'; readonly pattern: (expected: string, substitute?: Substitute) => Pattern | undefined }
  | { readonly kind: 'value'; readonly compare: ValueComparison };

/** A comparison of numbers, dates or addresses. */
export interface ValueComparison {
  readonly type: 'number' | 'date' | 'address';
  /** Undefined where the expected text is no value of the type. */
  readonly with: (expected: string) => ExpectedValue | undefined;
}

export interface ExpectedValue {
  readonly holds: (given: string) => boolean;
  readonly around: () => string[];
}

/** A condition operator, taken apart. */
export interface Operator {
  /** `ForAllValues` or `ForAnyValue`. */
  readonly set: 'all' | 'any' | undefined;
  readonly negated: boolean;
  /** Whether a request without the key meets the condition. */
  readonly absent: boolean;
  readonly comparison: Comparison | 'null';
  /** What values of the key are, whatever the policy expects. */
  readonly values: 'text' | 'arn' | 'boolean' | 'number' | 'date' | 'address';
}

const text = (pattern: (expected: string, substitute?: Substitute) => Pattern | undefined): Comparison => ({
  kind: 'text',
  pattern,
});
const EXACT = text(exactly);
/** An ARN operator compares ARNs: what AWS makes of anything shorter is not documented. */
const ARN = text((expected, substitute) =>
  expected.split(':').length >= 6 || expected.startsWith('${') ? arnLike(expected, substitute) : undefined,
);
const BOOLEAN = text((expected, substitute) =>
  /^(true|false|\$\{.*\})$/i.test(expected) ? ignoringCase(expected, substitute) : undefined,
);

const COMPARISONS: Readonly<Record<string, readonly [Comparison, Operator['values'], negated?: boolean]>> = {
  stringequals: [EXACT, 'text'],
  stringnotequals: [EXACT, 'text', true],
  stringequalsignorecase: [text(ignoringCase), 'text'],
  stringnotequalsignorecase: [text(ignoringCase), 'text', true],
  stringlike: [text(like), 'text'],
  stringnotlike: [text(like), 'text', true],
  arnequals: [ARN, 'arn'],
  arnlike: [ARN, 'arn'],
  arnnotequals: [ARN, 'arn', true],
  arnnotlike: [ARN, 'arn', true],
  binaryequals: [EXACT, 'text'],
  bool: [BOOLEAN, 'boolean'],
  ...ordered('numeric', NUMBER, 'number'),
  ...ordered('date', DATE, 'date'),
  ipaddress: [inRange(), 'address'],
  notipaddress: [inRange(), 'address', true],
};

/** The operator of a name; undefined for one that IAM does not have. */
export function operatorNamed(name: string): Operator | undefined {
  const [, prefix, base = '', ifExists] =
    /^(forallvalues:|foranyvalue:)?(\w+?)(ifexists)?$/.exec(name.toLowerCase()) ?? [];
  if (base === 'null') {
    const isPlain = prefix === undefined && ifExists === undefined;
    return isPlain ? { set: undefined, negated: false, absent: false, comparison: 'null', values: 'text' } : undefined;
  }
  const known = Object.hasOwn(COMPARISONS, base) ? COMPARISONS[base] : undefined;
  if (known === undefined) return undefined;
  const [comparison, values, negated = false] = known;
  const set = prefix === undefined ? undefined : prefix === 'forallvalues:' ? 'all' : 'any';
  return {
    set,
    negated,
    values,
    comparison,
    absent: ifExists !== undefined || set === 'all' || (set === undefined && negated),
  };
}

function ordered(prefix: string, type: ValueType<number>, name: 'number' | 'date') {
  const comparison = (holds: (given: number, expected: number) => boolean): Comparison => ({
    kind: 'value',
    compare: { type: name, with: (expected) => expectedValue(type, expected, holds) },
  });
  const equals = comparison((given, expected) => given === expected);
  return {
    [`${prefix}equals`]: [equals, name] as const,
    [`${prefix}notequals`]: [equals, name, true] as const,
    [`${prefix}lessthan`]: [comparison((given, expected) => given < expected), name] as const,
    [`${prefix}lessthanequals`]: [comparison((given, expected) => given <= expected), name] as const,
    [`${prefix}greaterthan`]: [comparison((given, expected) => given > expected), name] as const,
    [`${prefix}greaterthanequals`]: [comparison((given, expected) => given >= expected), name] as const,
  };
}

function inRange(): Comparison {
  return {
    kind: 'value',
    compare: { type: 'address', with: (expected) => expectedValue(ADDRESS, expected, isInRange) },
  };
}

function expectedValue<T>(
  type: ValueType<T>,
  text: string,
  holds: (given: T, expected: T) => boolean,
): ExpectedValue | undefined {
  const expected = type.parse(text);
  if (expected === undefined) return undefined;
  return {
    holds: (given) => {
      const value = type.parse(given);
      return value !== undefined && holds(value, expected);
    },
    around: () => type.around(expected),
  };
}
