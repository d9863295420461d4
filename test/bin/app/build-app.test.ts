import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { buildApp } from '../../../bin/app/build-app';
import { loadConfig, parseConfig } from '../../../bin/app/config';
import { remembered } from '../../../lib/private/access/policy/remembered';
import { base, resourcesOf, templatesOf } from './support';

const quickstart = join(__dirname, '../../../examples/quickstart/role-chaining.yaml');
const quickstartText = readFileSync(quickstart, 'utf8');

const resourceRole = `resourceRoles:
  r: { account: finance, chainedFrom: [head], access: [{ s3: { bucket: lake, level: read-only } }] }
`;

const assemblies = new Map<string, ReturnType<App['synth']>>();

function assemblyOf(text: string) {
  return remembered(assemblies, text, () => {
    const app = new App();
    buildApp(app, parseConfig(text, 'c.yaml'));
    return app.synth();
  });
}

describe('the quickstart', () => {
  test('is read from its file', () => {
    expect(Object.keys(loadConfig(quickstart).config.resourceRoles)).toEqual(['fraud-role', 's3-role', 'churn-role']);
  });

  test('has two stacks for each account; data stacks follow the platform stack', () => {
    const stacks = assemblyOf(quickstartText).stacks.map(({ stackName, environment, dependencies }) => ({
      stackName,
      environment: environment.name,
      after: dependencies.map(({ id }) => id).filter((id) => !id.endsWith('.assets')),
    }));
    const finance = 'aws://444455556666/eu-west-1';
    const platform = 'aws://111122223333/eu-west-1';
    expect(stacks).toEqual([
      { stackName: 'Quickstart-111122223333-Platform', environment: platform, after: [] },
      { stackName: 'Quickstart-444455556666-Platform', environment: finance, after: [] },
      { stackName: 'Quickstart-111122223333-Data', environment: platform, after: ['Quickstart-111122223333-Platform'] },
      { stackName: 'Quickstart-444455556666-Data', environment: finance, after: ['Quickstart-111122223333-Platform'] },
    ]);
  });

  test('outputs what an administrator enters elsewhere', () => {
    const outputs = Object.entries(templatesOf(quickstartText)).map(([stack, { Outputs }]) => [
      stack,
      Object.keys(Outputs ?? {}),
    ]);
    expect(Object.fromEntries(outputs)).toEqual({
      'Quickstart-111122223333-Platform': [
        expect.stringMatching(/^NetworkCertificate/),
        'VpcId',
        'SecurityGroupId',
        'WorkersInstanceProfileName',
        'WorkersInstanceProfileArn',
        'CrossAccountRoleArn',
        'QuboleSecondaryRoleInstanceProfileName',
        'QuboleSecondaryRoleCustomEc2Tag',
        'QuboleServiceRoleArn',
        'QuboleDefaultLocation',
        'ChainingRoleArnHopsworksHead',
        'InstanceProfileNameHopsworksHead',
        'InstanceProfileArnHopsworksHead',
        'ChainingRoleArnHopsworksPods',
      ],
      'Quickstart-111122223333-Data': ['RoleMappings', 'ResourceRoleArnFraudRole'],
      'Quickstart-444455556666-Data': ['RoleMappings', 'ResourceRoleArnS3Role', 'ResourceRoleArnChurnRole'],
    });
  });

  test('names each role, below the path of defaults where it has none of its own, with the tags of defaults', () => {
    const roles = Object.values(templatesOf(quickstartText)).flatMap((template) =>
      resourcesOf(template, 'AWS::IAM::Role'),
    );
    expect(roles.map(({ Properties: { RoleName, Path, Tags } }) => ({ RoleName, Path, Tags }))).toEqual(
      [
        ...['hopsworks-head', 'hopsworks-pods', 'hopsworks-workers', 'hopsworks-control-plane'].map((RoleName) => ({
          RoleName,
          Path: '/hopsworks/',
        })),
        ...['control-plane', 'cluster'].map((RoleName) => ({ RoleName, Path: '/clusters/' })),
        ...['fraud-role', 's3-role', 'churn-role'].map((RoleName) => ({ RoleName, Path: '/hopsworks/' })),
      ].map((role) => ({ ...role, Tags: [{ Key: 'team', Value: 'data-platform' }] })),
    );
  });

  test('holds no export and no import', () => {
    expect(JSON.stringify(templatesOf(quickstartText))).not.toMatch(/"Export"|ImportValue|GetStackOutput/);
  });
});

