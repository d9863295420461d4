import { readFileSync } from 'node:fs';
import type { HopsworksStandIn } from '../../../local/hopsworks/stand-in';
import { arn, cli, declaration, type DeclaredMapping, mappingsOf, path, standIn } from './support';

const fraud = { project: 'fraud', projectRole: 'DATA_SCIENTIST', role: arn('s3-role'), defaultRole: true };
const churn = { project: 'churn', projectRole: 'ALL', role: arn('churn-role') };

let cluster: HopsworksStandIn;

beforeEach(async () => {
  cluster = await standIn();
  for (const name of ['fraud', 'churn', 'other']) cluster.database.addProject(name);
});
afterEach(() => {
  expect(cluster.violations).toEqual([]);
});

/** A mapping that somebody made by hand. */
function byHand(
  project: string,
  role: string,
  projectRole: 'ALL' | 'DATA_OWNER' | 'DATA_SCIENTIST',
  isDefault = false,
) {
  return cluster.database.add(cluster.database.addProject(project), projectRole, arn(role), isDefault);
}

const on = (command: string, from: string[], ...options: string[]) => [
  'mappings',
  command,
  '--url',
  cluster.url,
  ...from.flatMap((each) => ['--from', each]),
  ...options,
];

async function planOf(from: string[], ...options: string[]) {
  const { exitCode, out, err } = await cli(on('plan', from, '--json', '--detailed-exitcode', ...options));
  expect(err).toBe('');
  const { changes, kept } = JSON.parse(out) as { changes: object[]; kept: object[] };
  return { exitCode, changes, kept };
}

async function apply(from: string[], ...options: string[]) {
  const ended = await cli(on('apply', from, '--yes', ...options));
  expect(ended).toMatchObject({ exitCode: 0, err: '' });
  return ended;
}

const NOTHING = { exitCode: 0, changes: [], kept: [] };

describe('plan', () => {
  test('shows what is to be created, as a table and as JSON, and changes nothing', async () => {
    const from = [declaration(fraud, churn)];
    expect(await planOf(from)).toEqual({
      exitCode: 2,
      changes: [
        { action: 'create', ...churn, defaultRole: false },
        { action: 'create', ...fraud },
      ],
      kept: [],
    });
    const { exitCode, out } = await cli(on('plan', from));
    expect(exitCode).toBe(0);
    expect(out).toMatch(/2 changes \(2 create\)/);
    expect(out).toMatch(
      /│ create │ fraud +│ Data scientist │ arn:aws:iam::111122223333:role\/hopsworks\/s3-role +│ yes/,
    );
    expect(mappingsOf(cluster)).toEqual([]);
    expect(cluster.requests.every(({ method }) => method === 'GET')).toBe(true);
  });

  test('is empty where the cluster holds what is declared', async () => {
    byHand('fraud', 's3-role', 'DATA_SCIENTIST', true);
    expect(await planOf([declaration(fraud)])).toEqual(NOTHING);
    expect((await cli(on('plan', [declaration(fraud)]))).out).toBe('No changes: Hopsworks holds what is declared.\n');
  });

  test('tells who may use a role before and after', async () => {
    const { id } = byHand('fraud', 's3-role', 'ALL');
    const { changes } = await planOf([declaration(fraud)]);
    expect(changes).toEqual([{ action: 'update', ...fraud, before: { id, projectRole: 'ALL', defaultRole: false } }]);
    expect((await cli(on('plan', [declaration(fraud)]))).out).toContain('was for ALL, was not the default');
  });

  test('leaves what is declared nowhere alone, and says so', async () => {
    byHand('fraud', 'by-hand', 'ALL', true);
    byHand('other', 'by-hand', 'ALL');
    const from = [declaration(fraud)];
    expect((await planOf(from)).changes).toEqual([{ action: 'create', ...fraud }]);
    const { out } = await cli(on('plan', from));
    const [, undeclared = ''] = out.split('--prune deletes them');
    expect(undeclared).toMatch(/│ fraud +│ ALL +│ arn:aws:iam::111122223333:role\/hopsworks\/by-hand │ yes/);
    expect(undeclared).not.toContain('other');
  });

  test('with --prune deletes it, in the named projects only', async () => {
    const { id } = byHand('fraud', 'by-hand', 'ALL');
    byHand('other', 'by-hand', 'ALL');
    byHand('churn', 'by-hand', 'ALL');
    const from = [declaration(fraud, churn)];
    const { changes } = await planOf(from, '--prune', '--project', 'fraud');
    expect(changes).toEqual([
      { action: 'create', ...fraud },
      {
        action: 'delete',
        project: 'fraud',
        projectRole: 'ALL',
        role: arn('by-hand'),
        defaultRole: false,
        before: { id, projectRole: 'ALL', defaultRole: false },
      },
    ]);
    await apply(from, '--prune');
    expect(mappingsOf(cluster)).toEqual([
      { ...churn, defaultRole: false },
      fraud,
      { project: 'other', projectRole: 'ALL', role: arn('by-hand'), defaultRole: false },
    ]);
  });

  test('with --prune a project that is named and not declared loses its last mapping', async () => {
    byHand('other', 'by-hand', 'ALL');
    const from = [declaration(fraud)];
    await apply(from, '--prune', '--project', 'other');
    expect(mappingsOf(cluster)).toEqual([]);
    const { exitCode, err } = await cli(on('plan', from, '--project', 'other'));
    expect({ exitCode, err }).toEqual({
      exitCode: 1,
      err: '--project other: no mapping is declared for it. Declared: fraud.\n',
    });
  });

  test('offline prints the rows to type, and reads no key', async () => {
    const args = ['mappings', 'plan', '--offline', '--from', declaration(fraud, churn)];
    const { exitCode, out } = await cli(args, { environment: {} });
    expect(exitCode).toBe(0);
    expect(out).toMatch(/│ churn +│ ALL +│ arn:aws:iam::111122223333:role\/hopsworks\/churn-role │ no/);
    expect(out).toMatch(/│ fraud +│ Data scientist │ arn:aws:iam::111122223333:role\/hopsworks\/s3-role +│ yes/);
    expect(JSON.parse((await cli([...args, '--json'], { environment: {} })).out)).toEqual({
      version: 1,
      mappings: [churn, fraud],
    });
    expect(cluster.requests).toEqual([]);
  });
});

