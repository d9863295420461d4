import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Gap } from '../../model/model';
import { uniqueId } from './unique-id';

/** A cloud assembly that cannot be read; its message says what to do. */
export class AssemblyError extends Error {
  public override readonly name = 'AssemblyError';
}

/** A resource as CloudFormation gets it. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Metadata?: Readonly<Record<string, unknown>>;
  /** The logical id of the condition under which CloudFormation makes it. */
  readonly Condition?: string;
}

/** The sections of a template that are read. */
export interface TemplateBody {
  readonly Resources?: Readonly<Record<string, TemplateResource>>;
  readonly Parameters?: Readonly<Record<string, { readonly Default?: unknown }>>;
  readonly Mappings?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Outputs?: Readonly<
    Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: unknown } }>
  >;
}

/** One template of a cloud assembly, and what the assembly knows about it. */
export interface Template {
  readonly body: TemplateBody;
  readonly file: string;
  /** The construct path of the stack, from the app down. */
  readonly stackPath: string;
  /** The construct path of the stack's Stage; empty for the app. */
  readonly stagePath: string;
  /** The name that the stack is deployed under; that of the top-level stack for a nested one. */
  readonly stackName: string;
  /** Undefined when only the deployment knows it. */
  readonly account?: string;
  readonly region?: string;
  /** The files of the stack's assets, by the hashes of their contents. */
  readonly assets: ReadonlyMap<string, string | undefined>;
  /** The template that deploys this one elsewhere, as a product or a stack set. */
  readonly deployedBy?: Template;
  /** Where a nested stack is declared. */
  readonly parent?: { readonly template: Template; readonly logicalId: string };
  /** Nested stacks, by the logical id that declares them. */
  readonly nested: ReadonlyMap<string, Template>;
  /** The construct path behind a logical id, from the app down. */
  readonly pathOf: (logicalId: string) => string;
}

export interface Artifact {
  readonly type: string;
  readonly displayName?: string;
  readonly environment?: string;
  readonly dependencies?: readonly string[];
  readonly metadata?: Metadata;
  readonly additionalMetadataFile?: string;
  readonly properties?: {
    readonly templateFile?: string;
    readonly stackName?: string;
    readonly directoryName?: string;
    readonly displayName?: string;
    /** Of an asset manifest. */
    readonly file?: string;
  };
}

type Metadata = Readonly<Record<string, readonly { readonly type: string; readonly data?: unknown }[]>>;

/** A construct path, and the logical id of what stands there. */
export interface PathOfId {
  readonly path: string;
  readonly logicalId: string;
}

export type AssetPaths = ReadonlyMap<string, readonly PathOfId[]>;

/** Every template of a cloud assembly: nested stacks, Stages, and the templates that products and stack sets deploy elsewhere. */
export function readTemplates(folder: string, gaps: Gap[], paths: AssetPaths = new Map(), stagePath = ''): Template[] {
  const artifacts = readManifest(folder);
  return Object.entries(artifacts).flatMap(([id, artifact]) => {
    const { type, properties = {} } = artifact;
    if (type === 'cdk:cloud-assembly') {
      return readTemplates(join(folder, properties.directoryName ?? id), gaps, paths, properties.displayName ?? id);
    }
    if (type !== 'aws:cloudformation:stack' || properties.templateFile === undefined) return [];
    const [, account, region] = /^aws:\/\/([^/]+)\/([^/]+)$/.exec(artifact.environment ?? '') ?? [];
    const metadata = metadataOf(folder, artifact);
    const stack = {
      file: join(folder, properties.templateFile),
      stackPath: artifact.displayName ?? id,
      stagePath,
      stackName: properties.stackName ?? id,
      account: account === 'unknown-account' ? undefined : account,
      region: region === 'unknown-region' ? undefined : region,
      assets: assetsOf(folder, artifact, artifacts, metadata),
    };
    const template = newTemplate(folder, stack, logicalIds(metadata), gaps);
    return withNested(template).flatMap((each) => [each, ...deployedElsewhere(folder, each, gaps, paths)]);
  });
}

