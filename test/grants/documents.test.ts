import { AccessLevel, AthenaAccess, DynamoDbAccess, GlueAccess, KmsAccess, KmsAccessLevel } from '../../lib';
import { S3Access, SecretsManagerAccess } from '../../lib';
import { lint } from '../policy-lint';
import { KEY, roleWith, statementsWith } from './support';

const { READ, READ_WRITE } = AccessLevel;
const allow = (Sid: string, Action: string | string[], Resource: string | string[], Condition?: object) => ({
  Sid,
  Effect: 'Allow',
  Action,
  Resource,
  ...(Condition && { Condition }),
});
const via = (service: string) => ({ StringEquals: { 'kms:ViaService': `${service}.eu-west-1.amazonaws.com` } });
const here = (service: string, resource: string) => `arn:aws:${service}:eu-west-1:111122223333:${resource}`;
const secret = here('secretsmanager', 'secret:ledger/database');

const READ_GLUE = [
  'glue:BatchGetPartition',
  'glue:GetColumnStatisticsForPartition',
  'glue:GetColumnStatisticsForTable',
  'glue:GetDatabase',
  'glue:GetPartition',
  'glue:GetPartitionIndexes',
  'glue:GetPartitions',
  'glue:GetTable',
  'glue:GetTableVersion',
  'glue:GetTableVersions',
  'glue:GetTables',
  'glue:GetUserDefinedFunction',
  'glue:GetUserDefinedFunctions',
];
const READ_ITEMS = [
  'dynamodb:BatchGetItem',
  'dynamodb:ConditionCheckItem',
  'dynamodb:DescribeTable',
  'dynamodb:GetItem',
  'dynamodb:Query',
  'dynamodb:Scan',
];

