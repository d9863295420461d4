import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  App,
  Aws,
  CfnCondition,
  CfnStackSet,
  Fn,
  LegacyStackSynthesizer,
  Names,
  NestedStack,
  Stack,
  Stage,
  aws_eks as eks,
  aws_iam as iam,
  aws_s3 as s3,
  aws_sam as sam,
  aws_servicecatalog as servicecatalog,
  aws_sso as sso,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { InstanceProfileRole, ResourceRole } from '../../../../lib';
import { graphOf } from '../../../../lib/private/access/graph/graph';
import { Estate } from '../../../../lib/private/access/model/estate';
import type { AccessModel, Principal } from '../../../../lib/private/access/model/model';
import { decide } from '../../../../lib/private/access/policy/decide';
import { readAssembly, stagesOf } from '../../../../lib/private/access/sources/assembly/assembly';
import { uniqueId } from '../../../../lib/private/access/sources/assembly/unique-id';
import { modelText, readModelFile } from '../../../../lib/private/access/sources/file';

const env = { account: '111122223333', region: 'eu-west-1' };
const otherEnv = { account: '444455556666', region: 'eu-west-1' };
const ec2 = new iam.ServicePrincipal('ec2.amazonaws.com');
const everything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

function modelOf(build: (app: App) => void): AccessModel {
  const app = new App({ analyticsReporting: false });
  build(app);
  return readAssembly(app.synth().directory);
}

function principal({ principals }: AccessModel, path: string): Principal {
  const found = principals.find((each) => each.place.path === path);
  if (found === undefined) throw new Error(`${path} is none of ${principals.map(({ id }) => id).join(', ')}`);
  return found;
}

function answer(model: AccessModel, path: string, action: string, resource = '*') {
  const { statements, boundary } = new Estate(model).accessOf(principal(model, path));
  return decide(boundary === undefined ? [statements] : [statements, boundary], { action, resource }).answer;
}

const chains = (model: AccessModel) =>
  graphOf(new Estate(model))
    .edges.filter(({ mechanism }) => mechanism === 'assume')
    .map(({ from, to, complete }) => `${from} ${complete ? '->' : '-x'} ${to}`)
    .sort();

test('roles of stacks, nested stacks, other accounts and Stages, and the chains between them', () => {
  const model = modelOf((app) => {
    const stack = new Stack(app, 'S', { env });
    const head = new InstanceProfileRole(stack, 'Head');
    const nested = new NestedStack(new NestedStack(stack, 'Outer'), 'Inner');
    const data = new ResourceRole(nested, 'Data', { chainingRoles: [head] });
    new s3.Bucket(stack, 'Lake').grantRead(data);
    new ResourceRole(new Stack(app, 'Far', { env: otherEnv }), 'Data', { chainingRoles: [head] });
    const stage = new Stack(new Stage(app, 'Prod', { env: otherEnv }), 'S');
    new ResourceRole(stage, 'Data', { chainingRoles: [new InstanceProfileRole(stage, 'Head', { roleName: 'head' })] });
  });
  expect(chains(model)).toEqual(['Prod/S/Head -> Prod/S/Data', 'S/Head -> Far/Data', 'S/Head -> S/Outer/Inner/Data']);
  expect(answer(model, 'S/Outer/Inner/Data', 's3:GetObject', 'arn:aws:s3:::${S/Lake}/a')).toBe('yes');
  expect(answer(model, 'S/Outer/Inner/Data', 's3:PutObject', 'arn:aws:s3:::${S/Lake}/a')).toBe('no');
  expect(model.gaps).toEqual([]);
  const { place, account, arn, name } = principal(model, 'Prod/S/Head');
  expect({ place, account, arn, name }).toEqual({
    account: '444455556666',
    arn: 'arn:${AWS::Partition}:iam::444455556666:role/head',
    name: 'head',
    place: {
      path: 'Prod/S/Head',
      stack: 'Prod/S',
      file: expect.stringMatching(/^assembly-Prod\/.*\.template\.json$/) as string,
      logicalId: expect.stringMatching(/^Head/) as string,
    },
  });
});

