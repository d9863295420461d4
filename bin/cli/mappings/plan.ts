import { byProject, type Change, type ExistingMapping } from './change';
import { compare, type Declaration, type Mapping, ProjectRole } from './document';
import { inOrder } from './order';

/** A default that stands in Hopsworks and not in the declaration. */
export interface Kept {
  readonly project: string;
  readonly projectRole: ProjectRole;
  readonly role: string;
  readonly defaultRole: true;
  /** The declared default, if there is one. */
  readonly declared?: string;
}

export interface Plan {
  readonly changes: readonly Change[];
  readonly kept: readonly Kept[];
  /** What is mapped in the named projects, declared nowhere and left alone. */
  readonly undeclared: readonly ExistingMapping[];
  /** Declared roles that projects may use which the declaration does not name, left alone. */
  readonly leaks: readonly ExistingMapping[];
}

export interface PlanOptions {
  readonly prune: boolean;
  readonly pruneEverywhere: boolean;
  readonly enforceDefaults: boolean;
}

/** A role in a project, as it is declared, as it is there, and who may use it afterwards. */
interface Row {
  readonly role: string;
  readonly projectRole: ProjectRole;
  readonly declared: Mapping | undefined;
  readonly existing: ExistingMapping | undefined;
}

/** What to change so that Hopsworks holds what is declared. Of other projects, only what lets them use a declared role is looked at. */
export function makePlan(
  { projects, mappings, everywhere }: Declaration,
  existing: readonly ExistingMapping[],
  options: PlanOptions,
): Plan {
  const declaredIn = byProject(mappings);
  const existingIn = byProject(existing);
  const plans = [...projects]
    .sort(compare)
    .map((project) => planProject(project, declaredIn.get(project) ?? [], existingIn.get(project) ?? [], options));
  const leaks = existing
    .filter(
      ({ project, role }) => everywhere.roles.has(role) && !everywhere.projects.has(project) && !projects.has(project),
    )
    .sort((one, other) => compare(one.project, other.project) || byRole(one, other));
  return {
    changes: [
      ...plans.flatMap(({ changes }) => changes),
      ...(options.pruneEverywhere ? leaks.flatMap((each) => inOrder(each.project, [deleted(each)])) : []),
    ],
    kept: plans.flatMap(({ kept }) => kept),
    undeclared: plans.flatMap(({ undeclared }) => undeclared),
    leaks: options.pruneEverywhere ? [] : leaks,
  };
}

function planProject(
  project: string,
  declared: readonly Mapping[],
  existing: readonly ExistingMapping[],
  { prune, enforceDefaults }: PlanOptions,
): Omit<Plan, 'leaks'> {
  const declaredOf = new Map(declared.map((mapping) => [mapping.role, mapping]));
  const existingOf = new Map(existing.map((mapping) => [mapping.role, mapping]));
  const undeclared = existing.filter(({ role }) => !declaredOf.has(role)).sort(byRole);
  const rows = [...declared, ...(prune ? [] : undeclared)].sort(byRole).map(({ role, projectRole }): Row => ({
    role,
    projectRole,
    declared: declaredOf.get(role),
    existing: existingOf.get(role),
  }));
  const defaults = Object.values(ProjectRole).map((projectRole) => chooseDefault(projectRole, rows, enforceDefaults));
  const chosen = new Set(defaults.map(({ row }) => row));
  const targets = rows.map((row) => ({
    role: row.role,
    existing: row.existing,
    wanted: { projectRole: row.projectRole, defaultRole: chosen.has(row) },
  }));
  return {
    changes: inOrder(project, [...targets, ...(prune ? undeclared.map(deleted) : [])]),
    kept: defaults.flatMap(({ kept, row, wanted }) => {
      if (!kept || row === undefined) return [];
      const { role, projectRole } = row;
      return [
        { project, projectRole, role, defaultRole: true, ...(wanted && { declared: wanted.role }) } satisfies Kept,
      ];
    }),
    undeclared: prune ? [] : undeclared,
  };
}

interface Default {
  /** Which role is the default afterwards. */
  readonly row: Row | undefined;
  /** Which is declared to be. */
  readonly wanted: Row | undefined;
  /** Whether the one that is there stands, although it is not what is declared. */
  readonly kept: boolean;
}

/**
 * The default of one project role. What is there stays, since data owners may have chosen it, unless it is to be enforced; then the
 * declared one. A mapping that was the default of one project role and moves to another takes that along, so that no member is left
 * without; but not towards all members, for whom nobody chose it.
 */
function chooseDefault(projectRole: ProjectRole, rows: readonly Row[], enforce: boolean): Default {
  const members = rows.filter((row) => row.projectRole === projectRole);
  const held = members.find(({ existing }) => existing?.defaultRole === true && existing.projectRole === projectRole);
  const wanted = members.find(({ declared }) => declared?.defaultRole === true);
  const carried = members.find(
    ({ declared, existing }) =>
      projectRole !== ProjectRole.ALL &&
      existing?.defaultRole === true &&
      existing.projectRole !== projectRole &&
      declared?.defaultRole !== false,
  );
  const refused = enforce && held?.declared?.defaultRole === false;
  const row = (enforce ? wanted : undefined) ?? (refused ? undefined : held) ?? wanted ?? carried;
  return {
    row,
    wanted,
    kept:
      held !== undefined && row === held && wanted !== held && (wanted !== undefined || held.declared !== undefined),
  };
}

function deleted(existing: ExistingMapping) {
  return { role: existing.role, existing, wanted: undefined };
}

function byRole(one: { role: string }, other: { role: string }): number {
  return compare(one.role, other.role);
}
