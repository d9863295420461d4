import type { Stack, aws_iam as iam } from 'aws-cdk-lib';
import { InstanceProfileRole, ResourceRole } from '../lib';
import { type IdentityCall, decide } from './identity-simulator';
import { type Call, isAllowed } from './simulator';
import { run, snippetsOf } from './snippets';
import { Deployed, type DeployedRole, PLATFORM, newStack } from './support';

const [organization, namespaces, stolen] = snippetsOf('tighter-trust.md', 'ts').map(run) as [Stack, Stack, Stack];
const [rcp, scp] = snippetsOf('tighter-trust.md', 'json').map(({ code }) => JSON.parse(code) as object);

function roleOf(stack: Stack, id: string): DeployedRole {
  return new Deployed(stack).of(stack.node.findChild(id) as iam.Role);
}

const becoming = (caller: DeployedRole, role: DeployedRole, context: Call['context'] = {}): Call => ({
  principal: caller.arn,
  action: 'sts:AssumeRole',
  role,
  permissions: caller.permissions,
  context: { 'aws:PrincipalArn': caller.arn, ...context },
});

describe('an organization', () => {
  const head = 'arn:aws:iam::444455556666:role/hopsworks-head';
  const ask = (id: string, context: Record<string, string | string[]>) => {
    const role = roleOf(organization, id);
    const Statement = [{ Sid: 'Half', Effect: 'Allow', Action: 'sts:AssumeRole', Resource: role.arn }];
    return isAllowed({
      principal: head,
      action: 'sts:AssumeRole',
      role,
      permissions: [{ Version: '2012-10-17', Statement }],
      context: { 'aws:PrincipalArn': head, ...context },
    });
  };

  test('its own chaining role, not that of another organization or of none', async () => {
    expect(await ask('Ledger', { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' })).toBe(true);
    expect(await ask('Ledger', { 'aws:PrincipalOrgID': 'o-zzzzzzzzzz' })).toBe(false);
    expect(await ask('Ledger', {})).toBe(false);
  });

  test('an organizational unit of it', async () => {
    const unit = (id: string) => ({ 'aws:PrincipalOrgPaths': [`o-a1b2c3d4e5/r-ab12/${id}/`] });
    expect(await ask('Salaries', unit('ou-ab12-11111111'))).toBe(true);
    expect(await ask('Salaries', unit('ou-ab12-22222222'))).toBe(false);
    expect(await ask('Salaries', {})).toBe(false);
  });
});

describe('a namespace of Pod Identity', () => {
  const pods = roleOf(namespaces, 'Pods');

  test.each([
    ['project-a', 'project-a', true],
    ['project-a', 'project-b', false],
    ['project-b', 'project-b', true],
    ['project-b', 'project-a', false],
    [undefined, 'project-a', false],
  ])('a pod of %s becomes the role of %s: %s', async (namespace, project, expected) => {
    const tags: Call['context'] = namespace === undefined ? {} : { 'aws:PrincipalTag/kubernetes-namespace': namespace };
    const call = becoming(pods, roleOf(namespaces, project), tags);
    expect(await isAllowed(call)).toBe(expected);
    expect(await isAllowed({ ...call, action: 'sts:TagSession' })).toBe(expected);
  });

  test('it is the trust that tells them apart: the permissions policy holds both roles', () => {
    const [half, ...others] = pods.permissions;
    expect(others).toEqual([]);
    expect(half?.Statement).toMatchObject([
      {
        Action: ['sts:AssumeRole', 'sts:TagSession'],
        Resource: [roleOf(namespaces, 'project-a').arn, roleOf(namespaces, 'project-b').arn],
      },
    ]);
  });
});

describe('credentials of the head node', () => {
  const [head, fraud] = [roleOf(stolen, 'Head'), roleOf(stolen, 'Fraud')];
  const delivered = {
    'aws:Ec2InstanceSourceVpc': 'vpc-0123456789abcdef0',
    'aws:Ec2InstanceSourcePrivateIPv4': '10.0.0.1',
    'ec2:RoleDelivery': '2.0',
  };
  const fromNode = { ...delivered, 'aws:SourceVpc': 'vpc-0123456789abcdef0', 'aws:VpcSourceIp': '10.0.0.1' };
  const without = (...keys: string[]) =>
    Object.fromEntries(Object.entries(fromNode).filter(([key]) => !keys.includes(key)));

  test.each([
    ['from the node itself', fromNode, true],
    ['from the internet', delivered, false],
    ["through an endpoint of the thief's VPC", { ...fromNode, 'aws:SourceVpc': 'vpc-0fedcba9876543210' }, false],
    ['from another address of the same VPC', { ...fromNode, 'aws:VpcSourceIp': '10.0.0.2' }, false],
    ['taken with IMDSv1', { ...fromNode, 'ec2:RoleDelivery': '1.0' }, false],
    ['of no instance', without(...Object.keys(delivered)), false],
  ])('%s', async (_, context, expected) => {
    expect(await isAllowed(becoming(head, fraud, context))).toBe(expected);
  });

  test('the VPC that they were delivered to is no condition by itself', async () => {
    const stack = newStack(PLATFORM);
    const role = new ResourceRole(stack, 'Fraud', {
      chainingRoles: [new InstanceProfileRole(stack, 'Head', { roleName: 'hopsworks-head' })],
      conditions: { StringEquals: { 'aws:Ec2InstanceSourceVpc': 'vpc-0123456789abcdef0' } },
    });
    const call = becoming(head, new Deployed(stack).of(role), delivered);
    expect(await isAllowed({ ...call, context: { ...call.context, 'aws:SourceIp': '203.0.113.9' } })).toBe(true);
    expect(await isAllowed({ ...call, context: { ...call.context, 'aws:Ec2InstanceSourceVpc': 'vpc-1' } })).toBe(false);
  });

  test('data calls, which lack the keys of the instance, come from the VPC or not at all', async () => {
    const read = (context: Record<string, string>) =>
      decide({
        principal: fraud.arn,
        action: 's3:GetObject',
        resource: 'arn:aws:s3:::lake/fraud/a',
        policies: fraud.permissions,
        context,
      });
    expect(await read({ 'aws:SourceVpc': 'vpc-0123456789abcdef0' })).toBe(true);
    expect(await read({ 'aws:SourceVpc': 'vpc-0fedcba9876543210' })).toBe(false);
    expect(await read({})).toBe(false);
  });
});

describe('the resource control policy', () => {
  const provider = 'arn:aws:iam::444455556666:oidc-provider/accounts.google.com';
  const role = (path: string): DeployedRole => ({
    arn: `arn:aws:iam::444455556666:role/${path}`,
    name: path,
    trust: {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'Everybody',
          Effect: 'Allow',
          Principal: { AWS: '*', Service: 'glue.amazonaws.com', Federated: provider },
          Action: ['sts:AssumeRole', 'sts:AssumeRoleWithWebIdentity'],
        },
      ],
    },
    permissions: [],
  });
  const anyRole = { Sid: 'Any', Effect: 'Allow', Action: 'sts:*', Resource: '*' };
  const own = { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5', 'aws:PrincipalIsAWSService': 'false' };
  const head = 'arn:aws:iam::111122223333:role/hopsworks/head';
  const admin = 'arn:aws:iam::111122223333:role/admin';

  test.each([
    ['a chaining role', head, 'data/fraud', own, true],
    ['a chaining role of no organization', head, 'data/fraud', { 'aws:PrincipalIsAWSService': 'false' }, false],
    [
      'a chaining role of another organization',
      head,
      'data/fraud',
      { ...own, 'aws:PrincipalOrgID': 'o-zzzzzzzzzz' },
      false,
    ],
    ['another role of the organization', admin, 'data/fraud', own, false],
    ['the same, on a role elsewhere', admin, 'fraud', own, true],
  ])('%s', async (_, caller, target, context, expected) => {
    const permissions = [{ Version: '2012-10-17', Statement: [anyRole] }];
    expect(
      await isAllowed({
        principal: caller,
        action: 'sts:AssumeRole',
        role: role(target),
        permissions,
        context: { 'aws:PrincipalArn': caller, ...context },
        resourceControlPolicy: rcp,
      }),
    ).toBe(expected);
  });

  test('federated users', async () => {
    const login = (target: string) =>
      isAllowed({
        principal: provider,
        action: 'sts:AssumeRoleWithWebIdentity',
        role: role(target),
        context: { 'accounts.google.com:aud': 'app' },
        resourceControlPolicy: rcp,
      });
    expect(await login('data/fraud')).toBe(false);
    expect(await login('fraud')).toBe(true);
  });

  test('AWS services are left out', async () => {
    const glue = (isService: string) =>
      isAllowed({
        principal: 'glue.amazonaws.com',
        action: 'sts:AssumeRole',
        role: role('data/glue'),
        context: { 'aws:PrincipalIsAWSService': isService },
        resourceControlPolicy: rcp,
      });
    expect(await glue('true')).toBe(true);
    expect(await glue('false')).toBe(false);
  });
});

test.each([
  ['resource control policy', rcp],
  ['service control policy', scp],
])('the %s fits into the 5,120 characters of Organizations', (_, policy) => {
  expect(JSON.stringify(policy).length).toBeLessThan(5120);
});

describe('the service control policy', () => {
  const deployment = 'arn:aws:iam::111122223333:role/cdk-hnb659fds-cfn-exec-role-111122223333-eu-west-1';
  const developer = 'arn:aws:iam::111122223333:role/developer';
  const admin = 'arn:aws:iam::111122223333:role/organization-admin';
  const iamOf = (path: string) => `arn:aws:iam::111122223333:${path}`;
  const boundary = (name: string) => ({ 'iam:PermissionsBoundary': iamOf(`policy/${name}`) });
  const call = (principal: string, action: string, path: string, context = {}): IdentityCall => ({
    principal,
    action: `iam:${action}`,
    resource: iamOf(path),
    policies: [{ Statement: [{ Effect: 'Allow', Action: 'iam:*', Resource: '*' }] }],
    context,
    serviceControlPolicy: scp,
  });

  test.each([
    ['UpdateAssumeRolePolicy', 'role/data/fraud', 'role/fraud'],
    ['PutRolePolicy', 'role/data/fraud', 'role/fraud'],
    ['AttachRolePolicy', 'role/hopsworks/head', 'role/head'],
    ['DetachRolePolicy', 'role/hopsworks/head', 'role/head'],
    ['DeleteRole', 'role/hopsworks/head', 'role/head'],
    ['CreateRole', 'role/hopsworks/head', 'role/head'],
    ['CreatePolicyVersion', 'policy/data-boundary', 'policy/boundary'],
    ['CreatePolicyVersion', 'policy/hopsworks/AssumeDataRoles', 'policy/AssumeDataRoles'],
  ])('iam:%s on %s is for deployments only; on %s it is not', async (action, path, elsewhere) => {
    expect(await decide(call(developer, action, path))).toBe(false);
    expect(await decide(call(developer, action, elsewhere))).toBe(true);
    expect(await decide(call(deployment, action, path))).toBe(true);
  });

  test('nobody but an administrator takes the name of the deployment role', async () => {
    const path = deployment.slice(deployment.indexOf('role/'));
    expect(await decide(call(developer, 'CreateRole', path))).toBe(false);
    expect(await decide(call(admin, 'CreateRole', path))).toBe(true);
  });

  test('not even a deployment takes a boundary off, or makes a resource role without it', async () => {
    expect(await decide(call(deployment, 'DeleteRolePermissionsBoundary', 'role/data/fraud'))).toBe(false);
    expect(await decide(call(deployment, 'DeleteRolePermissionsBoundary', 'role/hopsworks/head'))).toBe(false);
    expect(await decide(call(deployment, 'DeleteRolePermissionsBoundary', 'role/fraud'))).toBe(true);
    for (const action of ['CreateRole', 'PutRolePermissionsBoundary']) {
      expect(await decide(call(deployment, action, 'role/data/fraud', boundary('data-boundary')))).toBe(true);
      expect(await decide(call(deployment, action, 'role/data/fraud', boundary('other')))).toBe(false);
      expect(await decide(call(deployment, action, 'role/fraud', boundary('other')))).toBe(true);
    }
    expect(await decide(call(deployment, 'CreateRole', 'role/data/fraud'))).toBe(false);
  });
});
