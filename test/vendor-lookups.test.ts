import { App, aws_iam as iam, aws_kms as kms, aws_s3 as s3, aws_ssm as ssm } from 'aws-cdk-lib';
import { hopsworks, qubole } from '../lib';
import { newStack, PLATFORM } from './support';

const { CrossAccountPolicy, CrossAccountRole, InstanceProfilePolicy, RedshiftAccess, RoleMappings } = hopsworks;

test("the first synth of lookups goes on to CDK's lookup, with whatever is looked up for a vendor", () => {
  const app = new App();
  const stack = newStack(PLATFORM, 'Stack', app);
  const parameter = (name: string) => ssm.StringParameter.valueFromLookup(stack, name);
  const role = (name: string) => iam.Role.fromLookup(stack, name, { roleName: name });
  const bucket = (name: string) => s3.Bucket.fromBucketName(stack, name, parameter(name));
  const key = kms.Key.fromKeyArn(stack, 'Key', `arn:aws:kms:eu-west-1:111122223333:key/${parameter('key')}`);
  const vendor = { vendorAccountId: parameter('vendor'), externalId: parameter('external-id') };
  const instanceProfiles = ['workers', 'gpus'].map((name) =>
    iam.InstanceProfile.fromInstanceProfileAttributes(stack, `${name}Profile`, {
      instanceProfileArn: `arn:aws:iam::${PLATFORM.account}:instance-profile/${name}`,
      role: role(name),
    }),
  );
  new CrossAccountRole(stack, 'ControlPlane', {
    ...vendor,
    policy: CrossAccountPolicy.lockedTo({
      vpcs: [{ vpcRef: { vpcId: parameter('vpc') }, env: PLATFORM, node: stack.node } as never],
      instanceProfiles,
      ebsKmsKeys: [key],
      imageOwners: [parameter('owner')],
    }),
  });
  const reader = new iam.Role(stack, 'Reader', { assumedBy: new iam.AccountRootPrincipal() });
  RedshiftAccess.grantServerless(reader, { workgroupId: 'a', account: parameter('redshift') });
  reader.attachInlinePolicy(
    new iam.Policy(stack, 'Cluster', {
      document: InstanceProfilePolicy.forCluster({ bucket: bucket('home'), kmsKeys: [key] }),
    }),
  );
  new RoleMappings(stack, 'Mappings', {
    mappings: ['fraud', 'churn'].map((name) => ({ project: 'a', role: role(name) })),
  });
  new qubole.DualRoles(stack, 'Roles', {
    ...vendor,
    defaultLocation: { bucket: bucket('results') },
    dataLocations: [{ bucket: bucket('claims'), kmsKey: key }],
  });
  const { missing = [] } = app.synth().manifest;
  expect(missing.map(({ props }) => (props as { parameterName?: string }).parameterName).filter(Boolean)).toEqual(
    expect.arrayContaining(['vendor', 'external-id', 'vpc', 'owner', 'key', 'home', 'results', 'claims']),
  );
});
