import { DELETED, accountOfRoot } from './caller';
import { conditionText } from './decide';
import type { KeyTypes } from './keys';
import { type Range, operatorNamed } from './operators';
import {
  ANY_TEXT,
  type Compile,
  type Pattern,
  actionLike,
  arnLike,
  compiled,
  exactly,
  fits,
  like,
  loosened,
  newPattern,
} from './pattern';
import { remembered } from './remembered';
import {
  type Choice,
  type Condition,
  type PrincipalName,
  type Principals,
  type Statement,
  isDocumented,
} from './statement';
import { isPlaceholder, segmentsOf, variablesIn } from './text';
import type { Assumption } from './variants';

/** One thing that a statement says of a request. */
export interface Literal {
  /** The same for literals that say the same. */
  readonly id: string;
  /** `action`, `resource`, `caller`, a condition key, or an assumption. */
  readonly dimension: string;
  readonly test: Test;
  /** Whether it holds of a request that lacks the key. */
  readonly absent: boolean;
  /** Whether one value of a list must pass the test, or every one. */
  readonly every: boolean;
  /** Whether it is about a key that only callers of AWS's own kind have, and services lack. */
  readonly isOfAwsCaller: boolean;
}

export interface Test {
  readonly negated: boolean;
  readonly patterns: readonly Pattern[];
  /** Of numbers, dates and addresses. */
  readonly ranges: readonly Range[];
}

/** The requests that one statement is about: those of which all its literals hold. */
export interface Box {
  readonly statement: Statement;
  readonly literals: readonly Literal[];
  /** The same for statements that say the same. */
  readonly identity: string;
}

export const ASSUMPTION = 'assumption ';
const UNCLEAR = `${ASSUMPTION}unclear `;
const DEPLOYMENT = `${ASSUMPTION}deployment `;
/** Passed by whatever value there is. */
const ANY: Partial<Test> = { patterns: [newPattern([ANY_TEXT])] };

/** Whether a literal is about something that is unclear. */
export function isUnclear({ dimension }: Literal): boolean {
  return dimension.startsWith(UNCLEAR);
}

/** What an assumption is about; undefined for any other dimension. */
export function assumptionOf(dimension: string): string | undefined {
  const prefix = [UNCLEAR, DEPLOYMENT].find((each) => dimension.startsWith(each));
  return prefix === undefined ? undefined : dimension.slice(prefix.length);
}

/** The word for a caller in the dimension of callers; those of AWS's own kind are their ARNs. */
export function callerWord({ type, name }: PrincipalName): string {
  return type === 'AWS' ? name : `${type} ${name}`;
}

/**
 * @param ids numbers what literals say, so that equal ones are known by a number
 */
export function boxOf(statement: Statement, types: KeyTypes, ids: Map<string, string>): Box {
  const { principals, actions, resources, conditions, assumptions } = statement;
  const unnumbered = [
    choiceLiteral('action', actions, actionLike),
    ...assumptions.map(assumptionLiteral),
    ...conditions.flatMap((condition) => conditionLiterals(condition, principals !== undefined, types)),
    ...(principals === undefined ? [] : callerLiterals(principals)),
    ...(resources === undefined ? [] : resourceLiterals(resources)),
  ];
  const literals = unnumbered.map((each) => ({ ...each, id: remembered(ids, each.id, () => String(ids.size)) }));
  return { statement, literals, identity: identityOf(statement) };
}

/** What a statement says, without its Sid and the order of its lists. */
export function identityOf(statement: Statement): string {
  return remembered(identities, statement, () => said(statement));
}

/** The same two accesses are compared for the sake of several tables of actions. */
const identities = new WeakMap<Statement, string>();

