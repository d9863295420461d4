/** The steps of the main job, and what one hands to the next: folders, the emulator, the deployed chain, the results. */
import { CdkCli } from './cdk-cli';
import { Chain, type Walk } from './chain';
import { differences, runChecks, type CheckResult } from './check';
import { AwsClients } from './clients';
import { Emulator } from './emulator';
import { createLakes } from './lakes';
import { RunFolders } from './places';
import type { Python } from './python';
import { pythonEnvironment } from './python-environment';
import { readOutputs, readQuickstart, type ACCOUNTS } from './quickstart';
import { RoleMappings } from './role-mappings';
import type { Variant } from './variants';

export class LocalRun {
  readonly folders = new RunFolders();
  readonly results: CheckResult[] = [];
  private readonly cdk: CdkCli;
  private readonly assemblies = new Map<string, string>();
  private readonly begun: Promise<unknown>[] = [];
  private interpreter?: string;
  private runningEmulator?: Emulator;
  private chain?: Chain;
  private outputsFile?: string;
  private runningMappings?: RoleMappings;
  /** What `mappings plan` printed, for the end of the run. */
  mappingsPlan = '';

  constructor(
    private readonly python: Python,
    private readonly enforced: boolean,
    private readonly signal: AbortSignal,
  ) {
    this.cdk = new CdkCli(this.folders, signal);
  }

  get emulator(): Emulator {
    return required(this.runningEmulator, 'the emulator has to be started');
  }

  get different(): boolean {
    return differences(this.results).length > 0;
  }

  assembly({ name }: Variant): string {
    return required(this.assemblies.get(name), `${name} has to be synthesized`);
  }

  async prepareEmulator(): Promise<void> {
    const log = this.folders.log('pip');
    this.interpreter = await this.begin(pythonEnvironment(this.python, log, this.signal));
  }

  async startEmulator(): Promise<Emulator> {
    const { scratch } = this.folders;
    const starting = Emulator.start({
      interpreter: required(this.interpreter, 'the Python environment has to be made'),
      scratch,
      logFile: this.folders.log('emulator'),
      enforced: this.enforced,
      signal: this.signal,
    });
    this.runningEmulator = await this.begin(starting);
    return this.runningEmulator;
  }

  async bootstrap(account: keyof typeof ACCOUNTS): Promise<void> {
    await this.begin(this.cdk.bootstrap(this.emulator.endpoint, account));
  }

  async createLakes(): Promise<void> {
    await createLakes(new AwsClients(this.emulator.endpoint));
  }

  async synth(variant: Variant): Promise<void> {
    this.assemblies.set(variant.name, await this.begin(this.cdk.synth(variant)));
  }

  async deploy(variant: Variant): Promise<void> {
    const { endpoint } = this.emulator;
    const outputsFile = await this.begin(this.cdk.deploy(endpoint, this.assembly(variant), variant.name));
    this.outputsFile ??= outputsFile;
    // Later deployments change decisions, not ARNs, and no longer tell those of a role that was removed.
    this.chain ??= new Chain(new AwsClients(endpoint), readQuickstart(outputsFile), readOutputs(outputsFile));
  }

  async walk({ name, checks }: Walk): Promise<CheckResult[]> {
    const chain = required(this.chain, 'the quickstart has to be deployed');
    const results = await runChecks(name, checks(chain), this.signal);
    this.results.push(...results);
    return results;
  }

  get mappings(): RoleMappings {
    return required(this.runningMappings, 'the stand-in of Hopsworks has to be started');
  }

  async startHopsworks(): Promise<RoleMappings> {
    const outputsFile = required(this.outputsFile, 'the quickstart has to be deployed');
    this.runningMappings = await this.begin(RoleMappings.start(outputsFile));
    return this.runningMappings;
  }

  async stopHopsworks(): Promise<void> {
    await this.runningMappings?.stop();
  }

  async planMappings(): Promise<void> {
    this.mappingsPlan = await this.mappings.plan();
  }

  async destroy(variant: Variant): Promise<void> {
    await this.begin(this.cdk.destroy(this.emulator.endpoint, this.assembly(variant)));
  }

  /** Leaves no process and no temporary file behind, wherever the steps were cut short. */
  async cleanUp(): Promise<void> {
    await Promise.allSettled(this.begun);
    await this.stopHopsworks();
    await this.runningEmulator?.stop();
    this.folders.removeScratch();
  }

  /** Steps run beside each other: when one fails, another may still be starting something that has to be stopped. */
  private async begin<T>(step: Promise<T>): Promise<T> {
    this.begun.push(step);
    return step;
  }
}

function required<T>(value: T | undefined, condition: string): T {
  if (value === undefined) {
    throw new Error(`Steps in the wrong order: ${condition} first.`);
  }
  return value;
}
