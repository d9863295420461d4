/** A resource role reaches its own place in its own bucket; every refusal differs from an allowed call in one fact. */
import type { Walk } from '../chain';
import { prepared } from '../check';

const LAKE = 'finance-lake';

export const ownData: Walk = {
  name: 'own data',
  checks: (chain) => {
    const { aws, pods, roles } = chain;
    const asS3Role = chain.chained(pods, roles.s3);
    const asChurnRole = chain.chained(pods, roles.churn);
    const asFraudRole = chain.chained(pods, roles.fraud);
    const asOwnerOfTheLake = () => Promise.resolve(aws.root(roles.s3.account));
    return [
      { name: 's3-role puts curated/a', expected: 'allowed', run: () => chain.put(asS3Role, LAKE, 'curated/a') },
      { name: 's3-role puts churn/a', expected: 'refused', run: () => chain.put(asS3Role, LAKE, 'churn/a') },
      {
        name: 's3-role puts curated/a into platform-lake',
        expected: 'refused',
        run: () => chain.put(asS3Role, 'platform-lake', 'curated/a'),
      },
      {
        name: "s3-role's account root puts curated/a into platform-lake",
        expected: 'allowed',
        run: () => chain.put(asOwnerOfTheLake, 'platform-lake', 'curated/a'),
      },
      {
        name: 'fraud-role puts fraud/a into platform-lake',
        expected: 'allowed',
        run: () => chain.put(asFraudRole, 'platform-lake', 'fraud/a'),
      },
      { name: 's3-role gets curated/a', expected: 'allowed', run: () => chain.get(asS3Role, LAKE, 'curated/a') },
      {
        name: 's3-role gets churn/a, which exists',
        expected: 'refused',
        run: async () => {
          await prepared(chain.put(asOwnerOfTheLake, LAKE, 'churn/a'));
          await chain.get(asS3Role, LAKE, 'churn/a');
        },
      },
      { name: 'churn-role gets churn/a', expected: 'allowed', run: () => chain.get(asChurnRole, LAKE, 'churn/a') },
      {
        name: 'churn-role, read-only, puts churn/a',
        expected: 'refused',
        run: () => chain.put(asChurnRole, LAKE, 'churn/a'),
      },
      { name: 's3-role lists curated/', expected: 'allowed', run: () => chain.list(asS3Role, LAKE, 'curated/') },
      { name: 's3-role lists churn/', expected: 'refused', run: () => chain.list(asS3Role, LAKE, 'churn/') },
      { name: 's3-role lists the whole bucket', expected: 'refused', run: () => chain.list(asS3Role, LAKE) },
    ];
  },
};
