/**
 * `npm start`: deploys the quickstart into a local AWS, walks its chain, changes it, destroys it.
 *
 * Exit code 1 when a decision differs from what is expected, or when anything failed; 128 + n when interrupted.
 */
import { parseArgs } from 'node:util';
import { UserError } from './errors';
import { runJob } from './job';
import { renderInstructions } from './keep';
import { renderPlan, renderSummary, renderTable, writePage } from './report';
import { LocalRun } from './run';
import { steps } from './steps';
import { DECLARED } from './variants';

function readOptions(): { readonly keep: boolean } {
  try {
    return parseArgs({ options: { keep: { type: 'boolean', default: false } } }).values;
  } catch (error) {
    throw new UserError(`${(error as Error).message}. Allowed: npm start, npm start -- --keep.`);
  }
}

runJob(async (job) => {
  const { keep } = readOptions();
  const run = new LocalRun(job);
  await steps(run, keep).run();
  if (run.mappingsPlan) console.log(`\n${renderPlan(run.mappingsPlan)}\n`);
  console.log(`${renderTable(job.results)}\n\n${renderSummary(job.results)}`);
  console.log(`\nWho can become whom and reach which data: ${writePage(run.assembly(DECLARED))}`);
  if (!keep) return 'stopped';
  const { endpoint, pid } = job.emulator;
  job.emulator.leaveRunning();
  const { scratch } = job.folders;
  console.log(`\n${renderInstructions({ endpoint, pid, assembly: run.assembly(DECLARED), scratch })}`);
  return 'kept';
});
