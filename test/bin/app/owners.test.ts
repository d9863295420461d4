import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Aws, aws_iam as iam } from 'aws-cdk-lib';
import { Owners } from '../../../bin/app/owners';
import { FakeAws } from './fake-aws';

const account = '444455556666';
const role = `arn:aws:iam::${account}:role/data/s3-role`;
const bucket = 'arn:aws:s3:::finance-lake';
const key = `arn:aws:kms:eu-west-1:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
/** Of configuration `company`. */
const suffix = 'f168ccdd';

let outdir: string;
let aws: FakeAws | undefined;
beforeEach(() => {
  outdir = mkdtempSync(join(tmpdir(), 'role-chaining-owners-'));
});
afterEach(() => {
  rmSync(outdir, { recursive: true });
  aws?.remove();
  aws = undefined;
});

function trusting(arn: string): iam.PolicyStatement {
  const principals = [new iam.ArnPrincipal(arn)];
  return new iam.PolicyStatement({ sid: 'AllowChainingRoles', actions: ['sts:AssumeRole'], principals });
}

function assuming(arn: string): iam.PolicyStatement {
  return new iam.PolicyStatement({ sid: 'AssumeDataRoles', actions: ['sts:AssumeRole'], resources: [arn] });
}

function using(action: string, arn: string, resource: string): iam.PolicyStatement {
  const principals = [new iam.ArnPrincipal(arn)];
  return new iam.PolicyStatement({ sid: 'AllowResourceRole', actions: [action], principals, resources: [resource] });
}

/** Writes the files of a configuration as a synth does. */
function written(ask: (owners: Owners) => void, name = 'company'): string[] {
  const app = new App({ outdir });
  ask(new Owners(app, name));
  app.synth();
  return readdirSync(outdir).includes('owners') ? readdirSync(join(outdir, 'owners')) : [];
}

function document(): { add: { kind: string; of: string; statements: { Sid: string }[] }[] } {
  return JSON.parse(readFileSync(join(outdir, 'owners', `${account}.json`), 'utf8')) as ReturnType<typeof document>;
}

const head = 'arn:aws:iam::111122223333:role/head';
const theirs = {
  Sid: 'Theirs',
  Effect: 'Allow',
  Principal: { Service: 'glue.amazonaws.com' },
  Action: 'sts:AssumeRole',
};
const policyOf = (...statements: object[]) => ({ Version: '2012-10-17', Statement: statements });

function askForAll(owners: Owners): void {
  owners.add(account, { kind: 'trust policy', of: role, statements: [trusting(head)], why: 'for head' });
  owners.add(account, {
    kind: 'bucket policy',
    of: bucket,
    statements: [using('s3:GetObject', head, `${bucket}/*`)],
    why: 'for a',
  });
  owners.add(account, {
    kind: 'bucket policy',
    of: bucket,
    statements: [using('s3:PutObject', head, `${bucket}/*`)],
    why: 'for b',
  });
  owners.add(account, { kind: 'key policy', of: key, statements: [using('kms:Decrypt', head, '*')], why: 'for c' });
  for (const name of ['one', 'two']) {
    const statements = [assuming(`arn:aws:iam::777788889999:role/${name}`)];
    owners.add(account, { kind: 'permissions policy', of: role, statements, why: `for ${name}` });
  }
}

test('one document and one script for each owner, and none from a synth before', () => {
  const ask = (id: string) => (owners: Owners) => {
    owners.add(id, { kind: 'trust policy', of: role, statements: [trusting(head)], why: 'x' });
  };
  expect(written(ask('777788889999'))).toEqual(['777788889999.json', '777788889999.sh']);
  expect(written(ask(account))).toEqual([`${account}.json`, `${account}.sh`]);
  expect(written(() => undefined)).toEqual([]);
});

test('the document says all, one entry for each policy, each Sid once', () => {
  written(askForAll);
  const allow = (Action: string, Resource: string, Sid: string) => ({
    Action,
    Effect: 'Allow',
    Principal: { AWS: head },
    Resource,
    Sid,
  });
  expect(document()).toEqual({
    account,
    configuration: 'company',
    policyName: 'company-AssumeDataRoles',
    sidSuffix: suffix,
    add: [
      {
        kind: 'trust policy',
        of: role,
        why: ['for head'],
        statements: [
          {
            Action: 'sts:AssumeRole',
            Effect: 'Allow',
            Principal: { AWS: head },
            Sid: `AllowChainingRoles${suffix}`,
          },
        ],
      },
      {
        kind: 'bucket policy',
        of: bucket,
        why: ['for a', 'for b'],
        statements: [
          allow('s3:GetObject', `${bucket}/*`, `AllowResourceRole${suffix}`),
          allow('s3:PutObject', `${bucket}/*`, `AllowResourceRole2${suffix}`),
        ],
      },
      {
        kind: 'key policy',
        of: key,
        why: ['for c'],
        statements: [allow('kms:Decrypt', '*', `AllowResourceRole${suffix}`)],
      },
      {
        kind: 'permissions policy',
        of: role,
        why: ['for one', 'for two'],
        statements: [
          {
            Action: 'sts:AssumeRole',
            Effect: 'Allow',
            Resource: ['arn:aws:iam::777788889999:role/one', 'arn:aws:iam::777788889999:role/two'],
            Sid: 'AssumeDataRoles',
          },
        ],
      },
    ],
  });
});

test('what only the deployment knows cannot be asked of anybody', () => {
  const owners = new Owners(new App(), 'company');
  expect(() => {
    const statements = [trusting(`arn:aws:iam::${Aws.ACCOUNT_ID}:role/head`)];
    owners.add(account, { kind: 'trust policy', of: role, statements, why: 'resourceRoles.r' });
  }).toThrow(/^resourceRoles\.r: only the deployment knows /);
});

describe('the script', () => {
  const script = () => join(outdir, 'owners', `${account}.sh`);
  const arns = { 's3-role': role };
  const policies = { 's3-role': policyOf(theirs), 'finance-lake': policyOf(theirs), [key]: policyOf(theirs) };

  test('adds to every policy, leaves what others wrote, and changes nothing more when it is run again', () => {
    written(askForAll);
    aws = new FakeAws({ account, arns, policies });
    expect(aws.run(script())).toEqual({ status: 0, stdout: '', stderr: '' });
    const [trust, ofBucket, ofKey, permissions] = document().add.map(({ statements }) => statements);
    const expected = {
      's3-role': policyOf(theirs, ...(trust ?? [])),
      'finance-lake': policyOf(theirs, ...(ofBucket ?? [])),
      [key]: policyOf(theirs, ...(ofKey ?? [])),
      's3-role company-AssumeDataRoles': policyOf(...(permissions ?? [])),
    };
    expect(aws.policies).toEqual(expected);
    expect(aws.calls.map(([service = '', action = '']) => `${service} ${action}`)).toEqual([
      'sts get-caller-identity',
      'iam get-role',
      'iam get-role',
      'iam update-assume-role-policy',
      's3api get-bucket-policy',
      's3api put-bucket-policy',
      'kms get-key-policy',
      'kms put-key-policy',
      'iam get-role',
      'iam put-role-policy',
    ]);
    expect(aws.run(script()).status).toBe(0);
    expect(aws.policies).toEqual(expected);
  });

  test('takes away what an earlier run of its configuration added, and nothing of another configuration', () => {
    const ask = (arn: string) => (owners: Owners) => {
      owners.add(account, { kind: 'trust policy', of: role, statements: [trusting(arn)], why: 'x' });
    };
    // A trust of one statement may be written without a list.
    aws = new FakeAws({ account, arns, policies: { 's3-role': { Version: '2012-10-17', Statement: theirs } } });
    const sidsAfter = (arn: string, name: string) => {
      written(ask(arn), name);
      expect(aws?.run(script()).status).toBe(0);
      return [aws?.policies['s3-role']?.Statement ?? []].flat().map(({ Sid }) => Sid);
    };
    expect(sidsAfter(head, 'company')).toEqual(['Theirs', `AllowChainingRoles${suffix}`]);
    const [first, , other] = sidsAfter(head, 'other');
    expect([first, other]).toEqual(['Theirs', expect.stringMatching(/^AllowChainingRoles[0-9a-f]{8}$/)]);
    expect(other).not.toBe(`AllowChainingRoles${suffix}`);
    expect(sidsAfter(`${head}-2`, 'company')).toEqual(['Theirs', other, `AllowChainingRoles${suffix}`]);
    expect(JSON.stringify(aws.policies)).toContain(`${head}-2`);
  });

  const secret = `arn:aws:secretsmanager:eu-west-1:${account}:secret:ledger`;
  const catalog = `arn:aws:glue:eu-west-1:${account}:catalog`;
  const table = `arn:aws:dynamodb:eu-west-1:${account}:table/ledger`;
  const data = [
    ['secret policy', secret, secret, 'no error'],
    ['catalog policy', catalog, 'glue eu-west-1', 'EntityNotFoundException'],
    ['table policy', table, table, 'PolicyNotFoundException'],
  ] as const;

  test.each(data)('adds to a %s, there or not, and loses nothing', (kind, of, held, error) => {
    written((owners) => {
      owners.add(account, { kind, of, statements: [using('x:Read', head, '*')], why: 'x' });
    });
    const added = document().add[0]?.statements ?? [];
    const run = (state: ConstructorParameters<typeof FakeAws>[0]) => {
      aws?.remove();
      aws = new FakeAws(state);
      return [aws.run(script()).status, aws.policies[held]];
    };
    expect(run({ account, policies: { [held]: policyOf(theirs) } })).toEqual([0, policyOf(theirs, ...added)]);
    expect(run({ account, policies: {}, error })).toEqual([0, policyOf(...added)]);
    if (kind !== 'secret policy') expect(run({ account, policies: {}, error: 'AccessDenied' })).toEqual([1, undefined]);
  });

  test.each([
    ['FALSE', theirs],
    ['TRUE', { ...theirs, Principal: { Service: 'ram.amazonaws.com' }, Action: 'glue:ShareResource' }],
  ])('tells Glue %s of what Lake Formation shares', (expected, statement) => {
    written((owners) => {
      owners.add(account, {
        kind: 'catalog policy',
        of: catalog,
        statements: [using('glue:GetTable', head, catalog)],
        why: 'x',
      });
    });
    aws = new FakeAws({ account, policies: { 'glue eu-west-1': policyOf(statement) } });
    expect(aws.run(script()).status).toBe(0);
    expect(aws.calls.at(-1)).toContain(`--enable-hybrid=${expected}`);
  });

  test('changes nothing with credentials of another account', () => {
    written(askForAll);
    aws = new FakeAws({ account: '111122223333', policies });
    expect(aws.run(script())).toEqual({
      status: 1,
      stdout: '',
      stderr: `these commands are for account ${account}, the credentials are of 111122223333\n`,
    });
    expect(aws.policies).toEqual(policies);
  });

  test('changes nothing where the ARN of the role is another than the configuration says', () => {
    written(askForAll);
    aws = new FakeAws({ account, arns: { 's3-role': role.replace('/data', '') }, policies });
    expect(aws.run(script())).toEqual({
      status: 1,
      stdout: '',
      stderr: `the ARN of s3-role is ${role.replace('/data', '')}, and the configuration says ${role}: mend it there\n`,
    });
    expect(aws.policies).toEqual(policies);
  });

  test.each([
    ['NoSuchBucketPolicy', 0, true],
    ['AccessDenied', 1, false],
  ])('a bucket policy that reading answers with %s', (error, status, isWritten) => {
    written((owners) => {
      owners.add(account, {
        kind: 'bucket policy',
        of: bucket,
        statements: [using('s3:GetObject', head, `${bucket}/*`)],
        why: 'x',
      });
    });
    aws = new FakeAws({ account, policies: {}, error });
    expect(aws.run(script()).status).toBe(status);
    expect('finance-lake' in aws.policies).toBe(isWritten);
  });

  test('reads text only in hostile names', () => {
    const path = `/$(touch$IFS.a)\`touch$IFS.b\`';touch$IFS.c;'"\\!/`;
    const hostile = `arn:aws:iam::111122223333:role${path}-rf`;
    written((owners) => {
      const of = `arn:aws:iam::${account}:role${path}--debug`;
      owners.add(account, { kind: 'trust policy', of, statements: [trusting(hostile)], why: 'x\ntouch d; \u202e' });
      owners.add(account, { kind: 'permissions policy', of, statements: [assuming(hostile)], why: '$(touch e)' });
    });
    aws = new FakeAws({
      account,
      arns: { '--debug': `arn:aws:iam::${account}:role${path}--debug` },
      policies: { '--debug': policyOf(theirs) },
    });
    expect(aws.run(script())).toEqual({ status: 0, stdout: '', stderr: '' });
    const [trust, permissions] = document().add.map(({ statements }) => statements);
    expect(aws.policies['--debug']).toEqual(policyOf(theirs, ...(trust ?? [])));
    expect(aws.calls.filter((call) => call[0] === 'iam' && !call.includes('Role.Arn'))).toEqual([
      ['iam', 'get-role', '--role-name=--debug', '--query', 'Role.AssumeRolePolicyDocument', '--output', 'json'],
      [
        'iam',
        'update-assume-role-policy',
        '--role-name=--debug',
        `--policy-document=${JSON.stringify(policyOf(theirs, ...(trust ?? [])))}`,
      ],
      [
        'iam',
        'put-role-policy',
        '--role-name=--debug',
        '--policy-name=company-AssumeDataRoles',
        `--policy-document=${JSON.stringify(policyOf(...(permissions ?? [])))}`,
      ],
    ]);
    expect(JSON.stringify(trust)).toContain(JSON.stringify(hostile).slice(1, -1));
    expect(['.a', '.b', '.c', 'd', 'e'].filter((file) => aws?.holds(file))).toEqual([]);
  });
});
