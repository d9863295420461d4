import { type Command, Option } from 'commander';
import type { AskCommandOptions, DiffCommandOptions } from './access/commands';
import type * as Snapshot from './access/snapshot';
import { addStageOption } from './options';
import type { Terminal } from './terminal';

/** Adds `diff`, `can`, `who-can` and `snapshot`, which ask the access model. */
export function addAccess(program: Command, terminal: Terminal, end: (exitCode: number) => void): void {
  addStageOption(program.command('diff <old> <new>'))
    .description('what access a change adds and takes away: each a cdk.out folder or a saved model')
    .addOption(format('text', 'markdown', 'json'))
    .option('--fail-on-widening', 'exit with 2 when something is gained or cannot be decided', false)
    .option('--all', 'list those that do not differ, too', false)
    .action((old: string, now: string, options: DiffCommandOptions) => {
      end(commands().diffCommand(old, now, options, terminal));
    });
  addStageOption(program.command('can <source> <principal> <action> <resource>'))
    .description('whether a principal may do something, and through which roles; the principal is an ARN, path or name')
    .addOption(format('text', 'json'))
    .action((source: string, principal: string, action: string, resource: string, options: AskCommandOptions) => {
      commands().canCommand(source, { principal, action, resource }, options, terminal);
    });
  addStageOption(program.command('who-can <source> <action> <resource>'))
    .description('who may do something, and through which roles')
    .addOption(format('text', 'json'))
    .action((source: string, action: string, resource: string, options: AskCommandOptions) => {
      commands().whoCanCommand(source, { action, resource }, options, terminal);
    });
  addStageOption(program.command('snapshot <source>'))
    .description('what all policies say, as text; or as files, to be kept beside the app')
    .option('--out <path>', 'a file for the text; or a folder, for one JSON document a trust and policy')
    .option('--model <file>', 'a file that the other commands read in the place of a folder')
    .action((source: string, options: Snapshot.SnapshotCommandOptions) => {
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would not wait
      (require('./access/snapshot') as typeof Snapshot).snapshotCommand(source, options, terminal);
    });
}

function format(first: string, ...others: string[]): Option {
  return new Option('--format <format>', 'how to print it').choices([first, ...others]).default(first);
}

/** Loaded when a command is run: help need not wait for it. */
function commands(): typeof import('./access/commands') {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would not wait
  return require('./access/commands') as typeof import('./access/commands');
}
