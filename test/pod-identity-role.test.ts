import { App, type Stack, aws_eks as eks, aws_eks_v2 as eksv2, aws_ssm as ssm } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { PodIdentityRole, ResourceRole } from '../lib';
import { Deployed, FINANCE, PLATFORM, newStack } from './support';

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

test('the order of the service accounts changes nothing', () => {
  const trustOf = (accounts: typeof serviceAccounts) => {
    const stack = newStack(PLATFORM);
    const role = new PodIdentityRole(stack, 'Pods', { anyCluster: true, serviceAccounts: accounts });
    return new Deployed(stack).of(role).trust;
  };
  const accounts = [...serviceAccounts, { namespace: 'ops', name: 'jobs' }, { namespace: 'a', name: 'b' }];
  expect(trustOf([...accounts].reverse())).toEqual(trustOf(accounts));
  expect(trustOf(serviceAccounts)).not.toEqual(trustOf(accounts));
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

describe('a cluster of another stack', () => {
  const build = (env: typeof PLATFORM, name?: string, associate?: boolean) => {
    const app = new App();
    const cluster = new eks.CfnCluster(newStack(PLATFORM, 'Cluster', app), 'Cluster', {
      name,
      roleArn: 'arn:aws:iam::111122223333:role/eks',
      resourcesVpcConfig: { subnetIds: [] },
    });
    const stack = newStack(env, 'Roles', app);
    const role = new PodIdentityRole(stack, 'Pods', { cluster, serviceAccounts, associate });
    return { app, trust: () => new Deployed(stack).of(role).trust };
  };
  const abroad = { ...PLATFORM, region: 'us-east-1' };

  test.each([PLATFORM, abroad])('is named by a computed ARN when its name is written out: %o', (env) => {
    const { app, trust } = build(env, 'hopsworks');
    expect(trust().Statement[0]?.Condition?.ArnEquals).toEqual({ 'aws:SourceArn': CLUSTER_ARN });
    expect(JSON.stringify(app.synth().stacks.map((each) => each.template as unknown))).not.toMatch(
      /Custom::|ImportValue|"Export"/,
    );
  });

  test('is an error in another region without a name, with an association, and in another account', () => {
    expect(() => build(PLATFORM)).not.toThrow();
    expect(() => build(abroad)).toThrow(
      'Roles/Pods: cluster is in Cluster, of another region or Stage, and its name is not known',
    );
    expect(() => build(PLATFORM, 'hopsworks', true)).not.toThrow();
    expect(() => build(abroad, 'hopsworks', true)).toThrow('`associate` would create the association in us-east-1');
    expect(() => build(FINANCE, 'hopsworks')).toThrow(
      'Roles/Pods: cluster is in account 111122223333 and the role in 444455556666',
    );
  });
});

test('an L2 cluster of another stack is named by its literal name', () => {
  const app = new App();
  const clusterStack = newStack(PLATFORM, 'Cluster', app);
  const cluster = new eksv2.Cluster(clusterStack, 'Cluster', {
    clusterName: 'hopsworks',
    version: eksv2.KubernetesVersion.V1_33,
  });
  const stack = newStack({ ...PLATFORM, region: 'us-east-1' }, 'Roles', app);
  const role = new PodIdentityRole(stack, 'Pods', { cluster, serviceAccounts });
  expect(new Deployed(stack).of(role).trust.Statement[0]?.Condition?.ArnEquals).toEqual({
    'aws:SourceArn': CLUSTER_ARN,
  });
});

test('associations of names that differ in their hyphens do not clash', () => {
  const stack = newStack(PLATFORM);
  new PodIdentityRole(stack, 'Pods', {
    cluster: eks.CfnCluster.fromClusterName(stack, 'Cluster', 'hopsworks'),
    serviceAccounts: [
      { namespace: 'a-b', name: 'c' },
      { namespace: 'a', name: 'b-c' },
    ],
    associate: true,
  });
  Template.fromStack(stack).resourceCountIs('AWS::EKS::PodIdentityAssociation', 2);
});

describe('callers without types', () => {
  const wrong = (props: object) => () =>
    new PodIdentityRole(newStack(PLATFORM), 'Pods', { anyCluster: true, serviceAccounts, ...props });

  test.each<[object, string]>([
    [
      { serviceAccounts: undefined },
      'serviceAccounts is missing: a list of service accounts, each { namespace, name },',
    ],
    [{ serviceAccounts: null }, 'serviceAccounts is null: a list of service accounts'],
    [{ serviceAccounts: serviceAccounts[0] }, 'serviceAccounts is an object: a list of service accounts'],
    [{ serviceAccounts: [null] }, 'serviceAccounts holds null: a service account'],
    [{ serviceAccounts: ['hopsworks/instance'] }, 'serviceAccounts holds "hopsworks/instance": a service account'],
    [{ serviceAccounts: [{ name: 'x' }] }, 'serviceAccounts holds a service account whose namespace is undefined'],
    [{ anyCluster: undefined }, 'it has no cluster'],
    [
      { anyCluster: false, cluster: 'hopsworks' },
      'cluster is "hopsworks": a cluster of EKS is needed, such as eks.Cfn',
    ],
    [{ anyCluster: false, cluster: null }, 'cluster is null: a cluster of EKS is needed'],
    [{ anyCluster: false, cluster: newStack() }, 'cluster is the construct Stack: a cluster of EKS is needed'],
    [{ anyCluster: false, cluster: { clusterRef: { clusterArn: CLUSTER_ARN } } }, 'cluster is an object: a cluster of'],
  ])('%p: %s', (props, message) => {
    expect(wrong(props)).toThrow(`Stack/Pods: ${message}`);
  });

  test('without any props', () => {
    const Untyped = PodIdentityRole as unknown as new (scope: App, id: string) => PodIdentityRole;
    expect(() => new Untyped(newStack() as unknown as App, 'Pods')).toThrow('Stack/Pods: serviceAccounts is missing');
  });
});

test('what the caller changes in its service accounts later changes nothing', () => {
  const given = [{ namespace: 'hopsworks', name: 'instance' }];
  const stack = newStack(PLATFORM);
  const role = new PodIdentityRole(stack, 'Pods', { anyCluster: true, serviceAccounts: given });
  given[0]!.name = 'other';
  given.push({ namespace: 'a', name: 'b' });
  expect(new Deployed(stack).of(role).trust.Statement.map(({ Condition }) => Condition?.StringEquals)).toEqual([
    {
      'aws:RequestTag/kubernetes-namespace': 'hopsworks',
      'aws:RequestTag/kubernetes-service-account': 'instance',
      'aws:SourceAccount': '111122223333',
    },
  ]);
});

describe('what CDK has yet to look up goes on to the lookup', () => {
  const lookup = (stack: Stack, name: string) => ssm.StringParameter.valueFromLookup(stack, name);
  const cluster = (arn: string) => (stack: Stack) => ({
    cluster: eks.CfnCluster.fromClusterArn(stack, 'Cluster', arn.replace('<looked up>', lookup(stack, '/eks/value'))),
  });

  test.each<[string, (stack: Stack) => Partial<ConstructorParameters<typeof PodIdentityRole>[2]>]>([
    [
      "the cluster's name",
      (stack) => ({ cluster: eks.CfnCluster.fromClusterName(stack, 'Cluster', lookup(stack, '/eks/name')) }),
    ],
    ["the name in the cluster's ARN", cluster('arn:aws:eks:eu-west-1:111122223333:cluster/<looked up>')],
    ["the account in the cluster's ARN", cluster('arn:aws:eks:eu-west-1:<looked up>:cluster/hopsworks')],
    ["the region in the cluster's ARN", cluster('arn:aws:eks:<looked up>:111122223333:cluster/hopsworks')],
    [
      'a namespace',
      (stack) => ({
        cluster: eks.CfnCluster.fromClusterArn(stack, 'Cluster', CLUSTER_ARN),
        serviceAccounts: [{ namespace: lookup(stack, '/namespace'), name: 'x' }],
      }),
    ],
  ])('%s', (_, props) => {
    const app = new App();
    const stack = newStack(PLATFORM, 'Stack', app);
    new PodIdentityRole(stack, 'Pods', { serviceAccounts, associate: true, ...props(stack) });
    expect(app.synth().manifest.missing).toHaveLength(1);
  });
});