describe('defaults', () => {
  const [one, two] = ['one', 'two'].map((name): DeclaredMapping => ({ ...fraud, role: arn(name), defaultRole: false }));
  const from = [declaration({ ...one!, defaultRole: true }, two!)];

  beforeEach(() => {
    byHand('fraud', 'one', 'DATA_SCIENTIST');
    byHand('fraud', 'two', 'DATA_SCIENTIST', true);
  });

  test('one that a data owner chose is kept and reported, and is no change', async () => {
    expect(await planOf(from)).toEqual({
      exitCode: 0,
      changes: [],
      kept: [{ ...two, defaultRole: true, declared: arn('one') }],
    });
    expect((await cli(on('plan', from))).out).toContain('--enforce-defaults moves them');
    await apply(from);
    expect(mappingsOf(cluster)).toEqual([one, { ...two, defaultRole: true }]);
  });

  test('is moved with --enforce-defaults, by one request', async () => {
    const plan = await planOf(from, '--enforce-defaults');
    expect(plan).toMatchObject({ changes: [{ action: 'update', ...one, defaultRole: true }], kept: [] });
    cluster.requests.length = 0;
    await apply(from, '--enforce-defaults');
    expect(cluster.requests.filter(({ method }) => method !== 'GET')).toHaveLength(1);
    expect(mappingsOf(cluster)).toEqual([{ ...one, defaultRole: true }, two]);
    expect(await planOf(from, '--enforce-defaults')).toEqual(NOTHING);
  });

  test('a declaration that says nothing about defaults leaves them even then, and one that says false does not', async () => {
    const silent = [declaration({ ...one!, defaultRole: undefined }, { ...two!, defaultRole: undefined })];
    const kept = [{ ...two, defaultRole: true }];
    expect(await planOf(silent)).toEqual({ exitCode: 0, changes: [], kept });
    expect(await planOf(silent, '--enforce-defaults')).toEqual({ exitCode: 0, changes: [], kept });
    const { changes } = await planOf([declaration(one!, two!)], '--enforce-defaults');
    expect(changes).toMatchObject([{ action: 'update', ...two, before: { defaultRole: true } }]);
  });

  test('of a mapping that is pruned goes to the declared one first', async () => {
    await apply([declaration({ ...one!, defaultRole: true })], '--prune');
    expect(mappingsOf(cluster)).toEqual([{ ...one, defaultRole: true }]);
    expect(cluster.requests.map(({ method }) => method).filter((method) => method !== 'GET')).toEqual([
      'PUT',
      'DELETE',
    ]);
  });

  test('goes along with a mapping that moves to another project role', async () => {
    await apply([declaration({ ...two!, projectRole: 'DATA_OWNER', defaultRole: undefined })]);
    expect(mappingsOf(cluster)).toEqual([one, { ...two, projectRole: 'DATA_OWNER', defaultRole: true }]);
  });

  test('of one project role becomes none of all members, and plan says so', async () => {
    const toAll = [declaration({ ...two!, projectRole: 'ALL', defaultRole: undefined })];
    // Two calls: it gives the default up before it moves, since Hopsworks would take the default along.
    expect((await planOf(toAll)).changes).toMatchObject([
      { action: 'update', ...two, defaultRole: false, before: { projectRole: 'DATA_SCIENTIST', defaultRole: true } },
      { action: 'update', ...two, projectRole: 'ALL', before: { projectRole: 'DATA_SCIENTIST', defaultRole: false } },
    ]);
    const { out } = await cli(on('plan', toAll));
    expect(out).toContain('was the default');
    expect(out).toContain('was for Data scientist');
    await apply(toAll);
    expect(mappingsOf(cluster)).toEqual([one, { ...two, projectRole: 'ALL', defaultRole: false }]);
    expect(await planOf(toAll)).toEqual(NOTHING);
  });
});

