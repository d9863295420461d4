import { Aws, aws_iam as iam, aws_s3 as s3Bucket } from 'aws-cdk-lib';
import { AccessLevel, AthenaAccess, DynamoDbAccess, GlueAccess, KmsAccess, KmsAccessLevel } from '../../lib';
import { InstanceProfileRole, ResourceRole, S3Access, SecretsManagerAccess } from '../../lib';
import { newStack, PLATFORM } from '../support';
import { problemsOfUntyped } from '../untyped';
import { KEY } from './support';

const READ = AccessLevel.READ;
const stack = newStack(PLATFORM);
const head = new InstanceProfileRole(stack, 'Head');
const role = new ResourceRole(stack, 'Ledger', { chainingRoles: [head], roleName: 'ledger' });
const secretArn = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:ledger/database-a1B2c3';
const ofFrankfurt = KEY.replace('eu-west-1', 'eu-central-1');

const s3 = (props: object) => () => S3Access.grant(role, { bucket: 'lake', level: READ, ...props });
const glue = (props: object) => () => GlueAccess.grant(role, { databases: ['ledger'], level: READ, ...props });
const athena = (props: object) => () =>
  AthenaAccess.grant(role, { workgroup: 'analysts', resultsLocation: { bucket: 'results' }, ...props });
const dynamodb = (props: object) => () => DynamoDbAccess.grant(role, { table: 'ledger', level: READ, ...props });
const secret = (props: object) => () => SecretsManagerAccess.grant(role, { secretArn, ...props });
const kms = (props: object) => () => KmsAccess.grant(role, { keyArn: KEY, level: KmsAccessLevel.DECRYPT, ...props });

const NO_BUCKET = 'is not allowed: the name of a general purpose bucket, as `bucket.bucketName` gives it';
const NO_KEY = 'is not allowed: the ARN of a key itself is, as "arn:aws:kms:eu-west-1:111122223333:key/…"';
const NO_TABLE = 'is not allowed: the name of a table is, 3 to 255 letters, digits and _.-, or its ARN';
const NO_SECRET = 'is not allowed: the ARN of a secret is, as "arn:aws:secretsmanager:';
const NO_NAME = '1 to 255 characters in lower case, as Glue keeps them';
const NO_PREFIX = '1 to 1,024 characters without a leading slash, *, ? and ${ are allowed';
const CHINA = 'is of partition aws-cn, Stack is in aws.';

