/**
 * The two tables behind the role mappings, with the rules of the product's server, from its public source: those of its database
 * (unique places for defaults, which follow the mapping they belong to), and those that its code checks before.
 */

export type ProjectRoleName = 'ALL' | 'DATA_OWNER' | 'DATA_SCIENTIST';

/** What somebody is in a project. */
export type Member = Exclude<ProjectRoleName, 'ALL'>;

export interface MappingRow {
  readonly id: number;
  readonly projectId: number;
  projectRole: ProjectRoleName;
  readonly cloudRole: string;
}

/** Refused as the product refuses it. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly errorCode: number,
    message: string,
  ) {
    super(message);
  }
}

export class MappingDatabase {
  private readonly projectIds = new Map<string, number>();
  private readonly projectNames = new Map<number, string>();
  private readonly rows = new Map<number, MappingRow>();
  /** By project and project role, the mapping that is its default. */
  private readonly defaults = new Map<string, number>();
  private nextId = 1;

  addProject(name: string): number {
    const id = this.projectIds.get(name) ?? 100 + this.projectIds.size;
    this.projectIds.set(name, id);
    this.projectNames.set(id, name);
    return id;
  }

  projectId(name: string): number | undefined {
    return this.projectIds.get(name);
  }

  projectName(id: number): string {
    const name = this.projectNames.get(id);
    if (name === undefined) throw new Refusal(404, 150004, 'Project wasn’t found.');
    return name;
  }

  projects(): { readonly id: number; readonly name: string }[] {
    return [...this.projectNames].map(([id, name]) => ({ id, name }));
  }

  all(): MappingRow[] {
    return [...this.rows.values()];
  }

  get(id: number): MappingRow {
    const row = this.rows.get(id);
    if (row === undefined) throw new Refusal(400, 380003, 'Mapping not found.');
    return row;
  }

  isDefault({ id, projectId, projectRole }: MappingRow): boolean {
    return this.defaults.get(place(projectId, projectRole)) === id;
  }

  add(projectId: number, projectRole: ProjectRoleName, cloudRole: string, defaultRole: boolean): MappingRow {
    this.projectName(projectId);
    if (this.all().some((row) => row.projectId === projectId && row.cloudRole === cloudRole)) {
      throw new Refusal(400, 380004, 'Mapping for the given project and role already exists.');
    }
    const row: MappingRow = { id: this.nextId, projectId, projectRole, cloudRole };
    this.nextId += 1;
    this.rows.set(row.id, row);
    if (defaultRole) this.setDefault(row, true);
    return row;
  }

  /** Changes the mapping first and its default afterwards, in two transactions. */
  update(id: number, projectRole: ProjectRoleName | undefined, defaultRole: boolean | undefined): MappingRow {
    const row = this.get(id);
    const wanted = defaultRole ?? this.isDefault(row);
    if (projectRole !== undefined && projectRole !== row.projectRole) {
      const wasDefault = this.isDefault(row);
      const isTaken = this.defaults.has(place(row.projectId, projectRole));
      if (wasDefault && wanted && isTaken) {
        throw new Refusal(400, 380004, 'A default mapping for the given project and project role already exists.');
      }
      // ON UPDATE CASCADE takes the default along, onto a place that is UNIQUE.
      if (wasDefault && isTaken) throw new Refusal(500, 120001, 'Duplicate entry.');
      this.setDefault(row, false);
      row.projectRole = projectRole;
    }
    this.setDefault(row, wanted);
    return row;
  }

  remove(id: number): void {
    const row = this.rows.get(id);
    if (row === undefined) return;
    this.setDefault(row, false);
    this.rows.delete(id);
  }

  /** Whether a member may assume a role: it is mapped to all members of the project, or to those of the member's project role. */
  mayAssume(project: string, member: Member, cloudRole: string): boolean {
    return this.all().some(
      (row) =>
        row.projectId === this.projectId(project) &&
        row.cloudRole === cloudRole &&
        [member, 'ALL'].includes(row.projectRole),
    );
  }

  /** The role that a member gets who names none: the default of the member's own project role, else that of all members. */
  defaultRole(project: string, member: Member): string | undefined {
    const id = this.projectId(project) ?? 0;
    const mappingId = this.defaults.get(place(id, member)) ?? this.defaults.get(place(id, 'ALL'));
    return mappingId === undefined ? undefined : this.get(mappingId).cloudRole;
  }

  /** A mapping that is made a default takes the place of the one that was. */
  private setDefault(row: MappingRow, isDefault: boolean): void {
    if (isDefault) this.defaults.set(place(row.projectId, row.projectRole), row.id);
    else if (this.isDefault(row)) this.defaults.delete(place(row.projectId, row.projectRole));
  }
}

function place(projectId: number, projectRole: ProjectRoleName): string {
  return `${projectId} ${projectRole}`;
}
