import type { Edge } from '../../../private/access/graph/edge';
import { mayRunOn } from '../../../private/access/graph/launch';
import type { Machine, Principal } from '../../../private/access/model/model';
import type { Finding } from '../finding';
import { type Holder, Machines } from '../machines';
import { parameterDefault } from '../parameters';
import type { View } from '../view';

const HOW: Readonly<Record<string, string>> = {
  attachProfile: 'start or change a machine with its instance profile',
  userData: 'change what a machine that holds it runs when it starts',
  command: 'run commands on a machine that holds it',
};

const ON_MACHINES = (path: string) =>
  `Let ${path} reach machines by a tag only, "Condition": { "StringEquals": { "aws:ResourceTag/<key>": "<value>" } }, which those of the chaining role do not have, and to which it may not call ec2:CreateTags.`;
const FIXES: Readonly<Record<string, (path: string) => string>> = {
  attachProfile: (path) => `Let ${path} pass the role of another instance profile only, which assumes nobody.`,
  userData: ON_MACHINES,
  command: ON_MACHINES,
};

/** Third parties that may put themselves where a chaining role is, and so become every role behind it. */
export function vendorBecomesChain(view: View): Omit<Finding, 'rule'>[] {
  const machines = new Machines(view).all();
  return rolesOfThirdParties(view).flatMap(({ role, from }) =>
    view
      .edgesFrom(role)
      .flatMap((edge) => {
        const chaining = view.principal(edge.to);
        const isWay =
          edge.mechanism in HOW && chaining !== undefined && view.chaining.has(chaining) && chaining !== role;
        return isWay && !isKeptByTags(view, role, edge, chaining, machines) ? [{ chaining, edge }] : [];
      })
      .slice(0, 1)
      .map(({ chaining, edge }) => ({
        severity: 'warning' as const,
        path: role.place.path,
        reason: `${from} becomes ${role.place.path}, which may ${HOW[edge.mechanism] ?? ''}, and ${chaining.place.path} is a chaining role: by that ${from} reaches ${view
          .targets(chaining)
          .map(({ place }) => place.path)
          .join(', ')}.`,
        fix: FIXES[edge.mechanism]?.(role.place.path) ?? '',
      })),
  );
}

/**
 * Whether a condition on tags keeps somebody from each machine that holds a role: from those of the app, by their tags, and from those
 * that nobody here knows, which have none of the tags that it asks for, and get none.
 */
function isKeptByTags(
  { estate, ofMachines }: View,
  role: Principal,
  { mechanism }: Edge,
  chaining: Principal,
  machines: readonly Holder[],
): boolean {
  if (mechanism === 'attachProfile') return false;
  const profiles = ofMachines.get(chaining) ?? [];
  const tagged = machines
    .filter(({ roles }) => roles.includes(chaining))
    .map(({ machine, templates }) =>
      Object.fromEntries([...templates, machine].flatMap((each) => boundTags(estate, each))),
    );
  return [{}, ...tagged].every((tags) => !mayRunOn(estate, role, profiles, tags));
}

function boundTags(estate: View['estate'], { tags = {}, place }: Machine): [key: string, value: string][] {
  return Object.entries(tags).map(([key, value]) => [key, estate.text(value, place)]);
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
