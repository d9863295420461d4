import { arn, base, problemsOf, resourcesOf, templatesOf } from './support';

/** The policies of a resource role with the given access. */
function policiesOf(...access: string[]): unknown {
  const entries = access.map((entry) => `      - ${entry}\n`).join('');
  const text = `${base}resourceRoles:\n  r:\n    account: finance\n    chainedFrom: [head]\n    access:\n${entries}`;
  const [role] = resourcesOf(templatesOf(text)['RoleChaining-444455556666-Data'], 'AWS::IAM::Role');
  return role?.Properties.Policies;
}

const dataAccess = (...Statement: object[]) => [
  { PolicyName: 'DataAccess', PolicyDocument: { Version: '2012-10-17', Statement } },
];

const keyArn = 'arn:aws:kms:eu-central-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab';

test('read-only, below a prefix', () => {
  expect(policiesOf('s3: { bucket: lake, prefix: curated/, level: read-only }')).toEqual(
    dataAccess(
      {
        Sid: 'ListObjects',
        Effect: 'Allow',
        Action: 's3:ListBucket',
        Resource: arn('s3:::lake'),
        Condition: { StringLike: { 's3:prefix': ['curated/', 'curated/*'] } },
      },
      { Sid: 'DescribeBucket', Effect: 'Allow', Action: 's3:GetBucketLocation', Resource: arn('s3:::lake') },
      { Sid: 'ReadObjects', Effect: 'Allow', Action: 's3:GetObject', Resource: arn('s3:::lake/curated/*') },
    ),
  );
});

