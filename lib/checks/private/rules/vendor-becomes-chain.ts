import type { Principal } from '../../../private/access/model/model';
import type { Finding } from '../finding';
import { type View, parameterDefault } from '../view';

const HOW: Readonly<Record<string, string>> = {
  attachProfile: 'start or change a machine with its instance profile',
  userData: 'change what a machine that holds it runs when it starts',
  command: 'run commands on a machine that holds it',
};

/** Third parties that may put themselves where a chaining role is, and so become every role behind it. */
export function vendorBecomesChain(view: View): Omit<Finding, 'rule'>[] {
  return rolesOfThirdParties(view).flatMap(({ role, from }) =>
    view
      .edgesFrom(role)
      .filter(({ mechanism }) => mechanism in HOW)
      .flatMap((edge) => {
        const chaining = view.principal(edge.to);
        return chaining !== undefined && view.chaining.has(chaining) && chaining !== role ? [{ chaining, edge }] : [];
      })
      .slice(0, 1)
      .map(({ chaining, edge }) => ({
        severity: 'warning' as const,
        path: role.place.path,
        reason: `${from} becomes ${role.place.path}, which may ${HOW[edge.mechanism] ?? ''}, and ${chaining.place.path} is a chaining role: by that ${from} reaches ${view
          .targets(chaining)
          .map(({ place }) => place.path)
          .join(', ')}.`,
        fix: `Let ${role.place.path} start machines with another instance profile, whose role assumes nobody, and reach only machines with a tag that those of the chaining role do not have.`,
      })),
  );
}

/** The roles that somebody outside the app becomes, over whatever roles. */
function rolesOfThirdParties(view: View): { role: Principal; from: string }[] {
  const found = new Map<Principal, string>();
  const open = view.graph.edges.flatMap(({ from, to, mechanism, complete }) => {
    const role = view.principal(to);
    const isOutside = view.principal(from) === undefined && (parameterDefault(from) === '*' || view.isOutside(from));
    const isThirdParty = mechanism === 'assume' && complete && isOutside;
    return isThirdParty && role !== undefined ? [{ role, from }] : [];
  });
  for (const each of open) {
    if (found.has(each.role)) continue;
    found.set(each.role, each.from);
    open.push(...view.targets(each.role).map((role) => ({ role, from: each.from })));
  }
  return [...found].map(([role, from]) => ({ role, from }));
}
