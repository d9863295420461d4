/**
 * `npx ts-node local/first-use.ts`: from an empty folder to a deployment in a local AWS, with the packed package: init, npm
 * install, cdk synth, cdk deploy, and the chain is used. Needs `npm run build`.
 *
 * Exit code 1 when a decision differs from what is expected, or when anything failed.
 */
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CdkCli } from './cdk-cli';
import { differences, prepared, runChecks, type Check } from './check';
import { runCommand } from './child-process';
import { AwsClients } from './clients';
import { Emulator } from './emulator';
import { REPOSITORY, RunFolders } from './places';
import { findPython, requireOpenssl } from './python';
import { pythonEnvironment } from './python-environment';
import { FINANCE, PLATFORM } from './quickstart';
import { renderTable } from './report';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** What `init` declares. */
const PATH = '/data-platform/';
const HEAD = `arn:aws:iam::${PLATFORM}:role${PATH}platform-head`;
const ANALYSTS = `arn:aws:iam::${FINANCE}:role${PATH}fraud-analysts`;

async function makeProject(folders: RunFolders, signal: AbortSignal): Promise<string> {
  const project = join(folders.scratch, 'first-use');
  mkdirSync(project);
  const npm = (log: string, cwd: string, file: string, ...args: string[]) =>
    runCommand({ file, args, cwd, env: { ...process.env, CI: '1' }, logFile: folders.log(log), signal });
  await npm('pack', REPOSITORY, 'npm', 'pack', '--pack-destination', folders.scratch);
  const tarball = readdirSync(folders.scratch).find((name) => name.endsWith('.tgz'));
  if (tarball === undefined) throw new Error('npm pack wrote no package.');
  const from = `--package=${join(folders.scratch, tarball)}`;
  await npm('init', project, 'npx', '--yes', '--prefer-offline', from, 'cdk-iam-role-chaining', 'init');
  await npm('install', project, 'npm', 'install', '--no-audit', '--no-fund', '--prefer-offline');
  return project;
}

function checks(aws: AwsClients): Check[] {
  const head = () => prepared(aws.assumeRole(aws.root(PLATFORM), HEAD));
  return [
    {
      name: 'platform-head becomes fraud-analysts',
      expected: 'allowed',
      run: async () => aws.assumeRole(await head(), ANALYSTS),
    },
    {
      name: 'platform-head becomes a role that was not declared',
      expected: 'refused',
      run: async () => aws.assumeRole(await head(), ANALYSTS.replace('analysts', 'owners')),
    },
  ];
}

async function main(): Promise<number> {
  requireOpenssl();
  const interruption = new AbortController();
  const { signal } = interruption;
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => {
      interruption.abort();
    });
  }
  const folders = new RunFolders();
  const cdk = new CdkCli(folders, signal);
  const interpreter = await pythonEnvironment(findPython(), folders.log('pip'), signal);
  const logFile = folders.log('emulator');
  const emulator = await Emulator.start({ interpreter, scratch: folders.scratch, logFile, enforced: true, signal });
  try {
    const assembly = await cdk.synthProject(await makeProject(folders, signal));
    await cdk.bootstrap(emulator.endpoint, 'platform');
    await cdk.bootstrap(emulator.endpoint, 'finance');
    await cdk.deploy(emulator.endpoint, assembly, 'project');
    const results = await runChecks('first use', checks(new AwsClients(emulator.endpoint)), signal);
    console.log(renderTable(results));
    if (differences(results).length > 0) return 1;
    folders.removeLogs();
    return 0;
  } finally {
    await emulator.stop();
    folders.removeScratch();
  }
}

main().then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
