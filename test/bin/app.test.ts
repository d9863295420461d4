import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandFile, NODE_PATH } from './command-file';

const root = join(__dirname, '../..');
const command = commandFile();
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'role-chaining-app-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Runs the app as the CDK CLI does, with the given context; `examples.test.ts` has CDK validate as well. */
function run(context: object, ...args: string[]) {
  const { status, stderr } = spawnSync(process.execPath, [command, 'app', ...args], {
    cwd: root,
    encoding: 'utf8',
    env: {
      PATH: process.env.PATH,
      NODE_PATH,
      CDK_OUTDIR: join(folder, 'out'),
      CDK_CONTEXT_JSON: JSON.stringify(context),
      CDK_VALIDATION: 'false',
    },
  });
  return { status, stderr };
}

test('synthesizes the quickstart of the context without a finding', () => {
  const config = 'examples/quickstart/role-chaining.yaml';
  expect(run({ config })).toEqual({ status: 0, stderr: '' });
  const manifest = JSON.parse(readFileSync(join(folder, 'out/manifest.json'), 'utf8')) as { artifacts: object };
  expect(Object.keys(manifest.artifacts)).toContain('Quickstart-444455556666-Data');
});

test('refuses a config with one line for each problem, no stack trace, and exit code 1', () => {
  const config = join(folder, 'bad.yaml');
  writeFileSync(config, "accounts:\n  a: { id: '1', region: eu-west-1 }\nroles: {}\nname: n\n");
  expect(run({ config })).toEqual({
    status: 1,
    stderr:
      `${config}:2: accounts.a.id: got "1", expected 12 digits in quotes\n` +
      `${config}:3: roles: unknown key "roles", allowed: name, accounts, defaults, chainingRoles, resourceRoles, hopsworks, qubole, revokeSessionsBefore, outputs, include, $schema\n`,
  });
});

test('says what the library refuses at synth, without a stack trace', () => {
  const config = join(folder, 'wide.yaml');
  const heads = Array.from({ length: 40 }, (_, n) => `head-of-the-platform-number-${n}`);
  writeFileSync(
    config,
    [
      'name: RoleChaining',
      "accounts: { a: { id: '111122223333', region: eu-west-1 } }",
      'chainingRoles:',
      ...heads.map((head) => `  ${head}: { account: a, type: instance-profile }`),
      'resourceRoles:',
      `  r: { account: a, chainedFrom: [${heads.join(', ')}], access: [{ s3: { bucket: lake, level: read-only } }] }`,
    ].join('\n'),
  );
  const { status, stderr } = run({ config });
  expect(status).toBe(1);
  expect(stderr).toMatch(/wide\.yaml:45: resourceRoles\.r: /);
  expect(stderr).not.toMatch(/^ +at |RoleChaining-/m);
});
