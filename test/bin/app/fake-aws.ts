import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Answers from a file, and changes it: as little of AWS as an owner's commands use. */
const AWS = `#!${process.execPath}
const { appendFileSync, readFileSync, writeFileSync } = require('node:fs');
const args = process.argv.slice(2);
appendFileSync(__dirname + '/calls', JSON.stringify(args) + '\\n');
const state = JSON.parse(readFileSync(__dirname + '/state', 'utf8'));
const option = (name) => args.find((each) => each.startsWith('--' + name + '='))?.slice(name.length + 3);
const [service, action] = args;
const named = ['role-name', 'bucket', 'key-id', 'secret-id', 'resource-arn'].map(option);
const of = named.find((each) => each !== undefined) ?? service + ' ' + option('region');
if (action === 'get-caller-identity') console.log(state.account);
else if (args.includes('Role.Arn')) console.log(state.arns[of]);
else if (/^get-/.test(action)) {
  if (state.policies[of] === undefined && service === 'secretsmanager') {
    console.log('None');
    process.exit(0);
  }
  if (state.policies[of] === undefined) {
    console.error('An error occurred (' + (state.error ?? 'NoSuchBucketPolicy') + ')');
    process.exit(254);
  }
  // The CLI decodes what IAM gives, and shows the texts that others give as they are.
  console.log(JSON.stringify(state.policies[of], undefined, service === 'iam' ? 4 : undefined));
} else {
  const key = action === 'put-role-policy' ? of + ' ' + option('policy-name') : of;
  state.policies[key] = JSON.parse(['policy-document', 'policy', 'resource-policy', 'policy-in-json'].map(option).find(Boolean));
  writeFileSync(__dirname + '/state', JSON.stringify(state));
}
`;

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
    writeFileSync(join(this.folder, 'bin/aws'), AWS, { mode: 0o755 });
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
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    return lines.map((line) => JSON.parse(line) as string[]);
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
