import { Estate } from '../../../lib/private/access/model/estate';
import type { AccessModel, StackInfo } from '../../../lib/private/access/model/model';
import { partOf } from '../../../lib/private/access/model/part';
import { AssemblyError } from '../../../lib/private/access/sources/assembly/templates';
import { ModelFileError } from '../../../lib/private/access/sources/file';
import { readSource } from '../../../lib/private/access/sources/source';
import { UserError } from '../errors';
import { chooseStages, listedStages, shownStage } from '../stages';

/**
 * Reads what a command was given, each the folder of a cloud assembly or a saved model.
 *
 * @param stages as the command line names the Stages to keep, each of which one of them must have; all if there are none
 */
export function readSources(sources: readonly string[], stages: readonly string[]): AccessModel[] {
  const models = sources.map(read);
  if (stages.length === 0) return models;
  const known = [...new Set(models.flatMap(stagesOf))];
  const unknown = stages.filter((stage) => !known.map(shownStage).includes(stage));
  if (unknown.length > 0) {
    throw new UserError(`--stage ${unknown.join(', ')}: there is no such Stage; there is ${listedStages(known)}.`);
  }
  return models.map((model) => withStages(model, stages));
}

/** Reads what a question is about: what several Stages hold is put together only where somebody chose them. */
export function readOneEstate(source: string, stages: readonly string[]): Estate {
  return new Estate(readStages(source, stages).chosen);
}

/**
 * All that a source holds, for references lead everywhere; what the Stages hold that are to be told of; and whether something stands
 * in them, by its construct path.
 */
export function readStages(
  source: string,
  asked: readonly string[],
): { model: AccessModel; chosen: AccessModel; stages: string[]; isShown: (path: string) => boolean } {
  const model = read(source);
  const all = stagesOf(model);
  const stages = chooseStages(source, all, asked);
  const chosen = stages.length === all.length ? model : withStages(model, stages.map(shownStage));
  const isShown = (path: string) =>
    stages.length === all.length ||
    stages.includes(path) ||
    chosen.stacks.some((stack) => path === stack.path || path.startsWith(`${stack.path}/`));
  return { model, chosen, stages, isShown };
}

/** The construct paths of Stages that hold stacks; the empty one for stacks outside of any. */
function stagesOf(model: AccessModel): string[] {
  return [...new Set(model.stacks.map((stack) => stageOf(stack, model)))];
}

/** The Stage that a stack is chosen with. What a product or a stack set deploys elsewhere goes with the stack that holds it. */
function stageOf({ path, stage }: StackInfo, model: AccessModel): string {
  if (!model.stacks.some((each) => each.path === stage)) return stage;
  const holders = model.stacks.filter((each) => path.startsWith(`${each.path}/`) && each.stage !== stage);
  const holder = holders.sort((a, b) => b.path.length - a.path.length)[0];
  return holder === undefined ? stage : stageOf(holder, model);
}

function read(source: string): AccessModel {
  try {
    return readSource(source);
  } catch (error) {
    if (error instanceof AssemblyError || error instanceof ModelFileError) throw new UserError(error.message);
    throw error;
  }
}

function withStages(model: AccessModel, stages: readonly string[]): AccessModel {
  return partOf(model, (stack) => stages.includes(shownStage(stageOf(stack, model))));
}
