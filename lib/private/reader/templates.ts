import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Names, type cx_api } from 'aws-cdk-lib';
import { Construct } from 'constructs';

/** A resource as CloudFormation gets it. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
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
  /** The construct path of the stack, from the app down. */
  readonly stackPath: string;
  /** The construct path of the stack's Stage; empty for the app. */
  readonly stagePath: string;
  /** The name that the stack is deployed under; that of the top-level stack for a nested one. */
  readonly stackName: string;
  /** Undefined when only the deployment knows it. */
  readonly account?: string;
  /** Undefined when only the deployment knows it. */
  readonly region?: string;
  /** The ids of the stack's assets: hashes of their contents. */
  readonly assets: readonly string[];
  /** Where a nested stack is declared. */
  readonly parent?: { readonly template: Template; readonly logicalId: string };
  /** Nested stacks, by the logical id that declares them. */
  readonly nested: ReadonlyMap<string, Template>;
  /** The construct path behind a logical id, from the app down. */
  readonly pathOf: (logicalId: string) => string;
}

/**
 * Every template of a cloud assembly, nested stacks and nested assemblies of Stages included.
 *
 * It makes no difference whether the assembly comes from a synth in this process or, by `new CloudAssembly('cdk.out')`, from a folder.
 */
export function readTemplates(assembly: cx_api.CloudAssembly, stagePath = ''): Template[] {
  return [
    ...assembly.stacks.flatMap((stack) => withNested(topLevelTemplate(stack, stagePath))),
    ...assembly.nestedAssemblies.flatMap((stage) => readTemplates(stage.nestedAssembly, stage.displayName)),
  ];
}

/** The construct path that users know: an L2 stands for its `Resource`. */
export function userPath(path: string): string {
  return path.replace(/\/(Resource|Default)$/, '');
}

function withNested(template: Template): Template[] {
  return [template, ...[...template.nested.values()].flatMap(withNested)];
}

function topLevelTemplate(stack: cx_api.CloudFormationStackArtifact, stagePath: string): Template {
  const { account, region } = stack.environment;
  return newTemplate(stack.template as TemplateBody, stack.assembly.directory, logicalIds(stack), {
    stackPath: stack.hierarchicalId,
    stagePath,
    stackName: stack.stackName,
    account: account === 'unknown-account' ? undefined : account,
    region: region === 'unknown-region' ? undefined : region,
    assets: stack.dependencies.flatMap(assetIds).concat(stack.assets.map(({ id }) => id)),
  });
}

function newTemplate(
  body: TemplateBody,
  directory: string,
  ids: { path: string; logicalId: string }[],
  about: Omit<Template, 'body' | 'nested' | 'pathOf'>,
): Template {
  const nested = new Map<string, Template>();
  const paths = new Map<string, string>();
  const template: Template = {
    ...about,
    body,
    nested,
    pathOf: (logicalId) => paths.get(logicalId) ?? metadataPath(body, logicalId) ?? `${about.stackPath}/${logicalId}`,
  };
  const nestedPaths = ids.flatMap(({ path }) => nestedStackPath(path) ?? []);
  for (const { path, logicalId } of ids) {
    if (!nestedPaths.some((nestedPath) => path.startsWith(`${nestedPath}/`))) paths.set(logicalId, path);
  }
  for (const [logicalId, { Type }] of Object.entries(body.Resources ?? {})) {
    const stackPath = nestedStackPath(template.pathOf(logicalId));
    if (Type !== 'AWS::CloudFormation::Stack' || stackPath === undefined) continue;
    const file = join(directory, `${uniqueIdOf(stackPath)}.nested.template.json`);
    if (!existsSync(file)) continue;
    const parent = { template, logicalId };
    const own = ids.filter(({ path }) => path.startsWith(`${stackPath}/`));
    const nestedBody = JSON.parse(readFileSync(file, 'utf8')) as TemplateBody;
    nested.set(logicalId, newTemplate(nestedBody, directory, own, { ...about, stackPath, parent }));
  }
  return template;
}

/** The construct path and logical id of everything in a stack and the stacks nested in it. */
function logicalIds(stack: cx_api.CloudFormationStackArtifact): { path: string; logicalId: string }[] {
  return Object.entries(stack.metadata).flatMap(([path, entries]) =>
    entries
      .filter(({ type }) => type === 'aws:cdk:logicalId')
      .map(({ data }) => ({ path: path.slice(1), logicalId: data as string })),
  );
}

/** An app may leave out the metadata of logical ids; the CLI then still writes paths into the template. */
function metadataPath({ Resources = {} }: TemplateBody, logicalId: string): string | undefined {
  const { Metadata } = (Resources[logicalId] ?? {}) as { Metadata?: Record<string, string> };
  return Metadata?.['aws:cdk:path'];
}

/** The path of a nested stack, from that of the resource which CDK declares it with. */
function nestedStackPath(path: string): string | undefined {
  return /^(.*\/([^/]+))\.NestedStack\/\2\.NestedStackResource$/.exec(path)?.[1];
}

function assetIds(artifact: cx_api.CloudArtifact): string[] {
  const { file } = artifact as Partial<cx_api.AssetManifestArtifact>;
  if (file === undefined) return [];
  const { files = {}, dockerImages = {} } = JSON.parse(readFileSync(file, 'utf8')) as Record<
    string,
    object | undefined
  >;
  return [...Object.keys(files), ...Object.keys(dockerImages)].map((id) => id.slice(0, 64));
}

/** The id that CDK makes of a construct path, for files and generated names. */
export function uniqueIdOf(path: string): string {
  const root = new Construct(undefined as unknown as Construct, '');
  return Names.nodeUniqueId(path.split('/').reduce((scope, id) => new Construct(scope, id), root).node);
}
