import type { AccessModel, Gap, StackInfo } from '../../model/model';
import { derivedNames } from './names';
import { nothingRead, readResource } from './resources';
import { type AssetPaths, type Template, chosenStage, readTemplates } from './templates';
import { AssemblyTexts } from './texts';

export interface AssemblyOptions {
  /** The Stages to read, by construct path; all by default. The app's own stacks are the Stage "". */
  readonly stages?: readonly string[];
  /** What an app in this process knows besides: the construct paths in templates that are assets, by their files. */
  readonly paths?: AssetPaths;
}

/** Reads the folder of a cloud assembly, such as `cdk.out`, or that of one of its Stages. */
export function readAssembly(folder: string, { stages, paths }: AssemblyOptions = {}): AccessModel {
  const gaps: Gap[] = [];
  // References may lead to stacks of other Stages, so all templates are read whatever is shown.
  const templates = readTemplates(folder, gaps, paths);
  const texts = new AssemblyTexts(templates, derivedNames(templates));
  const shown = chosen(templates, stages);
  const read = { ...nothingRead(), gaps };
  for (const template of shown) {
    for (const [logicalId, resource] of Object.entries(template.body.Resources ?? {})) {
      readResource(logicalId, resource, texts.of(template), read, folder);
    }
  }
  return { version: 1, stacks: shown.map(stackInfo), ...read };
}

/** The construct paths of the Stages that hold stacks; the empty one for stacks outside of any. */
export function stagesOf(folder: string): string[] {
  return [...new Set(readTemplates(folder, []).map(chosenStage))];
}

/** An output of a stack, as `cdk deploy --outputs-file` names it. */
export interface StackOutput {
  readonly stack: StackInfo;
  readonly file: string;
  readonly name: string;
  /** As it stands in the template. */
  readonly value: unknown;
  /** The same with `${Stack/Role.Arn}` and the like in the place of references, through nested stacks too. */
  readonly text: string;
}

/** The outputs of the stacks that are deployed by themselves. */
export function outputsOf(folder: string, { stages }: AssemblyOptions = {}): StackOutput[] {
  const templates = readTemplates(folder, []);
  const texts = new AssemblyTexts(templates, derivedNames(templates));
  return chosen(templates, stages)
    .filter(({ parent, deployedBy }) => parent === undefined && deployedBy === undefined)
    .flatMap((template) =>
      Object.entries(template.body.Outputs ?? {}).map(([name, { Value: value }]) => {
        return { stack: stackInfo(template), file: template.file, name, value, text: texts.of(template).text(value) };
      }),
    );
}

function chosen(templates: readonly Template[], stages: AssemblyOptions['stages']): readonly Template[] {
  return stages === undefined ? templates : templates.filter((template) => stages.includes(chosenStage(template)));
}

function stackInfo({ stackPath, stagePath, stackName, account, region }: Template): StackInfo {
  return {
    path: stackPath,
    stage: stagePath,
    name: stackName,
    account,
    region,
  };
}
