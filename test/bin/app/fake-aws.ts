import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

interface Statement {
  readonly Sid?: string;
}

interface State {
  readonly account: string;
  /** By what they stand on, a catalog by its region; those beside a role's trust by role and name. */
  readonly policies: Readonly<
    Record<string, { readonly Version: string; readonly Statement: Statement | Statement[] }>
  >;
  /** Of the roles, by their names. */
  readonly arns?: Readonly<Record<string, string>>;
  /** What it says of a policy that is not there. */
  readonly error?: string;
}

/** An `aws` on the path of a script, which records how it is called. */
export class FakeAws {
  private readonly folder = mkdtempSync(join(tmpdir(), 'role-chaining-aws-'));

  public constructor(state: State) {
    mkdirSync(join(this.folder, 'bin'));
    copyFileSync(join(__dirname, 'fake-aws.sh'), join(this.folder, 'bin/aws'));
    chmodSync(join(this.folder, 'bin/aws'), 0o755);
    writeFileSync(join(this.folder, 'bin/state'), JSON.stringify({ arns: {}, ...state }));
  }

  /** Runs a script where nothing else is. */
  public run(script: string): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
    const { status, stdout, stderr } = spawnSync('bash', [script], {
      cwd: this.folder,
      encoding: 'utf8',
      env: { PATH: [join(this.folder, 'bin'), process.env.PATH].join(delimiter) },
    });
    return { status, stdout, stderr };
  }

  /** The arguments of each call so far. */
  public get calls(): string[][] {
    const file = join(this.folder, 'bin/calls');
    if (!existsSync(file)) return [];
    const calls: string[][] = [];
    // Each call is the number of its arguments, and these.
    for (const left = readFileSync(file, 'utf8').split('\0'); left.length > 1;) {
      calls.push(left.splice(0, Number(left[0]) + 1).slice(1));
    }
    return calls;
  }

  public get policies(): State['policies'] {
    return (JSON.parse(readFileSync(join(this.folder, 'bin/state'), 'utf8')) as State).policies;
  }

  /** Whether a script made a file where it ran. */
  public holds(file: string): boolean {
    return existsSync(join(this.folder, file));
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
