import { App, CfnResource, Stack, Stage } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { cli } from './support';

/**
 * Changes as a pull request makes them, and what a reviewer is told of each. All of them start from one role that reads a part of a
 * lake under a condition, and that the head node of the platform may become.
 */
const PLATFORM = { account: '111122223333', region: 'eu-west-1' };
const FINANCE = { account: '444455556666', region: 'eu-west-1' };
const HEAD = 'arn:aws:iam::111122223333:role/head';
const ETL = 'arn:aws:iam::111122223333:role/etl';
const AWS = 'arn:aws:iam::aws:policy';

type Statement = Record<string, unknown>;

interface Facts {
  readonly statements: readonly Statement[];
  readonly trust: readonly Statement[];
  /** Where the statements stand: in the role itself, in a policy, or in a managed policy. */
  readonly packing: 'inline' | 'policy' | 'managed';
  readonly managedPolicies: readonly string[];
  readonly boundary: readonly Statement[] | undefined;
  readonly session: number;
  readonly groups: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  /** More of the stack. */
  readonly more: (stack: Stack) => void;
  readonly id: string;
  readonly stackName: string | undefined;
  readonly stage: string | undefined;
}

const allow = (Action: unknown, Resource: unknown, more: Statement = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const deny = (Action: unknown, Resource: unknown, more: Statement = {}) => ({
  ...allow(Action, Resource, more),
  Effect: 'Deny',
});
const becomes = (principal: unknown, more: Statement = {}) => ({
  Effect: 'Allow',
  Action: 'sts:AssumeRole',
  Principal: principal,
  ...more,
});
const ifEqual = (key: string, value: unknown) => ({ Condition: { StringEquals: { [key]: value } } });

const LAKE = 'arn:aws:s3:::lake';
const OF_FINANCE = ifEqual('aws:PrincipalTag/team', 'finance');
const READ = { ...allow('s3:GetObject', `${LAKE}/ledger/*`, OF_FINANCE), Sid: 'Read' };
const WRITE = { ...allow(['s3:PutObject', 's3:DeleteObject'], [`${LAKE}/out/*`, `${LAKE}/tmp/*`]), Sid: 'Write' };
const NOT_DELETE = { ...deny('s3:DeleteObject', `${LAKE}/out/*`), Sid: 'NotDelete' };
const EXTERNAL = ifEqual('sts:ExternalId', 'secret');

const BASE: Facts = {
  statements: [READ, WRITE, NOT_DELETE],
  trust: [becomes({ AWS: HEAD }, EXTERNAL)],
  packing: 'inline',
  managedPolicies: [],
  boundary: undefined,
  session: 3600,
  groups: [],
  tags: {},
  more: () => undefined,
  id: 'Ledger',
  stackName: undefined,
  stage: undefined,
};

function document(statements: readonly Statement[]) {
  return { Version: '2012-10-17', Statement: statements };
}

function folderOf(facts: Facts): string {
  const app = new App({ analyticsReporting: false });
  const { id, stage, stackName, packing, statements, trust, boundary, managedPolicies, session, groups, tags, more } =
    facts;
  const platform = new Stack(app, 'Platform', { env: PLATFORM });
  iam(platform, 'Head', 'Role', {
    RoleName: 'head',
    AssumeRolePolicyDocument: document([becomes({ Service: 'ec2.amazonaws.com' })]),
    Policies: [
      { PolicyName: 'chain', PolicyDocument: document([allow('sts:AssumeRole', 'arn:aws:iam::444455556666:role/*')]) },
    ],
  });
  iam(platform, 'Analysts', 'Group', {
    GroupName: 'analysts',
    Policies: [{ PolicyName: 'query', PolicyDocument: document([allow('athena:StartQueryExecution', '*')]) }],
  });
  iam(platform, 'Ann', 'User', { UserName: 'ann', Groups: groups });
  const stack = new Stack(stage === undefined ? app : new Stage(app, stage), 'Finance', { env: FINANCE, stackName });
  const policy = { PolicyName: 'data', PolicyDocument: document(statements) };
  const limit = boundary && iam(stack, 'Limit', 'ManagedPolicy', { PolicyDocument: document(boundary) });
  const role = iam(stack, id, 'Role', {
    RoleName: 'ledger',
    AssumeRolePolicyDocument: document(trust),
    MaxSessionDuration: session,
    Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    ManagedPolicyArns: managedPolicies,
    ...(packing === 'inline' ? { Policies: [policy] } : {}),
    ...(limit === undefined ? {} : { PermissionsBoundary: limit.ref }),
  });
  if (packing === 'policy') iam(stack, 'Data', 'Policy', { ...policy, Roles: [role.ref] });
  if (packing === 'managed')
    iam(stack, 'Data', 'ManagedPolicy', { PolicyDocument: document(statements), Roles: [role.ref] });
  more(stack);
  return app.synth().directory;
}

function iam(scope: Construct, id: string, type: string, properties: Record<string, unknown>): CfnResource {
  return new CfnResource(scope, id, { type: `AWS::IAM::${type}`, properties });
}

function byProject(stack: Stack): void {
  const statement = { Sid: 'ByProject', ...allow('sts:AssumeRole', '*', ifEqual('aws:ResourceTag/project', 'b')) };
  iam(stack, 'Project', 'Group', { Policies: [{ PolicyName: 'chain', PolicyDocument: document([statement]) }] });
}

const base = folderOf(BASE);

/** What is said of a change, without its first line, and whether a job that guards access fails. */
async function said(before: Partial<Facts>, now: Partial<Facts>): Promise<{ text: string[]; fails: boolean }> {
  const old = Object.keys(before).length === 0 ? base : folderOf({ ...BASE, ...before });
  const { exitCode, out, err } = await cli(['diff', old, folderOf({ ...BASE, ...now }), '--fail-on-widening']);
  expect(err).toBe('');
  const [, , ...text] = out.trimEnd().split('\n');
  return { text, fails: exitCode === 2 };
}

/** A change, and the lines that are told of it; none for a change of nothing. */
type Change = [what: string, now: Partial<Facts>, told?: string[], before?: Partial<Facts>];

const data = (...statements: Statement[]): Partial<Facts> => ({ statements });
const LIMIT = 'arn:aws:iam::444455556666:policy/Finance-Limit-XXXXXXXXXXXX';
const SAME = 'Finance/Ledger: role, says the same';
const MORE = 'Finance/Ledger: role, may do more';
const UNDECIDED = 'Finance/Ledger: role, may do more: it cannot be decided';
const LESS = 'Finance/Ledger: role, may do less';
const NEW = ['Finance/New: role, is new', '    may s3:* on *'];

test.each<Change>([
  ['the order of statements', data(NOT_DELETE, WRITE, READ)],
  [
    'a statement split by its actions and places',
    data(
      READ,
      NOT_DELETE,
      ...['s3:PutObject', 's3:DeleteObject'].flatMap((action) =>
        ['out', 'tmp'].map((place) => allow(action, `${LAKE}/${place}/*`)),
      ),
    ),
  ],
  ['what another statement says already', data(READ, WRITE, NOT_DELETE, allow('s3:PutObject', `${LAKE}/out/2026/*`))],
  ['what a Deny forbids anyway', data(READ, WRITE, NOT_DELETE, allow('s3:DeleteObject', `${LAKE}/out/x`))],
  [
    'another Sid, and an action in another case',
    data({ ...READ, Sid: 'Other', Action: 's3:GETobject' }, WRITE, NOT_DELETE),
  ],
  ['a pattern that another holds', data(READ, WRITE, { ...NOT_DELETE, Resource: [`${LAKE}/out/*`, `${LAKE}/out/?*`] })],
  ['the statements in a policy of their own', { packing: 'policy' }],
  ['the statements in a managed policy', { packing: 'managed' }],
  ['the stack in a Stage', { stage: 'Prod' }],
  ['another name of the stack', { stackName: 'company-finance' }],
])('%s: nothing', async (_, now, told = []) => {
  expect(await said({}, now)).toEqual({ text: told, fails: false });
});

test.each<Change>([
  [
    'a place is dropped',
    data(READ, { ...WRITE, Resource: `${LAKE}/tmp/*` }, NOT_DELETE),
    [LESS, '  - permissions: may s3:PutObject on arn:aws:s3:::lake/out/x no more (statement Write)'],
  ],
  [
    'a new Deny',
    data(READ, WRITE, NOT_DELETE, deny('*', '*', { Condition: { Bool: { 'aws:SecureTransport': 'false' } } })),
    [
      LESS,
      '  - permissions: may s3:GetObject on arn:aws:s3:::lake/ledger/x, where aws:SecureTransport is false, aws:PrincipalTag/team is finance no more (a statement denies it)',
    ],
  ],
  [
    'a second condition',
    data(
      { ...READ, Condition: { ...OF_FINANCE.Condition, IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } },
      WRITE,
      NOT_DELETE,
    ),
    [
      LESS,
      '  - permissions: may s3:GetObject on arn:aws:s3:::lake/ledger/x, where aws:PrincipalTag/team is finance no more (statement Read)',
    ],
  ],
  [
    'a boundary that leaves something out',
    { boundary: [allow('s3:GetObject', '*')] },
    [
      LESS,
      '  - permissions: may s3:PutObject on arn:aws:s3:::lake/out/x no more (statement Write)',
      `    permissions boundary none → ${LIMIT}`,
    ],
  ],
  ['a boundary that holds all', { boundary: [allow('s3:*', '*')] }, [SAME, `    permissions boundary none → ${LIMIT}`]],
  [
    'a managed policy of AWS that is taken away',
    { statements: [] },
    [
      LESS,
      `  - permissions: some of what a document (the document of ${AWS}/ReadOnlyAccess is not in view) said may be lost`,
      `    managed policies ${AWS}/ReadOnlyAccess → none`,
    ],
    { statements: [], managedPolicies: [`${AWS}/ReadOnlyAccess`] },
  ],
  ['a tag that no condition looks at', { tags: { owner: 'ann' } }, [SAME, '    tags none → owner=ann']],
  ['a shorter session', {}, [LESS, '    maxSessionDuration 43200 → 3600'], { session: 43200 }],
  [
    'a new role of a service',
    {
      more: (stack) => {
        newRole(stack, becomes({ Service: 'lambda.amazonaws.com' }));
      },
    },
    NEW,
  ],
  [
    'a new role with a managed policy of AWS',
    {
      more: (stack) => {
        iam(stack, 'New', 'Role', {
          AssumeRolePolicyDocument: document([becomes({ Service: 'lambda.amazonaws.com' })]),
          ManagedPolicyArns: [`${AWS}/ReadOnlyAccess`],
        });
      },
    },
    [NEW[0]!, `    the document of ${AWS}/ReadOnlyAccess is not in view: it may allow anything`],
  ],
  [
    'a new user without any permission',
    {
      more: (stack) => {
        iam(stack, 'New', 'User', { UserName: 'new' });
      },
    },
    ['Finance/New: user, is new'],
  ],
])('%s: less, or nothing that anybody gains', async (_, now, told, before = {}) => {
  expect(await said(before, now)).toEqual({ text: told, fails: false });
});

test.each<Change>([
  [
    'a wildcard swallows a statement',
    data({ ...READ, Action: 's3:Get*', Resource: `${LAKE}/*` }, WRITE, NOT_DELETE),
    [
      MORE,
      '  + permissions: may s3:GetObject on arn:aws:s3:::lake/x, where aws:PrincipalTag/team is finance (the statement Read allows s3:Get*)',
    ],
  ],
  [
    'everything of a service',
    data(allow('s3:*', '*')),
    [
      MORE,
      '  + permissions: may s3:GetObject on arn:aws:s3:::x/x (a statement allows s3:*)',
      '  + permissions: may s3:DeleteObject on arn:aws:s3:::lake/out/x (the statement NotDelete denied it)',
    ],
  ],
  [
    'several services in one statement',
    data(READ, WRITE, NOT_DELETE, allow(['glue:*', 'iam:*', 'ec2:*', 'kms:*', 'logs:*'], '*')),
    [
      MORE,
      '  + permissions: may iam:PassRole on arn:aws:iam::x:role/x (a statement allows glue:*, iam:*, ec2:* and 2 more)',
    ],
  ],
  [
    'everything but',
    data(READ, WRITE, NOT_DELETE, { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }),
    [MORE, '  + permissions: may sts:AssumeRole on arn:aws:iam::x:role/x (a statement allows all but iam:*)'],
  ],
  [
    'iam:PassRole',
    data(READ, WRITE, NOT_DELETE, allow('iam:PassRole', '*')),
    [MORE, '  + permissions: may iam:PassRole on arn:aws:iam::x:role/x'],
  ],
  [
    'one place for another',
    data({ ...READ, Resource: `${LAKE}/payroll/*` }, WRITE, NOT_DELETE),
    [
      'Finance/Ledger: role, may do more, and less',
      '  + permissions: may s3:GetObject on arn:aws:s3:::lake/payroll/x, where aws:PrincipalTag/team is finance (statement Read)',
      '  - permissions: may s3:GetObject on arn:aws:s3:::lake/ledger/x, where aws:PrincipalTag/team is finance no more (statement Read)',
    ],
  ],
  [
    'a Deny that is gone',
    data(READ, WRITE),
    [MORE, '  + permissions: may s3:DeleteObject on arn:aws:s3:::lake/out/x (the statement NotDelete denied it)'],
  ],
  [
    'a Deny that holds under a condition only',
    data(READ, WRITE, { ...NOT_DELETE, Condition: { StringNotEquals: { 'aws:PrincipalTag/team': 'ops' } } }),
    [
      MORE,
      '  + permissions: may s3:DeleteObject on arn:aws:s3:::lake/out/x, where aws:PrincipalTag/team is ops (the statement NotDelete denied it)',
    ],
  ],
  [
    'a condition that is dropped',
    data({ ...READ, Condition: undefined }, WRITE, NOT_DELETE),
    [MORE, '  + permissions: may s3:GetObject on arn:aws:s3:::lake/ledger/x (statement Read)'],
  ],
  [
    'one value more in a condition',
    data({ ...READ, ...ifEqual('aws:PrincipalTag/team', ['finance', 'audit']) }, WRITE, NOT_DELETE),
    [
      MORE,
      '  + permissions: may s3:GetObject on arn:aws:s3:::lake/ledger/x, where aws:PrincipalTag/team is audit (statement Read)',
    ],
  ],
  [
    'a condition that whoever lacks the key meets',
    data({ ...READ, Condition: { StringEqualsIfExists: { 'aws:PrincipalTag/team': 'finance' } } }, WRITE, NOT_DELETE),
    [MORE, '  + permissions: may s3:GetObject on arn:aws:s3:::lake/ledger/x (statement Read)'],
  ],
  [
    'a tag that a condition of its own looks at',
    { tags: { Team: 'finance' } },
    [
      UNDECIDED,
      '  ? permissions: its tag Team is "finance" and was not set, and a condition looks at it (statement Read)',
      '    tags none → Team=finance',
    ],
  ],
  [
    'a tag that a condition of others looks at',
    { tags: { project: 'b' }, more: byProject },
    [
      UNDECIDED,
      '  ? trust: its tag project is "b" and was "a", and a condition looks at it (statement ByProject)',
      '    tags project=a → project=b',
    ],
    { tags: { project: 'a' }, more: byProject },
  ],
  [
    'one caller more',
    { trust: [becomes({ AWS: [HEAD, ETL] }, EXTERNAL)] },
    [MORE, `  + trust: ${ETL} may sts:AssumeRole, where sts:ExternalId is secret`],
  ],
  [
    'a condition of the trust that is dropped',
    { trust: [becomes({ AWS: HEAD })] },
    [MORE, `  + trust: ${HEAD} may sts:AssumeRole`],
  ],
  [
    'a whole account',
    { trust: [becomes({ AWS: '111122223333' }, EXTERNAL)] },
    [MORE, '  + trust: arn:aws:iam::111122223333:role/x may sts:AssumeRole, where sts:ExternalId is secret'],
  ],
  [
    'a service',
    { trust: [...BASE.trust, becomes({ Service: 'ec2.amazonaws.com' })] },
    [MORE, '  + trust: ec2.amazonaws.com may sts:AssumeRole'],
  ],
  [
    'session tags',
    { trust: [becomes({ AWS: HEAD }, { ...EXTERNAL, Action: ['sts:AssumeRole', 'sts:TagSession'] })] },
    [MORE, `  + trust: ${HEAD} may sts:TagSession, where sts:ExternalId is secret`],
  ],
  [
    'a boundary that is gone',
    {},
    [
      MORE,
      '  + permissions: may s3:PutObject on arn:aws:s3:::lake/out/x (the statement Write allows s3:PutObject, s3:DeleteObject)',
      `    permissions boundary ${LIMIT} → none`,
    ],
    { boundary: [allow('s3:GetObject', '*')] },
  ],
  [
    'a wider boundary',
    { boundary: [allow('s3:*', '*')] },
    [MORE, '  + permissions: may s3:PutObject on arn:aws:s3:::lake/out/x (a statement allows s3:*)'],
    { boundary: [allow('s3:GetObject', '*')] },
  ],
  [
    'a group that somebody joins',
    { groups: ['analysts'] },
    [
      'Platform/Ann: user, may do more',
      '  + permissions: may athena:StartQueryExecution on arn:aws:athena:x:x:workgroup/x',
      '    groups none → Platform/Analysts',
    ],
  ],
  ['a longer session', { session: 43200 }, [MORE, '    maxSessionDuration 3600 → 43200']],
  [
    'a managed policy of AWS',
    { managedPolicies: [`${AWS}/ReadOnlyAccess`] },
    [
      `${MORE}: it cannot be decided`,
      `  ? permissions: the document of ${AWS}/ReadOnlyAccess is not in view: it may allow anything`,
      `    managed policies none → ${AWS}/ReadOnlyAccess`,
    ],
  ],
  [
    'a managed policy of AWS for another',
    { managedPolicies: [`${AWS}/AmazonS3FullAccess`] },
    [
      `${MORE}: it cannot be decided`,
      `  ? permissions: the document of ${AWS}/AmazonS3FullAccess is not in view: it may allow anything`,
      `  ? permissions: the document of ${AWS}/ReadOnlyAccess is not in view: it may have denied something`,
      `  - permissions: some of what a document (the document of ${AWS}/ReadOnlyAccess is not in view) said may be lost`,
      `    managed policies ${AWS}/ReadOnlyAccess → ${AWS}/AmazonS3FullAccess`,
    ],
    { managedPolicies: [`${AWS}/ReadOnlyAccess`] },
  ],
  [
    'another id of the construct',
    { id: 'Books' },
    [
      'Finance/Books: role, is new',
      `  + trust: ${HEAD} may sts:AssumeRole, where sts:ExternalId is secret`,
      '    may s3:GetObject on arn:aws:s3:::lake/ledger/*',
      '    may s3:PutObject, s3:DeleteObject on arn:aws:s3:::lake/out/*, arn:aws:s3:::lake/tmp/*',
      '    must not s3:DeleteObject on arn:aws:s3:::lake/out/*',
      '',
      'Finance/Ledger: role, is gone',
    ],
  ],
  [
    'a new role that one of before may become',
    {
      more: (stack) => {
        newRole(stack, becomes({ AWS: HEAD }));
      },
    },
    [NEW[0]!, `  + trust: ${HEAD} may sts:AssumeRole`, NEW[1]!],
  ],
  [
    'a new user, who is somebody from outside',
    {
      more: (stack) => {
        iam(stack, 'New', 'User', {
          Policies: [{ PolicyName: 'p', PolicyDocument: document([allow('s3:GetObject', `${LAKE}/*`)]) }],
        });
      },
    },
    ['Finance/New: user, is new', '  + permissions: may s3:GetObject on arn:aws:s3:::lake/x'],
  ],
  [
    "a new user with AWS's policy for administrators",
    {
      more: (stack) => {
        iam(stack, 'New', 'User', { ManagedPolicyArns: [`${AWS}/AdministratorAccess`] });
      },
    },
    ['Finance/New: user, is new', '  + permissions: may iam:PassRole on arn:aws:iam::x:role/x (a statement allows *)'],
  ],
  [
    'a new user with a managed policy of AWS',
    {
      more: (stack) => {
        iam(stack, 'New', 'User', { ManagedPolicyArns: [`${AWS}/ReadOnlyAccess`] });
      },
    },
    [
      'Finance/New: user, is new',
      `  ? permissions: the document of ${AWS}/ReadOnlyAccess is not in view: it may allow anything`,
    ],
  ],
  [
    'a new role for one that stands outside',
    {
      more: (stack) => {
        newRole(stack, becomes({ AWS: ETL }));
      },
    },
    [NEW[0]!, `  + trust: ${ETL} may sts:AssumeRole`, NEW[1]!],
  ],
  [
    'a new role for some of another account',
    {
      more: (stack) => {
        newRole(
          stack,
          becomes(
            { AWS: '999988887777' },
            { Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::999988887777:role/etl-*' } } },
          ),
        );
      },
    },
    [NEW[0]!, '  + trust: arn:aws:iam::999988887777:role/etl- may sts:AssumeRole', NEW[1]!],
  ],
])('%s: more, and the job fails', async (_, now, told, before = {}) => {
  expect(await said(before, now)).toEqual({ text: told, fails: true });
});

function newRole(stack: Stack, trust: Statement): void {
  iam(stack, 'New', 'Role', {
    RoleName: 'new',
    AssumeRolePolicyDocument: document([trust]),
    Policies: [{ PolicyName: 'p', PolicyDocument: document([allow('s3:*', '*')]) }],
  });
}
