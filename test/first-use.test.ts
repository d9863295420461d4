/** Needs `npm run build`. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

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
  cpSync(join(root, 'build', 'bin'), join(parent, 'alone'), { recursive: true });
  const cli = join(parent, 'alone', 'cli.js');
  const alone = (...args: string[]) => spawnSync(process.execPath, [cli, ...args], { cwd: project, encoding: 'utf8' });
  expect(alone('--help')).toMatchObject({ status: 0 });
  expect(alone('mappings', 'plan', '--offline').stderr).toMatch(/^--from is missing/);
  for (const args of [['report'], ['snapshot'], ['manifests']]) {
    expect(alone(...args, 'nowhere').stderr).toMatch(/^nowhere holds no manifest\.json/);
  }
  expect(alone('validate')).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(
      /^(aws-cdk-lib|constructs) is not installed here: npm install aws-cdk-lib constructs\n$/,
    ) as string,
  });
});

test('help, the version and a mistyped command load no command, and an error of one is still told as such', () => {
  const loads = join(parent, 'loads.js');
  writeFileSync(loads, "process.on('exit', () => console.error(`\\n${JSON.stringify(Object.keys(require.cache))}`));");
  const folder = join(root, 'build', 'bin');
  const loaded = (...args: string[]) => {
    const { stderr } = spawnSync(process.execPath, ['-r', loads, join(folder, 'cli.js'), ...args], {
      cwd: parent,
      encoding: 'utf8',
    });
    const [files = '', ...told] = stderr.trimEnd().split('\n').reverse();
    const ours = (JSON.parse(files) as string[]).filter((file) => file !== loads);
    return {
      told: told.reverse().join('\n').trim(),
      commands: ours.map((file) => relative(folder, file)).filter((file) => !/^(cli|chunk-\w+)\.js$/.test(file)),
      size: ours.reduce((sum, file) => sum + statSync(file).size, 0),
    };
  };
  for (const args of [['--help'], ['--version'], ['mappings', 'plan', '--help'], ['reprot']]) {
    const { commands, size } = loaded(...args);
    expect(commands).toEqual([]);
    expect(size).toBeLessThan(100_000);
  }
  expect(loaded('report', 'nowhere')).toMatchObject({
    told: expect.stringMatching(/^nowhere/) as string,
    commands: ['cli/report/command.js'],
  });
  expect(loaded('mappings', 'plan', '--offline')).toMatchObject({
    told: expect.stringMatching(/^--from is missing/) as string,
    commands: ['cli/mappings/plan-command.js'],
  });
});
