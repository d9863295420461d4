/** What a Hopsworks cluster answers to the calls about role mappings and projects, from its published REST description and public source. */
import type { OpenAPIBackend, Operation, Request } from 'openapi-backend';
import { type MappingDatabase, type MappingRow, type ProjectRoleName, Refusal } from './database';

const API = '/hopsworks-api/api';

const DISPLAY_NAMES: Record<ProjectRoleName, string> = {
  ALL: 'ALL',
  DATA_OWNER: 'Data owner',
  DATA_SCIENTIST: 'Data scientist',
};

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** What an API key may do; its owner is an administrator of the cluster, and no member of any project unless it is said. */
export interface KeyOwner {
  readonly scopes?: readonly ('ADMIN' | 'PROJECT')[];
  readonly memberOf?: readonly string[];
}

export class RestApi {
  /** What a request or an answer has against the description; nothing may be here in the end. */
  readonly violations: string[] = [];
  /** The most that a page holds, whatever the request asks for. */
  largestPage = Infinity;
  /** Older clusters do not list their projects. */
  listsProjects = true;

  constructor(
    readonly database: MappingDatabase,
    private readonly description: OpenAPIBackend,
    private readonly baseUrl: () => string = () => 'https://hopsworks.example.com',
  ) {}

  answer(call: Call, { scopes = ['ADMIN', 'PROJECT'], memberOf = [] }: KeyOwner = {}): Answer {
    const { path } = call;
    const scope = path.startsWith(`${API}/admin/`) ? 'ADMIN' : 'PROJECT';
    if (!scopes.includes(scope)) return failure(403, 320004, 'No valid scope found for this invocation');
    // These two are not part of the excerpt of the description.
    if (path === `${API}/admin/projects` && this.listsProjects) return this.projectList();
    const [, name] = new RegExp(`^${API}/project/getProjectInfo/([^/]+)$`).exec(path) ?? [];
    if (name !== undefined) return this.projectInfo(decodeURIComponent(name), memberOf);
    const request: Request = { ...call, headers: {} };
    const operation = this.description.matchOperation(request);
    if (operation === undefined) return failure(404, 100001, 'Not found.');
    const { errors } = this.description.validateRequest(request, operation);
    if (errors) {
      this.violations.push(`${call.method} ${path}: ${JSON.stringify(errors)}`);
      return failure(400, 120000, 'Illegal argument.');
    }
    const answer = this.carryOut(operation, call);
    const { errors: wrong } = this.description.validateResponse(answer.body, operation, answer.status);
    if (wrong) this.violations.push(`answer to ${call.method} ${path}: ${JSON.stringify(wrong)}`);
    return answer;
  }

  private carryOut({ operationId }: Operation, { path, query }: Call): Answer {
    const id = Number(path.split('/').at(-1));
    const projectRole = query.projectRole as ProjectRoleName | undefined;
    const defaultRole = query.defaultRole === undefined ? undefined : query.defaultRole === 'true';
    try {
      switch (operationId) {
        case 'getAll':
          return this.page(query);
        case 'addMapping': {
          const { projectId, cloudRole = '' } = query;
          const row = this.database.add(Number(projectId), projectRole ?? 'ALL', cloudRole, defaultRole === true);
          const body = this.item(row);
          return { status: 201, body, headers: { location: body.href } };
        }
        case 'updateMapping':
          return { status: 200, body: this.item(this.database.update(id, projectRole, defaultRole)) };
        case 'deleteMapping':
          this.database.remove(id);
          return { status: 204 };
        default:
          return failure(501, 100000, `The stand-in has no ${operationId ?? 'such operation'}.`);
      }
    } catch (error) {
      if (error instanceof Refusal) return failure(error.status, error.errorCode, error.message);
      throw error;
    }
  }

  private page({ offset = '0', limit = '20', filter_by: filter, sort_by: order = 'id:asc' }: Call['query']): Answer {
    const [, after] = /^id_gt:(\d+)$/.exec(filter ?? 'id_gt:0') ?? [];
    if (after === undefined || order !== 'id:asc')
      throw new Refusal(400, 120000, 'The stand-in filters by id_gt and sorts by id:asc.');
    const rows = this.database
      .all()
      .filter(({ id }) => id > Number(after))
      .sort((one, other) => one.id - other.id);
    const first = Number(offset);
    const items = rows.slice(first, first + Math.min(Number(limit), this.largestPage)).map((row) => this.item(row));
    return { status: 200, body: { href: this.hrefOf(), count: rows.length, items } };
  }

  private projectList(): Answer {
    const items = this.database.projects().map(({ id, name }) => ({
      href: `${this.baseUrl()}${API}/admin/projects/${id}`,
      id,
      name,
      creator: { href: `${this.baseUrl()}${API}/users/10000` },
    }));
    return { status: 200, body: { href: `${this.baseUrl()}${API}/admin/projects`, count: items.length, items } };
  }

  /** For members only: an administrator is none by being one. */
  private projectInfo(name: string, memberOf: readonly string[]): Answer {
    const projectId = this.database.projectId(name);
    if (projectId === undefined) return failure(400, 150004, 'No valid project name');
    if (!memberOf.includes(name)) return failure(403, 160000, 'No valid role found for this user');
    return { status: 200, body: { projectId, projectName: name } };
  }

  private item(row: MappingRow) {
    const { id, projectId, projectRole, cloudRole } = row;
    return {
      href: this.hrefOf(id),
      id,
      projectId,
      projectName: this.database.projectName(projectId),
      projectRole: DISPLAY_NAMES[projectRole],
      cloudRole,
      defaultRole: this.database.isDefault(row),
    };
  }

  private hrefOf(id?: number): string {
    return `${this.baseUrl()}${API}/admin/cloud/role-mappings${id === undefined ? '' : `/${id}`}`;
  }
}

export function failure(status: number, errorCode: number, errorMsg: string): Answer {
  return { status, body: { errorCode, errorMsg } };
}
