import type { Principal } from '../../private/access/model/model';
import { type Access, type Match, decideAccess } from '../../private/access/policy/decide';
import type { Caller } from '../../private/access/policy/caller';
import { remembered } from '../../private/access/policy/remembered';
import type { Statement } from '../../private/access/policy/statement';
import type { Request } from '../../private/access/policy/request';
import { type SessionAction, decideTrust } from '../../private/access/policy/trust';
import { isAction } from '../../private/access/policy/actions';
import { filledIn } from './trusted-callers';
import { accessOf, trustOf } from './by-default';
import { segmentsOf } from '../../private/access/policy/text';
import type { View } from './view';

const CALLER_KEYS = ['aws:principalarn', 'aws:principalaccount'];

/** Of callers whose organization is another than that of the app, or who are in none. */
export const OTHER_ORGANIZATION: readonly Context[] = [
  { 'aws:PrincipalOrgID': ['o-someoneelse'], 'aws:PrincipalOrgPaths': ['o-someoneelse/r-0000/'] },
  { 'aws:PrincipalOrgID': [], 'aws:PrincipalOrgPaths': [] },
];

/** What a request says: a key that it surely lacks has no values. */
export type Context = Readonly<Record<string, readonly string[]>>;

/**
 * The statement by which a trust lets a caller in whose request says certain things, and whatever else its conditions ask for;
 * undefined where none does, or none for sure.
 */
export function admission(
  view: View,
  role: Principal,
  caller: Caller,
  action: SessionAction,
  context: Context = {},
): Match | undefined {
  const trust = trustOf(view, role);
  const known = remembered(admissions, trust, () => new Map<string, Match | undefined>());
  return remembered(known, JSON.stringify([action, caller, context]), () => {
    const { answer, layers, denying } = decideTrust(trust, caller, action, { context });
    return answer === 'no' ? undefined : sureMatch(layers, denying, [...CALLER_KEYS, ...Object.keys(context)]);
  });
}

/** Many roles have one trust, of which several rules ask the same. */
const admissions = new WeakMap<readonly Statement[], Map<string, Match | undefined>>();

/** The same for what a principal's policies let it call. Keys that a request may not carry are closed. */
export function permission(
  access: Access,
  request: Omit<Request, 'isOpen' | 'context'>,
  context: Context = {},
  closed?: RegExp,
): Match | undefined {
  const isOpen = (key: string) => closed?.test(key) !== true;
  const { answer, layers, denying } = decideAccess(access, { ...request, context, isOpen });
  return answer === 'no' ? undefined : sureMatch(layers, denying, [...CALLER_KEYS, ...Object.keys(context)]);
}

/** The statement by which a principal may call an action on something at least, whatever that is. */
export function permissionOnSome(view: View, principal: Principal, action: string, closed?: RegExp): Match | undefined {
  const access = accessOf(view, principal);
  const caller = awsCaller(view.estate.arnOf(principal));
  const resources = access.statements.flatMap(({ effect, actions, resources: choice }) => {
    if (effect !== 'Allow' || isAction(actions, action) === false) return [];
    return choice === undefined || choice.not ? ['*'] : choice.patterns.map((pattern) => filledIn(pattern));
  });
  return [...new Set(resources)].flatMap(
    (resource) => permission(access, { caller, action, resource }, {}, closed) ?? [],
  )[0];
}

/**
 * What the ARNs of IAM begin with in a principal's account. Where nobody knows the account, one that its policies write out is meant
 * to be it: in others it can't do a thing to IAM.
 */
export function accountPrefixes({ estate }: View, principal: Principal): readonly string[] {
  const access = estate.knownAccessOf(principal);
  return remembered(prefixesOf, access, () => prefixesIn(estate.arnOf(principal), access));
}

const prefixesOf = new WeakMap<Access, readonly string[]>();

function prefixesIn(arn: string, { statements }: Access): string[] {
  const [, partition = 'aws', , , own = ''] = segmentsOf(arn);
  if (!own.startsWith('${')) return [`arn:${partition}:iam::${own}`];
  const patterns = statements.flatMap(({ resources }) => resources?.patterns ?? []);
  const written = patterns.map((pattern) => segmentsOf(pattern)[4] ?? '').filter((account) => /^\d{12}$/.test(account));
  return [...new Set([own, ...written])].map((account) => `arn:${partition}:iam::${account}`);
}

export function awsCaller(arn: string): Caller {
  return { type: 'aws', names: [arn] };
}

/** A condition on what is known stays open only where it speaks of a symbol, of which nothing is said for sure. */
function sureMatch(
  layers: readonly (readonly Match[])[],
  denying: readonly Match[],
  known: readonly string[],
): Match | undefined {
  const keys = new Set(known.map((key) => key.toLowerCase()));
  const isSure = (match: Match) =>
    !isDoubtful(match) && match.conditions.every(({ key }) => !keys.has(key.toLowerCase()));
  const [match, ...others] = layers.map((layer) => layer.find(isSure));
  return denying.every(isSure) && !others.includes(undefined) ? match : undefined;
}

/** Whether a statement speaks of a request only if something is so that nobody here knows. */
function isDoubtful({ statement, unclear }: Match): boolean {
  const { assumptions } = statement;
  return assumptions.some(({ kind }) => kind === 'unclear') || unclear.length > assumptions.length;
}
