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
    ...unreadElements(value),
    ...textsOf(value.Resource ?? value.NotResource ?? [])
      .filter((pattern) => !isDocumented(pattern))
      .map((pattern) => `what AWS makes of the resource ${pattern} is not documented`),
  ];
  const actions = choice(value, 'Action');
  const resources = choice(value, 'Resource');
  const principals = principalsOf(value);
  const { read, unread } = conditionsOf(conditions);
  const reasons = [...unclear, ...[actions, resources, principals].flatMap((element) => element.unread), ...unread];
  const about = () => (typeof Sid === 'string' ? `the statement ${Sid}` : `the statement ${shown(value)}`);
  return [
    {
      effect: Effect,
      sid: typeof Sid === 'string' ? Sid : undefined,
      principals: principals.read,
      actions: actions.read ?? EVERYTHING,
      resources: resources.read,
      conditions: read,
      assumptions: [
        ...outer,
        ...reasons.map((why) => ({ about: `${about()}: ${why}`, kind: 'unclear' as const, is: true })),
      ],
      source: value,
    },
  ];
}

/** Whether AWS says what a pattern of a resource stands for: `*` or six segments, without a wildcard in the kind of the resource. */
export function isDocumented(pattern: string): boolean {
  if (!pattern.startsWith('arn:')) return true;
  const segments = segmentsOf(pattern);
  if (segments.length < 6) return segments.some((segment) => lettersOf(segment).some(isPlaceholder));
  const [, kind = ''] = /^([^/:]*)[/:]/.exec(segments.slice(5).join(':')) ?? [];
  return segments[2] === 's3' || !/[*?]/.test(kind);
}

/** Elements that stand twice, or not at all. */
function unreadElements(value: Record<string, unknown>): string[] {
  return ['Action', 'Resource', 'Principal'].flatMap((element) => {
    const count = [element, `Not${element}`].filter((name) => value[name] !== undefined).length;
    if (count === 2) return [`it has both ${element} and Not${element}`];
    return count === 0 && element === 'Action' ? ['it has no Action'] : [];
  });
}

/** What is read of an element: where that is unclear, all that it may say. */
interface ReadElement<T> {
  readonly read: T | undefined;
  readonly unread: readonly string[];
}

function choice(value: Record<string, unknown>, element: string): ReadElement<Choice> {
  const { [element]: list, [`Not${element}`]: notList } = value;
  if (list === undefined && notList === undefined) return { read: undefined, unread: [] };
  if (list !== undefined && notList !== undefined) return { read: EVERYTHING, unread: [] };
  const not = list === undefined;
  const items = [list ?? notList].flat();
  const unread = items.filter((item) => !isScalar(item));
  return {
    read: { not, patterns: [...textsOf(items.filter(isScalar)), ...(unread.length > 0 && !not ? ['*'] : [])] },
    unread: unread.map((item) => `its ${element} is ${shown(item)}`),
  };
}

function principalsOf({ Effect, Principal, NotPrincipal }: Record<string, unknown>): ReadElement<Principals> {
  const value = Principal ?? NotPrincipal;
  if (value === undefined) return { read: undefined, unread: [] };
  const not = Principal === undefined;
  if (not && Effect === 'Allow') return { read: ANYBODY, unread: [ALL_BUT] };
  const entries = isObject(value) ? Object.entries(value) : [['AWS', value] as const];
  const names = entries.flatMap(([type, list]) => [list].flat().map((name: unknown) => ({ type, name })));
  const isRead = ({ type, name }: { type: string; name: unknown }) =>
    PRINCIPAL_TYPES.includes(type) && typeof name === 'string';
  const unread = names.filter((each) => !isRead(each));
  const read = names.filter(isRead) as PrincipalName[];
  return {
    read: { not, names: unread.length > 0 && !not ? [...read, ...ANYBODY.names] : read },
    unread: unread.map(({ type, name }) => `its principal is ${type} ${shown(name)}`),
  };
}

function conditionsOf(value: unknown): { read: Condition[]; unread: string[] } {
  if (value === undefined) return { read: [], unread: [] };
  if (!isObject(value)) return { read: [], unread: [`its Condition is ${shown(value)}`] };
  const read: Condition[] = [];
  const unread: string[] = [];
  for (const [operator, keys] of Object.entries(value)) {
    if (!isObject(keys)) unread.push(`under ${operator} stands ${shown(keys)}`);
    else if (operatorNamed(operator) === undefined) unread.push(`IAM has no operator ${operator}`);
    else {
      for (const [key, values] of Object.entries(keys)) {
        if ([values].flat().every(isScalar)) read.push({ operator, key, values: textsOf(values) });
        else unread.push(`under ${operator} ${key} stands ${shown(values)}`);
      }
    }
  }
  return { read, unread };
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
