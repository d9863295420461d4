/**
 * A chain that was made by hand, brought under management with `cdk import`; README.md has the commands, in order.
 */
import { App, RemovalPolicy, Stack, Validations, aws_iam as iam } from 'aws-cdk-lib';
import { InstanceProfileRole, ResourceRole, RoleChainingChecks } from 'cdk-iam-role-chaining';

const app = new App();
// An unsafe chain stops the synth, docs/checks.md.
Validations.of(app).addPlugins(new RoleChainingChecks());
const stack = new Stack(app, 'AdoptExistingRoles', { env: { account: '111122223333', region: 'eu-west-1' } });

// An import changes no role, but CloudFormation then takes the trusts for what this template says. The trusts of the import
// therefore differ from those of the deployment after it, which has to write them. To be deleted with the hand-made policy.
const trustRevision = app.node.tryGetContext('importing') === 'true' ? 'Importing' : undefined;

// Names and paths are those of the roles that exist: another name or path would be another role.
const head = new InstanceProfileRole(stack, 'Head', { roleName: 'hopsworks-head' });

const fraud = new ResourceRole(stack, 'Fraud', {
  roleName: 'fraud',
  path: '/data/',
  chainingRoles: [head],
  trustRevision,
  inlinePolicies: { ReadFraud: reads('fraud') },
});

const ledger = new ResourceRole(stack, 'Ledger', {
  roleName: 'ledger',
  path: '/data/',
  chainingRoles: [head],
  trustRevision,
  inlinePolicies: { ReadLedger: reads('ledger') },
});
// Whoever else the hand-made trust names stays: a Glue job runs as this role too.
ledger.assumeRolePolicy?.addStatements(
  new iam.PolicyStatement({
    sid: 'AllowGlueJobs',
    actions: ['sts:AssumeRole'],
    principals: [new iam.ServicePrincipal('glue.amazonaws.com')],
  }),
);

// What exists outlives this stack: removing a role here, or the whole stack, leaves it as it is.
for (const role of [head, fraud, ledger]) role.applyRemovalPolicy(RemovalPolicy.RETAIN);
head.instanceProfile.applyRemovalPolicy(RemovalPolicy.RETAIN);

app.synth();

function reads(prefix: string): iam.PolicyDocument {
  return new iam.PolicyDocument({
    statements: [
      new iam.PolicyStatement({
        sid: 'Read',
        actions: ['s3:GetObject'],
        resources: [
          stack.formatArn({ service: 's3', region: '', account: '', resource: 'lake', resourceName: `${prefix}/*` }),
        ],
      }),
    ],
  });
}
