import type { Command } from 'commander';
import type * as App from '../app/run-app';
import { UserError } from './errors';
import type { Terminal } from './terminal';

/** Adds `app` and `validate`. */
export function addApp(program: Command, terminal: Terminal): void {
  program
    .command('app [file]')
    .description('the CDK app of a config, for cdk.json: "app": "npx cdk-iam-role-chaining app"')
    .action((file?: string) => {
      terminal.err(loadApp().synthesize(file));
    });
  program
    .command('validate [file]')
    .description('tells everything that is wrong with a config, with file, line and key')
    .action((file?: string) => {
      terminal.out(loadApp().validate(file));
    });
}

/** CDK takes long to load, and is the user's own: nothing else of the command asks for it. */
function loadApp(): typeof App {
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it for every command
    return require('../app/run-app') as typeof App;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const missing = code === 'MODULE_NOT_FOUND' ? /'((?:aws-cdk-lib|constructs)\b)/.exec(message)?.[1] : undefined;
    if (missing === undefined) throw error;
    throw new UserError(`${missing} is not installed here: npm install aws-cdk-lib constructs`);
  }
}
