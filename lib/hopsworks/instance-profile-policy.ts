import { Aws, aws_iam as iam, type aws_kms as kms, type aws_s3 as s3 } from 'aws-cdk-lib';
import { hasWildcard } from '../private/aws/arn';
import { checkAccountId, checkRegion } from '../private/aws/environment';
import { allowing, type StatementEntry, when } from '../private/aws/statements';
import { checkWhenSettled, namingTexts } from '../private/role/late-tokens';
import { checkKeys, checkKeyRegion } from '../private/vendor/keys';
import { fail, shown } from '../private/words/errors';
import { checkFlags, checkGiven, given, isText } from '../private/words/given';
import {
  bucketBackup,
  bucketKeys,
  bucketStorage,
  cloudWatchAgent,
  clusterImages,
  documentedBucket,
  documentedCloudWatch,
  documentedImages,
  type Images,
  nodeImages,
  Place,
  vendorRegistry,
} from './private/machine-permissions';
import { markOrigin } from './private/policy-origin';

/** What the policies of all machines are made from. */
export interface MachinePolicyProps {
  /**
   * The bucket of the cluster, its own and whole: HopsFS keeps its blocks at the root, every machine reads all of it, and with
   * `backup` its versioning and lifecycle rules are the cluster's too. Data that projects share by roles belongs in another.
   *
   * @default - needed for storage and backup, unless `asDocumented`: then every bucket
   */
  readonly bucket?: s3.IBucketRef;

  /**
   * The permissions that only backups need: versioning, lifecycle rules, old versions. Who has them can destroy every backup, so
   * give them to the head node only.
   *
   * @default - on when `asDocumented`, else off
   */
  readonly backup?: boolean;

  /**
   * The keys that encrypt the bucket, used through S3 only. No document of the vendor has this. Not with `asDocumented`.
   *
   * @default - no customer managed keys
   */
  readonly kmsKeys?: kms.IKeyRef[];

  /**
   * The account, of 12 digits, whose registry holds the cluster's own images.
   *
   * @default - the account that the policy is deployed to
   */
  readonly ecrRegistryAccount?: string;

  /**
   * The region of the cluster.
   *
   * @default - the region that the policy is deployed to
   */
  readonly region?: string;

  /**
   * Renders the policy as the vendor publishes it.
   *
   * @default false
   */
  readonly asDocumented?: boolean;
}

/** What the policy of a managed cluster's machines is made from. */
export interface ClusterPolicyProps extends MachinePolicyProps {
  /**
   * Reading and writing the bucket.
   *
   * @default true
   */
  readonly storage?: boolean;

  /**
   * Logs and metrics in CloudWatch.
   *
   * @default true
   */
  readonly cloudWatch?: boolean;

  /**
   * Images of the vendor's registry, and repositories of the cluster's own.
   *
   * @default true
   */
  readonly ecr?: boolean;

  /**
   * Finding the EKS cluster that runs users' jobs.
   *
   * @default - on when `asDocumented` or with an `eksClusterName`
   */
  readonly eks?: boolean;

  /**
   * The EKS cluster that runs users' jobs.
   *
   * @default - every EKS cluster, when `eks` is on
   */
  readonly eksClusterName?: string;

  /**
   * The id of the Hopsworks cluster, which the names of its repositories begin with.
   *
   * @default - the repositories of every cluster
   */
  readonly clusterId?: string;

  /**
   * The account, of 12 digits, whose registry holds the vendor's images, in the partition of the cluster.
   *
   * @default "822623301872" in the partition `aws`; elsewhere the vendor publishes no registry, and none is allowed
   */
  readonly hopsworksRegistryAccount?: string;
}

/** What the policy of an EKS node group is made from. */
export interface EksNodesPolicyProps extends MachinePolicyProps {
  /**
   * What the name of the repository `hopsworks-base` begins with, without the slash.
   *
   * @default - any
   */
  readonly repositoryNamespace?: string;
}

/**
 * The permissions of the machines themselves; attach them to the role of an instance profile or node group.
 *
 * Creates nothing by itself. Throws for storage without a bucket, wildcards, aliases of keys, and switches that contradict
 * each other.
 *
 * @see https://docs.hopsworks.ai/3.7/setup_installation/aws/instance_profile_permissions/
 *
 * @example
 * declare const bucket: s3.Bucket;
 * declare const workers: iam.Role;
 * workers.attachInlinePolicy(
 *   new iam.Policy(this, 'Cluster', { document: hopsworks.InstanceProfilePolicy.forCluster({ bucket, clusterId: 'c1' }) }),
 * );
 */
