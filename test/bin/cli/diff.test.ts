import { App, Stack, Stage, aws_iam as iam, aws_s3 as s3 } from 'aws-cdk-lib';
import type { PrincipalDiff } from '../../../lib/private/access/diff/diff';
import type { AccessModel, Principal } from '../../../lib/private/access/model/model';
import { type RoleProps, allow, arnOf, model, role } from '../../private/access/support';
import { cli, file } from './support';

const env = { account: '111122223333', region: 'eu-west-1' };
const S3 = 'arn:aws:s3:::lake';
const READ = { ...allow('s3:GetObject', `${S3}/a/*`), Sid: 'Read' };
const ec2 = { Service: 'ec2.amazonaws.com' };
const SSM = 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore';

const saved = (value: AccessModel | readonly Principal[]) => file('version' in value ? value : model(value));

async function diff(
  old: AccessModel | readonly Principal[],
  now: AccessModel | readonly Principal[],
  ...args: string[]
) {
  const { exitCode, out, err } = await cli([
    'diff',
    saved(old),
    saved(now),
    '--fail-on-widening',
    '--format',
    'json',
    ...args,
  ]);
  return { exitCode, err, ...(JSON.parse(out) as { widens: boolean; principals: PrincipalDiff[] }) };
}

/** One role before and after. */
async function change(old: RoleProps, now: RoleProps) {
  const [before, after] = [old, now].map((props) => role('Ledger', { trusts: ec2, ...props }));
  const { exitCode, principals } = await diff([before!], [after!]);
  return { exitCode, principal: principals[0] };
}

test('a gain has a witness, and the whole document says what the contract says', async () => {
  const write = { ...allow('s3:PutObject', `${S3}/a/*`), Sid: 'Write' };
  const result = await diff(
    [role('Ledger', { trusts: ec2, permissions: [READ] })],
    [role('Ledger', { trusts: ec2, permissions: [READ, write], more: { maxSessionDuration: 7200 } })],
  );
  const same = { change: 'same', gained: [], lost: [], undecided: [] };
  expect(result).toEqual({
    exitCode: 2,
    err: '',
    version: 1,
    widens: true,
    stacks: { added: [], removed: [] },
    principals: [
      {
        path: 'Ledger',
        type: 'role',
        change: 'wider',
        permissions: {
          ...same,
          change: 'wider',
          gained: [
            {
              statement: write,
              witness: { action: 's3:PutObject', resource: `${S3}/a/x`, context: {}, assuming: [] },
            },
          ],
        },
        trust: same,
        other: ['maxSessionDuration 3600 → 7200'],
      },
    ],
  });
});

test.each<[string, string, number, RoleProps, RoleProps]>([
  ['a wildcard swallows a statement', 'wider', 2, { permissions: [READ] }, { permissions: [allow('s3:*', '*')] }],
  ['everything is allowed', 'wider', 2, { permissions: [READ] }, { permissions: [allow('*', '*')] }],
  ['less is allowed', 'narrower', 0, { permissions: [allow('s3:*', '*')] }, { permissions: [READ] }],
  ['a new Deny', 'narrower', 0, { permissions: [READ] }, { permissions: [READ, { ...READ, Effect: 'Deny' }] }],
  ['a Deny that is gone', 'wider', 2, { permissions: [READ, { ...READ, Effect: 'Deny' }] }, { permissions: [READ] }],
  ['one action for another', 'both', 2, { permissions: [READ] }, { permissions: [allow('s3:PutObject', `${S3}/a/*`)] }],
  ['one caller more', 'wider', 2, {}, { trusts: { ...ec2, AWS: arnOf('Other') } }],
  ['one caller less', 'narrower', 0, { trusts: { ...ec2, AWS: arnOf('Other') } }, {}],
  [
    'a condition of the trust that is dropped',
    'wider',
    2,
    { trust: [{ ...trust(), Condition: { StringEquals: { 'sts:ExternalId': 'x' } } }] },
    { trust: [trust()] },
  ],
  ['a longer session', 'wider', 2, {}, { more: { maxSessionDuration: 7200 } }],
  ['a shorter session', 'narrower', 0, { more: { maxSessionDuration: 7200 } }, {}],
  ['a policy that is not in view', 'undecided', 2, {}, { more: { managedPolicies: [SSM] } }],
  ['a policy out of view that is taken away', 'narrower', 0, { more: { managedPolicies: [SSM] } }, {}],
  [
    'a policy out of view that is taken away, which may have denied something',
    'undecided',
    2,
    { permissions: [READ], more: { managedPolicies: [SSM] } },
    { permissions: [READ] },
  ],
  [
    'a Deny that may stand before a policy out of view',
    'undecided',
    2,
    { permissions: [{ ...READ, Effect: 'Deny' }], more: { managedPolicies: [SSM] } },
    { more: { managedPolicies: [SSM] } },
  ],
  [
    'a new Deny beside a policy out of view',
    'narrower',
    0,
    { permissions: [READ], more: { managedPolicies: [SSM] } },
    { permissions: [READ, { ...READ, Effect: 'Deny' }], more: { managedPolicies: [SSM] } },
  ],
  [
    'a gain beside a policy out of view',
    'wider',
    2,
    { more: { managedPolicies: [SSM] } },
    { permissions: [READ], more: { managedPolicies: [SSM] } },
  ],
  ['a boundary out of view', 'narrower', 0, { permissions: [READ] }, { permissions: [READ], more: { boundary: SSM } }],
  ['a boundary that goes', 'undecided', 2, { permissions: [READ], more: { boundary: SSM } }, { permissions: [READ] }],
  ['a group out of view', 'undecided', 2, user(), user(['admins'])],
])('%s: %s', async (_, expected, exitCode, old, now) => {
  const result = await change(old, now);
  expect({ change: result.principal?.change, exitCode: result.exitCode }).toEqual({ change: expected, exitCode });
});

