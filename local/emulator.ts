/** Starts the emulator (MiniStack, with its IAM enforced and HTTPS) on a free loopback port, and stops it by its pid. */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { get } from 'node:https';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lastLines } from './child-process';
import { CommandFailed } from './errors';
import { HOST, cleanEnvironment, type Endpoint } from './loopback';

const LAUNCHER = join(__dirname, 'launcher.py');
const READY_WITHIN_MS = 30_000;
const STOPPED_WITHIN_MS = 5_000;

export interface EmulatorOptions {
  readonly interpreter: string;
  readonly scratch: string;
  readonly logFile: string;
  /** False lets every call through: the planted fault that the walks must notice. */
  readonly enforced: boolean;
  readonly signal: AbortSignal;
}

export class Emulator {
  static async start(options: EmulatorOptions): Promise<Emulator> {
    const port = await freePort();
    const log = openSync(options.logFile, 'a');
    const child = spawn(options.interpreter, [LAUNCHER], {
      cwd: options.scratch,
      env: {
        ...cleanEnvironment(options.scratch),
        AUTH: String(options.enforced),
        USE_SSL: '1',
        BIND_HOST: HOST,
        GATEWAY_PORT: String(port),
      },
      stdio: ['ignore', log, log],
      // Ctrl-C in a terminal goes to the whole process group; the emulator has to outlive it until it is stopped.
      detached: true,
    });
    // An interpreter that cannot be run is reported as an emulator that ended.
    child.once('error', () => undefined);
    closeSync(log);
    const certificateFile = join(options.scratch, 'ministack-tls', 'server.crt');
    const emulator = new Emulator(child, { url: `https://${HOST}:${port}`, certificateFile });
    try {
      await emulator.untilReady(options.logFile, options.signal);
      options.signal.throwIfAborted();
    } catch (error) {
      await emulator.stop();
      throw error;
    }
    return emulator;
  }

  private readonly stopWithThisProcess = () => this.child.kill('SIGTERM');

  private constructor(
    private readonly child: ChildProcess,
    readonly endpoint: Endpoint,
  ) {
    // The last resort, for an exit that does not clean up.
    process.once('exit', this.stopWithThisProcess);
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  async stop(): Promise<void> {
    process.off('exit', this.stopWithThisProcess);
    this.child.kill('SIGTERM');
    const deadline = Date.now() + STOPPED_WITHIN_MS;
    while (this.running && Date.now() < deadline) {
      await sleep(25);
    }
    this.child.kill('SIGKILL');
  }

  leaveRunning(): void {
    process.off('exit', this.stopWithThisProcess);
    this.child.unref();
  }

  private get running(): boolean {
    return this.child.pid !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  private async untilReady(logFile: string, signal: AbortSignal): Promise<void> {
    const deadline = Date.now() + READY_WITHIN_MS;
    while (!(existsSync(this.endpoint.certificateFile) && (await isHealthy(this.endpoint)))) {
      if (!this.running) {
        throw new CommandFailed('the emulator ended before it was ready', lastLines(logFile));
      }
      if (Date.now() > deadline) {
        throw new CommandFailed(`the emulator was not ready within ${READY_WITHIN_MS / 1000} s`, lastLines(logFile));
      }
      await sleep(50, undefined, { signal });
    }
  }
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, HOST, () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === 'object' && address ? address.port : 0);
      });
    });
  });
}

async function isHealthy({ url, certificateFile }: Endpoint): Promise<boolean> {
  return new Promise((resolve) => {
    get(`${url}/_ministack/health`, { ca: readFileSync(certificateFile), agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    }).once('error', () => {
      resolve(false);
    });
  });
}
