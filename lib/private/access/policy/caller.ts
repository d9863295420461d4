import { exactly, like, mayFit } from './pattern';
import type { PrincipalName } from './statement';
import { segmentsOf } from './text';
import { type Truth, some } from './truth';

/** Who makes a request. */
export interface Caller {
  readonly type: 'aws' | 'service' | 'federated';
  /** The ARN of a role or user, of an identity provider, or a service's name; several texts where it is known by each of them. */
  readonly names: readonly string[];
}

/** By what a trust lets somebody in: by name, by the account, or as anybody. */
export type Reach = 'name' | 'account' | 'everybody';

/** The closest first. */
export const REACHES: readonly Reach[] = ['name', 'account', 'everybody'];

const PARTITION = '${AWS::Partition}';
/** The unique id that IAM puts in the place of a principal that was deleted. */
export const DELETED = /^A(ROA|IDA|GPA|NPA|NVA|KIA|SIA)[A-Z0-9]{8,}$/;

/** Whether a principal that a trust names is, or stands for, the caller. */
export function covers({ type, name }: PrincipalName, caller: Caller): { truth: Truth; reach: Reach } {
  if (type === 'AWS' && name === '*') return { truth: true, reach: 'everybody' };
  if (!isOfType(type, caller)) return { truth: false, reach: 'name' };
  if (name === '*') return { truth: true, reach: 'everybody' };
  if (caller.type !== 'aws') return { truth: isNamed(name, caller), reach: 'name' };
  if (DELETED.test(name)) return { truth: false, reach: 'name' };
  const account = accountOfRoot(name);
  if (account !== undefined) {
    return { truth: combined(caller.names, (own) => sameText(account, segmentsOf(own)[4] ?? own)), reach: 'account' };
  }
  if (/[*?]/.test(name)) {
    // IAM refuses such a trust.
    const mayBe = caller.names.some((own) => mayFit(like(name), own) !== false);
    return { truth: mayBe ? undefined : false, reach: 'name' };
  }
  const session = /^arn:[^:]+:sts::([^:]+):assumed-role\/([^/]+)\/./.exec(name);
  if (session !== null && isNamed(name, caller) !== true) {
    const mayBe = caller.names.some((own) => segmentsOf(own)[4] === session[1] && own.endsWith(`/${session[2] ?? ''}`));
    return { truth: mayBe ? undefined : false, reach: 'name' };
  }
  return { truth: isNamed(name, caller), reach: 'name' };
}

/**
 * Whether a `NotPrincipal` spares the caller. AWS wants the account beside each of its principals that is spared; what a name without
 * its account says, or an account without a name, is not documented.
 */
export function spares(names: readonly PrincipalName[], caller: Caller): Truth {
  const found = names.map((name) => covers(name, caller));
  if (found.some(({ truth, reach }) => truth === true && reach === 'everybody')) return true;
  const [byName, byAccount] = (['name', 'account'] as const).map((wanted) =>
    some(found.filter(({ reach }) => reach === wanted).map(({ truth }) => truth)),
  );
  if (caller.type !== 'aws' || byName === undefined || byAccount === undefined) return byName;
  if (byName) return byAccount ? true : undefined;
  const own = new Set(caller.names.map((name) => segmentsOf(name)[4]));
  const isAlone = names.every(({ name }) => accountOfRoot(name) !== undefined || !own.has(segmentsOf(name)[4]));
  return byAccount && isAlone ? undefined : false;
}

/** The account whose root a principal is; undefined for any other principal. */
export function accountOfRoot(name: string): string | undefined {
  if (/^(\d{12}|\$\{AWS::AccountId\})$/.test(name)) return name;
  const segments = segmentsOf(name);
  return segments[0] === 'arn' && segments[2] === 'iam' && segments.slice(5).join(':') === 'root'
    ? segments[4]
    : undefined;
}

/** Whoever a policy means by a name; of an account, which of its principals calls is open. */
export function callerNamed({ type, name }: PrincipalName): Caller {
  if (type === 'Service') return { type: 'service', names: [name] };
  if (type === 'Federated') return { type: 'federated', names: [name] };
  const account = accountOfRoot(name);
  return { type: 'aws', names: [account === undefined ? name : `arn:aws:iam::${account}:role/\${somebody}`] };
}

/** One text for whoever is named; an account is its root. */
export function idOf({ name }: PrincipalName): string {
  return accountOfRoot(name) === name ? `arn:aws:iam::${name}:root` : name;
}

/** What a request says of its caller, whatever else it says. */
export function contextOf({ type, names }: Caller): Record<string, readonly string[] | undefined> {
  if (type !== 'aws') {
    return {
      'aws:principalarn': [],
      'aws:principalaccount': [],
      'aws:principalisawsservice': [String(type === 'service')],
    };
  }
  const accounts = names.flatMap((name) => segmentsOf(name)[4] ?? []);
  return {
    'aws:principalarn': names,
    'aws:principalaccount': accounts.length === 0 ? undefined : [...new Set(accounts)],
    'aws:principalisawsservice': ['false'],
  };
}

/**
 * One answer for somebody with several names. All are true of it, so a sure answer about one decides, that of a written-out name
 * before that of a symbol.
 */
export function combined(names: readonly string[], answer: (name: string) => Truth): Truth {
  const literalFirst = [...names].sort((a, b) => Number(a.includes('${')) - Number(b.includes('${')));
  const truths = literalFirst.map(answer);
  return truths.includes(true) ? true : truths.find((truth) => truth !== undefined);
}

function isOfType(type: PrincipalName['type'], caller: Caller): boolean {
  return { AWS: 'aws', Service: 'service', Federated: 'federated', CanonicalUser: undefined }[type] === caller.type;
}

function isNamed(name: string, caller: Caller): Truth {
  return combined(caller.names, (own) => sameText(name, own));
}

/** An account lies in one partition, so an ARN without it says the same. */
function sameText(one: string, other: string): Truth {
  if (one === other || !`${one}${other}`.includes('${')) return one === other;
  const [, partition] = segmentsOf(one);
  const [, otherPartition] = segmentsOf(other);
  if ([partition, otherPartition].includes(PARTITION)) {
    return mayFit(exactly(withoutPartition(one)), withoutPartition(other));
  }
  return mayFit(exactly(one), other);
}

function withoutPartition(arn: string): string {
  const [, , ...others] = segmentsOf(arn);
  return others.join(':');
}
