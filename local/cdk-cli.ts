/** The real `cdk` command of this repository, on the emulator. */
import { join } from 'node:path';
import { runCommand } from './child-process';
import { awsSettings, cleanEnvironment, type Endpoint } from './loopback';
import { REPOSITORY, type RunFolders } from './places';
import { ACCOUNTS, PLATFORM, REGION } from './quickstart';
import { DECLARED, type Variant } from './variants';

const CDK = require.resolve('aws-cdk/bin/cdk');

export class CdkCli {
  constructor(
    private readonly folders: RunFolders,
    private readonly signal: AbortSignal,
  ) {}

  /**
   * Synthesizes the app that cdk.json names; returns the assembly's folder. The declared config is checked as a user
   * gets it; the changed ones go without those checks, which take most of the time.
   */
  async synth(variant: Variant): Promise<string> {
    const assembly = join(this.folders.scratch, `assembly-${variant.name}`);
    await this.run(
      `synth-${variant.name}`,
      ['synth', '--quiet', '--context', `config=${variant.configFile}`, '--output', assembly],
      REPOSITORY,
      variant === DECLARED ? {} : { CDK_VALIDATION: 'false' },
    );
    return assembly;
  }

  /** Synthesizes the app of an example, which imports the built library; returns the assembly's folder. */
  async synthExample(example: string, variant: string, context: Record<string, string>): Promise<string> {
    const assembly = join(this.folders.scratch, `assembly-${example}-${variant}`);
    const settings = Object.entries(context).flatMap(([key, value]) => ['--context', `${key}=${value}`]);
    const app = `${process.execPath} -r ts-node/register ${join('examples', example, 'app.ts')}`;
    await this.run(
      `synth-${example}-${variant}`,
      ['synth', '--quiet', '--app', app, '--output', assembly, ...settings],
      REPOSITORY,
      { CDK_VALIDATION: 'false' },
    );
    return assembly;
  }

  /** Synthesizes a project of a user's, as its own cdk.json says; returns the assembly's folder. */
  async synthProject(project: string): Promise<string> {
    const assembly = join(this.folders.scratch, 'assembly-project');
    await this.run('synth-project', ['synth', '--quiet', '--output', assembly], project, {});
    return assembly;
  }

  /** Takes resources that exist into the one stack of an assembly. */
  async importResources(endpoint: Endpoint, assembly: string, mappingFile: string): Promise<void> {
    await this.run(
      'import',
      ['import', '--app', assembly, '--resource-mapping', mappingFile],
      this.folders.scratch,
      awsSettings(endpoint, PLATFORM, REGION),
    );
  }

  /** The platform account deploys into every other account, so these have to trust it. */
  async bootstrap(endpoint: Endpoint, account: keyof typeof ACCOUNTS): Promise<void> {
    const id = ACCOUNTS[account];
    const trust = ['--trust', PLATFORM];
    const policies = ['--cloudformation-execution-policies', 'arn:aws:iam::aws:policy/AdministratorAccess'];
    await this.run(
      `bootstrap-${account}`,
      ['bootstrap', `aws://${id}/${REGION}`, ...(id === PLATFORM ? [] : trust), ...policies],
      this.folders.scratch,
      awsSettings(endpoint, id, REGION),
    );
  }

  /** Returns the file with the outputs of the stacks. */
  async deploy(endpoint: Endpoint, assembly: string, name: string): Promise<string> {
    const outputsFile = join(this.folders.scratch, `outputs-${name}.json`);
    await this.onAllStacks(endpoint, assembly, `deploy-${name}`, [
      'deploy',
      '--require-approval',
      'never',
      '--outputs-file',
      outputsFile,
    ]);
    return outputsFile;
  }

  async destroy(endpoint: Endpoint, assembly: string): Promise<void> {
    await this.onAllStacks(endpoint, assembly, 'destroy', ['destroy', '--force']);
  }

  private async onAllStacks(endpoint: Endpoint, assembly: string, log: string, args: string[]): Promise<void> {
    await this.run(
      log,
      [...args, '--all', '--app', assembly],
      this.folders.scratch,
      awsSettings(endpoint, PLATFORM, REGION),
    );
  }

  private async run(log: string, args: string[], cwd: string, settings: Record<string, string>): Promise<void> {
    await runCommand({
      file: process.execPath,
      args: [CDK, '--no-notices', '--no-color', ...args],
      cwd,
      env: {
        ...cleanEnvironment(this.folders.scratch),
        ...settings,
        CI: '1',
        CDK_HOME: this.folders.scratch,
        CDK_DISABLE_CLI_TELEMETRY: 'true',
        CDK_DISABLE_VERSION_CHECK: '1',
      },
      logFile: this.folders.log(log),
      signal: this.signal,
    });
  }
}
