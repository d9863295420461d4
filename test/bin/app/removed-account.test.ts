import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { buildApp } from '../../../bin/app/build-app';
import { parseConfig } from '../../../bin/app/config';
import { cli } from '../cli/support';

const folder = mkdtempSync(join(tmpdir(), 'role-chaining-removed-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const platform = `name: company
chainingRoles: { head: { account: platform, type: instance-profile, usedElsewhere: true } }
`;
const accounts = (...lines: string[]) =>
  ['accounts:', "  platform: { id: '111122223333', region: eu-west-1 }", ...lines, ''].join('\n');
const finance = "  finance: { id: '444455556666', region: eu-west-1, dataStacks: [claims] }";
const role = `resourceRoles:
  ledger: { account: finance, stack: claims, chainedFrom: [head], access: [{ s3: { bucket: lake, level: read-only } }] }
`;

/** Synthesizes a config into a folder. */
function synthesized(name: string, text: string): string {
  const outdir = join(folder, name);
  const app = new App({ outdir });
  buildApp(app, parseConfig(text, 'c.yaml'));
  app.synth();
  return outdir;
}

test('an account that goes from the config with its roles is told by diff, and so is the way back', async () => {
  const before = synthesized('before', `${platform}${accounts(finance)}${role}`);
  const gone = synthesized('gone', `${platform}${accounts()}`);
  const back = synthesized('back', `${platform}${accounts(finance)}`);
  const told = async (...sources: string[]) => (await cli(['diff', ...sources])).out;
  const less = [
    'company-111122223333-Platform/head: role, may do less',
    '  - permissions: may sts:AssumeRole on arn:aws:iam::444455556666:role/ledger no more (statement AssumeDataRoles)',
    '',
    'company-444455556666-Data-claims/ledger: role, is gone',
    '',
  ];
  expect((await told(before, gone)).split('\n')).toEqual([
    'No access is gained; 2 principals differ.',
    '',
    '- stack company-444455556666-Platform',
    '- stack company-444455556666-Data',
    '- stack company-444455556666-Data-claims',
    '',
    ...less,
  ]);
  // The stacks are there without a role: a deployment deletes them.
  expect((await told(before, back)).split('\n')).toEqual(['No access is gained; 2 principals differ.', '', ...less]);
});

test('a synth says where it left what owners must add, and says nothing where that is nothing', async () => {
  const config = join(folder, 'c.yaml');
  const existing = (arn: string) => `resourceRoles: { old: { arn: '${arn}', chainedFrom: [head] } }\n`;
  writeFileSync(config, `${platform}${accounts()}${existing('arn:aws:iam::444455556666:role/old')}`);
  const { exitCode, out, err } = await cli(['app', config]);
  expect({ exitCode, out }).toEqual({ exitCode: 0, out: '' });
  expect(err).toMatch(/^What owners must add, after the deployment:\n {2}\S*\/owners\/444455556666\.sh\n$/);
  writeFileSync(config, `${platform}${accounts()}`);
  expect(await cli(['app', config])).toMatchObject({ exitCode: 0, err: '' });
});
