/** The head node's role becomes the resource roles of both accounts that are chained from it, and no other. */
import { GetInstanceProfileCommand } from '@aws-sdk/client-iam';
import type { Walk } from '../chain';

export const instanceProfile: Walk = {
  name: 'instance profile',
  checks: (chain) => {
    const { aws, head, roles } = chain;
    return [
      {
        name: 'the instance profile holds hopsworks-head',
        expected: 'allowed',
        run: async () => {
          const iam = aws.iam(aws.root(roles.head.account));
          const command = new GetInstanceProfileCommand({ InstanceProfileName: roles.head.instanceProfile });
          const held = (await iam.send(command)).InstanceProfile?.Roles?.map(({ Arn }) => Arn).join() ?? '';
          if (held !== roles.head.arn) {
            throw new Error(`it holds ${held}, expected ${roles.head.arn}`);
          }
        },
      },
      { name: 'account root, for EC2, becomes hopsworks-head', expected: 'allowed', run: head },
      { name: 'head becomes fraud-role, own account', expected: 'allowed', run: () => chain.become(head, roles.fraud) },
      { name: 'head becomes s3-role, second account', expected: 'allowed', run: () => chain.become(head, roles.s3) },
      { name: 'head becomes churn-role, not its own', expected: 'refused', run: () => chain.become(head, roles.churn) },
    ];
  },
};
