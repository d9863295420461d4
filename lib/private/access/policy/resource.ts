import { type Access, type Decision, type Match, decide, decideAccess, statementText } from './decide';
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
  const { policy, isSameAccount, isDecisive } = guard;
  if (!isSameAccount) {
    const decision = decide([statements, ...(boundary === undefined ? [] : [boundary]), policy], request);
    return inWords(decision, access, guard, request);
  }
  const direct = directOf(guard, request);
  const granted = direct.map(({ statement }) => statement);
  const beyondBoundary = direct
    .filter(({ reach }) => isUser || reach === 'everybody')
    .map(({ statement }) => statement);
  const denials = policy.filter(({ effect }) => effect === 'Deny');
  const limit = boundary === undefined ? [] : [[...boundary, ...beyondBoundary]];
  const layers = [[...statements, ...granted, ...denials], ...limit, ...(isDecisive ? [policy] : [])];
  return inWords(decide(layers, request), access, guard, request);
}

/** Decides a request by the policy of its resource alone. */
export function byResource(guard: Pick<Guard, 'name' | 'policy'>, request: Request): Decision {
  return inWords(decide([guard.policy], request), { statements: [] }, guard, request);
}

/** What allows the caller itself, and not its account. */
function directOf({ policy, admitsAnybody }: Guard, request: Request): Match[] {
  return decide([policy], request).allowing.filter(
    ({ reach }) => reach === 'name' || (admitsAnybody && reach === 'everybody'),
  );
}

function inWords(
  decision: Decision,
  access: Access,
  guard: Pick<Guard, 'name' | 'policy'>,
  request: Request,
): Decision {
  const { answer, allowing, denying } = decision;
  const { name, policy } = guard;
  const isOfPolicy = ({ statement }: Match) => policy.includes(statement);
  const text = (match: Match) =>
    `${statementText(match.statement)}${isOfPolicy(match) ? ` of the policy of ${name}` : ''}`;
  const certain = (matches: readonly Match[]) => matches.filter(({ isCertain }) => isCertain);
  if (answer === 'no') {
    const [denial] = certain(denying);
    if (denial !== undefined) return { ...decision, why: `${text(denial)} denies it` };
    const isPermitted = decideAccess(access, request).answer !== 'no';
    return { ...decision, why: isPermitted ? `no statement of the policy of ${name} allows it` : decision.why };
  }
  const [own, its] = [false, true].map((wanted) => certain(allowing).find((each) => isOfPolicy(each) === wanted));
  const shown = [own, its].flatMap((match) => (match === undefined ? [] : text(match)));
  if (answer === 'depends' || shown.length === 0) return decision;
  return { ...decision, why: `${shown.join(' and ')} ${shown.length > 1 ? 'allow' : 'allows'} it` };
}
