import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { pageOf } from '../../report/page';
import type { Report } from '../../report/report';
import { ReportBrowser } from './browser';
import { chain, estateOf } from './estate';

jest.setTimeout(60_000);

let browser: ReportBrowser;
let address: string;

beforeAll(async () => {
  browser = await ReportBrowser.start();
  address = browser.save('chain', chain);
});

afterAll(async () => {
  await browser.stop();
});

const READER = '#/view=principal&id=reader';
const PODS = '#/view=principal&id=pods';
const LAKE = `#/view=place&id=${encodeURIComponent('s3 arn:aws:s3:::lake')}`;

/** The texts of a table, row by row. */
async function rows(page: Page, caption: string): Promise<string[][]> {
  const table = page.locator('section.table', {
    has: page.getByRole('heading', { name: new RegExp(`^${caption} [0-9,]+$`) }),
  });
  // A change of the address is followed in a task of its own, and shown in a frame after that.
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
  await table.waitFor();
  return table
    .locator('tbody tr')
    .evaluateAll((all) =>
      (all as { cells: ArrayLike<{ innerText: string }> }[]).map((row) =>
        Array.from(row.cells, ({ innerText }) => innerText.replace(/\s+/g, ' ').trim()),
      ),
    );
}

describe('the page', () => {
  test('opens with an overview, asks nobody for anything, and breaks no rule of its own', async () => {
    const { page, requests, errors } = await browser.open(address);
    expect(await page.title()).toBe('Overview – A chain');
    expect(await rows(page, 'Chains')).toEqual([
      ['pods', '111111111111', 'hopsworks/instance', '2', '111111111111 1 role 222222222222 1 role', '2', '1'],
    ]);
    expect(await rows(page, 'Broken chains')).toEqual([
      ['pods chaining role', 'writer role', 'assumes', '✕ the trust of writer does not name pods'],
    ]);
    expect(await rows(page, 'Findings by rule')).toEqual([
      ['▲ error', 'wideTrust', 'It lets in more than its chaining role.', '1', '0'],
      ['◆ warning', 'wildcard', 'It reads every bucket whose name begins with l.', '0', '1'],
    ]);
    for (const tab of ['Principals', 'Data', 'Projects', 'Findings', 'Matrix', 'Not known', 'Overview'])
      await page.getByRole('navigation', { name: 'Views' }).getByText(tab).click();
    expect(requests).toEqual([address]);
    expect(errors).toEqual([]);
  });

  test('runs no script but its own and sends nothing, even when somebody gets a script in', async () => {
    const { page, errors } = await browser.open(address);
    await page.evaluate(`{
      const script = document.createElement('script');
      script.textContent = 'window.ran = true';
      document.body.append(script);
      fetch('data:text/plain,x').catch(() => {});
    }`);
    expect(await page.evaluate('window.ran')).toBeUndefined();
    expect(errors.join('\n')).toMatch(/script-src/);
    expect(errors.join('\n')).toMatch(/connect-src|default-src/);
  });

  test('of a principal: whom it becomes and what that reaches, how, and under which conditions', async () => {
    const { page } = await browser.open(`${address}${PODS}`);
    expect(await rows(page, 'Whom it can become')).toEqual([
      [
        'reader role ▲ 1 finding',
        '111111111111',
        'assumes if aws:PrincipalOrgID is o-a1b2c3d4e5 → reader ▲ 1 finding',
        '',
      ],
      [
        'deep role',
        '222222222222',
        'assumes if aws:PrincipalOrgID is o-a1b2c3d4e5 → reader ▲ 1 finding assumes → deep',
        '',
      ],
    ]);
    expect(await rows(page, 'Who can become it')).toEqual([
      [
        'hopsworks/instance service account',
        '111111111111',
        'web identity if sub is system:serviceaccount:hopsworks:instance or Pod Identity → pods',
        '',
      ],
    ]);
    expect(await rows(page, 'Data that it reaches')).toEqual([
      [
        'lake s3',
        'read',
        'assumes if aws:PrincipalOrgID is o-a1b2c3d4e5 → reader ▲ 1 finding',
        '1 action on lake/raw/*',
        '',
      ],
      [
        'l* s3',
        'admin',
        'assumes if aws:PrincipalOrgID is o-a1b2c3d4e5 → reader ▲ 1 finding assumes → deep',
        '1 action on l*',
        '',
      ],
    ]);
  });

  test('half edges stand there as broken, in the drawing too, and are not followed', async () => {
    const { page } = await browser.open(`${address}${PODS}`);
    expect(await rows(page, 'Broken chains')).toHaveLength(1);
    expect(await page.locator('.drawing .edge.broken').allTextContents()).toEqual(['✕ broken']);
    expect(JSON.stringify(await rows(page, 'Whom it can become'))).not.toContain('writer');
  });

  test('of data: which project gets there is the first thing, then everybody and how', async () => {
    const { page } = await browser.open(address);
    await page.getByRole('searchbox', { name: /^Search names/ }).fill('lake');
    await page.getByRole('region', { name: 'Data' }).getByRole('link', { name: /^lake/ }).click();
    expect(await rows(page, 'Projects whose members get there')).toEqual([
      ['fraud Hopsworks', 'Data scientist (default)', 'read', 'as reader ▲ 1 finding', '1 action on lake/raw/*'],
      ['fraud Hopsworks', 'Data scientist (default)', 'admin', 'reader ▲ 1 finding assumes → deep', '1 action on l*'],
    ]);
    expect((await rows(page, 'Who gets there')).map(([who, , level, how]) => [who, level, how])).toEqual([
      ['deep role', 'admin', 'by itself'],
      ['reader role ▲ 1 finding', 'read', 'by itself'],
      ['writer role', 'write', 'by itself'],
      ['pods chaining role', 'read', 'assumes if aws:PrincipalOrgID is o-a1b2c3d4e5 → reader ▲ 1 finding'],
      ['reader role ▲ 1 finding', 'admin', 'assumes → deep'],
      [
        'hopsworks/instance service account',
        'read',
        'web identity if sub is system:serviceaccount:hopsworks:instance or Pod Identity → pods assumes if aws:PrincipalOrgID is o-a1b2c3d4e5 → reader ▲ 1 finding',
      ],
      [
        'pods chaining role',
        'admin',
        'assumes if aws:PrincipalOrgID is o-a1b2c3d4e5 → reader ▲ 1 finding assumes → deep',
      ],
      expect.arrayContaining(['hopsworks/instance service account', 'admin']),
    ]);
  });

  test('of a project: its mappings and the data behind them', async () => {
    const { page } = await browser.open(address);
    await page.getByRole('link', { name: 'fraud' }).first().click();
    expect((await rows(page, 'Data that its members reach')).map((row) => row.slice(0, 4))).toEqual([
      ['lake s3', 'read', 'Data scientist', 'as reader ▲ 1 finding'],
      ['l* s3', 'admin', 'Data scientist', 'reader ▲ 1 finding assumes → deep'],
    ]);
    expect(await rows(page, 'Role mappings')).toEqual([
      ['Data scientist', 'reader role ▲ 1 finding', '111111111111', 'default', ''],
    ]);
  });

  test('findings stand where they belong, with acknowledgement and reason, and their statement', async () => {
    const { page } = await browser.open(`${address}#/view=principal&id=writer`);
    expect(await rows(page, 'Findings')).toEqual([
      [
        '◆ warning ✓ acknowledged',
        'wildcard',
        'It reads every bucket whose name begins with l. Name the bucket. Acknowledged: “Agreed with the data office.”',
      ],
    ]);
    await page.goto(`${address}${READER}`);
    await page.getByText('Statement', { exact: true }).first().click();
    expect(await page.locator('details pre').innerText()).toContain('"Sid": "Wide"');
  });

  test('statements are one click away, and Escape closes them', async () => {
    const { page } = await browser.open(`${address}${PODS}`);
    await page.getByRole('button', { name: '1 statement of pods' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'Statements of pods' });
    expect(await dialog.innerText()).toContain('"Sid": "Planted"');
    await page.keyboard.press('Escape');
    expect(await dialog.count()).toBe(0);
  });

  test('search from the keyboard: / begins, Tab and Enter choose, and the heading is where reading goes on', async () => {
    const { page } = await browser.open(address);
    await page.keyboard.press('/');
    await page.keyboard.type('data office');
    expect(await page.getByRole('status').first().innerText()).toBe('1 hit for data office');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('main:focus').waitFor();
    expect(await page.getByRole('main').getAttribute('aria-label')).toBe('writer');
    await page.keyboard.press('/');
    await page.keyboard.type('nothing of this name');
    expect(await page.locator('.hits').innerText()).toContain('Nothing in this report holds');
    await page.keyboard.press('Escape');
    expect(await page.locator('.hits').count()).toBe(0);
  });

  test('filters by account, project and finding stand in the address, and all survive a reload', async () => {
    const { page } = await browser.open(`${address}#/view=principals`);
    await page.getByRole('combobox', { name: 'Account' }).selectOption('222222222222');
    expect((await rows(page, 'All principals')).map(([name]) => name)).toEqual(['deep']);
    await page.reload();
    expect((await rows(page, 'All principals')).map(([name]) => name)).toEqual(['deep']);
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.getByRole('combobox', { name: 'Project' }).selectOption({ label: 'fraud (Hopsworks)' });
    expect((await rows(page, 'All principals')).map(([name]) => name)).toEqual(['deep', 'reader ▲ 1 finding']);
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.getByRole('combobox', { name: 'Finding' }).selectOption('wildcard');
    expect((await rows(page, 'All principals')).map(([name]) => name)).toEqual(['writer']);
    await page.goto(`${address}${LAKE}`);
    await page.reload();
    expect(await page.getByRole('heading', { level: 2 }).innerText()).toBe('lake');
    await page.goBack();
    expect(await page.getByRole('heading', { level: 2 }).innerText()).toBe('Principals');
  });

  test('a link to what the report does not hold says so', async () => {
    const { page } = await browser.open(`${address}#/view=principal&id=gone`);
    expect(await page.getByRole('main').innerText()).toContain('which this report does not hold');
  });

  test('the matrix says who gets to what at which level, as CSV too, in which nothing is a formula', async () => {
    const formula: Report = {
      ...chain,
      nodes: chain.nodes.map((node) => (node.id === 'deep' ? { ...node, name: '=HYPERLINK("x")' } : node)),
    };
    const { page } = await browser.open(`${browser.save('formula', formula)}#/view=matrix`);
    const expected = [
      '"Principal","Account","arn:aws:s3:::l*","arn:aws:s3:::lake"',
      `"'=HYPERLINK(""x"")","222222222222","admin","admin"`,
      '"hopsworks/instance","111111111111","admin through another role","admin through another role"',
      '"pods","111111111111","admin through another role","admin through another role"',
      '"reader","111111111111","admin through another role","admin through another role"',
      '"writer","111111111111","","write"',
    ];
    expect(await csv(page, 'CSV of Access matrix by principal')).toEqual(expected);
    expect(await page.locator('.matrix tbody tr').last().innerText()).toMatch(/writer\s+W\s+write/);
    await page.getByLabel('Projects').check();
    expect(await csv(page, 'CSV of Access matrix by project')).toEqual([
      '"Project","Account","arn:aws:s3:::l*","arn:aws:s3:::lake"',
      '"churn","","",""',
      '"fraud","","admin through another role","admin through another role"',
    ]);
  });

  test('every table goes out as CSV, as it is sorted and looked through', async () => {
    const { page } = await browser.open(`${address}${LAKE}`);
    await page.getByRole('button', { name: 'Level' }).last().click();
    const lines = await csv(page, 'CSV of Who gets there');
    expect(lines[0]).toBe('"Principal","Account","Level","How, and under which conditions","What","Statements"');
    expect(lines.slice(1).map((line) => line.split(',')[2])).toEqual([
      ...Array<string>(4).fill('"admin"'),
      ...Array<string>(3).fill('"read"'),
      '"write"',
    ]);
    expect(lines.find((line) => line.startsWith('"pods"') && line.includes('"read"'))).toContain(
      'pods > assumes if aws:PrincipalOrgID is o-a1b2c3d4e5 > reader',
    );
  });

  test('dark where the reader asked for it, and paper shows what is read, not what is pressed', async () => {
    const background = 'getComputedStyle(document.body).backgroundColor';
    const light = await browser.open(address);
    const dark = await browser.open(address, { dark: true });
    expect(await light.page.evaluate(background)).toBe('rgb(251, 251, 250)');
    expect(await dark.page.evaluate(background)).toBe('rgb(20, 23, 26)');
    await dark.page.emulateMedia({ media: 'print' });
    expect(await dark.page.evaluate('getComputedStyle(document.querySelector("h1")).color')).toBe('rgb(28, 32, 36)');
    for (const pressed of ['.tabs', '.search', '.csv'])
      expect(await dark.page.locator(pressed).first().isVisible()).toBe(false);
    expect(await dark.page.getByRole('columnheader', { name: 'Chaining role' }).first().isVisible()).toBe(true);
    expect((await dark.page.pdf()).subarray(0, 5).toString()).toBe('%PDF-');
  });

  test('fits a narrow screen: only drawings and the matrix move sideways, in their own frames', async () => {
    const { page } = await browser.open(address, { width: 360 });
    for (const view of ['', PODS, LAKE, '#/view=principals', '#/view=findings', '#/view=matrix']) {
      await page.goto(`${address}${view}`);
      expect([view, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([view, 360]);
    }
  });
});

describe.each([
  { dark: false, width: 1280 },
  { dark: true, width: 360 },
])('axe, dark: $dark, $width wide', ({ dark, width }) => {
  const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

  test.each(['', PODS, READER, LAKE, '#/view=projects', '#/view=data', '#/view=findings', '#/view=matrix'])(
    'finds nothing: %s',
    async (view) => {
      const { page } = await browser.open(`${address}${view}`, { dark, width });
      if (view === PODS) await page.getByRole('button', { name: '1 statement of pods' }).first().click();
      if (view === '') await page.getByRole('searchbox', { name: /^Search names/ }).fill('a');
      await page.evaluate(axe);
      const violations = await page.evaluate<string[]>(
        'axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`)))',
      );
      expect(violations).toEqual([]);
    },
  );
});

describe('an estate of 1,000 roles', () => {
  const large = estateOf(1000, 20);

  test('is a file under 3 MB, opens, and shows a selection as a drawing that can be read', async () => {
    expect(pageOf(large).length).toBeLessThan(3_000_000);
    const { page, errors } = await browser.open(browser.save('large', large));
    expect(await rows(page, 'Chains')).toHaveLength(40);
    await page.getByRole('link', { name: 'ec2.amazonaws.com' }).first().click();
    expect(await page.locator('.drawing .box').count()).toBeLessThanOrEqual(24);
    expect(await page.locator('.answer').innerText()).toContain('principals');
    expect(await page.locator('tbody tr').count()).toBeLessThan(300);
    await page.getByRole('button', { name: 'Next' }).first().click();
    expect(await page.locator('.pages [role=status]').first().innerText()).toMatch(/^41 to 80 of/);
    expect(errors).toEqual([]);
  });
});

describe('hostile texts', () => {
  const ATTACKS = [
    '<img src=x onerror="window.ran=1">',
    '</script><script>window.ran=1</script>',
    '</title><script>window.ran=1</script>',
    '<!--<script>',
    '"><svg onload=window.ran=1>',
    "javascript:window.ran=1//'",
    '\u2028\u2029\u202E\u0000]]>',
  ];

  test('are shown as they are, and never run, wherever they stand', async () => {
    const { page, requests, errors } = await browser.open(browser.save('hostile', planted(chain, ATTACKS.join(' '))));
    for (const view of ['overview', 'principals', 'data', 'projects', 'findings', 'matrix', 'gaps']) {
      await page.evaluate(`location.hash = '#/view=${view}'`);
      await page.getByRole('main').getByText('onerror=').first().waitFor({ state: 'attached' });
    }
    for (const list of ['principals', 'data', 'projects']) {
      await page.evaluate(`location.hash = '#/view=${list}'`);
      await page.locator('tbody td a').first().click();
      await page.locator('article').waitFor();
    }
    await page.evaluate("location.hash = '#/view=principals'");
    await page
      .getByRole('button', { name: /statement of/ })
      .first()
      .click();
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('searchbox', { name: /^Search names/ }).fill('<img');
    await page.locator('.hits a').first().waitFor();
    expect(await page.evaluate('window.ran')).toBeUndefined();
    expect(await page.locator('#page img, #page script, #page svg[onload]').count()).toBe(0);
    expect(requests).toHaveLength(1);
    expect(errors).toEqual([]);
  });

  test('in the hash neither', async () => {
    for (const attack of ATTACKS) {
      const { page } = await browser.open(`${address}#/view=principal&id=${encodeURIComponent(attack)}`);
      expect(await page.evaluate('window.ran')).toBeUndefined();
      expect(await page.locator('#page img, #page script').count()).toBe(0);
    }
  });
});

/** The same report with the attack behind every text that a template could hold. */
function planted(report: Report, attack: string): Report {
  const kept = new Set(['type', 'mechanism', 'level', 'severity']);
  const plant = (value: unknown, name = ''): unknown => {
    if (typeof value === 'string') return kept.has(name) ? value : `${value} ${attack}`;
    if (Array.isArray(value)) return value.map((each) => plant(each));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plant(each, key)]));
  };
  return plant(report) as Report;
}

async function csv(page: Page, name: string): Promise<string[]> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name }).click();
  const text = readFileSync(await (await download).path(), 'utf8');
  return text.replace('\uFEFF', '').trimEnd().split('\r\n');
}
