import { aws_eks as eks } from 'aws-cdk-lib';
import type { Stack, aws_iam as iam } from 'aws-cdk-lib';
import { InstanceProfileRole, PodIdentityRole, ServiceAccountRole } from '../../../lib';
import type { ChainingRole, ChainingRoleOptions } from '../../../lib';
import { DEFAULT_AUDIENCE } from '../../../lib/private/kubernetes/objects';
import type { Accounts } from './accounts';
import type { ChainingRoleConfig, ChainingRoles } from './chaining-role-types';
import type { Defaults } from './defaults';
import { isExisting } from './existing-roles';
import { createdProvider, importProvider, issuerOf } from './oidc-provider';
import { managedPolicy } from './managed-policy';
import { roleProps } from './role';

type OfType<Type> = Extract<ChainingRoleConfig, { type: Type }>;

interface MakeConfig {
  readonly accounts: Accounts;
  readonly defaults: Defaults;
  readonly chainingRoles: ChainingRoles;
}

/** Makes the construct of a chaining role. Its id is the role's key. */
export function makeChainingRole(
  stack: Stack,
  key: string,
  role: ChainingRoleConfig,
  config: MakeConfig,
): ChainingRole {
  const props = {
    ...roleProps(stack, key, role, config.defaults),
    managedPolicies: role.managedPolicies?.map((arn) => managedPolicy(stack, arn)),
    resourceRolePath: role.resourceRolePath,
    resourceRoleAccounts: role.resourceRoleAccounts?.flatMap((name) => config.accounts[name]?.id ?? []),
  };
  switch (role.type) {
    case 'instance-profile':
      return new InstanceProfileRole(stack, key, props);
    case 'service-account':
      return makeServiceAccountRole(stack, key, role, props, config.chainingRoles);
    case 'pod-identity':
      return makePodIdentityRole(stack, key, role, props);
  }
}

function makeServiceAccountRole(
  stack: Stack,
  key: string,
  role: OfType<'service-account'>,
  props: ChainingRoleOptions,
  all: ChainingRoles,
): ChainingRole {
  const { oidcProvider, serviceAccounts, serviceAccountPatterns, audiences } = role;
  const made = new ServiceAccountRole(stack, key, {
    ...props,
    serviceAccounts,
    serviceAccountPatterns,
    audiences,
    oidcProvider: importProvider(stack, `${key} OidcProvider`, oidcProvider),
  });
  const provider = createdFor(stack, role, all);
  if (provider !== undefined) made.node.addDependency(provider);
  return made;
}

/** The provider of a role where a role of the account asks to make it: it lists every audience that roles of the account expect of it. */
function createdFor(
  stack: Stack,
  { account, oidcProvider }: OfType<'service-account'>,
  all: ChainingRoles,
): iam.OidcProviderNative | undefined {
  const issuer = issuerOf(oidcProvider);
  const sharing = Object.values(all).filter(
    (role): role is OfType<'service-account'> =>
      !isExisting(role) &&
      role.type === 'service-account' &&
      role.account === account &&
      issuerOf(role.oidcProvider) === issuer,
  );
  if (!sharing.some((role) => role.oidcProvider.create !== undefined)) return undefined;
  const audiences = sharing.flatMap((role) => role.audiences ?? [DEFAULT_AUDIENCE]);
  return createdProvider(stack, issuer, [...new Set(audiences)].sort());
}

function makePodIdentityRole(
  stack: Stack,
  key: string,
  role: OfType<'pod-identity'>,
  props: ChainingRoleOptions,
): ChainingRole {
  const { serviceAccounts, cluster, anyCluster, associate } = role;
  return new PodIdentityRole(stack, key, {
    ...props,
    serviceAccounts,
    anyCluster,
    associate,
    cluster: cluster === undefined ? undefined : importCluster(stack, `${key} Cluster`, cluster),
  });
}

function importCluster(stack: Stack, id: string, cluster: string): eks.IClusterRef {
  return cluster.startsWith('arn:')
    ? eks.CfnCluster.fromClusterArn(stack, id, cluster)
    : eks.CfnCluster.fromClusterName(stack, id, cluster);
}
