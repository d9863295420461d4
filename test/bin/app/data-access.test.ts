import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { base, problemsOf, resourcesOf, templatesOf } from './support';

/** A resource role with the given access, the first of which is on line 12. */
const config = (...entries: string[]) =>
  `${base}resourceRoles:\n  r:\n    account: finance\n    chainedFrom: [head]\n    access:\n${entries.map((entry) => `      - ${entry}\n`).join('')}`;
const at = 'c.yaml:12: resourceRoles.r.access[0]';
const key = 'arn:aws:kms:eu-west-1:444455556666:key/1234abcd';
const secret = 'arn:aws:secretsmanager:eu-west-1:444455556666:secret:ledger/database-a1B2c3';

interface Statement {
  readonly Sid: string;
  readonly Resource: unknown;
  readonly Condition?: object;
}

function statementsOf(...entries: string[]): Statement[] {
  const [role] = resourcesOf(templatesOf(config(...entries))['RoleChaining-444455556666-Data'], 'AWS::IAM::Role');
  const policies = role?.Properties.Policies as { PolicyDocument: { Statement: Statement[] } }[];
  return policies.flatMap(({ PolicyDocument: { Statement: statements } }) => statements);
}

const here = (service: string, resource: string) => `arn:aws:${service}:eu-west-1:444455556666:${resource}`;

test('every kind becomes statements of the one policy of the role, told apart by the number of the entry', () => {
  const statements = statementsOf(
    'glue: { databases: [ledger], tables: [orders], level: read }',
    `athena: { workgroup: analysts, resultsLocation: { bucket: results, prefix: analysts/ } }`,
    `dynamodb: { table: ledger, level: read-write, kmsKeyArn: '${key}' }`,
    `secretsManager: { secretArn: '${secret}' }`,
    `kms: { keyArn: '${key}', level: encrypt-decrypt }`,
    'redshift: { clusterIdentifier: analytics, dbUsers: [hopsworks], dbNames: [dev] }',
    'redshift: { workgroupId: w-1, region: us-east-1 }',
  );
  expect(
    statements.map(({ Sid, Resource }) => [Sid, Resource]).filter(([sid]) => !/Results/.test(String(sid))),
  ).toEqual([
    [
      'ReadTables',
      ['catalog', 'database/ledger', 'table/ledger/orders', 'userDefinedFunction/ledger/*'].map((each) =>
        here('glue', each),
      ),
    ],
    ['RunQueries2', here('athena', 'workgroup/analysts')],
    ['DescribeTables2', here('athena', 'datacatalog/AwsDataCatalog')],
    ['FindDefaultDatabase2', [here('glue', 'catalog'), here('glue', 'database/default')]],
    ['ReadWriteItems3', [here('dynamodb', 'table/ledger'), here('dynamodb', 'table/ledger/index/*')]],
    ['UseTableKey3', key],
    ['ReadSecret4', secret],
    ['EncryptAndDecrypt5', key],
    ['ConnectToRedshift6', [here('redshift', 'dbuser:analytics/hopsworks'), here('redshift', 'dbname:analytics/dev')]],
    ['ConnectToRedshiftServerless7', 'arn:aws:redshift-serverless:us-east-1:444455556666:workgroup/w-1'],
  ]);
  expect(statements.map(({ Sid }) => Sid).filter((sid) => sid.includes('Results'))).toEqual([
    'ListResults2',
    'DescribeResultsBucket2',
    'ReadWriteResults2',
  ]);
});

test("data of another account, by its name or its digits, is that account's only", () => {
  const owned = { StringEquals: { 'aws:ResourceAccount': '111122223333' } };
  for (const account of ['platform', "'111122223333'"]) {
    const statements = statementsOf(`s3: { bucket: lake, account: ${account}, level: read-only }`);
    expect(statements.map(({ Condition }) => Condition)).toEqual([owned, owned, owned]);
    const [tables] = statementsOf(`glue: { databases: [a], account: ${account}, level: read }`);
    expect(tables?.Resource).toContain('arn:aws:glue:eu-west-1:111122223333:catalog');
  }
});

