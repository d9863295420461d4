import type { aws_kms as kms, aws_s3 as s3 } from 'aws-cdk-lib';

/** A bucket, or the objects below a prefix of it. */
export interface S3Location {
  /** The bucket: created in this app, imported, or of another account. */
  readonly bucket: s3.IBucketRef;

  /**
   * The prefix of the objects, as `curated/`. A slash is put at its end, given or not, so that `curated` does not take in
   * `curated-secret/`. No leading slash, no token, and none of `*`, `?` and `${`.
   *
   * @default - the whole bucket
   */
  readonly prefix?: string;

  /**
   * The KMS key that encrypts the objects; never an alias.
   *
   * @default - the bucket's `encryptionKey`, if it is known
   */
  readonly kmsKey?: kms.IKeyRef;
}
