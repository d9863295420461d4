import type { Stack } from 'aws-cdk-lib';
import { Deployed, PLATFORM, newStack, warningsOf } from '../support';
import { dualRoles, imported, policiesOf, published } from './support';

const stack = newStack(PLATFORM);
const roles = dualRoles(
  {
    asDocumented: true,
    heterogeneousClusters: true,
    defaultLocation: { bucket: imported(stack, 'home') },
    dataLocations: [{ bucket: imported(stack, 'data') }],
  },
  stack,
);
const deployed = new Deployed(stack);

/** A list of one is the same as its member, as IAM reads it. */
function plain(document: unknown): unknown {
  return JSON.parse(JSON.stringify(document).replace(/\["([^"]*)"\]/g, '"$1"'));
}

function onBucket(name: string): unknown {
  return plain(JSON.parse(JSON.stringify(published('service-s3')).replaceAll(':::home', `:::${name}`)));
}

test('the Service role has the documents that Qubole publishes, in policies of their own', () => {
  expect(Object.entries(policiesOf(deployed, 'ServiceRole')).map(([id, document]) => [id, plain(document)])).toEqual([
    ['Ec2Policy', plain(published('service-ec2'))],
    ['S3Policy', plain(published('service-s3'))],
    ['NonSecureS3Policy', onBucket('weather')],
    ['HeterogeneousPolicy', plain(published('heterogeneous'))],
    ['CrossAccountPolicy', plain(published('service-cross-account'))],
  ]);
  expect(plain(deployed.of(roles.serviceRole).trust)).toEqual(plain(published('service-trust')));
});

test('the Secondary role has the documents that Qubole publishes, and the sample S3 document for its data', () => {
  expect(Object.entries(policiesOf(deployed, 'SecondaryRole')).map(([id, document]) => [id, plain(document)])).toEqual([
    ['Ec2Policy', plain(published('secondary-ec2'))],
    ['S3Policy', plain(published('secondary-s3'))],
    ['DataS3Policy', onBucket('data')],
    ['PassRolePolicy', plain(published('secondary-passrole'))],
    ['HeterogeneousPolicy', plain(published('heterogeneous'))],
  ]);
  expect(plain(deployed.of(roles.secondaryRole).trust)).toEqual(plain(published('secondary-trust')));
});

test('the documents of the Service role for each further Secondary role stand beside the first', () => {
  const agnostic = newStack(PLATFORM);
  const made = dualRoles({ asDocumented: true }, agnostic);
  made.addSecondaryRole('Other', { dataLocations: [{ bucket: imported(agnostic, 'fraud') }], roleName: 'other' });
  const { CrossAccountPolicy } = policiesOf(new Deployed(agnostic), 'ServiceRole');
  expect(CrossAccountPolicy?.Statement.map(({ Resource }) => Resource)).toEqual([
    'arn:aws:iam::111122223333:instance-profile/cluster',
    'arn:aws:iam::111122223333:role/cluster',
    'arn:aws:iam::111122223333:instance-profile/other',
    'arn:aws:iam::111122223333:role/other',
  ]);
});

test('the documented policies warn, the hardened ones do with snapshots or without tags only', () => {
  const warnings = (of: Stack) => warningsOf(of).map(({ path, text }) => [path, text.slice(0, 45)]);
  expect(warnings(stack)).toEqual([['/Stack/Roles', 'the roles get the documents that Qubole publi']]);
  const hardened = newStack(PLATFORM);
  dualRoles({ aclActions: true }, hardened);
  expect(warnings(hardened)).toEqual([]);
  const snapshots = newStack(PLATFORM);
  dualRoles({ allowSnapshots: true }, snapshots);
  expect(warnings(snapshots)).toEqual([['/Stack/Roles', 'every snapshot and image of the account can b']]);
  const untagged = newStack(PLATFORM);
  dualRoles({ untaggedResources: true }, untagged);
  expect(warnings(untagged)).toEqual([['/Stack/Roles', 'each cluster may attach, change and delete ev']]);
});
