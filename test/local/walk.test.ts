/** The whole main job, as a user runs it. In one file, because it shares one Python environment. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const REPOSITORY = resolve(__dirname, '../..');
const MINUTE = 60_000;

interface Row {
  readonly name: string;
  readonly expected: string;
  readonly got: string;
}

interface Ended {
  readonly exitCode: number | null;
  readonly output: string;
  readonly rows: Row[];
  readonly emulatorPid: number;
}

const temporary = mkdtempSync(join(tmpdir(), 'walk-test-'));
afterAll(() => {
  rmSync(temporary, { recursive: true });
});

async function start(
  args: string[] = [],
  env: NodeJS.ProcessEnv = {},
  interruptAt?: string,
  script = 'local/start.ts',
): Promise<Ended> {
  const child = spawn(process.execPath, [require.resolve('ts-node/dist/bin'), script, ...args], {
    cwd: REPOSITORY,
    // Each row of the table on a line of its own.
    env: { ...process.env, TMPDIR: temporary, COLUMNS: '200', ...env },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (interruptAt !== undefined && output.includes(interruptAt)) {
        child.kill('SIGTERM');
      }
    });
  }
  const exitCode = await new Promise<number | null>((done) => child.once('close', done));
  return { exitCode, output, rows: rowsOf(output), emulatorPid: Number(/, pid (\d+)/.exec(output)?.[1]) };
}

function rowsOf(output: string): Row[] {
  return output
    .split('\n')
    .map((line) => line.split('│').map((cell) => cell.trim()))
    .filter((cells) => cells.length === 5 && cells[1] !== '' && cells[2] !== 'expected')
    .map(([, name = '', expected = '', got = '']) => ({ name, expected, got }));
}

function foldersOfRuns(): string[] {
  return readdirSync(temporary).filter((name) => name.startsWith('role-chaining-'));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test(
  'every decision is as expected, and nothing is left behind',
  async () => {
    const { exitCode, output, rows, emulatorPid } = await start();
    expect(output).toContain('checks as expected.');
    expect(exitCode).toBe(0);
    expect(rows.length).toBeGreaterThan(60);
    expect(rows.filter(({ expected, got }) => expected !== got)).toEqual([]);
    expect(isRunning(emulatorPid)).toBe(false);
    expect(foldersOfRuns()).toEqual([]);
  },
  5 * MINUTE,
);

test(
  'with enforcement off, the walk fails on every refusal that it expects',
  async () => {
    const { exitCode, output, rows } = await start([], { ROLE_CHAINING_LOCAL_AUTH: 'off' });
    expect(exitCode).toBe(1);
    const refusals = rows.filter(({ expected }) => expected === 'refused');
    expect(refusals.length).toBeGreaterThan(20);
    expect(refusals.filter(({ got }) => got !== 'allowed')).toEqual([]);
    expect(output).toContain(`${refusals.length} of ${rows.length} checks differ:`);
  },
  5 * MINUTE,
);

test(
  'an interruption stops the emulator',
  async () => {
    const { exitCode, output, emulatorPid } = await start([], {}, '❯ cdk bootstrap');
    expect(output).toContain('Stopped by SIGTERM.');
    expect(exitCode).toBe(143);
    expect(isRunning(emulatorPid)).toBe(false);
    expect(foldersOfRuns()).toEqual([]);
  },
  5 * MINUTE,
);

test(
  'a chain that was made by hand is imported, and used all the time',
  async () => {
    const { exitCode, rows } = await start([], {}, undefined, 'local/adopt.ts');
    expect(rows.length).toBeGreaterThan(25);
    expect(rows.filter(({ expected, got }) => expected !== got)).toEqual([]);
    expect(exitCode).toBe(0);
    expect(foldersOfRuns()).toEqual([]);
  },
  5 * MINUTE,
);

test(
  'from an empty folder to a chain that works, with the packed package',
  async () => {
    const { exitCode, rows } = await start([], {}, undefined, 'local/first-use.ts');
    expect(rows.map(({ got }) => got)).toEqual(['allowed', 'refused']);
    expect(exitCode).toBe(0);
    expect(foldersOfRuns()).toEqual([]);
  },
  5 * MINUTE,
);

test(
  '--keep leaves the emulator running and says how to stop it',
  async () => {
    const { exitCode, output, emulatorPid } = await start(['--keep']);
    expect(exitCode).toBe(0);
    expect(isRunning(emulatorPid)).toBe(true);
    expect(output).toContain(`kill ${emulatorPid} && rm -r ${temporary}`);
    expect(output).toMatch(/^export AWS_ENDPOINT_URL=https:\/\/127\.0\.0\.1:\d+$/m);
    process.kill(emulatorPid);
    while (isRunning(emulatorPid)) {
      await sleep(50);
    }
  },
  5 * MINUTE,
);
