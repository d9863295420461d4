import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { AccessModel, Gap } from '../../model/model';
import { derivedNames } from './names';
import { type Read, ResourceReader } from './resources';
import { type Template, readTemplates } from './templates';
import { TemplateTexts } from './texts';

/** A cloud assembly that cannot be read; its message says what to do. */
export class AssemblyError extends Error {}

export interface AssemblyOptions {
  /** The Stages to read, by construct path; all by default. The app's own stacks are the Stage "". */
  readonly stages?: readonly string[];
}

/** Reads the folder of a cloud assembly, such as `cdk.out`, or that of one of its Stages. */
export function readAssembly(folder: string, { stages }: AssemblyOptions = {}): AccessModel {
  if (!existsSync(join(folder, 'manifest.json'))) {
    throw new AssemblyError(
      `${folder} holds no manifest.json: give the folder that \`cdk synth\` writes, usually cdk.out.`,
    );
  }
  const gaps: Gap[] = [];
  // References may lead to stacks of other Stages, so all templates are read whatever is shown.
  const templates = readTemplates(folder, gaps);
  const texts = new TemplateTexts(templates, derivedNames(templates));
  const shown = stages === undefined ? templates : templates.filter(({ stagePath }) => stages.includes(stagePath));
  const read: Read = {
    principals: [],
    policies: [],
    memberships: [],
    instanceProfiles: [],
    identityProviders: [],
    podIdentities: [],
    symbols: {},
    gaps,
  };
  for (const template of shown) {
    for (const [logicalId, resource] of Object.entries(template.body.Resources ?? {})) {
      new ResourceReader(logicalId, resource, template, texts, read, folder).read();
    }
  }
  return { version: 1, stacks: shown.map(stackInfo), ...read };
}

/** The construct paths of the Stages that hold stacks; the empty one for stacks outside of any. */
export function stagesOf(folder: string): string[] {
  return [...new Set(readTemplates(folder, []).map(({ stagePath }) => stagePath))];
}

function stackInfo({ stackPath, stagePath, stackName, account, region }: Template): AccessModel['stacks'][number] {
  return {
    path: stackPath,
    stage: stagePath,
    name: stackName,
    ...(account === undefined ? {} : { account }),
    ...(region === undefined ? {} : { region }),
  };
}
