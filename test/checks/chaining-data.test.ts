import { Fn, Stack, aws_s3 as s3 } from 'aws-cdk-lib';
import { PodIdentityRole } from '../../lib';
import { allow, arn, assume, type Build, cfnRole, EC2, rule, trusting } from './support';

describe('chainingRoleHoldsData', () => {
  const findings = rule('chainingRoleHoldsData');
  const LAKE = 'arn:aws:s3:::lake/fraud/*';
  const chain = (stack: Stack, own: unknown[], others: unknown = allow('s3:GetObject', LAKE), trust: unknown = EC2) => [
    cfnRole(stack, 'head', trust, [assume('r'), ...own]),
    cfnRole(stack, 'r', trusting({ AWS: arn('head') }), others),
  ];

  test.each<[string, Build]>([
    ['the same statement', (stack) => chain(stack, [allow('s3:GetObject', LAKE)])],
    ['wildcards', (stack) => chain(stack, [allow('s3:*', ['arn:aws:s3:::lake', 'arn:aws:s3:::la?e/*'])])],
    ['all but some actions', (stack) => chain(stack, [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }])],
    ['a part of it', (stack) => chain(stack, [allow('s3:Get*', 'arn:aws:s3:::lake/fraud/2024/*')])],
    [
      'a table',
      (stack) =>
        chain(
          stack,
          [allow('dynamodb:GetItem', '*')],
          allow('dynamodb:*', 'arn:aws:dynamodb:eu-west-1:111122223333:table/t'),
        ),
    ],
    [
      'pods',
      (stack) =>
        chain(
          stack,
          [allow('s3:GetObject', LAKE)],
          allow('s3:*', LAKE),
          trusting({ Service: 'pods.eks.amazonaws.com' }),
        ),
    ],
    [
      'references to one bucket',
      (stack) => {
        const { attrArn } = new s3.CfnBucket(stack, 'Lake');
        chain(
          stack,
          [allow('s3:GetObject', Fn.join('', [attrArn, '/*']))],
          allow('s3:Get*', Fn.sub('${Lake.Arn}/fraud/*')),
        );
      },
    ],
  ])('finds %s', (_, build) => {
    expect(findings(build)).toEqual(['warning S/head']);
  });

  test.each<[string, Build]>([
    ['a chaining role without data', (stack) => chain(stack, [])],
    ['another bucket', (stack) => chain(stack, [allow('s3:GetObject', 'arn:aws:s3:::cluster/*')])],
    ['another prefix', (stack) => chain(stack, [allow('s3:GetObject', 'arn:aws:s3:::lake/head/*')])],
    ['names of buckets', (stack) => chain(stack, [allow(['s3:ListAllMyBuckets', 's3:GetBucketLocation'], '*')])],
    [
      'logs, metrics and images',
      (stack) =>
        chain(
          stack,
          [allow(['logs:PutLogEvents', 'cloudwatch:PutMetricData', 'ecr:BatchGetImage'], '*')],
          [
            allow('logs:PutLogEvents', 'arn:aws:logs:eu-west-1:111122223333:log-group:x:*'),
            allow('s3:GetObject', LAKE),
          ],
        ),
    ],
    [
      'what a Deny takes away',
      (stack) =>
        chain(stack, [allow('s3:*', '*'), { Effect: 'Deny', Action: 's3:*', Resource: 'arn:aws:s3:::lake/*' }]),
    ],
    [
      'two buckets of the app',
      (stack) => {
        const [one, two] = ['One', 'Two'].map((id) => new s3.CfnBucket(stack, id));
        chain(
          stack,
          [allow('s3:GetObject', Fn.join('', [one!.attrArn, '/*']))],
          allow('s3:GetObject', Fn.join('', [two!.attrArn, '/*'])),
        );
      },
    ],
    [
      'roles that no machine holds',
      (stack) =>
        chain(
          stack,
          [allow('s3:*', '*')],
          allow('s3:GetObject', LAKE),
          trusting({ Service: 'codepipeline.amazonaws.com' }),
        ),
    ],
    [
      'a role of pods for another cluster',
      (stack) =>
        new PodIdentityRole(stack, 'p', { serviceAccounts: [{ namespace: 'a', name: 'b' }], anyCluster: true }),
    ],
  ])('is quiet on %s', (_, build) => {
    expect(findings(build)).toEqual([]);
  });
});