test.each<[string, () => unknown, string]>([
  ['a bucket by its ARN', s3({ bucket: 'arn:aws:s3:::lake' }), `bucket "arn:aws:s3:::lake" ${NO_BUCKET}`],
  ['any bucket', s3({ bucket: '*' }), `bucket "*" ${NO_BUCKET}`],
  ['a directory bucket', s3({ bucket: 'lake--euw1-az1--x-s3' }), NO_BUCKET],
  ['a leading slash', s3({ prefix: '/a' }), `bucket "lake" has the prefix "/a": ${NO_PREFIX}`],
  ['any prefix', s3({ prefix: 'a*' }), NO_PREFIX],
  ['a variable in a prefix', s3({ prefix: '${aws:username}/' }), NO_PREFIX],
  [
    'letters that no policy holds in a prefix',
    s3({ prefix: 'данные/' }),
    'and none beyond "ÿ", which policies can\'t hold',
  ],
  [
    'letters that no policy holds in a database',
    glue({ databases: ['данные'] }),
    'letters beyond "ÿ", which policies can\'t hold',
  ],
  [
    'letters that no policy holds in a table',
    glue({ tables: ['данные_*'] }),
    'letters beyond "ÿ", which policies can\'t hold',
  ],
  ['an empty prefix', s3({ prefix: '' }), NO_PREFIX],
  ['a token as prefix', s3({ prefix: `${Aws.REGION}/` }), 'bucket "lake" has a token as prefix'],
  ['any account', s3({ account: '*' }), 'account "*" is not allowed: the 12 digits of an AWS account'],
  ['any region', s3({ region: '*' }), 'region "*" is not allowed: a region'],
  ['another level', s3({ level: 'read-only' }), 'level "read-only" is not allowed: AccessLevel.READ or'],
  ['an alias', s3({ kmsKeyArn: KEY.replace('key/', 'alias/') }), NO_KEY],
  ['any key', s3({ kmsKeyArn: KEY.replace(/key.*/, 'key/*') }), NO_KEY],
  [
    'a key of another region than said',
    s3({ region: 'eu-west-1', kmsKeyArn: ofFrankfurt }),
    'the data is in eu-west-1',
  ],
  ['a key of another partition', s3({ kmsKeyArn: KEY.replace('aws:', 'aws-cn:') }), CHINA],
  ['no database', glue({ databases: [] }), 'databases is empty: name at least one'],
  ['any database', glue({ databases: ['*'] }), `databases holds "*": ${NO_NAME}`],
  ['a database as nobody keeps it', glue({ databases: ['Ledger'] }), `databases holds "Ledger": ${NO_NAME}`],
  ['no table', glue({ tables: [] }), 'tables is empty: name at least one'],
  ['a wildcard within a table', glue({ tables: ['a*b'] }), 'with * at the end only.'],
  ['an empty table', glue({ tables: [''] }), 'tables holds ""'],
  ['a catalog of any account', glue({ account: '*' }), 'account "*" is not allowed'],
  ['a catalog of any region', glue({ region: '' }), 'region "" is not allowed'],
  ['any workgroup', athena({ workgroup: '*' }), 'workgroup "*" is not allowed: the name of a workgroup'],
  [
    'a workgroup by its ARN',
    athena({ workgroup: 'arn:aws:athena:eu-west-1:111122223333:workgroup/a' }),
    'is not allowed',
  ],
  ['a workgroup of any region', athena({ region: '*' }), 'region "*" is not allowed'],
  ['results anywhere', athena({ resultsLocation: { bucket: '*' } }), `bucket of resultsLocation "*" ${NO_BUCKET}`],
  ['any table of DynamoDB', dynamodb({ table: '*' }), `table "*" ${NO_TABLE}`],
  ['a table that is too short', dynamodb({ table: 'ab' }), NO_TABLE],
  ['an index', dynamodb({ table: 'arn:aws:dynamodb:eu-west-1:111122223333:table/a/index/b' }), NO_TABLE],
  ['any table of an account', dynamodb({ table: 'arn:aws:dynamodb:eu-west-1:111122223333:table/*' }), NO_TABLE],
  ['a table of China', dynamodb({ table: 'arn:aws-cn:dynamodb:cn-north-1:111122223333:table/abc' }), CHINA],
  ['a key of another region than the table', dynamodb({ kmsKeyArn: ofFrankfurt }), 'the data is in eu-west-1'],
  ['a secret by its name', secret({ secretArn: 'ledger/database' }), `secretArn "ledger/database" ${NO_SECRET}`],
  ['any secret', secret({ secretArn: secretArn.replace(/ledger.*/, '*') }), NO_SECRET],
  ['secrets that begin alike', secret({ secretArn: secretArn.replace(/-a1B2c3/, '-*') }), NO_SECRET],
  ['a secret of China', secret({ secretArn: secretArn.replace('aws:', 'aws-cn:') }), CHINA],
  [
    'a key of another region than the secret',
    secret({ kmsKeyArn: ofFrankfurt }),
    'services use keys of their own region only',
  ],
  ['an alias itself', kms({ keyArn: 'alias/ledger' }), `keyArn "alias/ledger" ${NO_KEY}`],
  ['another use of a key', kms({ level: 'sign' }), 'level "sign" is not allowed: KmsAccessLevel.DECRYPT or'],
])('refuses %s', (_, grant, message) => {
  expect(grant).toThrow(/^Stack\/Ledger: /);
  expect(grant).toThrow(message);
});

test.each([s3, glue, athena, dynamodb, secret, kms])('and takes what is right (%#)', (grant) => {
  expect(grant({})()).toMatchObject({ success: true });
});

test.each([s3({ bucket: 'arnold-lake' }), s3({ prefix: 'größe/' }), glue({ databases: ['größe'], tables: ['maß_*'] })])(
  'and takes names that only look wrong (%#)',
  (grant) => {
    expect(grant()).toMatchObject({ success: true });
  },
);

test('a principal without a policy in this app', () => {
  const props = { bucket: 'lake', level: READ };
  const message = 'S3Access.grant: grantee is a principal without a policy of its own in this app: give a role';
  expect(() => S3Access.grant(new iam.AccountPrincipal('444455556666'), props)).toThrow(message);
  expect(() => S3Access.grant(undefined as never, props)).toThrow('S3Access.grant: grantee is missing: a role');
});

