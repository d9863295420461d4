import { arnsLike, typeOfKey } from '../service-authorization';
import { Language, union } from './language';

/** What a key may be: absent, or present with a value of a language. */
export interface Values {
  readonly absent: boolean;
  readonly present: Language;
}

/** A condition key that a proof models. */
export interface Key {
  /** As the proof spells it. */
  readonly name: string;
  readonly type: string;
  /** Whether its value is a list, which is written as one string with `SEPARATOR` between its members. */
  readonly isList: boolean;
  /** What one value, or one member of the list, may be. */
  readonly member: Language;
  /** What the whole value may be. */
  readonly all: Language;
}

/** What a condition operator says of one value, and of a key that is absent. */
export interface Operator {
  readonly matches: (values: string[], key: Key) => Language;
  readonly absent: boolean;
}

export const SEPARATOR = '\u0000';

const exactly = (values: string[]): Language => Language.like(values, { wildcards: false });
const ignoringCase = (values: string[]): Language => Language.like(values, { wildcards: false, ignoreCase: true });
const like = (values: string[]): Language => Language.like(values);

function arnLike(values: string[]): Language {
  return union(
    values.map((value) => {
      if (value === '*') throw new Error('an ARN operator compares ARNs, and * is none');
      return arnsLike(value);
    }),
  );
}

function bool(values: string[]): Language {
  const other = values.find((value) => !/^(true|false)$/i.test(value));
  if (other !== undefined) throw new Error(`Bool compares with true or false, not with ${other}`);
  return ignoringCase(values);
}

function is(matches: (values: string[]) => Language): Operator {
  return { matches, absent: false };
}

/** Absent keys differ from every value. */
function isNot(matches: (values: string[]) => Language): Operator {
  return { matches: (values) => matches(values).not(), absent: true };
}

function arnNotLike(values: string[], key: Key): Language {
  if (!key.type.endsWith('ARN'))
    throw new Error(`${key.name} need not hold an ARN: what a negated ARN operator says of it is open`);
  return arnLike(values).not();
}

/** The operators that the proofs know, `Null` apart. */
export const OPERATORS: Record<string, Operator> = {
  StringEquals: is(exactly),
  StringNotEquals: isNot(exactly),
  StringEqualsIgnoreCase: is(ignoringCase),
  StringNotEqualsIgnoreCase: isNot(ignoringCase),
  StringLike: is(like),
  StringNotLike: isNot(like),
  ArnEquals: is(arnLike),
  ArnLike: is(arnLike),
  ArnNotEquals: { matches: arnNotLike, absent: true },
  ArnNotLike: { matches: arnNotLike, absent: true },
  Bool: is(bool),
};

export function modelKey(name: string): Key {
  const type = typeOfKey(name);
  const isList = type.startsWith('ArrayOf');
  const member = memberOf(type);
  return { name, type, isList, member, all: isList ? member.lists(SEPARATOR) : member };
}

function memberOf(type: string): Language {
  if (type.endsWith('ARN')) return Language.of(/arn(:[^:]*){4}:[^]+/);
  return type.endsWith('Bool') ? exactly(['true', 'false']) : Language.ALL;
}

/** The values of a key with which a condition is met. Throws for what the proofs don't know. */
export function valuesThatMeet(
  operator: string,
  expected: unknown,
  key: Key,
  operators: Record<string, Operator>,
): Values {
  const values = [expected].flat().map(String);
  if (values.length === 0) throw new Error(`${operator} of ${key.name} has no values`);
  if (operator === 'Null') return presence(values);
  const [, set, name = '', ifExists] = /^(ForAllValues:|ForAnyValue:)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  const known = Object.hasOwn(operators, name) ? operators[name] : undefined;
  if (known === undefined || (set !== undefined && ifExists !== undefined)) {
    throw new Error(`the proofs do not know the operator ${operator}`);
  }
  const one = known.matches(values, key).and(key.member);
  if (set === 'ForAllValues:') return { absent: true, present: key.isList ? one.lists(SEPARATOR) : one };
  if (set === 'ForAnyValue:') {
    return { absent: false, present: key.isList ? key.all.minus(key.member.minus(one).lists(SEPARATOR)) : one };
  }
  if (key.isList) throw new Error(`${key.name} has many values: ${operator} needs ForAllValues or ForAnyValue`);
  return { absent: known.absent || ifExists !== undefined, present: one };
}

function presence(values: string[]): Values {
  const other = values.find((value) => !/^(true|false)$/i.test(value));
  if (other !== undefined) throw new Error(`Null compares with true or false, not with ${other}`);
  const wanted = values.map((value) => value.toLowerCase());
  return { absent: wanted.includes('true'), present: wanted.includes('false') ? Language.ALL : Language.NONE };
}