/** The artifacts of an assembly, by their ids. */
export function readManifest(folder: string): Record<string, Artifact> {
  const manifest = join(folder, 'manifest.json');
  if (!existsSync(manifest)) {
    throw new AssemblyError(
      `${folder} holds no manifest.json: give the folder that \`cdk synth\` writes, usually cdk.out.`,
    );
  }
  const { artifacts = {} } = readJson(manifest) as { artifacts?: Record<string, Artifact> };
  return artifacts;
}

/** What the constructs of a stack say of themselves, by their paths: beside the stack in the manifest, or in a file of its own. */
export function metadataOf(folder: string, { metadata, additionalMetadataFile: file }: Artifact): Metadata {
  const more = file === undefined ? {} : (readJson(join(folder, file)) as Metadata);
  return { ...metadata, ...more };
}

/** The construct path of the Stage that a template is chosen with: of what is deployed elsewhere, that of the stack which deploys it. */
export function chosenStage({ deployedBy, stagePath }: Template): string {
  return deployedBy === undefined ? stagePath : chosenStage(deployedBy);
}

/** The construct path that users know: an L2 stands for its `Resource`. */
export function userPath(path: string): string {
  return path.replace(/\/(Resource|Default)$/, '');
}

/** The hash of the asset that a URL leads to. */
export function assetHash(url: unknown): string | undefined {
  return /[0-9a-f]{64}/.exec(JSON.stringify(url ?? ''))?.[0];
}

function withNested(template: Template): Template[] {
  return [template, ...[...template.nested.values()].flatMap(withNested)];
}

function newTemplate(
  folder: string,
  about: Omit<Template, 'body' | 'nested' | 'pathOf'>,
  ids: readonly PathOfId[],
  gaps: Gap[],
  body = readJson(about.file) as TemplateBody,
): Template {
  const nested = new Map<string, Template>();
  const paths = new Map<string, string>();
  const template: Template = {
    ...about,
    body,
    nested,
    pathOf: (logicalId) => paths.get(logicalId) ?? metadataPath(body, logicalId) ?? `${about.stackPath}/${logicalId}`,
  };
  const below = ids.flatMap(({ path }) => nestedStackPath(path) ?? []).map((path) => `${path}/`);
  for (const { path, logicalId } of ids) {
    if (!below.some((prefix) => path.startsWith(prefix))) paths.set(logicalId, path);
  }
  for (const [logicalId, resource] of Object.entries(body.Resources ?? {})) {
    if (resource.Type !== 'AWS::CloudFormation::Stack') continue;
    const path = template.pathOf(logicalId);
    const stackPath = nestedStackPath(path) ?? path;
    const file = nestedFile(folder, resource, stackPath, template);
    if (file === undefined) {
      gaps.push({ about: userPath(path), what: 'the template of this nested stack is not in the assembly' });
      continue;
    }
    const own = ids.filter((id) => id.path.startsWith(`${stackPath}/`));
    nested.set(
      logicalId,
      newTemplate(folder, { ...about, file, stackPath, parent: { template, logicalId } }, own, gaps),
    );
  }
  return template;
}

/** By what CDK notes beside the resource, by the asset that its URL leads to, or by CDK's own name for it. */
function nestedFile(
  folder: string,
  { Metadata = {}, Properties = {} }: TemplateResource,
  stackPath: string,
  { assets }: Template,
): string | undefined {
  const ofAsset = assets.get(assetHash(Properties.TemplateURL) ?? '');
  const candidates = [Metadata['aws:asset:path'], ofAsset, `${uniqueId(stackPath)}.nested.template.json`];
  return candidates
    .filter((name) => typeof name === 'string')
    .map((name) => join(folder, name))
    .find((file) => file.endsWith('.json') && existsSync(file));
}

