import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Duration, type Environment, aws_iam as iam } from 'aws-cdk-lib';
import {
  ChainTrust,
  InstanceProfileRole,
  type InstanceProfileRoleProps,
  ResourceRole,
  type ResourceRoleProps,
} from '../lib';
import { PLATFORM, newStack } from './support';

/** What an app declares: two chaining roles, and resource roles of which the edits are about the second. */
interface Declared {
  readonly env?: Environment;
  readonly stackId?: string;
  readonly headId?: string;
  readonly head?: InstanceProfileRoleProps;
  readonly roleIds?: string[];
  readonly role?: Partial<ResourceRoleProps>;
  readonly trustsBoth?: boolean;
  readonly inOther?: boolean;
  /** Another environment makes another stack of the same name. */
  readonly moved?: string;
}

interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

/** A resource where it is deployed; stacks are numbered in the order of their deployment. */
interface Deployed extends Resource {
  readonly stack: string;
  readonly turn: number;
  readonly logicalId: string;
}

function deployedOf(declared: Declared): Deployed[] {
  const { env = PLATFORM, stackId = 'Chain', headId = 'Head', roleIds = ['First', 'Edited', 'Last'] } = declared;
  const app = new App();
  const chain = newStack(env, stackId, app);
  const other = newStack(env, 'Other', app);
  const head = new InstanceProfileRole(chain, headId, declared.head);
  const second = new InstanceProfileRole(chain, 'Second');
  for (const id of roleIds) {
    const isEdited = id.startsWith('Edited');
    new ResourceRole(isEdited && declared.inOther === true ? other : chain, id, {
      chainingRoles: isEdited && declared.trustsBoth === true ? [head, second] : [head],
      ...(isEdited ? declared.role : {}),
    });
  }
  return app.synth().stacks.flatMap(({ stackName, template }, turn) => {
    const { Resources = {} } = template as { Resources?: Record<string, Resource> };
    const stack = `${stackName} ${declared.moved ?? ''}`;
    return Object.entries(Resources).map(([logicalId, resource]) => ({ ...resource, stack, turn, logicalId }));
  });
}

/** Properties that CloudFormation can only change by making a new resource. */
const REPLACING: Record<string, string[]> = {
  'AWS::IAM::Role': ['RoleName', 'Path'],
  'AWS::IAM::InstanceProfile': ['InstanceProfileName', 'Path'],
  'AWS::IAM::ManagedPolicy': ['ManagedPolicyName', 'Path', 'Description'],
};
const NAMES = ['RoleName', 'InstanceProfileName', 'ManagedPolicyName'];

const WORDS: Record<string, string> = {
  AssumeRolePolicyDocument: 'trust',
  Description: 'description',
  MaxSessionDuration: 'session length',
  PermissionsBoundary: 'boundary',
  Policies: 'data permissions',
  PolicyDocument: 'ARNs',
  Roles: 'attachment',
};

function nameOf({ Type, Properties }: Deployed): string {
  if (Type === 'AWS::IAM::InstanceProfile') return 'instance profile';
  if (Type === 'AWS::IAM::ManagedPolicy') return 'permissions policy';
  return JSON.stringify(Properties.AssumeRolePolicyDocument).includes('ec2.') ? 'chaining role' : 'resource role';
}

