import { App, Aws, CfnCondition, Fn, aws_iam as iam, aws_s3 as s3 } from 'aws-cdk-lib';

import { PLATFORM } from '../support';
import { allow, arn, type Build, cfnRole, check, holds, LAMBDA, platform, rule, trusting } from './support';

describe('overQuota', () => {
  const findings = rule('overQuota');
  const many = (count: number) =>
    Array.from(
      { length: count },
      (_, index) => `arn:aws:s3:::a-bucket-of-some-length/${String(index).padStart(10, '0')}`,
    );
  const principals = (count: number) =>
    Array.from({ length: count }, (_, index) => arn(`some-role-with-a-name-${String(index).padStart(10, '0')}`));

  test.each<[string, Build, string]>([
    ['a long trust', (stack) => cfnRole(stack, 'r', trusting({ AWS: principals(32) })), 'S/r'],
    [
      'a long trust of references',
      (stack) =>
        cfnRole(
          stack,
          'r',
          trusting({ AWS: principals(32).map((each) => Fn.sub(each.replace(PLATFORM.account, '${AWS::AccountId}'))) }),
        ),
      'S/r',
    ],
    [
      'a trust as text',
      (stack) => {
        cfnRole(stack, 'r', []).addPropertyOverride(
          'AssumeRolePolicyDocument',
          JSON.stringify({ Version: '2012-10-17', Statement: [trusting({ AWS: principals(32) })] }),
        );
      },
      'S/r',
    ],
    [
      'inline policies that are too long together',
      (stack) => {
        cfnRole(stack, 'r', LAMBDA, allow('s3:GetObject', many(120)));
        new iam.CfnPolicy(stack, 'More', {
          policyName: 'more',
          roles: ['r'],
          policyDocument: { Version: '2012-10-17', Statement: [allow('s3:GetObject', many(120))] },
        });
      },
      'S/r',
    ],
    [
      'a long managed policy',
      (stack) =>
        new iam.CfnManagedPolicy(stack, 'p', {
          policyDocument: { Version: '2012-10-17', Statement: [allow('s3:GetObject', many(130))] },
        }),
      'S/p',
    ],
    [
      'eleven managed policies',
      (stack) => {
        const names = Array.from({ length: 10 }, (_, index) => `arn:aws:iam::aws:policy/P${index}`);
        cfnRole(stack, 'r', LAMBDA, undefined, { managedPolicyArns: names });
        new iam.CfnManagedPolicy(stack, 'p', {
          roles: ['r'],
          policyDocument: { Version: '2012-10-17', Statement: [allow('s3:GetObject', '*')] },
        });
      },
      'S/r',
    ],
  ])('finds %s', (_, build, path) => {
    expect(findings(build)).toEqual([`error ${path}`]);
  });

  test.each<[string, Build]>([
    ['a trust within the quota', (stack) => cfnRole(stack, 'r', trusting({ AWS: principals(24) }))],
    [
      'one branch of two within it',
      (stack) => cfnRole(stack, 'r', trusting({ AWS: { 'Fn::If': ['C', principals(32), principals(1)] } })),
    ],
    [
      'eleven managed policies of which a condition leaves one out',
      (stack) => {
        const names = Array.from({ length: 10 }, (_, index) => `arn:aws:iam::aws:policy/P${index}`);
        new CfnCondition(stack, 'C', { expression: Fn.conditionEquals(Aws.REGION, 'eu-west-1') });
        const last = Fn.conditionIf('C', 'arn:aws:iam::aws:policy/Last', { Ref: 'AWS::NoValue' }).toString();
        cfnRole(stack, 'r', LAMBDA, undefined, { managedPolicyArns: [...names, last] });
      },
    ],
    ['a policy within the quota', (stack) => cfnRole(stack, 'r', LAMBDA, allow('s3:GetObject', many(120)))],
    [
      'ten managed policies, one of them twice',
      (stack) => {
        const p = new iam.ManagedPolicy(stack, 'p', {
          statements: [new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] })],
        });
        const names = Array.from({ length: 9 }, (_, index) => `arn:aws:iam::aws:policy/P${index}`);
        p.attachToRole(iam.Role.fromRoleName(stack, 'I', 'r'));
        cfnRole(stack, 'r', LAMBDA, undefined, { managedPolicyArns: [...names, p.managedPolicyArn] });
      },
    ],
  ])('is quiet on %s', (_, build) => {
    expect(findings(build)).toEqual([]);
  });

  test('takes the quotas of the account from context', () => {
    const app = new App({ context: { 'cdk-iam-role-chaining:trustPolicyLimit': 4096 } });
    cfnRole(platform(app), 'r', trusting({ AWS: principals(32) }));
    expect(check(app, { rules: ['overQuota'] }).found).toEqual([]);
  });
});

