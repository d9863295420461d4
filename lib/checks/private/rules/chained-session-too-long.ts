import type { Finding } from '../finding';
import { UNNAMED } from '../trusted-callers';
import { admission, awsCaller } from '../probes';
import { unlessGiven } from '../by-default';
import { parameterDefault } from '../parameters';
import type { View } from '../view';

/** STS gives a session that comes from another role's session one hour at most. */
const CHAINED = 3600;

/** Sessions that are longer on paper than a chain can have them: who asks for them is refused. */
export function chainedSessionTooLong(view: View): Omit<Finding, 'rule'>[] {
  return view.roles.flatMap((role) => {
    const { maxSessionDuration: duration, place } = role;
    const written = String(duration ?? '');
    const seconds = Number(parameterDefault(written));
    if (!(seconds > CHAINED) || !isOnlyChained(view, role)) return [];
    return [
      {
        severity: 'warning' as const,
        path: place.path,
        reason: `${place.path} has a maximum session duration of ${seconds} seconds, and is assumed by other roles only: STS gives such sessions ${CHAINED}, and refuses whoever asks for more${unlessGiven(written)}.`,
        fix: 'Leave maxSessionDuration out, and renew sessions every hour.',
      },
    ];
  });
}

function isOnlyChained(view: View, role: Parameters<View['edgesInto']>[0]): boolean {
  const edges = view
    .edgesInto(role)
    .filter(({ mechanism }) => ['assume', 'webIdentity', 'podIdentity', 'service'].includes(mechanism));
  const account = view.estate.arnOf(role).split(':role/')[0] ?? '';
  const isOpen = UNNAMED.some((name) => admission(view, role, awsCaller(`${account}:${name}`), 'sts:AssumeRole'));
  return (
    !isOpen &&
    edges.some(({ complete }) => complete) &&
    edges.every(({ mechanism, from }) => mechanism === 'assume' && view.principal(from)?.type === 'role')
  );
}
