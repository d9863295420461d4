import { type Command, InvalidArgumentError } from 'commander';
import { addStageOption, repeated } from './options';
import type { DiscreetTerminal } from './terminal';
import { ApiKey } from './mappings/api-key';
import type * as Apply from './mappings/apply-command';
import type * as Export from './mappings/export-command';
import type * as Plan from './mappings/plan-command';

// Each loads when it runs: an import would load the HTTP client for every --help.
/* eslint-disable @typescript-eslint/no-require-imports */
const applyCommand = () => (require('./mappings/apply-command') as typeof Apply).applyCommand;
const exportCommand = () => (require('./mappings/export-command') as typeof Export).exportCommand;
const planCommand = () => (require('./mappings/plan-command') as typeof Plan).planCommand;
/* eslint-enable @typescript-eslint/no-require-imports */

/** Adds `mappings plan`, `mappings apply` and `mappings export`. */
export function addMappings(program: Command, terminal: DiscreetTerminal, end: (exitCode: number) => void): void {
  // Whatever goes wrong with arguments, it may be one of them by mistake.
  for (const secret of ApiKey.likelyIn(terminal.environment)) terminal.hide(secret);
  const mappings = program
    .command('mappings')
    .description('Hopsworks role mappings: compares what is declared with a cluster, and brings it there');

  declaring(connecting(mappings.command('plan').description('shows what apply would change')))
    .option('--offline', 'print the rows to type into the admin page; needs no server', false)
    .option('--json', 'print JSON instead of tables', false)
    .option('--detailed-exitcode', 'exit with 2 when there are changes', false)
    .action(async (options: Parameters<typeof Plan.planCommand>[0]) => {
      end(await planCommand()(options, terminal));
    });

  declaring(
    connecting(mappings.command('apply').description('makes the changes that plan shows, after a confirmation')),
  )
    .option('--yes', 'change without asking', false)
    .option('--json', 'print JSON instead of tables', false)
    .option('--detailed-exitcode', 'exit with 2 when something was changed', false)
    .action(async (options: Apply.ApplyOptions) => {
      end(await applyCommand()(options, terminal));
    });

  connecting(mappings.command('export').description('writes the mappings of a cluster as a mappings file'))
    .option('--project <name>', 'only this project; may be repeated', repeated, [])
    .option('--out <file>', 'the file to write, instead of standard output')
    .action(async (options: Parameters<typeof Export.exportCommand>[0]) => {
      end(await exportCommand()(options, terminal));
    });
}

function connecting(command: Command): Command {
  return command
    .option('--url <url>', 'the cluster, https://<host>')
    .option(
      '--api-key-file <file>',
      'file with the API key, or - for standard input; else the variable HOPSWORKS_API_KEY',
    )
    .option('--ca-file <pem>', 'certificates of the authorities to trust, in place of the usual ones')
    .option('--timeout <seconds>', 'longest wait for one answer', seconds, 30);
}

function declaring(command: Command): Command {
  const from = command.option(
    '--from <path>',
    'outputs file of `cdk deploy`, cdk.out folder or mappings file; may be repeated',
    repeated,
    [],
  );
  return addStageOption(from)
    .option('--project <name>', 'only this project; may be repeated', repeated, [])
    .option('--prune', 'delete mappings of these projects that are declared nowhere', false)
    .option(
      '--prune-everywhere',
      'prune, and delete mappings of declared roles in projects that the declaration does not name',
      false,
    )
    .option('--enforce-defaults', 'move defaults that were chosen in Hopsworks to those that are declared', false);
}

function seconds(value: string): number {
  const number = Number(value);
  if (number > 0 && number <= 3600) return number;
  throw new InvalidArgumentError('Allowed: a number above 0, at most 3600.');
}
