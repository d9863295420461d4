import { decide, refused } from './identity-simulator';
import { type IdentityPolicy } from './service-authorization';

const principal = 'arn:aws:iam::111122223333:role/vendor';
const instance = 'arn:aws:ec2:eu-west-1:111122223333:instance/i-1';
const subnet = 'arn:aws:ec2:eu-west-1:111122223333:subnet/subnet-1';
const vpc = (id: string) => `arn:aws:ec2:eu-west-1:111122223333:vpc/${id}`;

const policies: IdentityPolicy[] = [
  {
    Statement: [
      { Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws:s3:::lake/*' },
      { Effect: 'Deny', Action: 's3:*', Resource: 'arn:aws:s3:::lake/secret/*' },
      { Effect: 'Allow', Action: 'ec2:RunInstances', Resource: instance },
      {
        Effect: 'Allow',
        Action: 'ec2:RunInstances',
        Resource: subnet,
        Condition: { ArnEquals: { 'ec2:Vpc': vpc('mine') } },
      },
      { Effect: 'Allow', Action: 'ec2:DescribeInstances', Resource: '*' },
      { Effect: 'Allow', Action: 'ssm:*', Resource: '*', Condition: { ArnEquals: { 'aws:PrincipalArn': principal } } },
    ],
  },
];
const read = { principal, policies, action: 's3:GetObject' };

test('allows what a policy allows and none denies', async () => {
  expect(await decide({ ...read, resource: 'arn:aws:s3:::lake/a' })).toBe(true);
  expect(await decide({ ...read, resource: 'arn:aws:s3:::lake/secret/a' })).toBe(false);
  expect(await decide({ ...read, resource: 'arn:aws:s3:::other/a' })).toBe(false);
  expect(await decide({ ...read, action: 'ec2:DescribeInstances', resource: '*' })).toBe(true);
});

test('knows the caller', async () => {
  const resource = 'arn:aws:ssm:eu-west-1:111122223333:parameter/a';
  expect(await decide({ ...read, action: 'ssm:GetParameter', resource })).toBe(true);
  expect(await decide({ ...read, action: 'ssm:GetParameter', resource, principal: `${principal}2` })).toBe(false);
});

test('respects a boundary and the policy of the resource', async () => {
  const resource = 'arn:aws:s3:::lake/a';
  const [permissionsBoundary] = [{ Statement: [{ Effect: 'Allow', Action: 'ec2:*', Resource: '*' }] }];
  expect(await decide({ ...read, resource, permissionsBoundary })).toBe(false);
  const statement = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: 'arn:aws:s3:::lake/*' };
  const guard = (arn: string) => ({
    Statement: [{ ...statement, Condition: { ArnEquals: { 'aws:PrincipalArn': arn } } }],
  });
  expect(await decide({ ...read, resource, resourcePolicy: guard(principal) })).toBe(false);
  expect(await decide({ ...read, resource, resourcePolicy: guard(`${principal}2`) })).toBe(true);
});

test('names the resources of a call that are refused', async () => {
  const launch = (id: string) =>
    refused({
      ...read,
      action: 'ec2:RunInstances',
      resources: [{ resource: instance }, { resource: subnet, context: { 'ec2:Vpc': vpc(id) } }],
    });
  expect(await launch('mine')).toEqual([]);
  expect(await launch('foreign')).toEqual([subnet]);
});

test.each([
  ['an unknown action', { action: 's3:GetObjects', resource: 'arn:aws:s3:::lake/a' }, 'invalid.action'],
  ['a resource of another type', { resource: 'arn:aws:s3:::lake' }, 'no.resource.types'],
  ['a pattern of resources', { resource: 'arn:aws:s3:::lake/*' }, 'did not decide'],
  ['an unknown key', { resource: 'arn:aws:s3:::lake/a', context: { 's3:prefix': 'a' } }, 'never carries s3:prefix'],
  [
    'a key of another moment of the resource',
    { action: 'ec2:RunInstances', resource: instance, context: { 'ec2:ResourceTag/a': 'b' } },
    'ec2:RunInstances on instance never carries ec2:ResourceTag/a',
  ],
])('%s is an error', async (_, call, message) => {
  await expect(decide({ ...read, ...call })).rejects.toThrow(message);
});

test('a broken policy is an error', async () => {
  const broken: IdentityPolicy[] = [{ Statement: [{ Effect: 'Permit', Action: 's3:*', Resource: '*' }] }];
  await expect(decide({ ...read, policies: broken, resource: 'arn:aws:s3:::lake/a' })).rejects.toThrow('policy.errors');
});
