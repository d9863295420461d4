/** Needs `npm run build`. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '..');
const parent = mkdtempSync(join(tmpdir(), 'role-chaining-first-use-'));
let project: string;

function run(command: string, ...args: string[]): string {
  const env = { ...process.env, CI: '1', CDK_DISABLE_CLI_TELEMETRY: 'true' };
  return execFileSync(command, args, { cwd: project, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

const ours = (...args: string[]) => run('npx', '--no-install', 'cdk-iam-role-chaining', ...args);

/** From an empty folder: the package from its file, `init`, and what `init` says is next. */
beforeAll(() => {
  const [packed] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--pack-destination', parent], { cwd: root, encoding: 'utf8' }),
  ) as [{ filename: string }];
  project = join(parent, 'first-use');
  mkdirSync(project);
  run(
    'npx',
    '--yes',
    '--prefer-offline',
    `--package=${join(parent, packed.filename)}`,
    'cdk-iam-role-chaining',
    'init',
  );
  run('npm', 'install', '--no-audit', '--no-fund', '--prefer-offline');
}, 300_000);
afterAll(() => {
  rmSync(parent, { recursive: true });
});

test('what init wrote is valid and synthesizes as printed, without a clone and without cdk-nag', () => {
  expect(readdirSync(project)).toEqual(expect.arrayContaining(['cdk.json', 'package.json', 'role-chaining.yaml']));
  expect(readdirSync(join(project, 'node_modules'))).not.toContain('cdk-nag');
  expect(ours('validate')).toBe('role-chaining.yaml is valid: 2 accounts, 1 chaining role, 2 resource roles.\n');
  run('npx', 'cdk', 'synth', '--quiet');
  expect(readFileSync(join(project, 'cdk.out', 'first-use-444455556666-Data.template.json'), 'utf8')).toContain(
    'AllowChainingRoles',
  );
}, 120_000);

test.each([
  [['--platform', 'eks']],
  [['--vendor', 'hopsworks']],
  [['--vendor', 'hopsworks', '--platform', 'eks']],
  [['--vendor', 'qubole']],
])(
  'init %j synthesizes',
  (options) => {
    rmSync(join(project, 'role-chaining.yaml'));
    ours('init', ...options);
    run('npx', 'cdk', 'synth', '--quiet');
    const stacks = readdirSync(join(project, 'cdk.out')).filter((file) => file.endsWith('.template.json'));
    expect(stacks).toHaveLength(4);
  },
  120_000,
);

test('a mistyped option deploys nothing', () => {
  const { status, stderr } = spawnSync('npx', ['cdk', 'synth', '-c', 'confg=other.yaml'], {
    cwd: project,
    encoding: 'utf8',
  });
  expect(status).toBe(1);
  expect(stderr).toContain('unknown context confg, allowed: config; did you mean -c config=<file>?');
}, 60_000);

test('without aws-cdk-lib the other commands work, and app says what is missing', () => {
  const cli = join(parent, 'alone.js');
  writeFileSync(cli, readFileSync(join(root, 'build', 'bin', 'cli.js')));
  const alone = (...args: string[]) => spawnSync(process.execPath, [cli, ...args], { cwd: project, encoding: 'utf8' });
  expect(alone('--help')).toMatchObject({ status: 0 });
  expect(alone('validate')).toMatchObject({
    status: 1,
    stderr: 'aws-cdk-lib is not installed here: npm install aws-cdk-lib constructs\n',
  });
});
