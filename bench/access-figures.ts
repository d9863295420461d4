/** What `diff` takes against its goals: of one policy, and in processes of its own as its users run it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { compareSides } from '../lib/private/access/diff/compare';
import type { AccessModel, Principal } from '../lib/private/access/model/model';
import { statementsOf } from '../lib/private/access/policy/statement';
import { nothingRead } from '../lib/private/access/sources/assembly/resources';
import { modelText } from '../lib/private/access/sources/file';
import type { Figure } from './figures';
import { compare, sampleOf } from './measure';

export const ACCOUNT = '111122223333';
const ROLES = 1000;
const STATEMENTS = 10;
const MOST_MEMORY = 300;
const COMMAND = resolve(__dirname, '../build/bin/cli.js');

const CHANGES = [
  { name: '1 % changed', every: 100, goal: 2500 },
  { name: 'all changed', every: 1, goal: 7000 },
];

const ACTIONS = [
  ...['GetObject', 'PutObject', 'DeleteObject', 'GetObjectTagging', 'PutObjectTagging', 'AbortMultipartUpload'],
  ...['ListMultipartUploadParts', 'GetObjectVersion', 'GetObjectAcl', 'PutObjectAcl', 'DeleteObjectVersion'],
  ...[
    'RestoreObject',
    'GetObjectAttributes',
    'GetObjectRetention',
    'ListBucket',
    'GetBucketLocation',
    'GetBucketTagging',
  ],
  ...['GetBucketVersioning', 'GetBucketOwnershipControls', 'PutBucketOwnershipControls'],
].map((name) => `s3:${name}`);
const PLACES = Array.from(
  { length: 80 },
  (_, index) => `arn:aws:s3:::company-data-lake-${index % 7}/departments/team-${index}/raw/data/set/*`,
);
const MOST_OF_ONE_POLICY = 100;

/** What people make of one long statement, and what it was before. */
const SHAPES: Readonly<Record<string, readonly [before: object[], now: object[]]>> = {
  'one place more': [[granting(ACTIONS, PLACES.slice(1))], [granting()]],
  'one place less': [[granting()], [granting(ACTIONS, PLACES.slice(1))]],
  'one action more': [[granting(ACTIONS.slice(1))], [granting()]],
  'all actions of the service': [[granting()], [granting(['s3:*'])]],
  'shorter prefixes': [
    [granting()],
    [
      granting(
        ACTIONS,
        PLACES.map((place) => place.replace('/raw/data/set', '')),
      ),
    ],
  ],
  'one wildcard for all places': [[granting()], [granting(ACTIONS, ['arn:aws:s3:::company-data-lake-*'])]],
  everything: [[granting()], [granting(['*'], ['*'])]],
  'a statement for each place': [[granting()], PLACES.map((place) => granting(ACTIONS, [place]))],
  'one statement for all places': [PLACES.map((place) => granting(ACTIONS, [place])), [granting()]],
  'a statement for each action': [[granting()], ACTIONS.map((action) => granting([action]))],
  'a new Deny': [[granting()], [granting(), { ...granting(['s3:DeleteObject'], PLACES.slice(3, 4)), Effect: 'Deny' }]],
  'a dropped condition': [
    [{ ...granting(), Condition: { StringEquals: { 'aws:PrincipalTag/team': 'a' } } }],
    [granting()],
  ],
};

