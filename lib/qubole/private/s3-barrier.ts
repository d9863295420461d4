import { aws_iam as iam } from 'aws-cdk-lib';
import { oneOrMany } from '../../private/words/one-or-many';
import { arnOf, describingActions, numbered, prefixPatterns } from './s3-access';
import { byBucket, type InOneBucket, isWholeBucket, type Location } from './location';

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
export class KeyBarrier {
  private readonly denied = new Set<string>();
  private dataKeys?: iam.PolicyStatement;
  private sharedKeys = 0;

  constructor(
    private readonly open: Location[],
    private readonly policy: iam.ManagedPolicy,
  ) {}

  public deny(data: Location[]): void {
    for (const key of data.flatMap((location) => location.key ?? [])) {
      if (this.denied.has(key.id)) continue;
      this.denied.add(key.id);
      const sharing = this.open.filter((location) => location.key?.id === key.id);
      if (sharing.length > 0) this.denyOtherContexts(key.arnEverywhere, sharing);
      else if (this.dataKeys === undefined) this.dataKeys = this.add('DenyDataKeys', key.arnEverywhere);
      else this.dataKeys.addResources(key.arnEverywhere);
    }
  }

  private denyOtherContexts(keyArn: string, sharing: Location[]): void {
    const contexts = sharing.flatMap(({ bucketArn, objectsArn }) => [bucketArn, objectsArn]);
    const statement = this.add(numbered('DenyDataInSharedKey', this.sharedKeys++), keyArn);
    statement.addCondition('StringNotLike', { 'kms:EncryptionContext:aws:s3:arn': oneOrMany([...new Set(contexts)]) });
  }

  private add(sid: string, keyArn: string): iam.PolicyStatement {
    const statement = new iam.PolicyStatement({
      sid,
      effect: iam.Effect.DENY,
      actions: ['kms:*'],
      resources: [keyArn],
    });
    this.policy.addStatements(statement);
    return statement;
  }
}
