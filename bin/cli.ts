#!/usr/bin/env node
import { run } from './cli/run';
import { processTerminal } from './cli/terminal';

void run(process.argv.slice(2), processTerminal).then((exitCode) => {
  process.exitCode = exitCode;
});
