/**
 * The walk-through of Hopsworks for EC2: four resource roles, of which only the head node's role can become any.
 *
 * Workers run users' code, so they have a role of their own that can't become anything.
 */
import { App, CfnOutput, Stack, Validations, aws_ec2 as ec2, aws_iam as iam, aws_s3 as s3 } from 'aws-cdk-lib';
import { hopsworks, InstanceProfileRole, ResourceRole, RoleChainingChecks } from 'cdk-iam-role-chaining';

const app = new App();
// An unsafe chain stops the synth, docs/checks.md.
Validations.of(app).addPlugins(new RoleChainingChecks());
const stack = new Stack(app, 'HopsworksEc2', { description: 'Hopsworks on EC2: head, workers and resource roles' });
// The cluster's own, beside the projects' lake: every machine reads all of it, whatever role a job may become.
const bucket = s3.Bucket.fromBucketName(stack, 'Data', 'hopsworks-data');
const lake = s3.Bucket.fromBucketName(stack, 'Lake', 'finance-lake');

const head = new InstanceProfileRole(stack, 'Head', { roleName: 'hopsworks-head' });
const workers = new iam.Role(stack, 'Workers', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
const workersProfile = new iam.InstanceProfile(stack, 'WorkersProfile', { role: workers });

// Both use the bucket of the cluster. Backups can be destroyed by those who take them: the head node only.
new iam.ManagedPolicy(stack, 'HeadPermissions', {
  roles: [head],
  document: hopsworks.InstanceProfilePolicy.forCluster({ bucket, clusterId: 'c1', backup: true }),
});
new iam.ManagedPolicy(stack, 'WorkerPermissions', {
  roles: [workers],
  document: hopsworks.InstanceProfilePolicy.forCluster({ bucket, clusterId: 'c1' }),
});

const chainingRoles = [head];
const [test, s3Role, devS3Role, redshift] = ['test-role', 's3-role', 'dev-s3-role', 'redshift'].map(
  (roleName) => new ResourceRole(stack, roleName, { roleName, chainingRoles }),
) as [ResourceRole, ResourceRole, ResourceRole, ResourceRole];
lake.grantRead(test, 'test/*');
lake.grantReadWrite(s3Role, 'curated/*');
lake.grantReadWrite(devS3Role, 'dev/*');
hopsworks.RedshiftAccess.grantProvisioned(redshift, {
  clusterIdentifier: 'analytics',
  dbUsers: ['hopsworks'],
  dbNames: ['dev'],
});

// Pods and containers of the head node are one hop further away than its own processes: they don't reach its credentials.
const network = new hopsworks.ClusterNetwork(stack, 'Network', { flowLogs: true });
const template = new ec2.CfnLaunchTemplate(stack, 'HeadTemplate', {
  launchTemplateData: {
    iamInstanceProfile: { arn: head.instanceProfile.instanceProfileArn },
    metadataOptions: { httpTokens: 'required', httpPutResponseHopLimit: 1 },
    securityGroupIds: [network.securityGroup.securityGroupId],
  },
});

new CfnOutput(stack, 'HeadLaunchTemplate', { value: template.ref });
new CfnOutput(stack, 'WorkersInstanceProfile', { value: workersProfile.instanceProfileName });
new CfnOutput(stack, 'ForARunningHead', {
  description: 'For a head node that runs already and has no profile; put its instance id in',
  value: `aws ec2 associate-iam-instance-profile --instance-id i-… --iam-instance-profile Name=${head.instanceProfile.instanceProfileName}`,
});

app.synth();