test.each([
  ['glue: { databases: [], level: read }', '.glue.databases: is empty: name a database'],
  [
    "glue: { databases: ['*'], level: read }",
    '.glue.databases[0]: got "*", expected the name of a database, in lower case and without wildcards',
  ],
  [
    'glue: { databases: [Ledger], level: read }',
    '.glue.databases[0]: got "Ledger", expected the name of a database, in lower case',
  ],
  [
    "glue: { databases: [a], tables: ['a*b'], level: read }",
    '.glue.tables[0]: got "a*b", expected the name of a table, in lower case, or what names begin with and *',
  ],
  ['glue: { databases: [a], level: read-only }', '.glue.level: got "read-only", allowed: read, read-write'],
  ['glue: { databases: [a] }', '.glue.level: is missing, allowed: read, read-write'],
  [
    'glue: { databases: [a], level: read, account: fnance }',
    '.glue.account: undeclared account "fnance", declared: platform, finance (did you mean "finance"?)',
  ],
  [
    'glue: { databases: [a], level: read, account: 111122223333 }',
    '.glue.account: expected a text, got the number 111122223333: put it in quotes',
  ],
  [
    'glue: { databases: [a], level: read, region: eu-wset-1 }',
    '.glue.region: got "eu-wset-1", expected a region, as eu-west-1 (did you mean "eu-west-1"?)',
  ],
  [
    'glue: { databases: [a], level: read, region: cn-north-1 }',
    '.glue.region: cn-north-1 is in partition aws-cn, accounts.finance (eu-west-1) is in aws',
  ],
  [
    "athena: { workgroup: '*', resultsLocation: { bucket: results } }",
    '.athena.workgroup: got "*", expected the name of a workgroup',
  ],
  ['athena: { workgroup: a }', '.athena.resultsLocation: is missing: expected keys and values'],
  [
    'athena: { workgroup: a, resultsLocation: { bucket: results, level: read } }',
    '.athena.resultsLocation.level: unknown key "level", allowed: bucket, account, region, prefix, kmsKeyArn',
  ],
  [
    `athena: { workgroup: a, resultsLocation: { bucket: results, kmsKeyArn: '${key.replace('eu-west-1', 'eu-central-1')}' } }`,
    ".athena.resultsLocation.kmsKeyArn: is a key of eu-central-1, results is in eu-west-1: S3 uses keys of its bucket's region; where the bucket is in eu-central-1, say region: eu-central-1",
  ],
  [
    "dynamodb: { table: '*', level: read }",
    '.dynamodb.table: got "*", expected the name of a table, or its ARN, as arn:aws:dynamodb:',
  ],
  [
    "dynamodb: { table: 'arn:aws-cn:dynamodb:cn-north-1:444455556666:table/abc', level: read }",
    '.dynamodb.table: arn:aws-cn:dynamodb:cn-north-1:444455556666:table/abc is of partition aws-cn',
  ],
  [
    `dynamodb: { table: ledger, level: read, kmsKeyArn: '${key.replace('eu-west-1', 'us-east-1')}' }`,
    ".dynamodb.kmsKeyArn: is a key of us-east-1, ledger is in eu-west-1: DynamoDB uses keys of its table's region; where the table is in us-east-1, give its ARN",
  ],
  [
    'secretsManager: { secretArn: ledger }',
    '.secretsManager.secretArn: got "ledger", expected the ARN of a secret, as arn:aws:secretsmanager:',
  ],
  [
    `secretsManager: { secretArn: '${secret.replace(/ledger.*/, '*')}' }`,
    '.secretsManager.secretArn: got "arn:aws:secretsmanager:eu-west-1:444455556666:secret:*", expected',
  ],
  [
    `secretsManager: { secretArn: '${secret}', kmsKeyArn: '${key.replace('eu-west-1', 'us-east-1')}' }`,
    ".secretsManager.kmsKeyArn: is a key of us-east-1, the secret is in eu-west-1: Secrets Manager uses keys of its secret's region",
  ],
  [
    `secretsManager: { secretArn: '${secret.replace('444455556666', '111122223333')}' }`,
    '.secretsManager: is a secret of account 111122223333, and a role of accounts.finance (444455556666) can read it only where a key of that account encrypts it: give that as kmsKeyArn',
  ],
  [
    "kms: { keyArn: 'arn:aws:kms:eu-west-1:444455556666:alias/a', level: decrypt }",
    '.kms.keyArn: got "arn:aws:kms:eu-west-1:444455556666:alias/a", expected the ARN of a KMS key (not of an alias)',
  ],
  [
    `kms: { keyArn: '${key.replace('aws:', 'aws-us-gov:')}', level: decrypt }`,
    '.kms.keyArn: arn:aws-us-gov:kms:eu-west-1:444455556666:key/1234abcd is of partition aws-us-gov',
  ],
  [`kms: { keyArn: '${key}', level: sign }`, '.kms.level: got "sign", allowed: decrypt, encrypt-decrypt'],
  ['redshift: {}', '.redshift: takes exactly one of clusterIdentifier, workgroupId; got none'],
  [
    'redshift: { clusterIdentifier: a, workgroupId: b }',
    '.redshift: takes exactly one of clusterIdentifier, workgroupId; got both',
  ],
  [
    'redshift: { clusterIdentifier: a, dbUsers: [u] }',
    '.redshift.dbNames: is missing: expected a list, with clusterIdentifier',
  ],
  [
    'redshift: { workgroupId: a, dbUsers: [u] }',
    '.redshift.dbUsers: is of a provisioned cluster: leave it out with workgroupId',
  ],
  [
    "redshift: { clusterIdentifier: '*', dbUsers: [u], dbNames: [n] }",
    '.redshift.clusterIdentifier: got "*", expected 1 to 127 characters without wildcards',
  ],
])('%s is refused', (entry, problem) => {
  const [told = '', ...others] = problemsOf(config(entry));
  expect(told.slice(0, `${at}${problem}`.length)).toBe(`${at}${problem}`);
  expect(others).toEqual([]);
});

