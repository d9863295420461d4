import type { Command } from 'commander';
import type * as Manifests from './manifests/command';
import { addStageOption, repeated } from './options';
import type { Terminal } from './terminal';

/** Adds `manifests`. */
export function addManifests(program: Command, terminal: Terminal): void {
  addStageOption(program.command('manifests <cdk.out>'))
    .description('annotated Kubernetes service accounts of a synthesized app, for kubectl apply -f -')
    .option('--outputs-file <file>', 'what cdk deploy --outputs-file wrote, for stacks without an account')
    .option('--role <role>', 'only this role, by its name, ARN or construct path; may be repeated', repeated, [])
    .action((folder: string, options: Manifests.ManifestsOptions) => {
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would not wait
      const { manifests } = require('./manifests/command') as typeof Manifests;
      terminal.out(manifests(folder, options));
    });
}
