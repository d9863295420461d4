/**
 * Runs one command to its end, with all it prints in a log file, and fails with the end of that log.
 *
 * Output goes straight to a file: the progress list owns the terminal.
 */
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { CommandFailed } from './errors';

const LINES_SHOWN_ON_FAILURE = 15;

export interface Command {
  readonly file: string;
  readonly args: string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
  /** Ends the command, and what it started, with SIGTERM. */
  readonly signal: AbortSignal;
}

export async function runCommand(command: Command): Promise<void> {
  const log = openSync(command.logFile, 'a');
  try {
    const status = await untilClosed(command, log);
    if (status !== 'exit code 0') {
      const shown = [command.file, ...command.args].join(' ');
      const step = basename(command.logFile, '.log');
      throw new CommandFailed(`${step} ended with ${status}`, `${shown}\n${lastLines(command.logFile)}`);
    }
  } finally {
    closeSync(log);
  }
}

export function lastLines(file: string): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-LINES_SHOWN_ON_FAILURE).join('\n');
}

async function untilClosed({ file, args, cwd, env, signal }: Command, log: number): Promise<string> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    // In a process group of its own, so that an interruption also ends what the command itself started.
    const child = spawn(file, args, { cwd, env, detached: true, stdio: ['ignore', log, log] });
    const interrupt = () => {
      if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
        process.kill(-child.pid, 'SIGTERM');
      }
    };
    signal.addEventListener('abort', interrupt);
    child.once('error', reject);
    child.once('close', (code, killedBy) => {
      signal.removeEventListener('abort', interrupt);
      if (signal.aborted) {
        reject(new Error('interrupted'));
      } else {
        resolve(killedBy ?? `exit code ${String(code)}`);
      }
    });
  });
}
