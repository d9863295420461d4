/**
 * The walk-through of Hopsworks for EKS: the instance pods' service account can become four resource roles; nodes can't.
 */
import { App, CfnOutput, Stack, Validations, aws_iam as iam, aws_s3 as s3 } from 'aws-cdk-lib';
import { hopsworks, OidcProviders, ResourceRole, ServiceAccountRole, RoleChainingChecks } from 'cdk-iam-role-chaining';

const app = new App();
// An unsafe chain stops the synth, docs/checks.md.
Validations.of(app).addPlugins(new RoleChainingChecks());
const stack = new Stack(app, 'HopsworksEks', { description: 'Hopsworks on EKS: pods, nodes and resource roles' });
// The cluster's own, beside the projects' lake: every node reads all of it, whatever role a job may become.
const bucket = s3.Bucket.fromBucketName(stack, 'Data', 'hopsworks-data');
const lake = s3.Bucket.fromBucketName(stack, 'Lake', 'finance-lake');

const pods = new ServiceAccountRole(stack, 'Pods', {
  roleName: 'service-account-role',
  // From: aws eks describe-cluster --name my-cluster --query cluster.identity.oidc.issuer --output text
  oidcProvider: OidcProviders.fromIssuer(
    stack,
    'Oidc',
    'https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE',
  ),
  serviceAccounts: [{ namespace: 'hopsworks', name: 'my-service-account' }],
});

const chainingRoles = [pods];
const [test, s3Role, devS3Role, redshift] = ['test-role', 's3-role', 'dev-s3-role', 'redshift'].map(
  (roleName) => new ResourceRole(stack, roleName, { roleName, chainingRoles }),
) as [ResourceRole, ResourceRole, ResourceRole, ResourceRole];
lake.grantRead(test, 'test/*');
lake.grantReadWrite(s3Role, 'curated/*');
lake.grantReadWrite(devS3Role, 'dev/*');
hopsworks.RedshiftAccess.grantServerless(redshift, { workgroupId: '0a1b2c3d-1111-2222-3333-444455556666' });

// Give this role to the node group, next to AWS's own node policies. Every pod that reaches the metadata of its node has it:
// it holds no permission to become a resource role, and the nodes should require IMDSv2 with a hop limit of 1.
const nodes = new iam.Role(stack, 'Nodes', {
  assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'),
  managedPolicies: ['AmazonEKSWorkerNodePolicy', 'AmazonEKS_CNI_Policy', 'AmazonEC2ContainerRegistryReadOnly'].map(
    (name) => iam.ManagedPolicy.fromAwsManagedPolicyName(name),
  ),
});
new iam.ManagedPolicy(stack, 'NodePermissions', {
  roles: [nodes],
  document: hopsworks.InstanceProfilePolicy.forEksNodes({ bucket, repositoryNamespace: 'hopsworks' }),
});

new CfnOutput(stack, 'NodeRole', { value: nodes.roleArn });
for (const [index, command] of pods.kubectlAnnotateCommands().entries()) {
  new CfnOutput(stack, `Annotate${index + 1}`, { value: command });
}

app.synth();
