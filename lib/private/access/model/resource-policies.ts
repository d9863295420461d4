import { callerNamed, idOf } from '../policy/caller';
import { type Access, type Decision, decide, decideAccess } from '../policy/decide';
import { arnLike, mayFit } from '../policy/pattern';
import { remembered } from '../policy/remembered';
import type { Request } from '../policy/request';
import { type Guard, byResource, decideGuarded } from '../policy/resource';
import type { PrincipalName, Statement } from '../policy/statement';
import { segmentsOf } from '../policy/text';
import type { Estate } from './estate';
import type { DataResource, Principal } from './model';

/** A call about a resource. */
export type ResourceRequest = Request & { readonly resource: string };

/** What is said of a resource, by all of its policies. */
export interface ResourcePolicy<T extends DataResource['type'] | 'role' = DataResource['type'] | 'role'> {
  /** The construct path where the model makes it. */
  readonly name: string;
  readonly type: T;
  readonly arn: string;
  readonly account: string;
  readonly statements: readonly Statement[];
  /** Whether the model makes the resource itself, and not its policy alone. */
  readonly isMade: boolean;
}

export type DataPolicy = ResourcePolicy<DataResource['type']>;

/** The resources that a request may be about, and whether it surely is about them. */
interface Found {
  readonly policies: readonly ResourcePolicy[];
  readonly isCertain: boolean;
}

/** What a role's trust decides, and not the permissions of its account alone. */
const OF_TRUST = /^sts:(AssumeRole\w*|TagSession|SetSourceIdentity)$/i;

/** Decides requests by the policies of the buckets, keys, secrets and roles that they are about, beside those of whoever calls. */
export class ResourcePolicies {
  private readonly byArn = new Map<string, DataPolicy>();
  private readonly found = new Map<string, Found>();

  constructor(private readonly estate: Estate) {
    for (const { type, arn, place, policy } of estate.model.resources) {
      const text = estate.text(arn, place);
      const known = this.byArn.get(text);
      const statements = policy === undefined ? [] : estate.statements(policy, place, place.condition);
      this.byArn.set(text, {
        name: known?.name ?? place.path,
        type,
        arn: text,
        account: known?.account ?? estate.text('${AWS::AccountId}', place),
        statements: [...(known?.statements ?? []), ...statements],
        // A key holds its policy; the policies of others are resources of their own.
        isMade: known?.isMade === true || type === 'key' || policy === undefined,
      });
    }
  }

  /** Of all buckets, keys and secrets in view. */
  public get all(): DataPolicy[] {
    return [...this.byArn.values()];
  }

  /** Whether a principal may do something, by some of its policies and by those of the resource. */
  public decide(principal: Principal, access: Access, request: ResourceRequest): Decision {
    const { policies, isCertain } = this.about(request);
    const account = this.estate.accountOf(principal);
    const isUser = principal.type === 'user';
    const cases = policies.flatMap((policy) =>
      accountsOf(account, policy.account).map(({ isSameAccount, when }) => ({
        when: when ?? `it is ${policy.name}`,
        decision: decideGuarded({ access, isUser }, guardOf(policy, isSameAccount), request),
      })),
    );
    return agreed(isCertain ? cases : [...cases, { when: '', decision: byCaller(account, access, request) }]);
  }

  /** Whom the policies of a request's resource name, that are no principals of the model. */
  public outsiders(request: ResourceRequest): string[] {
    const names = this.about(request).policies.flatMap(namesOf);
    return [...new Set(names.filter((name) => this.estate.isOutside(name)).map(idOf))];
  }

