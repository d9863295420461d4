/** After `cdk destroy`: nothing of the chain is left, and the data teams' own objects are untouched. */
import { GetRoleCommand, ListOpenIDConnectProvidersCommand } from '@aws-sdk/client-iam';
import type { Chain, Walk } from '../chain';
import type { Check } from '../check';
import { PLATFORM, type DeployedRole } from '../quickstart';

export const destroyed: Walk = {
  name: 'destroyed',
  checks: (chain) => {
    const { aws, pods, roles } = chain;
    const asOwnerOfTheLake = () => Promise.resolve(aws.root(roles.s3.account));
    const roleIsGone = Object.values<DeployedRole>({ ...roles }).map(({ name, account }): Check => {
      const iam = aws.iam(aws.root(account));
      return {
        name: `account root reads ${name}`,
        expected: 'gone',
        run: () => iam.send(new GetRoleCommand({ RoleName: name })),
      };
    });
    return [
      ...roleIsGone,
      { name: 'no OIDC provider is left', expected: 'allowed', run: () => assertNoOidcProvider(chain) },
      { name: "pod's token becomes hopsworks-pods", expected: 'refused', run: pods },
      {
        name: "finance-lake's owner gets curated/a",
        expected: 'allowed',
        run: () => chain.get(asOwnerOfTheLake, 'finance-lake', 'curated/a'),
      },
    ];
  },
};

async function assertNoOidcProvider({ aws }: Chain): Promise<void> {
  const answer = await aws.iam(aws.root(PLATFORM)).send(new ListOpenIDConnectProvidersCommand({}));
  const left = (answer.OpenIDConnectProviderList ?? []).map(({ Arn }) => Arn);
  if (left.length > 0) {
    throw new Error(`left: ${left.join(', ')}`);
  }
}
