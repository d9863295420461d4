import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '..');
const examples = readdirSync(join(root, 'examples'));
const out = mkdtempSync(join(tmpdir(), 'role-chaining-examples-'));

afterAll(() => {
  rmSync(out, { recursive: true });
});

/** Runs an app as the CDK CLI does, with every rule of the template validator. */
function synthesize(...app: string[]): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, ['-r', 'ts-node/register', ...app], {
    cwd: root,
    encoding: 'utf8',
    env: {
      PATH: process.env.PATH,
      CDK_OUTDIR: join(out, ...app),
      CDK_CONTEXT_JSON: JSON.stringify({ '@aws-cdk/core:validateAgainstDefaultRules': true }),
    },
  });
}

test.each(examples)('%s has a README and synthesizes under strict validation', (example) => {
  const app = join('examples', example, 'app.ts');
  expect(existsSync(join(root, 'examples', example, 'README.md'))).toBe(true);
  const config = join('examples', example, 'role-chaining.yaml');
  const { status, stderr } = existsSync(join(root, app)) ? synthesize(app) : synthesize('bin/cli.ts', 'app', config);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

test('the strict validation refuses a template that CloudFormation would refuse', () => {
  const { status, stderr } = synthesize(join('test', 'fixtures', 'invalid-template.ts'));
  expect(status).not.toBe(0);
  expect(stderr).toContain('Validation failed');
});
