import type { Command } from 'commander';
import { stagesOf } from '../../lib/private/access/sources/assembly/assembly';
import { UserError } from './errors';
import { escapeText } from './escape';

/** How the command line names the stacks that are in no Stage. */
const OWN_STACKS = '.';

/** Adds `--stage` to a command that reads folders of synthesized apps. */
export function addStageOption(command: Command): Command {
  return command.option(
    '--stage <path>',
    `only this Stage of a cdk.out folder, ${OWN_STACKS} for stacks in none; may be repeated`,
    repeated,
    [],
  );
}

/** Gathers what an option that may be repeated is given. */
export function repeated(value: string, before: string[]): string[] {
  return [...before, value];
}

/** The Stages to read of a folder. Each may be another environment, so several are read together only where somebody says so. */
export function chosenStages(folder: string, asked: readonly string[]): string[] {
  const stages = stagesOf(folder);
  const names = stages.map((stage) => stage || OWN_STACKS);
  const listed = `there ${names.length === 1 ? 'is' : 'are'} ${names.map((name) => escapeText(name)).join(', ')}`;
  const unknown = asked.filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new UserError(`--stage ${unknown.join(', ')}: ${folder} has no such Stage; ${listed}.`);
  if (asked.length === 0 && stages.length > 1) {
    throw new UserError(
      `${folder} holds several Stages, and each may be another environment: say which to read with --stage <path>, ` +
        `which may be repeated; ${listed}${stages.includes('') ? ` (${OWN_STACKS} is for stacks in no Stage)` : ''}.`,
    );
  }
  return stages.filter((_, index) => asked.length === 0 || asked.includes(names[index] ?? ''));
}
