import { type Pattern, type Substitute, arnLike, exactly, ignoringCase, like } from './pattern';
import { ADDRESS, DATE, NUMBER, type ValueType, isInRange } from './values';

/** Values that a number, date or address of a policy stands for, by its operator. */
export interface Range {
  readonly holds: (given: string) => boolean;
  /** Texts on both sides of where the answer changes. */
  readonly around: () => string[];
}

/** What a text of a policy stands for; undefined where it is no value of its operator's type. */
type Read = (expected: string, substitute?: Substitute) => Pattern | Range | undefined;

/** A condition operator, taken apart. */
export interface Operator {
  /** `ForAllValues` or `ForAnyValue`. */
  readonly set: 'all' | 'any' | undefined;
  readonly negated: boolean;
  /** Whether a request without the key meets the condition. */
  readonly absent: boolean;
  /** What values of the key are, whatever the policy expects; `null` says nothing of them. */
  readonly values: 'text' | 'arn' | 'boolean' | 'number' | 'date' | 'address' | 'null';
  readonly read: Read;
}

type Known = readonly [values: Operator['values'], read: Read, negated?: boolean];

/** An ARN operator compares ARNs: what AWS makes of anything shorter is not documented. */
const arn: Read = (expected, substitute) =>
  expected.split(':').length >= 6 || expected.startsWith('${') ? arnLike(expected, substitute) : undefined;
const boolean: Read = (expected, substitute) =>
  /^(true|false|\$\{.*\})$/i.test(expected) ? ignoringCase(expected, substitute) : undefined;

const OPERATORS: Readonly<Record<string, Known>> = {
  stringequals: ['text', exactly],
  stringnotequals: ['text', exactly, true],
  stringequalsignorecase: ['text', ignoringCase],
  stringnotequalsignorecase: ['text', ignoringCase, true],
  stringlike: ['text', like],
  stringnotlike: ['text', like, true],
  arnequals: ['arn', arn],
  arnlike: ['arn', arn],
  arnnotequals: ['arn', arn, true],
  arnnotlike: ['arn', arn, true],
  binaryequals: ['text', exactly],
  bool: ['boolean', boolean],
  ...ordered('numeric', 'number', NUMBER),
  ...ordered('date', 'date', DATE),
  ipaddress: ['address', range(ADDRESS, isInRange)],
  notipaddress: ['address', range(ADDRESS, isInRange), true],
};

/** The operator of a name; undefined for one that IAM does not have. */
export function operatorNamed(name: string): Operator | undefined {
  const [, prefix, base = '', ifExists] =
    /^(forallvalues:|foranyvalue:)?(\w+?)(ifexists)?$/.exec(name.toLowerCase()) ?? [];
  const isPlain = prefix === undefined && ifExists === undefined;
  if (base === 'null' && isPlain)
    return { set: undefined, negated: false, absent: false, values: 'null', read: () => undefined };
  if (!Object.hasOwn(OPERATORS, base)) return undefined;
  const [values, read, negated = false] = OPERATORS[base] as Known;
  const set = prefix === undefined ? undefined : prefix === 'forallvalues:' ? 'all' : 'any';
  const absent = ifExists !== undefined || set === 'all' || (set === undefined && negated);
  return { set, negated, absent, values, read };
}

function ordered(prefix: string, values: 'number' | 'date', type: ValueType<number>): Record<string, Known> {
  const equals = range(type, (given, expected) => given === expected);
  return {
    [`${prefix}equals`]: [values, equals],
    [`${prefix}notequals`]: [values, equals, true],
    [`${prefix}lessthan`]: [values, range(type, (given, expected) => given < expected)],
    [`${prefix}lessthanequals`]: [values, range(type, (given, expected) => given <= expected)],
    [`${prefix}greaterthan`]: [values, range(type, (given, expected) => given > expected)],
    [`${prefix}greaterthanequals`]: [values, range(type, (given, expected) => given >= expected)],
  };
}

function range<T>({ parse, around }: ValueType<T>, holds: (given: T, expected: T) => boolean): Read {
  return (text) => {
    const expected = parse(text);
    if (expected === undefined) return undefined;
    return {
      holds: (given) => {
        const value = parse(given);
        return value !== undefined && holds(value, expected);
      },
      around: () => around(expected),
    };
  };
}
