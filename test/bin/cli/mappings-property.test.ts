import fc from 'fast-check';
import { readAgain } from '../../../bin/cli/mappings/aftermath';
import type { Change } from '../../../bin/cli/mappings/change';
import { NoAnswer } from '../../../bin/cli/mappings/http';
import { ProjectRole } from '../../../lib/hopsworks/project-role';
import {
  databaseOf,
  declarationOf,
  defaultsOf,
  type Held,
  heldBy,
  InMemory,
  key,
  place,
  PROJECTS,
  ROLES,
  scenario,
} from './cluster-in-memory';
import { runs } from '../../support';

const RUNS = runs(300);
const NO_PRUNING = { prune: false, pruneEverywhere: false };

/** The longest that any of these defaults was missing, in calls. */
function longestGap(watched: readonly string[], history: readonly (readonly string[])[]): number {
  return Math.max(
    0,
    ...watched.map((each) => {
      let [longest, gap] = [0, 0];
      for (const defaults of history) {
        gap = defaults.includes(each) ? 0 : gap + 1;
        longest = Math.max(longest, gap);
      }
      return longest;
    }),
  );
}

test('one apply makes whatever is declared, whatever was there; no default is missing for longer than one call', async () => {
  await fc.assert(
    fc.asyncProperty(scenario, async ({ before, declared, options }) => {
      const cluster = await InMemory.holding(before);
      const declaration = declarationOf(declared);
      const { plan } = await cluster.plan(declaration, options);
      const results = await cluster.make(plan);
      expect(results.filter(({ status }) => status !== 'done')).toEqual([]);
      const again = await cluster.plan(declaration, options);
      expect(again.plan.changes).toEqual([]);
      const after = cluster.holds();

      // Both before and after: those that are declared away are missing for good.
      const watched = defaultsOf(before).filter((each) => defaultsOf(after).includes(each));
      expect(longestGap(watched, cluster.history)).toBeLessThanOrEqual(1);

      // What is declared is there, and what is not is as it was, or gone where it is pruned.
      const isPruned = ({ project, role }: Held) =>
        declaration.projects.has(project)
          ? options.prune || options.pruneEverywhere
          : options.pruneEverywhere && declaration.everywhere.roles.has(role);
      const expected = new Map(before.filter((each) => !isPruned(each)).map((each) => [key(each), each.projectRole]));
      for (const each of declared) expected.set(key(each), each.projectRole);
      expect(new Map(after.map((each) => [key(each), each.projectRole]))).toEqual(expected);
      for (const each of declared.filter(({ defaultRole }) => defaultRole === true)) {
        const holder = after.find((other) => other.defaultRole && place(other) === place(each));
        expect(holder).toBeDefined();
        if (options.enforceDefaults) expect(holder?.role).toBe(each.role);
      }
      expect(again.plan.leaks.map(key)).toEqual(
        after
          .filter(({ project, role }) => !declaration.projects.has(project) && declaration.everywhere.roles.has(role))
          .map(key),
      );
      expect(cluster.api.violations).toEqual([]);
    }),
    { numRuns: RUNS },
  );
}, 600_000);

type Break = 'refused' | 'failed' | 'done and failed' | 'lost' | 'done and lost' | 'signal';

test('whatever breaks off in the middle: what is said is true, a lost default is put back or named, and the next run finishes', async () => {
  const breaks = fc.constantFrom<Break>('refused', 'failed', 'done and failed', 'lost', 'done and lost', 'signal');
  await fc.assert(
    fc.asyncProperty(scenario, breaks, fc.nat(6), fc.nat(3), async (given, kind, first, times) => {
      const { before, declared, options } = given;
      const cluster = await InMemory.holding(before);
      const declaration = declarationOf(declared);
      const { plan, existing } = await cluster.plan(declaration, options);
      const signal = new AbortController();
      let calls = 0;
      cluster.fault = ({ method, carryOut }) => {
        if (method === 'GET') return carryOut();
        calls += 1;
        if (calls <= first || calls > first + times + 1) return carryOut();
        if (kind === 'signal') {
          signal.abort();
          return carryOut();
        }
        if (kind.startsWith('done')) carryOut();
        if (kind === 'refused') return { status: 400, text: '{}' };
        if (kind.endsWith('failed')) return { status: 500, text: '{}' };
        throw new NoAnswer('reset', true);
      };
      const answered = await cluster.make(plan, signal.signal);
      if (answered.every(({ status }) => status === 'done')) return;
      const { results, lostDefaults, unread } = await readAgain(cluster.hopsworks, existing, answered);
      expect(unread).toBeUndefined();
      expect(results.filter(({ status }) => status === 'unknown')).toEqual([]);

      // Who makes the changes that are said to be done, and puts back what is said to be, has what the cluster holds.
      const said = databaseOf(before);
      const rowOf = ({ project, role }: Pick<Change, 'project' | 'role'>) =>
        said.all().find((row) => row.cloudRole === role && row.projectId === said.projectId(project));
      for (const { action, project, projectRole, role, defaultRole } of results.filter(
        ({ status }) => status === 'done',
      )) {
        const id = rowOf({ project, role })?.id ?? 0;
        if (action === 'create') said.add(said.addProject(project), projectRole, role, defaultRole);
        else if (action === 'delete') said.remove(id);
        else said.update(id, projectRole, defaultRole);
      }
      for (const each of lostDefaults.filter(({ state }) => state === 'put back'))
        said.update(rowOf(each)?.id ?? 0, undefined, true);
      expect(cluster.holds()).toEqual(heldBy(said));

      // A default that is missing was to go, or is named.
      const withoutBreak = async () => {
        const whole = await InMemory.holding(before);
        await whole.make((await whole.plan(declaration, options)).plan);
        return whole.holds();
      };
      let inTheEnd: Held[] | undefined;
      const now = defaultsOf(cluster.holds());
      const named = lostDefaults.filter(({ state }) => state === 'missing').map(place);
      for (const held of before.filter(({ defaultRole }) => defaultRole)) {
        if (now.includes(place(held)) || named.includes(place(held))) continue;
        inTheEnd ??= await withoutBreak();
        expect(defaultsOf(inTheEnd)).not.toContain(place(held));
        expect(cluster.holds().find((each) => key(each) === key(held))).toEqual(
          inTheEnd.find((each) => key(each) === key(held)),
        );
      }

      cluster.fault = ({ carryOut }) => carryOut();
      const next = await cluster.plan(declaration, options);
      await cluster.make(next.plan);
      expect((await cluster.plan(declaration, options)).plan.changes).toEqual([]);
    }),
    { numRuns: RUNS },
  );
}, 600_000);

