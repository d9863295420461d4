import { z } from 'zod';
import { withSlash } from '../../../lib/private/vendor/s3-location';
import { bucketName, strict, text } from '../fields';
import { kmsKeyArn, region } from '../regions';

/** The account of data, where it is not the role's own: one of accounts, or somebody else's. */
export const dataAccount = text(
  /^([A-Za-z][A-Za-z0-9-]{0,63}|\d{12})$/,
  'the name of an account, below accounts, or 12 digits in quotes',
);

const bucketLocation = {
  bucket: bucketName.describe('Name of the bucket.'),
  account: dataAccount
    .optional()
    .describe('Account that owns the bucket, where it is not that of the role: its name below accounts, or 12 digits.'),
  region: region.optional().describe('Region of the bucket, where it is not that of the account.'),
  prefix: text(
    /^(?!\/)(?!.*\$\{)[^*?\n]+$/,
    'a prefix without a leading slash and without *, ? and ${, as curated/; leave the key out for the whole bucket',
  )
    .optional()
    .describe('Prefix of the objects, as curated/; it ends in a slash, given or not. Without it, the whole bucket.'),
  kmsKeyArn: kmsKeyArn.optional().describe('ARN of the KMS key that encrypts the objects; used through S3 only.'),
};

/** Where Athena writes results. */
export const resultsLocation = strict(bucketLocation).describe(
  'Where the workgroup, or the client, has the results of queries written.',
);

/** Access to a bucket, or to the objects below a prefix of it. */
export const s3Access = strict({
  ...bucketLocation,
  level: z
    .enum(['read-only', 'read-write'], {
      error: ({ input }) =>
        input === undefined
          ? 'is missing, so the role has a bucket without access; allowed: read-only, read-write'
          : undefined,
    })
    .describe('What the role may do with the objects: read-only (get and list), or read-write (put and delete too).'),
}).describe('Access to an S3 bucket, or to the objects below a prefix of it.');

export type BucketLocation = z.infer<typeof resultsLocation>;

/** The objects that the access covers, for people: `finance-lake/curated/`. */
export function coveredObjects({ bucket, prefix }: BucketLocation): string {
  return `${bucket}/${withSlash(prefix)}`;
}
