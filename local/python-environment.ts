/**
 * The emulator's own Python environment, in `.local/python`: made once, and made again when the pinned packages or the
 * Python version change. Only files with the pinned hashes are installed, from whatever index pip is set up for.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './child-process';
import { LOCAL_STATE, REPOSITORY } from './places';
import type { Python } from './python';

const REQUIREMENTS = join(__dirname, 'requirements.txt');
const ENVIRONMENT = join(LOCAL_STATE, 'python');
/** Written last, so that an interrupted installation is not taken for a finished one. */
const STAMP = join(ENVIRONMENT, 'installed-for.txt');

/** The environment's interpreter. */
export async function pythonEnvironment(python: Python, logFile: string, signal: AbortSignal): Promise<string> {
  const interpreter = join(ENVIRONMENT, 'bin', 'python');
  const wanted = fingerprint(python);
  if (existsSync(STAMP) && existsSync(interpreter) && readFileSync(STAMP, 'utf8') === wanted) {
    return interpreter;
  }
  rmSync(ENVIRONMENT, { recursive: true, force: true });
  // The user's whole environment is passed on here, because pip's index, certificate and proxy settings live in it.
  const surroundings = { cwd: REPOSITORY, env: process.env, logFile, signal };
  await runCommand({ ...surroundings, file: python.executable, args: ['-m', 'venv', ENVIRONMENT] });
  await runCommand({
    ...surroundings,
    file: interpreter,
    args: ['-m', 'pip', 'install', '--require-hashes', '--only-binary', ':all:', '--no-input', '-r', REQUIREMENTS],
  });
  writeFileSync(STAMP, wanted);
  return interpreter;
}

function fingerprint(python: Python): string {
  const requirements = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex');
  return `Python ${python.version.join('.')} at ${python.executable}\nrequirements.txt ${requirements}\n`;
}
