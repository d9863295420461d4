import { z } from 'zod';
import { UserError } from '../errors';
import { escapeText } from '../escape';
import type { Change, ExistingMapping } from './change';
import { compare, ProjectRole } from './document';
import type { Method, Rest } from './http';
import { ADMINISTRATION, HopsworksError, jsonOf, MEMBERSHIP, type Purpose, refusal } from './refusals';

const API = '/hopsworks-api/api';
const MAPPINGS = `${API}/admin/cloud/role-mappings`;
const PROJECTS = `${API}/admin/projects`;
const PAGE = 500;
/** More than any cluster needs, whatever its server makes of the size of a page. */
const MOST_PAGES = 10_000;
/** A listing that others change while it is read may miss its count. */
const READINGS = 3;

/** Requests name project roles by their constants; answers by what the product displays. */
const DISPLAYED: Record<string, ProjectRole> = {
  ALL: ProjectRole.ALL,
  'DATA OWNER': ProjectRole.DATA_OWNER,
  'DATA SCIENTIST': ProjectRole.DATA_SCIENTIST,
};

const mappingItem = z.object({
  id: z.int(),
  projectId: z.int(),
  projectName: z.string(),
  projectRole: z.string(),
  cloudRole: z.string(),
  defaultRole: z.boolean().default(false),
});

/** A listing always has a count; where that is 0, the items may be left out. */
const listing = <Item extends z.ZodType>(item: Item) =>
  z
    .object({ count: z.int(), items: z.array(item).nullish() })
    .transform(({ count, items }) => ({ count, items: items ?? [] }));

const mappingPage = listing(mappingItem);
const projectList = listing(z.object({ id: z.int(), name: z.string() }));
const projectInfo = z.object({ projectId: z.int(), projectName: z.string().optional() });

/** The role mappings of a cluster, through its REST API. */
export class Hopsworks {
  private readonly projectIds = new Map<string, number>();

  constructor(private readonly rest: Rest) {}

  /** All mappings of the cluster; throws rather than give less. */
  async mappings(): Promise<ExistingMapping[]> {
    for (let reading = 1; ; reading += 1) {
      const { count, found } = await this.readMappings();
      if (found.length >= count) return found.sort((one, other) => compare(one.project, other.project));
      if (reading < READINGS) continue;
      throw new UserError(
        `Hopsworks says that there are ${count} role mappings and hands out ${found.length} of them: the listing is incomplete. ` +
          'Nothing is decided on it; try again, or see what the log of Hopsworks says.',
      );
    }
  }

  /** Looks the projects up that are not known from their mappings; throws for all that do not exist or cannot be looked up. */
  async requireProjects(names: Iterable<string>): Promise<void> {
    const unknown = [...names].filter((name) => !this.projectIds.has(name));
    if (unknown.length === 0) return;
    const listed = await this.listProjects();
    const missing: string[] = [];
    const problems: string[] = [];
    for (const name of unknown) {
      try {
        const id = listed === undefined ? await this.findProject(name) : listed.get(name);
        if (id === undefined) missing.push(name);
        else this.projectIds.set(name, id);
      } catch (error) {
        if (!(error instanceof HopsworksError) || error.isFinal) throw error;
        problems.push(error.message);
      }
    }
    if (missing.length > 0) {
      problems.push(
        `Hopsworks has no project ${missing.map((name) => `"${escapeText(name)}"`).join(', ')}: create it there, or mend its name in the declaration.`,
      );
    }
    if (problems.length > 0) throw new UserError(`${problems.join('\n')}\nNothing was changed.`);
  }

  /** Makes one change, by one call; throws in words where Hopsworks refuses it. */
  async make(change: Change): Promise<void> {
    const { action, project, projectRole, role, defaultRole, before } = change;
    const purpose = {
      doing: `${action} of ${escapeText(role)} in project "${escapeText(project)}"`,
      needs: ADMINISTRATION,
    };
    if (before === undefined) {
      await this.call('POST', purpose, MAPPINGS, {
        cloudRole: role,
        projectId: String(this.projectIds.get(project)),
        projectRole,
        defaultRole: String(defaultRole),
      });
    } else if (action === 'delete') {
      await this.call('DELETE', purpose, `${MAPPINGS}/${before.id}`);
    } else {
      await this.call('PUT', purpose, `${MAPPINGS}/${before.id}`, {
        ...(before.projectRole !== projectRole && { projectRole }),
        defaultRole: String(defaultRole),
      });
    }
  }

