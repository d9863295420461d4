import { readFileSync } from 'node:fs';
import { App, Stack, Stage, aws_iam as iam, aws_s3 as s3 } from 'aws-cdk-lib';
import type { CanAnswer, WhoCanAnswer } from '../../../bin/cli/access/ask';
import { readAssembly } from '../../../lib/private/access/sources/assembly/assembly';
import { OTHER_ACCOUNT, allow, arnOf, model, role } from '../../private/access/support';
import { cli, file, path } from './support';

const OBJECT = 'arn:aws:s3:::lake/a/x';
const ofAws = (name: string) => `arn:aws:iam::aws:policy/${name}`;
const SSM = ofAws('AmazonSSMManagedInstanceCore');
const ec2 = { Service: 'ec2.amazonaws.com' };
const read = { ...allow('s3:GetObject', 'arn:aws:s3:::lake/a/*'), Sid: 'Read' };
const becomes = (...roles: string[]) => [
  allow(
    'sts:AssumeRole',
    roles.map((each) => arnOf(each)),
  ),
];
const fromOffice = { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } };

const estate = file(
  model([
    role('Ledger', { trusts: { AWS: [arnOf('Head'), arnOf('Guest')] }, permissions: [read] }),
    role('Head', { trusts: ec2, permissions: becomes('Ledger') }),
    role('Portal', { trusts: { AWS: `arn:aws:iam::${OTHER_ACCOUNT}:root` }, permissions: becomes('Head') }),
    role('Guest', { trusts: ec2, permissions: [{ ...becomes('Ledger')[0]!, Condition: fromOffice }] }),
    role('Half', { trusts: ec2, permissions: becomes('Ledger') }),
    role('Denied', { trusts: ec2, permissions: [read, { ...read, Effect: 'Deny', Sid: 'NotThis' }] }),
    role('Office', { trusts: ec2, permissions: [{ ...read, Condition: fromOffice }] }),
    role('Unseen', { trusts: ec2, more: { managedPolicies: [SSM] } }),
    role('Admin', { trusts: ec2, more: { managedPolicies: [ofAws('AdministratorAccess')] } }),
    role('Power', { trusts: ec2, more: { managedPolicies: [ofAws('PowerUserAccess')] } }),
    role('Bounded', { trusts: ec2, permissions: [read], more: { boundary: ofAws('IAMFullAccess') } }),
    role('Twin', { trusts: ec2, more: { id: 'A/Twin' } }),
    role('Twin', { account: OTHER_ACCOUNT, trusts: ec2, more: { id: 'B/Twin' } }),
  ]),
);

async function can(principal: string, action = 's3:GetObject', resource = OBJECT): Promise<CanAnswer> {
  const { out, err } = await cli(['can', estate, principal, action, resource, '--format', 'json']);
  expect(err).toBe('');
  return JSON.parse(out) as CanAnswer;
}

test.each<[string, string, Omit<CanAnswer, 'version'>]>([
  ['by itself', 'Ledger', { answer: 'yes', why: 'the statement Read allows it', paths: [['Ledger']] }],
  [
    'through a role',
    arnOf('Head'),
    { answer: 'yes', why: 'of Ledger: the statement Read allows it', paths: [['Head', 'Ledger']] },
  ],
  [
    'under a condition of the way',
    'Guest',
    {
      answer: 'depends',
      why: 'Guest becomes Ledger if IpAddress aws:SourceIp "10.0.0.0/8"; of Ledger: the statement Read allows it',
      paths: [['Guest', 'Ledger']],
    },
  ],
  [
    'under a condition of the policy',
    'Office',
    { answer: 'depends', why: 'it depends on IpAddress aws:SourceIp "10.0.0.0/8"', paths: [['Office']] },
  ],
])('%s', async (_, principal, expected) => {
  expect(await can(principal)).toEqual({ version: 1, ...expected });
});

test('no, where the trust does not let it in, a statement denies it, or the object is another', async () => {
  expect((await can('Half')).answer).toBe('no');
  expect(await can('Denied')).toMatchObject({
    answer: 'no',
    why: 'the statement NotThis denies it, and it can become no role that may',
  });
  expect((await can('Head', 's3:GetObject', 'arn:aws:s3:::lake/b')).answer).toBe('no');
  expect(await can('Head', 's3:PutObject')).toMatchObject({ answer: 'no', paths: [] });
});

test("what AWS's policies for administrators say is known, on a role and as its boundary", async () => {
  const why = 'a statement (Allow *) allows it';
  expect(await can('Admin', 'iam:PutRolePolicy', arnOf('Ledger'))).toMatchObject({ answer: 'yes', why });
  expect((await can('Power')).answer).toBe('yes');
  expect((await can('Power', 'iam:PutRolePolicy', arnOf('Ledger'))).answer).toBe('no');
  expect((await can('Bounded')).answer).toBe('no');
});

test('a policy that is not in view may allow it', async () => {
  expect(await can('Unseen')).toEqual({
    version: 1,
    answer: 'depends',
    why: `as far as is seen, no statement allows it; the document of ${SSM} is not in view`,
    paths: [['Unseen']],
  });
});

test('who can, with the ways, from outside too, the sure ones first', async () => {
  const { out } = await cli(['who-can', estate, 's3:GetObject', OBJECT, '--format', 'json']);
  const { version, principals } = JSON.parse(out) as WhoCanAnswer;
  expect(version).toBe(1);
  expect(principals.map(({ answer, path: way }) => `${answer} ${way.join(' > ')}`)).toEqual([
    'yes Admin',
    'yes Head > Ledger',
    'yes Ledger',
    'yes Power',
    'depends Guest > Ledger',
    'depends Office',
    'depends Unseen',
  ]);
});

