import { z } from 'zod';
import { UserError } from '../errors';
import { compare, ProjectRole } from './document';
import type { Answer, Http, Method } from './http';
import type { Change } from './change';
import type { ExistingMapping } from './plan';

const API = '/hopsworks-api/api';
const MAPPINGS = `${API}/admin/cloud/role-mappings`;
const PAGE = 500;

/** An answer of Hopsworks that is not the one hoped for, in words. */
export class HopsworksError extends UserError {
  constructor(
    message: string,
    private readonly status: number,
  ) {
    super(message);
  }

  /** Whether every further call would end alike. */
  get isFinal(): boolean {
    return [401, 403, 404, 405].includes(this.status);
  }

  /** Whether it is about what was asked for, and says nothing about the next call. */
  get isAboutOneCall(): boolean {
    return this.status < 500 && this.status !== 429;
  }
}

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

const page = z.object({ items: z.array(mappingItem).default([]) });
const projectInfo = z.object({ projectId: z.int(), projectName: z.string().optional() });
const failure = z.object({
  errorCode: z.int().optional(),
  errorMsg: z.string().optional(),
  usrMsg: z.string().optional(),
});

const WORDS_OF_CODE: Record<number, string> = {
  380000: 'this cluster does not run on AWS, so it has no role mappings',
  380001: 'Hopsworks could not assume the role',
  380002: 'access to the role mappings is refused',
  380003: 'the mapping is not there any more; somebody else removed it meanwhile',
  380004: 'the project has a mapping of this role already; somebody else made it meanwhile',
  380005: 'Hopsworks could not get credentials of the cluster',
};

const WORDS_OF_STATUS: Record<number, string> = {
  401: 'the API key is not accepted: it is mistyped, expired or revoked',
  403: 'the API key may not do this: its owner must be an administrator (HOPS_ADMIN), and it needs the scopes ADMIN and PROJECT',
  404: 'there is no such thing at this address: role mappings need Hopsworks Enterprise, and --url the host of the cluster',
  405: 'this cluster has no role mappings: they need Hopsworks Enterprise on AWS',
  429: 'it is too busy; try again later',
};

/** The role mappings of a cluster, through its REST API. */
export class Hopsworks {
  private readonly projectIds = new Map<string, number>();

  constructor(private readonly http: Http) {}

  /** All mappings of the cluster. Each page begins after the last id of the one before: what others delete meanwhile moves no row out of sight. */
  async mappings(): Promise<ExistingMapping[]> {
    const found: ExistingMapping[] = [];
    for (let last = 0; ;) {
      const { items } = await this.page({
        filter_by: `id_gt:${last}`,
        sort_by: 'id:asc',
        offset: '0',
        limit: String(PAGE),
      });
      if (items.length === 0) break;
      for (const item of items) {
        if (item.id <= last) {
          throw new UserError(
            `Hopsworks hands out role mapping ${item.id} although those after ${last} were asked for, in order; nothing was changed.`,
          );
        }
        last = item.id;
        found.push(this.existing(item));
      }
    }
    return found.sort((one, other) => compare(one.project, other.project));
  }

  /** Looks the projects up that are not known from their mappings; throws for those that do not exist. */
  async requireProjects(names: Iterable<string>): Promise<void> {
    const unknown: string[] = [];
    for (const name of names) {
      if (this.projectIds.has(name)) continue;
      const id = await this.findProject(name);
      if (id === undefined) unknown.push(name);
      else this.projectIds.set(name, id);
    }
    if (unknown.length === 0) return;
    throw new UserError(
      `Hopsworks has no project ${unknown.map((name) => `"${name}"`).join(', ')}: create it there, or mend its name in the declaration; nothing was changed.`,
    );
  }

  /** Makes one change; throws in words where Hopsworks refuses it. */
  async make(change: Change): Promise<void> {
    const { action, project, projectRole, role, defaultRole, before } = change;
    const doing = `${action} of ${role} in project "${project}"`;
    if (before === undefined) {
      await this.call('POST', doing, MAPPINGS, {
        cloudRole: role,
        projectId: String(this.projectIds.get(project)),
        projectRole,
        defaultRole: String(defaultRole),
      });
    } else if (action === 'delete') {
      await this.call('DELETE', doing, `${MAPPINGS}/${before.id}`);
    } else {
      // Nothing hangs on what a change of the project role does to the default: it is given up before, and said again afterwards.
      const moves = before.projectRole !== projectRole;
      const path = `${MAPPINGS}/${before.id}`;
      if (moves && before.defaultRole && !defaultRole) await this.call('PUT', doing, path, { defaultRole: 'false' });
      await this.call('PUT', doing, path, { ...(moves && { projectRole }), defaultRole: String(defaultRole) });
    }
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
        `Hopsworks names a project role that this command does not know: "${projectRole}" (mapping ${id}).`,
      );
    }
    this.projectIds.set(projectName, projectId);
    return { id, project: projectName, projectRole: known, role: cloudRole, defaultRole };
  }

  private async findProject(name: string): Promise<number | undefined> {
    const path = `${API}/project/getProjectInfo/${encodeURIComponent(name)}`;
    const doing = `looking up project "${name}"`;
    const answer = await this.http.call('GET', path);
    if (answer.status === 400 || answer.status === 404) return undefined;
    const { projectId, projectName = name } = this.parse(projectInfo, doing, this.checked(answer, doing));
    if (projectName === name) return projectId;
    throw new UserError(`Hopsworks writes project "${name}" as "${projectName}": write it so in the declaration.`);
  }

  private async page(query: Record<string, string>): Promise<z.infer<typeof page>> {
    const doing = 'reading the role mappings';
    return this.parse(page, doing, await this.call('GET', doing, MAPPINGS, query));
  }

  private async call(method: Method, doing: string, path: string, query?: Record<string, string>): Promise<string> {
    return this.checked(await this.http.call(method, path, query), doing);
  }

  private checked({ status, text }: Answer, doing: string): string {
    if (status >= 200 && status < 300) return text;
    const { errorCode, errorMsg, usrMsg } = failure.safeParse(jsonOf(text)).data ?? {};
    const words = WORDS_OF_CODE[errorCode ?? 0] ?? WORDS_OF_STATUS[status] ?? 'it could not do it';
    const said = [errorMsg, usrMsg].filter((each) => each !== undefined && each !== '').join(' ');
    throw new HopsworksError(
      `${doing}: Hopsworks answered ${status}${errorCode === undefined ? '' : ` (${errorCode})`}: ${words}.` +
        (said === '' ? '' : ` It says: ${said}`),
      status,
    );
  }

  private parse<Schema extends z.ZodType>(schema: Schema, doing: string, text: string): z.infer<Schema> {
    const { data, error } = schema.safeParse(jsonOf(text));
    if (error === undefined) return data;
    const [issue] = error.issues;
    throw new UserError(
      `${doing}: the answer is not what Hopsworks's REST API says (${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}); is --url the host of a cluster?`,
    );
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
