import type { Principal } from '../../private/access/model/model';
import { accountOfRoot } from '../../private/access/policy/caller';
import type { Statement } from '../../private/access/policy/statement';
import { lettersOf, segmentsOf } from '../../private/access/policy/text';
import { trustOf } from './by-default';
import type { View } from './view';

/** An account that nobody has. */
export const SOME_ACCOUNT = '000000000001';
/** Names that no document names. */
export const UNNAMED = ['role/Nobody-7f3a', 'role/nobody/7f3a/Nobody', 'user/nobody-7f3a'];

/** Callers of AWS's own kind that a trust may be about, as ARNs: who it names, and of each account that it names somebody unnamed. */
export function callersOf(view: View, role: Principal): string[] {
  return trustOf(view, role).flatMap((statement) => (statement.effect === 'Allow' ? callersIn(statement) : []));
}

/** The same of one statement. */
export function callersIn({ principals, conditions }: Statement): string[] {
  const named = (principals?.names ?? []).flatMap(({ type, name }) => (type === 'AWS' ? name : []));
  const asked = conditions
    .filter(({ key }) => /^aws:principal(arn|account)$/i.test(key))
    .flatMap(({ values }) => values);
  return [...named.filter((name) => name !== '*'), ...asked].flatMap(callersLike);
}

function callersLike(name: string): string[] {
  const account = accountOfRoot(name);
  if (account !== undefined) {
    const partition = segmentsOf(name)[1] ?? 'aws';
    return UNNAMED.map((each) => `arn:${partition}:iam::${account}:${each}`);
  }
  // A parameter that holds an ARN is nobody but itself.
  if (!name.startsWith('arn:')) return name.startsWith('${') ? [name] : [];
  const [arn = '', partition = '', service = '', region = '', own = '', ...rest] = segmentsOf(name);
  const filled = /[*?]/.test(own) ? SOME_ACCOUNT : own;
  const resource = rest.join(':');
  const text = [arn, partition.replace('*', 'aws'), service.replace('*', 'iam'), region.replace('*', ''), filled].join(
    ':',
  );
  if (resource === 'root') return UNNAMED.map((each) => `${text}:${each}`);
  return /[*?]/.test(resource)
    ? [...UNNAMED.map((each) => `${text}:${each}`), `${text}:${filledIn(resource)}`]
    : [`${text}:${resource}`];
}

/** A text that a pattern with wildcards takes. */
export function filledIn(pattern: string, filling = 'x7f3a'): string {
  return lettersOf(pattern)
    .map((letter) => (letter === '*' ? filling : letter === '?' ? filling.slice(0, 1) : letter))
    .join('');
}
