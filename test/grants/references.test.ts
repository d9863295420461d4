import {
  App,
  Stack,
  Stage,
  aws_dynamodb as dynamodb,
  aws_iam as iam,
  aws_kms as kms,
  aws_lambda as lambda,
} from 'aws-cdk-lib';
import {
  CfnParameter,
  Fn,
  aws_s3 as s3,
  aws_ssm as ssm,
  aws_secretsmanager as secretsmanager,
  aws_servicecatalog as servicecatalog,
} from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  AccessLevel,
  AthenaAccess,
  ChainingRole,
  DynamoDbAccess,
  GlueAccess,
  InstanceProfileRole,
  KmsAccess,
} from '../../lib';
import { KmsAccessLevel, ResourceRole, S3Access, SecretsManagerAccess } from '../../lib';
import { Deployed, FINANCE, PLATFORM, type Statement, newStack, warningsOf } from '../support';
import { KEY } from './support';

const READ = AccessLevel.READ;

function ledgerIn(stack: Stack): ResourceRole {
  const head = new InstanceProfileRole(stack, 'Head');
  return new ResourceRole(stack, 'Ledger', { chainingRoles: [head], roleName: 'ledger' });
}

/** What the role of a stack is granted, put into words. */
function granted(role: iam.IRole): Statement[] {
  return new Deployed(Stack.of(role)).of(role).permissions.flatMap(({ Statement: statements }) => statements);
}

describe('what the same stack creates', () => {
  const stack = newStack(PLATFORM);
  const role = ledgerIn(stack);
  const key = new kms.Key(stack, 'Key');
  const table = new dynamodb.Table(stack, 'Table', {
    partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
  });
  S3Access.grant(role, { bucket: new s3.Bucket(stack, 'Lake').bucketName, level: READ, kmsKeyArn: key.keyArn });
  DynamoDbAccess.grant(role, { table: table.tableName, level: READ });
  DynamoDbAccess.grant(role, { table: table.tableArn, level: READ, kmsKeyArn: key.keyArn });
  SecretsManagerAccess.grant(role, { secretArn: new secretsmanager.Secret(stack, 'Secret').secretArn });
  const byName = secretsmanager.Secret.fromSecretNameV2(stack, 'ByName', 'ledger');
  SecretsManagerAccess.grant(role, { secretArn: byName.secretArn });
  KmsAccess.grant(role, { keyArn: key.keyArn, level: KmsAccessLevel.DECRYPT });
  const statements = granted(role);
  const resourceOf = (sid: string) => statements.find(({ Sid }) => Sid === sid)?.Resource;

  test('is named by reference', () => {
    expect(resourceOf('ReadObjects')).toMatch(/^arn:aws:s3:::\$\{Lake\w+\}\/\*$/);
    expect(resourceOf('ReadItems')).toEqual([
      expect.stringMatching(/^arn:aws:dynamodb:eu-west-1:111122223333:table\/\$\{Table\w+\}$/),
      expect.stringMatching(/^arn:aws:dynamodb:eu-west-1:111122223333:table\/\$\{Table\w+\}\/index\/\*$/),
    ]);
    expect(resourceOf('ReadItems2')).toEqual([
      expect.stringMatching(/^\$\{Table\w+\.Arn\}$/),
      expect.stringMatching(/^\$\{Table\w+\.Arn\}\/index\/\*$/),
    ]);
    expect(resourceOf('ReadSecret')).toMatch(/^\$\{Secret\w+\}$/);
    expect(resourceOf('ReadSecret2')).toBe('arn:aws:secretsmanager:eu-west-1:111122223333:secret:ledger-??????');
    expect(resourceOf('Decrypt')).toMatch(/^\$\{Key\w+\.Arn\}$/);
  });

  test('and its key is used through the service of its region only', () => {
    const through = (sid: string) => statements.find(({ Sid }) => Sid === sid)?.Condition;
    expect(through('UseKey')).toEqual({ StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } });
    expect(through('UseTableKey')).toEqual({ StringEquals: { 'kms:ViaService': 'dynamodb.eu-west-1.amazonaws.com' } });
  });

  test('and nobody is asked for anything', () => {
    expect(warningsOf(stack)).toEqual([]);
  });
});