  /** Whether the policies of a request's resource let in somebody outside, as far as they alone decide it. */
  public decideOutsider(id: string, request: ResourceRequest): Decision {
    const { policies, isCertain } = this.about(request);
    const cases = policies.map((policy) => {
      const named = namesOf(policy).find((each) => idOf(each) === id);
      const statements = policy.statements.filter(
        ({ effect, principals }) => effect === 'Deny' || principals?.names.some((each) => idOf(each) === id),
      );
      const caller = callerNamed(named ?? { type: 'AWS', name: '' });
      const decision = byResource({ name: policy.name, policy: statements }, { ...request, caller });
      return { when: `it is ${policy.name}`, decision };
    });
    return agreed(isCertain ? cases : [...cases, { when: '', decision: decide([[]], request) }]);
  }

  private about({ action, resource }: ResourceRequest): Found {
    return remembered(this.found, `${action}\n${resource}`, () => this.find(action, resource));
  }

  private find(action: string, resource: string): Found {
    const role = OF_TRUST.test(action) ? this.estate.principalOf(resource) : undefined;
    // Of one elsewhere the trust is not in view.
    if (role?.trust !== undefined) {
      const [account, statements] = [this.estate.accountOf(role), this.estate.trustOf(role)];
      const policy = { name: role.id, type: 'role' as const, arn: resource, account, statements, isMade: true };
      return { policies: [policy], isCertain: true };
    }
    const own = [...this.byArn.values()].filter(({ type }) => SERVICES[type] === action.split(':')[0]?.toLowerCase());
    const exact = own.filter(
      ({ arn, type }) => resource === arn || (type === 'bucket' && resource.startsWith(`${arn}/`)),
    );
    return exact.length > 0
      ? { policies: exact, isCertain: true }
      : { policies: own.filter((policy) => mayBeAbout(policy, resource)), isCertain: false };
  }
}

const SERVICES: Readonly<Record<ResourcePolicy['type'], string>> = {
  bucket: 's3',
  key: 'kms',
  secret: 'secretsmanager',
  role: 'sts',
};

function guardOf({ name, type, statements }: ResourcePolicy, isSameAccount: boolean): Guard {
  return { name, policy: statements, isSameAccount, isDecisive: type === 'key', admitsAnybody: type !== 'role' };
}

/** Whether two accounts are one; both, where only the deployment knows. */
function accountsOf(one: string, other: string): { isSameAccount: boolean; when?: string }[] {
  if (one === other) return [{ isSameAccount: true }];
  if ([one, other].every(isKnown)) return [{ isSameAccount: false }];
  return [
    { isSameAccount: true, when: `${one} and ${other} are one account` },
    { isSameAccount: false, when: `${one} and ${other} are two accounts` },
  ];
}

function isKnown(account: string): boolean {
  return /^\d{12}$/.test(account);
}

/** Where the policy of the resource is not in view: in one account that of the caller decides, as far as is seen. */
function byCaller(account: string, access: Access, request: ResourceRequest): Decision {
  const decision = decideAccess(access, request);
  const owner = segmentsOf(request.resource)[4] ?? '';
  if (decision.answer === 'no' || owner === account || ![owner, account].every(isKnown)) return decision;
  const why = `${decision.why}, and what the account ${owner} says of it is not in view`;
  return { ...decision, answer: 'depends', why };
}

function mayBeAbout({ arn, type }: ResourcePolicy, resource: string): boolean {
  const patterns = type === 'bucket' ? [arn, `${arn}/*`] : [arn];
  return patterns.some((pattern) => mayFit(arnLike(pattern), resource) !== false);
}

interface Case {
  /** What must be so, in words. */
  readonly when: string;
  readonly decision: Decision;
}

/** The one answer of all cases; where they differ, it depends on which of them is so. */
function agreed(cases: readonly Case[]): Decision {
  const { decision } = cases.at(-1) as Case;
  const other = cases.find((each) => each.decision.answer !== decision.answer);
  if (other === undefined) return decision;
  return { ...decision, answer: 'depends', why: `${decision.why}, but if ${other.when}, ${other.decision.why}` };
}

function namesOf({ statements }: ResourcePolicy): PrincipalName[] {
  return statements.flatMap(({ effect, principals }) =>
    effect === 'Allow' && principals !== undefined ? principals.names : [],
  );
}