/** What a deployment does to a chain, in the words of the table. */
function effectOf(before: Deployed[], after: Deployed[]): string {
  const effects: [effect: string, what: string][] = [];
  const stacks = new Set(after.map(({ stack }) => stack));
  const removed = before.filter((old) => !after.some((one) => isSame(old, one)));
  const replaced: string[] = [];
  const updates: [Deployed, string[]][] = [];
  for (const resource of after) {
    const same = before.find((one) => isSame(one, resource));
    const old = same ?? takeFirst(removed, (one) => nameOf(one) === nameOf(resource));
    const changed = old === undefined ? [] : changedKeys(old, resource);
    if (same !== undefined && !changed.some((key) => REPLACING[resource.Type]?.includes(key))) {
      updates.push([resource, changed]);
      continue;
    }
    replaced.push(`"${resource.logicalId}"`);
    // A stack makes what is new before it deletes what is old; only what an earlier stack deleted is gone.
    if (old === undefined) effects.push(['adds', nameOf(resource)]);
    else if (keepsName(old, resource) && (!stacks.has(old.stack) || old.turn >= resource.turn))
      effects.push(['fails on', nameOf(resource)]);
    else if (stacks.has(old.stack)) effects.push(['replaces', nameOf(resource)]);
    else effects.push(['adds', nameOf(resource)], ['leaves', nameOf(resource)]);
  }
  for (const [resource, changed] of updates) {
    const follows = Object.keys(resource.Properties).filter((key) =>
      replaced.some((id) => JSON.stringify(resource.Properties[key]).includes(id)),
    );
    for (const key of new Set([...changed, ...follows])) {
      effects.push(['updates', `${nameOf(resource)} (${WORDS[key] ?? key})`]);
    }
  }
  effects.push(...removed.map((old): [string, string] => [stacks.has(old.stack) ? 'removes' : 'leaves', nameOf(old)]));
  const sentence = (effect: string) => {
    const things = new Set(effects.filter(([one]) => one === effect).map(([, what]) => what));
    return things.size === 0 ? [] : [`${effect} ${[...things].sort().join(', ')}`];
  };
  // What fails is rolled back with all the rest.
  const [failure] = sentence('fails on');
  return failure ?? (['adds', 'removes', 'leaves', 'replaces', 'updates'].flatMap(sentence).join('; ') || 'nothing');
}

function isSame(one: Deployed, other: Deployed): boolean {
  return one.stack === other.stack && one.logicalId === other.logicalId;
}

function changedKeys(old: Deployed, resource: Deployed): string[] {
  return Object.keys({ ...old.Properties, ...resource.Properties }).filter(
    (key) => JSON.stringify(old.Properties[key]) !== JSON.stringify(resource.Properties[key]),
  );
}

function keepsName(old: Deployed, resource: Deployed): boolean {
  return NAMES.some((key) => key in old.Properties && old.Properties[key] === resource.Properties[key]);
}

function takeFirst<T>(list: T[], matches: (one: T) => boolean): T | undefined {
  const index = list.findIndex(matches);
  return index === -1 ? undefined : list.splice(index, 1)[0];
}

const policy = (action: string) => ({
  Data: new iam.PolicyDocument({
    statements: [new iam.PolicyStatement({ actions: [action], resources: ['arn:aws:s3:::lake/*'] })],
  }),
});
const permissionsBoundary = iam.ManagedPolicy.fromAwsManagedPolicyName('PowerUserAccess');
const named = { roleName: 'named' };

