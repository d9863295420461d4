import { type Box, assumptionOf, holds, isAwsCaller } from './boxes';
import type { Caller } from './caller';
import { type Access, type Decision, decideAccess } from './decide';
import type { KeyTypes } from './keys';
import type { Request } from './request';
import { type Point, valuesAt } from './search';
import { requestWithSymbolsBound, symbolsOf, withSymbolsBound } from './symbols';
import { lettersOf, variableOf } from './text';

/** A request that shows a difference. */
export interface Witness {
  /** Of a trust: an ARN, or the name of a service or identity provider. */
  readonly principal?: string;
  readonly action: string;
  /** Of a policy of an identity. */
  readonly resource?: string;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
  /** Which conditions of CloudFormation are so, and which symbols are none of the texts that the policies write out. */
  readonly assuming: readonly string[];
}

/** The request that a search has found. */
export function requestOf(point: Point, boxes: readonly Box[], types: KeyTypes): Request {
  const spelled = new Map(
    boxes.flatMap(({ statement }) => statement.conditions).map(({ key }) => [key.toLowerCase(), key]),
  );
  const context: Record<string, string | readonly string[]> = {};
  for (const [dimension, values] of point) {
    const isKey = !['action', 'resource', 'caller'].includes(dimension) && assumptionOf(dimension) === undefined;
    const type = types.get(dimension);
    if (!isKey || values.length === 0) continue;
    const isList = typeof type === 'object' && type.isList;
    const texts = values.map((value) => withVariables(value, point));
    context[spelled.get(dimension) ?? dimension] = isList ? texts : (texts[0] ?? '');
  }
  const [action = ''] = point.get('action') ?? [];
  const actions = boxes.flatMap(({ statement }) => statement.actions.patterns);
  const [resource] = point.get('resource') ?? [];
  return {
    caller: callerOf(point.get('caller')?.[0]),
    action: actions.find((pattern) => pattern.toLowerCase() === action.toLowerCase()) ?? action,
    resource: resource === undefined ? undefined : withVariables(resource, point),
    context,
    assumed: assumedIn(point, boxes),
  };
}

/**
 * The witness that a request is, if a plain evaluator confirms that one side allows it and the other does not; undefined otherwise.
 *
 * Where that depends on symbols, each is taken for a text of its own.
 */
export function confirmed(request: Request, old: Access, now: Access, relied: readonly string[]): Witness | undefined {
  const decisions = [old, now].map((access) => decideAccess(access, request));
  if (isGained(decisions)) return witnessOf(request, relied);
  const symbols = symbolsOf([old, now].flatMap(({ statements, boundary = [] }) => [...statements, ...boundary]));
  if (symbols.length === 0) return undefined;
  const values = Object.fromEntries(symbols.map((symbol, index) => [symbol, `symbol-${index}`]));
  const bound = [old, now].map(({ statements, boundary }) =>
    decideAccess(
      {
        statements: withSymbolsBound(statements, values),
        boundary: boundary && withSymbolsBound(boundary, values),
      },
      requestWithSymbolsBound(request, values),
    ),
  );
  const decisive = symbols.filter((symbol) =>
    decisions.some(({ answer, why }) => answer === 'depends' && why.includes(symbol)),
  );
  const assumed = decisive.map((symbol) => `${symbol} is none of the names that are written out`);
  return isGained(bound) ? witnessOf(request, [...relied, ...assumed]) : undefined;
}

/** The assumptions on which it depends that a point lies where it does, in words. */
export function reliedOn(point: Point, boxes: readonly Box[]): string[] {
  const relevant = boxes.filter(({ literals }) =>
    literals.every(
      (each) => assumptionOf(each.dimension) !== undefined || holds(each, valuesAt(point, each.dimension)),
    ),
  );
  return Object.entries(assumedIn(point, relevant)).map(([about, is]) => (is ? about : `not ${about}`));
}

/** Which of the assumptions of some boxes are so at a point. */
function assumedIn(point: Point, boxes: readonly Box[]): Record<string, boolean> {
  const literals = boxes.flatMap((box) => box.literals);
  return Object.fromEntries(
    literals.flatMap(({ dimension }) => {
      const about = assumptionOf(dimension);
      return about === undefined ? [] : [[about, valuesAt(point, dimension)[0] === 'true'] as const];
    }),
  );
}

function isGained([old, now]: readonly Decision[]): boolean {
  return now?.answer === 'yes' && old?.answer === 'no';
}

function witnessOf({ caller, action, resource, context = {} }: Request, assuming: readonly string[]): Witness {
  const members = { principal: caller?.names[0], action, resource, context, assuming };
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as unknown as Witness;
}

function callerOf(word: string | undefined): Caller | undefined {
  if (word === undefined) return undefined;
  if (isAwsCaller(word)) return { type: 'aws', names: [word] };
  const [type = '', ...name] = word.split(' ');
  return { type: type === 'Service' ? 'service' : 'federated', names: [name.join(' ')] };
}

/** A text of a point with values in the place of IAM's variables. */
function withVariables(text: string, point: Point): string {
  if (!text.includes('${')) return text;
  return lettersOf(text)
    .map((letter) => {
      const variable = variableOf(letter);
      return variable === undefined
        ? letter
        : (point.get(variable.key.toLowerCase())?.[0] ?? variable.otherwise ?? letter);
    })
    .join('');
}
