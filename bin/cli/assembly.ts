import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from './errors';

export interface Template {
  readonly Resources?: Record<string, TemplateResource>;
  readonly Outputs?: Record<string, { readonly Value?: unknown }>;
}

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Record<string, unknown>;
  readonly Metadata?: Record<string, unknown>;
}

/** A stack of a cloud assembly, or one that is nested in it. */
export interface AssemblyStack {
  /** As `cdk deploy --outputs-file` names it; of a nested stack, that of the outermost. */
  readonly name: string;
  /** Undefined where the app leaves it to the deployment. */
  readonly account: string | undefined;
  readonly region: string | undefined;
  readonly file: string;
  readonly template: Template;
  readonly nested: boolean;
}

interface Artifact {
  readonly type: string;
  readonly environment?: string;
  readonly properties?: {
    readonly templateFile?: string;
    readonly stackName?: string;
    readonly directoryName?: string;
  };
}

/** The stacks of a cloud assembly (`cdk.out`), those of its Stages and nested stacks included. */
export function readAssembly(folder: string): AssemblyStack[] {
  const manifest = join(folder, 'manifest.json');
  if (!existsSync(manifest)) {
    throw new UserError(
      `${folder} holds no manifest.json: give the folder that \`cdk synth\` writes, usually cdk.out.`,
    );
  }
  const { artifacts = {} } = readJson(manifest) as { artifacts?: Record<string, Artifact> };
  return Object.entries(artifacts).flatMap(([id, { type, environment, properties = {} }]) => {
    if (type === 'cdk:cloud-assembly') return readAssembly(join(folder, properties.directoryName ?? id));
    if (type !== 'aws:cloudformation:stack' || properties.templateFile === undefined) return [];
    const [, account, region] = /^aws:\/\/([^/]+)\/([^/]+)$/.exec(environment ?? '') ?? [];
    return stackAndNested({
      name: properties.stackName ?? id,
      account: account === 'unknown-account' ? undefined : account,
      region: region === 'unknown-region' ? undefined : region,
      file: join(folder, properties.templateFile),
      nested: false,
    });
  });
}

function stackAndNested(stack: Omit<AssemblyStack, 'template'>): AssemblyStack[] {
  const template = readJson(stack.file) as Template;
  const nested = Object.values(template.Resources ?? {}).flatMap(({ Type, Metadata }) => {
    const path = Metadata?.['aws:asset:path'];
    if (Type !== 'AWS::CloudFormation::Stack' || typeof path !== 'string') return [];
    return stackAndNested({ ...stack, file: join(dirname(stack.file), path), nested: true });
  });
  return [{ ...stack, template }, ...nested];
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as unknown;
  } catch (error) {
    throw new UserError(`${file} cannot be read: ${(error as Error).message}. Run \`cdk synth\` again.`);
  }
}
