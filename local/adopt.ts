/**
 * `npx ts-node local/adopt.ts`: makes a chain by hand in a local AWS and brings it under management as the README of
 * examples/adopt-existing-roles says, while the chain is in use all the time. Needs `npm run build`.
 *
 * Exit code 1 when a decision differs from what is expected, or when anything failed.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CdkCli } from './cdk-cli';
import { differences, runChecks, type Check, type CheckResult } from './check';
import { AwsClients } from './clients';
import { Emulator } from './emulator';
import { HandMadeChain } from './hand-made-chain';
import { REPOSITORY, RunFolders } from './places';
import { findPython, requireOpenssl } from './python';
import { pythonEnvironment } from './python-environment';
import { renderTable } from './report';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const EXAMPLE = 'adopt-existing-roles';
const BETWEEN_CALLS_MS = 100;

const NOT_CHECKED = [
  'the instance profile: the emulator imports roles only, so the hand-made chain has none and the deployment makes it',
  'the trust alone, which AWS lets work inside one account: the emulator wants both halves, so an outage shows here sooner',
  'that a deletion of the stack keeps an instance profile',
];

class Adoption {
  readonly results: CheckResult[] = [];

  constructor(
    private readonly folders: RunFolders,
    private readonly cdk: CdkCli,
    private readonly emulator: Emulator,
    private readonly chain: HandMadeChain,
    private readonly signal: AbortSignal,
  ) {}

  async run(): Promise<void> {
    const { endpoint } = this.emulator;
    const importing = await this.cdk.synthExample(EXAMPLE, 'importing', { importing: 'true' });
    const managed = await this.cdk.synthExample(EXAMPLE, 'managed', {});
    await this.cdk.bootstrap(endpoint, 'platform');
    await this.chain.make();
    const before = await this.chain.trusts();
    await this.check('made by hand');
    await this.inUse('cdk import', () => this.cdk.importResources(endpoint, importing, this.mappingFile()));
    await this.check('imported', [equal('the trusts are as they were', before, await this.chain.trusts())]);
    await this.inUse('cdk deploy', () => this.cdk.deploy(endpoint, managed, EXAMPLE));
    await this.check('deployed', [
      equal(
        'the trusts are ours',
        [true, true],
        (await this.chain.trusts()).map((trust) => trust.includes('"AllowChainingRoles"')),
      ),
    ]);
    await this.inUse('hand-made policy deleted', () => this.chain.deletePolicy());
    await this.check('managed alone');
    await this.inUse('rolled back', async () => {
      await this.chain.putPolicy();
      await this.cdk.destroy(endpoint, managed);
    });
    await this.check('made by hand again');
    await this.chain.deletePolicy();
    await this.check('without any permissions policy', [], 'refused');
  }

  /** The instance profile is left out, see NOT_CHECKED. */
  private mappingFile(): string {
    const mapping = JSON.parse(
      readFileSync(join(REPOSITORY, 'examples', EXAMPLE, 'resource-mapping.json'), 'utf8'),
    ) as Record<string, Record<string, string>>;
    const roles = Object.entries(mapping).filter(([, identifier]) => identifier.RoleName !== undefined);
    const file = join(this.folders.scratch, 'roles.json');
    writeFileSync(file, JSON.stringify(Object.fromEntries(roles)));
    return file;
  }

  private async check(step: string, more: Check[] = [], expected: Check['expected'] = 'allowed'): Promise<void> {
    const checks: Check[] = [
      ...this.chain.resourceRoles.map((role) => ({
        name: `hopsworks-head becomes ${role}`,
        expected,
        run: () => this.chain.become('hopsworks-head', role),
      })),
      ...this.chain.resourceRoles.map((role) => ({
        name: `a role that nobody trusts becomes ${role}`,
        expected: 'refused' as const,
        run: () => this.chain.become('stranger', role),
      })),
    ];
    this.results.push(...(await runChecks(step, [...checks, ...more], this.signal)));
  }

  /** Becomes every resource role again and again while a step runs. */
  private async inUse(step: string, run: () => Promise<unknown>): Promise<void> {
    const checks = this.chain.resourceRoles.map((role) => ({
      name: `hopsworks-head becomes ${role} meanwhile`,
      expected: 'allowed' as const,
      run: () => this.chain.become('hopsworks-head', role),
    }));
    const running = run().then(() => true);
    const seen: CheckResult[] = [];
    let finished = false;
    while (!finished) {
      seen.push(...(await runChecks(step, checks, this.signal)));
      finished = await Promise.race([running, sleep(BETWEEN_CALLS_MS, false)]);
    }
    const refused = differences(seen);
    const name = `hopsworks-head becomes them meanwhile, ${seen.length} times`;
    this.results.push(
      ...(refused.length > 0 ? refused : [{ walk: step, name, expected: 'allowed', got: 'allowed' } as const]),
    );
  }
}

/** No decision, but shown beside them; the table's word for true is `allowed`. */
function equal(name: string, expected: unknown, got: unknown): Check {
  const run = () =>
    JSON.stringify(expected) === JSON.stringify(got)
      ? Promise.resolve()
      : Promise.reject(new Error(`expected ${JSON.stringify(expected)}, got ${JSON.stringify(got)}`));
  return { name, expected: 'allowed', run };
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
  const interpreter = await pythonEnvironment(findPython(), folders.log('pip'), signal);
  const logFile = folders.log('emulator');
  const emulator = await Emulator.start({ interpreter, scratch: folders.scratch, logFile, enforced: true, signal });
  try {
    const chain = new HandMadeChain(new AwsClients(emulator.endpoint));
    const adoption = new Adoption(folders, new CdkCli(folders, signal), emulator, chain, signal);
    await adoption.run();
    console.log(renderTable(adoption.results));
    console.log(['Not checked by the emulator:', ...NOT_CHECKED.map((limit) => `  - ${limit}`)].join('\n'));
    if (differences(adoption.results).length > 0) return 1;
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
