import type { HopsworksStandIn } from '../../../local/hopsworks/stand-in';
import { arn, cli, declaration, type DeclaredMapping, mappingsOf, standIn } from './support';

const PROJECTS = ['churn', 'fraud', 'guests', 'stock'];
const declared = [
  { project: 'fraud', projectRole: 'ALL', role: arn('s3-role') },
  { project: 'churn', projectRole: 'ALL', role: arn('churn-role') },
];
const from = declaration(...declared);
const leak = { project: 'guests', projectRole: 'DATA_OWNER', role: arn('s3-role'), defaultRole: true };
const ofGuests = { project: 'guests', projectRole: 'ALL', role: arn('of-guests'), defaultRole: false };
/** Declared, and for a project that is declared, though not for this one: no leak, but undeclared. */
const undeclared = { project: 'churn', projectRole: 'ALL', role: arn('s3-role'), defaultRole: false };

async function cluster(...mappings: DeclaredMapping[]): Promise<HopsworksStandIn> {
  const started = await standIn();
  for (const project of PROJECTS) started.database.addProject(project);
  const asDeclared = declared.map((each) => ({ ...each, defaultRole: false }));
  for (const { project, projectRole, role, defaultRole } of [...asDeclared, ...mappings]) {
    started.database.add(started.database.addProject(project), projectRole as 'ALL', role, defaultRole === true);
  }
  return started;
}

async function run(standing: HopsworksStandIn, command: 'plan' | 'apply', ...options: string[]) {
  const args = ['mappings', command, '--url', standing.url, '--from', from, ...(command === 'apply' ? ['--yes'] : [])];
  return cli([...args, ...options]);
}

async function planned(standing: HopsworksStandIn, ...options: string[]) {
  const { out, exitCode } = await run(standing, 'plan', '--json', '--detailed-exitcode', ...options);
  const {
    changes,
    leaks,
    undeclared: rest,
  } = JSON.parse(out) as Record<string, (DeclaredMapping & { action: string })[]>;
  return { exitCode, changes: changes?.map(({ action, project, role }) => [action, project, role]), leaks, rest };
}

test('a declared role in a project that is not declared is listed, whatever is asked for, and left', async () => {
  const standing = await cluster(leak, ofGuests, undeclared);
  expect(await planned(standing)).toEqual({ exitCode: 0, changes: [], leaks: [leak], rest: [undeclared] });
  expect(await planned(standing, '--prune')).toMatchObject({
    changes: [['delete', 'churn', arn('s3-role')]],
    leaks: [leak],
  });
  // A role of a project that was not asked for, too.
  expect(await planned(standing, '--project', 'churn')).toEqual({
    exitCode: 0,
    changes: [],
    leaks: [leak],
    rest: [undeclared],
  });
  const { out } = await run(standing, 'plan');
  const [, leaks = ''] = out.split('LEAKS: ');
  expect(leaks).toMatch(/│ guests +│ Data owner +│ arn:aws:iam::111122223333:role\/hopsworks\/s3-role │ yes/);
  expect(leaks).not.toContain('of-guests');
  const before = mappingsOf(standing);
  expect(await run(standing, 'apply')).toMatchObject({ exitCode: 0 });
  expect(mappingsOf(standing)).toEqual(before);
});

test('without one there is none', async () => {
  const standing = await cluster(ofGuests);
  expect(await planned(standing)).toEqual({ exitCode: 0, changes: [], leaks: [], rest: [] });
  expect((await run(standing, 'plan')).out).not.toContain('LEAKS');
});

test('--prune-everywhere deletes it, and no other mapping of that project', async () => {
  const standing = await cluster(leak, ofGuests, undeclared);
  expect(await planned(standing, '--prune-everywhere')).toEqual({
    exitCode: 2,
    changes: [
      ['delete', 'churn', arn('s3-role')],
      ['delete', 'guests', arn('s3-role')],
    ],
    leaks: [],
    rest: [],
  });
  expect(await run(standing, 'apply', '--prune-everywhere')).toMatchObject({ exitCode: 0, err: '' });
  expect(mappingsOf(standing).map(({ project, role }) => [project, role])).toEqual([
    ['churn', arn('churn-role')],
    ['fraud', arn('s3-role')],
    ['guests', arn('of-guests')],
  ]);
  expect(await planned(standing, '--prune-everywhere')).toMatchObject({ exitCode: 0, changes: [] });
});

test('--prune deletes it where its project is asked for, with all that this project has', async () => {
  const standing = await cluster(leak, ofGuests, undeclared);
  expect(await planned(standing, '--prune', '--project', 'guests')).toEqual({
    exitCode: 2,
    changes: [
      ['delete', 'guests', arn('of-guests')],
      ['delete', 'guests', arn('s3-role')],
    ],
    leaks: [],
    rest: [],
  });
});

test('what a schedule runs ends with 2 for every kind of drift, and with 0 without', async () => {
  const schedule = ['--prune-everywhere', '--enforce-defaults'];
  expect(await planned(await cluster(), ...schedule)).toMatchObject({ exitCode: 0 });
  expect(await planned(await cluster(ofGuests), ...schedule)).toMatchObject({ exitCode: 0 });
  for (const drift of [leak, undeclared]) {
    expect(await planned(await cluster(drift), ...schedule)).toMatchObject({ exitCode: 2 });
  }
  const wider = await cluster();
  wider.database.update(1, 'DATA_OWNER', undefined);
  expect(await planned(wider, ...schedule)).toMatchObject({ exitCode: 2 });
});

test('--prune-everywhere takes no --project', async () => {
  const { exitCode, err } = await cli(
    ['mappings', 'plan', '--url', 'http://127.0.0.1:9', '--from', from, '--prune-everywhere', '--project', 'fraud'],
    {
      environment: { HOPSWORKS_API_KEY: 'some-key-of-somebody' },
    },
  );
  expect({ exitCode, err }).toEqual({
    exitCode: 1,
    err: '--prune-everywhere is about all projects, --project about some: give one of the two.\n',
  });
});