function deny(action: string | string[]) {
  return { ...allow(action, '*'), Effect: 'Deny' };
}

function trust() {
  return { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: arnOf('Other', '444455556666') } };
}

function user(groups: string[] = []): RoleProps {
  return { more: { type: 'user', trust: undefined, groups } };
}

test.each<[string, RoleProps, RoleProps]>([
  [
    'the order',
    { permissions: [READ, allow('s3:PutObject', '*')] },
    { permissions: [allow('s3:PutObject', '*'), READ] },
  ],
  [
    'splitting a statement',
    { permissions: [allow(['s3:GetObject', 's3:PutObject'], `${S3}/*`)] },
    { permissions: [allow('s3:GetObject', `${S3}/*`), allow('S3:putobject', [`${S3}/*`])] },
  ],
  ['what a wildcard says anyway', { permissions: [allow('s3:*', '*')] }, { permissions: [allow('s3:*', '*'), READ] }],
  ['a Sid', { permissions: [READ] }, { permissions: [{ ...READ, Sid: 'Renamed' }] }],
  ['the session that IAM gives anyway', {}, { more: { maxSessionDuration: 3600 } }],
  [
    'another packing beside a policy out of view',
    {
      permissions: ['s3:GetObject', 's3:PutObject'].map((each) => allow(each, 'arn:aws:s3:::${Lake}/*')),
      more: { managedPolicies: [SSM] },
    },
    {
      permissions: [allow(['s3:GetObject', 's3:PutObject'], 'arn:aws:s3:::${Lake}/*')],
      more: { managedPolicies: [SSM] },
    },
  ],
  [
    'a Deny in two parts before a policy out of view',
    { permissions: [deny(['s3:GetObject', 's3:PutObject'])], more: { managedPolicies: [SSM] } },
    { permissions: [deny('s3:GetObject'), deny('s3:PutObject')], more: { managedPolicies: [SSM] } },
  ],
  ['the same policy out of view', { more: { managedPolicies: [SSM] } }, { more: { managedPolicies: [SSM] } }],
])('%s is no change', async (_, old, now) => {
  const result = await change(old, now);
  expect(result).toEqual({ exitCode: 0, principal: undefined });
});

test('a request for everything is one that exists, and one that is feared', async () => {
  const everything = { permissions: [allow('*', '*')] };
  const { principal } = await change({ permissions: [READ] }, everything);
  expect(principal?.permissions.gained).toMatchObject([{ witness: { action: 'iam:PassRole' } }]);
  const feared = allow(['iam:*', 'sts:*', 's3:*', 'kms:*', 'secretsmanager:*', 'ec2:*', 'logs:*'], '*');
  const rest = await change(everything, { permissions: [feared] });
  expect(rest.principal?.permissions.lost).toMatchObject([
    { witness: { action: expect.stringMatching(/^athena:\w+$/) as unknown } },
  ]);
});

test('--all lists what does not differ', async () => {
  const same = [role('Ledger', { trusts: ec2, permissions: [READ] })];
  expect((await diff(same, same, '--all')).principals).toMatchObject([{ path: 'Ledger', change: 'same' }]);
});

