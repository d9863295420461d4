import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cli, file } from './cli/support';

const folder = mkdtempSync(join(tmpdir(), 'role-chaining-app-'));
const before = { ...process.env };
afterEach(() => {
  process.env = { ...before };
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Runs the app with the given context in this process; `cli.test.ts` and `examples.test.ts` do so in others, as the CDK CLI does. */
async function run(context: object) {
  process.env.CDK_OUTDIR = join(folder, 'out');
  process.env.CDK_CONTEXT_JSON = JSON.stringify(context);
  return cli(['app']);
}

test('synthesizes the quickstart of the context without a finding', async () => {
  const printed = jest.spyOn(console, 'error');
  const config = 'examples/quickstart/role-chaining.yaml';
  expect(await run({ config })).toMatchObject({ exitCode: 0, out: '', err: '' });
  expect(printed).not.toHaveBeenCalled();
  const manifest = JSON.parse(readFileSync(join(folder, 'out/manifest.json'), 'utf8')) as { artifacts: object };
  expect(Object.keys(manifest.artifacts)).toContain('Quickstart-444455556666-Data');
});

test('refuses a config with one line for each problem, no stack trace, and exit code 1', async () => {
  const config = file("accounts:\n  a: { id: '1', region: eu-west-1 }\nroles: {}\nname: n\n", 'bad.yaml');
  expect(await run({ config })).toMatchObject({
    exitCode: 1,
    out: '',
    err:
      `${config}:2: accounts.a.id: got "1", expected 12 digits in quotes\n` +
      `${config}:3: roles: unknown key "roles", allowed: name, accounts, defaults, chainingRoles, resourceRoles, hopsworks, qubole, revokeSessionsBefore, outputs, include, $schema\n`,
  });
});
