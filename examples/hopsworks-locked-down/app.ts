/**
 * "Limiting AWS permissions" of Hopsworks: the control plane is locked to one VPC and one instance profile, and each feature that
 * can be done without is a switch. The load balancer that it would make is made here instead.
 */
import {
  App,
  CfnOutput,
  Stack,
  Validations,
  aws_elasticloadbalancingv2 as elb,
  aws_iam as iam,
  aws_s3 as s3,
} from 'aws-cdk-lib';
import { hopsworks, RoleChainingChecks } from 'cdk-iam-role-chaining';

const app = new App();
// An unsafe chain stops the synth, docs/checks.md.
Validations.of(app).addPlugins(new RoleChainingChecks());
const stack = new Stack(app, 'HopsworksLockedDown', { description: 'Hopsworks with a locked control plane' });

// Step 1: a VPC and a security group.
const network = new hopsworks.ClusterNetwork(stack, 'Network', { certificatePort80: true, flowLogs: true });

// Step 2: an instance profile.
const machines = new iam.Role(stack, 'Machines', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
const instanceProfile = new iam.InstanceProfile(stack, 'InstanceProfile', { role: machines });
new iam.ManagedPolicy(stack, 'MachinePermissions', {
  roles: [machines],
  document: hopsworks.InstanceProfilePolicy.forCluster({
    bucket: s3.Bucket.fromBucketName(stack, 'Data', 'hopsworks-data'), // the cluster's own: its machines read all of it
    clusterId: 'c1',
    backup: false, // "Limiting the instance profile permissions": Backups
    cloudWatch: true, // and CloudWatch Logs
  }),
});

// Step 3: the cross-account role. Account and external id are shown by the vendor's web console.
const controlPlane = new hopsworks.CrossAccountRole(stack, 'ControlPlane', {
  vendorAccountId: '999988887777',
  externalId: 'from-the-web-console',
  policy: hopsworks.CrossAccountPolicy.lockedTo({
    vpcs: [network.vpc], // step 5: name several
    instanceProfiles: [instanceProfile],
    securityGroups: [network.securityGroup],
    // Each of these assumes something of the control plane that nothing published says (docs/security.md, "Not checked"). Turn one
    // on when you have seen a cluster start, run and stop with it:
    // requireImdsV2: true, // it launches with IMDSv2 required
    // imageOwners: ['123456789012'], // who owns the images that it launches
    // backupTag: { key: 'hopsworks-cluster', value: 'c1' }, // backups, of what gets this tag of the cluster in the creating call
    // instanceTag: { key: 'hopsworks-cluster', value: 'c1' }, // it tags instances in the creating call
    // "Other removable permissions", one by one:
    vpcWarnings: true, // early warnings if the VPC is not configured correctly
    openPorts: true, // open and close ports from within Hopsworks
    listing: hopsworks.ControlPlaneListing.CONSOLE, // TERRAFORM lists less
    loadBalancers: false, // see below
    instanceTypeChange: false,
    roleTesting: false,
  }),
});

// "Load balancers permissions for external access": made by us, so that the control plane needs none.
const balancer = new elb.CfnLoadBalancer(stack, 'ArrowFlight', {
  type: 'network',
  scheme: 'internal',
  subnets: network.vpc.publicSubnets.map(({ subnetId }) => subnetId),
  securityGroups: [network.securityGroup.securityGroupId],
  loadBalancerAttributes: [{ key: 'deletion_protection.enabled', value: 'true' }],
});
const targets = new elb.CfnTargetGroup(stack, 'ArrowFlightTargets', {
  vpcId: network.vpc.vpcId,
  protocol: 'TCP',
  port: 5005,
  targetType: 'instance',
});
new elb.CfnListener(stack, 'ArrowFlightListener', {
  loadBalancerArn: balancer.ref,
  protocol: 'TCP',
  port: 5005,
  defaultActions: [{ type: 'forward', targetGroupArn: targets.ref }],
});

// Step 4: what is typed into the web console.
new CfnOutput(stack, 'RoleArn', { value: controlPlane.roleArn });
new CfnOutput(stack, 'InstanceProfileName', { value: instanceProfile.instanceProfileName });
new CfnOutput(stack, 'VpcId', { value: network.vpc.vpcId });
new CfnOutput(stack, 'SecurityGroupId', { value: network.securityGroup.securityGroupId });

app.synth();