test('what a stack of another account creates is named there, and its owner is asked', () => {
  const app = new App();
  const data = newStack({ ...FINANCE, region: 'eu-central-1' }, 'Data', app);
  const table = new dynamodb.Table(data, 'Table', {
    tableName: 'ledger',
    partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
  });
  const bucket = new s3.Bucket(data, 'Lake', { bucketName: 'finance-lake' });
  const secret = new secretsmanager.Secret(data, 'Secret', { secretName: 'ledger/database' });
  const stack = newStack(PLATFORM, 'Stack', app);
  const role = ledgerIn(stack);
  DynamoDbAccess.grant(role, { table: table.tableName, level: READ });
  DynamoDbAccess.grant(role, { table: table.tableArn, level: READ });
  S3Access.grant(role, { bucket: bucket.bucketName, level: READ });
  SecretsManagerAccess.grant(role, { secretArn: secret.secretArn });
  const resources = granted(role).map(({ Sid, Resource }) => [Sid, Resource]);
  const ledger = 'arn:aws:dynamodb:eu-central-1:444455556666:table/ledger';
  expect(resources).toEqual([
    ['ReadItems', [ledger, `${ledger}/index/*`]],
    ['ReadItems2', [ledger, `${ledger}/index/*`]],
    ['ListObjects', 'arn:aws:s3:::finance-lake'],
    ['DescribeBucket', 'arn:aws:s3:::finance-lake'],
    ['ReadObjects', 'arn:aws:s3:::finance-lake/*'],
    ['ReadSecret', 'arn:aws:secretsmanager:eu-central-1:444455556666:secret:ledger/database-??????'],
  ]);
  expect(warningsOf(stack).map(({ text }) => text.split(', whose owner')[0])).toEqual([
    `${ledger} is of account 444455556666`,
    `${ledger} is of account 444455556666`,
    'arn:aws:s3:::finance-lake is of account 444455556666',
    'arn:aws:secretsmanager:eu-central-1:444455556666:secret:ledger/database is of account 444455556666',
  ]);
});

test('a stack without an environment names its own account and region', () => {
  const stack = newStack();
  const role = ledgerIn(stack);
  GlueAccess.grant(role, { databases: ['ledger'], level: READ });
  S3Access.grant(role, { bucket: 'lake', level: READ, kmsKeyArn: Fn.importValue('KeyArn') });
  const [policy] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy')) as [
    { Properties: { PolicyDocument: { Statement: { Resource: unknown; Condition?: object }[] } } },
  ];
  const { Statement: statements } = policy.Properties.PolicyDocument;
  expect(stack.resolve((statements[0]?.Resource as unknown[])[0])).toEqual({
    'Fn::Join': [
      '',
      ['arn:', { Ref: 'AWS::Partition' }, ':glue:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':catalog'],
    ],
  });
  // Where the end of the service's name is not known, any is taken.
  expect(statements.at(-1)?.Condition).toEqual({
    StringLike: { 'kms:ViaService': { 'Fn::Join': ['', ['s3.', { Ref: 'AWS::Region' }, '.*']] } },
  });
});

test('a name that only the deployment knows may be an ARN', () => {
  const stack = newStack(PLATFORM);
  const role = ledgerIn(stack);
  const parameter = new CfnParameter(stack, 'Table').valueAsString;
  expect(() => DynamoDbAccess.grant(role, { table: parameter, level: READ })).toThrow(
    'Stack/Ledger: table is known only at deployment, and nobody can tell whether as a name or as an ARN',
  );
  const arn = `arn:aws:dynamodb:eu-west-1:111122223333:table/${parameter}`;
  expect(() => DynamoDbAccess.grant(role, { table: arn, level: READ })).not.toThrow();
  expect(granted(role)[0]?.Resource).toContain('arn:aws:dynamodb:eu-west-1:111122223333:table/${Table}');
});

test('what CDK has yet to look up is taken for what is right', () => {
  const stack = newStack(PLATFORM);
  const role = ledgerIn(stack);
  const found = ssm.StringParameter.valueFromLookup(stack, '/ledger');
  expect(() => {
    S3Access.grant(role, { bucket: found, level: READ, account: found, region: found, kmsKeyArn: found });
    GlueAccess.grant(role, { databases: [found], tables: [found], level: READ });
    DynamoDbAccess.grant(role, { table: found, level: READ, kmsKeyArn: found });
    SecretsManagerAccess.grant(role, { secretArn: found, kmsKeyArn: found });
    KmsAccess.grant(role, { keyArn: found, level: KmsAccessLevel.DECRYPT });
    KmsAccess.grant(iam.Role.fromLookup(stack, 'Found', { roleName: 'found' }), {
      keyArn: KEY,
      level: KmsAccessLevel.DECRYPT,
    });
  }).not.toThrow();
});

test('an ARN of a bucket by reference is no name', () => {
  const stack = newStack(PLATFORM);
  const { bucketArn } = new s3.Bucket(stack, 'Lake');
  expect(() => S3Access.grant(ledgerIn(stack), { bucket: bucketArn, level: READ })).toThrow(
    'as `bucket.bucketName` gives it',
  );
});

