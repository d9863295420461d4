import { type Estate, addTo } from '../model/estate';
import type { Principal } from '../model/model';
import { isAction } from '../policy/actions';
import { arnLike, mayFit } from '../policy/pattern';
import { remembered } from '../policy/remembered';
import type { Choice, Statement } from '../policy/statement';
import { segmentsOf } from '../policy/text';

/** Finds the roles that the resources of a statement stand for, without looking at each role for each statement. */
export class RoleIndex {
  private readonly byArn = new Map<string, Principal>();
  private readonly byAccount = new Map<string, Principal[]>();
  private readonly found = new Map<string, readonly Principal[]>();

  constructor(private readonly estate: Estate) {
    for (const role of estate.model.principals.filter(({ type }) => type === 'role')) {
      this.byArn.set(estate.arnOf(role), role);
      addTo(this.byAccount, estate.accountOf(role), role);
    }
  }

  /** The role of an ARN. */
  public named(arn: string): Principal | undefined {
    return this.byArn.get(arn);
  }

  /** The roles that resources may stand for. */
  public among({ not, patterns }: Choice): readonly Principal[] {
    return not ? [...this.byArn.values()] : [...new Set(patterns.flatMap((pattern) => this.matching(pattern)))];
  }

  private matching(pattern: string): readonly Principal[] {
    const literal = this.byArn.get(pattern);
    if (literal !== undefined || !/[*?]/.test(pattern)) return literal === undefined ? [] : [literal];
    return remembered(this.found, pattern, () => {
      const account = segmentsOf(pattern)[4] ?? '*';
      const candidates = isExact(account) ? (this.byAccount.get(account) ?? []) : [...this.byArn.values()];
      const compiled = arnLike(pattern);
      return candidates.filter((role) => mayFit(compiled, this.estate.arnOf(role)) !== false);
    });
  }
}

/** Whether a text of a policy stands for itself and nothing else. */
export function isExact(text: string): boolean {
  return !/[*?]|\$\{/.test(text);
}

/** The statements of a principal that allow an action on something. */
export function allowing(estate: Estate, principal: Principal, action: string): Statement[] {
  return estate
    .accessOf(principal)
    .statements.filter(({ effect, actions }) => effect === 'Allow' && isAction(actions, action) !== false);
}
