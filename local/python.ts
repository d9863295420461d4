/** Finds a Python that can run the emulator, and openssl, which the emulator calls for its certificate. */
import { spawnSync } from 'node:child_process';
import { UserError } from './errors';

const OLDEST_MINOR = 10;
const NEWEST_MINOR = 14;
const PYTHON_NAMES = [
  'python3',
  'python',
  ...Array.from({ length: NEWEST_MINOR - OLDEST_MINOR + 1 }, (_, older) => `python3.${NEWEST_MINOR - older}`),
];

const DESCRIBE_YOURSELF = `
import importlib.util, json, sys
print(json.dumps({
    "executable": sys.executable,
    "version": list(sys.version_info[:3]),
    "makesEnvironments": all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")),
}))`;

export interface Python {
  readonly executable: string;
  readonly version: readonly number[];
  /** Debian ships a Python without the modules that make a virtual environment. */
  readonly makesEnvironments: boolean;
}

/** The first usable Python of those that the names lead to; `describe` answers undefined for a name that leads nowhere. */
export function findPython(describe: (name: string) => Python | undefined = describePython): Python {
  const unusable: Python[] = [];
  for (const name of PYTHON_NAMES) {
    const python = describe(name);
    if (python && isRecent(python) && python.makesEnvironments) {
      return python;
    }
    unusable.push(...(python ? [python] : []));
  }
  throw new UserError(`${whatToInstall(unusable)}, then run npm start again.`);
}

export function requireOpenssl(): void {
  if (spawnSync('openssl', ['version'], { stdio: 'ignore' }).error) {
    throw new UserError(
      'The openssl command is needed for the local AWS, found none: install it (Debian and Ubuntu: apt-get install openssl; macOS: brew install openssl), then run npm start again.',
    );
  }
}

function describePython(name: string): Python | undefined {
  const answer = spawnSync(name, ['-c', DESCRIBE_YOURSELF], { encoding: 'utf8' });
  // A name may exist and still be no Python: pyenv's shims and the store aliases of Windows only print an error.
  return answer.status === 0 ? (JSON.parse(answer.stdout) as Python) : undefined;
}

function isRecent({ version: [major = 0, minor = 0] }: Python): boolean {
  return major > 3 || (major === 3 && minor >= OLDEST_MINOR);
}

function whatToInstall(unusable: readonly Python[]): string {
  const recent = unusable.find(isRecent);
  if (recent) {
    const name = `python${recent.version.slice(0, 2).join('.')}`;
    return `${name} has no venv module: install it (Debian and Ubuntu: apt-get install ${name}-venv)`;
  }
  const got = unusable[0] ? `only ${unusable[0].version.join('.')}` : 'none';
  const how =
    'install it (python.org; Debian and Ubuntu: apt-get install python3 python3-venv; macOS: brew install python)';
  return `Python 3.${OLDEST_MINOR} or newer is needed for the local AWS, found ${got}: ${how}`;
}