describe('the stacks of an account', () => {
  const stacksOf = (text: string) =>
    assemblyOf(text).stacks.map(({ stackName, template }) => [stackName, template as unknown]);
  const removed = base.replace(/  head:.*\n/, '').replace('chainingRoles:', 'chainingRoles: {}');

  test('stay when its last role was removed, without resources, which makes cdk deploy delete them', () => {
    const templates = Object.entries(Object.fromEntries(stacksOf(removed)) as Record<string, object>);
    expect(templates.map(([name, template]) => [name, 'Resources' in template])).toEqual(
      ['111122223333-Platform', '444455556666-Platform', '111122223333-Data', '444455556666-Data']
        .map((name) => [`RoleChaining-${name}`, false])
        .sort(),
    );
  });

  test('are left alone when its key is renamed: nothing in the assembly changes', () => {
    const renamed = (base + resourceRole).replaceAll('finance', 'ledger').replaceAll('platform', 'machines');
    expect(stacksOf(renamed)).toEqual(stacksOf(base + resourceRole));
  });

  test('are none of those of a config with another name', () => {
    const names = (text: string) => stacksOf(text).map(([name]) => name as string);
    const other = names(base.replace('name: RoleChaining', 'name: Other'));
    expect(other).toHaveLength(4);
    expect(names(base).filter((each) => other.includes(each))).toEqual([]);
  });

  test.each(['1st', 'a_b', 'a b', '-a', '', 'a'.repeat(65)])('refuse the name %j', (name) => {
    expect(() => parseConfig(base.replace('name: RoleChaining', `name: '${name}'`), 'c.yaml')).toThrow(
      `c.yaml:1: name: got ${JSON.stringify(name)}, expected up to 64 letters, digits and hyphens`,
    );
  });
});

test('two accounts that serve each other make no cycle', () => {
  const text = `name: RoleChaining
accounts:
  a: { id: '111122223333', region: eu-west-1 }
  b: { id: '444455556666', region: us-east-1 }
chainingRoles:
  a-head: { account: a, type: instance-profile }
  b-head: { account: b, type: instance-profile }
resourceRoles:
  a-data: { account: a, chainedFrom: [a-head, b-head], access: [{ s3: { bucket: lake, level: read-only } }] }
  b-data: { account: b, chainedFrom: [a-head, b-head], access: [{ s3: { bucket: pond, level: read-only } }] }
`;
  const dependencies = assemblyOf(text).stacks.map((stack) => [
    stack.stackName,
    stack.dependencies
      .map(({ id }) => id)
      .filter((id) => !id.endsWith('.assets'))
      .sort(),
  ]);
  const platforms = ['RoleChaining-111122223333-Platform', 'RoleChaining-444455556666-Platform'];
  expect(Object.fromEntries(dependencies)).toEqual({
    'RoleChaining-111122223333-Platform': [],
    'RoleChaining-444455556666-Platform': [],
    'RoleChaining-111122223333-Data': platforms,
    'RoleChaining-444455556666-Data': platforms,
  });
});

test('the account-root trust needs no order of deployment', () => {
  const text = base + resourceRole.replace('chainedFrom', 'trust: account-root, chainedFrom');
  const data = assemblyOf(text).getStackByName('RoleChaining-444455556666-Data');
  expect(data.dependencies.map(({ id }) => id)).toEqual(['RoleChaining-444455556666-Data.assets']);
});

test('outputs: false makes none', () => {
  const outputs = Object.values(templatesOf(`${base}${resourceRole}outputs: false\n`)).map(({ Outputs }) => Outputs);
  expect(outputs).toEqual([undefined, undefined]);
});

