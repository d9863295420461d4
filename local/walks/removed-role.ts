/** After the deployment without churn-role: the role is gone, and so is what the chaining role's permissions policy said of it. */
import { CreateRoleCommand, DeleteRoleCommand, GetRoleCommand } from '@aws-sdk/client-iam';
import type { Chain, Walk } from '../chain';
import { prepared } from '../check';
import { ROLE_PATH } from '../quickstart';

export const removedRole: Walk = {
  name: 'churn-role removed',
  checks: (chain) => {
    const { aws, pods, roles } = chain;
    const iam = aws.iam(aws.root(roles.churn.account));
    const read = (RoleName: string) => () => iam.send(new GetRoleCommand({ RoleName }));
    return [
      { name: 'account root reads churn-role', expected: 'gone', run: read(roles.churn.name) },
      { name: 'account root reads s3-role', expected: 'allowed', run: read(roles.s3.name) },
      { name: 'pods become churn-role', expected: 'refused', run: () => chain.become(pods, roles.churn) },
      { name: 'pods become s3-role', expected: 'allowed', run: () => chain.become(pods, roles.s3) },
      {
        name: 'pods become churn-role, made again by hand',
        expected: 'refused',
        run: () => withRoleMadeByHand(chain, () => chain.become(pods, roles.churn)),
      },
      {
        name: 's3-role, read-write again, puts curated/a',
        expected: 'allowed',
        run: () => chain.put(chain.chained(pods, roles.s3), 'finance-lake', 'curated/a'),
      },
    ];
  },
};

/** With the trust it had: a name that is free again must not be a way in for whoever takes it. */
async function withRoleMadeByHand({ aws, roles }: Chain, attempt: () => Promise<void>): Promise<void> {
  const iam = aws.iam(aws.root(roles.churn.account));
  const RoleName = roles.churn.name;
  const trust = { Effect: 'Allow', Principal: { AWS: roles.pods.arn }, Action: 'sts:AssumeRole' };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trust] });
  await prepared(iam.send(new CreateRoleCommand({ RoleName, Path: ROLE_PATH, AssumeRolePolicyDocument })));
  try {
    await attempt();
  } finally {
    await prepared(iam.send(new DeleteRoleCommand({ RoleName })));
  }
}
