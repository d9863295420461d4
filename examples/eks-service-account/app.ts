/**
 * A platform on EKS: the cluster is made in the same app, so that its issuer is known to CloudFormation only. No Lambda is needed.
 */
import { App, CfnOutput, Fn, Stack, Validations, aws_eks as eks, aws_iam as iam } from 'aws-cdk-lib';
import { ResourceRole, ServiceAccountRole, RoleChainingChecks } from 'cdk-iam-role-chaining';

const app = new App();
// An unsafe chain stops the synth, docs/checks.md.
Validations.of(app).addPlugins(new RoleChainingChecks());
const stack = new Stack(app, 'EksServiceAccount', { description: 'Role chain of pods on EKS' });

const clusterRole = new iam.Role(stack, 'ClusterRole', {
  assumedBy: new iam.ServicePrincipal('eks.amazonaws.com'),
  managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonEKSClusterPolicy')],
});
const cluster = new eks.CfnCluster(stack, 'Cluster', {
  roleArn: clusterRole.roleArn,
  resourcesVpcConfig: { subnetIds: [Fn.importValue('SubnetA'), Fn.importValue('SubnetB')] },
});
const oidcProvider = new iam.CfnOIDCProvider(stack, 'Oidc', {
  url: cluster.attrOpenIdConnectIssuerUrl,
  clientIdList: ['sts.amazonaws.com'],
});

const pods = new ServiceAccountRole(stack, 'Pods', {
  oidcProvider,
  serviceAccounts: [{ namespace: 'hopsworks', name: 'hopsworks-instance' }],
});
new ResourceRole(stack, 'Fraud', {
  chainingRoles: [pods],
  managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonAthenaFullAccess')],
});

for (const [index, command] of pods.kubectlAnnotateCommands().entries()) {
  new CfnOutput(stack, `Annotate${index + 1}`, { value: command });
}

app.synth();
