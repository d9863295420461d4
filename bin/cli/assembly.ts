import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from './errors';

export interface Template {
  readonly Resources?: Record<string, TemplateResource>;
  readonly Outputs?: Record<string, { readonly Value?: unknown }>;
}

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Record<string, unknown>;
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
  /** The template of the outermost stack, and those of all that are nested in it. */
  readonly outermost: Template;
  readonly nestedTemplates: readonly Template[];
}

type Metadata = Readonly<Record<string, readonly { readonly type: string; readonly data?: unknown }[]>>;

interface Artifact {
  readonly type: string;
  readonly environment?: string;
  readonly dependencies?: readonly string[];
  readonly metadata?: Metadata;
  readonly additionalMetadataFile?: string;
  readonly properties?: {
    readonly templateFile?: string;
    readonly stackName?: string;
    readonly directoryName?: string;
    /** Of an asset manifest. */
    readonly file?: string;
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
  return Object.entries(artifacts).flatMap(([id, artifact]) => {
    const { type, environment, properties = {} } = artifact;
    if (type === 'cdk:cloud-assembly') return readAssembly(join(folder, properties.directoryName ?? id));
    if (type !== 'aws:cloudformation:stack' || properties.templateFile === undefined) return [];
    const [, account, region] = /^aws:\/\/([^/]+)\/([^/]+)$/.exec(environment ?? '') ?? [];
    const stack = {
      name: properties.stackName ?? id,
      account: account === 'unknown-account' ? undefined : account,
      region: region === 'unknown-region' ? undefined : region,
    };
    const read = (name: string) => {
      const file = join(folder, name);
      return { file, template: readJson(file) as Template };
    };
    const outermost = read(properties.templateFile);
    const nested = nestedTemplates(folder, artifact, artifacts).map(read);
    return [outermost, ...nested].map((each, index) => ({
      ...stack,
      ...each,
      nested: index > 0,
      outermost: outermost.template,
      nestedTemplates: nested.map(({ template }) => template),
    }));
  });
}

/** The templates of nested stacks are assets of the outermost: in its asset manifest, or, with the legacy synthesizer, in its metadata. */
function nestedTemplates(folder: string, stack: Artifact, artifacts: Record<string, Artifact>): string[] {
  const manifests = (stack.dependencies ?? []).flatMap((id) => {
    const { type, properties } = artifacts[id] ?? {};
    return type === 'cdk:asset-manifest' && properties?.file !== undefined ? [join(folder, properties.file)] : [];
  });
  const inManifests = manifests.flatMap((file) => {
    const { files = {} } = readJson(file) as { files?: Record<string, { source?: { path?: string } }> };
    return Object.values(files).map(({ source }) => source?.path);
  });
  const metadata =
    stack.additionalMetadataFile === undefined
      ? {}
      : (readJson(join(folder, stack.additionalMetadataFile)) as Metadata);
  const inMetadata = Object.values({ ...stack.metadata, ...metadata })
    .flat()
    .map(({ type, data }) => (type === 'aws:cdk:asset' ? (data as { path?: string }).path : undefined));
  return [...inManifests, ...inMetadata].flatMap((path) =>
    path?.endsWith('.nested.template.json') === true ? path : [],
  );
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as unknown;
  } catch (error) {
    throw new UserError(`${file} cannot be read: ${(error as Error).message}. Run \`cdk synth\` again.`);
  }
}