test('whatever holds a policy can be granted access', () => {
  const stack = newStack(PLATFORM);
  const loader = new lambda.Function(stack, 'Loader', {
    runtime: lambda.Runtime.NODEJS_20_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = () => {}'),
  });
  const theirs = ChainingRole.fromChainingRoleArn(stack, 'Theirs', 'arn:aws:iam::111122223333:role/theirs');
  for (const grantee of [loader, new iam.User(stack, 'User'), new iam.Group(stack, 'Group'), theirs]) {
    expect(KmsAccess.grant(grantee, { keyArn: KEY, level: KmsAccessLevel.DECRYPT })).toMatchObject({ success: true });
  }
  Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 4);
});

test.each<[string, (stack: Stack) => iam.IRole]>([
  [
    'imported as immutable',
    (stack) => iam.Role.fromRoleArn(stack, 'R', 'arn:aws:iam::111122223333:role/r', { mutable: false }),
  ],
  ['of another account', (stack) => iam.Role.fromRoleArn(stack, 'R', 'arn:aws:iam::444455556666:role/r')],
  ['of this app, seen as immutable', (stack) => ledgerIn(stack).withoutPolicyUpdates()],
  [
    'of a permission set',
    (stack) =>
      iam.Role.fromRoleArn(
        stack,
        'R',
        'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_R_1',
      ),
  ],
  [
    'of a service',
    (stack) =>
      iam.Role.fromRoleArn(stack, 'R', 'arn:aws:iam::111122223333:role/aws-service-role/ecs.amazonaws.com/ForECS'),
  ],
  ['of a service, by its name', (stack) => iam.Role.fromRoleName(stack, 'R', 'AWSServiceRoleForECS')],
  [
    'of a permission set, as a chaining role',
    (stack) =>
      ChainingRole.fromChainingRoleArn(stack, 'R', 'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/R')
        .grantPrincipal as iam.IRole,
  ],
])('a role %s is granted nothing, and its owner is told what to add', (_, import_) => {
  const stack = newStack(PLATFORM);
  const grant = KmsAccess.grant(import_(stack), { keyArn: KEY, level: KmsAccessLevel.DECRYPT });
  expect([grant.success, grant.principalStatements]).toEqual([false, []]);
  Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 0);
  const document = `{"Version":"2012-10-17","Statement":[{"Action":"kms:Decrypt","Effect":"Allow","Resource":"${KEY}","Sid":"Decrypt"}]}`;
  expect(warningsOf(stack).map(({ text }) => text)).toContainEqual(expect.stringContaining(document));
});

test.each([
  ['AWSReservedSSO_Analysts_0123456789abcdef', 'The inline policy of its permission set takes these statements: {'],
  ['AWSServiceRoleForECS', 'an AWS service keeps it, and IAM refuses every change. Another role takes this policy: {'],
  ['Analysts', undefined],
])('who changes the role %s is told', (name, text) => {
  const stack = newStack(PLATFORM);
  KmsAccess.grant(iam.Role.fromRoleName(stack, 'R', name), { keyArn: KEY, level: KmsAccessLevel.DECRYPT });
  const [warning] = warningsOf(stack);
  if (text === undefined) expect(warning).toBeUndefined();
  else expect(warning?.text).toContain(text);
});

test('an imported role of this account is granted it', () => {
  const stack = newStack(PLATFORM);
  const role = iam.Role.fromRoleArn(stack, 'R', 'arn:aws:iam::111122223333:role/data/r');
  expect(KmsAccess.grant(role, { keyArn: KEY, level: KmsAccessLevel.DECRYPT })).toMatchObject({ success: true });
  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', { Roles: ['r'] });
  expect(warningsOf(stack)).toEqual([]);
});

test('a role that is granted more than its inline policy holds keeps all of it, within the quotas of IAM', () => {
  const stack = newStack(PLATFORM);
  const role = ledgerIn(stack);
  const databases = Array.from({ length: 30 }, (_, index) => `database_of_department_${index}`);
  for (const database of databases) GlueAccess.grant(role, { databases: [database], level: AccessLevel.READ_WRITE });
  const { permissions } = new Deployed(stack).of(role);
  const lengths = permissions.map((document) => JSON.stringify(document).length);
  expect(lengths.length).toBeGreaterThan(2);
  expect(lengths.filter((length) => length > 10_240)).toEqual([]);
  const sids = permissions.flatMap(({ Statement: statements }) => statements.map(({ Sid }) => Sid));
  expect(new Set(sids).size).toBe(databases.length);
});

