/**
 * A stand-in for the role mappings of a Hopsworks cluster, on loopback. Hopsworks Enterprise cannot be installed here; this keeps
 * the rules of its server, and holds every request and answer to its published REST description.
 */
import { createServer as createPlainServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { OpenAPIBackend } from 'openapi-backend';
import { HOST } from '../loopback';
import { MappingDatabase } from './database';
import { description } from './description';
import { type Answer, type Call, failure, type KeyOwner, RestApi } from './rest-api';

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
  /** Breaks the connection off. */
  readonly resets?: boolean;
}

export interface StandInOptions extends KeyOwner {
  readonly apiKey: string;
  readonly database?: MappingDatabase;
  readonly tls?: { readonly key: string; readonly cert: string };
}

export class HopsworksStandIn {
  static async start(options: StandInOptions): Promise<HopsworksStandIn> {
    const standIn = new HopsworksStandIn(await sharedDescription(), options);
    await new Promise<void>((resolve) => standIn.server.listen(0, HOST, resolve));
    return standIn;
  }

  readonly database: MappingDatabase;
  readonly api: RestApi;
  readonly requests: Call[] = [];
  /** Somebody else, who acts before each request is looked at. */
  meanwhile: (request: Call) => void = () => undefined;
  /** After each request. */
  observe: () => void = () => undefined;
  private faults: { readonly fault: Fault; seen: number }[] = [];
  private readonly server: Server;

  private constructor(
    openApi: OpenAPIBackend,
    private readonly options: StandInOptions,
  ) {
    this.database = options.database ?? new MappingDatabase();
    this.api = new RestApi(this.database, openApi, () => this.url);
    const listener = (request: IncomingMessage, response: ServerResponse) => {
      void this.handle(request, response);
    };
    this.server = options.tls === undefined ? createPlainServer(listener) : createTlsServer(options.tls, listener);
  }

  get violations(): readonly string[] {
    return this.api.violations;
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
    const call = { method: incoming.method ?? '', path: pathname, query: Object.fromEntries(searchParams) };
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    if (chunks.length > 0) this.api.violations.push(`${call.method} ${pathname} has a body`);
    this.meanwhile(call);
    this.requests.push(call);
    const fault = this.faultFor(call.method);
    const isCarriedOut = fault === undefined || fault.afterwards === true;
    const carriedOut = isCarriedOut ? this.answer(call, incoming) : undefined;
    this.observe();
    if (fault?.hangs === true) return;
    if (fault?.resets === true) {
      incoming.socket.destroy();
      return;
    }
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

  private answer(call: Call, { headers }: IncomingMessage): Answer {
    if (headers.authorization !== `ApiKey ${this.options.apiKey}`) return failure(401, 320002, 'Api key not found');
    return this.api.answer(call, this.options);
  }
}

const internalError = failure(500, 120001, 'Internal server error.');

let shared: Promise<OpenAPIBackend> | undefined;

/** Compiling the description takes longer than all that is asked of it; that it is a valid one is a test. */
export function sharedDescription(): Promise<OpenAPIBackend> {
  shared ??= new OpenAPIBackend({
    definition: description(),
    apiRoot: '/hopsworks-api',
    quick: true,
    ajvOpts: { validateSchema: false },
  }).init();
  return shared;
}
