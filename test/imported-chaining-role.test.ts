import { App, Aws, CfnParameter, Fn, type Stack, aws_iam as iam } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Construct } from 'constructs';
import { ChainingRole, type IChainingRole, InstanceProfileRole, PodIdentityRole, ResourceRole } from '../lib';
import { Deployed, FINANCE, PLATFORM, newStack, warningsOf } from './support';

const HEAD = 'arn:aws:iam::111122223333:role/platform/head';

test('in the account of its stack, a managed policy is attached by name', () => {
  const stack = newStack(PLATFORM);
  const head = ChainingRole.fromChainingRoleArn(stack, 'Head', HEAD);
  const role = new ResourceRole(stack, 'S3', { chainingRoles: [head], roleName: 's3-role' });

  expect(new Deployed(stack).ofType('AWS::IAM::ManagedPolicy').map((policy) => policy.Properties)).toEqual([
    {
      Description: '',
      Path: '/',
      Roles: ['head'],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'AssumeDataRoles',
            Effect: 'Allow',
            Action: 'sts:AssumeRole',
            Resource: 'arn:aws:iam::111122223333:role/s3-role',
          },
        ],
      },
    },
  ]);
  expect(new Deployed(stack).of(role).trust.Statement).toEqual([
    { Sid: 'AllowChainingRoles', Effect: 'Allow', Principal: { AWS: HEAD }, Action: 'sts:AssumeRole' },
  ]);
  expect(head.roleName).toBe('head');
  expect(warningsOf(stack)).toEqual([]);
});

test.each<[string, Stack, { mutable?: boolean }, string, string]>([
  ['in another account', newStack(FINANCE), {}, '444455556666', 'it is in another account'],
  [
    'imported as immutable',
    newStack(PLATFORM),
    { mutable: false },
    '111122223333',
    'it was imported with `mutable: false`',
  ],
  [
    'in a stack without account',
    newStack(),
    {},
    '${AWS::AccountId}',
    'the account of the stack that imports it is not known (give the stack `env: { account }` to have it written in one account)',
  ],
])('%s, nothing is attached and the warning holds the literal policy', (_, stack, options, account, reason) => {
  const head = ChainingRole.fromChainingRoleArn(stack, 'Head', HEAD, options);
  new ResourceRole(stack, 'S3', { chainingRoles: [head], roleName: 's3-role' });

  Template.fromStack(stack).resourceCountIs('AWS::IAM::ManagedPolicy', 0);
  const [warning, ...others] = warningsOf(stack);
  expect(others).toEqual([]);
  expect(warning?.path).toBe('/Stack/S3');
  expect(warning?.text).toContain(`is not written, because ${reason}.`);
  expect(warning?.text).toContain(
    '{"Version":"2012-10-17","Statement":[{"Action":"sts:AssumeRole","Effect":"Allow",' +
      `"Resource":"arn:aws:iam::${account}:role/s3-role","Sid":"AssumeDataRoles"}]}`,
  );
  expect(warning?.text).toContain('[ack: Annotation::cdk-iam-role-chaining:permissionHalfNotWritten]');
});

test('an ARN that is known only at deployment is trusted as it is', () => {
  const stack = newStack(PLATFORM);
  const arn = new CfnParameter(stack, 'HeadArn').valueAsString;
  const role = new ResourceRole(stack, 'S3', { chainingRoles: [ChainingRole.fromChainingRoleArn(stack, 'Head', arn)] });
  expect(new Deployed(stack).of(role).trust.Statement[0]?.Principal).toEqual({ AWS: '${HeadArn}' });
  expect(warningsOf(stack)[0]?.text).toContain('its ARN is known only at deployment');
});

test('a role whose sessions carry tags needs them on both halves', () => {
  const stack = newStack(PLATFORM);
  const head = ChainingRole.fromChainingRoleArn(stack, 'Head', HEAD, { requiresTagSession: true });
  const role = new ResourceRole(stack, 'S3', { chainingRoles: [head] });
  expect(new Deployed(stack).of(role).trust.Statement.map(({ Action }) => Action)).toEqual([
    'sts:AssumeRole',
    'sts:TagSession',
  ]);
  const [policy] = new Deployed(stack).ofType('AWS::IAM::ManagedPolicy');
  expect(policy?.Properties.PolicyDocument).toMatchObject({
    Statement: [{ Action: ['sts:AssumeRole', 'sts:TagSession'] }],
  });
});

test('the ARN attribute of a chaining role of this app is that role', () => {
  const app = new App();
  const head = new InstanceProfileRole(newStack(PLATFORM, 'Platform', app), 'Head');
  expect(ChainingRole.fromChainingRoleArn(newStack(PLATFORM, 'Data', app), 'Head', head.roleArn)).toBe(head);
});

