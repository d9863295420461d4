import { type Command, Option } from 'commander';
import type { AskCommandOptions, DiffCommandOptions, SnapshotCommandOptions } from './access/commands';
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
  choosing(program.command('can <source> <principal> <action> <resource>'))
    .description('whether a principal may do something, and through which roles; the principal is an ARN, path or name')
    .addOption(format('text', 'json'))
    .action((source: string, principal: string, action: string, resource: string, options: AskCommandOptions) => {
      commands().canCommand(source, { principal, action, resource }, options, terminal);
    });
  choosing(program.command('who-can <source> <action> <resource>'))
    .description('who may do something, and through which roles')
    .addOption(format('text', 'json'))
    .action((source: string, action: string, resource: string, options: AskCommandOptions) => {
      commands().whoCanCommand(source, { action, resource }, options, terminal);
    });
  choosing(program.command('snapshot <source>'))
    .description('saves what the other commands read, so that a change can be compared with it later')
    .requiredOption('--model <file>', 'the file to write')
    .action((source: string, options: SnapshotCommandOptions) => {
      commands().snapshotCommand(source, options);
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
