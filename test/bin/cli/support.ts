import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../../bin/cli/run';
import { HopsworksStandIn, type StandInOptions } from '../../../local/hopsworks/stand-in';

export const API_KEY = 'aBcDeFgHiJkLmNoP.the-secret-part-of-an-api-key';

const folder = mkdtempSync(join(tmpdir(), 'role-chaining-cli-'));
const running: HopsworksStandIn[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((standIn) => standIn.stop()));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

export interface Ended {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
  /** The waits before a call was repeated, in milliseconds. */
  readonly pauses: number[];
}

export interface Surroundings {
  readonly environment?: NodeJS.ProcessEnv;
  readonly answer?: string;
  /** While the question is open. */
  readonly beforeAnswer?: () => void;
  /** In place of standard output. */
  readonly out?: (text: string) => void;
  /** While a call waits to be repeated. */
  readonly duringPause?: () => void;
  /** Is given what sends a signal. */
  readonly signals?: (send: (signal: NodeJS.Signals) => void) => void;
}

/** Runs the command in this process; the API key is in its environment. */
export async function cli(args: string[], surroundings: Surroundings = {}): Promise<Ended> {
  const { environment = { HOPSWORKS_API_KEY: API_KEY }, answer, beforeAnswer, duringPause, signals } = surroundings;
  let [out, err] = ['', ''];
  const pauses: number[] = [];
  const exitCode = await run(args, {
    environment,
    out:
      surroundings.out ??
      ((text) => {
        out += text;
      }),
    err: (text) => {
      err += text;
    },
    ask: (question) => {
      err += question;
      beforeAnswer?.();
      return Promise.resolve(answer);
    },
    pause: (milliseconds) => {
      pauses.push(milliseconds);
      duringPause?.();
      return Promise.resolve();
    },
    onSignal: (listener) => {
      signals?.(listener);
      return () => undefined;
    },
  });
  return { exitCode, out, err, pauses };
}

export async function standIn(options: Partial<StandInOptions> = {}): Promise<HopsworksStandIn> {
  const started = await HopsworksStandIn.start({ apiKey: API_KEY, ...options });
  running.push(started);
  return started;
}

let files = 0;

/** Writes a file of its own, text as it is and anything else as JSON. */
export function file(content: unknown, name = 'mappings.json'): string {
  files += 1;
  const path = join(folder, `${files}-${name}`);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content, undefined, 2));
  return path;
}

export function path(name: string): string {
  files += 1;
  return join(folder, `${files}-${name}`);
}

export interface DeclaredMapping {
  readonly project: string;
  readonly projectRole?: string;
  readonly role: string;
  readonly defaultRole?: boolean;
}

export function declaration(...mappings: DeclaredMapping[]): string {
  return file({ version: 1, mappings });
}

export function arn(name: string): string {
  return `arn:aws:iam::111122223333:role/hopsworks/${name}`;
}

/** What the cluster holds, sorted. */
export function mappingsOf({ database }: HopsworksStandIn): DeclaredMapping[] {
  return database
    .all()
    .map((row) => ({
      project: database.projectName(row.projectId),
      projectRole: row.projectRole,
      role: row.cloudRole,
      defaultRole: database.isDefault(row),
    }))
    .sort((a, b) => (`${a.project} ${a.role}` < `${b.project} ${b.role}` ? -1 : 1));
}

let made: { key: string; cert: string; file: string } | undefined;

/** A certificate of this machine that nobody has signed but itself. */
export function certificate(): { key: string; cert: string; file: string } {
  if (made !== undefined) return made;
  const [key, cert] = [path('key.pem'), path('cert.pem')];
  const { status, stderr } = spawnSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'],
      ...['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', cert],
    ],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(stderr);
  made = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8'), file: cert };
  return made;
}
