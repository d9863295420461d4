import { stagesOf } from '../../lib/private/access/sources/assembly/assembly';
import { UserError } from './errors';
import { escapeText } from './escape';
import { OWN_STACKS } from './options';

/** The Stages to read of a folder, by their construct paths. */
export function chosenStages(folder: string, asked: readonly string[]): string[] {
  return chooseStages(folder, stagesOf(folder), asked);
}

/** Those of the Stages of a source that were asked for. Each may be another environment, so several are read together only where somebody says so. */
export function chooseStages(source: string, stages: readonly string[], asked: readonly string[]): string[] {
  const names = stages.map(shownStage);
  const listed = `there ${names.length === 1 ? 'is' : 'are'} ${listedStages(stages)}`;
  const unknown = asked.filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new UserError(`--stage ${unknown.join(', ')}: ${source} has no such Stage; ${listed}.`);
  if (asked.length === 0 && stages.length > 1) {
    throw new UserError(
      `${source} holds several Stages, and each may be another environment: say which to read with --stage <path>, ` +
        `which may be repeated; ${listed}.`,
    );
  }
  return stages.filter((_, index) => asked.length === 0 || asked.includes(names[index] ?? ''));
}

/** A Stage as the command line names it. */
export function shownStage(stage: string): string {
  return stage === '' ? OWN_STACKS : stage;
}

/** Stages as the command line names them. */
export function listedStages(stages: readonly string[]): string {
  const names = stages.map((stage) => escapeText(shownStage(stage))).join(', ');
  return stages.includes('') ? `${names} (${OWN_STACKS} is for stacks in no Stage)` : names;
}
