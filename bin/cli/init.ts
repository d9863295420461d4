import { type Command, Option } from 'commander';
import { CONFIG_FILE } from '../app/config-file';
import type * as Project from './init/project';
import type { Terminal } from './terminal';

/** Adds `init`. */
export function addInit(program: Command, terminal: Terminal): void {
  program
    .command('init')
    .description(`writes ${CONFIG_FILE} and what cdk needs beside it; overwrites nothing`)
    .addOption(new Option('--vendor <vendor>', 'begins with what this platform needs').choices(['hopsworks', 'qubole']))
    .addOption(
      new Option('--platform <platform>', 'what holds the chaining role').choices(['ec2', 'eks']).default('ec2'),
    )
    .action((options: Project.InitOptions) => {
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would not wait
      const { init } = require('./init/project') as typeof Project;
      terminal.out(init(process.cwd(), options));
    });
}
