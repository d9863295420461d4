import { CfnResource, Stack, Stage, Token, aws_eks as eks, aws_iam as iam } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ChainingRole, type ChainingRoleOptions } from './chaining-role';
import type { ServiceAccount } from './service-account';
import { PARTITION, sampleArn, splitArn } from './private/aws/arn';
import { AccountRelation, compareAccounts } from './private/aws/environment';
import { fail, pathOf, shown } from './private/words/errors';
import { warn } from './private/words/warnings';
import { resourceBehind } from './private/role/identity';
import { checkServiceAccounts, subjectOf } from './private/kubernetes/service-accounts';
import { TrustDocument } from './private/role/trust-document';

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
    checkProps(scope, id, props);
    const clusterArn =
      props.cluster === undefined ? undefined : clusterArnFor(scope, id, props.cluster, props.associate === true);
    super(scope, id, {
      ...props,
      assumedBy: new TrustDocument(...trustStatements(scope, props.serviceAccounts, clusterArn)),
    });
    if (props.anyCluster === true) {
      warn(
        this,
        'anyCluster',
        'Every cluster of the account that has a service account of these names can assume it: name the `cluster` where it is known.',
      );
    }
    if (props.associate === true && props.cluster !== undefined)
      this.associateWith(props.cluster, props.serviceAccounts);
  }

  private associateWith(cluster: eks.IClusterRef, serviceAccounts: ServiceAccount[]): void {
    for (const [index, { namespace, name }] of serviceAccounts.entries()) {
      const id = Token.isUnresolved(namespace + name) ? String(index + 1) : `${namespace}_${name}`;
      new eks.CfnPodIdentityAssociation(this, `Association_${id}`, {
        clusterName: cluster.clusterRef.clusterName,
        namespace,
        serviceAccount: name,
        roleArn: this.roleArn,
      });
    }
  }
}

function checkProps(scope: Construct, id: string, props: PodIdentityRoleProps): void {
  const { cluster, anyCluster, associate, serviceAccounts } = props;
  if (serviceAccounts.length === 0)
    fail(pathOf(scope, id), 'serviceAccounts is empty: name at least one service account.');
  checkServiceAccounts(scope, id, 'serviceAccounts', serviceAccounts);
  if (cluster === undefined && anyCluster !== true) {
    fail(
      pathOf(scope, id),
      'it has no cluster: give `cluster`, or `anyCluster: true` to trust every cluster of the account.',
    );
  }
  if (cluster !== undefined && anyCluster === true) {
    fail(pathOf(scope, id), 'it has both `cluster` and `anyCluster: true`: keep one of the two.');
  }
  if (associate === true && cluster === undefined) {
    fail(pathOf(scope, id), '`associate` needs `cluster`: an association belongs to one cluster.');
  }
}

/**
 * Checks a cluster and says how a trust in this scope names it.
 *
 * A cluster of another stack is named by a computed ARN where its name is known: a reference would be an export.
 */
function clusterArnFor(scope: Construct, id: string, cluster: eks.IClusterRef, associate: boolean): string {
  const resource = clusterResource(cluster);
  const [own, other] = [Stack.of(scope), resource?.stack ?? Stack.of(cluster)];
  const name = resource?.name;
  const isNamed = name !== undefined && !Token.isUnresolved(name);
  const arn =
    isNamed && own !== other
      ? `arn:${own.partition}:eks:${other.region}:${other.account}:cluster/${name}`
      : cluster.clusterRef.clusterArn;
  const parts = splitArn(arn);
  if (parts === undefined && (own.region !== other.region || Stage.of(own) !== Stage.of(other))) {
    fail(
      pathOf(scope, id),
      `cluster is in ${other.node.path}, of another region or Stage, and its name is not known at synth, so it cannot be named here. ` +
        'Give the cluster a literal name, or import it by its ARN.',
    );
  }
  if (
    parts !== undefined &&
    !new RegExp(`^arn:${PARTITION}:eks:[a-z0-9-]+:\\d{12}:cluster/[\\w-]+$`).test(sampleArn(arn))
  ) {
    fail(
      pathOf(scope, id),
      `cluster has the ARN ${shown(arn)}: arn:<partition>:eks:<region>:<12 digits>:cluster/<name> is allowed.`,
    );
  }
  const account = parts?.account ?? other.account;
  if (compareAccounts(account, own.account) === AccountRelation.DIFFERENT) {
    fail(
      pathOf(scope, id),
      `cluster is in account ${account} and the role in ${own.account}: Pod Identity wants both in one account.`,
    );
  }
  const region = parts?.region ?? other.region;
  if (associate && !Token.isUnresolved(own.region + region) && own.region !== region) {
    fail(
      pathOf(scope, id),
      `\`associate\` would create the association in ${own.region}, but the cluster is in ${region}: create it in a stack there.`,
    );
  }
  return arn;
}

/** The L1 of a cluster that this app creates; the two EKS modules of CDK have a class of their own each. */
function clusterResource(cluster: eks.IClusterRef): eks.CfnCluster | undefined {
  const candidates = [cluster, cluster.node.defaultChild, resourceBehind(cluster.clusterRef.clusterArn)];
  return candidates.find(
    (candidate): candidate is eks.CfnCluster =>
      CfnResource.isCfnResource(candidate) && candidate.cfnResourceType === eks.CfnCluster.CFN_RESOURCE_TYPE_NAME,
  );
}

function trustStatements(
  scope: Construct,
  serviceAccounts: ServiceAccount[],
  clusterArn: string | undefined,
): iam.PolicyStatement[] {
  // In one order, whatever the declared one: it decides the numbers in the Sids.
  const inOrder = [...serviceAccounts].sort((a, b) => (subjectOf(a) < subjectOf(b) ? -1 : 1));
  return inOrder.map(
    ({ namespace, name }, index) =>
      new iam.PolicyStatement({
        sid: `AllowEksPodIdentity${index === 0 ? '' : index + 1}`,
        actions: ['sts:AssumeRole', 'sts:TagSession'],
        principals: [new iam.ServicePrincipal('pods.eks.amazonaws.com')],
        conditions: {
          StringEquals: {
            'aws:RequestTag/kubernetes-namespace': namespace,
            'aws:RequestTag/kubernetes-service-account': name,
            'aws:SourceAccount': Stack.of(scope).account,
          },
          ...(clusterArn === undefined ? {} : { ArnEquals: { 'aws:SourceArn': clusterArn } }),
        },
      }),
  );
}