test('read-only, the whole bucket, with a key', () => {
  expect(policiesOf(`s3: { bucket: lake, region: eu-central-1, level: read-only, kmsKeyArn: '${keyArn}' }`)).toEqual(
    dataAccess(
      { Sid: 'ListObjects', Effect: 'Allow', Action: 's3:ListBucket', Resource: arn('s3:::lake') },
      { Sid: 'DescribeBucket', Effect: 'Allow', Action: 's3:GetBucketLocation', Resource: arn('s3:::lake') },
      { Sid: 'ReadObjects', Effect: 'Allow', Action: 's3:GetObject', Resource: arn('s3:::lake/*') },
      {
        Sid: 'UseKey',
        Effect: 'Allow',
        Action: 'kms:Decrypt',
        Resource: keyArn,
        Condition: { StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' } },
      },
    ),
  );
});

test('read-write, below a prefix without its slash, with a key', () => {
  expect(
    policiesOf(`s3: { bucket: lake, region: eu-central-1, prefix: a/b, level: read-write, kmsKeyArn: '${keyArn}' }`),
  ).toEqual(
    dataAccess(
      {
        Sid: 'ListObjects',
        Effect: 'Allow',
        Action: 's3:ListBucket',
        Resource: arn('s3:::lake'),
        Condition: { StringLike: { 's3:prefix': ['a/b/', 'a/b/*'] } },
      },
      {
        Sid: 'DescribeBucket',
        Effect: 'Allow',
        Action: ['s3:GetBucketLocation', 's3:ListBucketMultipartUploads'],
        Resource: arn('s3:::lake'),
      },
      {
        Sid: 'ReadWriteObjects',
        Effect: 'Allow',
        Action: [
          's3:AbortMultipartUpload',
          's3:DeleteObject',
          's3:GetObject',
          's3:ListMultipartUploadParts',
          's3:PutObject',
        ],
        Resource: arn('s3:::lake/a/b/*'),
      },
      {
        Sid: 'UseKey',
        Effect: 'Allow',
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Resource: keyArn,
        Condition: { StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' } },
      },
    ),
  );
});

test('read-write, the whole bucket', () => {
  expect(policiesOf('s3: { bucket: lake, level: read-write }')).toEqual(
    dataAccess(
      { Sid: 'ListObjects', Effect: 'Allow', Action: 's3:ListBucket', Resource: arn('s3:::lake') },
      {
        Sid: 'DescribeBucket',
        Effect: 'Allow',
        Action: ['s3:GetBucketLocation', 's3:ListBucketMultipartUploads'],
        Resource: arn('s3:::lake'),
      },
      {
        Sid: 'ReadWriteObjects',
        Effect: 'Allow',
        Action: [
          's3:AbortMultipartUpload',
          's3:DeleteObject',
          's3:GetObject',
          's3:ListMultipartUploadParts',
          's3:PutObject',
        ],
        Resource: arn('s3:::lake/*'),
      },
    ),
  );
});

test("China's S3 calls KMS under the name that it has there", () => {
  const text = `${base.replaceAll('eu-west-1', 'cn-north-1')}resourceRoles:
  r:
    account: finance
    chainedFrom: [head]
    access: [{ s3: { bucket: lake, level: read-only, kmsKeyArn: 'arn:aws-cn:kms:cn-north-1:444455556666:key/1234abcd' } }]
`;
  const [role] = resourcesOf(templatesOf(text)['RoleChaining-444455556666-Data'], 'AWS::IAM::Role');
  expect(JSON.stringify(role?.Properties.Policies)).toContain('"kms:ViaService":"s3.cn-north-1.amazonaws.com.cn"');
});

test('several entries make one policy, whose Sids are told apart by the number of the entry', () => {
  expect(
    policiesOf(
      's3: { bucket: lake, level: read-only }',
      "statement: { actions: [glue:GetTables, glue:GetTable], resources: ['*'], conditions: { Bool: { 'aws:SecureTransport': true } } }",
      's3: { bucket: pond, level: read-only }',
      "statement: { sid: KeepAudit, effect: Deny, actions: ['s3:*'], resources: ['arn:aws:s3:::lake/audit/*'] }",
    ),
  ).toEqual(
    dataAccess(
      { Sid: 'ListObjects', Effect: 'Allow', Action: 's3:ListBucket', Resource: arn('s3:::lake') },
      { Sid: 'DescribeBucket', Effect: 'Allow', Action: 's3:GetBucketLocation', Resource: arn('s3:::lake') },
      { Sid: 'ReadObjects', Effect: 'Allow', Action: 's3:GetObject', Resource: arn('s3:::lake/*') },
      {
        Sid: 'Statement2',
        Effect: 'Allow',
        Action: ['glue:GetTable', 'glue:GetTables'],
        Resource: '*',
        Condition: { Bool: { 'aws:SecureTransport': 'true' } },
      },
      { Sid: 'ListObjects3', Effect: 'Allow', Action: 's3:ListBucket', Resource: arn('s3:::pond') },
      { Sid: 'DescribeBucket3', Effect: 'Allow', Action: 's3:GetBucketLocation', Resource: arn('s3:::pond') },
      { Sid: 'ReadObjects3', Effect: 'Allow', Action: 's3:GetObject', Resource: arn('s3:::pond/*') },
      { Sid: 'KeepAudit', Effect: 'Deny', Action: 's3:*', Resource: 'arn:aws:s3:::lake/audit/*' },
    ),
  );
});

test('managed policies alone make no inline policy', () => {
  const text = `${base}resourceRoles:
  r: { account: finance, chainedFrom: [head], access: [{ managedPolicy: 'arn:aws:iam::aws:policy/AmazonAthenaFullAccess' }] }
`;
  const [role] = resourcesOf(templatesOf(text)['RoleChaining-444455556666-Data'], 'AWS::IAM::Role');
  expect(role?.Properties.Policies).toBeUndefined();
  expect(role?.Properties.ManagedPolicyArns).toEqual(['arn:aws:iam::aws:policy/AmazonAthenaFullAccess']);
});

describe('a bucket is in one region', () => {
  const key = (region: string) => `arn:aws:kms:${region}:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
  const there = base.replace('chainingRoles:', "  america: { id: '777788889999', region: us-east-1 }\nchainingRoles:");
  const roles = (...places: (readonly [account: string, place: string])[]) =>
    problemsOf(
      `${there}resourceRoles:\n${places.map(([account, place], index) => `  r${index}: { account: ${account}, chainedFrom: [head], access: [${place}] }\n`).join('')}`,
    );
  const lake = (rest: string) => `{ s3: { bucket: lake, level: read-only, ${rest} } }`;
  const near = ['finance', lake(`kmsKeyArn: '${key('eu-west-1')}'`)] as const;
  const told = (at: string, region = 'us-east-1') => [
    `c.yaml:10: ${at} has lake in ${region}, resourceRoles.r0.access[0].s3 has it in eu-west-1: a bucket is in one region, and S3 uses keys of that`,
  ];

  test.each([
    [
      'by the region of a key',
      ['america', lake(`kmsKeyArn: '${key('us-east-1')}'`)],
      told('resourceRoles.r1.access[0].s3:'),
    ],
    ['by its region', ['finance', lake('region: us-east-1')], told('resourceRoles.r1.access[0].s3:')],
    [
      'as the place of results',
      [
        'finance',
        '{ athena: { workgroup: w, region: us-east-1, resultsLocation: { bucket: lake, region: us-east-1, prefix: r } } }',
      ],
      told('resourceRoles.r1.access[0].athena.resultsLocation:'),
    ],
    [
      'with a key of its region, for a role elsewhere',
      ['america', lake(`region: eu-west-1, kmsKeyArn: '${key('eu-west-1')}'`)],
      [],
    ],
    ['without a word of it', ['america', lake('prefix: a/')], []],
    ['of another name', ['america', lake(`kmsKeyArn: '${key('us-east-1')}'`).replace('lake', 'pond')], []],
  ] as const)('%s', (_, place, problems) => {
    expect(roles(near, place)).toEqual(problems);
  });
});
