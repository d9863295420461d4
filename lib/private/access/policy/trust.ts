import { type Caller, REACHES, type Reach } from './caller';
import { type Answer, type Match, decide } from './decide';
import type { Request } from './request';
import type { Condition, Statement } from './statement';

/** What a session is made with. */
export type SessionAction =
  | 'sts:AssumeRole'
  | 'sts:TagSession'
  | 'sts:SetSourceIdentity'
  | 'sts:AssumeRoleWithWebIdentity'
  | 'sts:AssumeRoleWithSAML';

/** What a trust says of a caller. */
export interface TrustDecision {
  readonly answer: Answer;
  readonly why: string;
  /** By what it lets the caller in, the closest way first; undefined where it does not. */
  readonly reach?: Reach;
  /**
   * The conditions, besides those on who calls, under which each statement lets the caller in; an empty list for one without.
   * None of them, where no statement does.
   */
  readonly conditions: readonly (readonly Condition[])[];
  readonly allowing: readonly Match[];
  readonly layers: readonly (readonly Match[])[];
  readonly denying: readonly Match[];
}

/**
 * Whether a trust lets a caller make a session, as far as the trust alone decides it. What the call says besides its caller is open,
 * unless the request says so.
 */
export function decideTrust(
  trust: readonly Statement[],
  caller: Caller,
  action: SessionAction,
  request: Pick<Request, 'context' | 'isOpen' | 'assumed'> = {},
): TrustDecision {
  const { answer, why, allowing, layers, denying } = decide([trust], {
    isOpen: () => true,
    ...request,
    caller,
    action,
  });
  const reach = REACHES.find((each) => allowing.some((match) => match.reach === each));
  return {
    answer,
    why,
    reach: answer === 'no' ? undefined : reach,
    conditions: allowing.map((match) => match.conditions),
    allowing,
    layers,
    denying,
  };
}

/** Whether the caller needs a permission besides: across accounts always, and in one account unless the trust names it. */
export function needsPermission({ reach }: TrustDecision, isSameAccount: boolean): boolean {
  return !isSameAccount || reach !== 'name';
}
