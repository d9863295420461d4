import { App, Stack, aws_iam as iam, aws_kms as kms, aws_s3 as s3, aws_secretsmanager as secrets } from 'aws-cdk-lib';
import type { CanAnswer, WhoCanAnswer } from '../../../bin/cli/access/ask';
import { allow, arnOf, model, role } from '../../private/access/support';
import { cli, file } from './support';

const PLATFORM = { account: '111122223333', region: 'eu-west-1' };
const FINANCE = { account: '444455556666', region: 'eu-west-1' };
const VENDOR = 'arn:aws:iam::999988887777:role/vendor';

async function can(source: string, principal: string, action: string, resource: string): Promise<string> {
  const { out, err } = await cli(['can', source, principal, action, resource, '--format', 'json']);
  expect(err).toBe('');
  const { answer, why } = JSON.parse(out) as CanAnswer;
  return `${answer}: ${why}`;
}

async function whoCan(source: string, action: string, resource: string): Promise<string[]> {
  const { out, err } = await cli(['who-can', source, action, resource, '--format', 'json']);
  expect(err).toBe('');
  const { principals } = JSON.parse(out) as WhoCanAnswer;
  return principals.map(({ principal, answer, why }) => `${answer} ${principal}: ${why}`);
}

/** Roles of the platform, all of which may read everything by their own policies, save for one; and what finance holds. */
function estate(): string {
  const app = new App({ analyticsReporting: false });
  const [platform, finance] = (['Platform', 'Finance'] as const).map(
    (id, index) => new Stack(app, id, { env: [PLATFORM, FINANCE][index]! }),
  ) as [Stack, Stack];
  const reader = (stack: Stack, id: string) => {
    const made = new iam.Role(stack, id, { roleName: id, assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
    const actions = ['s3:GetObject', 'kms:Decrypt', 'secretsmanager:GetSecretValue'];
    made.addToPolicy(new iam.PolicyStatement({ sid: 'All', actions, resources: ['*'] }));
    return made;
  };
  const [named, own] = [reader(platform, 'named'), reader(finance, 'own')];
  reader(platform, 'stranger');
  const bare = new iam.Role(finance, 'bare', {
    roleName: 'bare',
    assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'),
  });
  const lake = new s3.Bucket(finance, 'Lake', { bucketName: 'lake', enforceSSL: true });
  new s3.Bucket(finance, 'Plain', { bucketName: 'plain' });
  new kms.Key(finance, 'Key', {
    policy: new iam.PolicyDocument({
      statements: [new iam.PolicyStatement({ actions: ['kms:*'], resources: ['*'], principals: [bare] })],
    }),
  });
  new kms.CfnKey(finance, 'AccountKey');
  const secret = new secrets.CfnSecret(finance, 'Secret');
  const admit = (...principals: iam.IPrincipal[]) =>
    new iam.PolicyStatement({
      sid: 'Admit',
      actions: ['s3:GetObject', 'secretsmanager:GetSecretValue'],
      resources: ['*'],
      principals,
    });
  lake.addToResourcePolicy(admit(named, bare, new iam.ArnPrincipal(VENDOR)));
  new secrets.CfnResourcePolicy(finance, 'SecretPolicy', {
    secretId: secret.ref,
    resourcePolicy: {
      Version: '2012-10-17',
      Statement: [
        { ...admit().toJSON(), Principal: { AWS: named.roleArn } },
        { ...allow('*', '*'), Sid: 'Not', Effect: 'Deny', Principal: { AWS: own.roleArn } },
      ],
    },
  });
  return app.synth().directory;
}
const folder = estate();
const LAKE = 'arn:aws:s3:::lake/a';
const SECRET = '${Finance/Secret}';
const KEY = '${Finance/Key.Arn}';

test.each([
  [
    'both sides, across accounts',
    'named',
    LAKE,
    'yes: the statement All and the statement Admit of the policy of Finance/Lake allow it',
  ],
  ['only its own side, across accounts', 'stranger', LAKE, 'no: no statement of the policy of Finance/Lake allows it'],
  ['its own side, in one account', 'own', LAKE, 'yes: the statement All allows it'],
  [
    'the side of the bucket, in one account',
    'bare',
    LAKE,
    'yes: the statement Admit of the policy of Finance/Lake allows it',
  ],
  [
    'a bucket without a policy, across accounts',
    'named',
    'arn:aws:s3:::plain/a',
    'no: no statement of the policy of Finance/Plain allows it',
  ],
  ['a bucket without a policy, in one account', 'own', 'arn:aws:s3:::plain/a', 'yes: the statement All allows it'],
  [
    'both sides of a secret',
    'named',
    SECRET,
    'yes: the statement All and the statement Admit of the policy of Finance/Secret allow it',
  ],
  ['a Deny of the secret', 'own', SECRET, 'no: the statement Not of the policy of Finance/Secret denies it'],
  ['a key that does not name it', 'own', KEY, 'no: no statement of the policy of Finance/Key allows it'],
  ['a key that names it', 'bare', KEY, 'yes: a statement (Allow kms:*) of the policy of Finance/Key allows it'],
  [
    'a key that leaves it to its account',
    'own',
    '${Finance/AccountKey.Arn}',
    'yes: the statement All and a statement (Allow kms:*) of the policy of Finance/AccountKey allow it',
  ],
  [
    '… and to no other account',
    'named',
    '${Finance/AccountKey.Arn}',
    'no: no statement of the policy of Finance/AccountKey allows it',
  ],
  [
    'a secret elsewhere, of which nothing is seen',
    'own',
    `arn:aws:secretsmanager:eu-west-1:999988887777:secret:s-AbCdEf`,
    'depends: the statement All allows it, and what the account 999988887777 says of it is not in view, but if it is Finance/Secret, the statement Not of the policy of Finance/Secret denies it',
  ],
])('%s', async (_, principal, resource, expected) => {
  const action =
    resource === LAKE || resource.includes('plain')
      ? 's3:GetObject'
      : resource.includes('Key')
        ? 'kms:Decrypt'
        : 'secretsmanager:GetSecretValue';
  const [answer, ...why] = (await can(folder, principal, action, resource)).split(', and it can become no role');
  expect([answer, ...why.slice(1)]).toEqual([expected]);
});

test('who can: those whom the bucket names, from outside too', async () => {
  expect(await whoCan(folder, 's3:GetObject', LAKE)).toEqual([
    'yes Finance/bare: the statement Admit of the policy of Finance/Lake allows it',
    'yes Finance/own: the statement All allows it',
    'yes Platform/named: the statement All and the statement Admit of the policy of Finance/Lake allow it',
    `yes ${VENDOR}: the statement Admit of the policy of Finance/Lake allows it`,
  ]);
});

test('an account, a service, and anybody are told; the account of the bucket itself is not', async () => {
  const place = { path: 'Lake', stack: PLATFORM.account, file: 'template.json', logicalId: 'Lake' };
  const admit = (sid: string, Principal: unknown, more = {}) => ({
    ...allow('s3:GetObject', 'arn:aws:s3:::lake/*'),
    Sid: sid,
    Principal,
    ...more,
  });
  const policy = {
    Version: '2012-10-17',
    Statement: [
      admit('Root', { AWS: ['999988887777', PLATFORM.account] }),
      admit('Logs', { Service: 'delivery.logs.amazonaws.com' }),
      admit('Public', '*', { Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }),
      admit(
        'Named',
        { AWS: '888877776666' },
        { Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/etl' } } },
      ),
    ],
  };
  const resources = [{ type: 'bucket' as const, arn: 'arn:aws:s3:::lake', place, policy }];
  const saved = file(model([role('Own', { trusts: { Service: 'ec2.amazonaws.com' } })], { resources }));
  expect(await whoCan(saved, 's3:GetObject', LAKE)).toEqual([
    'yes arn:aws:iam::999988887777:root: the statement Root of the policy of Lake allows it',
    'yes delivery.logs.amazonaws.com: the statement Logs of the policy of Lake allows it',
    'depends *: it depends on IpAddress aws:SourceIp "10.0.0.0/8"',
    'depends Own: it depends on IpAddress aws:SourceIp "10.0.0.0/8"',
    'depends arn:aws:iam::888877776666:root: it depends on ArnLike aws:PrincipalArn "arn:aws:iam::*:role/etl"',
  ]);
});

test('to assume a role needs its trust as well', async () => {
  const permissions = [{ ...allow('sts:AssumeRole', '*'), Sid: 'Become' }];
  const estateOf = (trusts: unknown) =>
    file(model([role('Head', { permissions }), role('Ledger', { account: FINANCE.account, trusts })]));
  const ask = (trusts: unknown) => can(estateOf(trusts), 'Head', 'sts:AssumeRole', arnOf('Ledger', FINANCE.account));
  expect(await ask({ AWS: arnOf('Head') })).toMatch(/^yes: the statement Become and /);
  expect(await ask({ AWS: arnOf('Other') })).toMatch(/^no: no statement of the policy of Ledger allows it/);
  expect(await can(estateOf('*'), 'Head', 'sts:AssumeRole', arnOf('Theirs', '999988887777'))).toMatch(/^depends: /);
});

test('accounts that only the deployment knows may be one', async () => {
  const app = new App({ analyticsReporting: false });
  const [one, other] = [new Stack(app, 'One'), new Stack(app, 'Other', { env: PLATFORM })];
  const lake = new s3.Bucket(other, 'Lake', { bucketName: 'lake' });
  const reader = new iam.Role(one, 'Reader', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
  reader.addToPolicy(new iam.PolicyStatement({ sid: 'Read', actions: ['s3:*'], resources: [lake.arnForObjects('*')] }));
  expect(await can(app.synth().directory, 'One/Reader', 's3:GetObject', LAKE)).toBe(
    'depends: no statement of the policy of Other/Lake allows it, but if ${AWS::AccountId} and 111122223333 are one account, ' +
      'the statement Read allows it',
  );
});