  /** Each page begins after the last id of the one before: what others delete meanwhile moves no row out of sight. */
  private async readMappings(): Promise<{ readonly count: number; readonly found: ExistingMapping[] }> {
    const purpose = { doing: 'reading the role mappings', needs: ADMINISTRATION };
    const found: ExistingMapping[] = [];
    let total: number | undefined;
    let last = 0;
    for (let pages = 1; pages <= MOST_PAGES; pages += 1) {
      const query = { filter_by: `id_gt:${last}`, sort_by: 'id:asc', offset: '0', limit: String(PAGE) };
      const { count, items } = parsed(mappingPage, purpose, await this.call('GET', purpose, MAPPINGS, query));
      total ??= count;
      if (items.length === 0) return { count: total, found };
      for (const item of items) {
        if (item.id <= last) {
          throw new UserError(
            `Hopsworks hands out role mapping ${item.id} although those after ${last} were asked for, in order: no listing that can be trusted.`,
          );
        }
        last = item.id;
        found.push(this.existing(item));
      }
    }
    throw new UserError(`Hopsworks hands out role mappings without an end: ${found.length} on ${MOST_PAGES} pages.`);
  }

  private existing({
    id,
    projectId,
    projectName,
    projectRole,
    cloudRole,
    defaultRole,
  }: z.infer<typeof mappingItem>): ExistingMapping {
    const known = DISPLAYED[projectRole.toUpperCase().replaceAll('_', ' ')];
    if (known === undefined) {
      throw new UserError(
        `Hopsworks names a project role that this command does not know: "${escapeText(projectRole)}" (mapping ${id}).`,
      );
    }
    this.projectIds.set(projectName, projectId);
    return { id, project: projectName, projectRole: known, role: cloudRole, defaultRole };
  }

  /** The ids of all projects, or undefined where the cluster does not list them for this key: older ones have no such list. */
  private async listProjects(): Promise<Map<string, number> | undefined> {
    const purpose = { doing: 'reading the list of projects', needs: ADMINISTRATION };
    const answer = await this.rest.call('GET', PROJECTS);
    if ([403, 404, 405].includes(answer.status)) return undefined;
    if (!isSuccess(answer.status)) throw refusal(answer, purpose);
    const { count, items } = parsed(projectList, purpose, answer.text);
    if (items.length >= count) return new Map(items.map(({ id, name }) => [name, id]));
    throw new UserError(
      `Hopsworks says that there are ${count} projects and lists ${items.length} of them: the list is incomplete, and nothing is decided on it.`,
    );
  }

  private async findProject(name: string): Promise<number | undefined> {
    const purpose = {
      doing: `looking up project "${escapeText(name)}", since the list of all projects is refused or missing`,
      needs: MEMBERSHIP,
    };
    const answer = await this.rest.call('GET', `${API}/project/getProjectInfo/${encodeURIComponent(name)}`);
    if (answer.status === 400 || answer.status === 404) return undefined;
    if (!isSuccess(answer.status)) throw refusal(answer, purpose);
    const { projectId, projectName = name } = parsed(projectInfo, purpose, answer.text);
    if (projectName === name) return projectId;
    throw new UserError(
      `Hopsworks writes project "${escapeText(name)}" as "${escapeText(projectName)}": write it so in the declaration.`,
    );
  }

  private async call(method: Method, purpose: Purpose, path: string, query?: Record<string, string>): Promise<string> {
    const answer = await this.rest.call(method, path, query);
    if (isSuccess(answer.status)) return answer.text;
    throw refusal(answer, purpose);
  }
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

function parsed<Schema extends z.ZodType>(schema: Schema, { doing }: Purpose, text: string): z.infer<Schema> {
  const { data, error } = schema.safeParse(jsonOf(text));
  if (error === undefined) return data;
  const [issue] = error.issues;
  throw new UserError(
    `${doing}: the answer is not what Hopsworks's REST API says (${issue?.path.join('.') ?? ''}: ${escapeText(issue?.message ?? '')}); is --url the host of a cluster?`,
  );
}
