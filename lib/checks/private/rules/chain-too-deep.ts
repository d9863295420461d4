import type { Principal } from '../../../private/access/model/model';
import type { Finding } from '../finding';
import type { View } from '../view';

/** Roles through which a machine comes further than by one hop: nobody who reads a trust sees that. */
export function chainTooDeep(view: View): Omit<Finding, 'rule'>[] {
  const found = new Map<Principal, Omit<Finding, 'rule'>>();
  for (const chaining of view.chaining) {
    for (const role of view.targets(chaining)) {
      const [further] = view.targets(role);
      if (further === undefined || found.has(role)) continue;
      const way = [chaining, role, further].map(({ place }) => place.path).join(' → ');
      const arn = view.estate.arnOf(further);
      const { statements } = view.estate.accessOf(role);
      found.set(role, {
        severity: 'warning',
        path: role.place.path,
        statement: statements.find(({ effect, resources }) => effect === 'Allow' && resources?.patterns.includes(arn))
          ?.source,
        reason:
          further === chaining
            ? `${way} is a circle: each of them has what the other has.`
            : `${way}: a role that is assumed through a chaining role assumes another one, whose trust does not tell who comes that way.`,
        fix: `Let ${chaining.place.path} assume ${further.place.path} itself, and take the permission from ${role.place.path}.`,
      });
    }
  }
  return [...found.values()];
}
