/**
 * Who in which Hopsworks project may use which role, declared beside the roles: trust, permission and mapping cannot drift apart.
 */
import { App, Stack, Validations, aws_iam as iam } from 'aws-cdk-lib';
import { InstanceProfileRole, ResourceRole, hopsworks, RoleChainingChecks } from 'cdk-iam-role-chaining';

const app = new App();
// An unsafe chain stops the synth, docs/checks.md.
Validations.of(app).addPlugins(new RoleChainingChecks());
const stack = new Stack(app, 'HopsworksMappings', {
  description: 'Role chain of a head node, and what projects may use of it',
  env: { account: '111122223333', region: 'eu-west-1' },
});

const head = new InstanceProfileRole(stack, 'Head', { roleName: 'hopsworks-head' });

const reading = (prefix: string) => ({
  Data: new iam.PolicyDocument({
    statements: [
      new iam.PolicyStatement({
        sid: 'Read',
        actions: ['s3:GetObject'],
        resources: [`arn:${stack.partition}:s3:::lake/${prefix}/*`],
      }),
    ],
  }),
});
const raw = new ResourceRole(stack, 'Raw', { roleName: 'raw', chainingRoles: [head], inlinePolicies: reading('raw') });
const features = new ResourceRole(stack, 'Features', {
  roleName: 'features',
  chainingRoles: [head],
  inlinePolicies: reading('features'),
});

new hopsworks.RoleMappings(stack, 'Mappings', {
  mappings: [
    // Data owners see raw data, and get it when they name no role.
    { project: 'fraud', projectRole: hopsworks.ProjectRole.DATA_OWNER, role: raw, defaultRole: true },
    // Everybody in the project may use the features.
    { project: 'fraud', role: features, defaultRole: true },
    { project: 'churn', projectRole: hopsworks.ProjectRole.DATA_SCIENTIST, role: features },
  ],
});

app.synth();
