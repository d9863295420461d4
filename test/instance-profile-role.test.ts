import { Duration, Stack, aws_iam as iam } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { InstanceProfileRole, ResourceRole } from '../lib';
import { Deployed, PLATFORM, newStack } from './support';

test('creates the role and an instance profile of the same name and path', () => {
  const stack = newStack(PLATFORM);
  new InstanceProfileRole(stack, 'Head', { roleName: 'head', path: '/hopsworks/' });

  expect(Template.fromStack(stack).toJSON().Resources).toEqual({
    Head7BEADE55: {
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: 'head',
        Path: '/hopsworks/',
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Sid: 'AllowEc2Instances',
              Effect: 'Allow',
              Principal: { Service: 'ec2.amazonaws.com' },
              Action: 'sts:AssumeRole',
            },
          ],
        },
      },
    },
    HeadInstanceProfile98223705: {
      Type: 'AWS::IAM::InstanceProfile',
      Properties: { InstanceProfileName: 'head', Path: '/hopsworks/', Roles: [{ Ref: 'Head7BEADE55' }] },
    },
  });
});

test('one managed policy holds the permissions policy, in declared order', () => {
  const stack = newStack(PLATFORM);
  const head = new InstanceProfileRole(stack, 'Head');
  for (const name of ['z-role', 'a-role']) new ResourceRole(stack, name, { chainingRoles: [head], roleName: name });

  const [policy, ...others] = new Deployed(stack).ofType('AWS::IAM::ManagedPolicy');
  expect(others).toEqual([]);
  expect(policy?.Properties.PolicyDocument).toEqual({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'AssumeDataRoles',
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Resource: ['arn:aws:iam::111122223333:role/z-role', 'arn:aws:iam::111122223333:role/a-role'],
      },
    ],
  });
  expect(Object.keys(new Deployed(stack).resources)).toContain('HeadAssumeDataRolesF96EF5FD');
});

test('passes the extras of every role on', () => {
  const stack = newStack();
  new InstanceProfileRole(stack, 'Head', {
    description: 'The head node',
    permissionsBoundary: iam.ManagedPolicy.fromManagedPolicyArn(
      stack,
      'Boundary',
      'arn:aws:iam::111122223333:policy/boundary',
    ),
    managedPolicies: [iam.ManagedPolicy.fromManagedPolicyArn(stack, 'Logs', 'arn:aws:iam::111122223333:policy/logs')],
    maxSessionDuration: Duration.hours(12),
  });

  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', {
    Description: 'The head node',
    PermissionsBoundary: 'arn:aws:iam::111122223333:policy/boundary',
    ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/logs'],
    MaxSessionDuration: 43200,
  });
});

test('resourceRoles is a copy', () => {
  const stack = newStack();
  const head = new InstanceProfileRole(stack, 'Head');
  const role = new ResourceRole(stack, 'S3', { chainingRoles: [head] });

  head.resourceRoles.pop();
  expect(head.resourceRoles).toEqual([role]);
});

test('leaves the scope and the props of the caller as they were', () => {
  const stack = newStack();
  const props = Object.freeze({
    roleName: 'head',
    managedPolicies: Object.freeze([]) as unknown as iam.IManagedPolicy[],
  });
  new InstanceProfileRole(stack, 'Head', props);

  expect(Stack.of(stack).templateOptions).toEqual({});
  expect(stack.tags.hasTags()).toBe(false);
});
