/** The steps of the main job, and what one hands to the next: the deployed chain and what was found of it. */
import { Chain, type Walk } from './chain';
import { runChecks, type CheckResult } from './check';
import { AwsClients } from './clients';
import { required, type Job } from './job';
import { createLakes } from './lakes';
import { readOutputs, readQuickstart, type ACCOUNTS } from './quickstart';
import { RoleMappings, type Plan } from './role-mappings';
import type { Variant } from './variants';

export class LocalRun {
  private readonly assemblies = new Map<string, string>();
  private chain?: Chain;
  private outputsFile?: string;
  private runningMappings?: RoleMappings;
  /** What `mappings plan` printed before `apply`, for the end of the run. */
  mappingsPlan?: Plan;

  constructor(readonly job: Job) {}

  assembly({ name }: Variant): string {
    return required(this.assemblies.get(name), `${name} has to be synthesized`);
  }

  async bootstrap(account: keyof typeof ACCOUNTS): Promise<void> {
    await this.job.begin(this.job.cdk.bootstrap(this.job.emulator.endpoint, account));
  }

  async createLakes(): Promise<void> {
    await createLakes(new AwsClients(this.job.emulator.endpoint));
  }

  async synth(variant: Variant): Promise<void> {
    this.assemblies.set(variant.name, await this.job.begin(this.job.cdk.synth(variant)));
  }

  async deploy(variant: Variant): Promise<void> {
    const { cdk, emulator } = this.job;
    const { endpoint } = emulator;
    const outputsFile = await this.job.begin(cdk.deploy(endpoint, this.assembly(variant), variant.name));
    this.outputsFile ??= outputsFile;
    // Later deployments change decisions, not ARNs, and no longer tell those of a role that was removed.
    this.chain ??= new Chain(new AwsClients(endpoint), readQuickstart(outputsFile), readOutputs(outputsFile));
  }

  async walk({ name, checks }: Walk): Promise<CheckResult[]> {
    const chain = required(this.chain, 'the quickstart has to be deployed');
    const results = await runChecks(name, checks(chain), this.job.signal);
    this.job.results.push(...results);
    return results;
  }

  get mappings(): RoleMappings {
    return required(this.runningMappings, 'the stand-in of Hopsworks has to be started');
  }

  async startHopsworks(): Promise<RoleMappings> {
    const outputsFile = required(this.outputsFile, 'the quickstart has to be deployed');
    const mappings = await this.job.begin(RoleMappings.start(outputsFile, this.job.folders.scratch));
    this.job.atEnd(() => mappings.stop());
    this.runningMappings = mappings;
    return mappings;
  }

  async planMappings(): Promise<void> {
    this.mappingsPlan = await this.mappings.plan();
  }

  async destroy(variant: Variant): Promise<void> {
    await this.job.begin(this.job.cdk.destroy(this.job.emulator.endpoint, this.assembly(variant)));
  }
}
