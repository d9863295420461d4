import { operatorNamed } from './operators';
import { isPlaceholder, lettersOf, segmentsOf } from './text';
import { type Assumption, branchesOf, variantsOf } from './variants';

/** A list of patterns, or all that none of them fits. */
export interface Choice {
  readonly not: boolean;
  readonly patterns: readonly string[];
}

/** Whom a statement of a trust names. */
export interface PrincipalName {
  readonly type: 'AWS' | 'Service' | 'Federated' | 'CanonicalUser';
  readonly name: string;
}

export interface Principals {
  readonly not: boolean;
  readonly names: readonly PrincipalName[];
}

/** One key under one operator. */
export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** A statement of a policy, every list written out. */
export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly sid?: string;
  /** Undefined in a policy of an identity. */
  readonly principals?: Principals;
  readonly actions: Choice;
  /** Undefined in a trust. */
  readonly resources?: Choice;
  readonly conditions: readonly Condition[];
  /** The name of the resource whose policy holds it; undefined for one of whoever calls, and of a trust. */
  readonly resource?: string;
  /** What must be so for the statement to be there, or to say what is read here. */
  readonly assumptions: readonly Assumption[];
  /** As it stands in its document. */
  readonly source: unknown;
}

const ELEMENTS = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
];
const PRINCIPAL_TYPES = ['AWS', 'Service', 'Federated', 'CanonicalUser'];
const EVERYTHING: Choice = { not: false, patterns: ['*'] };
/** Why nothing is sure of an Allow with `NotPrincipal`, which AWS says never to write. */
export const ALL_BUT = 'it allows all but the principals that it names';
const ANYBODY: Principals = { not: false, names: [{ type: 'AWS', name: '*' }] };

/**
 * The statements of a policy document, which may be JSON text.
 *
 * An `Fn::If` gives a statement for each of its branches. What cannot be read is a statement that may allow, or deny, everything.
 *
 * @param condition is that of CloudFormation's under which the whole document exists
 */
export function statementsOf(document: unknown, condition?: string): Statement[] {
  const outer: Assumption[] = condition === undefined ? [] : [{ about: condition, kind: 'deployment', is: true }];
  return branchesOf(parse(document), outer).flatMap(({ value, assumptions }) => {
    if (value === undefined) return [];
    if (!isObject(value)) return unknownStatements(`a policy document is ${shown(value)}`, assumptions);
    const { Version, Statement: statements } = value;
    return branchesOf(statements, assumptions)
      .flatMap((list) => [list.value ?? []].flat().flatMap((each: unknown) => variantsOf(each, list.assumptions)))
      .flatMap((variant) => [variant.value ?? []].flat().map((each: unknown) => ({ ...variant, value: each })))
      .flatMap((variant) => statementOf(variant.value, variant.assumptions, Version === '2012-10-17'));
  });
}

/** What stands for a document that is not in view: it may allow everything, and it may deny everything. */
export function unknownStatements(why: string, outer: readonly Assumption[] = []): Statement[] {
  return (['Allow', 'Deny'] as const).map((effect) => ({
    effect,
    actions: EVERYTHING,
    conditions: [],
    assumptions: [...outer, { about: `${why} (it may ${effect.toLowerCase()} anything)`, kind: 'unclear', is: true }],
    source: { Unknown: why },
  }));
}

/** Whether a statement stands for a document, or a part of one, that is not in view. */
export function isUnknown({ source }: Statement): boolean {
  return isObject(source) && 'Unknown' in source;
}

