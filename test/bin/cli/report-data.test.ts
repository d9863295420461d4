import { App, Stack, aws_iam as iam, aws_s3 as s3 } from 'aws-cdk-lib';
import type { WhoCanAnswer } from '../../../bin/cli/access/ask';
import type { Report } from '../../../report/report';
import { cli } from './support';

/** Who gets to a bucket without a policy of a role in the app that says so, and who does not in spite of one. */
const IMPORTED = 'arn:aws:iam::444455556666:role/imported';
const VENDOR = 'arn:aws:iam::999988887777:root';

const read = (resource: string, principal?: iam.IPrincipal) =>
  new iam.PolicyStatement({
    actions: ['s3:GetObject'],
    resources: [resource],
    ...(principal === undefined ? {} : { principals: [principal] }),
  });

function folder(): string {
  const app = new App({ analyticsReporting: false });
  const stackIn = (id: string, account: string) => new Stack(app, id, { env: { account, region: 'eu-west-1' } });
  const [platform, finance] = [stackIn('Platform', '111122223333'), stackIn('Finance', '444455556666')];
  const role = (stack: Stack, roleName: string) =>
    new iam.Role(stack, roleName, { roleName, assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
  const lake = new s3.Bucket(finance, 'Lake', { bucketName: 'lake' });
  lake.grantRead(iam.Role.fromRoleArn(finance, 'Imported', IMPORTED));
  for (const name of ['admitted', 'refused']) role(platform, name).addToPolicy(read('arn:aws:s3:::lake/*'));
  lake.addToResourcePolicy(
    read('arn:aws:s3:::lake/*', new iam.ArnPrincipal('arn:aws:iam::111122223333:role/admitted')),
  );
  lake.addToResourcePolicy(read('arn:aws:s3:::lake/*', new iam.AccountPrincipal('999988887777')));
  lake.addToResourcePolicy(read('*', role(finance, 'named')));
  for (const name of ['admin', 'other']) {
    role(finance, name).addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess'));
  }
  role(finance, 'power').addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('PowerUserAccess'));
  return app.synth().directory;
}

let source: string;
let report: Report;
beforeAll(async () => {
  source = folder();
  const { out, err } = await cli(['report', source, '--format', 'json']);
  expect(err).toBe('');
  report = JSON.parse(out) as Report;
});

test('who gets to a bucket is who can, by whatever policy', async () => {
  const { out } = await cli(['who-can', source, 's3:GetObject', 'arn:aws:s3:::lake/x', '--format', 'json']);
  const able = (JSON.parse(out) as WhoCanAnswer).principals.filter(({ answer }) => answer === 'yes');
  const readers = able.map(({ principal }) => principal).sort();
  expect(readers).toEqual(['Finance/named', 'Finance/power', 'Platform/admitted', IMPORTED, VENDOR]);
  const objects = report.data.filter(
    ({ resource, service }) => resource === 'arn:aws:s3:::lake/*' || (resource === '*' && service === '*'),
  );
  expect(objects.map(({ principal }) => principal).sort()).toEqual(readers);
});

test('each with one line for each place, and the level of all its actions', () => {
  expect(report.data.filter(({ principal }) => ['Finance/named', VENDOR].includes(principal))).toEqual([
    ...['arn:aws:s3:::lake/*'].map((resource) => ({
      principal: VENDOR,
      service: 's3',
      resource,
      actions: ['s3:GetObject'],
      level: 'read',
    })),
    ...['arn:aws:s3:::lake', 'arn:aws:s3:::lake/*'].map((resource) => ({
      principal: 'Finance/named',
      service: 's3',
      resource,
      actions: ['s3:GetObject'],
      level: 'read',
    })),
  ]);
});

describe('rows are decided, by the policies of their data too', () => {
  const POND = 'arn:aws:s3:::pond';
  const allow = (actions: string[], resource: string, ip?: string) =>
    new iam.PolicyStatement({
      actions,
      resources: [resource],
      ...(ip === undefined ? {} : { conditions: { IpAddress: { 'aws:SourceIp': ip } } }),
    });
  const allowed = [
    allow(['s3:ListBucket'], POND, '10.0.0.0/8'),
    allow(['s3:GetBucketLocation'], POND),
    allow(['s3:GetObject', 's3:PutObject'], `${POND}/*`),
  ];
  /** What the report says of a role, whose bucket denies it some actions. */
  const rows = async (denied: string[] = [], more: iam.PolicyStatementProps = {}, statements = allowed) => {
    const app = new App({ analyticsReporting: false });
    const stack = new Stack(app, 'S', { env: { account: '111122223333', region: 'eu-west-1' } });
    const role = new iam.Role(stack, 'r', { roleName: 'r', assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
    for (const each of statements) role.addToPolicy(each);
    const pond = new s3.Bucket(stack, 'Pond', { bucketName: 'pond', enforceSSL: true });
    if (denied.length > 0) {
      const principals = [new iam.ArnPrincipal(role.roleArn)];
      const props = { effect: iam.Effect.DENY, actions: denied, principals, resources: [pond.arnForObjects('*')] };
      pond.addToResourcePolicy(new iam.PolicyStatement({ ...props, ...more }));
    }
    const { out } = await cli(['report', app.synth().directory, '--format', 'json']);
    return (JSON.parse(out) as Report).data.map(({ resource, actions, level, conditions }) => ({
      [`${level} ${resource}`]: [actions.join(' '), ...(conditions ?? [])],
    }));
  };
  const bucket = {
    [`read ${POND}`]: ['s3:GetBucketLocation s3:ListBucket', 's3:ListBucket: IpAddress aws:SourceIp "10.0.0.0/8"'],
  };

  test('with what a condition demands, and of which of the actions', async () => {
    expect(await rows()).toEqual([bucket, { [`write ${POND}/*`]: ['s3:GetObject s3:PutObject'] }]);
  });

  test('with each thing that must be so, and with those of which one is enough', async () => {
    const statements = ['10.0.0.0/8', '11.0.0.0/8'].map((ip) => allow(['s3:GetObject'], `${POND}/*`, ip));
    const conditions = { Bool: { 'aws:MultiFactorAuthPresent': 'false' } };
    expect(await rows(['s3:*'], { conditions }, statements)).toEqual([
      {
        [`read ${POND}/*`]: [
          's3:GetObject',
          'IpAddress aws:SourceIp "10.0.0.0/8", or IpAddress aws:SourceIp "11.0.0.0/8"',
          'unless Bool aws:MultiFactorAuthPresent "false"',
        ],
      },
    ]);
  });

  test('without what the bucket denies', async () => {
    expect(await rows(['s3:Put*'])).toEqual([bucket, { [`read ${POND}/*`]: ['s3:GetObject'] }]);
    expect(await rows(['s3:*'])).toEqual([bucket]);
    const other = { principals: [new iam.ArnPrincipal('arn:aws:iam::111122223333:role/other')] };
    expect(await rows(['s3:*'], other)).toEqual(await rows());
  });

  test('with what keeps the bucket from denying it', async () => {
    const conditions = { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } };
    expect(await rows(['s3:*'], { conditions })).toEqual([
      bucket,
      {
        [`write ${POND}/*`]: ['s3:GetObject s3:PutObject', 'unless StringNotEquals aws:SourceVpce "vpce-1"'],
      },
    ]);
  });
});

test('a managed policy that is not in view is told once, with whom it gives more', () => {
  const { gaps } = report;
  expect(gaps.filter(({ about }) => about.includes(':policy/'))).toEqual([
    {
      about: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
      what: 'this policy is not in view, so the data that it gives is not among what these reach: Finance/admin, Finance/other',
    },
  ]);
});

test('a boundary that is not in view is told too', async () => {
  const app = new App({ analyticsReporting: false });
  const stack = new Stack(app, 'S', { env: { account: '111122223333', region: 'eu-west-1' } });
  for (const name of ['company', 'PowerUserAccess']) {
    const permissionsBoundary =
      name === 'company'
        ? iam.ManagedPolicy.fromManagedPolicyName(stack, 'Company', name)
        : iam.ManagedPolicy.fromAwsManagedPolicyName(name);
    new iam.Role(stack, name + 'Role', {
      assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'),
      permissionsBoundary,
    });
  }
  const { out } = await cli(['report', app.synth().directory, '--format', 'json']);
  expect((JSON.parse(out) as Report).gaps.filter(({ about }) => about.includes(':policy/'))).toEqual([
    {
      about: 'arn:aws:iam::111122223333:policy/company',
      what: 'this permissions boundary is not in view, so these may reach less than what is shown: S/companyRole',
    },
  ]);
});

test("what AWS's policy for power users says stands with them", () => {
  const { documents = [] } = report.nodes.find(({ id }) => id === 'Finance/power') ?? {};
  const { name, statements = [] } = documents[1] ?? {};
  expect(name).toBe('PowerUserAccess');
  expect(report.statements[statements[0]!]).toBe(
    '{"Effect":"Allow","NotAction":["iam:*","organizations:*","account:*"],"Resource":"*"}',
  );
});

test('strangers with what lets them in', () => {
  const strangers = report.nodes.filter(({ id }) => [IMPORTED, VENDOR].includes(id));
  expect(strangers.map(({ type, name, account }) => [type, name, account])).toEqual([
    ['role', 'imported', '444455556666'],
    ['account', '999988887777', '999988887777'],
  ]);
  const texts = strangers.map(({ documents = [] }) =>
    documents.flatMap(({ statements }) => statements.map((number) => report.statements[number])).join('\n'),
  );
  expect(texts[0]).toContain('s3:GetObject*');
  expect(texts[1]).toContain('999988887777');
});
