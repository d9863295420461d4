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
  /** More of the stack. */
  readonly more: (stack: Stack) => void;
  readonly id: string;
  readonly stackName: string | undefined;
  readonly stage: string | undefined;
}

const allow = (Action: unknown, Resource: unknown, more: Statement = {}) => ({ Effect: 'Allow', Action, Resource, ...more });
const deny = (Action: unknown, Resource: unknown, more: Statement = {}) => ({ ...allow(Action, Resource, more), Effect: 'Deny' });
const becomes = (principal: unknown, more: Statement = {}) => ({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: principal, ...more });
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
  const { id, stage, stackName, packing, statements, trust, boundary, managedPolicies, session, groups, more } = facts;
  const platform = new Stack(app, 'Platform', { env: PLATFORM });
  iam(platform, 'Head', 'Role', {
    RoleName: 'head',
    AssumeRolePolicyDocument: document([becomes({ Service: 'ec2.amazonaws.com' })]),
    Policies: [{ PolicyName: 'chain', PolicyDocument: document([allow('sts:AssumeRole', 'arn:aws:iam::444455556666:role/*')]) }],
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

const base = folderOf(BASE);

/** What is said of a change, without its first line, and whether a job that guards access fails. */
async function said(before: Partial<Facts>, now: Partial<Facts>): Promise<{ text: string[]; fails: boolean }> {
  const old = Object.keys(before).length === 0 ? base : folderOf({ ...BASE, ...before });
  const { exitCode, out, err } = await cli(['diff', old, folderOf({ ...BASE, ...now }), '--fail-on-widening']);
  expect(err).toBe('');
  const lines = out.trimEnd().split('\n');
  return { text: lines.slice(lines[1] === '' ? 2 : 1), fails: exitCode === 2 };
}

/** A change, and the lines that are told of it, none for a change of nothing. */
type Change = [what: string, now: Partial<Facts>, told: string[], before?: Partial<Facts>];

const WITH_TAG = 'where aws:PrincipalTag/team is';

const NOTHING: Change[] = [
  ['the order of statements', { statements: [NOT_DELETE, WRITE, READ] }, []],
  ['a statement split by its actions and places', {
    statements: [READ, NOT_DELETE, ...['s3:PutObject', 's3:DeleteObject'].flatMap((action) => ['out', 'tmp'].map((place) => allow(action, `${LAKE}/${place}/*`)))],
  }, []],
  ['a statement restated inside another', { statements: [READ, WRITE, NOT_DELETE, allow('s3:PutObject', `${LAKE}/out/2026/*`)] }, []],
  ['what a Deny forbids anyway', { statements: [READ, WRITE, NOT_DELETE, allow('s3:DeleteObject', `${LAKE}/out/x`)] }, []],
  ['another Sid, and actions in another case', { statements: [{ ...READ, Sid: 'Other', Action: 's3:GETobject' }, WRITE, NOT_DELETE] }, []],
  ['the statements in a policy of their own', { packing: 'policy' }, []],
  ['the statements in a managed policy', { packing: 'managed' }, []],
  ['the stack in a Stage', { stage: 'Prod' }, []],
  ['another name of the stack', { stackName: 'company-finance' }, []],
  ['a wildcard written as a choice of none', { statements: [READ, WRITE, { ...NOT_DELETE, Resource: [`${LAKE}/out/*`, `${LAKE}/out/?*`] }] }, []],
  ['a boundary that holds all', { boundary: [allow('s3:*', '*')] }, ['boundary']],
];
const CHANGES: Change[] = [
  ['a wildcard swallows a statement', { statements: [{ ...READ, Action: 's3:Get*', Resource: `${LAKE}/*` }, WRITE, NOT_DELETE] }, []],
  ['everything of a service', { statements: [allow('s3:*', '*')] }, []],
  ['a place is dropped', { statements: [READ, { ...WRITE, Resource: `${LAKE}/tmp/*` }, NOT_DELETE] }, []],
  ['one place for another', { statements: [{ ...READ, Resource: `${LAKE}/payroll/*` }, WRITE, NOT_DELETE] }, []],
  ['a new Deny', { statements: [READ, WRITE, NOT_DELETE, deny('*', '*', { Condition: { Bool: { 'aws:SecureTransport': 'false' } } })] }, []],
  ['a Deny that is gone', { statements: [READ, WRITE] }, []],
  ['a Deny that holds under a condition only', { statements: [READ, WRITE, { ...NOT_DELETE, Condition: { StringNotEquals: { 'aws:PrincipalTag/team': 'ops' } } }] }, []],
  ['a condition that is dropped', { statements: [{ ...READ, Condition: undefined }, WRITE, NOT_DELETE] }, []],
  ['one value more in a condition', { statements: [{ ...READ, ...ifEqual('aws:PrincipalTag/team', ['finance', 'audit']) }, WRITE, NOT_DELETE] }, []],
  ['a condition that lets in whoever lacks the key', { statements: [{ ...READ, Condition: { StringEqualsIfExists: { 'aws:PrincipalTag/team': 'finance' } } }, WRITE, NOT_DELETE] }, []],
  ['a second condition', { statements: [{ ...READ, Condition: { ...OF_FINANCE.Condition, IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }, WRITE, NOT_DELETE] }, []],
  ['one caller more', { trust: [becomes({ AWS: [HEAD, ETL] }, EXTERNAL)] }, []],
  ['a condition of the trust that is dropped', { trust: [becomes({ AWS: HEAD })] }, []],
  ['a whole account', { trust: [becomes({ AWS: '111122223333' }, EXTERNAL)] }, []],
  ['a service', { trust: [...BASE.trust, becomes({ Service: 'ec2.amazonaws.com' })] }, []],
  ['session tags', { trust: [becomes({ AWS: HEAD }, { ...EXTERNAL, Action: ['sts:AssumeRole', 'sts:TagSession'] })] }, []],
  ['a boundary', { boundary: [allow('s3:GetObject', '*')] }, []],
  ['a boundary that is gone', {}, [], { boundary: [allow('s3:GetObject', '*')] }],
  ['a wider boundary', { boundary: [allow('s3:*', '*')] }, [], { boundary: [allow('s3:GetObject', '*')] }],
  ['a group that somebody joins', { groups: ['analysts'] }, []],
  ['a longer session', { session: 43200 }, []],
  ['a managed policy of AWS for another', { managedPolicies: [`${AWS}/PowerUserAccess`] }, [], { managedPolicies: [`${AWS}/ReadOnlyAccess`] }],
  ['a managed policy of AWS', { managedPolicies: [`${AWS}/ReadOnlyAccess`] }, []],
  ['another id of the construct', { id: 'Books' }, []],
  ['a new role of a service', { more: (stack) => newRole(stack, becomes({ Service: 'lambda.amazonaws.com' })) }, []],
  ['a new role that an existing one may become', { more: (stack) => newRole(stack, becomes({ AWS: HEAD })) }, []],
  ['a new role for some of another account', { more: (stack) => newRole(stack, becomes({ AWS: '999988887777' }, { Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::999988887777:role/etl-*' } } })) }, []],
  ['iam:PassRole', { statements: [READ, WRITE, NOT_DELETE, allow('iam:PassRole', '*')] }, []],
  ['everything but', { statements: [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }] }, []],
];

function newRole(stack: Stack, trust: Statement): void {
  iam(stack, 'New', 'Role', {
    RoleName: 'new',
    AssumeRolePolicyDocument: document([trust]),
    Policies: [{ PolicyName: 'p', PolicyDocument: document([allow('s3:*', '*')]) }],
  });
}

test('x', async () => {
  for (const [what, now, , before = {}] of [...NOTHING, ...CHANGES]) {
    const { text, fails } = await said(before, now);
    process.stdout.write(`## ${what} ${fails}\n${text.join('\n')}\n`);
  }
  process.stdout.write(WITH_TAG);
});
