import { type Command, Option } from 'commander';
import type * as Report from './report/command';
import { addStageOption } from './options';
import type { Terminal } from './terminal';

/** Adds `report`. */
export function addReport(program: Command, terminal: Terminal): void {
  addStageOption(program.command('report <source>'))
    .description(
      'who can become whom and reach which data, as a page for a review; of a cdk.out folder or a saved model',
    )
    .addOption(new Option('--format <format>', 'what to write').choices(['html', 'json', 'mermaid']).default('html'))
    .option('--out <file>', 'the file to write (default: report.html for html, else it is printed)')
    .option('--from <principal>', 'only whom this one can become and what it reaches: an ARN, path or name')
    .option('--to <resource>', 'only who gets to this data, by its ARN')
    .action((source: string, options: Report.ReportCommandOptions) => {
      // Loaded when it is run: help need not wait for it.
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would not wait
      (require('./report/command') as typeof Report).reportCommand(source, options, terminal);
    });
}
