import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { API_KEY, arn, certificate, declaration, file, mappingsOf, standIn } from './cli/support';
import { commandFile, NODE_PATH } from './command-file';

const bundle = commandFile();
const mapping = { project: 'fraud', projectRole: 'ALL', role: arn('s3-role'), defaultRole: true };

const running: ChildProcess[] = [];

/** Runs the command as a process of its own, with a text on its standard input. */
async function command(args: string[], input: string, environment: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [bundle, ...args], {
    env: { PATH: process.env.PATH, ...environment },
  });
  running.push(child);
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  child.stdin.end(input);
  const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { exitCode, out, err };
}

async function cluster() {
  const started = await standIn();
  started.database.addProject('fraud');
  return { started, args: ['mappings', 'apply', '--url', started.url, '--from', declaration(mapping)] };
}

test('takes the API key from standard input', async () => {
  const { started, args } = await cluster();
  const ended = await command([...args, '--yes', '--api-key-file', '-'], `${API_KEY}\n`);
  expect(ended).toMatchObject({ exitCode: 0, err: '' });
  expect(mappingsOf(started)).toEqual([mapping]);
}, 30_000);

test('takes an answer from standard input, and none for no', async () => {
  const { started, args } = await cluster();
  const environment = { HOPSWORKS_API_KEY: API_KEY };
  expect(await command(args, '', environment)).toMatchObject({
    exitCode: 1,
    err: 'Make these changes? (yes/no) Nobody confirmed: nothing was changed. Add --yes where nobody can.\n',
  });
  expect(mappingsOf(started)).toEqual([]);
  expect(await command(args, 'yes\n', environment)).toMatchObject({ exitCode: 0 });
  expect(mappingsOf(started)).toEqual([mapping]);
}, 30_000);

test('takes an answer that ends with the input, without a line break', async () => {
  const { started, args } = await cluster();
  expect(await command(args, 'yes', { HOPSWORKS_API_KEY: API_KEY })).toMatchObject({ exitCode: 0 });
  expect(mappingsOf(started)).toEqual([mapping]);
}, 30_000);

test('a signal ends it with a summary, as JSON where that was asked for', async () => {
  const { started, args } = await cluster();
  started.failWith({ method: 'POST', hangs: true });
  started.observe = () => {
    if (started.requests.at(-1)?.method === 'POST') running.at(-1)?.kill('SIGTERM');
  };
  const { exitCode, out, err } = await command([...args, '--yes', '--json'], '', { HOPSWORKS_API_KEY: API_KEY });
  expect(exitCode).toBe(143);
  expect(JSON.parse(out)).toMatchObject({
    changes: [{ ...mapping, status: 'failed', readAgain: true }],
    complete: false,
    endedBy: 'SIGTERM',
  });
  expect(err).toContain('Ended by SIGTERM: 0 of 1 changes were made.');
}, 30_000);

test('verifies the certificate of the cluster, whatever the environment says', async () => {
  const started = await standIn({ tls: certificate() });
  const args = ['mappings', 'plan', '--url', started.url, '--from', declaration(mapping)];
  const environment = { HOPSWORKS_API_KEY: API_KEY, NODE_TLS_REJECT_UNAUTHORIZED: '0' };
  const { exitCode, err } = await command(args, '', environment);
  expect(exitCode).toBe(1);
  expect(err).toContain('has a certificate that is not trusted');
  expect(started.requests).toEqual([]);
}, 30_000);

test('says what the library refuses at synth, without a stack trace, and synthesizes nothing more at its end', async () => {
  const heads = Array.from({ length: 40 }, (_, n) => `head-of-the-platform-number-${n}`);
  const config = file(
    [
      'name: RoleChaining',
      "accounts: { a: { id: '111122223333', region: eu-west-1 } }",
      'chainingRoles:',
      ...heads.map((head) => `  ${head}: { account: a, type: instance-profile }`),
      'resourceRoles:',
      `  r: { account: a, chainedFrom: [${heads.join(', ')}], access: [{ s3: { bucket: lake, level: read-only } }] }`,
    ].join('\n'),
    'wide.yaml',
  );
  const CDK_OUTDIR = mkdtempSync(join(tmpdir(), 'role-chaining-out-'));
  const { exitCode, err } = await command(['app', config], '', { NODE_PATH, CDK_OUTDIR, CDK_VALIDATION: 'false' });
  rmSync(CDK_OUTDIR, { recursive: true });
  expect(exitCode).toBe(1);
  expect(err).toMatch(/wide\.yaml:45: resourceRoles\.r: /);
  expect(err).not.toMatch(/^ +at |RoleChaining-/m);
}, 30_000);
