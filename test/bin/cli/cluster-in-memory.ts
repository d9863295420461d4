import fc from 'fast-check';
import type { OpenAPIBackend, Operation, Request } from 'openapi-backend';
import { applyChanges } from '../../../bin/cli/mappings/apply';
import type { Applied, ExistingMapping } from '../../../bin/cli/mappings/change';
import { readPlan } from '../../../bin/cli/mappings/declaration';
import type { Declaration, Mapping } from '../../../bin/cli/mappings/document';
import { Hopsworks } from '../../../bin/cli/mappings/hopsworks';
import type { Answer, Method, Rest } from '../../../bin/cli/mappings/http';
import type { Plan, PlanOptions } from '../../../bin/cli/mappings/plan';
import { ProjectRole } from '../../../lib/hopsworks/project-role';
import { remembered } from '../../../lib/private/access/policy/remembered';
import { MappingDatabase } from '../../../local/hopsworks/database';
import { RestApi } from '../../../local/hopsworks/rest-api';
import { sharedDescription } from '../../../local/hopsworks/stand-in';
import { arn } from './support';

export const PROJECTS = ['fraud', 'churn', 'other'];
export const ROLES = ['one', 'two', 'three', 'four', 'five'].map(arn);

/** Without its id, as far as a declaration speaks of it. */
export type Held = Omit<ExistingMapping, 'id'>;

export const key = ({ project, role }: Pick<Mapping, 'project' | 'role'>) => `${project} ${role}`;
export const place = ({ project, projectRole }: Pick<Mapping, 'project' | 'projectRole'>) =>
  `${project} ${projectRole}`;

let known: OpenAPIBackend | undefined;

/** A description that looks once for the operation of a call: many are made of few. */
function findingOnce(description: OpenAPIBackend): OpenAPIBackend {
  const operations = new Map<string, Operation | undefined>();
  return Object.assign(Object.create(description) as OpenAPIBackend, {
    matchOperation: (request: Request) =>
      remembered(operations, `${request.method} ${request.path}`, () => description.matchOperation(request)),
  });
}

/** The server's rules, asked without a network. */
export class InMemory implements Rest {
  static async holding(before: readonly Held[]): Promise<InMemory> {
    known ??= findingOnce(await sharedDescription());
    return new InMemory(new RestApi(databaseOf(before), known));
  }

  readonly hopsworks = new Hopsworks(this);
  /** The defaults after each call that changes something. */
  readonly history: string[][] = [];
  /** What comes in place of an answer, or in place of the call. */
  fault: (call: { readonly method: Method; readonly carryOut: () => Answer }) => Answer = ({ carryOut }) => carryOut();

  private constructor(readonly api: RestApi) {}

  call(method: Method, path: string, query: Record<string, string> = {}): Promise<Answer> {
    const carryOut = () => {
      const { status, body } = this.api.answer({ method, path, query });
      if (method !== 'GET') this.history.push(defaultsOf(this.holds()));
      return { status, text: body === undefined ? '' : JSON.stringify(body) };
    };
    return new Promise((resolve) => {
      resolve(this.fault({ method, carryOut }));
    });
  }

  holds(): Held[] {
    return heldBy(this.api.database);
  }

  async plan(declaration: Declaration, options: PlanOptions): Promise<{ plan: Plan; existing: ExistingMapping[] }> {
    return readPlan(this.hopsworks, declaration, options);
  }

  async make(plan: Plan, interrupted: AbortSignal = new AbortController().signal): Promise<Applied[]> {
    return applyChanges(
      (change) => this.hopsworks.make(change),
      plan.changes,
      interrupted,
      () => undefined,
    );
  }
}

export function databaseOf(before: readonly Held[]): MappingDatabase {
  const database = new MappingDatabase();
  for (const name of PROJECTS) database.addProject(name);
  for (const { project, projectRole, role, defaultRole } of before) {
    database.add(database.addProject(project), projectRole, role, defaultRole);
  }
  return database;
}

export function heldBy(database: MappingDatabase): Held[] {
  return database
    .all()
    .map((row) => ({
      project: database.projectName(row.projectId),
      projectRole: ProjectRole[row.projectRole],
      role: row.cloudRole,
      defaultRole: database.isDefault(row),
    }))
    .sort((one, other) => (key(one) < key(other) ? -1 : 1));
}

export function defaultsOf(held: readonly Held[]): string[] {
  return held.filter(({ defaultRole }) => defaultRole).map(place);
}

export function declarationOf(mappings: readonly Mapping[]): Declaration {
  const projects = new Set(mappings.map(({ project }) => project));
  return { projects, mappings, everywhere: { projects, roles: new Set(mappings.map(({ role }) => role)) } };
}

/** Mappings of one role each in a project, with one default at most for each project role. */
function mappings<Default extends boolean | undefined>(projects: string[], defaultRole: fc.Arbitrary<Default>) {
  const mapping = fc.record({
    project: fc.constantFrom(...projects),
    projectRole: fc.constantFrom(...Object.values(ProjectRole)),
    role: fc.constantFrom(...ROLES),
    defaultRole,
  });
  return fc.uniqueArray(mapping, { selector: key, maxLength: 9 }).map((list) => {
    const taken = new Set<string>();
    return list.map((each) => {
      if (each.defaultRole !== true) return each;
      const isFirst = !taken.has(place(each));
      taken.add(place(each));
      return { ...each, defaultRole: isFirst as Default };
    });
  });
}

/** A cluster, what is declared of two of its three projects, and how it is applied. */
export const scenario = fc.record({
  before: mappings(PROJECTS, fc.boolean()),
  declared: mappings(PROJECTS.slice(0, 2), fc.constantFrom(true, true, false, undefined)).filter(
    (list) => list.length > 0,
  ),
  options: fc.record({ prune: fc.boolean(), pruneEverywhere: fc.boolean(), enforceDefaults: fc.boolean() }),
});