/** The templates of Service Catalog products and stack sets: nobody knows here in which accounts they come to stand. */
function deployedElsewhere(folder: string, template: Template, gaps: Gap[], paths: AssetPaths): Template[] {
  return Object.entries(template.body.Resources ?? {}).flatMap(([logicalId, { Type, Properties = {} }]) => {
    const path = userPath(template.pathOf(logicalId));
    return templateSources(Type, Properties).flatMap(({ body, url }, index, all) => {
      const name = template.assets.get(assetHash(url) ?? '');
      const file = name === undefined ? template.file : join(folder, name);
      const text = body ?? (name !== undefined && existsSync(file) ? readFileSync(file, 'utf8') : undefined);
      const read = typeof text === 'string' ? parse(text) : undefined;
      if (read === undefined) {
        gaps.push({
          about: path,
          what: `the template that this ${Type} deploys is not read: it is not JSON of this assembly`,
        });
        return [];
      }
      const stackPath = all.length === 1 ? path : `${path}/${index + 1}`;
      const about = {
        ...template,
        file,
        stackPath,
        stagePath: stackPath,
        stackName: stackPath.replaceAll('/', '-'),
        account: undefined,
        region: undefined,
        parent: undefined,
        deployedBy: template,
      };
      return [newTemplate(folder, about, (name === undefined ? undefined : paths.get(file)) ?? [], gaps, read)];
    });
  });
}

function templateSources(
  type: string,
  properties: Readonly<Record<string, unknown>>,
): { body?: unknown; url?: unknown }[] {
  if (type === 'AWS::CloudFormation::StackSet') return [{ body: properties.TemplateBody, url: properties.TemplateURL }];
  if (type !== 'AWS::ServiceCatalog::CloudFormationProduct') return [];
  return [properties.ProvisioningArtifactParameters ?? []]
    .flat()
    .map((version) => ({ url: (version as { Info?: { LoadTemplateFromURL?: unknown } }).Info?.LoadTemplateFromURL }));
}

/** The construct path and logical id of everything in a stack and the stacks nested in it. */
function logicalIds(metadata: Metadata): PathOfId[] {
  return Object.entries(metadata).flatMap(([path, entries]) =>
    entries
      .filter(({ type }) => type === 'aws:cdk:logicalId')
      .map(({ data }) => ({ path: path.slice(1), logicalId: String(data) })),
  );
}

/** An app may leave out the metadata of logical ids; the CLI then still writes paths into the template. */
function metadataPath({ Resources = {} }: TemplateBody, logicalId: string): string | undefined {
  const path = Resources[logicalId]?.Metadata?.['aws:cdk:path'];
  return typeof path === 'string' ? path : undefined;
}

/** The path of a nested stack, from that of the resource which CDK declares it with. */
function nestedStackPath(path: string): string | undefined {
  return /^(.*\/([^/]+))\.NestedStack\/\2\.NestedStackResource$/.exec(path)?.[1];
}

/** Assets stand in asset manifests; with the legacy synthesizer, in the metadata of the stack. */
function assetsOf(
  folder: string,
  { dependencies = [] }: Artifact,
  artifacts: Record<string, Artifact>,
  metadata: Metadata,
): Map<string, string | undefined> {
  const assets = new Map<string, string | undefined>();
  for (const id of dependencies) {
    const { type, properties } = artifacts[id] ?? {};
    if (type !== 'cdk:asset-manifest' || properties?.file === undefined) continue;
    const { files = {}, dockerImages = {} } = readJson(join(folder, properties.file)) as AssetManifest;
    for (const [hash, { source }] of Object.entries({ ...dockerImages, ...files }))
      assets.set(hash.slice(0, 64), source?.path);
  }
  for (const { type, data } of Object.values(metadata).flat()) {
    if (type !== 'aws:cdk:asset') continue;
    const { path, sourceHash, id } = data as { path?: string; sourceHash?: string; id?: string };
    for (const hash of [sourceHash, id]) if (hash !== undefined) assets.set(hash, path);
  }
  return assets;
}

interface AssetManifest {
  readonly files?: Record<string, { readonly source?: { readonly path?: string } }>;
  readonly dockerImages?: Record<string, { readonly source?: { readonly path?: string } }>;
}

function parse(text: string): TemplateBody | undefined {
  try {
    const body = JSON.parse(text) as TemplateBody | null;
    return typeof body === 'object' && body !== null ? body : undefined;
  } catch {
    return undefined;
  }
}

/** A file of an assembly. */
export function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as unknown;
  } catch (error) {
    throw new AssemblyError(`${file} cannot be read: ${(error as Error).message}. Run \`cdk synth\` again.`);
  }
}