describe('invalidPermission', () => {
  const findings = rule('invalidPermission');
  const OBJECTS = 'arn:aws:s3:::lake/*';
  const under = (key: string, operator = 'StringEquals') => ({ Condition: { [operator]: { [key]: 'x' } } });

  test.each<[string, Build, string]>([
    ['an unknown action', holds(allow('s3:GetObjects', OBJECTS)), 'error'],
    [
      'an unknown action among others, in a Deny',
      holds({ ...allow(['s3:PutObject', 's3:ListObjects'], '*'), Effect: 'Deny' }),
      'error',
    ],
    ['a wildcard that stands for nothing', holds(allow('dynamodb:Fetch*', '*')), 'error'],
    ['an unknown action in NotAction', holds({ Effect: 'Deny', NotAction: 'sts:AsumeRole', Resource: '*' }), 'error'],
    [
      'an unknown action of an L2',
      (stack) => {
        const role = new iam.Role(stack, 'r', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
        role.addToPolicy(new iam.PolicyStatement({ actions: ['kms:Decrpyt'], resources: ['*'] }));
      },
      'error',
    ],
    ['an object action on a bucket', holds(allow('s3:GetObject', 'arn:aws:s3:::lake')), 'warning'],
    ['a bucket action on objects', holds(allow('s3:ListBucket', OBJECTS)), 'warning'],
    [
      'an action of no resource on an ARN',
      holds(allow('ec2:DescribeInstances', 'arn:aws:ec2:*:*:instance/*')),
      'warning',
    ],
    [
      'wildcards on the resource of another service',
      holds(allow(['sqs:Send*'], 'arn:aws:sns:eu-west-1:111122223333:t')),
      'warning',
    ],
    [
      'an object action on a reference to a bucket',
      (stack) => cfnRole(stack, 'r', LAMBDA, allow('s3:PutObject', new s3.Bucket(stack, 'Lake').bucketArn)),
      'warning',
    ],
    [
      'a key that the action does not carry',
      holds(allow('s3:GetObject', OBJECTS, under('s3:prefix', 'StringLike'))),
      'warning',
    ],
    ['a queue without its account', holds(allow('sqs:SendMessage', 'arn:aws:sqs:eu-west-1::jobs')), 'warning'],
    ['a tag that the request has not', holds(allow('dynamodb:GetItem', '*', under('aws:RequestTag/team'))), 'warning'],
  ])('finds %s', (_, build, severity) => {
    expect(findings(build)).toEqual([`${severity} S/r`]);
  });

  test("has nothing against AWS's own policies", () => {
    const names = ['AdministratorAccess', 'IAMFullAccess', 'PowerUserAccess'];
    const managedPolicyArns = names.map((name) => `arn:aws:iam::aws:policy/${name}`);
    expect(findings((stack) => cfnRole(stack, 'r', LAMBDA, undefined, { managedPolicyArns }))).toEqual([]);
  });

  test('is about documents that nobody in view has, about boundaries and about trusts', () => {
    const of = (action: string) =>
      findings((stack) => {
        const policyDocument = { Version: '2012-10-17', Statement: allow(action, '*') };
        new iam.CfnManagedPolicy(stack, 'Alone', { policyDocument });
        const permissionsBoundary = new iam.CfnManagedPolicy(stack, 'Boundary', { policyDocument }).ref;
        cfnRole(stack, 'r', trusting({ AWS: arn('x') }, { Action: ['sts:AssumeRole', action] }), undefined, {
          permissionsBoundary,
        });
      });
    expect(of('sts:AssumeRoles')).toEqual(['error S/Alone', 'error S/Boundary', 'error S/r']);
    expect(of('sts:TagSession')).toEqual([]);
  });

  test('names the actions that are meant', () => {
    const stack = platform();
    holds(allow(['s3:GetObjetc', 'kms:ReEncrypt'], '*'))(stack);
    const { found } = check(stack.node.root as App, { rules: ['invalidPermission'] });
    expect(found.map(({ fix }) => fix)).toEqual(['Write s3:GetObject.', 'Write kms:ReEncryptTo or kms:ReEncryptFrom.']);
  });

  test.each<[string, Build]>([
    ['actions in another case', holds(allow('S3:getobject', OBJECTS))],
    ['services that the table does not hold', holds(allow('nosuchservice:Anything', '*', under('nosuchservice:key')))],
    ['everything', holds(allow('*', '*'))],
    ['public parameters', holds(allow('ssm:GetParameter', 'arn:aws:ssm:eu-west-1::parameter/aws/service/*'))],
    [
      'tags of target groups',
      holds(allow('elasticloadbalancing:AddTags', 'arn:aws:elasticloadbalancing:*:*:targetgroup/*/*')),
    ],
    [
      'a statement of which some actions take the resource',
      holds(allow(['s3:GetObject', 's3:ListBucket'], 'arn:aws:s3:::lake')),
    ],
    ['a parameter as resource', (stack) => cfnRole(stack, 'r', LAMBDA, allow('s3:GetObject', Fn.importValue('x')))],
    ['a key that the action carries', holds(allow('s3:ListBucket', 'arn:aws:s3:::lake', under('s3:prefix')))],
    ['a global key', holds(allow('s3:GetObject', OBJECTS, under('aws:SourceVpc')))],
    ['a key that may be missing', holds(allow('s3:GetObject', OBJECTS, under('s3:prefix', 'StringEqualsIfExists')))],
    ['a key by its older name', holds(allow('sagemaker:CreateTrainingJob', '*', under('sagemaker:VolumeKmsKey')))],
    ['a negated key', holds(allow('s3:GetObject', OBJECTS, under('s3:prefix', 'StringNotEquals')))],
    ['a tag of the resource', holds(allow('ec2:StartInstances', '*', under('aws:ResourceTag/team')))],
  ])('is quiet on %s', (_, build) => {
    expect(findings(build)).toEqual([]);
  });
});
