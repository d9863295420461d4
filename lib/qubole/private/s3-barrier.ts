import { aws_iam as iam, aws_s3 as s3 } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { oneOrMany } from '../../private/aws/statements';
import { computedArn, endOf, isInTree } from '../../private/role/identity';
import { missingStatements } from '../../private/role/lost-policies';
import { isOverridden, render } from '../../private/role/rendering';
import { arnOf, describingActions, numbered, prefixPatterns } from '../../private/vendor/s3-access';
import { byBucket, type InOneBucket, isWholeBucket, type Location } from '../../private/vendor/s3-location';
import { warn, literalJson } from '../../private/words/errors';
import type { SecondaryRole } from './secondary-role';

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

/**
 * The barrier once more, in the policies of the buckets that hold data.
 *
 * It names the Service role by a condition on its ARN: a principal would be stored by the role's unique id, and a role that was
 * deleted and created again would pass.
 */
export class BucketGuard {
  /** For whose data each bucket is guarded. */
  private readonly guarded = new Map<string, SecondaryRole[]>();

  constructor(
    private readonly serviceRole: iam.Role,
    private readonly open: Location[],
    private readonly aclActions: boolean,
  ) {}

  public protect(role: SecondaryRole): void {
    for (const locations of byBucket(role.dataLocations)) this.protectBucket(locations, role);
  }

  private protectBucket(locations: InOneBucket, role: SecondaryRole): void {
    const [{ bucket, bucketId, text }] = locations;
    const roles = this.guarded.get(bucketId) ?? [];
    this.guarded.set(bucketId, roles);
    const rest = roles.length === 0 ? this.denyRest(locations) : [];
    const objects = this.denyObjects(locations, roles.length);
    roles.push(role);
    const statements = [objects, ...rest];
    for (const statement of statements) this.restrictToServiceRole(statement);
    leaveWith(objects, [role]);
    for (const statement of rest) leaveWith(statement, roles);
    const { addToResourcePolicy } = bucket as Partial<s3.IBucket>;
    const added = statements.map((statement) => addToResourcePolicy?.call(bucket, statement).statementAdded === true);
    if (added.every(Boolean)) {
      leaveWhenEmpty(bucket);
      role.node.addValidation({ validate: () => lostStatements(bucket, statements) });
      return;
    }
    const json = literalJson(
      this.serviceRole,
      statements.map((statement) => statement.toStatementJson() as unknown),
    );
    warn(
      this.serviceRole,
      'quboleBucketGuardNotWritten',
      `guardBuckets can't write the policy of the bucket of ${text}, which is no Bucket construct of this app. Its owner can add: ${json}`,
    );
  }

  private denyObjects(locations: Location[], times: number): iam.PolicyStatement {
    return new iam.PolicyStatement({
      sid: numbered('DenyObjects', times),
      effect: iam.Effect.DENY,
      actions: ['s3:*'],
      resources: locations.map(({ objectsArn }) => objectsArn),
    });
  }

  private denyRest(locations: InOneBucket): iam.PolicyStatement[] {
    const [openHere] = byBucket(this.open.filter(({ bucketId }) => bucketId === locations[0].bucketId));
    if (openHere !== undefined) return [denyConfiguration([openHere], this.aclActions), denyListing(openHere, 0)];
    return [
      new iam.PolicyStatement({
        sid: 'DenyBucket',
        effect: iam.Effect.DENY,
        actions: ['s3:*'],
        resources: [arnOf(locations)],
      }),
    ];
  }

  /** The Sid tells several Service roles apart that are kept from one bucket. */
  private restrictToServiceRole(statement: iam.PolicyStatement): void {
    statement.sid = `${statement.sid ?? ''}${this.serviceRole.node.addr.slice(-8)}`;
    statement.addPrincipals(new iam.StarPrincipal());
    statement.addCondition('ArnEquals', { 'aws:PrincipalArn': computedArn(endOf(this.serviceRole)) });
  }
}

/** What was taken away of a guard that was written, from a bucket that stays. */
function lostStatements(bucket: s3.IBucketRef, written: iam.PolicyStatement[]): string[] {
  const { policy } = bucket as Partial<s3.IBucket>;
  const resource = policy?.node.defaultChild;
  if (policy === undefined || !(resource instanceof s3.CfnBucketPolicy) || !isInTree(bucket)) return [];
  const stands = isInTree(resource);
  if (stands && resource.policyDocument === policy.document && !isOverridden(resource, 'PolicyDocument')) return [];
  const rendered = stands ? render(resource).Properties?.PolicyDocument : undefined;
  const guard = written.map(({ sid = '' }) => `the statement ${sid}`);
  return missingStatements(resource, policy.document, rendered)
    .filter((what) => guard.includes(what))
    .map(
      (what) =>
        `the policy of ${bucket.node.path} is not rendered as guardBuckets declares it: ${what} is missing. ` +
        'Remove what took it away, or leave `guardBuckets` out.',
    );
}

/** A statement stands in the bucket's policy as long as one of the roles is part of the app; resolved lists leave out what is undefined. */
function leaveWith(statement: iam.PolicyStatement, roles: readonly IConstruct[]): void {
  const render = statement.toStatementJson.bind(statement);
  statement.toStatementJson = (): unknown => (roles.some((role) => isInTree(role)) ? render() : undefined);
}

/** A bucket's policy that held nothing else goes with the last statement: one without statements can't be deployed. */
function leaveWhenEmpty(bucket: s3.IBucketRef): void {
  const { policy } = bucket as Partial<s3.IBucket>;
  const resource = policy?.node.defaultChild as unknown as { shouldSynthesize(): boolean } | undefined;
  if (policy === undefined || resource === undefined) return;
  const synthesizes = resource.shouldSynthesize.bind(resource);
  resource.shouldSynthesize = () => {
    const { Statement: statements } = policy.document.toJSON() as { Statement: unknown[] };
    return synthesizes() && statements.some((statement) => statement !== undefined);
  };
}
