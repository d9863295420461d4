/** A bucket, or the objects below a prefix of it. */
export interface BucketLocation {
  /** The name of the bucket, as `bucket.bucketName` gives it. */
  readonly bucket: string;

  /**
   * The prefix of the objects, as `curated/`. A slash is put at its end, given or not, so that `curated` does not take in
   * `curated-secret/`. No leading slash, no token, and none of `*`, `?` and `${`.
   *
   * @default - the whole bucket
   */
  readonly prefix?: string;

  /**
   * The account that owns the bucket, 12 digits. The grantee reaches a bucket of this name in no other account.
   *
   * @default - the account of the grantee is assumed, and not compared
   */
  readonly account?: string;

  /**
   * The region of the bucket, where S3 uses the key.
   *
   * @default - the region of the key, where it is known, or that of the grantee's stack
   */
  readonly region?: string;

  /**
   * The ARN of the KMS key that encrypts the objects; never an alias. It can be used through S3 only.
   *
   * @default - no key but S3's own
   */
  readonly kmsKeyArn?: string;
}