test('a role whose own class stands before a chaining role of this app is that role', () => {
  const app = new App();
  const platform = newStack(PLATFORM, 'Platform', app);
  const head = new InstanceProfileRole(platform, 'Head', { roleName: 'head' });
  class View extends Construct implements IChainingRole {
    public readonly roleArn = head.roleArn;
    public readonly roleName = head.roleName;
    public readonly requiresTagSession = false;
    public allowAssuming(role: iam.IRole): void {
      head.allowAssuming(role);
    }
  }
  const data = newStack(PLATFORM, 'Data', app);
  const role = new ResourceRole(data, 'S3', { chainingRoles: [new View(data, 'View'), head] });
  expect(new Deployed(data).of(role).trust.Statement.map(({ Principal }) => Principal)).toEqual([
    { AWS: 'arn:aws:iam::111122223333:role/head' },
  ]);
  expect(data.dependencies).toEqual([platform]);
});

test('the pseudo parameter of the account is the account of the stack', () => {
  const stack = newStack(PLATFORM);
  const head = ChainingRole.fromChainingRoleArn(stack, 'Head', `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role/head`);
  new ResourceRole(stack, 'S3', { chainingRoles: [head] });
  Template.fromStack(stack).hasResourceProperties('AWS::IAM::ManagedPolicy', { Roles: ['head'] });
});

test('a name that is known only at deployment is said to be the reason', () => {
  const stack = newStack(PLATFORM);
  const name = new CfnParameter(stack, 'Name').valueAsString;
  const head = ChainingRole.fromChainingRoleArn(stack, 'Head', `arn:aws:iam::111122223333:role/${name}`);
  new ResourceRole(stack, 'S3', { chainingRoles: [head] });
  expect(warningsOf(stack)[0]?.text).toContain(
    'The permission half of arn:aws:iam::111122223333:role/${Name} is not written, because its name is known only at deployment',
  );
});

test('an equal name in an account that may be another one is no chain to itself', () => {
  const stack = newStack();
  const head = ChainingRole.fromChainingRoleArn(stack, 'Head', HEAD);
  expect(() => new ResourceRole(stack, 'S3', { chainingRoles: [head], roleName: 'head' })).not.toThrow();
});

test('an immutable view of a chaining role keeps what its sessions need, and does not stand in for the role', () => {
  const stack = newStack(PLATFORM);
  const pods = new PodIdentityRole(stack, 'Pods', {
    roleName: 'pods',
    anyCluster: true,
    serviceAccounts: [{ namespace: 'hopsworks', name: 'instance' }],
  });
  const view = ChainingRole.fromChainingRoleArn(stack, 'View', pods.roleArn, { mutable: false });
  const role = new ResourceRole(stack, 'S3', { chainingRoles: [view, pods] });

  expect(view.requiresTagSession).toBe(true);
  expect(new Deployed(stack).of(role).trust.Statement.map(({ Action }) => Action)).toEqual([
    'sts:AssumeRole',
    'sts:TagSession',
  ]);
  expect(pods.resourceRoles).toEqual([role]);
  expect(warningsOf(stack).map(({ text }) => text)[1]).toContain('because it was imported with `mutable: false`');
});

test('a plain role of this app becomes a chaining role by its ARN', () => {
  const stack = newStack(PLATFORM);
  const plain = new iam.Role(stack, 'Plain', {
    assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'),
    roleName: 'plain',
    path: '/x/',
  });
  const head = ChainingRole.fromChainingRoleArn(stack, 'Head', plain.roleArn);
  const role = new ResourceRole(stack, 'S3', { chainingRoles: [head], roleName: 's3' });

  expect(head.roleName).toBe('plain');
  const deployed = new Deployed(stack);
  expect(deployed.of(role).trust.Statement[0]?.Principal).toEqual({ AWS: 'arn:aws:iam::111122223333:role/x/plain' });
  expect(deployed.of(plain).permissions.flatMap(({ Statement }) => Statement.map(({ Resource }) => Resource))).toEqual([
    'arn:aws:iam::111122223333:role/s3',
  ]);
});

test('an ARN that CloudFormation puts together is told in words', () => {
  const stack = newStack(PLATFORM);
  const arn = Fn.join('', Fn.split('x', new CfnParameter(stack, 'HeadArn').valueAsString));
  new ResourceRole(stack, 'S3', { chainingRoles: [ChainingRole.fromChainingRoleArn(stack, 'Head', arn)] });
  expect(warningsOf(stack)[0]?.text).toContain('The permission half of ${Fn::Join ["",');
});
