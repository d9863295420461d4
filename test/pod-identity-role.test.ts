import { aws_eks as eks } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { PodIdentityRole, ResourceRole } from '../lib';
import { Deployed, PLATFORM, newStack } from './support';

const CLUSTER_ARN = 'arn:aws:eks:eu-west-1:111122223333:cluster/hopsworks';
const serviceAccounts = [{ namespace: 'hopsworks', name: 'instance' }];

test('each service account has a statement of its own, pinned to the cluster', () => {
  const stack = newStack(PLATFORM);
  const role = new PodIdentityRole(stack, 'Pods', {
    cluster: eks.CfnCluster.fromClusterArn(stack, 'Cluster', CLUSTER_ARN),
    serviceAccounts: [...serviceAccounts, { namespace: 'ops', name: 'jobs' }],
  });

  const statement = (Sid: string, namespace: string, name: string) => ({
    Sid,
    Effect: 'Allow',
    Principal: { Service: 'pods.eks.amazonaws.com' },
    Action: ['sts:AssumeRole', 'sts:TagSession'],
    Condition: {
      StringEquals: {
        'aws:RequestTag/kubernetes-namespace': namespace,
        'aws:RequestTag/kubernetes-service-account': name,
        'aws:SourceAccount': '111122223333',
      },
      ArnEquals: { 'aws:SourceArn': CLUSTER_ARN },
    },
  });
  expect(new Deployed(stack).of(role).trust).toEqual({
    Version: '2012-10-17',
    Statement: [
      statement('AllowEksPodIdentity', 'hopsworks', 'instance'),
      statement('AllowEksPodIdentity2', 'ops', 'jobs'),
    ],
  });
});

test('anyCluster stays inside the account, and warns', () => {
  const stack = newStack(PLATFORM);
  const role = new PodIdentityRole(stack, 'Pods', { anyCluster: true, serviceAccounts });

  expect(new Deployed(stack).of(role).trust.Statement[0]?.Condition).toEqual({
    StringEquals: {
      'aws:RequestTag/kubernetes-namespace': 'hopsworks',
      'aws:RequestTag/kubernetes-service-account': 'instance',
      'aws:SourceAccount': '111122223333',
    },
  });
  Annotations.fromStack(stack).hasWarning('/Stack/Pods', Match.stringLikeRegexp('Every cluster of the account'));
});

test('associates each service account when asked to', () => {
  const stack = newStack(PLATFORM);
  const cluster = new eks.CfnCluster(stack, 'Cluster', {
    roleArn: 'arn:aws:iam::111122223333:role/eks',
    resourcesVpcConfig: { subnetIds: [] },
  });
  new PodIdentityRole(stack, 'Pods', { cluster, serviceAccounts, associate: true });

  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::EKS::PodIdentityAssociation', 1);
  template.hasResourceProperties('AWS::EKS::PodIdentityAssociation', {
    ClusterName: { Ref: 'Cluster' },
    Namespace: 'hopsworks',
    ServiceAccount: 'instance',
    RoleArn: { 'Fn::GetAtt': ['PodsA3A85291', 'Arn'] },
  });
});

test('both halves carry TagSession, the trust in a statement without the external id', () => {
  const stack = newStack(PLATFORM);
  const pods = new PodIdentityRole(stack, 'Pods', { anyCluster: true, serviceAccounts, roleName: 'pods' });
  const role = new ResourceRole(stack, 'S3', { chainingRoles: [pods], externalId: 'secret-id', roleName: 's3-role' });

  const principal = { AWS: 'arn:aws:iam::111122223333:role/pods' };
  expect(new Deployed(stack).of(role).trust.Statement).toEqual([
    {
      Sid: 'AllowChainingRoles',
      Effect: 'Allow',
      Principal: principal,
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'sts:ExternalId': 'secret-id' } },
    },
    { Sid: 'AllowChainingRolesWithTags', Effect: 'Allow', Principal: principal, Action: 'sts:TagSession' },
  ]);
  expect(new Deployed(stack).of(pods).permissions.flatMap((document) => document.Statement)).toEqual([
    {
      Sid: 'AssumeDataRolesWithTags',
      Effect: 'Allow',
      Action: ['sts:AssumeRole', 'sts:TagSession'],
      Resource: 'arn:aws:iam::111122223333:role/s3-role',
    },
  ]);
});
