import type { ActionForm } from './actions';
import { ASSUMPTION, type Literal, holds, isAwsCaller } from './boxes';
import type { KeyType, KeyTypes } from './keys';
import { ANY_TEXT, type Pattern, actionLike, arnLike, exactly, like, newPattern } from './pattern';
import { isPlaceholder } from './text';
import { type Budget, findWord } from './words';

/** The requests that are looked at. */
export interface Space {
  /** The only action; any that looks like one by default. */
  readonly action?: string;
  readonly form?: ActionForm;
}

type Values = readonly string[] | undefined;

/** Of each, first what people know; then what may hold symbols, which are like no single character. */
const ANY_ACTION = ['?*:?*', '*:*'].map((text) => [actionLike(text)]);
const ANY_ARN = ['arn:?*:?*:*:*:?*', 'arn:*:*:*:*:*'].map((text) => [arnLike(text)]);
const ANY_VALUE = ['?*', '*'].map((text) => [like(text)]);
const SEPARATED = ['arn:*:*:*:*:*/*', 'arn:*:*:*:*:*:*'].map((text) => arnLike(text));
/** The ARNs of roles and users, those that people know first; names hold no wildcards and no colons. */
const AWS_CALLERS = ['aws:iam::????????????:%/?*', 'aws:iam::?*:%/?*', '*:iam::*:%/*'].map((form) =>
  ['role', 'user'].map((type) => arnLike(`arn:${form.replace('%', type)}`)),
);
/** The name of an object may end so, but then people take it for a folder. */
const IN_NO_OBJECT = [newPattern([ANY_TEXT, '/'])];
const IN_NO_NAME = [
  ...['*', '?'].map((wildcard) => newPattern([ANY_TEXT, wildcard, ANY_TEXT])),
  arnLike('arn:*:*:*:*:*:*'),
];
const OTHER_CALLERS = ['?*', '*'].map((name) => ['Service', 'Federated'].map((type) => like(`${type} ${name}`)));
const SOMEWHERE = { number: '1', date: '2026-01-01T00:00:00.000Z', address: '192.0.2.1' };

/** Finds values of one dimension of a request, of which some literals hold. */
export class Solver {
  private readonly solved = new Map<string, Values>();

  constructor(
    private readonly types: KeyTypes,
    public readonly budget: Budget,
  ) {}

  /** None for a key that is absent; undefined if there are no such values. */
  public valuesOf(dimension: string, literals: readonly Literal[], space: Space): Values {
    const place = dimension === 'action' ? space.action : dimension === 'resource' ? space.form?.resource : '';
    const question = [dimension, place, space.form?.carries?.(dimension), ...literals.map(({ id }) => id)].join('\n');
    if (this.solved.has(question)) return this.solved.get(question);
    const values = this.solve(dimension, literals, space);
    this.solved.set(question, values);
    return values;
  }

  private solve(dimension: string, literals: readonly Literal[], { action, form }: Space): Values {
    if (dimension === 'action') return this.word(action === undefined ? ANY_ACTION : [[exactly(action)]], literals);
    if (dimension === 'resource')
      return this.word(resources(literals, form), literals, isOneName(form) ? SEPARATED : [], IN_NO_OBJECT);
    if (dimension === 'caller') return this.caller(literals);
    if (dimension.startsWith(ASSUMPTION)) {
      return [['true'], ['false']].find((values) => literals.every((each) => holds(each, values)));
    }
    if (literals.every(({ absent }) => absent)) return [];
    if (form?.carries?.(dimension) === false) return undefined;
    const type = this.types.get(dimension);
    const { values, isList } = typeof type === 'object' ? type : ({ values: 'text', isList: false } as const);
    return isList ? this.list(values, literals) : this.value(values, literals);
  }

  /** What is said of every value holds of each; what is said of one, of a value of its own. */
  private list(type: KeyType['values'], literals: readonly Literal[]): Values {
    const ofEvery = literals.filter(({ every }) => every);
    const ofOne = literals.filter(({ every }) => !every);
    const found =
      ofOne.length === 0
        ? [this.value(type, ofEvery)]
        : ofOne.map((literal) => this.value(type, [...ofEvery, literal]));
    return found.includes(undefined) ? undefined : [...new Set(found.flatMap((values) => values ?? []))];
  }

  private value(type: KeyType['values'], literals: readonly Literal[]): Values {
    if (type === 'number' || type === 'date' || type === 'address') {
      const borders = literals.flatMap(({ test }) => test.ranges.flatMap((each) => each.around()));
      const candidates = [...borders, SOMEWHERE[type]].map((value) => [value]);
      return candidates.find((values) => literals.every((each) => holds(each, values)));
    }
    if (type === 'boolean') return this.word([[exactly('true'), exactly('false')]], literals);
    return this.word(type === 'arn' ? [...ANY_ARN, symbolWords(literals)] : ANY_VALUE, literals);
  }

  /** A caller of AWS's own kind, which has an ARN, or one that has none: a service, or an identity of elsewhere. */
  private caller(literals: readonly Literal[]): Values {
    const named = literals
      .filter(({ isOfAwsCaller }) => !isOfAwsCaller)
      .flatMap(({ test }) => test.patterns.filter(({ literal }) => literal !== undefined && isAwsCaller(literal)));
    const found = this.word([named, ...AWS_CALLERS], literals, IN_NO_NAME);
    if (found !== undefined) return found;
    if (literals.some(({ isOfAwsCaller, absent }) => isOfAwsCaller && !absent)) return undefined;
    const others = literals.filter(({ isOfAwsCaller }) => !isOfAwsCaller);
    return this.word(OTHER_CALLERS, others);
  }

  /** A word of the first of some domains that holds one; an odd one is of the last two. */
  private word(
    domains: readonly (readonly Pattern[])[],
    literals: readonly Literal[],
    never: readonly Pattern[] = [],
    odd: readonly Pattern[] = [],
  ): Values {
    const positive = literals.filter(({ test }) => !test.negated).map(({ test }) => test.patterns);
    const negative = literals.filter(({ test }) => test.negated).flatMap(({ test }) => test.patterns);
    for (const [index, domain] of domains.entries()) {
      const none = [...negative, ...never, ...(index < domains.length - 2 ? odd : [])];
      const found = findWord({ groups: [...positive, domain], none }, this.budget);
      if (found !== undefined) return [found];
    }
    return undefined;
  }
}

/** ARNs and `*`; besides, what begins with a symbol is the ARN of something. */
function resources(literals: readonly Literal[], form: ActionForm | undefined): Pattern[][] {
  if (form?.resource === '*') return [[exactly('*')]];
  const symbols = symbolWords(literals);
  if (form === undefined) return [...ANY_ARN.map((arns) => [...arns, exactly('*')]), symbols];
  const any = [arnLike(form.resource)];
  const hasPlaceholders = literals.some(({ test }) => test.patterns.some((pattern) => pattern.hasPlaceholders));
  return [[arnLike(form.resource.replaceAll('*', '?*'))], ...(hasPlaceholders ? [any] : []), any, symbols];
}

/** Whether the resource is a name and no more, as a bucket's is, which then holds no slash. */
function isOneName(form: ActionForm | undefined): boolean {
  return form !== undefined && /^arn(:[^:]*){4}:\*$/.test(form.resource);
}

function symbolWords(literals: readonly Literal[]): Pattern[] {
  const first = literals.flatMap(({ test }) => test.patterns.map(({ pieces }) => pieces[0]));
  const symbols = new Set(first.filter((piece) => typeof piece === 'string').filter(isPlaceholder));
  return [...symbols].map((symbol) => newPattern([symbol, ANY_TEXT]));
}
