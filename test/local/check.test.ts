import { differences, prepared, runChecks, type Check, type CheckResult } from '../../local/check';
import { renderSummary, renderTable } from '../../local/report';

function failsWith(name: string): () => Promise<never> {
  return () => Promise.reject(Object.assign(new Error('no'), { name }));
}

async function outcome(expected: Check['expected'], run: Check['run']) {
  const [result] = await runChecks('a walk', [{ name: 'a check', expected, run }], new AbortController().signal);
  return result;
}

const succeeds = () => Promise.resolve();

test.each([
  ['allowed', succeeds],
  ['refused', failsWith('AccessDenied')],
  ['gone', failsWith('NoSuchEntityException')],
] as const)('a call that was %s', async (expected, run) => {
  const result = await outcome(expected, run);
  expect(result?.got).toBe(expected);
  expect(differences(result ? [result] : [])).toEqual([]);
});

test.each(['NoSuchBucket', 'ExpiredToken', 'ValidationError', 'TypeError'])('%s is no refusal', async (name) => {
  const result = await outcome('refused', failsWith(name));
  expect(result).toMatchObject({ got: 'error', detail: `${name}: no` });
});

test('a refusal before the call that is checked is no refusal', async () => {
  const result = await outcome('refused', async () => {
    await prepared(failsWith('AccessDenied')());
  });
  expect(result).toMatchObject({ got: 'error', detail: 'Error: could not be prepared: AccessDenied: no' });
});

test('checks run one after the other', async () => {
  const order: string[] = [];
  const step = (name: string): Check => ({
    name,
    expected: 'allowed',
    run: async () => {
      order.push(`${name} begins`);
      await new Promise((resolve) => setImmediate(resolve));
      order.push(`${name} ends`);
    },
  });
  await runChecks('a walk', [step('first'), step('second')], new AbortController().signal);
  expect(order).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
});

test('an interrupted run begins no further check', async () => {
  const interruption = new AbortController();
  const second = jest.fn(succeeds);
  const first = () => {
    interruption.abort();
    return Promise.resolve();
  };
  const checks: Check[] = [
    { name: 'first', expected: 'allowed', run: first },
    { name: 'second', expected: 'allowed', run: second },
  ];
  await expect(runChecks('a walk', checks, interruption.signal)).rejects.toThrow(/abort/);
  expect(second).not.toHaveBeenCalled();
});

describe('the report', () => {
  const right = { walk: 'two policies', name: 'both policies', expected: 'allowed', got: 'allowed' } as const;
  const wrong = { walk: 'two policies', name: 'one policy', expected: 'refused', got: 'allowed' } as const;

  test('says that all is as expected, and what was not checked', () => {
    expect(renderSummary([right])).toMatch(/^1 of 1 checks as expected\.\n\nNot checked by the emulator:\n/);
  });

  test('names each difference', () => {
    const summary = renderSummary([right, wrong]);
    expect(summary).toContain('1 of 2 checks differ:\n  two policies: one policy: expected refused, got allowed\n');
    expect(renderTable([right, wrong])).toMatch(/one policy +│ refused +│ allowed +│\n│ +│ +│ DIFFERENT +│/);
    expect(renderTable([right])).not.toContain('DIFFERENT');
  });

  const name = "s3-role's account root puts curated/a into platform-lake, which is another account's";
  const long = { walk: 'own data', name, expected: 'not mapped', got: 'refused' } as const;
  const { COLUMNS } = process.env;
  afterEach(() => {
    if (COLUMNS === undefined) delete process.env.COLUMNS;
    else process.env.COLUMNS = COLUMNS;
  });
  const widthOf = (text: string) => Math.max(...text.split('\n').map((line) => line.length));
  const shown = (columns: number, ...results: CheckResult[]) => {
    process.env.COLUMNS = String(columns);
    return renderTable(results);
  };
  /** The text of the first column, in one line. */
  const checksIn = (table: string) =>
    table
      .split('\n')
      .map((line) => line.split('│')[1]?.trim() ?? '')
      .filter((text) => text !== '')
      .join(' ');

  test.each([60, 80])('fits %i columns, and every word is there', (columns) => {
    const table = shown(columns, right, long);
    expect(widthOf(table)).toBe(columns);
    expect(checksIn(table)).toBe(`check two policies both policies own data ${name}`);
    expect(widthOf(renderSummary([right]))).toBeLessThanOrEqual(columns);
  });

  test('is as wide as it has to be, and never too narrow to be read', () => {
    expect(shown(200, right, long)).toContain(name);
    expect(widthOf(shown(200, right))).toBeLessThan(60);
    expect(widthOf(shown(20, right, long))).toBe(60);
  });
});
