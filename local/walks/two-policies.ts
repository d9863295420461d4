/**
 * A chain needs both of its policies. Each check takes the trust policy or the permissions policy away from what was deployed,
 * through the IAM API, tries, and puts it back.
 *
 * The trust policy alone is tried across accounts only: inside one account AWS lets it work, and the emulator does not.
 */
import {
  AttachRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  ListAttachedRolePoliciesCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import type { Chain, Walk } from '../chain';
import { prepared } from '../check';
import type { DeployedRole } from '../quickstart';

export const twoPolicies: Walk = {
  name: 'two policies',
  checks: (chain) => {
    const { head, pods, roles } = chain;
    const headBecomes = (role: DeployedRole) => () => chain.become(head, role);
    const podsBecome = (role: DeployedRole) => () => chain.become(pods, role);
    return [
      { name: 'both policies: head becomes s3-role', expected: 'allowed', run: headBecomes(roles.s3) },
      {
        name: 'permissions policy alone, second account',
        expected: 'refused',
        run: () => withTrustIn(chain, roles.s3, roles.pods, headBecomes(roles.s3)),
      },
      {
        name: 'with that trust, pods, whom it names',
        expected: 'allowed',
        run: () => withTrustIn(chain, roles.s3, roles.pods, podsBecome(roles.s3)),
      },
      {
        name: 'permissions policy alone, own account',
        expected: 'refused',
        run: () => withTrustIn(chain, roles.fraud, roles.pods, headBecomes(roles.fraud)),
      },
      {
        name: 'trust policy alone, second account',
        expected: 'refused',
        run: () => withoutPermissionsPolicy(chain, roles.head, headBecomes(roles.s3)),
      },
      {
        name: 'pods meanwhile, who keep theirs',
        expected: 'allowed',
        run: () => withoutPermissionsPolicy(chain, roles.head, podsBecome(roles.s3)),
      },
      { name: 'both again: head becomes s3-role', expected: 'allowed', run: headBecomes(roles.s3) },
      { name: 'both again: head becomes fraud-role', expected: 'allowed', run: headBecomes(roles.fraud) },
    ];
  },
};

async function withTrustIn(
  { aws }: Chain,
  role: DeployedRole,
  trusted: DeployedRole,
  attempt: () => Promise<void>,
): Promise<void> {
  const iam = aws.iam(aws.root(role.account));
  const RoleName = role.name;
  const deployed = await prepared(iam.send(new GetRoleCommand({ RoleName })));
  const replaceTrust = (document: string) =>
    prepared(iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: document })));
  await replaceTrust(
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: trusted.arn }, Action: 'sts:AssumeRole' }],
    }),
  );
  try {
    await attempt();
  } finally {
    await replaceTrust(decodeURIComponent(deployed.Role?.AssumeRolePolicyDocument ?? ''));
  }
}

async function withoutPermissionsPolicy(
  { aws }: Chain,
  role: DeployedRole,
  attempt: () => Promise<void>,
): Promise<void> {
  const iam = aws.iam(aws.root(role.account));
  const RoleName = role.name;
  const attached = await prepared(iam.send(new ListAttachedRolePoliciesCommand({ RoleName })));
  const policies = (attached.AttachedPolicies ?? []).map(({ PolicyArn }) => ({ RoleName, PolicyArn }));
  if (policies.length === 0) {
    throw new Error(`${role.name} has no managed policy attached, expected its permissions policy.`);
  }
  for (const policy of policies) {
    await prepared(iam.send(new DetachRolePolicyCommand(policy)));
  }
  try {
    await attempt();
  } finally {
    for (const policy of policies) {
      await prepared(iam.send(new AttachRolePolicyCommand(policy)));
    }
  }
}
