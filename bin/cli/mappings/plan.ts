import type { Change } from './change';
import { compare, type Mapping, ProjectRole } from './document';
import { inSafeOrder } from './order';

/** A mapping in Hopsworks. */
export interface ExistingMapping {
  readonly id: number;
  readonly project: string;
  readonly projectRole: ProjectRole;
  readonly role: string;
  readonly defaultRole: boolean;
}

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
}

export interface PlanOptions {
  readonly prune: boolean;
  readonly enforceDefaults: boolean;
}

/** A role in a project, as it is declared, as it is there, and who may use it afterwards. */
interface Row {
  readonly role: string;
  readonly projectRole: ProjectRole;
  readonly declared: Mapping | undefined;
  readonly existing: ExistingMapping | undefined;
}

/** What to change so that Hopsworks holds what is declared. Only the named projects are looked at. */
export function makePlan(
  projects: ReadonlySet<string>,
  declared: readonly Mapping[],
  existing: readonly ExistingMapping[],
  options: PlanOptions,
): Plan {
  const declaredIn = byProject(declared);
  const existingIn = byProject(existing);
  const plans = [...projects]
    .sort(compare)
    .map((project) => planProject(project, declaredIn.get(project) ?? [], existingIn.get(project) ?? [], options));
  return {
    changes: plans.flatMap(({ changes }) => changes),
    kept: plans.flatMap(({ kept }) => kept),
    undeclared: plans.flatMap(({ undeclared }) => undeclared),
  };
}

function planProject(
  project: string,
  declared: readonly Mapping[],
  existing: readonly ExistingMapping[],
  { prune, enforceDefaults }: PlanOptions,
): Plan {
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
  const moved = new Set(defaults.flatMap(({ row, movedFrom }) => (row === undefined ? [] : (movedFrom ?? []))));
  const changes = rows.flatMap((row) => changeOf(project, row, chosen.has(row), moved.has(row)));
  const deletions = prune ? undeclared.map(deletionOf) : [];
  return {
    changes: [...inSafeOrder(changes), ...deletions],
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
  /** Which is it now and no longer, while it stays among the same members: Hopsworks moves the default by itself. */
  readonly movedFrom: Row | undefined;
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
    movedFrom: row === held ? undefined : held,
    kept:
      held !== undefined && row === held && wanted !== held && (wanted !== undefined || held.declared !== undefined),
  };
}

function changeOf(project: string, row: Row, isDefault: boolean, defaultIsMoved: boolean): Change[] {
  const { role, projectRole, existing } = row;
  if (existing === undefined) return [{ action: 'create', project, projectRole, role, defaultRole: isDefault }];
  const sameDefault = existing.defaultRole === isDefault || (existing.defaultRole && defaultIsMoved);
  if (existing.projectRole === projectRole && sameDefault) return [];
  return [{ action: 'update', project, projectRole, role, defaultRole: isDefault, before: stateOf(existing) }];
}

function deletionOf(existing: ExistingMapping): Change {
  const { project, projectRole, role, defaultRole } = existing;
  return { action: 'delete', project, projectRole, role, defaultRole, before: stateOf(existing) };
}

function stateOf({ id, projectRole, defaultRole }: ExistingMapping): NonNullable<Change['before']> {
  return { id, projectRole, defaultRole };
}

function byProject<Each extends { project: string }>(mappings: readonly Each[]): Map<string, Each[]> {
  const groups = new Map<string, Each[]>();
  for (const mapping of mappings) {
    const group = groups.get(mapping.project) ?? [];
    group.push(mapping);
    groups.set(mapping.project, group);
  }
  return groups;
}

function byRole(one: { role: string }, other: { role: string }): number {
  return compare(one.role, other.role);
}
