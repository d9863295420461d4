/** How every job of this folder starts, is interrupted and ends. */
import { constants } from 'node:os';
import { CdkCli } from './cdk-cli';
import { differences, type CheckResult } from './check';
import { Emulator } from './emulator';
import { CommandFailed, UserError } from './errors';
import { RunFolders } from './places';
import { findPython, requireOpenssl, type Python } from './python';
import { pythonEnvironment } from './python-environment';

/** Starts the emulator with IAM off, so that the integration test can see the walk fail. */
const PLANTED_FAULT = process.env.ROLE_CHAINING_LOCAL_AUTH === 'off';

/** The SDK's advice to its developers would be printed into the middle of the progress list. */
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** What a job has: folders, the emulator, the `cdk` command, and the signal that ends it. */
export class Job {
  readonly folders = new RunFolders();
  readonly results: CheckResult[] = [];
  readonly cdk: CdkCli;
  private readonly begun: Promise<unknown>[] = [];
  private readonly endings: (() => Promise<void>)[] = [];
  private interpreter?: string;
  private runningEmulator?: Emulator;

  constructor(
    private readonly python: Python,
    readonly signal: AbortSignal,
  ) {
    this.cdk = new CdkCli(this.folders, signal);
  }

  get emulator(): Emulator {
    return required(this.runningEmulator, 'the emulator has to be started');
  }

  async prepareEmulator(): Promise<void> {
    this.interpreter = await this.begin(pythonEnvironment(this.python, this.folders.log('pip'), this.signal));
  }

  async startEmulator(): Promise<Emulator> {
    const starting = Emulator.start({
      interpreter: required(this.interpreter, 'the Python environment has to be made'),
      scratch: this.folders.scratch,
      logFile: this.folders.log('emulator'),
      enforced: !PLANTED_FAULT,
      signal: this.signal,
    });
    const emulator = await this.begin(starting);
    this.runningEmulator = emulator;
    this.atEnd(() => emulator.stop());
    return emulator;
  }

  /** Steps run beside each other: when one fails, another may still be starting something that has to be stopped. */
  async begin<T>(step: Promise<T>): Promise<T> {
    this.begun.push(step);
    return step;
  }

  /** Stops what was started, the last one first. */
  atEnd(stop: () => Promise<void>): void {
    this.endings.unshift(stop);
  }

  /** Leaves no process and no temporary file behind, wherever the steps were cut short. */
  async cleanUp(logs: 'keep logs' | 'remove logs'): Promise<void> {
    await Promise.allSettled(this.begun);
    for (const stop of this.endings) await stop();
    this.folders.removeScratch();
    if (logs === 'remove logs') this.folders.removeLogs();
  }
}

export function required<T>(value: T | undefined, condition: string): T {
  if (value === undefined) throw new Error(`Steps in the wrong order: ${condition} first.`);
  return value;
}

/** What becomes of a job's emulator when all went as far as it could. */
export type Ending = 'stopped' | 'kept';

/**
 * Runs a job and ends the process with 0 when every decision was as expected, with 1 when one differed or anything failed, and with
 * 128 + n when interrupted.
 */
export function runJob(run: (job: Job) => Promise<Ending>): void {
  carryOut(run).then(
    (exitCode) => {
      process.exitCode = exitCode;
    },
    (error: unknown) => {
      console.error(error instanceof UserError ? error.message : error);
      process.exitCode = 1;
    },
  );
}

async function carryOut(run: (job: Job) => Promise<Ending>): Promise<number> {
  requireOpenssl();
  const python = findPython();
  const interruption = new AbortController();
  const interruptedBy = onInterruption(interruption);
  const job = new Job(python, interruption.signal);
  try {
    return await finished(job, await run(job));
  } catch (error) {
    // Another step may still be running beside the one that failed.
    interruption.abort();
    return await cutShort(job, error, interruptedBy());
  }
}

async function finished(job: Job, ending: Ending): Promise<number> {
  const isDifferent = differences(job.results).length > 0;
  if (isDifferent) console.log(`\nLogs: ${job.folders.logs}`);
  // A kept emulator goes on writing its log.
  if (ending === 'stopped') await job.cleanUp(isDifferent ? 'keep logs' : 'remove logs');
  return isDifferent ? 1 : 0;
}

async function cutShort(job: Job, error: unknown, signal: NodeJS.Signals | undefined): Promise<number> {
  if (signal) {
    console.error(`\nStopped by ${signal}.`);
    await job.cleanUp('remove logs');
    return 128 + constants.signals[signal];
  }
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof UserError) {
    console.error(message);
    await job.cleanUp('remove logs');
    return 1;
  }
  const output = error instanceof CommandFailed ? `\n${error.output}` : '';
  console.error(`\n${message}${output}\n\nLogs: ${job.folders.logs}`);
  await job.cleanUp('keep logs');
  return 1;
}

function onInterruption(interruption: AbortController): () => NodeJS.Signals | undefined {
  let received: NodeJS.Signals | undefined;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      received = name;
      interruption.abort();
    });
  }
  return () => received;
}