test.each([
  [
    'objects to read, below a prefix',
    roleWith((role) => S3Access.grant(role, { bucket: 'lake', prefix: 'ledger', level: READ })),
    [
      allow('ListObjects', 's3:ListBucket', 'arn:aws:s3:::lake', {
        StringLike: { 's3:prefix': ['ledger/', 'ledger/*'] },
      }),
      allow('DescribeBucket', 's3:GetBucketLocation', 'arn:aws:s3:::lake'),
      allow('ReadObjects', 's3:GetObject', 'arn:aws:s3:::lake/ledger/*'),
    ],
  ],
  [
    "objects to write, in the whole of another account's bucket, with a key",
    roleWith((role) =>
      S3Access.grant(role, { bucket: 'lake', account: '444455556666', level: READ_WRITE, kmsKeyArn: KEY }),
    ),
    [
      allow('ListObjects', 's3:ListBucket', 'arn:aws:s3:::lake', {
        StringEquals: { 'aws:ResourceAccount': '444455556666' },
      }),
      allow('DescribeBucket', ['s3:GetBucketLocation', 's3:ListBucketMultipartUploads'], 'arn:aws:s3:::lake', {
        StringEquals: { 'aws:ResourceAccount': '444455556666' },
      }),
      allow(
        'ReadWriteObjects',
        ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:PutObject'],
        'arn:aws:s3:::lake/*',
        { StringEquals: { 'aws:ResourceAccount': '444455556666' } },
      ),
      allow('UseKey', ['kms:Decrypt', 'kms:GenerateDataKey'], KEY, via('s3')),
    ],
  ],
  [
    'all tables of a database to read',
    roleWith((role) => GlueAccess.grant(role, { databases: ['ledger'], level: READ })),
    [
      allow('ReadTables', READ_GLUE, [
        here('glue', 'catalog'),
        here('glue', 'database/ledger'),
        here('glue', 'table/ledger/*'),
        here('glue', 'userDefinedFunction/ledger/*'),
      ]),
    ],
  ],
  [
    'some tables of two databases elsewhere to write',
    roleWith((role) =>
      GlueAccess.grant(role, {
        databases: ['ledger', 'sales', 'ledger'],
        tables: ['orders', 'fact_*'],
        level: READ_WRITE,
        account: '111122223333',
        region: 'us-east-1',
      }),
    ),
    [
      allow(
        'ReadWriteTables',
        [
          'glue:BatchCreatePartition',
          'glue:BatchDeletePartition',
          'glue:BatchDeleteTable',
          'glue:BatchDeleteTableVersion',
          'glue:BatchGetPartition',
          'glue:BatchUpdatePartition',
          'glue:CreatePartition',
          'glue:CreatePartitionIndex',
          'glue:CreateTable',
          'glue:DeleteColumnStatisticsForPartition',
          'glue:DeleteColumnStatisticsForTable',
          'glue:DeletePartition',
          'glue:DeletePartitionIndex',
          'glue:DeleteTable',
          'glue:DeleteTableVersion',
          ...READ_GLUE.slice(1),
          'glue:UpdateColumnStatisticsForPartition',
          'glue:UpdateColumnStatisticsForTable',
          'glue:UpdatePartition',
          'glue:UpdateTable',
        ],
        [
          'catalog',
          'database/ledger',
          'database/sales',
          'table/ledger/orders',
          'table/ledger/fact_*',
          'table/sales/orders',
          'table/sales/fact_*',
          'userDefinedFunction/ledger/*',
          'userDefinedFunction/sales/*',
        ].map((resource) => `arn:aws:glue:us-east-1:111122223333:${resource}`),
      ),
    ],
  ],
  [
    'a workgroup with its results',
    roleWith((role) =>
      AthenaAccess.grant(role, {
        workgroup: 'analysts',
        resultsLocation: { bucket: 'results', prefix: 'analysts/', kmsKeyArn: KEY },
      }),
    ),
    [
      allow(
        'RunQueries',
        [
          'athena:BatchGetQueryExecution',
          'athena:GetQueryExecution',
          'athena:GetQueryResults',
          'athena:GetQueryResultsStream',
          'athena:GetQueryRuntimeStatistics',
          'athena:GetWorkGroup',
          'athena:ListQueryExecutions',
          'athena:StartQueryExecution',
          'athena:StopQueryExecution',
        ],
        here('athena', 'workgroup/analysts'),
      ),
      allow(
        'DescribeTables',
        [
          'athena:GetDataCatalog',
          'athena:GetDatabase',
          'athena:GetTableMetadata',
          'athena:ListDatabases',
          'athena:ListTableMetadata',
        ],
        here('athena', 'datacatalog/AwsDataCatalog'),
      ),
      allow('FindDefaultDatabase', 'glue:GetDatabase', [here('glue', 'catalog'), here('glue', 'database/default')]),
      allow('ListResults', 's3:ListBucket', 'arn:aws:s3:::results', {
        StringLike: { 's3:prefix': ['analysts/', 'analysts/*'] },
      }),
      allow('DescribeResultsBucket', ['s3:GetBucketLocation', 's3:ListBucketMultipartUploads'], 'arn:aws:s3:::results'),
      allow(
        'ReadWriteResults',
        ['s3:AbortMultipartUpload', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:PutObject'],
        'arn:aws:s3:::results/analysts/*',
      ),
      allow('UseResultsKey', ['kms:Decrypt', 'kms:GenerateDataKey'], KEY, via('s3')),
    ],
  ],
  [
    'a table to read, with its key',
    roleWith((role) => DynamoDbAccess.grant(role, { table: 'ledger', level: READ, kmsKeyArn: KEY })),
    [
      allow('ReadItems', READ_ITEMS, [here('dynamodb', 'table/ledger'), here('dynamodb', 'table/ledger/index/*')]),
      allow('UseTableKey', 'kms:Decrypt', KEY, via('dynamodb')),
    ],
  ],
  [
    'a table to write',
    roleWith((role) => DynamoDbAccess.grant(role, { table: here('dynamodb', 'table/ledger'), level: READ_WRITE })),
    [
      allow(
        'ReadWriteItems',
        [
          ...READ_ITEMS,
          'dynamodb:BatchWriteItem',
          'dynamodb:DeleteItem',
          'dynamodb:PutItem',
          'dynamodb:UpdateItem',
        ].sort(),
        [here('dynamodb', 'table/ledger'), here('dynamodb', 'table/ledger/index/*')],
      ),
    ],
  ],
  [
    'a secret, with its key',
    roleWith((role) => SecretsManagerAccess.grant(role, { secretArn: `${secret}-a1B2c3`, kmsKeyArn: KEY })),
    [
      allow('ReadSecret', ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'], `${secret}-a1B2c3`),
      allow('UseSecretKey', 'kms:Decrypt', KEY, via('secretsmanager')),
    ],
  ],
  [
    'a key to decrypt with',
    roleWith((role) => KmsAccess.grant(role, { keyArn: KEY, level: KmsAccessLevel.DECRYPT })),
    [allow('Decrypt', 'kms:Decrypt', KEY)],
  ],
  [
    'a key to encrypt with too',
    roleWith((role) => KmsAccess.grant(role, { keyArn: KEY, level: KmsAccessLevel.ENCRYPT_DECRYPT })),
    [allow('EncryptAndDecrypt', ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey'], KEY)],
  ],
])('%s', async (_, { permissions }, statements) => {
  expect(permissions).toEqual([{ Version: '2012-10-17', Statement: statements }]);
  expect(await lint(permissions[0]!)).toEqual([]);
});

test.each([
  ['complete', `${secret}-a1B2c3`, `${secret}-a1B2c3`],
  ['without random characters', secret, `${secret}-??????`],
  ['with question marks for them', `${secret}-??????`, `${secret}-??????`],
  [
    'whose name ends as if it had them, written with question marks',
    `${secret}-config-??????`,
    `${secret}-config-??????`,
  ],
  ['whose name ends in a shorter word', `${secret}-key`, `${secret}-key-??????`],
])('a secret by an ARN %s', (_, secretArn, resource) => {
  expect(statementsWith((role) => SecretsManagerAccess.grant(role, { secretArn }))[0]?.Resource).toBe(resource);
});

test('grants of one kind, and of several, get Sids of their own', () => {
  const sids = statementsWith((role) => {
    S3Access.grant(role, { bucket: 'lake', level: READ, kmsKeyArn: KEY });
    S3Access.grant(role, { bucket: 'pond', level: READ_WRITE });
    KmsAccess.grant(role, { keyArn: KEY, level: KmsAccessLevel.DECRYPT });
    return KmsAccess.grant(role, { keyArn: KEY, level: KmsAccessLevel.DECRYPT });
  }).map(({ Sid }) => Sid);
  expect(sids).toEqual([
    ...['ListObjects', 'DescribeBucket', 'ReadObjects', 'UseKey'],
    ...['ListObjects2', 'DescribeBucket2', 'ReadWriteObjects', 'Decrypt', 'Decrypt2'],
  ]);
});
