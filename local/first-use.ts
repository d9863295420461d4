/**
 * `npx ts-node local/first-use.ts`: from an empty folder to a deployment in a local AWS, with the packed package: init, npm
 * install, cdk synth, cdk deploy, and the chain is used. Needs `npm run build`.
 *
 * Exit code 1 when a decision differs from what is expected, or when anything failed.
 */
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { prepared, runChecks, type Check } from './check';
import { runCommand } from './child-process';
import { AwsClients } from './clients';
import { runJob, type Job } from './job';
import { REPOSITORY } from './places';
import { FINANCE, PLATFORM } from './quickstart';
import { renderTable } from './report';

/** What `init` declares. */
const PATH = '/data-platform/';
const HEAD = `arn:aws:iam::${PLATFORM}:role${PATH}platform-head`;
const ANALYSTS = `arn:aws:iam::${FINANCE}:role${PATH}fraud-analysts`;

async function makeProject({ folders, signal }: Job): Promise<string> {
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

runJob(async (job) => {
  await job.prepareEmulator();
  const { endpoint } = await job.startEmulator();
  const assembly = await job.cdk.synthProject(await makeProject(job));
  await job.cdk.bootstrap(endpoint, 'platform');
  await job.cdk.bootstrap(endpoint, 'finance');
  await job.cdk.deploy(endpoint, assembly, 'project');
  job.results.push(...(await runChecks('first use', checks(new AwsClients(endpoint)), job.signal)));
  console.log(renderTable(job.results));
  return 'stopped';
});
