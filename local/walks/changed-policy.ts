/** After the deployment in which s3-role is read-only: the one decision that was changed is another, the rest stay. */
import type { Walk } from '../chain';

export const changedPolicy: Walk = {
  name: 's3-role made read-only',
  checks: (chain) => {
    const asS3Role = chain.chained(chain.pods, chain.roles.s3);
    const asFraudRole = chain.chained(chain.pods, chain.roles.fraud);
    const lake = 'finance-lake';
    return [
      { name: 's3-role puts curated/a', expected: 'refused', run: () => chain.put(asS3Role, lake, 'curated/a') },
      { name: 's3-role gets curated/a', expected: 'allowed', run: () => chain.get(asS3Role, lake, 'curated/a') },
      { name: 's3-role lists curated/', expected: 'allowed', run: () => chain.list(asS3Role, lake, 'curated/') },
      {
        name: 'fraud-role, unchanged, puts fraud/a',
        expected: 'allowed',
        run: () => chain.put(asFraudRole, 'platform-lake', 'fraud/a'),
      },
    ];
  },
};