function said({ effect, principals, actions, resources, conditions, assumptions }: Statement): string {
  const choice = (each: Choice | undefined) => each && [each.not, [...new Set(each.patterns)].sort()];
  return JSON.stringify([
    effect,
    principals && [principals.not, principals.names.map(callerWord).sort()],
    choice({ ...actions, patterns: actions.patterns.map((action) => action.toLowerCase()) }),
    choice(resources),
    conditions
      .map(({ operator, key, values }) => JSON.stringify([operator, key.toLowerCase(), [...values].sort()]))
      .sort(),
    assumptions.map(({ about, is }) => `${about} ${is}`).sort(),
  ]);
}

/** What a literal does not say. */
export function opposite({ id, test, absent, every, ...rest }: Literal): Literal {
  return { ...rest, id: `not ${id}`, test: { ...test, negated: !test.negated }, absent: !absent, every: !every };
}

/** Whether a literal holds of the values of its dimension; none for a key that the request lacks. */
export function holds({ test, absent, every, isOfAwsCaller }: Literal, values: readonly string[]): boolean {
  if (values.length === 0 || (isOfAwsCaller && values.some((value) => !isAwsCaller(value)))) return absent;
  const passes = (value: string) =>
    (test.patterns.some((pattern) => fits(pattern, value)) || test.ranges.some((each) => each.holds(value))) !==
    test.negated;
  return every ? values.every(passes) : values.some(passes);
}

export function isAwsCaller(word: string): boolean {
  return !/^(Service|Federated|CanonicalUser) /.test(word);
}

/**
 * The box where any `${…}` may be any text: an inside box then holds all that it may hold, and an outside box only what it holds
 * for sure.
 */
export function loosenedBox(box: Box, side: 'inside' | 'outside'): Box {
  const literals = box.literals.map((literal) => {
    const { patterns, negated } = literal.test;
    if (negated === (side === 'inside')) return literal;
    const loose = patterns.filter(({ hasPlaceholders }) => hasPlaceholders);
    const more = loose.map(({ pieces, ignoresCase }) => newPattern(loosened(pieces), ignoresCase));
    return { ...literal, id: `${literal.id} ${side}`, test: { ...literal.test, patterns: [...patterns, ...more] } };
  });
  return { ...box, literals };
}

/** The `${…}` in what a box says. */
export function placeholdersOf({ literals }: Box): string[] {
  const pieces = literals.flatMap(({ test }) => test.patterns.flatMap((pattern) => pattern.pieces));
  return [...new Set(pieces.filter((piece) => typeof piece === 'string').filter(isPlaceholder))];
}

function choiceLiteral(dimension: string, { not, patterns }: Choice, compile: Compile): Literal {
  return literal(dimension, patterns, { negated: not, patterns: compiled(patterns, compile) });
}

/** Where what a list says is unclear, the box holds all that it may say. */
function resourceLiterals(resources: Choice): Literal[] {
  const variables = variableLiterals(resources.patterns, resources.not);
  const isReadable = !variables.some(isUnclear) && resources.patterns.every(isDocumented);
  return isReadable ? [...variables, choiceLiteral('resource', resources, arnLike)] : variables;
}

/**
 * A statement with a variable says nothing of requests without its key. What a negation says of them is not documented, and what a
 * default makes of them is not searched.
 */
function variableLiterals(texts: readonly string[], isNegated: boolean): Literal[] {
  return texts.flatMap(variablesIn).map(({ key, otherwise }) => {
    if (isNegated) return unclearLiteral(`what a negation says where \${${key}} is not known`);
    if (otherwise !== undefined) return unclearLiteral(`what \${${key}} is`);
    return literal(key.toLowerCase(), 'present', ANY);
  });
}

