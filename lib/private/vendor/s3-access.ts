import { aws_iam as iam } from 'aws-cdk-lib';
import { viaService, oneOrMany } from '../aws/statements';
import { byBucket, type InOneBucket, isWholeBucket, type Location } from './s3-location';

/** What of S3's ACLs documents of vendors grant. Buckets with ACLs disabled, which new ones are, refuse to change them. */
const ACL_ACTIONS = { objects: ['s3:GetObjectAcl', 's3:PutObjectAcl'], buckets: ['s3:GetBucketAcl'] };

/** Lets a role read, list, write and delete what is at its locations, as far as the documents of vendors do. */
export function s3Access(locations: Location[], aclActions: boolean): iam.PolicyStatement[] {
  const buckets = byBucket(locations);
  const whole = buckets.filter(isWholeBucket).map(arnOf);
  const parts = buckets.filter((bucket) => !isWholeBucket(bucket));
  return [
    new iam.PolicyStatement({
      sid: 'UseObjects',
      actions: ['s3:DeleteObject', 's3:GetObject', 's3:PutObject', ...(aclActions ? ACL_ACTIONS.objects : [])].sort(),
      resources: [...new Set(locations.map(({ objectsArn }) => objectsArn))],
    }),
    new iam.PolicyStatement({
      sid: 'DescribeBuckets',
      actions: describingActions(aclActions),
      resources: buckets.map(arnOf),
    }),
    ...(whole.length === 0
      ? []
      : [new iam.PolicyStatement({ sid: 'ListBuckets', actions: ['s3:ListBucket'], resources: whole })]),
    ...parts.map(
      (bucket, index) =>
        new iam.PolicyStatement({
          sid: numbered('ListPrefixes', index),
          actions: ['s3:ListBucket'],
          resources: [arnOf(bucket)],
          conditions: { StringLike: { 's3:prefix': prefixPatterns(bucket) } },
        }),
    ),
    ...useOfKeys(locations),
  ];
}

/** What a role may ask about a bucket of which it may use a part only. */
export function describingActions(aclActions: boolean): string[] {
  return [...(aclActions ? ACL_ACTIONS.buckets : []), 's3:GetBucketLocation'];
}

/** The values of `s3:prefix` that list nothing outside the locations. */
export function prefixPatterns(bucket: InOneBucket): string | string[] {
  return oneOrMany([...new Set(bucket.map(({ prefix }) => `${prefix}*`))]);
}

/** The ARN of the bucket that the locations share. */
export function arnOf([{ bucketArn }]: InOneBucket): string {
  return bucketArn;
}

/** The first one has no number, so that a second one renames nothing. */
export function numbered(sid: string, index: number): string {
  return index === 0 ? sid : `${sid}${index + 1}`;
}

function useOfKeys(locations: Location[]): iam.PolicyStatement[] {
  const keys = locations.flatMap(({ key }) => key ?? []);
  return [...new Set(keys.map(({ region }) => region))].map(
    (region, index) =>
      new iam.PolicyStatement({
        sid: numbered('UseKeys', index),
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: [...new Set(keys.filter((key) => key.region === region).map(({ arn }) => arn))],
        conditions: viaService('s3', [region]),
      }),
  );
}