/** The same edits as in the table, in its words. */
const EDITS: Record<string, [before: Declared, after: Declared]> = {
  '`roleName` of a chaining role': [{ head: { roleName: 'a' } }, { head: { roleName: 'b' } }],
  '`roleName` given later to a chaining role': [{}, { head: named }],
  '`path` of a chaining role without `roleName`': [{ head: { path: '/a/' } }, { head: { path: '/b/' } }],
  '`path` of a chaining role with `roleName`': [
    { head: { ...named, path: '/a/' } },
    { head: { ...named, path: '/b/' } },
  ],
  'construct id or scope of a chaining role without `roleName`': [{}, { headId: 'Renamed' }],
  'construct id or scope of a chaining role with `roleName`': [{ head: named }, { head: named, headId: 'Renamed' }],
  '`description` of a chaining role': [{}, { head: { description: 'new' } }],
  '`maxSessionDuration` of a chaining role': [{}, { head: { maxSessionDuration: Duration.hours(2) } }],
  '`permissionsBoundary` of a chaining role': [{}, { head: { permissionsBoundary } }],
  'resource roles listed, then under `resourceRolePath`': [
    { role: { path: '/data/' } },
    { role: { path: '/data/' }, head: { resourceRolePath: '/data/' } },
  ],
  '`roleName` of a resource role': [{ role: { roleName: 'a' } }, { role: { roleName: 'b' } }],
  '`path` of a resource role without `roleName`': [{ role: { path: '/a/' } }, { role: { path: '/b/' } }],
  '`path` of a resource role with `roleName`': [
    { role: { ...named, path: '/a/' } },
    { role: { ...named, path: '/b/' } },
  ],
  'construct id or scope of a resource role without `roleName`': [{}, { roleIds: ['First', 'EditedId', 'Last'] }],
  'construct id or scope of a resource role with `roleName`': [
    { role: named },
    { role: named, roleIds: ['First', 'EditedId', 'Last'] },
  ],
  'a resource role moved to another stack, without `roleName`': [{}, { inOther: true }],
  'a resource role moved to a stack that is deployed later, with `roleName`': [
    { role: named },
    { role: named, inOther: true },
  ],
  'a resource role moved to a stack that is deployed earlier, with `roleName`': [
    { role: named, inOther: true },
    { role: named },
  ],
  '`description` of a resource role': [{}, { role: { description: 'new' } }],
  '`maxSessionDuration` of a resource role': [{}, { role: { maxSessionDuration: Duration.hours(2) } }],
  '`permissionsBoundary` of a resource role': [{}, { role: { permissionsBoundary } }],
  'data permissions of a resource role': [
    { role: { inlinePolicies: policy('s3:GetObject') } },
    { role: { inlinePolicies: policy('s3:PutObject') } },
  ],
  '`externalId`, `organizationId` or `conditions`': [{}, { role: { externalId: 'secret' } }],
  '`trustRevision`': [{}, { role: { trustRevision: '2' } }],
  '`ChainTrust.exactRole()` to `accountRoot()`, or back': [{}, { role: { trust: ChainTrust.accountRoot() } }],
  '`allowSessionTags` or `allowSourceIdentity`': [{}, { role: { allowSessionTags: true } }],
  'one chaining role more in `chainingRoles`': [{}, { trustsBoth: true }],
  'one chaining role fewer': [{ trustsBoth: true }, {}],
  'a resource role added at the end': [{ roleIds: ['First', 'Last'] }, { roleIds: ['First', 'Last', 'Edited'] }],
  'a resource role added in the middle': [{ roleIds: ['First', 'Last'] }, {}],
  'a resource role removed': [{}, { roleIds: ['First', 'Last'] }],
  'resource roles declared in another order': [{}, { roleIds: ['Last', 'Edited', 'First'] }],
  '`account` of the stack given later': [{ env: {} }, { env: { account: PLATFORM.account } }],
  '`region` of the stack given later': [{ env: { account: PLATFORM.account } }, {}],
  'another region for the stack, without `roleName`': [
    {},
    { env: { ...PLATFORM, region: 'us-east-1' }, moved: 'away' },
  ],
  'another id for the stack, without `roleName`': [{}, { stackId: 'Renamed' }],
  'another region or id for the stack, with `roleName`': [
    { head: named, roleIds: [] },
    { head: named, roleIds: [], stackId: 'Renamed' },
  ],
};

const table = /^## What an edit does.*?^## /ms.exec(readFileSync(join(__dirname, '../docs/operations.md'), 'utf8'))![0];
const [, , ...rows] = table.split('\n').filter((line) => line.startsWith('|'));
const documented = new Map(
  rows.map((row) => row.split('|').map((cell) => cell.trim())).map(([, edit = '', effect = '']) => [edit, effect]),
);

test('the table in docs/operations.md has a row for each of these edits, in this order', () => {
  expect([...documented.keys()]).toEqual(Object.keys(EDITS));
});

test.each(Object.entries(EDITS))('%s: as documented', (edit, [before, after]) => {
  expect(effectOf(deployedOf(before), deployedOf(after))).toBe(documented.get(edit));
});

test('no edit, no change', () => {
  expect(effectOf(deployedOf({}), deployedOf({}))).toBe('nothing');
});

test('a new trustRevision changes Sids only', () => {
  const trustsOf = (trustRevision: string) =>
    JSON.stringify(
      deployedOf({ role: { trustRevision } }).map(({ Properties }) => Properties.AssumeRolePolicyDocument),
    );
  expect(trustsOf('2')).not.toBe(trustsOf('1'));
  expect(trustsOf('2').replaceAll('AllowChainingRoles2', 'AllowChainingRoles1')).toBe(trustsOf('1'));
});
