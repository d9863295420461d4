import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const running: OtherServer[] = [];

afterEach(() => {
  for (const server of running.splice(0)) server.stop();
});

/** A server that is no cluster, or a strange one. */
export class OtherServer {
  /** @param body is what it answers to a path with its query */
  static async answering(
    status: number,
    body: string | ((path: string) => string),
    headers: Record<string, string> = {},
  ): Promise<OtherServer> {
    const seen: string[] = [];
    const server = createServer((request, response) => {
      const path = request.url ?? '';
      seen.push(`${request.method ?? ''} ${path}`);
      response.writeHead(status, headers).end(typeof body === 'string' ? body : body(path));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const made = new OtherServer(server, seen);
    running.push(made);
    return made;
  }

  readonly url: string;

  private constructor(
    private readonly server: Server,
    /** Method, path and query of each request. */
    readonly seen: readonly string[],
  ) {
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}
