import type { Estate } from '../model/estate';
import type { Principal } from '../model/model';
import { type Decision, type Match, conditionText, decideAccess } from '../policy/decide';
import { type TrustDecision, decideTrust, needsPermission } from '../policy/trust';
import type { Edge } from './edge';
import { type RoleIndex, allowing, isExact } from './permissions';

const ASSUME = 'sts:AssumeRole';

/**
 * Which principals of the model can become which of its roles, and which halves are there without the other.
 *
 * Pairs come from what documents name: a role in a permission, a caller in a trust. The root of an account and `*` name nobody; they
 * confirm a pair that a permission has named.
 */
export function assumeEdges(estate: Estate, roles: RoleIndex): Edge[] {
  const callers = estate.model.principals.filter(({ type }) => type !== 'group');
  const permitted = callers.flatMap((caller) => permittedRoles(estate, caller, roles));
  const pairs = new Map(permitted.map((pair) => [pairKey(pair), pair]));
  for (const pair of trustedCallers(estate)) {
    if (!pairs.has(pairKey(pair))) pairs.set(pairKey(pair), pair);
  }
  return [...[...pairs.values()].flatMap((pair) => edgeOf(estate, pair)), ...rolesElsewhere(estate, callers, roles)];
}

interface Pair {
  readonly caller: Principal;
  readonly role: Principal;
  /** Whether a document names the other side itself, so that a missing half is a mistake. */
  readonly isNamed: boolean;
}

function pairKey({ caller, role }: Pair): string {
  return `${caller.id}\n${role.id}`;
}

function permittedRoles(estate: Estate, caller: Principal, roles: RoleIndex): Pair[] {
  return allowing(estate, caller, ASSUME).flatMap(({ resources = { not: false, patterns: ['*'] } }) =>
    roles
      .among(resources)
      .map((role) => ({ caller, role, isNamed: resources.patterns.includes(estate.arnOf(role)) && !resources.not })),
  );
}

function trustedCallers(estate: Estate): Pair[] {
  return estate.model.principals.flatMap((role) =>
    estate.trustOf(role).flatMap(({ effect, principals }) => {
      const named = effect === 'Allow' ? (principals?.names ?? []) : [];
      return named.flatMap(({ type, name }) => {
        const caller = type === 'AWS' ? estate.principalOf(name) : undefined;
        return caller === undefined ? [] : [{ caller, role, isNamed: true }];
      });
    }),
  );
}

function edgeOf(estate: Estate, { caller, role, isNamed }: Pair): Edge[] {
  const trust = decideTrust(estate.trustOf(role), { type: 'aws', names: [estate.arnOf(caller)] }, ASSUME);
  const permission = permissionOf(estate, caller, estate.arnOf(role));
  const conditions = [...new Set([...conditionsOf(trust), ...conditionsOf(permission)])];
  const edge = { from: caller.id, to: role.id, mechanism: 'assume' as const, conditions };
  const isPermitted = permission.answer !== 'no';
  if (trust.answer !== 'no' && (isPermitted || isEnough(estate, trust, { caller, role, permission })))
    return [{ ...edge, complete: true }];
  const missing: Edge['missing'] =
    trust.answer === 'no' ? { half: 'trust', why: trust.why } : { half: 'permission', why: permission.why };
  return isNamed && (isPermitted || missing.half === 'permission') ? [{ ...edge, complete: false, missing }] : [];
}

/** Inside one account, a trust that names the caller is enough, unless a policy of the caller denies it or its boundary leaves it out. */
function isEnough(
  estate: Estate,
  trust: TrustDecision,
  { caller, role, permission }: { caller: Principal; role: Principal; permission: Decision },
): boolean {
  if (needsPermission(trust, estate.accountOf(caller) === estate.accountOf(role))) return false;
  if (permission.denying.some(({ isCertain }) => isCertain)) return false;
  const { boundary } = estate.knownAccessOf(caller);
  return boundary === undefined || permission.allowing.some(({ statement }) => boundary.includes(statement));
}

function permissionOf(estate: Estate, caller: Principal, resource: string): Decision {
  return decideAccess(estate.knownAccessOf(caller), {
    caller: { type: 'aws', names: [estate.arnOf(caller)] },
    action: ASSUME,
    resource,
    isOpen: () => true,
  });
}

/** What must be so for a decision, each in words; nothing of a list of which one statement allows it in any case. */
export function conditionsOf({ layers, denying }: Pick<Decision, 'layers' | 'denying'>): string[] {
  const demanded = layers.map((layer) =>
    layer.some(({ isCertain }) => isCertain) ? '' : [...new Set(layer.flatMap(inWords))].join(', or '),
  );
  const denied = denying.flatMap(inWords).map((text) => `unless ${text}`);
  return [...new Set([...demanded, ...denied])].filter((text) => text !== '');
}

function inWords({ conditions, unclear }: Match): string[] {
  const texts = [...conditions.map(conditionText), ...unclear];
  return texts.length === 0 ? [] : [texts.join(' and ')];
}

/** Permissions on exact roles that the model does not hold: their trust is somebody else's. */
function rolesElsewhere(estate: Estate, callers: readonly Principal[], roles: RoleIndex): Edge[] {
  return callers.flatMap((caller) => {
    const named = allowing(estate, caller, ASSUME).flatMap(({ resources }) =>
      resources?.not === false ? resources.patterns : [],
    );
    return [...new Set(named)]
      .filter(
        (arn) => isExact(arn) && roles.named(arn) === undefined && permissionOf(estate, caller, arn).answer !== 'no',
      )
      .map((to): Edge => ({
        from: caller.id,
        to,
        mechanism: 'assume',
        conditions: [],
        complete: false,
        missing: { half: 'trust', why: 'the role is not in view' },
      }));
  });
}