function statementOf(value: unknown, outer: readonly Assumption[], hasVariables: boolean): Statement[] {
  if (!isObject(value)) return unknownStatements(`a statement is ${shown(value)}`, outer);
  const { Sid, Effect, Condition: conditions } = value;
  if (Effect !== 'Allow' && Effect !== 'Deny')
    return unknownStatements(`a statement has the effect ${shown(Effect)}`, outer);
  if (!hasVariables && /\$\{[\w./-]+:[^:]/.test(JSON.stringify(value))) {
    const why = `whether only version 2012-10-17 knows the variables of ${shown(value)}`;
    return unknownStatements(why, outer).filter(({ effect }) => effect === Effect);
  }
  const unclear = [
    ...Object.keys(value)
      .filter((element) => !ELEMENTS.includes(element))
      .map((element) => `it has the element ${element}`),
    ...(value.Action === undefined && value.NotAction === undefined ? ['it has no Action'] : []),
    ...textsOf(value.Resource ?? value.NotResource ?? [])
      .filter((pattern) => !isDocumented(pattern))
      .map((pattern) => `what AWS makes of the resource ${pattern} is not documented`),
  ];
  // Each adds what it cannot read, and then gives all that it may say.
  const read = {
    principals: principalsOf(value, unclear),
    actions: choiceOf(value, 'Action', unclear) ?? EVERYTHING,
    resources: choiceOf(value, 'Resource', unclear),
    conditions: conditionsOf(conditions, unclear),
  };
  const sid = typeof Sid === 'string' ? Sid : undefined;
  const assumptions = unclear.map((why): Assumption => {
    return { about: `the statement ${sid ?? shown(value)}: ${why}`, kind: 'unclear', is: true };
  });
  return [{ effect: Effect, sid, ...read, assumptions: [...outer, ...assumptions], source: value }];
}

/** Whether AWS says what a pattern of a resource stands for: `*` or six segments, without a wildcard in the kind of the resource. */
export function isDocumented(pattern: string): boolean {
  if (!pattern.startsWith('arn:')) return true;
  const segments = segmentsOf(pattern);
  if (segments.length < 6) return segments.some((segment) => lettersOf(segment).some(isPlaceholder));
  const [, kind = ''] = /^([^/:]*)[/:]/.exec(segments.slice(5).join(':')) ?? [];
  return segments[2] === 's3' || !/[*?]/.test(kind);
}

/** An element, or its negation; what both say together is not documented. */
function elementOf(value: Record<string, unknown>, element: string, unclear: string[]) {
  const { [element]: own, [`Not${element}`]: negated } = value;
  if (own !== undefined && negated !== undefined) unclear.push(`it has both ${element} and Not${element}`);
  return { isBoth: own !== undefined && negated !== undefined, not: own === undefined, value: own ?? negated };
}

function choiceOf(statement: Record<string, unknown>, element: string, unclear: string[]): Choice | undefined {
  const { isBoth, not, value } = elementOf(statement, element, unclear);
  if (value === undefined) return undefined;
  if (isBoth) return EVERYTHING;
  const items = [value].flat();
  const unread = items.filter((item) => !isScalar(item));
  unclear.push(...unread.map((item) => `its ${element} is ${shown(item)}`));
  return { not, patterns: [...textsOf(items.filter(isScalar)), ...(unread.length > 0 && !not ? ['*'] : [])] };
}

function principalsOf(statement: Record<string, unknown>, unclear: string[]): Principals | undefined {
  const { not, value } = elementOf(statement, 'Principal', unclear);
  if (value === undefined) return undefined;
  if (not && statement.Effect === 'Allow') {
    unclear.push(ALL_BUT);
    return ANYBODY;
  }
  const entries = isObject(value) ? Object.entries(value) : [['AWS', value] as const];
  const names = entries.flatMap(([type, list]) => [list].flat().map((name: unknown) => ({ type, name })));
  const isRead = (each: { type: string; name: unknown }): each is PrincipalName =>
    PRINCIPAL_TYPES.includes(each.type) && typeof each.name === 'string';
  const unread = names.filter((each) => !isRead(each));
  unclear.push(...unread.map(({ type, name }) => `its principal is ${type} ${shown(name)}`));
  return { not, names: [...names.filter(isRead), ...(unread.length > 0 && !not ? ANYBODY.names : [])] };
}

function conditionsOf(value: unknown, unclear: string[]): Condition[] {
  if (value === undefined) return [];
  if (!isObject(value)) unclear.push(`its Condition is ${shown(value)}`);
  const read: Condition[] = [];
  for (const [operator, keys] of isObject(value) ? Object.entries(value) : []) {
    if (!isObject(keys)) unclear.push(`under ${operator} stands ${shown(keys)}`);
    else if (operatorNamed(operator) === undefined) unclear.push(`IAM has no operator ${operator}`);
    else {
      for (const [key, values] of Object.entries(keys)) {
        if ([values].flat().every(isScalar)) read.push({ operator, key, values: textsOf(values) });
        else unclear.push(`under ${operator} ${key} stands ${shown(values)}`);
      }
    }
  }
  return read;
}

function isScalar(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

/** IAM takes booleans and numbers for their text. */
function textsOf(value: unknown): string[] {
  return [value].flat().map((item) => (typeof item === 'string' ? item : shown(item)));
}

function parse(document: unknown): unknown {
  if (typeof document !== 'string') return document;
  try {
    return JSON.parse(document) as unknown;
  } catch {
    return document;
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  return value === undefined ? 'absent' : JSON.stringify(value);
}
