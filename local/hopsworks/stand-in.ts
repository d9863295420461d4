/**
 * A stand-in for the role mappings of a Hopsworks cluster, on loopback. Hopsworks Enterprise cannot be installed here; this keeps
 * the rules of its database, and holds every request and answer to its published REST description.
 */
import { createServer as createPlainServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { OpenAPIBackend, type Operation, type Request } from 'openapi-backend';
import { HOST } from '../loopback';
import { MappingDatabase, type MappingRow, type ProjectRoleName, Refusal } from './database';
import { description } from './description';

const DISPLAY_NAMES: Record<ProjectRoleName, string> = {
  ALL: 'ALL',
  DATA_OWNER: 'Data owner',
  DATA_SCIENTIST: 'Data scientist',
};

interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** A failure on demand. */
export interface Fault extends Partial<Answer> {
  readonly method?: string;
  /** How many requests of the method pass before. */
  readonly after?: number;
  /** How many requests fail; without it, all that follow. */
  readonly times?: number;
  /** The request is carried out, and the failure answered nevertheless. */
  readonly afterwards?: boolean;
  /** Never answers. */
  readonly hangs?: boolean;
}

export interface StandInOptions {
  readonly apiKey: string;
  readonly database?: MappingDatabase;
  readonly tls?: { readonly key: string; readonly cert: string };
}

interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
}

export class HopsworksStandIn {
  static async start(options: StandInOptions): Promise<HopsworksStandIn> {
    const standIn = new HopsworksStandIn(await sharedApi(), options);
    await new Promise<void>((resolve) => standIn.server.listen(0, HOST, resolve));
    return standIn;
  }

  readonly database: MappingDatabase;
  readonly requests: Recorded[] = [];
  /** What a request or an answer has against the description; nothing may be here in the end. */
  readonly violations: string[] = [];
  /** The most that a page holds, whatever the request asks for. */
  largestPage = Infinity;
  /** Somebody else, who acts before each request is looked at. */
  meanwhile: (request: Recorded) => void = () => undefined;
  /** After each request. */
  observe: () => void = () => undefined;
  private faults: { readonly fault: Fault; seen: number }[] = [];
  private readonly server: Server;

  private constructor(
    private readonly api: OpenAPIBackend,
    private readonly options: StandInOptions,
  ) {
    this.database = options.database ?? new MappingDatabase();
    const listener = (request: IncomingMessage, response: ServerResponse) => {
      void this.handle(request, response);
    };
    this.server = options.tls === undefined ? createPlainServer(listener) : createTlsServer(options.tls, listener);
  }

  get url(): string {
    const { port } = this.server.address() as AddressInfo;
    return `${this.options.tls === undefined ? 'http' : 'https'}://${HOST}:${port}`;
  }

  failWith(...faults: Fault[]): void {
    this.faults = faults.map((fault) => ({ fault, seen: 0 }));
  }

  async stop(): Promise<void> {
    await new Promise((resolve) => {
      this.server.close(resolve);
      this.server.closeAllConnections();
    });
  }

  private async handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(incoming.url ?? '/', this.url);
    const recorded = { method: incoming.method ?? '', path: pathname, query: Object.fromEntries(searchParams) };
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    if (chunks.length > 0) this.violations.push(`${recorded.method} ${pathname} has a body`);
    this.meanwhile(recorded);
    this.requests.push(recorded);
    const fault = this.faultFor(recorded.method);
    if (fault?.hangs === true && fault.afterwards !== true) return;
    const carriedOut = fault === undefined || fault.afterwards === true ? this.answer(recorded, incoming) : undefined;
    this.observe();
    if (fault?.hangs === true) return;
    const { status, body, headers } =
      fault === undefined ? (carriedOut ?? internalError) : { ...internalError, ...fault };
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  }

  private faultFor(method: string): Fault | undefined {
    const concerned = this.faults.filter(({ fault }) => fault.method === undefined || fault.method === method);
    for (const each of concerned) each.seen += 1;
    const hit = concerned.find(
      ({ fault: { after = 0, times = Infinity }, seen }) => seen > after && seen <= after + times,
    );
    return hit?.fault;
  }

  private answer(recorded: Recorded, { headers }: IncomingMessage): Answer {
    if (headers.authorization !== `ApiKey ${this.options.apiKey}`) {
      return { status: 401, body: { errorCode: 320001, errorMsg: 'Api key not found.' } };
    }
    const [, name] = /^\/hopsworks-api\/api\/project\/getProjectInfo\/([^/]+)$/.exec(recorded.path) ?? [];
    // Not part of the excerpt of the description.
    if (name !== undefined) return this.projectInfo(decodeURIComponent(name));
    const request: Request = { ...recorded, headers: {} };
    const operation = this.api.matchOperation(request);
    if (operation === undefined) return { status: 404, body: { errorCode: 100001, errorMsg: 'Not found.' } };
    const { errors } = this.api.validateRequest(request, operation);
    if (errors) {
      this.violations.push(`${recorded.method} ${recorded.path}: ${JSON.stringify(errors)}`);
      return { status: 400, body: { errorCode: 120000, errorMsg: 'Illegal argument.' } };
    }
    const answer = this.carryOut(operation, recorded);
    const { errors: wrong } = this.api.validateResponse(answer.body, operation, answer.status);
    if (wrong) this.violations.push(`answer to ${recorded.method} ${recorded.path}: ${JSON.stringify(wrong)}`);
    return answer;
  }

  private carryOut({ operationId }: Operation, { path, query }: Recorded): Answer {
    const id = Number(path.split('/').at(-1));
    try {
      switch (operationId) {
        case 'getAll':
          return this.page(query);
        case 'addMapping': {
          const { projectId, projectRole, cloudRole = '', defaultRole } = query;
          const row = this.database.add(
            Number(projectId),
            projectRole as ProjectRoleName,
            cloudRole,
            defaultRole === 'true',
          );
          const body = this.item(row);
          return { status: 201, body, headers: { location: body.href } };
        }
        case 'updateMapping': {
          const { projectRole, defaultRole } = query;
          const wanted = defaultRole === undefined ? undefined : defaultRole === 'true';
          return {
            status: 200,
            body: this.item(this.database.update(id, projectRole as ProjectRoleName | undefined, wanted)),
          };
        }
        case 'deleteMapping':
          this.database.remove(id);
          return { status: 204 };
        default:
          return {
            status: 501,
            body: { errorCode: 100000, errorMsg: `The stand-in has no ${operationId ?? 'such operation'}.` },
          };
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { status: error.status, body: { errorCode: error.errorCode, errorMsg: error.message } };
    }
  }

  private page({
    offset = '0',
    limit = '20',
    filter_by: filter,
    sort_by: order = 'id:asc',
  }: Recorded['query']): Answer {
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

  private projectInfo(name: string): Answer {
    const projectId = this.database.projectId(name);
    return projectId === undefined
      ? { status: 400, body: { errorCode: 150004, errorMsg: 'No valid project name' } }
      : { status: 200, body: { projectId, projectName: name } };
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
    return `${this.url}/hopsworks-api/api/admin/cloud/role-mappings${id === undefined ? '' : `/${id}`}`;
  }
}

const internalError: Answer = { status: 500, body: { errorCode: 120001, errorMsg: 'Internal server error.' } };

let api: Promise<OpenAPIBackend> | undefined;

/** Compiling the description takes longer than all that is asked of it. */
function sharedApi(): Promise<OpenAPIBackend> {
  api ??= new OpenAPIBackend({ definition: description(), apiRoot: '/hopsworks-api' }).init();
  return api;
}