test('packing a policy into a managed one is no change, and what stands in no role is seen', async () => {
  const place = { path: 'Policy', stack: env.account, file: 'template.json', logicalId: 'Policy' };
  const policy = { isManaged: true, name: 'policy', arns: ['arn:aws:iam::111122223333:policy/policy'], place };
  const document = (...statements: unknown[]) => ({ Version: '2012-10-17', Statement: statements });
  const packed = (attached: string, ...statements: unknown[]) =>
    model([role('Ledger', { trusts: ec2 })], {
      policies: [{ ...policy, document: document(...statements), attachedTo: [{ type: 'role', name: attached }] }],
    });
  const inline = [role('Ledger', { trusts: ec2, permissions: [READ] })];
  expect((await diff(inline, packed('Ledger', READ))).principals).toEqual([]);
  const elsewhere = await diff(packed('their-head'), packed('their-head', READ));
  expect(elsewhere).toMatchObject({
    exitCode: 2,
    principals: [{ path: '111122223333:role/their-head', type: 'role', change: 'wider' }],
  });
  const alone = await diff(
    model([], { policies: [{ ...policy, document: document(), attachedTo: [] }] }),
    model([], { policies: [{ ...policy, document: document(READ), attachedTo: [] }] }),
  );
  expect(alone.principals).toMatchObject([{ path: 'Policy', type: 'managed policy', change: 'wider' }]);
});

test('another role for a machine or a pod is what it may do more, and the same role is nothing', async () => {
  const place = (id: string) => ({ path: id, stack: env.account, file: 'template.json', logicalId: id });
  const holding = (name: string, pod = 'Pod') =>
    model(
      [
        role('Small', { trusts: ec2, permissions: [READ] }),
        role('Large', { trusts: ec2, permissions: [allow('s3:*', '*')] }),
      ],
      {
        instanceProfiles: [
          { name: 'p', arn: 'arn:aws:iam::111122223333:instance-profile/p', place: place('Profile'), roles: [name] },
        ],
        podIdentities: [{ place: place(pod), cluster: 'c', namespace: 'n', serviceAccount: 's', role: arnOf(name) }],
      },
    );
  const { exitCode, principals } = await diff(holding('Small'), holding('Large'));
  expect(exitCode).toBe(2);
  expect(principals).toMatchObject([
    { path: 'Pod', type: 'pod identity', change: 'wider' },
    { path: 'Profile', type: 'instance profile', change: 'wider', other: ['role Small → Large'] },
  ]);
  expect((await diff(holding('Large'), holding('Small'))).exitCode).toBe(0);
  expect((await diff(holding('Small'), holding('Small'))).principals).toEqual([]);
  expect((await diff(holding('Small'), holding('Small', 'Renamed'))).principals).toEqual([]);
  const [before, after] = [[READ], [allow('s3:*', '*')]].map((permissions) => ({
    ...holding('Small'),
    principals: [role('Small', { trusts: ec2, permissions })],
  }));
  expect((await diff(before!, after!)).principals.map(({ path: id }) => id)).toEqual(['Small']);
});

describe('a new role', () => {
  const head = role('Head', { trusts: ec2, permissions: [allow('sts:AssumeRole', arnOf('New'))] });

  test.each<[string, number, unknown]>([
    ['for a service is no widening', 0, ec2],
    ['that a role of before may become is one', 2, { AWS: arnOf('Head') }],
    ['that a role of before may become through its account is one', 2, { AWS: env.account }],
    ['that only a new role may become is none', 0, { AWS: arnOf('Second') }],
    ['that another account may become is one', 2, { AWS: '999988887777' }],
    ['that an identity provider may become is one', 2, { Federated: 'arn:aws:iam::111122223333:oidc-provider/x.com' }],
  ])('%s', async (_, exitCode, trusts) => {
    const action =
      (trusts as { Federated?: string }).Federated === undefined ? 'sts:AssumeRole' : 'sts:AssumeRoleWithWebIdentity';
    const now = role('New', {
      trust: [{ Effect: 'Allow', Action: action, Principal: trusts }],
      permissions: [allow('*', '*')],
    });
    const second = role('Second', { trusts: ec2, permissions: [allow('sts:AssumeRole', arnOf('New'))] });
    const result = await diff([head], [head, second, now]);
    expect(result.exitCode).toBe(exitCode);
    expect(result.principals).toMatchObject([
      { path: 'New', change: 'added', permissions: { gained: [] }, other: ['may * on *'] },
      { path: 'Second', change: 'added', trust: { gained: [] } },
    ]);
  });

  test('names in its witness who may become it', async () => {
    const result = await diff([head], [head, role('New', { trusts: { AWS: env.account } })]);
    expect(result.principals[0]?.trust.gained).toMatchObject([{ witness: { principal: arnOf('Head') } }]);
  });
});

test('a renamed construct is told as removed and added', async () => {
  const result = await diff([role('Old', { trusts: ec2 })], [role('New', { trusts: ec2 })]);
  expect(result).toMatchObject({
    exitCode: 0,
    principals: [
      { path: 'New', change: 'added' },
      { path: 'Old', change: 'removed' },
    ],
  });
});