test('a chain of two, from another account', async () => {
  const chained = file(
    model([
      role('Ledger', { trusts: { AWS: arnOf('Head') }, permissions: [read] }),
      role('Head', { trusts: { AWS: arnOf('Portal') }, permissions: becomes('Ledger') }),
      role('Portal', { trusts: { AWS: '999988887777' }, permissions: becomes('Head') }),
    ]),
  );
  const { out } = await cli(['who-can', chained, 's3:GetObject', OBJECT]);
  expect(out).toContain('yes: arn:aws:iam::999988887777:root → Portal → Head → Ledger\n');
  const outside = await cli(['can', chained, 'arn:aws:iam::999988887777:root', 's3:GetObject', OBJECT]);
  expect(outside.out).toMatch(/^yes: /);
  expect((await cli(['who-can', chained, 's3:PutObject', OBJECT])).out).toBe(
    `no: nobody here may s3:PutObject on ${OBJECT}\n`,
  );
});

test('what is true of many is said once', async () => {
  const unseen = ['Head', 'Worker'].map((name) => role(name, { trusts: ec2, more: { managedPolicies: [SSM] } }));
  const { out } = await cli(['who-can', file(model(unseen)), 's3:GetObject', OBJECT]);
  expect(out).toBe(
    `depends: Head\ndepends: Worker\n  as far as is seen, no statement allows it; the document of ${SSM} is not in view\n`,
  );
});

test('text says the answer in its first word, and obeys nothing', async () => {
  expect((await cli(['can', estate, 'Head', 's3:GetObject', OBJECT])).out).toBe(
    'yes: of Ledger: the statement Read allows it\n  Head → Ledger\n',
  );
  const odd = file(model([role('x', { trusts: ec2, permissions: [read], more: { id: 'a\u001b[2J\nyes: b' } })]));
  const { out } = await cli(['who-can', odd, 's3:GetObject', OBJECT]);
  expect(out).toBe('yes: a\\u001b[2J\\nyes: b\n  the statement Read allows it\n');
});

test.each<[string, string[], string]>([
  [
    'an ambiguous name',
    ['can', estate, 'Twin', 's3:GetObject', OBJECT],
    `Twin fits several principals: A/Twin (${arnOf('Twin')}), B/Twin (${arnOf('Twin', OTHER_ACCOUNT)}). Give the path or the ARN of one.\n`,
  ],
  [
    'an action that AWS has not',
    ['who-can', estate, 's3:GetObjct', OBJECT],
    'AWS has no action s3:GetObjct: is it s3:GetObject?\n',
  ],
  ['a pattern', ['who-can', estate, 's3:*', OBJECT], 'the action is s3:*: name a single one, such as s3:GetObject.\n'],
  [
    'what is no resource',
    ['who-can', estate, 's3:GetObject', 'lake'],
    'the resource is lake: give an ARN, or * for an action that is about no resource.\n',
  ],
])('%s is an error', async (_, args, err) => {
  expect(await cli(args)).toMatchObject({ exitCode: 1, out: '', err });
});

test('a principal that is not there is an error, which lists some', async () => {
  const { exitCode, err } = await cli(['can', estate, 'Nobody', 's3:GetObject', OBJECT]);
  expect(exitCode).toBe(1);
  expect(err).toContain(
    'there is no principal Nobody: give an ARN, a construct path or a role name. There is Ledger, ',
  );
});

describe('an assembly of two Stages', () => {
  const app = new App({ analyticsReporting: false });
  for (const id of ['Test', 'Prod']) {
    const stack = new Stack(new Stage(app, id), 'Finance', { env: { account: '111122223333', region: 'eu-west-1' } });
    const ledger = new iam.Role(stack, 'Ledger', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
    new s3.Bucket(stack, 'Lake').grantRead(ledger);
  }
  const folder = app.synth().directory;
  const question = ['s3:GetObject', '${Prod/Finance/Lake.Arn}/x'];

  test('is asked about a Stage that somebody chose', async () => {
    const refused = await cli(['who-can', folder, ...question]);
    expect(refused).toMatchObject({
      exitCode: 1,
      err:
        `${folder} holds several Stages, and each may be another environment: say which to read with --stage <path>, ` +
        'which may be repeated; there are Test, Prod.\n',
    });
    const { out } = await cli(['who-can', folder, ...question, '--stage', 'Prod']);
    expect(out).toMatch(/^yes: Prod\/Finance\/Ledger\n/);
  });

  test('is saved whole as a model, which reads as the folder does', async () => {
    const saved = path('model.json');
    expect(await cli(['snapshot', folder, '--model', saved])).toEqual({ exitCode: 0, out: '', err: '', pauses: [] });
    expect(JSON.parse(readFileSync(saved, 'utf8'))).toEqual(JSON.parse(JSON.stringify(readAssembly(folder))));
    expect((await cli(['diff', folder, saved])).out).toBe('No change of access.\n');
    expect((await cli(['who-can', saved, ...question, '--stage', 'Prod'])).out).toMatch(/^yes: Prod/);
    expect(await cli(['snapshot', folder, '--model', `${saved}/no/file`])).toMatchObject({ exitCode: 1 });
  });
});
