import { REACHES, type Reach, covers, spares } from './caller';
import { hasValue, isMet, substituting } from './conditions';
import { isAction, isAmong } from './actions';
import { arnLike, compiled } from './pattern';
import { type Lookup, type Request, lookupOf } from './request';
import type { Choice, Condition, Statement } from './statement';
import { symbolsIn, variablesIn } from './text';
import { type Truth, all, not, some } from './truth';
import type { Assumption } from './variants';

export type Answer = 'yes' | 'no' | 'depends';

/** A statement that is, or may be, about a request. */
export interface Match {
  readonly statement: Statement;
  /** Whether it is, whatever is not known. */
  readonly isCertain: boolean;
  /** By what a statement of a trust reaches the caller. */
  readonly reach?: Reach;
  /** What the request must meet besides; empty where all is known. */
  readonly conditions: readonly Condition[];
  /** On what else it depends: symbols, conditions of CloudFormation, and what is unclear. */
  readonly unclear: readonly string[];
}

export interface Decision {
  readonly answer: Answer;
  /** In words, what decides, or what it depends on. */
  readonly why: string;
  readonly allowing: readonly Match[];
  /** The same for each of the lists, of which every one must allow it. */
  readonly layers: readonly (readonly Match[])[];
  readonly denying: readonly Match[];
}

/** What policies allow together: an identity's, or a trust; a boundary must allow it as well. */
export interface Access {
  readonly statements: readonly Statement[];
  readonly boundary?: readonly Statement[];
}

/** Above this, sixteen worlds would be looked at. */
const MAX_WORLDS_CONDITIONS = 4;

/**
 * Decides a request: each of the lists of statements must allow it, such as an identity's policies and its boundary, and none may
 * deny it.
 */
export function decide(layers: readonly (readonly Statement[])[], request: Request): Decision {
  const lookup = lookupOf(request);
  const found = layers.map((layer) => layer.flatMap((statement) => match(statement, request, lookup) ?? []));
  const byEffect = (effect: Statement['effect']) =>
    found.map((matches) => matches.filter(({ statement }) => statement.effect === effect));
  const allowing = byEffect('Allow');
  const denying = byEffect('Deny').flat();
  const allowed = all(allowing.map((matches) => some(matches.map(certainty))));
  const denied = some(denying.map(certainty));
  const truth = all([allowed, not(denied)]) ?? inAllWorlds(layers, request, [...allowing.flat(), ...denying]);
  const answer = truth === undefined ? 'depends' : truth ? 'yes' : 'no';
  return { answer, why: why(answer, allowing.flat(), denying), allowing: allowing.flat(), layers: allowing, denying };
}

/** Whether policies, within their boundary, let a request pass. */
export function decideAccess({ statements, boundary }: Access, request: Request): Decision {
  return decide(boundary === undefined ? [statements] : [statements, boundary], request);
}

/** The one answer for every way in which the conditions of CloudFormation can be; undefined if they are decisive. */
function inAllWorlds(layers: readonly (readonly Statement[])[], request: Request, matches: readonly Match[]): Truth {
  const open = matches
    .flatMap(({ statement }) => statement.assumptions)
    .find(({ kind, about }) => kind === 'deployment' && request.assumed?.[about] === undefined);
  if (open === undefined || Object.keys(request.assumed ?? {}).length >= MAX_WORLDS_CONDITIONS) return undefined;
  const [one, other] = [true, false].map(
    (is) => decide(layers, { ...request, assumed: { ...request.assumed, [open.about]: is } }).answer,
  );
  return one === other && one !== 'depends' ? one === 'yes' : undefined;
}

function match(statement: Statement, request: Request, lookup: Lookup): Match | undefined {
  const parts: Part[] = [];
  // What fails most often, and costs least, first.
  for (const part of partsOf(statement, request, lookup)) {
    if (part.truth === false) return undefined;
    parts.push(part);
  }
  const open = parts.filter(({ truth }) => truth === undefined);
  return {
    statement,
    isCertain: open.length === 0,
    reach: parts.find(({ reach }) => reach !== undefined)?.reach,
    conditions: open.flatMap(({ condition }) => condition ?? []),
    unclear: [...new Set(open.flatMap(({ unclear }) => unclear?.() ?? []))],
  };
}

/** Whether a request is what one element of a statement is about. */
interface Part {
  readonly truth: Truth;
  readonly reach?: Reach;
  readonly condition?: Condition;
  /** On what it depends. */
  readonly unclear?: () => readonly string[];
}

