import type { aws_iam as iam } from 'aws-cdk-lib';
import { AccessLevel, AthenaAccess, DynamoDbAccess, GlueAccess, InstanceProfileRole, KmsAccess } from '../../lib';
import { KmsAccessLevel, ResourceRole, S3Access, SecretsManagerAccess } from '../../lib';
import { decide } from '../identity-simulator';
import { Deployed, FINANCE, newStack, PLATFORM, warningsOf } from '../support';

const READ = AccessLevel.READ;
const owner = FINANCE.account;
const key = `arn:aws:kms:eu-west-1:${owner}:key/1234abcd`;
const secret = `arn:aws:secretsmanager:eu-west-1:${owner}:secret:ledger`;
const table = `arn:aws:dynamodb:eu-west-1:${owner}:table/ledger`;
const LEDGER = { AWS: 'arn:aws:iam::111122223333:role/data/ledger' };

interface Owned {
  readonly kind: string;
  readonly of: string;
  readonly statements: { readonly Sid: string }[];
}

/** What the owner of the data of a grant is asked for, and the role that it is for. */
function asked(grant: (role: ResourceRole) => iam.Grant) {
  const stack = newStack(PLATFORM);
  const head = new InstanceProfileRole(stack, 'Head');
  const role = new ResourceRole(stack, 'Ledger', { chainingRoles: [head], roleName: 'ledger', path: '/data/' });
  grant(role);
  const owned = warningsOf(stack).map(({ text }): Owned => {
    const [, of = '', kind = '', json = ''] =
      /^(\S+) is of account 444455556666, whose owner must let Stack\/Ledger in too, by these statements in its (.*?): (.*) \[ack: Annotation::cdk-iam-role-chaining:dataPolicyNotWritten\]$/.exec(
        text,
      ) ?? [];
    return { kind, of, statements: JSON.parse(json) as Owned['statements'] };
  });
  return { owned, role: new Deployed(stack).of(role) };
}

const plain = ({ kind, of, statements }: Owned) => ({
  kind,
  of,
  statements: statements.map((each) => ({ ...each, Sid: each.Sid.replace(/[0-9a-f]{8}$/, '') })),
});
const allow = (Sid: string, Action: string | string[], Resource: string | string[], Condition?: object) => ({
  Sid,
  Effect: 'Allow',
  Principal: LEDGER,
  Action,
  Resource,
  ...(Condition && { Condition }),
});
const ofKey = (service: string, Sid: string, Action: string | string[]) => ({
  kind: 'key policy',
  of: key,
  statements: [allow(Sid, Action, '*', { StringEquals: { 'kms:ViaService': `${service}.eu-west-1.amazonaws.com` } })],
});

test.each<[string, (role: ResourceRole) => iam.Grant, object[]]>([
  [
    'of a bucket and its key',
    (role) => S3Access.grant(role, { bucket: 'lake', prefix: 'ledger/', account: owner, level: READ, kmsKeyArn: key }),
    [
      {
        kind: 'bucket policy',
        of: 'arn:aws:s3:::lake',
        statements: [
          allow('ListObjects', 's3:ListBucket', 'arn:aws:s3:::lake', {
            StringLike: { 's3:prefix': ['ledger/', 'ledger/*'] },
          }),
          allow('DescribeBucket', 's3:GetBucketLocation', 'arn:aws:s3:::lake'),
          allow('ReadObjects', 's3:GetObject', 'arn:aws:s3:::lake/ledger/*'),
        ],
      },
      ofKey('s3', 'UseKey', 'kms:Decrypt'),
    ],
  ],
  [
    'of a catalog',
    (role) => GlueAccess.grant(role, { databases: ['ledger'], tables: ['orders'], account: owner, level: READ }),
    [
      {
        kind: 'catalog policy',
        of: `arn:aws:glue:eu-west-1:${owner}:catalog`,
        statements: [
          allow(
            'ReadTables',
            expect.arrayContaining(['glue:GetTable']) as string[],
            ['catalog', 'database/ledger', 'table/ledger/orders', 'userDefinedFunction/ledger/*'].map(
              (resource) => `arn:aws:glue:eu-west-1:${owner}:${resource}`,
            ),
          ),
        ],
      },
    ],
  ],
  [
    'of a table and its key',
    (role) => DynamoDbAccess.grant(role, { table, level: READ, kmsKeyArn: key }),
    [
      {
        kind: 'table policy',
        of: table,
        statements: [
          allow('ReadItems', expect.arrayContaining(['dynamodb:GetItem']) as string[], [table, `${table}/index/*`]),
        ],
      },
      ofKey('dynamodb', 'UseTableKey', 'kms:Decrypt'),
    ],
  ],
  [
    'of a secret and its key',
    (role) => SecretsManagerAccess.grant(role, { secretArn: secret, kmsKeyArn: key }),
    [
      {
        kind: 'secret policy',
        of: secret,
        statements: [allow('ReadSecret', ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'], '*')],
      },
      ofKey('secretsmanager', 'UseSecretKey', 'kms:Decrypt'),
    ],
  ],
  [
    'of a key itself',
    (role) => KmsAccess.grant(role, { keyArn: key, level: KmsAccessLevel.DECRYPT }),
    [{ kind: 'key policy', of: key, statements: [allow('Decrypt', 'kms:Decrypt', '*')] }],
  ],
])('the owner %s is told what to add', (_, grant, expected) => {
  expect(asked(grant).owned.map(plain)).toEqual(expected);
});

test.each<[string, (role: ResourceRole) => iam.Grant]>([
  ['of the own account', (role) => S3Access.grant(role, { bucket: 'lake', account: PLATFORM.account, level: READ })],
  ['of whom nobody says', (role) => S3Access.grant(role, { bucket: 'lake', level: READ })],
  [
    'of the own account by ARN',
    (role) => DynamoDbAccess.grant(role, { table: table.replace(owner, PLATFORM.account), level: READ }),
  ],
  ['of a workgroup', (role) => AthenaAccess.grant(role, { workgroup: 'a', resultsLocation: { bucket: 'results' } })],
])('nobody is asked for data %s', (_, grant) => {
  expect(asked(grant).owned).toEqual([]);
});

test('two roles ask by Sids that may meet in one policy', () => {
  const stack = newStack(PLATFORM);
  const head = new InstanceProfileRole(stack, 'Head');
  for (const id of ['One', 'Two']) {
    const role = new ResourceRole(stack, id, { chainingRoles: [head] });
    KmsAccess.grant(role, { keyArn: key, level: KmsAccessLevel.DECRYPT });
  }
  const sids = warningsOf(stack).map(({ text }) => /"Sid":"(\w+)"/.exec(text)?.[1]);
  expect(new Set(sids).size).toBe(2);
});

test('with both policies the role is let in, and without the owner it is not', async () => {
  const { owned, role } = asked((made) =>
    S3Access.grant(made, { bucket: 'lake', prefix: 'ledger/', account: owner, level: READ }),
  );
  const request = {
    principal: role.arn,
    policies: role.permissions,
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::lake/ledger/a',
    resourceAccount: owner,
    context: { 'aws:ResourceAccount': owner },
  };
  const resourcePolicy = { Version: '2012-10-17', Statement: owned[0]!.statements };
  expect(await decide({ ...request, resourcePolicy })).toBe(true);
  expect(await decide(request)).toBe(false);
  expect(await decide({ ...request, resourcePolicy, resource: 'arn:aws:s3:::lake/sales/a' })).toBe(false);
});
