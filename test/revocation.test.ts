import { App, Stack, aws_iam as iam } from 'aws-cdk-lib';
import { InstanceProfileRole, ResourceRole } from '../lib';
import { decide } from './identity-simulator';
import { isAllowed } from './simulator';
import { run, snippetsOf } from './snippets';
import { Deployed, type DeployedRole, FINANCE, PLATFORM, type PolicyDocument, newStack } from './support';

const OLD = '2026-11-25T02:59:59Z';
const NEW = '2026-11-25T03:00:00Z';
const DENIAL = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'RevokeOlderSessions',
      Effect: 'Deny',
      Action: '*',
      Resource: '*',
      Condition: { DateLessThan: { 'aws:TokenIssueTime': NEW } },
    },
  ],
};
const READ_LAKE: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Sid: 'ReadLake', Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::lake/*' }],
};

const becomes = (caller: DeployedRole, role: DeployedRole, issued: string, permissions = caller.permissions) =>
  isAllowed({
    principal: caller.arn,
    action: 'sts:AssumeRole',
    role,
    permissions,
    context: { 'aws:PrincipalArn': caller.arn, 'aws:TokenIssueTime': issued },
  });

const reads = (role: DeployedRole, issued: string, permissions = role.permissions) =>
  decide({
    principal: role.arn,
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::lake/a',
    policies: [READ_LAKE, ...permissions],
    context: { 'aws:TokenIssueTime': issued },
  });

describe('the snippet of the runbook', () => {
  const stack = run(snippetsOf('operations.md', 'ts').find(({ code }) => code.includes('RevokeOlderSessions'))!);
  const roleAt = (id: string) => new Deployed(stack).of(stack.node.findChild(id) as iam.Role);
  const [head, fraud] = [roleAt('Head'), roleAt('Fraud')];

  test('sessions of the chaining role from before the instant become nothing, later ones do', async () => {
    expect(await becomes(head, fraud, OLD)).toBe(false);
    expect(await becomes(head, fraud, NEW)).toBe(true);
  });

  test('the denial beats the trust, which inside one account needs no permissions policy', async () => {
    expect(await becomes(head, fraud, OLD, [])).toBe(true);
    expect(await becomes(head, fraud, OLD, [DENIAL])).toBe(false);
    expect(await becomes(head, fraud, NEW, [DENIAL])).toBe(true);
  });

  test('sessions of the resource role from before the instant reach no data, later ones do', async () => {
    expect(await reads(fraud, OLD)).toBe(false);
    expect(await reads(fraud, NEW)).toBe(true);
  });

  test('with the chaining role alone denied, a chained session goes on', async () => {
    expect(fraud.permissions).toEqual([DENIAL]);
    expect(await becomes(head, fraud, OLD)).toBe(false);
    expect(await reads(fraud, OLD, [])).toBe(true);
  });
});

/** The loop of the runbook, in an app of two accounts. */
function chain(revoke: boolean) {
  const app = new App();
  const [platform, finance] = [newStack(PLATFORM, 'Platform', app), newStack(FINANCE, 'Finance', app)];
  const head = new InstanceProfileRole(platform, 'Head', { roleName: 'head' });
  const far = new ResourceRole(finance, 'Far', { chainingRoles: [head], roleName: 'far' });
  const near = new ResourceRole(platform, 'Near', { chainingRoles: [head], roleName: 'near' });
  for (const [name, account, mutable] of [
    ['theirs', FINANCE.account, true],
    ['fixed', PLATFORM.account, false],
    ['mine', PLATFORM.account, true],
  ] as const) {
    head.allowAssuming(iam.Role.fromRoleArn(platform, name, `arn:aws:iam::${account}:role/${name}`, { mutable }));
  }
  const statement = iam.PolicyStatement.fromJson(DENIAL.Statement[0]);
  if (revoke) for (const role of [head, ...head.resourceRoles]) role.addToPrincipalPolicy(statement);
  const [inPlatform, inFinance] = [new Deployed(platform), new Deployed(finance)];
  return { head, far, near, platform: inPlatform, resources: [inPlatform.resources, inFinance.resources] };
}

test('each denial is an inline policy of its role, in its own stack; the rest of the chain stays as it is', () => {
  const revoked = chain(true);
  for (const role of [revoked.head, revoked.far, revoked.near]) {
    expect(new Deployed(Stack.of(role)).of(role).permissions).toContainEqual(DENIAL);
  }
  const others = revoked.resources.map((resources) =>
    Object.fromEntries(Object.entries(resources).filter(([, { Type }]) => Type !== 'AWS::IAM::Policy')),
  );
  expect(others).toEqual(chain(false).resources);
});

test('an imported role is denied only where CDK may change it', () => {
  const denied = chain(true)
    .platform.ofType('AWS::IAM::Policy')
    .map(({ Properties }) => Properties.Roles);
  expect(denied).toEqual([['head'], ['near'], ['mine']]);
});
