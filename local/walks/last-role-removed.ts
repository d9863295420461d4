/**
 * The last role of an account is removed from the config while another config, of another name, has roles in the same
 * account: its stack goes, and so the role; the other config's stays.
 */
import { GetRoleCommand } from '@aws-sdk/client-iam';
import type { Chain, Walk } from '../chain';
import type { Check } from '../check';
import { FINANCE, NEIGHBOURS, PLATFORM, ROLE_PATH, type DeployedRole } from '../quickstart';

const head = role(PLATFORM, NEIGHBOURS.head);
const data = role(FINANCE, NEIGHBOURS.role);

export const twoConfigs: Walk = {
  name: 'two configs in one account',
  checks: (chain) => [
    ...neighboursWork(chain),
    {
      name: "the quickstart's head becomes neighbours-role",
      expected: 'refused',
      run: () => chain.become(chain.head, data),
    },
    { name: 'pods become s3-role', expected: 'allowed', run: () => chain.become(chain.pods, chain.roles.s3) },
  ],
};

export const lastRoleRemoved: Walk = {
  name: 'last role of finance removed',
  checks: (chain) => {
    const { aws, pods, roles } = chain;
    const iam = aws.iam(aws.root(FINANCE));
    return [
      {
        name: 'account root reads s3-role',
        expected: 'gone',
        run: () => iam.send(new GetRoleCommand({ RoleName: roles.s3.name })),
      },
      { name: 'pods become s3-role', expected: 'refused', run: () => chain.become(pods, roles.s3) },
      { name: 'pods become fraud-role', expected: 'allowed', run: () => chain.become(pods, roles.fraud) },
      ...neighboursWork(chain),
    ];
  },
};

function neighboursWork(chain: Chain): Check[] {
  const asHead = () => chain.aws.assumeRole(chain.aws.root(PLATFORM), head.arn);
  return [
    { name: 'neighbours-head becomes neighbours-role', expected: 'allowed', run: () => chain.become(asHead, data) },
  ];
}

function role(account: string, name: string): DeployedRole {
  return { name, account, arn: `arn:aws:iam::${account}:role${ROLE_PATH}${name}` };
}