/** The calls of a plan that is made, and the defaults after each. */
async function made(
  before: Held[],
  declared: (Omit<Held, 'defaultRole'> & { defaultRole?: boolean })[],
  enforceDefaults = true,
) {
  const cluster = await InMemory.holding(before);
  const { plan } = await cluster.plan(declarationOf(declared), { ...NO_PRUNING, enforceDefaults });
  expect((await cluster.make(plan)).map(({ status }) => status)).toEqual(plan.changes.map(() => 'done'));
  return { holds: cluster.holds(), history: cluster.history };
}

const held = (role: number, projectRole: keyof typeof ProjectRole, defaultRole = true): Held => ({
  project: PROJECTS[0]!,
  projectRole: ProjectRole[projectRole],
  role: ROLES[role]!,
  defaultRole,
});

const sorted = (all: Held[]) => [...all].sort((one, other) => (key(one) < key(other) ? -1 : 1));

test.each([true, false])('two defaults that swap, enforced: %s', async (enforce) => {
  const declared = [held(0, 'DATA_SCIENTIST'), held(1, 'DATA_OWNER')];
  const { holds, history } = await made([held(0, 'DATA_OWNER'), held(1, 'DATA_SCIENTIST')], declared, enforce);
  expect(holds).toEqual(sorted(declared));
  expect(history).toHaveLength(3);
});

test('three defaults that go round in a ring are each missing for one call at most', async () => {
  const before = [held(0, 'ALL'), held(1, 'DATA_OWNER'), held(2, 'DATA_SCIENTIST')];
  const declared = [held(0, 'DATA_OWNER'), held(1, 'DATA_SCIENTIST'), held(2, 'ALL')];
  const { holds, history } = await made(before, declared);
  expect(holds).toEqual(sorted(declared));
  expect(history.map((defaults) => defaults.length)).toEqual([2, 2, 2, 3]);
  expect(longestGap(defaultsOf(before), history)).toBe(1);
});

test('a default that moves onto the place of one that is not to be one gives up its own first', async () => {
  const declared = [held(0, 'DATA_OWNER'), held(1, 'DATA_OWNER', false)];
  const { holds, history } = await made([held(0, 'ALL'), held(1, 'DATA_OWNER')], declared);
  expect(holds).toEqual(sorted(declared));
  expect(history).toEqual([['fraud DATA_OWNER'], ['fraud DATA_OWNER']]);
});

test('a default that one mapping gives up and another takes over is never missing', async () => {
  const { history } = await made([held(0, 'DATA_OWNER')], [held(0, 'ALL', false), held(1, 'DATA_OWNER')]);
  expect(longestGap(['fraud DATA_OWNER'], history)).toBe(0);
});

test('a default that is kept is not lost to a mapping that joins it', async () => {
  const { holds } = await made(
    [held(0, 'ALL'), held(1, 'DATA_OWNER')],
    [
      { ...held(0, 'ALL'), defaultRole: undefined },
      { ...held(1, 'ALL'), defaultRole: undefined },
    ],
    false,
  );
  expect(holds).toEqual(sorted([held(0, 'ALL'), held(1, 'ALL', false)]));
});

test('2,000 mappings of one project, over several pages', async () => {
  const before = Array.from({ length: 2_000 }, (_, index): Held => ({
    ...held(0, index % 2 === 0 ? 'ALL' : 'DATA_OWNER', index < 2),
    role: `${ROLES[0] ?? ''}-${index}`,
  }));
  const declared = before.map((each, index) => ({
    ...each,
    projectRole: index % 2 === 0 ? ProjectRole.DATA_OWNER : ProjectRole.ALL,
  }));
  const cluster = await InMemory.holding(before);
  const declaration = declarationOf(declared);
  const { plan } = await cluster.plan(declaration, { ...NO_PRUNING, enforceDefaults: true });
  // Two defaults swap, which takes one call more.
  expect(plan.changes).toHaveLength(2_001);
  expect((await cluster.plan(declaration, { ...NO_PRUNING, enforceDefaults: false })).plan.changes).toHaveLength(2_001);
  cluster.api.largestPage = 300;
  expect(await cluster.hopsworks.mappings()).toHaveLength(2_000);
}, 60_000);