/** One figure at a time. */
export function* accessFigures(): Generator<Figure> {
  yield onePolicyFigure();
  const folder = mkdtempSync(join(tmpdir(), 'role-chaining-bench-'));
  try {
    const old = saved(folder, 'old', () => false);
    for (const { name, every, goal } of CHANGES)
      yield diffFigure(
        name,
        goal,
        old,
        saved(folder, 'now', (index) => index % every === 0),
      );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The slowest of the shapes, each the median of several rounds in this process. */
function onePolicyFigure(): Figure {
  const times = Object.entries(SHAPES).map(([name, sides]) => {
    const [before, now] = sides;
    const sideOf = (statements: readonly object[]) => ({ statements: statementsOf(document(statements)) });
    const { times } = compare([() => compareSides(sideOf(before), sideOf(now))], 9);
    return { name, milliseconds: times[0]?.median ?? NaN };
  });
  const slowest = times.reduce((one, other) => (other.milliseconds > one.milliseconds ? other : one));
  const characters = JSON.stringify(document([granting()])).length;
  return {
    name: `comparison of one policy of ${characters} characters with ${PLACES.length} ARNs and ${ACTIONS.length} actions, in ${times.length} shapes`,
    goal: `at most ${MOST_OF_ONE_POLICY} ms each`,
    measured: `${slowest.milliseconds.toFixed(0)} ms (${slowest.name}), the slowest`,
    met: slowest.milliseconds <= MOST_OF_ONE_POLICY,
  };
}

function granting(actions: readonly string[] = ACTIONS, places: readonly string[] = PLACES) {
  return { Effect: 'Allow', Action: actions, Resource: places };
}

function diffFigure(name: string, goal: number, old: string, now: string): Figure {
  const runs = Array.from({ length: 5 }, () => run(old, now));
  const time = sampleOf(runs.map(({ milliseconds }) => milliseconds));
  const memory = Math.max(...runs.map(({ megabytes }) => megabytes));
  return {
    name: `diff of ${ROLES} roles with ${STATEMENTS} statements, ${name}`,
    goal: `at most ${goal / 1000} s and ${MOST_MEMORY} MB, with starting and reading`,
    measured: `${time.median.toFixed(0)} ms (${time.least.toFixed(0)} to ${time.most.toFixed(0)}), ${memory.toFixed(0)} MB`,
    met: time.median <= goal && memory <= MOST_MEMORY,
  };
}

/** Processor time and the most memory of one process, which tells them itself at its end. */
function run(old: string, now: string): { milliseconds: number; megabytes: number } {
  const script =
    `process.argv = [process.execPath, ${JSON.stringify(COMMAND)}, 'diff', ${JSON.stringify(old)}, ${JSON.stringify(now)}];` +
    "process.stdout.write = () => true; process.on('exit', () => { const { userCPUTime, systemCPUTime, maxRSS } =" +
    'process.resourceUsage(); process.stderr.write(JSON.stringify({ time: userCPUTime + systemCPUTime, maxRSS })); });' +
    `require(${JSON.stringify(COMMAND)});`;
  const { stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
  const { time, maxRSS } = JSON.parse(stderr) as { time: number; maxRSS: number };
  return { milliseconds: time / 1000, megabytes: maxRSS / 1024 };
}

function saved(folder: string, name: string, isChanged: (index: number) => boolean): string {
  const file = join(folder, `${name}.json`);
  writeFileSync(file, modelText(platform(ROLES, isChanged)));
  return file;
}

/** Roles of a data platform: each reads and writes places of its own, and all trust one that is not among them. */
export function platform(roles: number, isChanged: (index: number) => boolean = () => false): AccessModel {
  const principals = Array.from({ length: roles }, (_, index) => role(index, isChanged(index)));
  const stack = { path: 'Platform', stage: '', name: 'Platform', account: ACCOUNT, region: 'eu-west-1' };
  return { version: 1, stacks: [stack], ...nothingRead(), principals };
}

/** What a team's role may do with data of its own. */
export function statementsOfRole(index: number, isChanged = false) {
  return Array.from({ length: STATEMENTS }, (_, each) => ({
    Effect: each === STATEMENTS - 1 ? 'Deny' : 'Allow',
    Action: each % 2 === 0 ? ['s3:GetObject', 's3:ListBucket'] : ['s3:PutObject', 's3:DeleteObject'],
    Resource: [`arn:aws:s3:::lake-${each}/team-${index}${isChanged && each === 0 ? '' : '/raw'}/*`],
    ...(each % 3 === 0 ? { Condition: { StringEquals: { 'aws:PrincipalTag/team': `team-${index}` } } } : {}),
  }));
}

function role(index: number, isChanged: boolean): Principal {
  const path = `Platform/Role${index}`;
  const head = { AWS: `arn:aws:iam::${ACCOUNT}:role/head` };
  return {
    type: 'role',
    id: path,
    name: `role-${index}`,
    arn: `arn:aws:iam::${ACCOUNT}:role/role-${index}`,
    account: ACCOUNT,
    place: { path, stack: 'Platform', file: 'Platform.template.json', logicalId: `Role${index}` },
    trust: document([{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: head }]),
    policies: [{ name: 'data', document: document(statementsOfRole(index, isChanged)) }],
    managedPolicies: [],
    tags: {},
    groups: [],
  };
}

export function document(statements: readonly unknown[]) {
  return { Version: '2012-10-17', Statement: statements };
}