describe('assemblies', () => {
  function assembly(build: (app: App) => void): string {
    const app = new App({ analyticsReporting: false });
    build(app);
    return app.synth().directory;
  }
  function platform(scope: App | Stage, id: string, { write = false } = {}): void {
    const stack = new Stack(scope, id, { env });
    const bucket = new s3.Bucket(stack, 'Lake');
    const ledger = new iam.Role(stack, 'Ledger', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
    bucket.grantRead(ledger);
    if (write) bucket.grantPut(ledger);
  }
  const before = assembly((app) => {
    platform(app, 'Finance');
  });

  test('a stack that moves into a Stage is no change, and what it gains there is seen', async () => {
    const [moved, wider] = [false, true].map((write) =>
      assembly((app) => {
        platform(new Stage(app, 'Prod'), 'Finance', { write });
      }),
    );
    expect(await cli(['diff', before, moved!])).toMatchObject({ exitCode: 0, out: 'No change of access.\n' });
    expect((await cli(['diff', before, wider!, '--stage', 'Prod', '--stage', '.'])).out).toBe(
      [
        '1 principal may gain access; 1 principal in all differs.',
        '',
        'Prod/Finance/Ledger: role, may do more',
        '  + permissions: may s3:PutObject on arn:aws:s3:::${Prod/Finance/Lake}/x (a statement allows s3:PutObject, s3:PutObjectLegalHold, s3:PutObjectRetention and 3 more)',
        '',
      ].join('\n'),
    );
  });

  test('stacks that come and go are told', async () => {
    const other = assembly((app) => new Stack(app, 'Other', { env }));
    const { out } = await cli(['diff', before, other, '--format', 'json']);
    expect(JSON.parse(out)).toMatchObject({ widens: false, stacks: { added: ['Other'], removed: ['Finance'] } });
  });

  test('a Stage that neither has is an error, and so is what is no source', async () => {
    expect(await cli(['diff', before, before, '--stage', 'Prod'])).toMatchObject({
      exitCode: 1,
      err: '--stage Prod: there is no such Stage; there is . (. is for stacks in no Stage).\n',
    });
    expect((await cli(['diff', before, 'nowhere'])).err).toBe(
      'nowhere holds no manifest.json: give the folder that `cdk synth` writes, usually cdk.out.\n',
    );
    expect((await cli(['diff', before, file({})])).err).toContain('is no saved access model: its version is missing');
  });
});

test('what only the new source could not read is told', async () => {
  const known = { about: 'A', what: 'is not read' };
  const [old, now] = [[known], [known, { about: 'B`', what: 'is not in the assembly' }]].map((gaps) =>
    saved(model([], { gaps })),
  );
  expect((await cli(['diff', old!, now!])).out).toBe(
    'No change of access.\n\nNot read:\n  B`: is not in the assembly\n',
  );
  expect((await cli(['diff', old!, now!, '--format', 'markdown'])).out).toBe(
    '### Access: No change of access.\n\nNot read:\n\n- `` B` ``: `is not in the assembly`\n',
  );
});

test('Markdown leads with what widens, folds beyond 20 principals, and obeys no name', async () => {
  const hostile = 'a` <img src=x> @team [l](https://e.vil)\u001b[2J\n# b';
  const many = (permissions: RoleProps['permissions']) =>
    Array.from({ length: 22 }, (_, index) => role(`r${String(index).padStart(2, '0')}`, { trusts: ec2, permissions }));
  const odd = (...permissions: NonNullable<RoleProps['permissions']>) =>
    role('z', { trusts: ec2, permissions, more: { id: hostile } });
  const [old, now] = [
    [...many([READ]), odd(READ)],
    [...many([]), odd(READ, { ...allow('s3:PutObject', `${S3}/\`\`|<b>`), Sid: '@all' })],
  ];
  const { out } = await cli(['diff', saved(old), saved(now), '--format', 'markdown']);
  const [head, , first, gain, second] = out.split('\n');
  expect(head).toBe('### ⚠️ Access: 1 principal may gain access; 23 principals in all differ.');
  expect(first).toBe('- **``a` <img src=x> @team [l](https://e.vil)\\u001b[2J\\n# b``**: role, may do more');
  expect(gain).toBe(
    '  - **gained** permissions: may `s3:PutObject` on ```arn:aws:s3:::lake/``|<b>``` (statement `@all`)',
  );
  expect(second).toBe('- **`r00`**: role, may do less');
  expect(out).toContain('\n\n<details><summary>3 more</summary>\n\n- **`r19`**: role, may do less\n');
  expect(out.trimEnd()).toMatch(/<\/details>$/);
  const text = await cli(['diff', saved(old), saved(now)]);
  expect(text.out).not.toMatch(/\u001b/);
});
