import { aws_iam as iam, aws_lambda as lambda } from 'aws-cdk-lib';
import { InstanceProfileRole, ResourceRole, hopsworks } from '../../lib';
import { decide } from '../identity-simulator';
import { lint } from '../policy-lint';
import { Deployed, type DeployedRole, newStack, PLATFORM } from '../support';

const { RedshiftAccess } = hopsworks;

function redshiftRole(grant: (role: ResourceRole) => void, env = PLATFORM): DeployedRole {
  const stack = newStack(env);
  const head = new InstanceProfileRole(stack, 'Head');
  const role = new ResourceRole(stack, 'Redshift', { chainingRoles: [head], roleName: 'redshift' });
  grant(role);
  return new Deployed(stack).of(role);
}

const arn = (resource: string) => `arn:aws:redshift:eu-west-1:111122223333:${resource}`;
const analytics = { clusterIdentifier: 'analytics', dbUsers: ['hopsworks'], dbNames: ['dev'] };

test('credentials of users and databases, and nothing else unless asked for', async () => {
  const { permissions } = redshiftRole((role) => RedshiftAccess.grantProvisioned(role, analytics));
  expect(permissions).toEqual([
    {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'ConnectToRedshift',
          Effect: 'Allow',
          Action: 'redshift:GetClusterCredentials',
          Resource: [arn('dbuser:analytics/hopsworks'), arn('dbname:analytics/dev')],
        },
      ],
    },
  ]);
  expect(await lint(permissions[0]!)).toEqual([]);
});

test('joining groups and creating users when asked for', async () => {
  const role = redshiftRole((made) =>
    RedshiftAccess.grantProvisioned(made, { ...analytics, dbGroups: ['readers'], createUsers: true }),
  );
  const { permissions } = role;
  expect(permissions[0]?.Statement).toEqual([
    {
      Sid: 'ConnectToRedshift',
      Effect: 'Allow',
      Action: ['redshift:GetClusterCredentials', 'redshift:JoinGroup'],
      Resource: [arn('dbuser:analytics/hopsworks'), arn('dbname:analytics/dev'), arn('dbgroup:analytics/readers')],
    },
    {
      Sid: 'CreateRedshiftUsers',
      Effect: 'Allow',
      Action: 'redshift:CreateClusterUser',
      Resource: arn('dbuser:analytics/hopsworks'),
    },
  ]);
  expect(await lint(permissions[0]!)).toEqual([]);
  const may = (action: string, resource: string) =>
    decide({ principal: role.arn, policies: permissions, action: `redshift:${action}`, resource: arn(resource) });
  expect(await may('JoinGroup', 'dbgroup:analytics/readers')).toBe(true);
  expect(await may('JoinGroup', 'dbgroup:analytics/admins')).toBe(false);
  expect(await may('CreateClusterUser', 'dbuser:analytics/hopsworks')).toBe(true);
  expect(await may('CreateClusterUser', 'dbuser:analytics/admin')).toBe(false);
  expect(await may('GetClusterCredentials', 'dbuser:analytics/admin')).toBe(false);
});

test('a workgroup of Redshift Serverless', async () => {
  const { permissions } = redshiftRole((role) => RedshiftAccess.grantServerless(role, { workgroupId: 'w-1' }));
  expect(permissions[0]?.Statement).toEqual([
    {
      Sid: 'ConnectToRedshiftServerless',
      Effect: 'Allow',
      Action: 'redshift-serverless:GetCredentials',
      Resource: 'arn:aws:redshift-serverless:eu-west-1:111122223333:workgroup/w-1',
    },
  ]);
  expect(await lint(permissions[0]!)).toEqual([]);
});

test('two clusters, one of them elsewhere, get Sids of their own', () => {
  const { permissions } = redshiftRole((role) => {
    RedshiftAccess.grantProvisioned(role, analytics);
    RedshiftAccess.grantProvisioned(role, { ...analytics, account: '444455556666', region: 'us-east-1' });
  });
  const statements = permissions.flatMap(({ Statement }) => Statement);
  expect(statements.map(({ Sid }) => Sid)).toEqual(['ConnectToRedshift', 'ConnectToRedshift2']);
  expect(statements[1]?.Resource).toContain('arn:aws:redshift:us-east-1:444455556666:dbname:analytics/dev');
});

test('carries the partition', () => {
  const china = { account: '111122223333', region: 'cn-north-1' };
  const { permissions } = redshiftRole((role) => RedshiftAccess.grantProvisioned(role, analytics), china);
  expect(permissions[0]?.Statement[0]?.Resource).toContain(
    'arn:aws-cn:redshift:cn-north-1:111122223333:dbname:analytics/dev',
  );
});

test.each([
  ['no user', { dbUsers: [] }, 'dbUsers is empty: name at least one'],
  ['no database', { dbNames: [] }, 'dbNames is empty'],
  ['no group', { dbGroups: [] }, 'dbGroups is empty'],
  ['any user', { dbUsers: ['*'] }, 'dbUsers holds "*": 1 to 127 characters without wildcards'],
  ['any cluster', { clusterIdentifier: '*' }, 'clusterIdentifier holds "*"'],
  ['a variable', { dbUsers: ['${redshift:DbUser}'] }, 'dbUsers holds'],
  ['an empty name', { dbNames: [''] }, 'dbNames holds ""'],
  ['any account', { account: '*' }, 'account "*" is not allowed: the 12 digits of an AWS account'],
  ['any region', { region: '*' }, 'region "*" is not allowed: a region'],
])('refuses %s', (_, props, message) => {
  expect(() => redshiftRole((role) => RedshiftAccess.grantProvisioned(role, { ...analytics, ...props }))).toThrow(
    `Stack/Redshift: ${message}`,
  );
});

test('refuses any workgroup', () => {
  expect(() => redshiftRole((role) => RedshiftAccess.grantServerless(role, { workgroupId: '*' }))).toThrow(
    'workgroupId holds "*"',
  );
});

test('refuses a workgroup of any account or region', () => {
  const grant = (location: hopsworks.RedshiftLocation) => () =>
    redshiftRole((role) => RedshiftAccess.grantServerless(role, { workgroupId: 'w-1', ...location }));
  expect(grant({ account: '*' })).toThrow('account "*" is not allowed');
  expect(grant({ region: '' })).toThrow('region "" is not allowed');
  expect(grant({ account: '444455556666', region: 'us-gov-west-1' })).not.toThrow();
});

test('whatever holds a policy can be granted it, and a principal of elsewhere cannot', () => {
  const stack = newStack(PLATFORM);
  const loader = new lambda.Function(stack, 'Loader', {
    runtime: lambda.Runtime.NODEJS_20_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = () => {}'),
  });
  const granted = RedshiftAccess.grantServerless(loader, { workgroupId: 'a' });
  expect(granted.success).toBe(true);
  const { permissions } = new Deployed(stack).of(loader.role!);
  expect(permissions.flatMap(({ Statement }) => Statement)).toEqual([
    expect.objectContaining({
      Sid: 'ConnectToRedshiftServerless',
      Resource: 'arn:aws:redshift-serverless:eu-west-1:111122223333:workgroup/a',
    }),
  ]);
  expect(() => RedshiftAccess.grantServerless(new iam.AccountPrincipal('444455556666'), { workgroupId: 'a' })).toThrow(
    'RedshiftAccess.grantServerless: grantee is a principal without a policy of its own in this app',
  );
});
