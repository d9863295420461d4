import { aws_kms as kms } from 'aws-cdk-lib';
import type { hopsworks } from '../../lib';
import { lint } from '../policy-lint';
import { CrossAccountPolicy, everyScope, importedBucket, InstanceProfilePolicy, place, rendered } from './support';

const { stack, ...lock } = place();
const bucket = importedBucket(stack);
const kmsKeys = [kms.Key.fromKeyArn(stack, 'BucketKey', 'arn:aws:kms:eu-west-1:111122223333:key/bucket')];
const machines: hopsworks.ClusterPolicyProps = { bucket, backup: true, kmsKeys };

test.each([
  ['lockedTo', CrossAccountPolicy.lockedTo(lock)],
  ['lockedTo, every switch on', CrossAccountPolicy.lockedTo({ ...lock, ...everyScope(stack) })],
  ['lockedTo, documented', CrossAccountPolicy.lockedTo({ ...lock, asDocumented: true })],
  ['unrestricted', CrossAccountPolicy.unrestricted()],
  ['forCluster', InstanceProfilePolicy.forCluster({ ...machines, clusterId: 'c1', eksClusterName: 'jobs' })],
  ['forCluster, documented', InstanceProfilePolicy.forCluster({ bucket, asDocumented: true })],
  ['forEksNodes', InstanceProfilePolicy.forEksNodes({ ...machines, repositoryNamespace: 'hopsworks' })],
  ['forEksNodes, documented', InstanceProfilePolicy.forEksNodes({ bucket, asDocumented: true })],
])('%s has no action, resource or key that grants nothing', async (_, document) => {
  expect(await lint(rendered(stack, document))).toEqual([]);
});