export class InstanceProfilePolicy extends iam.PolicyDocument {
  /** The AWS managed policies that let Systems Manager reach and patch the machines. */
  public static ssmManagedPolicies(): iam.IManagedPolicy[] {
    return ['AmazonSSMManagedInstanceCore', 'AmazonSSMPatchAssociation'].map((name) =>
      iam.ManagedPolicy.fromAwsManagedPolicyName(name),
    );
  }

  /**
   * What the machines of a managed cluster need.
   *
   * @param props says which features are on
   */
  public static forCluster(props: ClusterPolicyProps): InstanceProfilePolicy {
    const factory = 'InstanceProfilePolicy.forCluster';
    const { asDocumented = false, eksClusterName, clusterId, hopsworksRegistryAccount } = given(factory, props);
    checkFlags(factory, props, 'asDocumented', 'storage', 'backup', 'cloudWatch', 'ecr', 'eks');
    const { storage = true, backup = asDocumented, cloudWatch = true, ecr = true } = props;
    const { eks = asDocumented || eksClusterName !== undefined } = props;
    checkMachine(factory, props, storage || backup);
    checkCluster(factory, props, { cloudWatch, ecr, eks, bucket: storage || backup });
    const place = new Place(props.region ?? Aws.REGION);
    const images: Images = {
      place,
      // A bucket is of the partition of its cluster, and often knows its region where the cluster does not.
      vendorRegistry:
        hopsworksRegistryAccount === undefined
          ? vendorRegistry(place.region, props.bucket?.env.region ?? place.region)
          : { account: hopsworksRegistryAccount },
      ownRegistry: { account: props.ecrRegistryAccount ?? Aws.ACCOUNT_ID },
      ownPrefix: `${clusterId ?? '*'}/`,
    };
    const cluster = `cluster/${eksClusterName ?? '*'}`;
    return new InstanceProfilePolicy(
      factory,
      props.bucket,
      asDocumented
        ? [
            ...documentedBucket(props.bucket?.bucketRef.bucketArn, storage, backup),
            ...when(ecr, ...documentedImages(images)),
            ...when(cloudWatch, ...documentedCloudWatch(place.partition)),
            ...when(eks, {
              sid: 'AllowDescirbeEKS',
              actions: ['eks:DescribeCluster'],
              resources: [`arn:${place.partition}:eks:*:*:${cluster}`],
            }),
          ]
        : [
            ...hardenedBucket(props, storage, backup),
            ...when(ecr, ...clusterImages(images)),
            ...when(cloudWatch, ...cloudWatchAgent(place)),
            ...when(eks, {
              sid: 'FindEksCluster',
              actions: ['eks:DescribeCluster'],
              resources: [place.arn('eks', cluster)],
            }),
          ],
    );
  }

  /**
   * What the nodes of Hopsworks 4 on EKS need, beside AWS's own node policies.
   *
   * Every pod that can reach the metadata of its node has these permissions: require IMDSv2 with a hop limit of 1.
   *
   * @param props names the bucket
   * @see https://docs.hopsworks.ai/latest/setup_installation/aws/getting_started/
   */
  public static forEksNodes(props: EksNodesPolicyProps): InstanceProfilePolicy {
    const factory = 'InstanceProfilePolicy.forEksNodes';
    const { asDocumented = false, repositoryNamespace } = given(factory, props);
    checkFlags(factory, props, 'asDocumented', 'backup');
    const { backup = asDocumented } = props;
    checkMachine(factory, props, true);
    checkName(factory, 'repositoryNamespace', repositoryNamespace);
    const images = {
      place: new Place(props.region ?? Aws.REGION),
      ownRegistry: { account: props.ecrRegistryAccount ?? Aws.ACCOUNT_ID },
      ownPrefix: `${repositoryNamespace ?? '*'}/`,
    };
    if (!asDocumented) {
      const { actions, resources } = nodeImages(images);
      return new InstanceProfilePolicy(factory, props.bucket, [
        ...hardenedBucket(props, true, backup),
        { sid: 'UseOwnImages', actions: [...actions].sort(), resources },
      ]);
    }
    return new InstanceProfilePolicy(factory, props.bucket, [
      ...documentedBucket(props.bucket?.bucketRef.bucketArn, true, backup),
      { sid: 'AllowPushandPullImagesToUserRepo', ...nodeImages(images) },
    ]);
  }

