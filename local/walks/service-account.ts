/** A pod's token becomes the service-account role, and that becomes the resource roles that are chained from it. */
import type { Chain, Walk } from '../chain';
import type { Check } from '../check';
import { POD_CLAIMS, mintToken, type Claims } from '../token';

export const serviceAccount: Walk = {
  name: 'service account',
  checks: (chain) => [...tokens(chain), ...resourceRoles(chain)],
};

function tokens({ aws, roles }: Chain): Check[] {
  const login = (changed: Partial<Claims>) => () =>
    aws.assumeRoleWithWebIdentity(mintToken({ ...POD_CLAIMS, ...changed }), roles.pods.arn);
  return [
    { name: "pod's token becomes hopsworks-pods", expected: 'allowed', run: login({}) },
    {
      name: 'the same, of another service account',
      expected: 'refused',
      run: login({ sub: 'system:serviceaccount:hopsworks:somebody-else' }),
    },
    {
      name: 'the same, of another namespace',
      expected: 'refused',
      run: login({ sub: 'system:serviceaccount:default:hopsworks-instance' }),
    },
    { name: 'the same, for another audience', expected: 'refused', run: login({ aud: 'vault' }) },
    {
      name: 'the same, of another issuer',
      expected: 'refused',
      run: login({ iss: 'https://oidc.eks.eu-west-1.amazonaws.com/id/ANOTHERCLUSTER' }),
    },
  ];
}

function resourceRoles(chain: Chain): Check[] {
  const { pods, roles } = chain;
  const asS3Role = chain.chained(pods, roles.s3);
  return [
    { name: 'pods become fraud-role, own account', expected: 'allowed', run: () => chain.become(pods, roles.fraud) },
    { name: 'pods become s3-role, second account', expected: 'allowed', run: () => chain.become(pods, roles.s3) },
    { name: 'pods become churn-role, second account', expected: 'allowed', run: () => chain.become(pods, roles.churn) },
    {
      name: "s3-role becomes churn-role, another project's",
      expected: 'refused',
      run: () => chain.become(asS3Role, roles.churn),
    },
  ];
}
