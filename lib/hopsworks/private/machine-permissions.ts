import { Aws, Token, type aws_kms as kms } from 'aws-cdk-lib';
import { partitionOfRegion } from '../../private/aws/partition';
import { viaService, type StatementEntry, when } from '../../private/aws/statements';

// Actions in the vendor's order; the hardened statements sort theirs.

const S3_ACTIONS: { action: string; backup: boolean }[] = [
  { action: 's3:PutObject', backup: false },
  { action: 's3:ListBucket', backup: false },
  { action: 's3:GetObject', backup: false },
  { action: 's3:DeleteObject', backup: false },
  { action: 's3:AbortMultipartUpload', backup: false },
  { action: 's3:ListBucketMultipartUploads', backup: false },
  { action: 's3:PutLifecycleConfiguration', backup: true },
  { action: 's3:GetLifecycleConfiguration', backup: true },
  { action: 's3:PutBucketVersioning', backup: true },
  { action: 's3:GetBucketVersioning', backup: false },
  { action: 's3:ListBucketVersions', backup: true },
  { action: 's3:DeleteObjectVersion', backup: true },
];

const PULL = ['ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'];
const PUSH_AND_PULL = [
  ...PULL,
  'ecr:CompleteLayerUpload',
  'ecr:UploadLayerPart',
  'ecr:InitiateLayerUpload',
  'ecr:BatchCheckLayerAvailability',
  'ecr:PutImage',
  'ecr:ListImages',
  'ecr:BatchDeleteImage',
  'ecr:GetLifecyclePolicy',
  'ecr:PutLifecyclePolicy',
  'ecr:TagResource',
];

/** The images of a managed cluster; Hopsworks 4 on EKS has one. */
const CLUSTER_IMAGES = ['filebeat', 'base', 'onlinefs', 'airflow', 'git', 'testconnector', 'flyingduck'];
const EKS_IMAGES = ['hopsworks-base'];

/** Where a cluster's machines, images and logs are. */
export class Place {
  public readonly partition: string;

  constructor(public readonly region: string) {
    this.partition = (Token.isUnresolved(region) ? undefined : partitionOfRegion(region)) ?? Aws.PARTITION;
  }

  public arn(service: string, resource: string, account: string = Aws.ACCOUNT_ID): string {
    return `arn:${this.partition}:${service}:${this.region}:${account}:${resource}`;
  }

  /** Repositories of the given images. */
  public repositories(images: string[], { account, partition = this.partition }: Registry, prefix = ''): string[] {
    return images.map((image) => `arn:${partition}:ecr:${this.region}:${account}:repository/${prefix}${image}`);
  }
}

/** Whose images they are. */
export interface Registry {
  readonly account: string;
  /** That of the place, by default. */
  readonly partition?: string;
}

/** The vendor's registry, unless one of the regions is of another partition, where that account would be a stranger's. */
export function vendorRegistry(...regions: string[]): Registry | undefined {
  const known = regions.map((region) => (Token.isUnresolved(region) ? undefined : partitionOfRegion(region)));
  const partition = 'aws';
  return known.every((each = partition) => each === partition) ? { account: '822623301872', partition } : undefined;
}

/** The vendor's statement for its bucket. */
export function documentedBucket(bucketArn: string | undefined, storage: boolean, backup: boolean): StatementEntry[] {
  return when(storage || backup, {
    sid: 'hopsworksaiInstanceProfile',
    actions: S3_ACTIONS.filter((each) => (each.backup ? backup : storage)).map(({ action }) => action),
    resources: bucketArn === undefined ? ['*'] : [`${bucketArn}/*`, bucketArn],
  });
}

/**
 * What storage needs, of the whole bucket: HopsFS keeps its blocks at the root, and a DataNode that can't write and delete an object
 * there does not start.
 */
export function bucketStorage(bucketArn: string): StatementEntry[] {
  return [
    { sid: 'ListObjects', actions: ['s3:ListBucket'], resources: [bucketArn] },
    {
      sid: 'ReadBucket',
      actions: ['s3:GetBucketVersioning', 's3:ListBucketMultipartUploads'],
      resources: [bucketArn],
    },
    {
      sid: 'UseObjects',
      actions: [
        's3:AbortMultipartUpload',
        's3:DeleteObject',
        's3:GetObject',
        's3:ListMultipartUploadParts',
        's3:PutObject',
      ],
      resources: [`${bucketArn}/*`],
    },
  ];
}

