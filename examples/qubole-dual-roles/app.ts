/**
 * Qubole with dual roles: the control plane reaches results, one cluster reaches the claims as well, another one the ledger.
 */
import { App, RemovalPolicy, Stack, Validations, aws_kms as kms, aws_s3 as s3 } from 'aws-cdk-lib';
import { qubole, RoleChainingChecks } from 'cdk-iam-role-chaining';

const app = new App();
// An unsafe chain stops the synth, docs/checks.md.
Validations.of(app).addPlugins(new RoleChainingChecks());
const stack = new Stack(app, 'DualRoles', { env: { account: '111122223333', region: 'eu-west-1' } });

const key = new kms.Key(stack, 'Key', { enableKeyRotation: true, removalPolicy: RemovalPolicy.RETAIN });
// S3 delivers no access logs into a bucket that KMS encrypts, so they have one of their own.
const logs = new s3.Bucket(stack, 'AccessLogs', {
  blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
  encryption: s3.BucketEncryption.S3_MANAGED,
  enforceSSL: true,
});
const claims = new s3.Bucket(stack, 'Claims', {
  blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
  encryption: s3.BucketEncryption.KMS,
  encryptionKey: key,
  enforceSSL: true,
  serverAccessLogsBucket: logs,
  serverAccessLogsPrefix: 'claims/',
});

// This bucket exists already, and holds both what the control plane may see and what it must not. A lifecycle rule that lets results
// expire has to be filtered by their prefix: without a filter it deletes the ledger too.
const home = s3.Bucket.fromBucketName(stack, 'Home', 'cluster-home');

const roles = new qubole.DualRoles(stack, 'Roles', {
  vendorAccountId: qubole.DualRoles.PUBLISHED_ACCOUNT_ID, // compare it with the one that your account settings show
  externalId: 'shown-in-the-account-settings',
  serviceRoleName: 'control-plane',
  secondaryRoleName: 'claims-cluster',
  path: '/clusters/',
  defaultLocation: { bucket: home, prefix: 'results/' },
  nonSecureLocations: [{ bucket: s3.Bucket.fromBucketName(stack, 'Weather', 'weather-data') }],
  // The key comes with the bucket: the cluster may use it, and the control plane is denied it.
  dataLocations: [{ bucket: claims, prefix: 'curated/' }],
  // The bucket's own policy denies the control plane too, so that its role's policies are not all that holds it back.
  guardBuckets: true,
  // What is assumed of Qubole, and could not be checked: true where it is not so.
  untaggedResources: false, // it sends the cluster's custom EC2 tag in the calls that make volumes and security groups
  allowSnapshots: false, // its images are another account's, and no disk comes from a snapshot
});

roles.addSecondaryRole('Ledger', {
  roleName: 'ledger-cluster',
  dataLocations: [{ bucket: home, prefix: 'ledger/' }],
});

app.synth();
