import { CfnResource, Stack, Stage, Token, aws_eks as eks } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { PARTITION, sampleArn, splitArn } from '../aws/arn';
import { areDifferent } from '../aws/environment';
import { resourceBehind } from '../role/identity';
import { fail, shown } from '../words/errors';
import { isKnownLater, isLookupDummy, described } from '../words/given';

const ARN_TO_NAME = `arn:${PARTITION}:eks:[a-z0-9-]+:\\d{12}:cluster/`;
const NAME = '[A-Za-z0-9][\\w-]{0,99}';
const CLUSTER_ARN = new RegExp(`^${ARN_TO_NAME}${NAME}$`);

/** The name of a cluster, or its ARN. */
export const CLUSTER_NAME_OR_ARN = new RegExp(`^(${ARN_TO_NAME})?${NAME}$`);

/** A cluster, as a role that trusts its pods names it. */
export interface TrustedCluster {
  readonly arn: string;
  readonly name: string;
  readonly region: string;
  /** Where this app creates it. */
  readonly resource?: CfnResource;
}

/**
 * Checks a cluster and says how a role in this scope names it.
 *
 * A cluster of another stack is named by a computed ARN where its name is known: a reference would be an export.
 */
export function trustedCluster(scope: Construct, place: string, cluster: eks.IClusterRef): TrustedCluster {
  const { clusterArn, clusterName } = referenceOf(place, cluster);
  const resource = clusterResource(cluster, clusterArn);
  const [own, other] = [Stack.of(scope), resource?.stack ?? Stack.of(cluster)];
  const literalName = Token.isUnresolved(resource?.name) ? undefined : resource?.name;
  const arn =
    literalName !== undefined && own !== other
      ? `arn:${own.partition}:eks:${other.region}:${other.account}:cluster/${literalName}`
      : clusterArn;
  const parts = splitArn(arn);
  if (parts === undefined && (own.region !== other.region || Stage.of(own) !== Stage.of(other))) {
    fail(
      place,
      `cluster is in ${other.node.path}, of another region or Stage, and its name is not known at synth, so it cannot be named here. ` +
        'Give the cluster a literal name, or import it by its ARN.',
    );
  }
  if (parts !== undefined && !isLookupDummy(arn) && !CLUSTER_ARN.test(sampleArn(arn))) {
    fail(
      place,
      `cluster has the ARN ${shown(arn)}: arn:<partition>:eks:<region>:<12 digits>:cluster/<name> is allowed.`,
    );
  }
  const account = parts?.account ?? other.account;
  if (!isLookupDummy(account) && areDifferent(account, own.account)) {
    fail(
      place,
      `cluster is in account ${account} and the role in ${own.account}: Pod Identity wants both in one account.`,
    );
  }
  return { arn, name: clusterName, region: parts?.region ?? other.region, resource };
}

/** Throws where an association would be made in another region than its cluster's. */
export function checkAssociable(scope: Construct, place: string, { region }: TrustedCluster): void {
  const own = Stack.of(scope).region;
  if (isKnownLater(own) || isKnownLater(region) || own === region) return;
  fail(
    place,
    `\`associate\` would create the association in ${own}, but the cluster is in ${region}: create it in a stack there.`,
  );
}

/** Without types, anything may stand for a cluster: mostly its name. */
function referenceOf(place: string, cluster: unknown): eks.ClusterReference {
  const { clusterRef } = (cluster ?? {}) as Partial<eks.IClusterRef>;
  const { clusterArn, clusterName }: { clusterArn?: unknown; clusterName?: unknown } = clusterRef ?? {};
  if (typeof clusterArn === 'string' && typeof clusterName === 'string') return { clusterArn, clusterName };
  fail(
    place,
    `cluster is ${described(cluster)}: a cluster of EKS is needed, such as eks.CfnCluster.fromClusterName(this, 'Cluster', name).`,
  );
}

/** The L1 of a cluster that this app creates; the two EKS modules of CDK have a class of their own each. */
function clusterResource(cluster: eks.IClusterRef, arn: string): eks.CfnCluster | undefined {
  return [cluster, cluster.node.defaultChild, resourceBehind(arn)].find(
    (candidate): candidate is eks.CfnCluster =>
      CfnResource.isCfnResource(candidate) && candidate.cfnResourceType === eks.CfnCluster.CFN_RESOURCE_TYPE_NAME,
  );
}