describe('an imported role of another account', () => {
  const theirs = (stack: Stack) => iam.Role.fromRoleArn(stack, 'R', 'arn:aws:iam::444455556666:role/r');
  const told = (grant: (role: iam.IRole, stack: Stack) => iam.Grant) => {
    const stack = newStack(PLATFORM);
    grant(theirs(stack), stack);
    return warningsOf(stack).map(({ text }) => text);
  };

  test.each<[string, (role: iam.IRole) => iam.Grant, string]>([
    [
      'a workgroup',
      (role) => AthenaAccess.grant(role, { workgroup: 'a', resultsLocation: { bucket: 'results' } }),
      'arn:aws:athena:eu-west-1:444455556666:workgroup/a',
    ],
    [
      'a catalog',
      (role) => GlueAccess.grant(role, { databases: ['ledger'], level: READ }),
      'arn:aws:glue:eu-west-1:444455556666:database/ledger',
    ],
    [
      'a table',
      (role) => DynamoDbAccess.grant(role, { table: 'ledger', level: READ }),
      'arn:aws:dynamodb:eu-west-1:444455556666:table/ledger',
    ],
  ])('uses %s of its own account, whose owner has nothing else to add', (_, grant, arn) => {
    const [text, ...others] = told(grant);
    expect(text).toContain(arn);
    expect(text).toContain('Its permissions policy is not written');
    expect(text).not.toContain('111122223333');
    expect(others).toEqual([]);
  });

  test('is asked for where the data is of the account of the stack, and only there', () => {
    const asked = (grant: (role: iam.IRole, stack: Stack) => iam.Grant) =>
      told(grant).flatMap((text) => /^(\S+) is of account (\d+), whose owner/.exec(text)?.slice(1) ?? []);
    const key = (account: string) => KEY.replace(PLATFORM.account, account);
    const level = KmsAccessLevel.DECRYPT;
    expect(asked((role) => KmsAccess.grant(role, { keyArn: KEY, level }))).toEqual([KEY, PLATFORM.account]);
    expect(asked((role) => KmsAccess.grant(role, { keyArn: key(FINANCE.account), level }))).toEqual([]);
    const ofStack = (role: iam.IRole, stack: Stack) =>
      S3Access.grant(role, { bucket: new s3.Bucket(stack, 'Lake').bucketName, level: READ });
    expect(asked(ofStack)).toEqual([expect.stringMatching(/^arn:.+:s3:::\$\{Lake\w+\}$/), PLATFORM.account]);
  });
});

test('data of another account names no group, whose own policy is of use in its own account only', () => {
  const stack = newStack(PLATFORM);
  const group = new iam.Group(stack, 'Group');
  const level = KmsAccessLevel.DECRYPT;
  expect(() => KmsAccess.grant(group, { keyArn: KEY.replace(PLATFORM.account, FINANCE.account), level })).toThrow(
    'Stack/Group: data or a key of another account, whose policies can name no group: grant a role or a user.',
  );
  expect(KmsAccess.grant(group, { keyArn: KEY, level })).toMatchObject({ success: true });
});

test('a construct that is no principal is none', () => {
  const stack = newStack(PLATFORM);
  const grantee = { grantPrincipal: stack } as never;
  expect(() => KmsAccess.grant(grantee, { keyArn: KEY, level: KmsAccessLevel.DECRYPT })).toThrow(
    'KmsAccess.grant: grantee is a principal without a policy of its own in this app',
  );
});

test('what is deployed in accounts that no synth knows names the account and region of its deployment', () => {
  class Product extends servicecatalog.ProductStack {}
  const stage = new Stage(new App(), 'Stage', { env: PLATFORM });
  const product = new Product(new Stack(stage, 'Portfolio'), 'Product');
  const role = new iam.Role(product, 'Loader', { assumedBy: new iam.AccountRootPrincipal() });
  GlueAccess.grant(role, { databases: ['ledger'], level: READ });
  const { document } = role.node.findChild('DefaultPolicy') as iam.Policy;
  const written = JSON.stringify(product.resolve(document.toJSON()));
  expect(written).not.toContain(PLATFORM.account);
  expect(written).toContain('{"Ref":"AWS::Region"},":",{"Ref":"AWS::AccountId"},":catalog"');
});

test('a key that another stack of the app creates is used in the region of that stack', () => {
  const app = new App();
  const key = new kms.Key(newStack({ ...PLATFORM, region: 'eu-central-1' }, 'Keys', app), 'Key');
  const stack = newStack(PLATFORM, 'Stack', app);
  const role = new iam.Role(stack, 'Loader', { assumedBy: new iam.AccountRootPrincipal() });
  S3Access.grant(role, { bucket: 'lake', level: READ, kmsKeyArn: key.keyArn });
  const { document } = role.node.findChild('DefaultPolicy') as iam.Policy;
  expect(JSON.stringify(document.toJSON())).toContain('"kms:ViaService":"s3.eu-central-1.amazonaws.com"');
});
