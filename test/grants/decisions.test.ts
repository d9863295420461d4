import { AccessLevel, AthenaAccess, DynamoDbAccess, GlueAccess, KmsAccess, KmsAccessLevel } from '../../lib';
import { S3Access, SecretsManagerAccess } from '../../lib';
import { decide } from '../identity-simulator';
import { roleWith } from './support';

interface Request {
  readonly action: string;
  readonly resource: string;
  readonly context?: Record<string, string>;
  readonly resourceAccount?: string;
}

const { READ, READ_WRITE } = AccessLevel;

/** The environments of three partitions: names of things differ in nothing else. */
const PLACES = [
  { partition: 'aws', region: 'eu-west-1', suffix: 'amazonaws.com' },
  { partition: 'aws-us-gov', region: 'us-gov-west-1', suffix: 'amazonaws.com' },
  { partition: 'aws-cn', region: 'cn-north-1', suffix: 'amazonaws.com.cn' },
];

describe.each(PLACES)('in $partition', ({ partition, region, suffix }) => {
  const account = '111122223333';
  const arn = (service: string, resource: string) => `arn:${partition}:${service}:${region}:${account}:${resource}`;
  const key = arn('kms', 'key/1234abcd');
  const object = (path: string) => `arn:${partition}:s3:::${path}`;
  const via = (service: string) => ({ 'kms:ViaService': `${service}.${region}.${suffix}` });
  const secret = arn('secretsmanager', 'secret:ledger/database-a1B2c3');

  const role = roleWith(
    (made) => {
      S3Access.grant(made, { bucket: 'lake', prefix: 'ledger/', level: READ, kmsKeyArn: key });
      S3Access.grant(made, { bucket: 'lake', prefix: 'own/', level: READ_WRITE });
      S3Access.grant(made, { bucket: 'pond', account: '444455556666', level: READ });
      GlueAccess.grant(made, { databases: ['ledger'], tables: ['orders', 'fact_*'], level: READ });
      GlueAccess.grant(made, { databases: ['own'], level: READ_WRITE });
      AthenaAccess.grant(made, {
        workgroup: 'analysts',
        resultsLocation: { bucket: 'results', prefix: 'analysts/' },
      });
      DynamoDbAccess.grant(made, { table: 'ledger', level: READ, kmsKeyArn: arn('kms', 'key/table') });
      DynamoDbAccess.grant(made, { table: 'own', level: READ_WRITE });
      SecretsManagerAccess.grant(made, { secretArn: secret, kmsKeyArn: arn('kms', 'key/secret') });
      SecretsManagerAccess.grant(made, { secretArn: arn('secretsmanager', 'secret:partial') });
      KmsAccess.grant(made, { keyArn: arn('kms', 'key/reading'), level: KmsAccessLevel.DECRYPT });
      return KmsAccess.grant(made, { keyArn: arn('kms', 'key/direct'), level: KmsAccessLevel.ENCRYPT_DECRYPT });
    },
    { account, region },
  );
  // As AWS makes the policy of a key, and as the owner of a bucket lets in whom its own account lets.
  const open = (principal: string, Action: string, Resource: string) => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: principal }, Action, Resource }],
  });
  const policies: Record<string, object | undefined> = {
    kms: open(`arn:${partition}:iam::${account}:root`, 'kms:*', '*'),
    s3: open(role.arn, 's3:*', object('pond/*')),
  };
  const allowed = (request: Request) => {
    const resourcePolicy = policies[request.action.split(':')[0] ?? ''];
    return decide({ principal: role.arn, policies: role.permissions, resourcePolicy, ...request });
  };

  const reading = { action: 's3:GetObject', resource: object('lake/ledger/2026') };
  const listing = { action: 's3:ListBucket', resource: object('lake'), context: { 's3:prefix': 'ledger/' } };
  const owner = { 'aws:ResourceAccount': '444455556666' };
  const inOther = {
    action: 's3:GetObject',
    resource: object('pond/a'),
    resourceAccount: '444455556666',
    context: owner,
  };
  const decrypting = { action: 'kms:Decrypt', resource: key, context: via('s3') };
  const table = { action: 'glue:GetTable', resource: arn('glue', 'table/ledger/orders') };
  const query = { action: 'athena:StartQueryExecution', resource: arn('athena', 'workgroup/analysts') };
  const result = { action: 's3:PutObject', resource: object('results/analysts/1.csv') };
  const item = { action: 'dynamodb:GetItem', resource: arn('dynamodb', 'table/ledger') };
  const index = { action: 'dynamodb:Query', resource: arn('dynamodb', 'table/ledger/index/by-day') };
  const value = { action: 'secretsmanager:GetSecretValue', resource: secret };
  const partial = { ...value, resource: arn('secretsmanager', 'secret:partial-x9Y8z7') };
  const direct = { action: 'kms:Decrypt', resource: arn('kms', 'key/direct') };

  // An allowed request, and what of it makes it a refused one.
  test.each<[string, Request, Partial<Request>]>([
    ['an object of another prefix', reading, { resource: object('lake/sales/2026') }],
    ['an object beside the prefix', reading, { resource: object('lake/ledger-secret/2026') }],
    ['an object of another bucket', reading, { resource: object('lakes/ledger/2026') }],
    ['deleting where reading is granted', reading, { action: 's3:DeleteObject' }],
    [
      'deleting elsewhere',
      { action: 's3:DeleteObject', resource: object('lake/own/a') },
      { resource: object('lake/a') },
    ],
    ['listing another prefix', listing, { context: { 's3:prefix': 'sales/' } }],
    ['listing beside the prefix', listing, { context: { 's3:prefix': 'ledger-secret/' } }],
    ['listing everything', listing, { context: { 's3:prefix': '' } }],
    ['listing versions', listing, { action: 's3:ListBucketVersions' }],
    ['the bucket of another owner', inOther, { context: { 'aws:ResourceAccount': '777788889999' } }],
    ['the key by oneself', decrypting, { context: {} }],
    ['the key through another service', decrypting, { context: via('dynamodb') }],
    ['another key', decrypting, { resource: arn('kms', 'key/5678') }],
    ['data keys where reading is granted', decrypting, { action: 'kms:GenerateDataKey' }],
    ['a table of another database', table, { resource: arn('glue', 'table/sales/orders') }],
    ['another table', table, { resource: arn('glue', 'table/ledger/payments') }],
    [
      'a table beside a beginning',
      { ...table, resource: arn('glue', 'table/ledger/fact_a') },
      { resource: arn('glue', 'table/ledger/fact') },
    ],
    ['a table of another region', table, { resource: table.resource.replace(region, 'us-east-1') }],
    ['a table of another account', table, { resource: table.resource.replace(account, '444455556666') }],
    ['changing a table where reading is granted', table, { action: 'glue:UpdateTable' }],
    [
      'another database',
      { action: 'glue:GetDatabase', resource: arn('glue', 'database/ledger') },
      { resource: arn('glue', 'database/sales') },
    ],
    [
      'the tables of the default database',
      { action: 'glue:GetDatabase', resource: arn('glue', 'database/default') },
      { action: 'glue:GetTables' },
    ],
    [
      'deleting a database',
      { action: 'glue:DeleteTable', resource: arn('glue', 'database/own') },
      { action: 'glue:DeleteDatabase' },
    ],
    ['another workgroup', query, { resource: arn('athena', 'workgroup/primary') }],
    ['changing the workgroup', query, { action: 'athena:UpdateWorkGroup' }],
    ["somebody else's results", result, { resource: object('results/others/1.csv') }],
    ['deleting results', result, { action: 's3:DeleteObject' }],
    ['another table of DynamoDB', item, { resource: arn('dynamodb', 'table/ledgers') }],
    ['putting where reading is granted', item, { action: 'dynamodb:PutItem' }],
    ['an index of another table', index, { resource: arn('dynamodb', 'table/ledger2/index/by-day') }],
    [
      'deleting a table',
      { action: 'dynamodb:DeleteItem', resource: arn('dynamodb', 'table/own') },
      { action: 'dynamodb:DeleteTable' },
    ],
    [
      "the table's key by oneself",
      { ...decrypting, resource: arn('kms', 'key/table'), context: via('dynamodb') },
      { context: via('s3') },
    ],
    ['another secret', value, { resource: arn('secretsmanager', 'secret:ledger/database-a1B2c4') }],
    ['changing the secret', value, { action: 'secretsmanager:PutSecretValue' }],
    ['a secret whose name goes on', partial, { resource: arn('secretsmanager', 'secret:partial-other-x9Y8z7') }],
    [
      "the secret's key through S3",
      { ...decrypting, resource: arn('kms', 'key/secret'), context: via('secretsmanager') },
      { context: via('s3') },
    ],
    [
      'encrypting where decrypting is granted',
      { ...direct, resource: arn('kms', 'key/reading') },
      { action: 'kms:Encrypt' },
    ],
    ['another key by oneself', { ...direct, action: 'kms:Encrypt' }, { resource: arn('kms', 'key/other') }],
    ['deleting a key', direct, { action: 'kms:ScheduleKeyDeletion' }],
  ])('not %s', async (_, request, difference) => {
    expect(await allowed(request)).toBe(true);
    expect(await allowed({ ...request, ...difference })).toBe(false);
  });
});
