/** What the page of a report takes, in headless Chromium as its readers open it, against its goals. */
import type { Page } from 'playwright-core';
import { pageOf } from '../report/page';
import { ReportBrowser } from '../test/report/browser';
import { estateOf } from '../test/report/estate';
import type { Figure } from './figures';
import { sampleOf } from './measure';

const RUNS = 5;
const SELECTIONS = [
  { name: 'a chaining role', view: 'principal', id: 'Platform/Chain0', heading: 'platform-pods-0' },
  { name: 'who reaches most', view: 'principal', id: 'ec2', heading: 'ec2.amazonaws.com' },
  { name: 'a bucket', view: 'place', id: 's3 arn:aws:s3:::lake-5', heading: 'lake-5' },
  { name: 'buckets by a pattern', view: 'place', id: 's3 arn:aws:s3:::lake-1*', heading: 'lake-1*' },
  { name: 'a project', view: 'project', id: '["Hopsworks","project-0"]', heading: 'project-0' },
];

/** One figure at a time. */
export async function* reportFigures(): AsyncGenerator<Figure> {
  const browser = await ReportBrowser.start();
  try {
    for (const { roles, accounts, open, select } of [
      { roles: 1000, accounts: 20, open: 2000, select: 100 },
      { roles: 10_000, accounts: 50, open: Infinity, select: Infinity },
    ]) {
      const report = estateOf(roles, accounts);
      const size = pageOf(report).length / 1e6;
      const address = browser.save(`estate-${roles}`, report);
      const name = `report of ${roles.toLocaleString('en')} roles over ${accounts} accounts`;
      const isBound = open !== Infinity;
      yield {
        name: `${name}: the file`,
        goal: isBound ? 'under 3 MB' : 'none',
        measured: `${size.toFixed(2)} MB`,
        met: !isBound || size < 3,
      };
      yield timeFigure(`${name}: opening`, open, await openings(browser, address));
      const { page } = await browser.open(address);
      for (const selection of SELECTIONS)
        yield timeFigure(`${name}: selecting ${selection.name}`, select, await selecting(page, selection));
    }
  } finally {
    await browser.stop();
  }
}

function timeFigure(name: string, goal: number, milliseconds: readonly number[]): Figure {
  const time = sampleOf([...milliseconds]);
  return {
    name,
    goal: goal === Infinity ? 'none' : `under ${goal} ms`,
    measured: `${time.median.toFixed(0)} ms (${time.least.toFixed(0)} to ${time.most.toFixed(0)})`,
    met: time.median < goal,
  };
}

/** From the navigation to when the page has read the report and stands there. */
async function openings(browser: ReportBrowser, address: string): Promise<number[]> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const { page } = await browser.open(address);
    times.push(await page.evaluate<number>("performance.getEntriesByType('navigation')[0].domComplete"));
    await page.context().close();
  }
  return times;
}

/** From the change of the address to the frame after the one that shows the selection. */
async function selecting(page: Page, { view, id, heading }: (typeof SELECTIONS)[number]): Promise<number[]> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    await page.evaluate("location.hash = '#/view=gaps'");
    await page.getByRole('heading', { name: /^What this report does not know/ }).waitFor();
    times.push(
      await page.evaluate<number>(`new Promise((shown) => {
        const start = performance.now();
        const look = () => {
          if (document.querySelector('article h2')?.innerText === ${JSON.stringify(heading)})
            requestAnimationFrame(() => shown(performance.now() - start));
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
        location.hash = ${JSON.stringify(`#/${new URLSearchParams({ view, id }).toString()}`)};
      })`),
    );
  }
  return times;
}
