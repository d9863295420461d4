import { Stack, Token, aws_eks as eks, aws_iam as iam } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ChainingRole, type ChainingRoleOptions } from './chaining-role';
import { PODS } from './private/aws/statements';
import { checkAssociable, trustedCluster, type TrustedCluster } from './private/kubernetes/cluster';
import { exactServiceAccounts, namingOf, subjectOf } from './private/kubernetes/service-accounts';
import { keepLiteral, keepPart, keepTrusted } from './private/role/kept-role';
import { checkWhenSettled } from './private/role/late-tokens';
import { TrustDocument } from './private/role/trust-document';
import { fail, pathOf, warn } from './private/words/errors';
import { checkFlags, given } from './private/words/given';
import type { ServiceAccount } from './service-account';

/** What a Pod Identity role is made from. */
export interface PodIdentityRoleProps extends ChainingRoleOptions {
  /** The service accounts that may assume the role, compared exactly; at least one, each with a trust statement of its own. */
  readonly serviceAccounts: ServiceAccount[];

  /**
   * The cluster that the pods run in, in the role's own account; the trust names it.
   *
   * @default - none; then `anyCluster` must be true
   */
  readonly cluster?: eks.IClusterRef;

  /**
   * Trusts the service accounts of every cluster in the account, hence the warning `anyCluster`.
   *
   * @default false
   */
  readonly anyCluster?: boolean;

  /**
   * Creates the Pod Identity association of each service account with the role; needs `cluster`.
   *
   * @default false
   */
  readonly associate?: boolean;
}

/**
 * A chaining role for pods through EKS Pod Identity.
 *
 * Creates the role, and the associations when asked for. Its sessions carry transitive tags, so that `sts:TagSession` is written on
 * the trust and the permissions policies of each chain. Throws without a cluster or service account, and for names that Kubernetes does not allow.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
 *
 * @example
 * const pods = new PodIdentityRole(this, 'Pods', {
 *   cluster: eks.CfnCluster.fromClusterName(this, 'Cluster', 'hopsworks'),
 *   serviceAccounts: [{ namespace: 'hopsworks', name: 'hopsworks-instance' }],
 *   associate: true,
 * });
 */
export class PodIdentityRole extends ChainingRole {
  /**
   * @param scope is the scope to create the role in
   * @param id is the construct id
   * @param props names the cluster and its service accounts
   */
  constructor(scope: Construct, id: string, props: PodIdentityRoleProps) {
    const { serviceAccounts, cluster } = resolved(scope, pathOf(scope, id), props);
    super(scope, id, { ...props, assumedBy: new TrustDocument(...trustStatements(scope, serviceAccounts, cluster)) });
    checkWhenSettled(this, this.node.path, namingOf(serviceAccounts));
    keepTrusted(this, 'cluster', cluster?.resource);
    // In one stack, the trust and the associations name it by reference.
    if (cluster?.resource?.stack !== this.stack) keepLiteral(this, cluster?.resource, 'Name');
    if (cluster === undefined) {
      warn(
        this,
        'anyCluster',
        'Every cluster of the account that has a service account of these names can assume it: name the `cluster` where it is known.',
      );
    } else if (props.associate === true) this.associateWith(cluster, serviceAccounts);
  }

  private associateWith({ name: clusterName }: TrustedCluster, serviceAccounts: ServiceAccount[]): void {
    for (const [index, { namespace, name }] of serviceAccounts.entries()) {
      const id = Token.isUnresolved(namespace + name) ? String(index + 1) : `${namespace}_${name}`;
      const { roleArn } = this;
      const association = new eks.CfnPodIdentityAssociation(this, `Association_${id}`, {
        clusterName,
        namespace,
        serviceAccount: name,
        roleArn,
      });
      keepPart(this, association, {
        ClusterName: clusterName,
        Namespace: namespace,
        ServiceAccount: name,
        RoleArn: roleArn,
      });
    }
  }
}

/** Who is trusted, checked; no cluster stands for every one of the account. Callers without types may leave out even the props. */
function resolved(
  scope: Construct,
  place: string,
  props = {} as PodIdentityRoleProps,
): { serviceAccounts: ServiceAccount[]; cluster?: TrustedCluster } {
  const { anyCluster, associate } = given(place, props);
  checkFlags(place, props, 'anyCluster', 'associate');
  const serviceAccounts = exactServiceAccounts(place, props.serviceAccounts);
  if (serviceAccounts.length === 0) fail(place, 'serviceAccounts is empty: name at least one service account.');
  if (props.cluster === undefined) {
    if (anyCluster !== true) {
      fail(place, 'it has no cluster: give `cluster`, or `anyCluster: true` to trust every cluster of the account.');
    }
    if (associate === true) fail(place, '`associate` needs `cluster`: an association belongs to one cluster.');
    return { serviceAccounts };
  }
  if (anyCluster === true) fail(place, 'it has both `cluster` and `anyCluster: true`: keep one of the two.');
  const cluster = trustedCluster(scope, place, props.cluster);
  if (associate === true) checkAssociable(scope, place, cluster);
  return { serviceAccounts, cluster };
}

function trustStatements(
  scope: Construct,
  serviceAccounts: ServiceAccount[],
  cluster: TrustedCluster | undefined,
): iam.PolicyStatement[] {
  // In one order, whatever the declared one: it decides the numbers in the Sids.
  const inOrder = [...serviceAccounts].sort((a, b) => (subjectOf(a) < subjectOf(b) ? -1 : 1));
  return inOrder.map(
    ({ namespace, name }, index) =>
      new iam.PolicyStatement({
        sid: `AllowEksPodIdentity${index === 0 ? '' : index + 1}`,
        actions: ['sts:AssumeRole', 'sts:TagSession'],
        principals: [new iam.ServicePrincipal(PODS)],
        conditions: {
          StringEquals: {
            'aws:RequestTag/kubernetes-namespace': namespace,
            'aws:RequestTag/kubernetes-service-account': name,
            'aws:SourceAccount': Stack.of(scope).account,
          },
          ...(cluster === undefined ? {} : { ArnEquals: { 'aws:SourceArn': cluster.arn } }),
        },
      }),
  );
}
