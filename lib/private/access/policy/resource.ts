import { type Access, type Decision, type Match, decide, decideAccess } from './decide';
import type { Request } from './request';
import type { Statement } from './statement';

/** What the resource of a request says itself about who may do what with it. */
export interface Guard {
  /** What is shown of it. */
  readonly name: string;
  readonly policy: readonly Statement[];
  /** Whether the caller stands in the account of the resource. */
  readonly isSameAccount: boolean;
  /** Whether nothing counts that its policy does not allow, such as a key's. */
  readonly isDecisive: boolean;
  /** Whether its policy lets in whoever it names as anybody, without a permission of theirs. */
  readonly admitsAnybody: boolean;
}

export interface GuardedCaller {
  readonly access: Access;
  /** What a policy gives to a user by name, and to anybody at all, no boundary of the caller holds back. */
  readonly isUser: boolean;
}

/**
 * Decides a request by the policies of an identity and by that of the resource.
 *
 * Across accounts both must allow it, in one account either of them: that of the resource only if it names the caller, since the root
 * of the account stands for whatever the account's own policies allow. A Deny of either wins.
 */
export function decideGuarded({ access, isUser }: GuardedCaller, guard: Guard, request: Request): Decision {
  const { statements, boundary } = access;
  const { name, isSameAccount, isDecisive, admitsAnybody } = guard;
  const policy = policyOf(guard);
  const limits = boundary === undefined ? [] : [boundary];
  // What allows the caller itself, and not its account.
  const direct = decide([policy], request).allowing.filter(
    ({ reach }) => reach === 'name' || (admitsAnybody && reach === 'everybody'),
  );
  const beyondBoundary = direct.filter(({ reach }) => isUser || reach === 'everybody').map(statementOf);
  const denials = policy.filter(({ effect }) => effect === 'Deny');
  const layers = isSameAccount
    ? [
        [...statements, ...direct.map(statementOf), ...denials],
        ...limits.map((limit) => [...limit, ...beyondBoundary]),
        ...(isDecisive ? [policy] : []),
      ]
    : [statements, ...limits, policy];
  const decision = decide(layers, request);
  const isDenied = decision.denying.some(({ isCertain }) => isCertain);
  const isLeftOut = decision.answer === 'no' && !isDenied && decideAccess(access, request).answer !== 'no';
  return isLeftOut ? { ...decision, why: `no statement of the policy of ${name} allows it` } : decision;
}

/** Decides a request by the policy of its resource alone. */
export function byResource(guard: Pick<Guard, 'name' | 'policy'>, request: Request): Decision {
  return decide([policyOf(guard)], request);
}

/** With its name, for what is said of its statements. */
function policyOf({ name, policy }: Pick<Guard, 'name' | 'policy'>): Statement[] {
  return policy.map((statement) => ({ ...statement, resource: name }));
}

function statementOf({ statement }: Match): Statement {
  return statement;
}
