/** `npm run bench` prints what the library costs against hand-written CDK; with `--check` it fails where a goal is missed. */
import Table from 'cli-table3';
import { accessFigures } from './access-figures';
import { checksFigures } from './checks-figures';
import { type Figure, figures } from './figures';
import { reportFigures } from './report-figures';

void bench();

async function bench(): Promise<void> {
  const table = new Table({ head: ['figure', 'goal', 'measured: median (least to most)', ''] });
  const missed: Figure[] = [];
  for await (const figure of allFigures()) {
    process.stderr.write(`${figure.name}: ${figure.measured.replaceAll('\n', ', ')}\n`);
    table.push([figure.name, figure.goal, figure.measured, figure.met ? 'met' : 'MISSED']);
    if (!figure.met) missed.push(figure);
  }
  process.stdout.write(`${table.toString()}\n`);
  process.stdout.write(
    'Processor time, contenders in turn in one process; ratios are medians round by round. Of the page, time as its reader waits.\n',
  );
  if (missed.length > 0 && process.argv.includes('--check')) {
    process.stderr.write(`missed: ${missed.map(({ name }) => name).join('; ')}\n`);
    process.exitCode = 1;
  }
}

async function* allFigures(): AsyncGenerator<Figure> {
  yield* figures();
  yield* accessFigures();
  yield* checksFigures();
  yield* reportFigures();
}