test('one environment of an app is chosen by its Stage', () => {
  const app = new App({ analyticsReporting: false });
  for (const id of ['Dev', 'Prod']) {
    new iam.Role(new Stack(new Stage(app, id, { env }), 'S'), 'Data', { roleName: 'data', assumedBy: ec2 });
  }
  const { directory } = app.synth();
  expect(stagesOf(directory)).toEqual(['Dev', 'Prod']);
  const ids = (stages?: string[]) => readAssembly(directory, { stages }).principals.map(({ id }) => id);
  expect([ids(), ids(['Prod']), ids([''])]).toEqual([['Dev/S/Data', 'Prod/S/Data'], ['Prod/S/Data'], []]);
});

test.each([false, true])('nested stacks are found without metadata, whatever synthesizer (legacy: %s)', (isLegacy) => {
  const app = new App({
    analyticsReporting: false,
    context: { 'aws:cdk:enable-asset-metadata': false, 'aws:cdk:enable-path-metadata': false },
  });
  const stack = new Stack(app, 'S', isLegacy ? { synthesizer: new LegacyStackSynthesizer() } : {});
  new iam.Role(new NestedStack(stack, 'N'), 'Data', { assumedBy: ec2 });
  const { principals, gaps } = readAssembly(app.synth().directory);
  expect([principals.map(({ type }) => type), gaps]).toEqual([['role'], []]);
});

describe('policies that stand outside of AWS::IAM', () => {
  const model = modelOf((app) => {
    const stack = new Stack(app, 'S', { env });
    const instanceArn = 'arn:aws:sso:::instance/ssoins-1234567890123456';
    new sso.CfnPermissionSet(stack, 'Admins', {
      name: 'admins',
      instanceArn,
      inlinePolicy: everything,
    });
    new sso.CfnPermissionSet(stack, 'Limited', {
      name: 'limited',
      instanceArn,
      customerManagedPolicyReferences: [{ name: 'own', path: '/team/' }],
      permissionsBoundary: { customerManagedPolicyReference: { name: 'most' } },
    });
    new sso.CfnPermissionSet(stack, 'LimitedByAws', {
      name: 'by-aws',
      instanceArn,
      permissionsBoundary: { managedPolicyArn: 'arn:aws:iam::aws:policy/PowerUserAccess' },
    });
    new sam.CfnFunction(stack, 'Known', { policies: [{ statement: everything.Statement[0] }] });
    new sam.CfnFunction(stack, 'Template', { policies: [{ s3ReadPolicy: { bucketName: 'lake' } }] });
    new sam.CfnFunction(stack, 'Named', { policies: 'AmazonS3ReadOnlyAccess' });
    new sam.CfnFunction(stack, 'Own', { role: 'arn:aws:iam::111122223333:role/other' });
    const body = {
      Resources: {
        R: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'set', AssumeRolePolicyDocument: everything } },
      },
    };
    new CfnStackSet(stack, 'Set', {
      stackSetName: 'x',
      permissionModel: 'SERVICE_MANAGED',
      templateBody: JSON.stringify(body),
    });
    new CfnStackSet(stack, 'Yaml', {
      stackSetName: 'y',
      permissionModel: 'SERVICE_MANAGED',
      templateBody: 'Resources:\n  R: {}',
    });
    class Product extends servicecatalog.ProductStack {
      constructor(scope: Construct, id: string) {
        super(scope, id);
        new iam.Role(this, 'R', { assumedBy: ec2 });
      }
    }
    const cloudFormationTemplate = servicecatalog.CloudFormationTemplate.fromProductStack(new Product(stack, 'PS'));
    const productVersions = [{ cloudFormationTemplate }];
    new servicecatalog.CloudFormationProduct(stack, 'Product', { productName: 'p', owner: 'o', productVersions });
  });

  test('are read: permission sets, SAM, stack sets and products', () => {
    expect(principal(model, 'S/Admins').type).toBe('permission set');
    expect(answer(model, 'S/Admins', 'iam:CreateUser')).toBe('yes');
    const own = 'arn:${AWS::Partition}:iam::${AWS::AccountId}:policy';
    expect(principal(model, 'S/Limited')).toMatchObject({
      boundary: `${own}/most`,
      managedPolicies: [`${own}/team/own`],
    });
    expect(principal(model, 'S/LimitedByAws').boundary).toBe('arn:aws:iam::aws:policy/PowerUserAccess');
    expect(answer(model, 'S/Known', 'iam:CreateUser')).toBe('yes');
    expect(principal(model, 'S/Named').managedPolicies).toEqual([
      'arn:${AWS::Partition}:iam::aws:policy/AmazonS3ReadOnlyAccess',
    ]);
    expect(principal(model, 'S/Set/R')).toMatchObject({ name: 'set', trust: everything });
    expect(principal(model, 'S/Set/R').account).toBeUndefined();
    expect(model.principals.filter(({ place }) => place.stack === 'S/Product')).toHaveLength(1);
    expect(model.principals.some(({ id }) => id === 'S/Own')).toBe(false);
  });

  test('belong to the Stage of the stack that deploys them elsewhere', () => {
    const app = new App({ analyticsReporting: false });
    const stack = new Stack(new Stage(app, 'Prod', { env }), 'S');
    const body = { Resources: { R: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: everything } } } };
    new CfnStackSet(stack, 'Set', {
      stackSetName: 'x',
      permissionModel: 'SERVICE_MANAGED',
      templateBody: JSON.stringify(body),
    });
    const { directory } = app.synth();
    expect(stagesOf(directory)).toEqual(['Prod']);
    expect(readAssembly(directory, { stages: ['Prod'] }).principals.map(({ id }) => id)).toEqual(['Prod/S/Set/R']);
  });

  test('or are named as what is not read, and decide nothing', () => {
    const whatOf = Object.fromEntries(model.gaps.map(({ about, what }) => [about, what]));
    expect(whatOf).toEqual({
      'S/Template': 'SAM\'s transform makes a policy of {"S3ReadPolicy":{"BucketName":"lake"}}, which is not read',
      'S/Yaml':
        'the template that this AWS::CloudFormation::StackSet deploys is not read: it is not JSON of this assembly',
    });
    expect(answer(model, 'S/Template', 's3:GetObject')).toBe('depends');
    expect(answer(model, 'S/Named', 's3:GetObject')).toBe('depends');
  });
});

