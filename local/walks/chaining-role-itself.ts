/** A chaining role may become others and do nothing else: whoever holds it reaches data through a resource role only. */
import { CreateRoleCommand, DeleteRoleCommand, GetRoleCommand } from '@aws-sdk/client-iam';
import type { Login, Walk } from '../chain';
import { prepared } from '../check';

const RoleName = 'made-by-hand';

export const chainingRoleItself: Walk = {
  name: 'chaining role itself',
  checks: (chain) => {
    const { aws, head, pods, roles } = chain;
    const asS3Role = chain.chained(pods, roles.s3);
    const asFraudRole = chain.chained(head, roles.fraud);
    const asAccountRoot = () => Promise.resolve(aws.root(roles.pods.account));
    const readRole = async (as: Login) => {
      const iam = aws.iam(await prepared(as()));
      await iam.send(new GetRoleCommand({ RoleName: roles.fraud.name }));
    };
    const createRole = async (as: Login) => {
      const iam = aws.iam(await prepared(as()));
      const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [] });
      await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
      await prepared(aws.iam(aws.root(roles.pods.account)).send(new DeleteRoleCommand({ RoleName })));
    };
    return [
      {
        name: 'fraud-role puts fraud/a into platform-lake',
        expected: 'allowed',
        run: () => chain.put(asFraudRole, 'platform-lake', 'fraud/a'),
      },
      {
        name: 'head puts fraud/a into platform-lake',
        expected: 'refused',
        run: () => chain.put(head, 'platform-lake', 'fraud/a'),
      },
      {
        name: 'pods put fraud/a into platform-lake',
        expected: 'refused',
        run: () => chain.put(pods, 'platform-lake', 'fraud/a'),
      },
      {
        name: 's3-role lists curated/ of finance-lake',
        expected: 'allowed',
        run: () => chain.list(asS3Role, 'finance-lake', 'curated/'),
      },
      {
        name: "the chaining roles' account root lists it",
        expected: 'allowed',
        run: () => chain.list(asAccountRoot, 'finance-lake', 'curated/'),
      },
      {
        name: 'head lists curated/ of finance-lake',
        expected: 'refused',
        run: () => chain.list(head, 'finance-lake', 'curated/'),
      },
      {
        name: 'pods list curated/ of finance-lake',
        expected: 'refused',
        run: () => chain.list(pods, 'finance-lake', 'curated/'),
      },
      { name: 'account root reads fraud-role', expected: 'allowed', run: () => readRole(asAccountRoot) },
      { name: 'head reads fraud-role', expected: 'refused', run: () => readRole(head) },
      { name: 'pods read fraud-role', expected: 'refused', run: () => readRole(pods) },
      { name: 'account root creates a role', expected: 'allowed', run: () => createRole(asAccountRoot) },
      { name: 'head creates a role', expected: 'refused', run: () => createRole(head) },
      { name: 'pods create a role', expected: 'refused', run: () => createRole(pods) },
    ];
  },
};
