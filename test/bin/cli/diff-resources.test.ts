import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { cli } from './support';

/** What a reviewer is told where it is the data itself that lets others in: by the policy of a bucket or key. */
const OBJECTS = 'arn:aws:s3:::lake/*';
const VENDOR = { AWS: 'arn:aws:iam::999988887777:root' };
const OWN = { AWS: 'arn:aws:iam::444455556666:root' };

type Statement = Record<string, unknown>;

const lets = (principal: unknown, more: Statement = {}): Statement => ({
  Effect: 'Allow',
  Principal: principal,
  Action: 's3:GetObject',
  Resource: OBJECTS,
  ...more,
});
const ONLY_TLS = lets('*', {
  Effect: 'Deny',
  Action: 's3:*',
  Sid: 'OnlyTls',
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
});

function appWith(add: (stack: Stack) => void): string {
  const app = new App({ analyticsReporting: false });
  add(new Stack(app, 'Finance', { env: { account: '444455556666', region: 'eu-west-1' } }));
  return app.synth().directory;
}

function bucket(policy: readonly Statement[] | undefined, isMade = true): string {
  return appWith((stack) => {
    if (isMade) new CfnResource(stack, 'Lake', { type: 'AWS::S3::Bucket', properties: { BucketName: 'lake' } });
    if (policy === undefined) return;
    const PolicyDocument = { Version: '2012-10-17', Statement: policy };
    new CfnResource(stack, 'Policy', { type: 'AWS::S3::BucketPolicy', properties: { Bucket: 'lake', PolicyDocument } });
  });
}

function key(...statements: Statement[]): string {
  const KeyPolicy = { Version: '2012-10-17', Statement: statements };
  return appWith((stack) => {
    new CfnResource(stack, 'Key', { type: 'AWS::KMS::Key', properties: { KeyPolicy } });
  });
}

const nothing = appWith(() => undefined);
const closed = bucket(undefined);
const toVendor = bucket([lets(VENDOR), ONLY_TLS]);
const ofOwners = lets(OWN, { Action: 'kms:*', Resource: '*' });

const VENDOR_READS = 'policy: arn:aws:iam::999988887777:role/x may s3:GetObject on arn:aws:s3:::lake/x';

test.each<[what: string, old: string, now: string, told: string[]]>([
  [
    'a bucket for another account',
    closed,
    bucket([lets(VENDOR)]),
    ['Finance/Lake: bucket, lets in more', VENDOR_READS],
  ],
  [
    'a bucket for everybody',
    closed,
    bucket([lets('*')]),
    ['Finance/Lake: bucket, lets in more', 'policy: anybody may s3:GetObject on arn:aws:s3:::lake/x'],
  ],
  ['a new bucket for another account', nothing, toVendor, ['Finance/Lake: bucket, lets in more', VENDOR_READS]],
  [
    'a bucket that is made elsewhere',
    nothing,
    bucket([lets(VENDOR)], false),
    ['Finance/Policy: bucket, lets in more', VENDOR_READS],
  ],
  [
    'a Deny that is gone, which kept what others permit',
    bucket([ONLY_TLS]),
    closed,
    [
      'Finance/Lake: bucket, lets in more',
      'policy: anybody may s3:GetObject on arn:aws:s3:::lake/x, where aws:SecureTransport is false (the statement OnlyTls denied it)',
    ],
  ],
  [
    'a key for another account',
    key(ofOwners),
    key(ofOwners, lets(VENDOR, { Action: 'kms:Decrypt', Resource: '*' })),
    [
      'Finance/Key: key, lets in more',
      'policy: arn:aws:iam::999988887777:role/x may kms:Decrypt on arn:aws:kms:x:x:key/x',
    ],
  ],
])('%s: more, and the job fails', async (_, old, now, told) => {
  const { exitCode, out, err } = await cli(['diff', old, now, '--fail-on-widening']);
  expect(err).toBe('');
  const [headline, ...lines] = told;
  expect(out).toBe(
    `1 resource may let in more; 1 resource in all differs.\n\n${headline ?? ''}\n${lines.map((line) => `  + ${line}\n`).join('')}`,
  );
  expect(exitCode).toBe(2);
});

test.each<[what: string, old: string, now: string]>([
  ['a statement said twice', toVendor, bucket([lets(VENDOR), ONLY_TLS, lets(VENDOR)])],
  ['a new bucket for its own account', nothing, bucket([lets(OWN), ONLY_TLS])],
  ['a new key for its own account', nothing, key(ofOwners)],
  ['a bucket that is gone', toVendor, nothing],
])('%s: nothing', async (_, old, now) => {
  const { exitCode, out } = await cli(['diff', old, now, '--fail-on-widening']);
  expect(out).toBe('No change of access.\n');
  expect(exitCode).toBe(0);
});

test('a new Deny lets in less', async () => {
  const { exitCode, out } = await cli(['diff', closed, bucket([ONLY_TLS]), '--fail-on-widening']);
  expect(out).toContain('No access is gained; 1 resource differs.\n\nFinance/Lake: bucket, lets in less\n  - policy: ');
  expect(exitCode).toBe(0);
});