test('what a role is made of: boundary, tags, session length, groups, profiles, providers and Pod Identity', () => {
  const model = modelOf((app) => {
    const stack = new Stack(app, 'S', { env });
    const boundary = new iam.ManagedPolicy(stack, 'Boundary', {
      managedPolicyName: 'b',
      document: iam.PolicyDocument.fromJson(everything),
    });
    new iam.CfnRole(stack, 'Role', {
      roleName: 'r',
      path: '/team/',
      assumeRolePolicyDocument: everything,
      permissionsBoundary: boundary.managedPolicyArn,
      maxSessionDuration: 7200,
      tags: [{ key: 'team', value: 'sales' }],
      policies: [{ policyName: 'inline', policyDocument: everything }],
    });
    const group = new iam.Group(stack, 'Group', { managedPolicies: [boundary] });
    new iam.User(stack, 'User', { groups: [group] });
    new iam.CfnInstanceProfile(stack, 'Profile', { roles: ['r'] });
    new iam.CfnOIDCProvider(stack, 'Oidc', { url: 'https://oidc.eks.eu-west-1.amazonaws.com/id/X' });
    new eks.CfnPodIdentityAssociation(stack, 'Pod', {
      clusterName: 'c',
      namespace: 'n',
      serviceAccount: 's',
      roleArn: 'arn:aws:iam::111122223333:role/team/r',
    });
  });
  expect(principal(model, 'S/Role')).toMatchObject({
    arn: 'arn:${AWS::Partition}:iam::111122223333:role/team/r',
    boundary: '${S/Boundary}',
    maxSessionDuration: 7200,
    tags: { team: 'sales' },
    policies: [{ name: 'inline', document: everything }],
  });
  expect(answer(model, 'S/User', 's3:GetObject')).toBe('yes');
  expect(answer(model, 'S/Role', 's3:GetObject')).toBe('yes');
  expect(model.instanceProfiles).toMatchObject([{ roles: ['r'] }]);
  expect(model.identityProviders).toMatchObject([
    { type: 'oidc', url: 'https://oidc.eks.eu-west-1.amazonaws.com/id/X' },
  ]);
  expect(model.podIdentities).toMatchObject([
    { cluster: 'c', namespace: 'n', serviceAccount: 's', role: 'arn:aws:iam::111122223333:role/team/r' },
  ]);
});

