import { type Command, Option } from 'commander';
import type { DiffCommandOptions } from './access/commands';
import type { Terminal } from './terminal';

/** Adds `diff`, `can`, `who-can` and `snapshot`, which ask the access model. */
export function addAccess(program: Command, terminal: Terminal, end: (exitCode: number) => void): void {
  choosing(program.command('diff <old> <new>'))
    .description('what access a change adds and takes away: each a cdk.out folder or a saved model')
    .addOption(format('text', 'markdown', 'json'))
    .option('--fail-on-widening', 'exit with 2 when something is gained or cannot be decided', false)
    .option('--all', 'list those that do not differ, too', false)
    .action((old: string, now: string, options: DiffCommandOptions) => {
      end(commands().diffCommand(old, now, options, terminal));
    });
}

function choosing(command: Command): Command {
  return command.option(
    '--stage <path>',
    'only this Stage, by its construct path; may be repeated',
    (value: string, before: string[]) => [...before, value],
    [],
  );
}

function format(first: string, ...others: string[]): Option {
  return new Option('--format <format>', 'how to print it').choices([first, ...others]).default(first);
}

/** Loaded when a command is run: help need not wait for it. */
function commands(): typeof import('./access/commands') {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would not wait
  return require('./access/commands') as typeof import('./access/commands');
}
