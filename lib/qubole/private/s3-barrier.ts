import { aws_iam as iam } from 'aws-cdk-lib';
import { oneOrMany } from '../../private/words/one-or-many';
import { arnOf, describingActions, numbered, prefixPatterns } from '../../private/vendor/s3-access';
import { byBucket, type InOneBucket, isWholeBucket, type Location } from '../../private/vendor/s3-location';

/** Every service through which objects of a bucket, or storage like it, can be reached. */
const STORAGE = [
  's3-object-lambda:*',
  's3-outposts:*',
  's3:*',
  's3express:*',
  's3files:*',
  's3tables:*',
  's3vectors:*',
];

const LISTING = ['s3:ListBucket', 's3:ListBucketVersions'];

/**
 * What keeps a role at its locations whatever else it is granted: everything that is not there is denied.
 *
 * An access point is a resource of its own, and so are multi-region and object lambda access points and access grants: none of
 * them is among the locations.
 */
export function s3Barrier(open: Location[], aclActions: boolean): iam.PolicyStatement[] {
  const shared = byBucket(open).filter((bucket) => !isWholeBucket(bucket));
  return [
    new iam.PolicyStatement({
      sid: 'DenyOtherStorage',
      effect: iam.Effect.DENY,
      actions: STORAGE,
      notResources: [...byBucket(open).map(arnOf), ...new Set(open.map(({ objectsArn }) => objectsArn))],
    }),
    ...(shared.length === 0 ? [] : [denyConfiguration(shared, aclActions)]),
    ...shared.map(denyListing),
  ];
}

/** On a bucket of which only parts are open: its policy, replication, inventory and the like would lead to the rest. */
export function denyConfiguration(buckets: InOneBucket[], aclActions: boolean): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: 'DenyBucketConfiguration',
    effect: iam.Effect.DENY,
    notActions: [...describingActions(aclActions), ...LISTING],
    resources: buckets.map(arnOf),
  });
}

/** A negated condition holds for a request without a prefix too. */
export function denyListing(bucket: InOneBucket, index: number): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: numbered('DenyListing', index),
    effect: iam.Effect.DENY,
    actions: LISTING,
    resources: [arnOf(bucket)],
    conditions: { StringNotLike: { 's3:prefix': prefixPatterns(bucket) } },
  });
}

/**
 * Denies the keys of data locations, as far as no open location needs them.
 *
 * A key that encrypts both decrypts only what S3 encrypted at an open location; with an S3 bucket key, whose context is the bucket,
 * S3 still refuses the objects.
 */
export function keyBarrier(open: Location[], data: Location[]): iam.PolicyStatement[] {
  const keys = new Map(data.flatMap(({ key }) => (key === undefined ? [] : [[key.id, key.arnEverywhere] as const])));
  const unshared = new iam.PolicyStatement({ sid: 'DenyDataKeys', effect: iam.Effect.DENY, actions: ['kms:*'] });
  const statements = new Set<iam.PolicyStatement>();
  for (const [id, arn] of keys) {
    const contexts = open
      .filter(({ key }) => key?.id === id)
      .flatMap(({ bucketArn, objectsArn }) => [bucketArn, objectsArn]);
    if (contexts.length === 0) {
      unshared.addResources(arn);
      statements.add(unshared);
      continue;
    }
    const shared = [...statements].filter((statement) => statement !== unshared).length;
    statements.add(
      new iam.PolicyStatement({
        sid: numbered('DenyDataInSharedKey', shared),
        effect: iam.Effect.DENY,
        actions: ['kms:*'],
        resources: [arn],
        conditions: { StringNotLike: { 'kms:EncryptionContext:aws:s3:arn': oneOrMany([...new Set(contexts)]) } },
      }),
    );
  }
  return [...statements];
}
