#!/usr/bin/env node
import { run } from './cli/run';
import { processTerminal } from './cli/terminal';

run(process.argv.slice(2), processTerminal).then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    const { name, message } = error as Error;
    process.stderr.write(`This is a defect of the command: ${name}: ${message}\n`);
    process.exitCode = 1;
  },
);
