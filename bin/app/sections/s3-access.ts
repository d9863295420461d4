import * as iam from 'aws-cdk-lib/aws-iam';
import { z } from 'zod';
import { viaService } from '../../../lib/private/aws/services';
import { withSlash } from '../../../lib/private/vendor/s3-location';
import { bucketName, kmsKeyArn, strict, text } from '../fields';
import { isRegion, unknownRegion } from '../regions';

/** Access to a bucket, or to the objects below a prefix of it. */
export const s3Access = strict({
  bucket: bucketName.describe('Name of the bucket.'),
  region: z
    .string()
    .refine(isRegion, { error: ({ input }) => unknownRegion(String(input)) })
    .optional()
    .describe('Region of the bucket, where it is not that of the account.'),
  prefix: text(
    /^(?!\/)(?!.*\$\{)[^*?\n]+$/,
    'a prefix without a leading slash and without *, ? and ${, as curated/; leave the key out for the whole bucket',
  )
    .optional()
    .describe('Prefix of the objects, as curated/; it ends in a slash, given or not. Without it, the whole bucket.'),
  level: z
    .enum(['read-only', 'read-write'], {
      error: ({ input }) =>
        input === undefined
          ? 'is missing, so the role has a bucket without access; allowed: read-only, read-write'
          : undefined,
    })
    .describe('What the role may do with the objects: read-only (get and list), or read-write (put and delete too).'),
  kmsKeyArn: kmsKeyArn.optional().describe('ARN of the KMS key that encrypts the objects; used through S3 only.'),
}).describe('Access to an S3 bucket, or to the objects below a prefix of it.');

export type S3Access = z.infer<typeof s3Access>;

/** The objects that the access covers, for people: `finance-lake/curated/`. */
export function coveredObjects({ bucket, prefix }: S3Access): string {
  return `${bucket}/${withSlash(prefix)}`;
}

/** The least that a client needs to read, or to read and write, the objects. `suffix` keeps the Sids of a role apart. */
export function s3Statements(access: S3Access, partition: string, suffix: string): iam.PolicyStatement[] {
  const writes = access.level === 'read-write';
  const prefix = withSlash(access.prefix);
  const bucketArn = `arn:${partition}:s3:::${access.bucket}`;
  return [
    new iam.PolicyStatement({
      sid: `ListObjects${suffix}`,
      actions: ['s3:ListBucket'],
      resources: [bucketArn],
      ...(prefix && { conditions: { StringLike: { 's3:prefix': [prefix, `${prefix}*`] } } }),
    }),
    // Neither action takes the s3:prefix condition key.
    new iam.PolicyStatement({
      sid: `DescribeBucket${suffix}`,
      actions: ['s3:GetBucketLocation', ...(writes ? ['s3:ListBucketMultipartUploads'] : [])],
      resources: [bucketArn],
    }),
    new iam.PolicyStatement({
      sid: `${writes ? 'ReadWriteObjects' : 'ReadObjects'}${suffix}`,
      actions: writes ? readWriteActions : readActions,
      resources: [`${bucketArn}/${prefix}*`],
    }),
    ...(access.kmsKeyArn === undefined ? [] : [keyStatement(access.kmsKeyArn, writes, suffix)]),
  ];
}

const readActions = ['s3:GetObject'];

const readWriteActions = [
  's3:AbortMultipartUpload',
  's3:DeleteObject',
  's3:GetObject',
  's3:ListMultipartUploadParts',
  's3:PutObject',
];

/** S3 decrypts with the key and asks it for data keys; it never calls kms:Encrypt. */
function keyStatement(keyArn: string, writes: boolean, suffix: string): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: `UseKey${suffix}`,
    actions: ['kms:Decrypt', ...(writes ? ['kms:GenerateDataKey'] : [])],
    resources: [keyArn],
    conditions: viaService('s3', [regionOf(keyArn)]),
  });
}

/** S3 calls KMS in the bucket's region, and takes keys of that region only: the key's ARN names it. */
function regionOf(keyArn: string): string {
  return keyArn.split(':')[3] ?? '';
}
