import { Token } from 'aws-cdk-lib';
import { Construct, type IConstruct } from 'constructs';
import { fail, shown } from './errors';

// Callers without type checks leave out what is required, and give one thing where a list is wanted: a text is a list of its letters.

/** What the members of a list are, and a property by which they are known. */
export interface Members<T> {
  readonly are: string;
  readonly have: (keyof T & string) | typeof TEXT | typeof ANYTHING;
}

/** Of lists of texts. */
export const TEXT = Symbol('text');
/** Of lists of objects that are looked into one by one. */
export const ANYTHING = Symbol('anything');

/** The object that a caller gave; throws where there is none. */
export function given<T extends object>(about: IConstruct | string, props: T | undefined, what = 'props'): T {
  if (isRecord(props)) return props;
  fail(about, `${what} ${problemOf(props)}: an object is expected.`);
}

/** Whether a value has named members of a caller: lists, maps, constructs and tokens have none that could be read by name. */
export function isRecord(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  if (Object.getPrototypeOf(value) === Object.prototype) return true;
  if (Object.prototype.toString.call(value) !== '[object Object]') return false;
  return !Token.isUnresolved(value) && !Construct.isConstruct(value);
}

/** A copy of a list that a caller gave, since the caller's own may change; throws for what is none, and for a wrong member. */
export function givenList<T>(
  about: IConstruct | string,
  prop: string,
  list: readonly T[] | undefined,
  { are, have }: Members<T>,
): T[] {
  if (!Array.isArray(list)) fail(about, `${prop} ${problemOf(list)}: a list of ${are} is expected.`);
  const members = list as T[];
  for (const [index, member] of members.entries()) {
    if (!fits(member, have)) fail(about, `${prop}[${index}] ${problemOf(member)}: ${prop} is a list of ${are}.`);
  }
  return [...members];
}

/** A copy of a list whose members are looked at one by one, and written one by one too: none that only the deployment knows. */
export function givenMembers(about: IConstruct | string, prop: string, list: unknown, are: string): unknown[] {
  if (Token.isUnresolved(list)) {
    fail(about, `${prop} is a list known only at deployment: name each member, as text or as a token of its own.`);
  }
  if (!Array.isArray(list)) fail(about, `${prop} ${problemOf(list)}: a list of ${are} is expected.`);
  // A list with holes has members too: they are undefined.
  return Array.from(list as unknown[]);
}

/** The same of a list that may be left out. */
export function optionalList<T>(
  about: IConstruct | string,
  prop: string,
  list: readonly T[] | undefined,
  members: Members<T>,
): T[] | undefined {
  return list === undefined ? undefined : givenList(about, prop, list, members);
}

/** A copy of what a caller wrote into a policy, to any depth; tokens stay what they are. */
export function copyOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Token.isUnresolved(value)) return value;
  if (Array.isArray(value)) return value.map(copyOf);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, copyOf(member)]));
}

/** Throws for an object of another kind than the prop wants, which is known by a property. */
export function checkGiven<T>(
  about: IConstruct | string,
  prop: string,
  value: T,
  kind: { is: string; has: keyof T },
): void {
  if (isObject(value) && value[kind.has] !== undefined) return;
  fail(about, `${prop} ${problemOf(value)}: ${kind.is} is expected.`);
}

/** Throws for a flag that is neither true nor false: the text "false" would count as true. */
export function checkFlags<T extends object>(
  about: IConstruct | string,
  props: T,
  ...flags: (keyof T & string)[]
): void {
  for (const flag of flags) {
    const value: unknown = props[flag];
    if (value !== undefined && typeof value !== 'boolean') fail(about, `${flag} ${problemOf(value)}: true or false.`);
  }
}

/** Throws for a document with a condition whose key only synth or the deployment knows: CDK would give up on it without saying where. */
export function checkConditionKeys(about: IConstruct | string, prop: string, document: unknown): void {
  const { Statement: statements = [] } = (document ?? {}) as { readonly Statement?: unknown };
  for (const { Condition: conditions = {} } of [statements].flat() as { Condition?: Record<string, object> }[]) {
    for (const [operator, keys] of Object.entries(conditions)) {
      if (![operator, ...Object.keys(keys)].some((key) => Token.isUnresolved(key))) continue;
      fail(
        about,
        `${prop} has a condition with a token as operator or key, which a template's object cannot hold: write it out.`,
      );
    }
  }
}

function fits<T>(member: T, have: Members<T>['have']): boolean {
  if (have === TEXT) return typeof member === 'string';
  return isObject(member) && (have === ANYTHING || member[have] !== undefined);
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/** What is wrong with a value, after the name of its prop. */
function problemOf(value: unknown): string {
  return value === undefined ? 'is missing' : `is ${described(value)}`;
}

/** What was given for something else. An object is not shown: constructs hold the whole app. */
export function described(value: unknown): string {
  if (Construct.isConstruct(value)) return `the construct ${value.node.path}`;
  if (Array.isArray(value)) return 'a list';
  if (isObject(value) && Token.isUnresolved(value)) return 'a token';
  if (value instanceof Map || value instanceof Set) return 'a Map or a Set';
  if (typeof value === 'function') return 'a function';
  return isObject(value) ? 'an object' : shown(value);
}

/** What `StringParameter.valueFromLookup` gives, alone or inside a longer text. */
const PARAMETER = 'dummy-value-for-';
/** What `Role.fromLookup` gives: no real role's ARN has a region. */
const ROLE_ARN = /^arn:.+:iam:.+:123456789012:role\/DUMMY_ARN$/;

/**
 * Whether a value stands in for one that CDK has yet to look up.
 *
 * The first synth of a lookup goes on with it, and CDK synthesizes again with the value that was found. An error here would end the
 * app before CDK knows what to look up, each time anew: such a value passes every check.
 */
export function isLookupDummy(value: unknown): boolean {
  return typeof value === 'string' && (value.includes(PARAMETER) || ROLE_ARN.test(value));
}

/** Whether a value is not known yet: one for CloudFormation to fill in, or one that CDK has yet to look up. */
export function isKnownLater(value: unknown): boolean {
  return Token.isUnresolved(value) || isLookupDummy(value);
}

/** Whether CloudFormation puts something else in the place of a text, which a token of CDK yields. */
export function isDynamicReference(text: string): boolean {
  return text.includes('{{resolve:');
}

/** What is left of such a text: the reference to a secret that is known by its ARN holds that. */
export function withoutDynamicReferences(text: string): string {
  return text.replaceAll(/\{\{resolve:[^{}]*\}\}/g, '');
}

/**
 * Whether a value is a text of this pattern, or one that only the deployment, or CDK's lookup, knows.
 *
 * Callers without type checks leave out what is required, and a pattern alone takes `undefined` for the word.
 */
export function isText(value: unknown, pattern: RegExp): boolean {
  return typeof value === 'string' && (Token.isUnresolved(value) || isLookupDummy(value) || pattern.test(value));
}
