import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { pageOf } from '../../report/page';
import type { Report } from '../../report/report';

const ROOT = resolve(__dirname, '../..');
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Headless Chromium as its npm package ships it, in a folder of its own, and the reports that it opens from files. */
export class ReportBrowser {
  private constructor(
    private readonly folder: string,
    readonly browser: Browser,
  ) {}

  static async start(): Promise<ReportBrowser> {
    const executablePath = unpacked();
    const folder = mkdtempSync(join(tmpdir(), 'role-chaining-report-'));
    try {
      return new ReportBrowser(folder, await chromium.launch({ executablePath, args: FLAGS }));
    } catch (error) {
      rmSync(folder, { recursive: true });
      // Of Debian's packages; the binary brings the rest.
      throw new Error('Chromium does not start: install libnss3, libnspr4 and fontconfig.', { cause: error });
    }
  }

  /** The address of the page of a report. */
  save(name: string, report: Report): string {
    const file = join(this.folder, `${name}.html`);
    writeFileSync(file, pageOf(report));
    return pathToFileURL(file).href;
  }

  /** A page in a profile of its own, which tells what it asks the network for and what fails in it. */
  async open(
    address: string,
    { width = 1280, dark = false } = {},
  ): Promise<{ readonly page: Page; readonly requests: string[]; readonly errors: string[] }> {
    const context = await this.browser.newContext({
      viewport: { width, height: 900 },
      colorScheme: dark ? 'dark' : 'light',
      acceptDownloads: true,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    const requests: string[] = [];
    const errors: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') errors.push(message.text());
    });
    await page.goto(address);
    await page.waitForSelector('main');
    return { page, requests, errors };
  }

  async stop(): Promise<void> {
    await this.browser.close();
    rmSync(this.folder, { recursive: true });
  }
}

/** The binary, unpacked once for each version of its package, in a folder that nobody else writes to. */
function unpacked(): string {
  const cache = join(ROOT, 'node_modules', '.cache');
  const { version } = JSON.parse(readFileSync(join(ROOT, 'node_modules/@sparticuz/chromium/package.json'), 'utf8')) as {
    version: string;
  };
  const folder = join(cache, `chromium-${version}`);
  const executable = join(folder, 'chromium');
  if (existsSync(executable)) return executable;
  mkdirSync(cache, { recursive: true });
  // A folder that is only renamed when all is there: an unpacking that was broken off leaves nothing that looks whole.
  const temporary = mkdtempSync(`${folder}-`);
  execFileSync(
    process.execPath,
    ['--input-type=module', '--eval', "await (await import('@sparticuz/chromium')).default.executablePath();"],
    { cwd: ROOT, env: { ...process.env, TMPDIR: temporary } },
  );
  renameSync(temporary, folder);
  return executable;
}