function* partsOf(statement: Statement, request: Request, lookup: Lookup): Generator<Part> {
  const { actions, resources, conditions, assumptions } = statement;
  const symbols = () => [...actions.patterns, request.action].flatMap(symbolsIn);
  yield { truth: isAction(actions, request.action), unclear: symbols };
  yield principalPart(statement, request);
  if (resources !== undefined) yield resourcePart(resources, request.resource ?? '*', lookup);
  for (const each of assumptions) {
    const known = request.assumed?.[each.about];
    yield { truth: known === undefined ? undefined : known === each.is, unclear: () => [assumptionText(each)] };
  }
  for (const condition of conditions) yield { truth: isMet(condition, lookup), condition };
}

function principalPart({ principals }: Statement, { caller }: Request): Part {
  if (principals === undefined || caller === undefined) return { truth: true };
  const unclear = () => principals.names.map(({ name }) => `the principal ${name}`);
  if (principals.not) return { truth: not(spares(principals.names, caller)), reach: 'everybody', unclear };
  const found = principals.names.map((name) => covers(name, caller)).filter(({ truth }) => truth !== false);
  const certain = found.filter(({ truth }) => truth === true);
  const candidates = certain.length > 0 ? certain : found;
  const reach = REACHES.find((each) => candidates.some((one) => one.reach === each));
  return { truth: some(found.map(({ truth }) => truth)), reach, unclear };
}

function resourcePart(resources: Choice, resource: string, lookup: Lookup): Part {
  const { not: isNot, patterns } = resources;
  const symbols = () => [...patterns, resource].flatMap(symbolsIn);
  const variables = patterns.flatMap(variablesIn);
  if (variables.length === 0)
    return { truth: isAmong(resources, compiled(patterns, arnLike), resource), unclear: symbols };
  const known = patterns.map((pattern) => arnLike(pattern, substituting(lookup)));
  const fit = isAmong(resources, known, resource);
  const valued = all(variables.map((variable) => hasValue(variable, lookup)));
  const unclear = () => [...symbols(), ...variables.map(({ key }) => `\${${key}}`)];
  if (!isNot) return { truth: all([valued, fit]), unclear };
  // What NotResource says where a variable has no value, is not documented.
  return { truth: valued === true || fit === false ? fit : undefined, unclear };
}

function assumptionText({ about, kind, is }: Assumption): string {
  if (kind === 'unclear') return about;
  return is ? `the condition ${about}` : `the condition ${about} not being so`;
}

function certainty({ isCertain }: Match): Truth {
  return isCertain ? true : undefined;
}

function why(answer: Answer, allowing: readonly Match[], denying: readonly Match[]): string {
  if (answer === 'no') {
    const [denial] = denying.filter(({ isCertain }) => isCertain);
    return denial === undefined ? 'no statement allows it' : `${statementText(denial.statement)} denies it`;
  }
  const certain = allowing.filter(({ isCertain }) => isCertain);
  if (answer === 'yes' && certain.length > 0) {
    // One of the caller's own policies, and one of the resource's.
    const own = certain.find(({ statement }) => statement.resource === undefined);
    const its = certain.find(({ statement }) => statement.resource !== undefined);
    const texts = [own, its].flatMap((match) => (match === undefined ? [] : statementText(match.statement)));
    return `${texts.join(' and ')} ${texts.length > 1 ? 'allow' : 'allows'} it`;
  }
  const open = [...allowing, ...denying].filter(({ isCertain }) => !isCertain);
  const reasons = open.flatMap(({ conditions, unclear }) => [...conditions.map(conditionText), ...unclear]);
  return answer === 'yes'
    ? 'statements of both branches allow it'
    : `it depends on ${[...new Set(reasons)].join(', ')}`;
}

/** A statement in a sentence. */
export function statementText({ sid, effect, actions, resource }: Statement): string {
  const name =
    sid === undefined
      ? `a statement (${effect} ${actions.not ? 'all but ' : ''}${actions.patterns.join(', ')})`
      : `the statement ${sid}`;
  return resource === undefined ? name : `${name} of the policy of ${resource}`;
}

/** A condition in a sentence. */
export function conditionText({ operator, key, values }: Condition): string {
  return `${operator} ${key} ${values.map((value) => JSON.stringify(value)).join(' or ')}`;
}
