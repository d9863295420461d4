import { lint } from './policy-lint';
import { type IdentityStatement } from './service-authorization';

const OBJECTS = 'arn:aws:s3:::lake/curated/*';
const INSTANCES = 'arn:aws:ec2:eu-west-1:111122223333:instance/*';
const VPC = { ArnEquals: { 'ec2:Vpc': 'arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-1' } };

/** The faults of a policy with one statement. */
function faultsOf(statement: Omit<IdentityStatement, 'Sid' | 'Effect'>): Promise<string[]> {
  return lint({ Statement: [{ Sid: 'Data', Effect: 'Allow', ...statement }] });
}

test.each<[string, Omit<IdentityStatement, 'Sid' | 'Effect'>]>([
  ['an action on its resource', { Action: 's3:GetObject', Resource: OBJECTS }],
  [
    'actions whose resources differ',
    { Action: ['s3:GetObject', 's3:ListBucket'], Resource: [OBJECTS, 'arn:aws:s3:::lake'] },
  ],
  ['a pattern of actions', { Action: 's3:Get*', Resource: OBJECTS }],
  ['a whole service', { Action: 'ec2:*', Resource: '*' }],
  ['another case', { Action: 'S3:getobject', Resource: OBJECTS }],
  ['all but some actions', { NotAction: 'iam:*', Resource: '*' }],
  ['all but some resources', { Action: 's3:*', NotResource: ['arn:aws:s3:::lake', OBJECTS] }],
  ['a policy variable', { Action: 's3:GetObject', Resource: 'arn:aws:s3:::lake/${aws:PrincipalTag/team}/*' }],
  ['a wildcard-only action', { Action: 'ec2:DescribeInstances', Resource: '*' }],
  ['a resource without account', { Action: 'ec2:RunInstances', Resource: 'arn:aws:ec2:*::image/*' }],
  ['a role with a path', { Action: 'iam:PassRole', Resource: 'arn:aws:iam::111122223333:role/hopsworks/head' }],
  [
    'a key of the action',
    { Action: 's3:ListBucket', Resource: 'arn:aws:s3:::lake', Condition: { StringLike: { 's3:prefix': 'a/*' } } },
  ],
  ['a key of the type', { Action: 'ec2:RunInstances', Resource: 'arn:aws:ec2:*:*:subnet/*', Condition: VPC }],
  [
    'a key of the type, in another case',
    { Action: 'ec2:RunInstances', Resource: 'arn:aws:ec2:*:*:subnet/*', Condition: { ArnEquals: { 'ec2:vpc': 'x' } } },
  ],
  [
    'a key with a tag',
    { Action: 'ec2:StopInstances', Resource: INSTANCES, Condition: { StringEquals: { 'aws:ResourceTag/team': 'a' } } },
  ],
  ['a key of one of many types', { Action: 'ec2:AuthorizeSecurityGroupIngress', Resource: '*', Condition: VPC }],
  [
    'a global key',
    { Action: 's3:GetObject', Resource: OBJECTS, Condition: { Bool: { 'aws:SecureTransport': 'true' } } },
  ],
])('%s is in order', async (_, statement) => {
  expect(await faultsOf(statement)).toEqual([]);
});

test.each<[string, Omit<IdentityStatement, 'Sid' | 'Effect'>, string]>([
  ['an unknown action', { Action: 's3:GetObjects', Resource: OBJECTS }, 'no action is called s3:GetObjects'],
  ['a pattern without actions', { NotAction: 's3:Fetch*', Resource: '*' }, 'no action is called s3:Fetch*'],
  [
    'a resource of another type',
    { Action: ['s3:ListBucket', 's3:GetObject'], Resource: OBJECTS },
    `s3:ListBucket has no resources like ${OBJECTS}`,
  ],
  [
    'a resource that no action has',
    { Action: 's3:GetObject', Resource: [OBJECTS, 'arn:aws:s3:::lake'] },
    'no action has resources like arn:aws:s3:::lake',
  ],
  [
    'an account where there is none',
    { Action: 'ec2:RunInstances', Resource: ['arn:aws:ec2:*:111122223333:image/*', '*'] },
    'no action has resources like arn:aws:ec2:*:111122223333:image/*',
  ],
  [
    'an exception that no action has',
    { Action: 's3:GetObject', NotResource: 'arn:aws:s3:::lake' },
    'no action has resources like arn:aws:s3:::lake',
  ],
  [
    'a wildcard-only action on a resource',
    { Action: ['ec2:DescribeInstances', 'ec2:StopInstances'], Resource: INSTANCES },
    'ec2:DescribeInstances needs the resource *',
  ],
  [
    'a key of another type',
    { Action: 'ec2:RunInstances', Resource: INSTANCES, Condition: VPC },
    `ec2:RunInstances on ${INSTANCES} never carries ec2:Vpc`,
  ],
  [
    'a key of another action',
    { Action: 's3:GetObject', Resource: OBJECTS, Condition: { StringLike: { 's3:prefix': 'a/*' } } },
    `s3:GetObject on ${OBJECTS} never carries s3:prefix`,
  ],
  [
    'a tag of a resource that is not there yet',
    { Action: 'ec2:RunInstances', Resource: INSTANCES, Condition: { StringEquals: { 'aws:ResourceTag/a': 'b' } } },
    `ec2:RunInstances on ${INSTANCES} never carries aws:ResourceTag/a`,
  ],
])('%s is a fault', async (_, statement, fault) => {
  expect(await faultsOf(statement)).toContain(`Data: ${fault}`);
});

test('a service that the table does not hold is an error: nothing is passed over', async () => {
  await expect(faultsOf({ Action: 's4:GetObject', Resource: OBJECTS })).rejects.toThrow(
    'every service of s4:GetObject',
  );
});