test('Fn::If keeps its branches in order, with their condition', () => {
  const model = modelOf((app) => {
    const stack = new Stack(app, 'S', { env });
    new CfnCondition(stack, 'IsProd', { expression: Fn.conditionEquals(Fn.ref('AWS::Region'), 'eu-west-1') });
    const Principal = { 'Fn::If': ['IsProd', { AWS: '*' }, { AWS: '111122223333' }] };
    new iam.CfnRole(stack, 'Role', {
      assumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal }],
      },
    });
  });
  expect(principal(model, 'S/Role').trust).toMatchObject({
    Statement: [
      {
        Principal: { 'Fn::If': ['${Fn::Equals(${AWS::Region}, "eu-west-1")}', { AWS: '*' }, { AWS: '111122223333' }] },
      },
    ],
  });
});

test('ids of construct paths are those that CDK makes', () => {
  for (const path of [
    'S',
    'S/Role/Resource',
    'A/A/AB/Default',
    'x-y/My Role/Resource/Resource',
    `${'Long'.repeat(70)}/R`,
  ]) {
    const node = path
      .split('/')
      .reduce<Construct>((scope, id) => new Construct(scope, id), new Construct(undefined as never, ''));
    expect([path, uniqueId(path)]).toEqual([path, Names.nodeUniqueId(node.node)]);
  }
});

test('a folder that holds no assembly is an error that says what to give', () => {
  expect(() => readAssembly('/nowhere')).toThrow(
    '/nowhere holds no manifest.json: give the folder that `cdk synth` writes, usually cdk.out.',
  );
});

describe('a saved model', () => {
  const folder = mkdtempSync(join(tmpdir(), 'access-'));
  const file = join(folder, 'model.json');
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test('is the model, the same text for the same app', () => {
    const build = (app: App) =>
      new ResourceRole(new Stack(app, 'S', { env }), 'Data', {
        chainingRoles: [new InstanceProfileRole(new Stack(app, 'T', { env }), 'Head')],
      });
    const model = modelOf(build);
    writeFileSync(file, modelText(model));
    expect(readModelFile(file)).toEqual(model);
    expect(readFileSync(file, 'utf8')).toBe(modelText(modelOf(build)));
    expect(chains(readModelFile(file))).toEqual(['T/Head -> S/Data']);
  });

  test.each([
    ['{', /model\.json is no saved access model: .* Write it anew with `snapshot --model`\.$/],
    ['[]', /it holds no JSON object/],
    ['{"version":2}', /its version is 2, and 1 is known here/],
    ['{}', /its version is missing/],
    ['{"version":1,"symbols":{},"stacks":[]}', /it lacks principals, policies, memberships/],
  ])('%s is none', (text, message) => {
    writeFileSync(file, text);
    expect(() => readModelFile(file)).toThrow(message);
  });
});

test('choices of whole lists and documents are put into words once', () => {
  const model = modelOf((app) => {
    const stack = new Stack(app, 'S', { env });
    new CfnCondition(stack, 'IsProd', { expression: Fn.conditionEquals(Aws.REGION, 'eu-west-1') });
    const role = new iam.CfnRole(stack, 'R', { assumeRolePolicyDocument: everything });
    const nothing = { Ref: 'AWS::NoValue' };
    role.addPropertyOverride('ManagedPolicyArns', { 'Fn::If': ['IsProd', ['a', 'b'], nothing] });
    const statement = { 'Fn::If': ['IsProd', everything.Statement[0], nothing] };
    role.addPropertyOverride('Policies', [
      { PolicyName: 'p', PolicyDocument: { ...everything, Statement: [statement] } },
    ]);
    new iam.CfnUser(stack, 'U').addPropertyOverride('ManagedPolicyArns', { 'Fn::Split': [',', 'a,b'] });
  });
  expect(principal(model, 'S/U').managedPolicies).toEqual(['a', 'b']);
  const { managedPolicies, policies } = principal(model, 'S/R');
  const isProd = 'Fn::Equals(${AWS::Region}, "eu-west-1")';
  expect(managedPolicies).toEqual([`\${Fn::If(${isProd}, ["a", "b"], \${AWS::NoValue})}`]);
  expect(policies[0]?.document).toEqual({
    ...everything,
    Statement: [{ 'Fn::If': [`\${${isProd}}`, everything.Statement[0], { Ref: 'AWS::NoValue' }] }],
  });
});
