import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import * as quickstart from '../../local/quickstart';
import {
  neighbours,
  withReadOnlyS3Role,
  withSessionsRevoked,
  withoutChurnRole,
  withoutFinanceRoles,
} from '../../local/variants';

interface Config {
  name: string;
  accounts: Record<string, { id: string; region: string }>;
  defaults: { path: string };
  chainingRoles: Record<string, object>;
  resourceRoles: Record<string, { account: string; chainedFrom: string[]; access: { s3: object }[] }>;
  qubole: object;
  hopsworks: {
    network: object;
    cluster: object;
    crossAccountRole: object;
    mappings: { project: string; projectRole?: string; role: string; defaultRole?: boolean }[];
  };
}

const folder = mkdtempSync(join(tmpdir(), 'quickstart-test-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function read(file: string): Config {
  return parse(readFileSync(file, 'utf8')) as Config;
}

const declared = read(quickstart.QUICKSTART_CONFIG);

test('what the walks rely on is what the quickstart declares', () => {
  const { PLATFORM, FINANCE, REGION, ROLE_PATH, ISSUER, SUBJECT } = quickstart;
  expect(declared.accounts).toEqual({
    platform: { id: PLATFORM, region: REGION },
    finance: { id: FINANCE, region: REGION },
  });
  expect(declared.defaults.path).toBe(ROLE_PATH);
  expect(declared.chainingRoles).toEqual({
    'hopsworks-head': { account: 'platform', type: 'instance-profile' },
    'hopsworks-pods': {
      account: 'platform',
      type: 'service-account',
      oidcProvider: { create: { issuer: ISSUER } },
      serviceAccounts: [{ namespace: SUBJECT.split(':')[2], name: SUBJECT.split(':')[3] }],
    },
  });
  expect(declared.hopsworks.network).toEqual({ account: 'platform' });
  expect(declared.hopsworks.cluster).toEqual({
    account: 'platform',
    bucket: quickstart.CLUSTER_BUCKET,
    clusterId: 'quickstart',
    head: 'hopsworks-head',
    workers: { roleName: 'hopsworks-workers' },
  });
  expect(declared.hopsworks.crossAccountRole).toEqual({
    account: 'platform',
    roleName: 'hopsworks-control-plane',
    vendorAccountId: quickstart.CONTROL_PLANE,
    externalId: quickstart.EXTERNAL_ID,
    lockedTo: { instanceProfiles: ['workers'] },
  });
  expect(declared.resourceRoles).toEqual({
    'fraud-role': {
      account: 'platform',
      chainedFrom: ['hopsworks-head', 'hopsworks-pods'],
      access: [{ s3: { bucket: 'platform-lake', prefix: 'fraud/', level: 'read-write' } }],
    },
    's3-role': {
      account: 'finance',
      chainedFrom: ['hopsworks-head', 'hopsworks-pods'],
      access: [{ s3: { bucket: 'finance-lake', prefix: 'curated/', level: 'read-write' } }],
    },
    'churn-role': {
      account: 'finance',
      chainedFrom: ['hopsworks-pods'],
      access: [{ s3: { bucket: 'finance-lake', prefix: 'churn/', level: 'read-only' } }],
    },
  });
  const { account, externalId, home } = quickstart.QUBOLE;
  expect(declared.qubole).toEqual({
    account: 'platform',
    vendorAccountId: account,
    externalId,
    serviceRoleName: 'control-plane',
    secondaryRoleName: 'cluster',
    path: '/clusters/',
    defaultLocation: { bucket: home, prefix: 'results/' },
    dataLocations: [{ bucket: home, prefix: 'claims/' }],
  });
  expect(declared.hopsworks.mappings).toEqual([
    { project: 'fraud', projectRole: 'DATA_SCIENTIST', role: 's3-role', defaultRole: true },
    { project: 'fraud', projectRole: 'DATA_OWNER', role: 'fraud-role', defaultRole: true },
    { project: 'churn', role: 'churn-role' },
  ]);
});

test('the first variant revokes sessions and changes nothing else', () => {
  const instant = '2026-11-25T03:00:00Z';
  expect(read(withSessionsRevoked(folder, instant).configFile)).toEqual({ ...declared, revokeSessionsBefore: instant });
});

test('the second variant changes the level of s3-role and nothing else', () => {
  const expected = structuredClone(declared);
  Object.assign(expected.resourceRoles['s3-role']?.access[0]?.s3 ?? {}, { level: 'read-only' });
  expect(read(withReadOnlyS3Role(folder).configFile)).toEqual(expected);
});

test('the third variant removes churn-role, its mapping, and nothing else', () => {
  const expected = structuredClone(declared);
  delete expected.resourceRoles['churn-role'];
  expected.hopsworks.mappings.pop();
  expect(read(withoutChurnRole(folder).configFile)).toEqual(expected);
});

test('the fourth variant leaves finance without a role, and the account declared', () => {
  const expected = structuredClone(declared);
  delete expected.resourceRoles['churn-role'];
  delete expected.resourceRoles['s3-role'];
  expected.hopsworks.mappings = expected.hopsworks.mappings.filter(({ role }) => role === 'fraud-role');
  expect(read(withoutFinanceRoles(folder).configFile)).toEqual(expected);
});

test('the neighbours have the same accounts, another name, and no role of the quickstart', () => {
  const others = read(neighbours(folder).configFile);
  expect(others.accounts).toEqual(declared.accounts);
  expect(others.name).not.toBe(declared.name);
  const ours = Object.keys({ ...declared.chainingRoles, ...declared.resourceRoles });
  expect(Object.keys({ ...others.chainingRoles, ...others.resourceRoles }).filter((key) => ours.includes(key))).toEqual(
    [],
  );
});

test('a missing output is named, with those that exist', () => {
  const outputsFile = join(folder, 'outputs.json');
  writeFileSync(outputsFile, JSON.stringify({ 'A-Stack': { SomethingElse: 'value' } }));
  expect(() => quickstart.readQuickstart(outputsFile)).toThrow(
    'The stacks have no output ChainingRoleArnHopsworksHead; they have SomethingElse.',
  );
});
