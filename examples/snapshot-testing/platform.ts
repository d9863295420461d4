/**
 * The platform, apart from `app.ts`, so that tests can build it too.
 */
import { join } from 'node:path';
import { App, Stack, aws_iam as iam, aws_lambda as lambda, aws_s3 as s3 } from 'aws-cdk-lib';
import { InstanceProfileRole, ResourceRole } from 'cdk-iam-role-chaining';

export function platformApp(): App {
  const app = new App();
  const platform = new Stack(app, 'Platform', { env: { account: '111122223333', region: 'eu-west-1' } });
  const finance = new Stack(app, 'Finance', { env: { account: '444455556666', region: 'eu-west-1' } });

  const head = new InstanceProfileRole(platform, 'Head');
  const lake = new s3.Bucket(finance, 'Lake', { enforceSSL: true });

  const readLedger = new iam.PolicyStatement({
    sid: 'ReadLedger',
    actions: ['s3:GetObject'],
    resources: [lake.arnForObjects('ledger/*')],
  });
  new ResourceRole(finance, 'Ledger', {
    chainingRoles: [head],
    inlinePolicies: { Data: new iam.PolicyDocument({ statements: [readLedger] }) },
  });

  new ResourceRole(finance, 'Reports', {
    chainingRoles: [head],
    managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonAthenaFullAccess')],
  });

  const cleanup = new lambda.Function(finance, 'Cleanup', {
    runtime: lambda.Runtime.PYTHON_3_13,
    handler: 'index.handler',
    code: lambda.Code.fromAsset(join(__dirname, 'cleanup')),
  });
  for (const prefix of ['tmp/*', 'staging/*']) lake.grantDelete(cleanup, prefix);

  return app;
}
