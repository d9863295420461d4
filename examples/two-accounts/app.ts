/**
 * A platform in one account, data in another and in another region: trust and permissions policies are written, in the right order.
 */
import { App, Stack, Validations, aws_eks as eks, aws_iam as iam } from 'aws-cdk-lib';
import {
  ChainTrust,
  InstanceProfileRole,
  PodIdentityRole,
  ResourceRole,
  RoleChainingChecks,
} from 'cdk-iam-role-chaining';

const app = new App();
// An unsafe chain stops the synth, docs/checks.md.
Validations.of(app).addPlugins(new RoleChainingChecks());
const platform = new Stack(app, 'Platform', { env: { account: '111122223333', region: 'eu-west-1' } });
const finance = new Stack(app, 'Finance', { env: { account: '444455556666', region: 'eu-central-1' } });

const head = new InstanceProfileRole(platform, 'Head');
const pods = new PodIdentityRole(platform, 'Pods', {
  cluster: eks.CfnCluster.fromClusterName(platform, 'Cluster', 'hopsworks'),
  serviceAccounts: [{ namespace: 'hopsworks', name: 'hopsworks-instance' }],
});

// The stack Finance is deployed after Platform, because IAM refuses a trust that names a role which does not exist.
new ResourceRole(finance, 'Ledger', {
  chainingRoles: [head, pods],
  organizationId: 'o-a1b2c3d4e5',
  managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonAthenaFullAccess')],
});

// This trust names the account and, by a condition, the role: it may be deployed before the chaining role exists.
new ResourceRole(finance, 'Archive', {
  chainingRoles: [head],
  trust: ChainTrust.accountRoot(),
  managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonS3ReadOnlyAccess')],
});

app.synth();
