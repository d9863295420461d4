/**
 * `npx ts-node local/adopt.ts`: makes a chain by hand in a local AWS and brings it under management as the README of
 * examples/adopt-existing-roles says, while the chain is in use all the time. Needs `npm run build`.
 *
 * Exit code 1 when a decision differs from what is expected, or when anything failed.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { differences, runChecks, type Check, type CheckResult } from './check';
import { AwsClients } from './clients';
import { HandMadeChain } from './hand-made-chain';
import { runJob, type Job } from './job';
import { REPOSITORY } from './places';
import { renderLimits, renderTable } from './report';

const EXAMPLE = 'adopt-existing-roles';
const BETWEEN_CALLS_MS = 100;

const NOT_CHECKED = [
  'the instance profile: the emulator imports roles only, so the hand-made chain has none and the deployment makes it',
  'the trust alone, which AWS lets work inside one account: the emulator wants both policies, so an outage shows here sooner',
  'that a deletion of the stack keeps an instance profile',
];

class Adoption {
  constructor(
    private readonly job: Job,
    private readonly chain: HandMadeChain,
  ) {}

  async run(): Promise<void> {
    const { cdk, emulator } = this.job;
    const { endpoint } = emulator;
    const importing = await cdk.synthExample(EXAMPLE, 'importing', { importing: 'true' });
    const managed = await cdk.synthExample(EXAMPLE, 'managed', {});
    await cdk.bootstrap(endpoint, 'platform');
    await this.chain.make();
    const before = await this.chain.trusts();
    await this.check('made by hand');
    await this.inUse('cdk import', () => cdk.importResources(endpoint, importing, this.mappingFile()));
    await this.check('imported', [equal('the trusts are as they were', before, await this.chain.trusts())]);
    await this.inUse('cdk deploy', () => cdk.deploy(endpoint, managed, EXAMPLE));
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
      await cdk.destroy(endpoint, managed);
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
    const file = join(this.job.folders.scratch, 'roles.json');
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
    this.job.results.push(...(await runChecks(step, [...checks, ...more], this.job.signal)));
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
      seen.push(...(await runChecks(step, checks, this.job.signal)));
      finished = await Promise.race([running, sleep(BETWEEN_CALLS_MS, false)]);
    }
    const refused = differences(seen);
    const name = `hopsworks-head becomes them meanwhile, ${seen.length} times`;
    this.job.results.push(
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

runJob(async (job) => {
  await job.prepareEmulator();
  const { endpoint } = await job.startEmulator();
  await new Adoption(job, new HandMadeChain(new AwsClients(endpoint))).run();
  console.log(renderTable(job.results));
  console.log(renderLimits(NOT_CHECKED));
  return 'stopped';
});
