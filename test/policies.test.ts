import { readdirSync } from 'node:fs';
import { App, Duration, Stack, aws_eks as eks, aws_iam as iam } from 'aws-cdk-lib';
import {
  ChainingRole,
  ChainTrust,
  InstanceProfileRole,
  PodIdentityRole,
  ResourceRole,
  OidcProviders,
  ServiceAccountRole,
} from '../lib';
import { PolicySnapshot } from '../lib/testing';
import { check } from './checks/support';
import { EXAMPLES, exampleApp } from './example-app';
import { FINANCE, ISSUER, PLATFORM } from './support';

expect.addSnapshotSerializer(PolicySnapshot.serializer);

const examples = new Map(readdirSync(EXAMPLES).map((example) => [example, exampleApp(example)]));

test.each([...examples])('the policies of the example %s', (_, app) => {
  expect(PolicySnapshot.of(app)).toMatchSnapshot();
});

// The app of a config checks itself.
test.each([...examples].filter(([example]) => example !== 'quickstart'))(
  'no rule finds anything in the example %s',
  (_, app) => {
    expect(check(app)).toEqual({ success: true, found: [] });
  },
);

test('the policies of every construct', () => {
  const app = new App();
  const platform = new Stack(app, 'Platform', { env: PLATFORM });
  const finance = new Stack(app, 'Finance', { env: FINANCE });
  const serviceAccounts = [
    { namespace: 'hopsworks', name: 'instance' },
    { namespace: 'jobs', name: 'spark' },
  ];
  const head = new InstanceProfileRole(platform, 'Head', {
    path: '/hopsworks/',
    maxSessionDuration: Duration.hours(4),
  });
  const pods = new ServiceAccountRole(platform, 'Pods', {
    oidcProvider: OidcProviders.fromIssuer(platform, 'Oidc', ISSUER),
    serviceAccounts,
    serviceAccountPatterns: [{ namespace: 'team-*', name: 'spark' }],
    permissionsBoundary: iam.ManagedPolicy.fromAwsManagedPolicyName('PowerUserAccess'),
  });
  const podIdentity = new PodIdentityRole(platform, 'PodIdentity', {
    cluster: eks.CfnCluster.fromClusterName(platform, 'Cluster', 'hopsworks'),
    serviceAccounts,
  });
  const anyPods = new PodIdentityRole(platform, 'AnyPods', { anyCluster: true, serviceAccounts });
  const wide = new InstanceProfileRole(platform, 'Wide', {
    resourceRolePath: '/data/',
    resourceRoleAccounts: [FINANCE.account],
  });
  const theirs = ChainingRole.fromChainingRoleArn(platform, 'Theirs', `arn:aws:iam::${PLATFORM.account}:role/theirs`);

  new ResourceRole(platform, 'Exact', { chainingRoles: [head, pods, podIdentity, anyPods, wide, theirs] });
  new ResourceRole(finance, 'ByAccount', { chainingRoles: [head, podIdentity], trust: ChainTrust.accountRoot() });
  new ResourceRole(finance, 'Demanding', {
    chainingRoles: [pods],
    externalId: 'contract-7',
    organizationId: 'o-a1b2c3d4e5',
    allowSourceIdentity: true,
    allowSessionTags: true,
    conditions: { Bool: { 'aws:SecureTransport': true } },
  });
  head.allowAssuming(new iam.Role(platform, 'Plain', { assumedBy: new iam.ServicePrincipal('glue.amazonaws.com') }));
  expect(PolicySnapshot.of(app)).toMatchSnapshot();
});