test("a role's own name, path, boundary, description and session length go before those of defaults", () => {
  const text = `${base}defaults: { path: /d/, permissionsBoundary: 'arn:aws:iam::aws:policy/PowerUserAccess' }
resourceRoles:
  r:
    account: finance
    chainedFrom: [head]
    roleName: lake-reader
    path: /own/
    permissionsBoundary: arn:aws:iam::444455556666:policy/Own
    description: Reads the lake
    maxSessionHours: 2
    access: [{ s3: { bucket: lake, level: read-only } }]
`;
  const templates = templatesOf(text);
  const [head] = resourcesOf(templates['RoleChaining-111122223333-Platform'], 'AWS::IAM::Role');
  const [role] = resourcesOf(templates['RoleChaining-444455556666-Data'], 'AWS::IAM::Role');
  expect(head?.Properties).toMatchObject({
    RoleName: 'head',
    Path: '/d/',
    PermissionsBoundary: 'arn:aws:iam::aws:policy/PowerUserAccess',
  });
  expect(role?.Properties).toMatchObject({
    RoleName: 'lake-reader',
    Path: '/own/',
    PermissionsBoundary: 'arn:aws:iam::444455556666:policy/Own',
    Description: 'Reads the lake',
    MaxSessionDuration: 7200,
  });
});

test('the trust asks for what the config says', () => {
  const text =
    base +
    resourceRole.replace(
      'chainedFrom',
      "externalId: ext-1, organizationId: o-a1b2c3d4e5, conditions: { Bool: { 'aws:SecureTransport': true } }, " +
        'allowSessionTags: true, allowSourceIdentity: true, trustRevision: R2, chainedFrom',
    );
  const [role] = resourcesOf(templatesOf(text)['RoleChaining-444455556666-Data'], 'AWS::IAM::Role');
  const statements = role?.Properties.AssumeRolePolicyDocument?.Statement;
  expect(statements?.[0]?.Condition).toEqual({
    Bool: { 'aws:SecureTransport': 'true' },
    StringEquals: { 'sts:ExternalId': 'ext-1', 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' },
  });
  expect(statements?.[0]?.Sid).toContain('R2');
  expect(JSON.stringify(statements)).toMatch(
    /sts:SetSourceIdentity.*sts:TagSession|sts:TagSession.*sts:SetSourceIdentity/,
  );
});

describe('synthesizers', () => {
  const manifestOf = (defaults: string) => {
    const [stack] = assemblyOf(`${base}defaults: ${defaults}\n`).stacks;
    return stack?.manifest.properties as { assumeRoleArn?: string; bootstrapStackVersionSsmParameter?: string };
  };

  test('change no role and no policy', () => {
    const resources = (defaults: string) =>
      Object.values(templatesOf(`${base}${resourceRole}defaults: ${defaults}\n`)).map(({ Resources }) => Resources);
    const plain = resources('{}');
    expect(plain).toHaveLength(2);
    for (const defaults of ['{ qualifier: mine }', '{ synthesizer: legacy }', '{ synthesizer: cli-credentials }'])
      expect(resources(defaults)).toEqual(plain);
  });

  test('the templates ask for the bootstrap of the qualifier', () => {
    const versionOf = (defaults: string) =>
      JSON.stringify(templatesOf(`${base}defaults: ${defaults}\n`)).match(/\/cdk-bootstrap\/\w+\/version/)?.[0];
    expect(versionOf('{}')).toBe('/cdk-bootstrap/hnb659fds/version');
    expect(versionOf('{ qualifier: mine }')).toBe('/cdk-bootstrap/mine/version');
    expect(versionOf('{ synthesizer: legacy }')).toBeUndefined();
  });

  test('default: through the bootstrap roles', () => {
    expect(manifestOf('{}').assumeRoleArn).toContain('role/cdk-hnb659fds-deploy-role-111122223333-eu-west-1');
    expect(manifestOf('{ qualifier: mine }').assumeRoleArn).toContain('role/cdk-mine-deploy-role-');
  });

  test('legacy: without bootstrap', () => {
    const { assumeRoleArn, bootstrapStackVersionSsmParameter } = manifestOf('{ synthesizer: legacy }');
    expect({ assumeRoleArn, bootstrapStackVersionSsmParameter }).toEqual({});
  });

  test("cli-credentials: with the caller's own", () => {
    const [stack] = assemblyOf(`${base}defaults: { synthesizer: cli-credentials, qualifier: mine }\n`).stacks;
    expect(stack?.assumeRoleArn).toBeUndefined();
    expect(stack?.stackTemplateAssetObjectUrl).toContain('s3://cdk-mine-assets-');
  });
});
