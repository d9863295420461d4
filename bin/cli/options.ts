import type { Command } from 'commander';

/** How the command line names the stacks that are in no Stage. */
export const OWN_STACKS = '.';

/** Adds `--stage` to a command that reads folders of synthesized apps. */
export function addStageOption(command: Command): Command {
  return command.option(
    '--stage <path>',
    `only this Stage, by its construct path, ${OWN_STACKS} for stacks in none; may be repeated`,
    repeated,
    [],
  );
}

/** Gathers what an option that may be repeated is given. */
export function repeated(value: string, before: string[]): string[] {
  return [...before, value];
}
