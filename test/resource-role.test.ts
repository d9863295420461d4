import { App, Duration, Stack, aws_iam as iam } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import {
  ChainTrust,
  ChainingRole,
  InstanceProfileRole,
  PodIdentityRole,
  ResourceRole,
  type ResourceRoleProps,
} from '../lib';
import { Deployed, FINANCE, PLATFORM, newStack } from './support';

/** A resource role in the finance account for two chaining roles of the platform's, one of which passes tags. */
function chain(props: Partial<ResourceRoleProps> = {}) {
  const app = new App();
  const platform = new Stack(app, 'Platform', { env: PLATFORM });
  const head = new InstanceProfileRole(platform, 'Head', { roleName: 'head' });
  const pods = new PodIdentityRole(platform, 'Pods', {
    roleName: 'pods',
    anyCluster: true,
    serviceAccounts: [{ namespace: 'hopsworks', name: 'instance' }],
  });
  const data = new Stack(app, 'Data', { env: FINANCE });
  const role = new ResourceRole(data, 'S3', { chainingRoles: [head, pods], roleName: 's3-role', ...props });
  return {
    app,
    platform,
    data,
    role,
    head,
    pods,
    trust: () => new Deployed(data).of(role).trust.Statement,
    permissions: (of: iam.Role) => new Deployed(platform).of(of).permissions.flatMap((document) => document.Statement),
  };
}

const HEAD = 'arn:aws:iam::111122223333:role/head';
const PODS = 'arn:aws:iam::111122223333:role/pods';
const S3 = 'arn:aws:iam::444455556666:role/s3-role';

const allow = (Sid: string, Action: string | string[], AWS: string | string[], Condition?: object) => ({
  Sid,
  Effect: 'Allow',
  Principal: { AWS },
  Action,
  ...(Condition === undefined ? {} : { Condition }),
});

test('creates one role and nothing beside it', () => {
  const stack = newStack(FINANCE, 'Data');
  const head = ChainingRole.fromChainingRoleArn(stack, 'Head', HEAD);
  new ResourceRole(stack, 'S3', { chainingRoles: [head], roleName: 's3-role', path: '/data/' });
  expect(Template.fromStack(stack).toJSON().Resources).toEqual({
    S3486F821D: {
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: 's3-role',
        Path: '/data/',
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [allow('AllowChainingRoles', 'sts:AssumeRole', HEAD)],
        },
      },
    },
  });
});

test('trusts several chaining roles in one statement, and tags of Pod Identity only', () => {
  expect(chain().trust()).toEqual([
    allow('AllowChainingRoles', 'sts:AssumeRole', [HEAD, PODS]),
    allow('AllowChainingRolesWithTags', 'sts:TagSession', PODS),
  ]);
});

