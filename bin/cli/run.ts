import { Command, CommanderError } from 'commander';
import { version } from '../../package.json';
import { addAccess } from './access';
import { addApp } from './app';
import { addInit } from './init';
import { addManifests } from './manifests';
import { addMappings } from './mappings';
import { addReport } from './report';
import { DiscreetTerminal, type Terminal } from './terminal';

/** The names of errors whose messages say what to mend; their classes load with the commands that throw them. */
const OF_THE_USER = ['UserError', 'ConfigError', 'AssemblyError'];

/** Runs the command and returns its exit code; 1 for every error, which is told on standard error. */
export async function run(args: readonly string[], given: Terminal): Promise<number> {
  const terminal = new DiscreetTerminal(given);
  let exitCode = 0;
  const end = (code: number) => {
    exitCode = code;
  };
  const program = new Command('cdk-iam-role-chaining')
    .description('Role chains from a config file, and what belongs to them beside their stacks.')
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        terminal.out(text);
      },
      writeErr: (text) => {
        terminal.err(text);
      },
      // Somebody may have tried to give a secret as the value of an option that does not exist.
      outputError: (text, write) => {
        write(text.replace(/(--?[\w-]+)=[^\s']*/g, '$1=…'));
      },
    });
  addInit(program, terminal);
  addApp(program, terminal);
  addMappings(program, terminal, end);
  addManifests(program, terminal);
  addAccess(program, terminal, end);
  addReport(program, terminal);
  addUsage(program);
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    const { name, message, stack = message } = error as Error;
    // A defect may repeat a secret as well as any other error.
    terminal.err(
      OF_THE_USER.includes(name) ? `${message}\n` : `This is a defect of the command: please report it. ${stack}\n`,
    );
    return 1;
  }
}

/** Whoever writes a command in a wrong way is told the right one. */
function addUsage(command: Command, before = ''): void {
  const name = `${before}${command.name()}`;
  command.showHelpAfterError(`Usage: ${name} ${command.usage()}; --help explains it`);
  for (const each of command.commands) addUsage(each, `${name} `);
}
