/**
 * A platform on EC2: the head node holds the chaining role, each project has a resource role, all in one account.
 */
import { App, CfnOutput, Stack, Validations, aws_iam as iam } from 'aws-cdk-lib';
import { InstanceProfileRole, ResourceRole, RoleChainingChecks } from 'cdk-iam-role-chaining';

const app = new App();
// An unsafe chain stops the synth, docs/checks.md.
Validations.of(app).addPlugins(new RoleChainingChecks());
const stack = new Stack(app, 'Ec2HeadNode', { description: 'Role chain of a head node on EC2' });

const head = new InstanceProfileRole(stack, 'Head', { roleName: 'hopsworks-head', path: '/hopsworks/' });

const readFraud = new iam.PolicyDocument({
  statements: [
    new iam.PolicyStatement({
      sid: 'ReadFraud',
      actions: ['s3:GetObject'],
      resources: [
        stack.formatArn({ service: 's3', region: '', account: '', resource: 'lake', resourceName: 'fraud/*' }),
      ],
    }),
  ],
});
const fraud = new ResourceRole(stack, 'Fraud', {
  roleName: 'fraud',
  path: '/hopsworks/',
  chainingRoles: [head],
  inlinePolicies: { Data: readFraud },
});

// The profile goes to the head node only: whoever runs code on a machine that has it can become every resource role.
new CfnOutput(stack, 'HeadInstanceProfile', { value: head.instanceProfile.instanceProfileName });
new CfnOutput(stack, 'FraudRole', { value: fraud.roleArn });

app.synth();