test('external id, organization and conditions reach the statements whose action has the key', () => {
  const { trust } = chain({
    externalId: 'secret-id',
    organizationId: 'o-a1b2c3d4e5',
    conditions: {
      StringLike: { 'sts:RoleSessionName': 'session_*', 'aws:PrincipalTag/team': 'data' },
      Bool: { 'aws:ViaAWSService': 'false' },
    },
  });
  expect(trust()).toEqual([
    allow('AllowChainingRoles', 'sts:AssumeRole', [HEAD, PODS], {
      StringEquals: { 'sts:ExternalId': 'secret-id', 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' },
      StringLike: { 'sts:RoleSessionName': 'session_*', 'aws:PrincipalTag/team': 'data' },
      Bool: { 'aws:ViaAWSService': 'false' },
    }),
    allow('AllowChainingRolesWithTags', 'sts:TagSession', PODS, {
      StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' },
      StringLike: { 'aws:PrincipalTag/team': 'data' },
      Bool: { 'aws:ViaAWSService': 'false' },
    }),
  ]);
});

test('session tags and source identity are written on both halves', () => {
  const { trust, permissions, head } = chain({ allowSessionTags: true, allowSourceIdentity: true });
  expect(trust()).toEqual([
    allow('AllowChainingRoles', 'sts:AssumeRole', [HEAD, PODS]),
    allow('AllowChainingRolesWithTags', 'sts:TagSession', [HEAD, PODS]),
    allow('AllowChainingRolesWithSourceIdentity', 'sts:SetSourceIdentity', [HEAD, PODS]),
  ]);
  expect(permissions(head)).toEqual([
    { Sid: 'AssumeDataRolesWithTags', Effect: 'Allow', Action: ['sts:AssumeRole', 'sts:TagSession'], Resource: S3 },
    {
      Sid: 'AssumeDataRolesWithSourceIdentity',
      Effect: 'Allow',
      Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'],
      Resource: S3,
    },
  ]);
});

test('the account-root trust names each account once and each chaining role by its ARN', () => {
  const { trust, data } = chain({ trust: ChainTrust.accountRoot() });
  const root = 'arn:aws:iam::111122223333:root';
  expect(trust()).toEqual([
    allow('AllowChainingRoles', 'sts:AssumeRole', root, { ArnEquals: { 'aws:PrincipalArn': [HEAD, PODS] } }),
    allow('AllowChainingRolesWithTags', 'sts:TagSession', root, { ArnEquals: { 'aws:PrincipalArn': PODS } }),
  ]);
  expect(data.dependencies).toEqual([]);
});

test('the account-root trust keeps further conditions of its operator', () => {
  const { trust } = chain({
    trust: ChainTrust.accountRoot(),
    conditions: { ArnEquals: { 'aws:SourceArn': 'arn:aws:ec2:eu-west-1:111122223333:instance/i-1' } },
  });
  expect(trust()[0]?.Condition).toEqual({
    ArnEquals: {
      'aws:SourceArn': 'arn:aws:ec2:eu-west-1:111122223333:instance/i-1',
      'aws:PrincipalArn': [HEAD, PODS],
    },
  });
});

test('the account-root trust needs no order inside one stack either', () => {
  const stack = newStack(PLATFORM);
  const head = new InstanceProfileRole(stack, 'Head', { roleName: 'head' });
  new ResourceRole(stack, 'S3', { chainingRoles: [head], roleName: 's3', trust: ChainTrust.accountRoot() });
  const [role] = Object.values(
    Template.fromStack(stack).findResources('AWS::IAM::Role', { Properties: { RoleName: 's3' } }),
  );
  expect(role).toBeDefined();
  expect(JSON.stringify(role)).not.toContain('Fn::GetAtt');
});

test('trustRevision goes into every Sid', () => {
  expect(
    chain({ trustRevision: '2026a' })
      .trust()
      .map(({ Sid }) => Sid),
  ).toEqual(['AllowChainingRoles2026a', 'AllowChainingRolesWithTags2026a']);
});

test('assumeRoleStatements is what the chaining roles were given, literally', () => {
  const { role } = chain();
  expect(role.assumeRoleStatements.map((statement) => statement.toStatementJson() as unknown)).toEqual([
    { Sid: 'AssumeDataRolesWithTags', Effect: 'Allow', Action: ['sts:AssumeRole', 'sts:TagSession'], Resource: S3 },
  ]);
});

test('trustStatements gives the trust for a role that is managed elsewhere', () => {
  const stack = newStack(PLATFORM);
  const head = ChainingRole.fromChainingRoleArn(stack, 'Head', HEAD);
  const statements = ResourceRole.trustStatements([head], { externalId: 'secret-id' });
  expect(statements.map((statement) => statement.toStatementJson() as unknown)).toEqual([
    allow('AllowChainingRoles', 'sts:AssumeRole', HEAD, { StringEquals: { 'sts:ExternalId': 'secret-id' } }),
  ]);
});

test('a chaining role that is listed twice is written once', () => {
  const stack = newStack(PLATFORM);
  const head = new InstanceProfileRole(stack, 'Head', { roleName: 'head' });
  const role = new ResourceRole(stack, 'S3', { chainingRoles: [head, head] });
  expect(new Deployed(stack).of(role).trust.Statement).toEqual([allow('AllowChainingRoles', 'sts:AssumeRole', HEAD)]);
  expect(role.chainingRoles).toEqual([head]);
});

test('warns of a session that a chain cannot have, and of no shorter one', () => {
  const warned = (maxSessionDuration: Duration) => {
    const { data } = chain({ maxSessionDuration });
    return Annotations.fromStack(data).findWarning('*', Match.stringLikeRegexp('lasts 1 hour at most')).length;
  };
  expect(warned(Duration.hours(2))).toBe(1);
  expect(warned(Duration.hours(1))).toBe(0);
});

test('passes the extras of every role on', () => {
  const { data } = chain({
    description: 'Reads the lake',
    path: '/data/',
    permissionsBoundary: iam.ManagedPolicy.fromAwsManagedPolicyName('PowerUserAccess'),
    managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonAthenaFullAccess')],
    inlinePolicies: {
      Read: new iam.PolicyDocument({
        statements: [
          new iam.PolicyStatement({ sid: 'Read', actions: ['s3:GetObject'], resources: ['arn:aws:s3:::lake/*'] }),
        ],
      }),
    },
  });
  const [role] = new Deployed(data).ofType('AWS::IAM::Role');
  expect(role?.Properties).toMatchObject({
    Description: 'Reads the lake',
    Path: '/data/',
    PermissionsBoundary: 'arn:aws:iam::aws:policy/PowerUserAccess',
    ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonAthenaFullAccess'],
    Policies: [
      {
        PolicyName: 'Read',
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Sid: 'Read', Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::lake/*' }],
        },
      },
    ],
  });
});
