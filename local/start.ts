/**
 * `npm start`: deploys the quickstart into a local AWS, walks its chain, changes it, destroys it.
 *
 * Exit code 1 when a decision differs from what is expected, or when anything failed; 128 + n when interrupted.
 */
import { constants } from 'node:os';
import { parseArgs } from 'node:util';
import { CommandFailed, UserError } from './errors';
import { renderInstructions } from './keep';
import { findPython, requireOpenssl } from './python';
import { renderSummary, renderTable, writePage } from './report';
import { LocalRun } from './run';
import { steps } from './steps';
import { DECLARED } from './variants';

/** Starts the emulator with IAM off, so that the integration test can see the walk fail. */
const PLANTED_FAULT = process.env.ROLE_CHAINING_LOCAL_AUTH === 'off';

/** The SDK's advice to its developers would be printed into the middle of the progress list. */
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

interface Ending {
  readonly exitCode: number;
  readonly emulator: 'stop' | 'keep';
  readonly logs: 'remove' | 'keep';
}

async function main(args: string[]): Promise<number> {
  const keep = readOptions(args);
  requireOpenssl();
  const python = findPython();
  const interruption = new AbortController();
  const interruptedBy = onInterruption(interruption);
  const run = new LocalRun(python, !PLANTED_FAULT, interruption.signal);
  let ending: Ending;
  try {
    await steps(run, keep).run();
    ending = finished(run, keep);
  } catch (error) {
    // Another step may still be running beside the one that failed.
    interruption.abort();
    ending = cutShort(run, error, interruptedBy());
  }
  if (ending.emulator === 'keep') {
    leaveRunning(run);
  } else {
    await run.cleanUp();
  }
  if (ending.logs === 'remove') {
    run.folders.removeLogs();
  }
  return ending.exitCode;
}

function readOptions(args: string[]): boolean {
  try {
    return parseArgs({ args, options: { keep: { type: 'boolean', default: false } } }).values.keep;
  } catch (error) {
    throw new UserError(`${messageOf(error)}. Allowed: npm start, npm start -- --keep.`);
  }
}

function finished(run: LocalRun, keep: boolean): Ending {
  console.log(`\nmappings plan, before apply, against the stand-in of Hopsworks:\n${run.mappingsPlan}`);
  console.log(`${renderTable(run.results)}\n\n${renderSummary(run.results)}`);
  console.log(`\nWho can become whom and reach which data: ${writePage(run.assembly(DECLARED))}`);
  const { different } = run;
  if (different) {
    console.log(`\nLogs: ${run.folders.logs}`);
  }
  return {
    exitCode: different ? 1 : 0,
    emulator: keep ? 'keep' : 'stop',
    // A kept emulator goes on writing its log.
    logs: different || keep ? 'keep' : 'remove',
  };
}

function cutShort(run: LocalRun, error: unknown, signal: NodeJS.Signals | undefined): Ending {
  if (signal) {
    console.error(`\nStopped by ${signal}.`);
    return { exitCode: 128 + constants.signals[signal], emulator: 'stop', logs: 'remove' };
  }
  const output = error instanceof CommandFailed ? `\n${error.output}` : '';
  console.error(`\n${messageOf(error)}${output}\n\nLogs: ${run.folders.logs}`);
  return { exitCode: 1, emulator: 'stop', logs: 'keep' };
}

function leaveRunning(run: LocalRun): void {
  const { endpoint, pid } = run.emulator;
  run.emulator.leaveRunning();
  const { scratch } = run.folders;
  console.log(`\n${renderInstructions({ endpoint, pid, assembly: run.assembly(DECLARED), scratch })}`);
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

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

main(process.argv.slice(2)).then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    console.error(error instanceof UserError ? error.message : error);
    process.exitCode = 1;
  },
);