  /** @param bucket is validated at synth: the document itself stands nowhere in the app */
  private constructor(factory: string, bucket: s3.IBucketRef | undefined, statements: StatementEntry[]) {
    super(allowing(statements));
    if (bucket !== undefined) checkWhenSettled(bucket, factory, statements.flatMap(namingTexts));
    markOrigin(this, { call: `${factory}()`, isLocked: false, instanceProfiles: [] });
  }
}

function hardenedBucket(props: MachinePolicyProps, storage: boolean, backup: boolean): StatementEntry[] {
  const { bucket, kmsKeys = [] } = props;
  if (bucket === undefined) return [];
  const { bucketArn } = bucket.bucketRef;
  return [
    ...when(storage, ...bucketStorage(bucketArn)),
    ...when(backup, ...bucketBackup(bucketArn)),
    ...bucketKeys(kmsKeys),
  ];
}

function checkMachine(factory: string, props: MachinePolicyProps, usesBucket: boolean): void {
  const { bucket, kmsKeys, asDocumented = false, ecrRegistryAccount, region } = props;
  if (usesBucket && bucket === undefined && !asDocumented) {
    fail(
      factory,
      'bucket is missing: give the bucket that Hopsworks keeps its data in, or turn storage and backup off.',
    );
  }
  if (bucket !== undefined) checkGiven(factory, 'bucket', bucket, { is: 'a bucket', has: 'bucketRef' });
  if (bucket !== undefined && hasWildcard(bucket.bucketRef.bucketArn)) {
    fail(factory, `bucket is ${shown(bucket.bucketRef.bucketArn)}: wildcards are not allowed, name one bucket.`);
  }
  checkKeys(factory, 'kmsKeys', kmsKeys);
  if (kmsKeys !== undefined) {
    if (asDocumented) {
      fail(factory, "kmsKeys is given with asDocumented, but the vendor's document has no such thing: leave one out.");
    }
    if (!usesBucket) fail(factory, 'kmsKeys is given, but storage and backup are off: leave it out.');
    for (const { keyRef } of kmsKeys) {
      checkKeyRegion(factory, 'kmsKeys:', keyRef.keyArn, bucket?.bucketRef.bucketArn ?? '');
    }
    if (kmsKeys.length === 0) fail(factory, 'kmsKeys is empty: leave it out, or say what it is.');
  }
  if (ecrRegistryAccount !== undefined) checkAccountId(factory, 'ecrRegistryAccount', ecrRegistryAccount);
  if (region !== undefined) checkRegion(factory, 'region', region);
}

function checkCluster(
  factory: string,
  props: ClusterPolicyProps,
  on: { bucket: boolean; cloudWatch: boolean; ecr: boolean; eks: boolean },
): void {
  const { clusterId, eksClusterName, hopsworksRegistryAccount, ecrRegistryAccount } = props;
  if (!Object.values(on).includes(true)) {
    fail(factory, 'every feature is off, which leaves a policy without statements: turn one on, or attach no policy.');
  }
  checkName(factory, 'clusterId', clusterId);
  checkName(factory, 'eksClusterName', eksClusterName);
  if (hopsworksRegistryAccount !== undefined) {
    checkAccountId(factory, 'hopsworksRegistryAccount', hopsworksRegistryAccount);
  }
  for (const [prop, value] of Object.entries({ clusterId, hopsworksRegistryAccount, ecrRegistryAccount })) {
    if (value !== undefined && !on.ecr) fail(factory, `${prop} is given, but ecr is off: leave one of the two out.`);
  }
  if (eksClusterName !== undefined && !on.eks) {
    fail(factory, 'eksClusterName is given, but eks is off: leave one of the two out.');
  }
}

function checkName(factory: string, prop: string, name: string | undefined): void {
  if (name === undefined || isText(name, /^[A-Za-z0-9][\w.-]{0,199}$/)) return;
  fail(factory, `${prop} ${shown(name)} is not allowed: letters, digits, "_", "." and "-", without wildcards.`);
}