test.each([
  [
    'S3Access',
    (props: never) => S3Access.grant(role, props),
    { bucket: 'lake', level: READ },
    { bucket: 'text', level: 'text' },
  ],
  [
    'GlueAccess',
    (props: never) => GlueAccess.grant(role, props),
    { databases: ['a'], level: READ },
    { databases: 'list', level: 'text' },
  ],
  [
    'AthenaAccess',
    (props: never) => AthenaAccess.grant(role, props),
    { workgroup: 'a', resultsLocation: { bucket: 'results' } },
    { workgroup: 'text', resultsLocation: 'object' },
  ],
  [
    'DynamoDbAccess',
    (props: never) => DynamoDbAccess.grant(role, props),
    { table: 'abc', level: READ },
    { table: 'text', level: 'text' },
  ],
  [
    'SecretsManagerAccess',
    (props: never) => SecretsManagerAccess.grant(role, props),
    { secretArn },
    { secretArn: 'text' },
  ],
  [
    'KmsAccess',
    (props: never) => KmsAccess.grant(role, props),
    { keyArn: KEY, level: KmsAccessLevel.DECRYPT },
    { keyArn: 'text', level: 'text' },
  ],
] as const)('%s tells callers without types which prop is wrong', (_, call, right, props) => {
  expect(problemsOfUntyped({ call, right: () => right, props })).toEqual([]);
});

test('what cannot be shown as JSON is shown nevertheless', () => {
  const ring: { self?: object } = {};
  ring.self = ring;
  expect(s3({ bucket: ring })).toThrow('bucket an object that holds itself is not allowed');
  expect(s3({ level: Symbol('read') })).toThrow('level Symbol(read) is not allowed');
});

test.each(['account', 'region', 'prefix', 'kmsKeyArn'])('an optional %s of another kind is told too', (prop) => {
  for (const value of [7, null, {}, ['a']]) expect(s3({ [prop]: value })).toThrow(prop);
});

describe('data of another region than what keeps it', () => {
  const there = newStack({ ...PLATFORM, region: 'eu-central-1' }, 'There', stack.node.root);
  const bucket = new s3Bucket.Bucket(there, 'Lake', { bucketName: 'lake-there' }).bucketName;

  test.each<[string, () => unknown, () => unknown, string]>([
    [
      'results',
      athena({ resultsLocation: { bucket: 'results', region: 'eu-central-1' } }),
      athena({ resultsLocation: { bucket: 'results', region: 'eu-west-1' } }),
      'Stack/Ledger: region of resultsLocation is of eu-central-1, and the workgroup of eu-west-1: Athena writes results in its own region only.',
    ],
    [
      'results of a workgroup elsewhere',
      athena({ region: 'eu-central-1', resultsLocation: { bucket: 'results', region: 'eu-west-1' } }),
      athena({ region: 'eu-central-1', resultsLocation: { bucket: 'results', region: 'eu-central-1' } }),
      'region of resultsLocation is of eu-west-1, and the workgroup of eu-central-1',
    ],
    [
      'a bucket of the app for results',
      athena({ resultsLocation: { bucket } }),
      athena({ region: 'eu-central-1', resultsLocation: { bucket } }),
      'bucket of resultsLocation is of eu-central-1, and the workgroup of eu-west-1',
    ],
    [
      'the key of results',
      athena({ resultsLocation: { bucket: 'results', kmsKeyArn: ofFrankfurt } }),
      athena({ resultsLocation: { bucket: 'results', kmsKeyArn: KEY } }),
      'kmsKeyArn of resultsLocation is of eu-central-1, and the workgroup of eu-west-1',
    ],
    [
      'the key of a bucket of the app',
      s3({ bucket, kmsKeyArn: KEY }),
      s3({ bucket, kmsKeyArn: ofFrankfurt }),
      'the data is in eu-central-1, and services use keys of their own region only.',
    ],
  ])('is told: %s', (_, wrong, right, text) => {
    expect(wrong).toThrow(text);
    expect(right).not.toThrow();
  });
});

test('null is no way to ask for all tables', () => {
  expect(glue({ tables: null })).toThrow('tables is null: a list of texts is expected.');
  expect(glue({ tables: undefined })).not.toThrow();
});