describe('apply', () => {
  test('makes what plan shows, and is idempotent', async () => {
    byHand('churn', 'churn-role', 'DATA_OWNER');
    const { out } = await apply([declaration(fraud, churn)]);
    expect(out).toContain('done: create of arn:aws:iam::111122223333:role/hopsworks/s3-role');
    expect(out).toContain('All 2 changes were made; Hopsworks holds what is declared.');
    expect(mappingsOf(cluster)).toEqual([{ ...churn, defaultRole: false }, fraud]);
    cluster.requests.length = 0;
    await apply([declaration(fraud, churn)]);
    expect(cluster.requests.every(({ method }) => method === 'GET')).toBe(true);
    expect(await planOf([declaration(fraud, churn)])).toEqual(NOTHING);
  });

  test.each([
    ['no', 'Nothing was changed.'],
    [undefined, 'Nobody confirmed: nothing was changed. Add --yes where nobody can.'],
  ])('asks first: %s', async (answer, said) => {
    const { exitCode, err } = await cli(on('apply', [declaration(fraud)]), { answer });
    expect({ exitCode, err }).toEqual({ exitCode: 1, err: `Make these changes? (yes/no) ${said}\n` });
    expect(mappingsOf(cluster)).toEqual([]);
  });

  test('goes on after yes', async () => {
    expect(await cli(on('apply', [declaration(fraud)]), { answer: 'yes' })).toMatchObject({ exitCode: 0 });
    expect(mappingsOf(cluster)).toEqual([fraud]);
  });

  test('changes nothing that was not confirmed: somebody else was there while it asked', async () => {
    const { exitCode, err } = await cli(on('apply', [declaration(fraud)]), {
      answer: 'yes',
      beforeAnswer: () => byHand('fraud', 's3-role', 'ALL'),
    });
    expect(exitCode).toBe(1);
    expect(err).toContain('Somebody changed the mappings in the meantime: nothing was changed.');
    expect(cluster.requests.every(({ method }) => method === 'GET')).toBe(true);
  });

  test('says with --json what became of each change', async () => {
    const { exitCode, out } = await cli(on('apply', [declaration(fraud)], '--yes', '--json', '--detailed-exitcode'));
    expect(exitCode).toBe(2);
    expect(JSON.parse(out)).toEqual({
      changes: [{ action: 'create', ...fraud, status: 'done' }],
      kept: [],
      undeclared: [],
      leaks: [],
      lostDefaults: [],
      complete: true,
    });
  });

  test('names every project that Hopsworks does not have, and changes nothing', async () => {
    const from = [declaration(fraud, { ...churn, project: 'farud' }, { ...churn, project: 'chrun' })];
    const { exitCode, err } = await cli(on('apply', from, '--yes'));
    expect({ exitCode, err }).toEqual({
      exitCode: 1,
      err: 'Hopsworks has no project "farud", "chrun": create it there, or mend its name in the declaration.\nNothing was changed.\n',
    });
    expect(mappingsOf(cluster)).toEqual([]);
  });
});

describe('export', () => {
  test('writes what the cluster holds, to adopt it', async () => {
    byHand('fraud', 's3-role', 'DATA_SCIENTIST', true);
    byHand('churn', 'churn-role', 'ALL');
    const out = path('export.json');
    const { exitCode, err } = await cli(['mappings', 'export', '--url', cluster.url, '--out', out]);
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: `${out}: 2 mappings of 2 projects.\n` });
    expect(JSON.parse(readFileSync(out, 'utf8'))).toEqual({
      version: 1,
      mappings: [{ ...churn, defaultRole: false }, fraud],
    });
    expect(await planOf([out], '--prune', '--enforce-defaults')).toEqual(NOTHING);
  });

  test('leaves out what cannot be declared, and names it', async () => {
    byHand('fraud', 's3-role', 'DATA_SCIENTIST', true);
    const { id } = cluster.database.add(cluster.database.addProject('churn'), 'ALL', 'churn-role', false);
    const out = path('export.json');
    const { exitCode, err } = await cli(['mappings', 'export', '--url', cluster.url, '--out', out]);
    expect(exitCode).toBe(0);
    expect(err).toContain(`Left out: mapping ${id} of project "churn", whose role "churn-role" is no ARN of a role`);
    expect(await planOf([out])).toEqual(NOTHING);
  });

  test('prints them, of the named projects only', async () => {
    byHand('fraud', 's3-role', 'DATA_SCIENTIST', true);
    byHand('churn', 'churn-role', 'ALL');
    const { out } = await cli(['mappings', 'export', '--url', cluster.url, '--project', 'fraud']);
    expect(JSON.parse(out)).toEqual({ version: 1, mappings: [fraud] });
  });
});
