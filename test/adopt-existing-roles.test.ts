/** What examples/adopt-existing-roles promises, as far as templates can show it; local/adopt.ts shows the rest in an emulator. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAllowed } from './simulator';
import type { DeployedRole, PolicyDocument, Statement } from './support';

const EXAMPLE = join(__dirname, '..', 'examples', 'adopt-existing-roles');
const IDENTIFIERS: Record<string, string> = {
  'AWS::IAM::Role': 'RoleName',
  'AWS::IAM::InstanceProfile': 'InstanceProfileName',
};
const HEAD = 'arn:aws:iam::111122223333:role/hopsworks-head';

interface Resource {
  readonly Type: string;
  readonly DeletionPolicy?: string;
  readonly Properties: Record<string, unknown> & { AssumeRolePolicyDocument?: PolicyDocument };
}
type Resources = Record<string, Resource>;

const out = mkdtempSync(join(tmpdir(), 'adopt-existing-roles-'));
afterAll(() => {
  rmSync(out, { recursive: true });
});

/** The template that the CLI would get. */
function synthesize(context: Record<string, string>): Resources {
  const folder = join(out, JSON.stringify(context).replace(/\W/g, ''));
  process.env.CDK_OUTDIR = folder;
  process.env.CDK_CONTEXT_JSON = JSON.stringify(context);
  jest.isolateModules(() => {
    jest.requireActual(join(EXAMPLE, 'app.ts'));
  });
  delete process.env.CDK_OUTDIR;
  delete process.env.CDK_CONTEXT_JSON;
  const text = readFileSync(join(folder, 'AdoptExistingRoles.template.json'), 'utf8');
  return (JSON.parse(text) as { Resources: Resources }).Resources;
}

const importing = synthesize({ importing: 'true' });
const managed = synthesize({});
const mapping = JSON.parse(readFileSync(join(EXAMPLE, 'resource-mapping.json'), 'utf8')) as Record<
  string,
  Record<string, string>
>;

test('the mapping names every resource that exists, by the literal name in the template', () => {
  const existing = Object.entries(importing).filter(([, { Type }]) => Type !== 'AWS::IAM::ManagedPolicy');
  const expected = existing.map(([logicalId, { Type, Properties }]) => {
    const key = IDENTIFIERS[Type]!;
    return [logicalId, { [key]: Properties[key] }];
  });
  expect(mapping).toEqual(Object.fromEntries(expected));
  expect(existing.map(([, { DeletionPolicy }]) => DeletionPolicy)).toEqual(existing.map(() => 'Retain'));
});

test('names and paths are those of the roles that exist', () => {
  const roles = Object.values(importing).filter(({ Type }) => Type === 'AWS::IAM::Role');
  expect(roles.map(({ Properties }) => [Properties.RoleName, Properties.Path])).toEqual([
    ['hopsworks-head', undefined],
    ['fraud', '/data/'],
    ['ledger', '/data/'],
  ]);
});

test('the deployment after the import writes the trusts of the resource roles, and changes nothing else of what exists', () => {
  const changed = Object.keys(mapping).filter((id) => JSON.stringify(managed[id]) !== JSON.stringify(importing[id]));
  expect(changed.map((id) => managed[id]?.Properties.RoleName)).toEqual(['fraud', 'ledger']);
  const withoutTrust = (resources: Resources) =>
    Object.entries(resources).map(([id, { Properties, ...rest }]) => {
      const { AssumeRolePolicyDocument: trust, ...others } = Properties;
      return [id, others, rest, mapping[id] === undefined ? trust : undefined];
    });
  expect(withoutTrust(managed)).toEqual(withoutTrust(importing));
});

/** As the README gives them. */
const HAND_MADE: Record<string, Omit<Statement, 'Sid'>[]> = {
  fraud: [{ Effect: 'Allow', Principal: { AWS: HEAD }, Action: 'sts:AssumeRole' }],
  ledger: [
    { Effect: 'Allow', Principal: { AWS: HEAD }, Action: 'sts:AssumeRole' },
    { Effect: 'Allow', Principal: { Service: 'glue.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
};

function trustOf(resources: Resources, name: string): PolicyDocument {
  const headId = Object.keys(resources).find((id) => resources[id]!.Properties.RoleName === 'hopsworks-head');
  const role = Object.values(resources).find(({ Properties }) => Properties.RoleName === name);
  const text = JSON.stringify(role!.Properties.AssumeRolePolicyDocument);
  return JSON.parse(text.replaceAll(JSON.stringify({ 'Fn::GetAtt': [headId, 'Arn'] }), `"${HEAD}"`)) as PolicyDocument;
}

describe.each(Object.keys(HAND_MADE))('%s', (name) => {
  const TRUSTS: [string, PolicyDocument][] = [
    ['made by hand and imported', { Version: '2012-10-17', Statement: HAND_MADE[name] as Statement[] }],
    ['of the template of the import, to which a failed deployment is rolled back', trustOf(importing, name)],
    ['deployed', trustOf(managed, name)],
  ];
  test.each(TRUSTS)('the trust %s lets in who was let in before, and nobody else', async (_, trust) => {
    const role: DeployedRole = { arn: `arn:aws:iam::111122223333:role/data/${name}`, name, trust, permissions: [] };
    const lets = (principal: string) => isAllowed({ principal, action: 'sts:AssumeRole', role });
    expect(await lets(HEAD)).toBe(true);
    expect(await lets('glue.amazonaws.com')).toBe(name === 'ledger');
    expect(await lets('arn:aws:iam::111122223333:role/stranger')).toBe(false);
  });
});

test('the permissions policy that is deployed names the roles of the hand-made one', () => {
  const policies = Object.values(managed).filter(({ Type }) => Type === 'AWS::IAM::ManagedPolicy');
  const text = JSON.stringify(policies.map(({ Properties }) => Properties.PolicyDocument));
  const resources = [...text.matchAll(/:iam::111122223333:role\/[\w/-]+/g)].map(([arn]) => arn);
  expect(resources).toEqual([':iam::111122223333:role/data/fraud', ':iam::111122223333:role/data/ledger']);
});
