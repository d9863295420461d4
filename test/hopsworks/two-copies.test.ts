import * as cdk from 'aws-cdk-lib';
import * as library from '../../lib';
import { anotherCopy } from '../another-copy';
import { newStack, PLATFORM, warningsOf } from '../support';
import { importedVpc, place } from './support';

const other = anotherCopy(library);
const texts = (stack: cdk.Stack) => warningsOf(stack).map(({ text }) => text);
const vendor = { vendorAccountId: '999988887777', externalId: 'id' };

test('a policy of another copy is known for what it is', () => {
  const { stack, ...lock } = place();
  const policies = {
    Locked: other.hopsworks.CrossAccountPolicy.lockedTo(lock),
    Wide: other.hopsworks.CrossAccountPolicy.unrestricted(),
  };
  for (const [id, policy] of Object.entries(policies)) {
    new library.hopsworks.CrossAccountRole(stack, id, { ...vendor, policy });
  }
  expect(texts(stack)).toEqual([expect.stringContaining('CrossAccountPolicy.unrestricted() lets the control plane')]);
});

test('a chaining role of another copy is one', () => {
  const stack = newStack(PLATFORM);
  const head = new other.InstanceProfileRole(stack, 'Head');
  new other.ResourceRole(stack, 'Fraud', { chainingRoles: [head] });
  const policy = library.hopsworks.CrossAccountPolicy.lockedTo({
    vpcs: [importedVpc(stack, 'vpc-good')],
    instanceProfiles: [head.instanceProfile],
  });
  new library.hopsworks.CrossAccountRole(stack, 'ControlPlane', { ...vendor, policy });
  expect(texts(stack)).toEqual([expect.stringContaining('the profile of Stack/Head can run code on it')]);
});

test('mappings of two copies share outputs and projects', () => {
  const stack = newStack(PLATFORM);
  const role = (name: string) => cdk.aws_iam.Role.fromRoleArn(stack, name, `arn:aws:iam::111122223333:role/${name}`);
  new library.hopsworks.RoleMappings(stack, 'Ours', {
    mappings: [{ project: 'a', role: role('fraud'), defaultRole: true }],
  });
  expect(() => new other.hopsworks.RoleMappings(stack, 'Same', {})).toThrow(
    'outputName "RoleMappings" would write the same outputs of Stack as Stack/Ours.',
  );
  const theirs = new other.hopsworks.RoleMappings(stack, 'Theirs', { outputName: 'Theirs' });
  expect(() => {
    theirs.addMapping({ project: 'a', role: role('churn'), defaultRole: true });
  }).toThrow('project "a" has two defaults for ALL, arn:aws:iam::111122223333:role/fraud (in Stack/Ours)');
});

test('dual roles of two copies share the role of Spot Fleet', () => {
  const stack = newStack(PLATFORM);
  const bucket = (name: string) => ({ bucket: cdk.aws_s3.Bucket.fromBucketName(stack, name, name) });
  for (const [index, { qubole }] of [library, other].entries()) {
    new qubole.DualRoles(stack, `Roles${index}`, {
      ...vendor,
      heterogeneousClusters: true,
      allowSnapshots: true,
      defaultLocation: bucket(`results${index}`),
      dataLocations: [bucket(`claims${index}`)],
    });
  }
  expect(stack.node.findAll().filter(({ node }) => node.id === 'SpotFleetRole')).toHaveLength(1);
});