test('what the library refuses is told with line and key, in words of the config', () => {
  const prefix = 'a'.repeat(1025);
  expect(problemsOf(config(`s3: { bucket: lake, prefix: ${prefix}, level: read-only }`))).toEqual([
    `${at}.s3: bucket "lake" has the prefix "${prefix}": 1 to 1,024 characters without a leading slash, *, ? and \${ are allowed, as "curated/", and none beyond "ÿ", which policies can't hold. Leave it out for the whole bucket.`,
  ]);
});

test.each([
  ['glue: { databases: [a], level: read }', 'glue: { databases: [b, a], level: read-write }', 'glue', 'a.*'],
  ['dynamodb: { table: ledger, level: read }', 'dynamodb: { table: ledger, level: read-write }', 'dynamodb', 'ledger'],
  [`kms: { keyArn: '${key}', level: decrypt }`, `kms: { keyArn: '${key}', level: encrypt-decrypt }`, 'kms', key],
])('%s is given once', (one, other, kind, place) => {
  expect(problemsOf(config(one, other))).toEqual([
    `c.yaml:13: resourceRoles.r.access[1].${kind}: is the place of resourceRoles.r.access[0], ${place}; keep one of the two`,
  ]);
});

test('a database of two catalogs is two', () => {
  expect(
    problemsOf(
      config('glue: { databases: [a], level: read }', 'glue: { databases: [a], account: platform, level: read }'),
    ),
  ).toEqual([]);
});

test('a long list of databases makes a policy that is too long', () => {
  const databases = Array.from({ length: 60 }, (_, index) => `a_database_of_the_finance_department_${index}`);
  const [problem] = problemsOf(config(`glue: { databases: [${databases.join(', ')}], level: read }`));
  expect(problem).toMatch(/^c\.yaml:11: resourceRoles\.r\.access: makes a policy of \d{5} characters, IAM takes 10240/);
});

describe('data of somebody else', () => {
  let outdir: string;
  beforeAll(() => {
    outdir = mkdtempSync(join(tmpdir(), 'role-chaining-data-'));
    const app = new App({ outdir });
    const theirs = key.replace('444455556666', '777788889999');
    templatesOf(
      config(
        `s3: { bucket: lake, prefix: ledger/, account: '777788889999', level: read-only, kmsKeyArn: '${theirs}' }`,
        "glue: { databases: [ledger], account: '777788889999', level: read }",
        's3: { bucket: platform-lake, account: platform, level: read-only }',
        's3: { bucket: finance-lake, account: finance, level: read-only }',
      ),
      app,
    );
  });
  afterAll(() => {
    rmSync(outdir, { recursive: true });
  });
  const documentOf = (account: string) =>
    JSON.parse(readFileSync(join(outdir, 'owners', `${account}.json`), 'utf8')) as {
      add: { kind: string; of: string; why: string[]; statements: { Sid: string; Principal: unknown }[] }[];
    };

  test('is asked of its owner, for the role by its ARN', () => {
    const { add } = documentOf('777788889999');
    expect(add.map(({ kind, of, why }) => [kind, of, why])).toEqual([
      ['bucket policy', 'arn:aws:s3:::lake', ['resourceRoles.r: uses the objects below lake/ledger/']],
      [
        'key policy',
        'arn:aws:kms:eu-west-1:777788889999:key/1234abcd',
        ['resourceRoles.r: uses the objects below lake/ledger/'],
      ],
      ['catalog policy', 'arn:aws:glue:eu-west-1:777788889999:catalog', ['resourceRoles.r: uses the tables of ledger']],
    ]);
    const [bucket, ofKey] = add;
    const suffix = bucket?.statements[0]?.Sid.slice('ListObjects'.length);
    const principal = { AWS: 'arn:aws:iam::444455556666:role/r' };
    expect(bucket?.statements).toEqual([
      {
        Sid: `ListObjects${suffix}`,
        Effect: 'Allow',
        Principal: principal,
        Action: 's3:ListBucket',
        Resource: 'arn:aws:s3:::lake',
        Condition: { StringLike: { 's3:prefix': ['ledger/', 'ledger/*'] } },
      },
      {
        Sid: `DescribeBucket${suffix}`,
        Effect: 'Allow',
        Principal: principal,
        Action: 's3:GetBucketLocation',
        Resource: 'arn:aws:s3:::lake',
      },
      {
        Sid: `ReadObjects${suffix}`,
        Effect: 'Allow',
        Principal: principal,
        Action: 's3:GetObject',
        Resource: 'arn:aws:s3:::lake/ledger/*',
      },
    ]);
    expect(ofKey?.statements).toEqual([
      {
        Sid: `UseKey${suffix}`,
        Effect: 'Allow',
        Principal: principal,
        Action: 'kms:Decrypt',
        Resource: '*',
        Condition: { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } },
      },
    ]);
  });

  test('is asked of a declared account too, and nothing of the own one', () => {
    expect(documentOf('111122223333').add.map(({ of }) => of)).toEqual(['arn:aws:s3:::platform-lake']);
    expect(() => documentOf('444455556666')).toThrow('ENOENT');
  });
});