function conditionLiterals(condition: Condition, isTrust: boolean, types: KeyTypes): Literal[] {
  const { operator: name, values } = condition;
  const key = condition.key.toLowerCase();
  const operator = operatorNamed(name);
  const type = types.get(key);
  const unclear = [unclearLiteral(conditionText(condition))];
  if (operator === undefined || type === undefined || type === 'unclear') return unclear;
  const isOfAwsCaller = isTrust && ['aws:principalarn', 'aws:principalaccount'].includes(key);
  const about = (test: Partial<Test>) => literal(isOfAwsCaller ? 'caller' : key, [name, key, values], test);
  const { negated, set, absent, read } = operator;
  if (operator.values === 'null') {
    const wanted = values.map((value) => value.toLowerCase());
    const test = { ...ANY, negated: !wanted.includes('false') };
    return [{ ...about(test), absent: wanted.includes('true'), every: true, isOfAwsCaller }];
  }
  const expected = values.map((value) => read(value));
  if (expected.includes(undefined)) return unclear;
  const variables = variableLiterals(values, negated);
  if (variables.some(isUnclear)) return variables;
  const isAccount = isOfAwsCaller && key === 'aws:principalaccount';
  const patterns = expected.filter((each) => each !== undefined && 'pieces' in each);
  const ranges = expected.filter((each) => each !== undefined && 'holds' in each);
  const test = { negated, patterns: isAccount ? patterns.map(inAccount) : patterns, ranges };
  const every = type.isList && set === 'all';
  return [...variables, { ...about(test), absent, every, isOfAwsCaller }];
}

function callerLiterals({ not, names }: Principals): Literal[] {
  const unclear = names.filter(
    ({ type, name }) => type === 'AWS' && (/^.+[*?]|^[*?]./.test(name) || name.includes(':assumed-role/')),
  );
  const roots = names.flatMap(({ type, name }) => (type === 'AWS' ? (accountOfRoot(name) ?? []) : []));
  const others = names.filter(({ type, name }) => type !== 'AWS' || accountOfRoot(name) === undefined);
  // Everybody but those who are named with their account, which AWS asks for.
  const isComplete =
    others.every(({ type, name }) => type !== 'AWS' || name === '*' || roots.includes(segmentsOf(name)[4] ?? '')) &&
    roots.every((account) => others.some(({ name }) => segmentsOf(name)[4] === account));
  const patterns = (not ? others : names).flatMap(callerPatterns);
  const reasons = [
    ...unclear.map(({ name }) => `whom the principal ${name} stands for`),
    ...(not && !isComplete ? [`whom NotPrincipal spares that names ${names.map(callerWord).join(', ')}`] : []),
  ];
  return reasons.length > 0 ? reasons.map(unclearLiteral) : [literal('caller', names, { negated: not, patterns })];
}

function callerPatterns(principal: PrincipalName): Pattern[] {
  const { type, name } = principal;
  if (name === '*') return [type === 'AWS' ? newPattern([ANY_TEXT]) : like(`${type} *`)];
  if (type !== 'AWS') return [exactly(callerWord(principal))];
  if (DELETED.test(name)) return [];
  const account = accountOfRoot(name);
  return [account === undefined ? exactly(name) : inAccount(exactly(account))];
}

/** The ARNs of an account's principals. */
function inAccount({ pieces, ignoresCase }: Pattern): Pattern {
  const { pieces: before } = arnLike('arn:*:*::x:x');
  const own = pieces.map((piece) => (typeof piece === 'object' ? { ...piece, crossesColons: false } : piece));
  return newPattern([...before.slice(0, before.length - 3), ...own, ':', ANY_TEXT], ignoresCase);
}

function assumptionLiteral({ about, kind, is }: Assumption): Literal {
  return literal(`${kind === 'unclear' ? UNCLEAR : DEPLOYMENT}${about}`, is, { patterns: [exactly(String(is))] });
}

function unclearLiteral(about: string): Literal {
  return assumptionLiteral({ about, kind: 'unclear', is: true });
}

function literal(dimension: string, says: unknown, test: Partial<Test>): Literal {
  const { negated = false, patterns = [], ranges = [] } = test;
  const id = JSON.stringify([dimension, negated, says]);
  return { id, dimension, test: { negated, patterns, ranges }, absent: false, every: false, isOfAwsCaller: false };
}
