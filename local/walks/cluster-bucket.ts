/** The cluster's bucket is its own: HopsFS works at its root, no project's role reaches it, and no machine reaches a project's lake. */
import type { Walk } from '../chain';
import { prepared } from '../check';
import { CLUSTER_BUCKET } from '../quickstart';

/** As HopsFS names its blocks, and what a DataNode writes and deletes when it starts. */
const BLOCK = 'hopsfs-blocks-set-0/blk_1073741825';
const PROBE = '5f0c1d0e-3b0a-4b0f-9f7e-2a6a1f6d9c11';

export const clusterBucket: Walk = {
  name: "the cluster's bucket",
  checks: (chain) => {
    const { aws, head, pods, roles } = chain;
    const workers = () => aws.assumeRole(aws.root(roles.workers.account), roles.workers.arn);
    const asFraudRole = chain.chained(pods, roles.fraud);
    return [
      { name: 'workers put a block', expected: 'allowed', run: () => chain.put(workers, CLUSTER_BUCKET, BLOCK) },
      { name: 'head gets that block', expected: 'allowed', run: () => chain.get(head, CLUSTER_BUCKET, BLOCK) },
      { name: 'workers list the whole bucket', expected: 'allowed', run: () => chain.list(workers, CLUSTER_BUCKET) },
      {
        name: 'workers put and delete an object at the root',
        expected: 'allowed',
        run: async () => {
          await chain.put(workers, CLUSTER_BUCKET, PROBE);
          await chain.delete(workers, CLUSTER_BUCKET, PROBE);
        },
      },
      {
        name: 'fraud-role gets that block',
        expected: 'refused',
        run: () => chain.get(asFraudRole, CLUSTER_BUCKET, BLOCK),
      },
      { name: 'fraud-role lists the bucket', expected: 'refused', run: () => chain.list(asFraudRole, CLUSTER_BUCKET) },
      {
        name: 'fraud-role puts fraud/a into platform-lake',
        expected: 'allowed',
        run: () => chain.put(asFraudRole, 'platform-lake', 'fraud/a'),
      },
      {
        name: 'workers get fraud/a, which exists',
        expected: 'refused',
        run: async () => {
          await prepared(chain.get(asFraudRole, 'platform-lake', 'fraud/a'));
          await chain.get(workers, 'platform-lake', 'fraud/a');
        },
      },
      { name: 'workers list platform-lake', expected: 'refused', run: () => chain.list(workers, 'platform-lake') },
      {
        name: 'workers become s3-role, second account',
        expected: 'refused',
        run: () => chain.become(workers, roles.s3),
      },
    ];
  },
};
