import { Aws, Token, type aws_kms as kms } from 'aws-cdk-lib';
import { partitionOfRegion } from '../../private/aws/partition';
import { viaService } from '../../private/aws/services';
import { type StatementEntry, when } from './statements';

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

  /** Repositories of the given images, in the registry of an account. */
  public repositories(images: string[], registry: string, prefix = ''): string[] {
    return images.map((image) => this.arn('ecr', `repository/${prefix}${image}`, registry));
  }
}

/** The vendor's statement for its bucket. */
export function documentedBucket(bucketArn: string | undefined, storage: boolean, backup: boolean): StatementEntry[] {
  return when(storage || backup, {
    sid: 'hopsworksaiInstanceProfile',
    actions: S3_ACTIONS.filter((each) => (each.backup ? backup : storage)).map(({ action }) => action),
    resources: bucketArn === undefined ? ['*'] : [`${bucketArn}/*`, bucketArn],
  });
}

/** What storage needs, object by object, below a prefix that is empty or ends in a slash. */
export function bucketStorage(bucketArn: string, prefix: string): StatementEntry[] {
  return [
    { sid: 'ListObjects', actions: ['s3:ListBucket'], resources: [bucketArn], ...belowPrefix(prefix) },
    // Neither action takes the s3:prefix condition key.
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
      resources: [`${bucketArn}/${prefix}*`],
    },
  ];
}

/** What backups need beyond storage. Each of it can destroy them: a lifecycle rule deletes every version. */
export function bucketBackup(bucketArn: string, prefix: string): StatementEntry[] {
  return [
    { sid: 'ListVersions', actions: ['s3:ListBucketVersions'], resources: [bucketArn], ...belowPrefix(prefix) },
    {
      sid: 'ConfigureBackups',
      actions: ['s3:GetLifecycleConfiguration', 's3:PutBucketVersioning', 's3:PutLifecycleConfiguration'],
      resources: [bucketArn],
    },
    {
      sid: 'UseVersions',
      actions: ['s3:DeleteObjectVersion', 's3:GetObjectVersion'],
      resources: [`${bucketArn}/${prefix}*`],
    },
  ];
}

function belowPrefix(prefix: string): Pick<StatementEntry, 'conditions'> {
  return prefix === '' ? {} : { conditions: { StringLike: { 's3:prefix': [prefix, `${prefix}*`] } } };
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
  readonly vendorRegistry: string;
  readonly ownRegistry: string;
  /** What the names of the cluster's own repositories begin with. */
  readonly ownPrefix: string;
}

export function documentedImages({ place, vendorRegistry, ownRegistry, ownPrefix }: Images): StatementEntry[] {
  return [
    {
      sid: 'AllowPullImagesFromHopsworkAi',
      actions: PULL,
      resources: place.repositories(CLUSTER_IMAGES, vendorRegistry),
    },
    { sid: 'AllowCreateRespositry', actions: ['ecr:CreateRepository'], resources: ['*'] },
    {
      sid: 'AllowPushandPullImagesToUserRepo',
      actions: PUSH_AND_PULL,
      resources: place.repositories(CLUSTER_IMAGES, ownRegistry, ownPrefix),
    },
    { sid: 'AllowGetAuthToken', actions: ['ecr:GetAuthorizationToken'], resources: ['*'] },
  ];
}

export function clusterImages({ place, vendorRegistry, ownRegistry, ownPrefix }: Images): StatementEntry[] {
  return [
    {
      sid: 'PullVendorImages',
      actions: [...PULL].sort(),
      resources: place.repositories(CLUSTER_IMAGES, vendorRegistry),
    },
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
