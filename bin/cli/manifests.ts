import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { readAssembly } from './assembly';
import { UserError } from './errors';
import type * as Render from './manifests/render';
import { type Outputs, podRoles } from './manifests/service-accounts';
import type { Terminal } from './terminal';

interface ManifestsOptions {
  readonly outputsFile?: string;
  readonly role: string[];
}

/** Adds `manifests`. */
export function addManifests(program: Command, terminal: Terminal): void {
  program
    .command('manifests <cdk.out>')
    .description('annotated Kubernetes service accounts of a synthesized app, for kubectl apply -f -')
    .option('--outputs-file <file>', 'what cdk deploy --outputs-file wrote, for stacks without an account')
    .option(
      '--role <name>',
      'only the role of this name; may be repeated',
      (value, before: string[]) => [...before, value],
      [],
    )
    .action((folder: string, options: ManifestsOptions) => {
      terminal.out(manifests(folder, options));
    });
}

function manifests(folder: string, { outputsFile, role: names }: ManifestsOptions): string {
  const outputs = outputsFile === undefined ? undefined : readOutputs(outputsFile);
  const all = readAssembly(folder).flatMap((stack) => podRoles(stack, outputs));
  if (all.length === 0) {
    throw new UserError(
      `${folder} has no role that trusts service accounts: a ServiceAccountRole makes one. EKS Pod Identity needs no annotation.`,
    );
  }
  const nameOf = (arn: string) => arn.slice(arn.lastIndexOf('/') + 1);
  const unknown = names.filter((name) => !all.some(({ arn }) => nameOf(arn) === name));
  if (unknown.length > 0) {
    throw new UserError(
      `--role ${unknown.join(', ')}: there is no such role; there are ${all.map(({ arn }) => nameOf(arn)).join(', ')}.`,
    );
  }
  // An import would load YAML for every --help.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { renderManifests } = require('./manifests/render') as typeof Render;
  return renderManifests(all.filter(({ arn }) => names.length === 0 || names.includes(nameOf(arn))));
}

function readOutputs(file: string): Outputs {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8')) as unknown;
  } catch (error) {
    throw new UserError(`--outputs-file ${file} cannot be read: ${(error as Error).message}.`);
  }
  const isOutputs =
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((stack) => typeof stack === 'object' && stack !== null);
  if (!isOutputs)
    throw new UserError(
      `--outputs-file ${file} holds no outputs of stacks, as \`cdk deploy --outputs-file\` writes them.`,
    );
  return value as Outputs;
}
