/** The vendor's control plane gets in with its external id only, and what it launches the cluster with is no chaining role. */
import { GetInstanceProfileCommand } from '@aws-sdk/client-iam';
import type { Walk } from '../chain';
import { CONTROL_PLANE, EXTERNAL_ID } from '../quickstart';

export const controlPlane: Walk = {
  name: 'control plane',
  checks: (chain) => {
    const { aws, roles } = chain;
    const enter = (account: string, externalId?: string) => () =>
      aws.assumeRole(aws.root(account), roles.controlPlane.arn, externalId);
    return [
      { name: 'with its external id', expected: 'allowed', run: enter(CONTROL_PLANE, EXTERNAL_ID) },
      { name: 'with another external id', expected: 'refused', run: enter(CONTROL_PLANE, `${EXTERNAL_ID}-2`) },
      { name: 'without external id', expected: 'refused', run: enter(CONTROL_PLANE) },
      { name: 'another account with its external id', expected: 'refused', run: enter(roles.s3.account, EXTERNAL_ID) },
      {
        name: "the workers' profile holds hopsworks-workers",
        expected: 'allowed',
        run: async () => {
          const iam = aws.iam(aws.root(roles.workers.account));
          const command = new GetInstanceProfileCommand({ InstanceProfileName: roles.workers.instanceProfile });
          const held = (await iam.send(command)).InstanceProfile?.Roles?.map(({ Arn }) => Arn).join() ?? '';
          if (held !== roles.workers.arn) {
            throw new Error(`it holds ${held}, expected ${roles.workers.arn}`);
          }
        },
      },
    ];
  },
};