/** What backups need beyond storage. Each of it can destroy them: a lifecycle rule deletes every version. */
export function bucketBackup(bucketArn: string): StatementEntry[] {
  return [
    { sid: 'ListVersions', actions: ['s3:ListBucketVersions'], resources: [bucketArn] },
    {
      sid: 'ConfigureBackups',
      actions: ['s3:GetLifecycleConfiguration', 's3:PutBucketVersioning', 's3:PutLifecycleConfiguration'],
      resources: [bucketArn],
    },
    {
      sid: 'UseVersions',
      actions: ['s3:DeleteObjectVersion', 's3:GetObjectVersion'],
      resources: [`${bucketArn}/*`],
    },
  ];
}

/** The keys of the bucket, used through S3 only. */
export function bucketKeys(keys: kms.IKeyRef[]): StatementEntry[] {
  return when(keys.length > 0, {
    sid: 'UseBucketKeys',
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    resources: keys.map(({ keyRef }) => keyRef.keyArn),
    conditions: viaService(
      's3',
      keys.map(({ env }) => env.region),
    ),
  });
}

/** Which registries and repositories a cluster uses. */
export interface Images {
  readonly place: Place;
  readonly vendorRegistry: Registry | undefined;
  readonly ownRegistry: Registry;
  /** What the names of the cluster's own repositories begin with. */
  readonly ownPrefix: string;
}

export function documentedImages({ place, vendorRegistry, ownRegistry, ownPrefix }: Images): StatementEntry[] {
  return [
    ...pullingVendorImages('AllowPullImagesFromHopsworkAi', PULL, place, vendorRegistry),
    { sid: 'AllowCreateRespositry', actions: ['ecr:CreateRepository'], resources: ['*'] },
    {
      sid: 'AllowPushandPullImagesToUserRepo',
      actions: PUSH_AND_PULL,
      resources: place.repositories(CLUSTER_IMAGES, ownRegistry, ownPrefix),
    },
    { sid: 'AllowGetAuthToken', actions: ['ecr:GetAuthorizationToken'], resources: ['*'] },
  ];
}

function pullingVendorImages(
  sid: string,
  actions: string[],
  place: Place,
  registry: Registry | undefined,
): StatementEntry[] {
  return registry === undefined ? [] : [{ sid, actions, resources: place.repositories(CLUSTER_IMAGES, registry) }];
}

export function clusterImages({ place, vendorRegistry, ownRegistry, ownPrefix }: Images): StatementEntry[] {
  return [
    ...pullingVendorImages('PullVendorImages', [...PULL].sort(), place, vendorRegistry),
    {
      sid: 'UseOwnImages',
      actions: ['ecr:CreateRepository', ...PUSH_AND_PULL].sort(),
      resources: place.repositories(CLUSTER_IMAGES, ownRegistry, ownPrefix),
    },
    { sid: 'LogInToRegistries', actions: ['ecr:GetAuthorizationToken'], resources: ['*'] },
  ];
}

/** On EKS the repository exists already, and AWS's own node policy logs in to the registry. */
export function nodeImages({ place, ownRegistry, ownPrefix }: Omit<Images, 'vendorRegistry'>): StatementEntry {
  return { actions: PUSH_AND_PULL, resources: place.repositories(EKS_IMAGES, ownRegistry, ownPrefix) };
}

export function documentedCloudWatch(partition: string): StatementEntry[] {
  return [
    {
      actions: [
        'cloudwatch:PutMetricData',
        'ec2:DescribeVolumes',
        'ec2:DescribeTags',
        'logs:PutLogEvents',
        'logs:DescribeLogStreams',
        'logs:DescribeLogGroups',
        'logs:CreateLogStream',
        'logs:CreateLogGroup',
      ],
      resources: ['*'],
    },
    { actions: ['ssm:GetParameter'], resources: [`arn:${partition}:ssm:*:*:parameter/AmazonCloudWatch-*`] },
  ];
}

export function cloudWatchAgent(place: Place): StatementEntry[] {
  return [
    {
      sid: 'PublishMetrics',
      actions: ['cloudwatch:PutMetricData', 'ec2:DescribeTags', 'ec2:DescribeVolumes', 'logs:DescribeLogGroups'],
      resources: ['*'],
    },
    {
      sid: 'CreateLogGroups',
      actions: ['logs:CreateLogGroup', 'logs:DescribeLogStreams'],
      resources: [place.arn('logs', 'log-group:*')],
    },
    {
      sid: 'WriteLogs',
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [place.arn('logs', 'log-group:*:log-stream:*')],
    },
    {
      sid: 'ReadAgentConfiguration',
      actions: ['ssm:GetParameter'],
      resources: [place.arn('ssm', 'parameter/AmazonCloudWatch-*')],
    },
  ];
}
