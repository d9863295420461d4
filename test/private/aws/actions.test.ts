import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { tableSource } from '../../../bin/write-actions';
import {
  type Action,
  actionsLike,
  carries,
  conditionKey,
  isGlobal,
  knownServices,
  tableVersion,
} from '../../../lib/private/aws/actions/service-authorization';
import { meantActions } from '../../../lib/private/aws/actions/meant-actions';

const LIBRARY = join(__dirname, '..', '..', '..', 'lib');

test('the committed table is that of the installed data; else run: npm run actions', async () => {
  const committed = readFileSync(join(LIBRARY, 'private', 'aws', 'actions', 'table.ts'), 'utf8');
  // Not by `toBe`: nobody wants to see the difference of two tables.
  expect(committed === (await tableSource())).toBe(true);
  expect(committed.length).toBeLessThan(200_000);
  expect(committed).toMatch(/^\/\*! [^]*MIT License[^]*Copyright \(c\) [^]*\*\//);
});

test('the table says how old it is', () => {
  const { version, date } = tableVersion();
  expect(version).toMatch(/^\d+\.\d+\.\d{9}$/);
  expect(version).toContain(date.replaceAll('-', ''));
});

test('the table is read when something is asked, not when the reader is loaded', () => {
  jest.isolateModules(() => {
    jest.doMock('../../../lib/private/aws/actions/table', () => {
      throw new Error('the table was read');
    });
    const reader = jest.requireActual<typeof import('../../../lib/private/aws/actions/service-authorization')>(
      '../../../lib/private/aws/actions/service-authorization',
    );
    expect(() => reader.actionsLike('s3:GetObject')).toThrow('the table was read');
  });
  jest.dontMock('../../../lib/private/aws/actions/table');
});

/** Texts in the source that look like an action or a condition key. */
function namesIn(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  return files.flatMap((file) => {
    if (file.endsWith('table.ts')) return [];
    const strings = readFileSync(join(folder, file), 'utf8').matchAll(/'([a-z][a-z0-9-]+:[A-Z*][\w*/]*)'/g);
    return [...strings].map(([, name = '']) => name);
  });
}

test('every action and condition key that the library names is one of AWS', () => {
  const names = [...new Set(namesIn(LIBRARY))];
  expect(names).toEqual(expect.arrayContaining(['s3:GetObject', 'sts:AssumeRole', 'aws:PrincipalArn', 'ec2:Vpc']));
  const unknown = names.filter((name) => actionsLike(name).actions.length === 0 && conditionKey(name) === undefined);
  // The end of an ARN, and actions of services that the table leaves out.
  const leftOut = /^account:/;
  expect(unknown.filter((name) => !leftOut.test(name))).toEqual(['log-group:*', 'batch:RegisterJobDefinition']);
});

function namesLike(pattern: string): string[] {
  return actionsLike(pattern).actions.map(({ name }) => name);
}

describe('a pattern of actions', () => {
  test.each([
    ['sts:AssumeRole', ['sts:AssumeRole']],
    ['STS:assumerole', ['sts:AssumeRole']],
    ['sts:AssumeRole*', ['sts:AssumeRole', 'sts:AssumeRoleWithSAML', 'sts:AssumeRoleWithWebIdentity']],
    ['sts:*Role', ['sts:AssumeRole']],
    ['sts:?etSession*', ['sts:GetSessionToken']],
    ['sts:*With*', ['sts:AssumeRoleWithSAML', 'sts:AssumeRoleWithWebIdentity']],
    ['eks-auth:*', ['eks-auth:AssumeRoleForPodIdentity']],
    ['s3:GetObject?', []],
    ['s3:Get.bject', []],
    ['s3:Fetch*', []],
    ['s3:', []],
  ])('%s', (pattern, names) => {
    expect(actionsLike(pattern)).toMatchObject({ complete: true });
    expect(namesLike(pattern)).toEqual(names);
  });
});

test('a pattern takes no longer to match for being made to', () => {
  expect(namesLike(`s3:${'*e'.repeat(200)}x`)).toEqual([]);
});

test('what the table does not hold is unknown here, not to AWS', () => {
  expect(actionsLike('gamelift:CreateFleet')).toEqual({ actions: [], complete: false });
  expect(actionsLike('nothing')).toEqual({ actions: [], complete: false });
  expect(actionsLike('s3*:GetObject').complete).toBe(false);
  expect(namesLike('s3*:GetObject')).toEqual(['s3:GetObject', 's3-object-lambda:GetObject', 's3-outposts:GetObject']);
  expect(actionsLike('*').complete).toBe(false);
  expect(namesLike('*')).toEqual(knownServices().flatMap((service) => namesLike(`${service}:*`)));
});

test.each<[string, string[]]>([
  ['s3:GetObjects', ['s3:GetObject']],
  ['S3:getobjekt*', ['s3:GetObject']],
  ['sts:AsumeRole', ['sts:AssumeRole']],
  ['ec2:RunInstance', ['ec2:RunInstances']],
  ['s3:Fetch', []],
  ['s3:', []],
  ['gamelift:CreateFleets', []],
  // Of another service.
  ['iam:AssumeRole', ['sts:AssumeRole']],
  ['iam:Assume*', ['cloudwatch:Assume*', 'eks-auth:Assume*', 'sts:Assume*']],
  ['dynamodb:PutObject', ['s3:PutObject', 's3-object-lambda:PutObject', 's3-outposts:PutObject']],
  // Names that go on.
  ['kms:ReEncrypt', ['kms:ReEncryptTo', 'kms:ReEncryptFrom']],
  ['lambda:Invoke', ['lambda:InvokeAsync', 'lambda:InvokeFunction', 'lambda:InvokeFunctionUrl']],
  ['s3:ListBuckets', ['s3:ListAllMyBuckets', 's3:ListBucket']],
  ['s3:PutObjec', ['s3:PutObject']],
  ['ec2:DescribeInstance', ['ec2:DescribeInstances', 'ec2:DescribeInstanceTypes', 'ec2:DescribeInstanceStatus']],
  // Operations that no action is named after.
  ['s3:HeadObject', ['s3:GetObject']],
  ['s3:ListObjectsV2', ['s3:ListBucket']],
])('%s most likely means %s', (name, meant) => {
  expect(meantActions(name)).toEqual(meant);
});

function action(name: string): Action {
  return actionsLike(name).actions[0]!;
}

test.each([
  ['s3:ListBucket', 'List'],
  ['s3:GetObject', 'Read'],
  ['s3:PutObject', 'Write'],
  ['s3:PutObjectTagging', 'Tagging'],
  ['s3:PutBucketPolicy', 'Permissions management'],
])('the access level of %s is %s', (name, level) => {
  expect(action(name).accessLevel).toBe(level);
});

test.each([
  ['iam:PassRole', { role: 'arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}' }],
  ['sqs:SendMessage', { queue: 'arn:${Partition}:sqs:${Region}:${Account}:${QueueName}' }],
  [
    's3:GetObject',
    {
      accesspointobject: 'arn:${Partition}:s3:${Region}:${Account}:accesspoint/${AccessPointName}/object/${ObjectName}',
      object: 'arn:${Partition}:s3:::${BucketName}/${ObjectName}',
    },
  ],
  [
    'lambda:GetCodeSigningConfig',
    {
      'code signing config': 'arn:${Partition}:lambda:${Region}:${Account}:code-signing-config:${CodeSigningConfigId}',
    },
  ],
  ['ec2:DescribeInstances', { '*': '*' }],
])('the resource types of %s', (name, formats) => {
  const types = action(name).resourceTypes.map((type) => [type.name, type.arnFormat]);
  expect(Object.fromEntries(types)).toEqual(formats);
});

describe('a request', () => {
  test.each<[string, string, string, string]>([
    ['a key of the action', 's3:ListBucket bucket', 's3:prefix', 's3:GetObject object'],
    ['a key of the type', 's3:GetObject accesspointobject', 's3:DataAccessPointArn', 's3:GetObject object'],
    ['a key of the action on the type', 'ec2:RunInstances subnet', 'ec2:Vpc', 'ec2:RunInstances instance'],
    ['a key of a wildcard-only action', 'kms:CreateKey *', 'kms:KeySpec', 'kms:ListKeys *'],
    ['a tag', 'ec2:StopInstances instance', 'aws:ResourceTag/owner', 'ec2:RunInstances instance'],
    ['a tag of a service', 's3:GetObject object', 's3:ExistingObjectTag/a/b', 's3:PutObject object'],
    ['a key in another case', 'ec2:RunInstances subnet', 'EC2:vpc', 'ec2:RunInstances instance'],
    ['a free part', 'kms:Decrypt key', 'kms:EncryptionContext:team', 'kms:Verify key'],
  ])('carries %s', (_, request, key, otherRequest) => {
    const typeOf = (text: string) => {
      const [name = '', type = ''] = text.split(' ');
      return action(name).resourceTypes.find((each) => each.name === type)!;
    };
    expect(carries(typeOf(request), key)).toBe(true);
    expect(carries(typeOf(otherRequest), key)).toBe(false);
  });

  test('carries global keys, whatever it is about', () => {
    const [type] = action('ec2:DescribeInstances').resourceTypes;
    for (const key of ['aws:PrincipalArn', 'aws:principaltag/team', 'ec2:SourceInstanceArn']) {
      expect(isGlobal(key)).toBe(true);
      expect(carries(type!, key)).toBe(true);
    }
    for (const key of ['aws:PrincipalTag/', 'aws:PrincipalTag', 'aws:Principal', 'aws:TagKeys', 'aws:ResourceTag/a']) {
      expect(isGlobal(key)).toBe(false);
      expect(carries(type!, key)).toBe(false);
    }
  });
});

test.each([
  ['s3:prefix', 'String'],
  ['aws:PRINCIPALARN', 'ARN'],
  ['aws:TagKeys', 'ArrayOfString'],
  ['aws:SecureTransport', 'Bool'],
  ['aws:SourceIp', 'IPAddress'],
  ['aws:CurrentTime', 'Date'],
  ['s3:max-keys', 'Numeric'],
  ['aws:RequestTag/owner', 'String'],
  ['elasticloadbalancing:ResourceTag/owner', 'String'],
  ['secretsmanager:ResourceTag/owner', 'String'],
  ['cognito-identity.amazonaws.com:aud', 'String'],
  ['s3:Prefixes', undefined],
  ['aws:RequestTag/', undefined],
  ['oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE:sub', undefined],
])('the values of %s are of the type %s', (name, type) => {
  expect(conditionKey(name)?.type).toBe(type);
});

test('a key that AWS lists by itself is not taken for one of a kind', () => {
  expect(conditionKey('ssm:resourceTag/aws:ssmmessages:session-id')!.name).toMatch(/session-id$/);
  expect(conditionKey('ssm:resourceTag/owner')!.name).toBe('ssm:resourceTag/${TagKey}');
});
