import { type CfnResource, Stack, Token, type aws_kms as kms, aws_s3 as s3 } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { splitArn } from '../aws/arn';
import { resourceBehind } from '../role/identity';
import { checkWhenSettled } from '../role/late-tokens';
import { fail, pathOf, shown } from '../words/errors';
import { isLookupDummy, checkGiven, given, isText } from '../words/given';
import { checkKeyRegion, defaultKeyOf, type EncryptionKey } from './keys';

/** A location as a user gives it. */
export interface GivenLocation {
  readonly bucket: s3.IBucketRef;
  readonly prefix?: string;
  readonly kmsKey?: kms.IKeyRef;
}

/** A location that passed its checks, with all that policies say of it. */
export interface Location {
  readonly bucket: s3.IBucketRef;
  /** Equal for two references to one bucket. */
  readonly bucketId: string;
  readonly bucketArn: string;
  /** Ends with a slash; empty for the whole bucket. */
  readonly prefix: string;
  readonly objectsArn: string;
  readonly key?: LocationKey;
  /** For people: `lake/curated/`. */
  readonly text: string;
  /** As tools take it: `s3://lake/curated/`. */
  readonly uri: string;
}

export interface LocationKey extends EncryptionKey {
  /** Equal for two references to one key, and for replicas of it. */
  readonly id: string;
  /** Takes in the replicas of a multi-Region key. */
  readonly arnEverywhere: string;
  /** S3 calls KMS in the bucket's region, and takes keys of that region only. */
  readonly region: string;
}

/** Checks a location that a user gave and puts it into the words of policies. */
export function readLocation(scope: IConstruct, id: string, prop: string, location: GivenLocation): Location {
  const about = pathOf(scope, id);
  checkGiven(about, `bucket of ${prop}`, given(about, location, prop).bucket, { is: 'a bucket', has: 'bucketRef' });
  const { bucketName, bucketArn } = location.bucket.bucketRef;
  const name = knownName(location.bucket);
  const isArn = isBucketArn(bucketArn);
  if (!isArn || (name !== undefined && !isText(name, /^(?!.*--x-s3$)[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]$/))) {
    fail(
      about,
      `${prop} has the bucket ${shown(isArn ? name : bucketArn)}: give a general purpose bucket, by its exact name or ARN.`,
    );
  }
  const prefix = readPrefix(about, prop, location.prefix);
  const key = readKey(scope, id, prop, location);
  const arn = name === undefined ? bucketArn : arnOfBucket(scope, name);
  checkWhenSettled(scope, about, [
    { where: `the bucket of ${prop}`, text: arn },
    ...(key === undefined ? [] : [{ where: `the key of ${prop}`, text: key.arn }]),
  ]);
  return {
    bucket: location.bucket,
    bucketId: name ?? resourceOf(location.bucket)?.node.path ?? bucketArn,
    bucketArn: arn,
    prefix,
    objectsArn: `${arn}/${prefix}*`,
    key,
    text: `${name ?? location.bucket.node.path}/${prefix}`,
    uri: `s3://${name ?? bucketName}/${prefix}`,
  };
}

/** The ARN of a bucket by its name, which is unique in a partition. */
export function arnOfBucket(scope: IConstruct, name: string): string {
  return `arn:${Stack.of(scope).partition}:s3:::${name}`;
}

/** Whether an object can be at both. */
export function overlap(one: Location, other: Location): boolean {
  return (
    one.bucketId === other.bucketId && (one.prefix.startsWith(other.prefix) || other.prefix.startsWith(one.prefix))
  );
}

/** Locations of one bucket. */
export type InOneBucket = [Location, ...Location[]];

export function byBucket(locations: Location[]): InOneBucket[] {
  const groups = new Map<string, InOneBucket>();
  for (const location of locations) {
    const group = groups.get(location.bucketId);
    if (group === undefined) groups.set(location.bucketId, [location]);
    else group.push(location);
  }
  return [...groups.values()];
}

/** Whether all of the bucket belongs to the locations. */
export function isWholeBucket(locations: InOneBucket): boolean {
  return locations.some(({ prefix }) => prefix === '');
}

/** Checks the prefix of a location, which `what` names, and ends it with a slash; empty for the whole bucket. */
export function readPrefix(about: IConstruct | string, what: string, prefix: string | undefined): string {
  if (prefix === undefined) return '';
  if (Token.isUnresolved(prefix)) {
    fail(about, `${what} has a token as prefix, which can't be compared with other prefixes: write it out.`);
  }
  if (
    typeof prefix !== 'string' ||
    !/^[^/*?][^*?]*$/.test(prefix) ||
    /[^\t\n\r\x20-\xFF]/.test(prefix) ||
    prefix.includes('${') ||
    prefix.length > 1024
  ) {
    fail(
      about,
      `${what} has the prefix ${shown(prefix)}: 1 to 1,024 characters without a leading slash, *, ? and \${ are allowed, as "curated/", and none beyond "ÿ", which policies can't hold. ` +
        'Leave it out for the whole bucket.',
    );
  }
  return withSlash(prefix);
}

/** A prefix that takes in nothing beside it: `curated` would begin `curated-secret/` too. Empty for the whole bucket. */
export function withSlash(prefix = ''): string {
  return prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
}

function readKey(scope: IConstruct, id: string, prop: string, location: GivenLocation): LocationKey | undefined {
  const key = encryptionKey(scope, id, prop, location);
  if (key === undefined) return undefined;
  const { arn, env } = key;
  checkKeyRegion(pathOf(scope, id), `the key of ${prop}`, arn, location.bucket.bucketRef.bucketArn);
  const parts = splitArn(arn);
  // Key policies and grants are decided on the key, whatever alias a caller writes.
  if (parts !== undefined && (!parts.resource.startsWith('key/') || /[*?]/.test(parts.resource))) {
    fail(
      pathOf(scope, id),
      `${prop} has the key ${shown(arn)}: give the ARN of the key itself, as arn:aws:kms:…:key/….`,
    );
  }
  return {
    id: idOfKey(arn),
    arn,
    env,
    arnEverywhere: withReplicas(arn),
    region: parts?.region ?? env.region,
  };
}

/** Equal for two references to one key, and for replicas of it. */
export function idOfKey(arn: string): string {
  return resourceBehind(arn)?.node.path ?? withReplicas(arn);
}

function encryptionKey(
  scope: IConstruct,
  id: string,
  prop: string,
  location: GivenLocation,
): EncryptionKey | undefined {
  const { kmsKey } = location;
  if (kmsKey !== undefined) {
    checkGiven(pathOf(scope, id), `kmsKey of ${prop}`, kmsKey, { is: 'a KMS key', has: 'keyRef' });
  }
  const ref = kmsKey ?? (location.bucket as Partial<s3.IBucket>).encryptionKey;
  if (ref !== undefined) return { arn: ref.keyRef.keyArn, env: ref.env };
  const resource = resourceOf(location.bucket);
  if (!(resource instanceof s3.CfnBucket)) return undefined;
  return defaultKeyOf(resource, () =>
    fail(
      pathOf(scope, id),
      `${prop} has the bucket ${resource.node.path}, whose KMS key can't be read from its encryption: give the key as \`kmsKey\`.`,
    ),
  );
}

/** Replicas decrypt what any of them encrypted; their ARNs differ in the region only. */
function withReplicas(keyArn: string): string {
  const parts = splitArn(keyArn);
  if (parts?.resource.startsWith('key/mrk-') !== true) return keyArn;
  return `arn:${parts.partition}:kms:*:${parts.account}:${parts.resource}`;
}

/** Not of an access point, another kind of bucket or objects: CDK reads a name out of their ARNs too. */
function isBucketArn(arn: string): boolean {
  const parts = isLookupDummy(arn) ? undefined : splitArn(arn);
  if (parts === undefined) return true;
  const { service, region, account, resource } = parts;
  return service === 's3' && region === '' && account === '' && !resource.includes('/');
}

/** A bucket's name, where it is written out somewhere in the app. */
function knownName(bucket: s3.IBucketRef): string | undefined {
  const { bucketName } = bucket.bucketRef;
  if (!Token.isUnresolved(bucketName)) return bucketName;
  const resource = resourceOf(bucket);
  const name = resource instanceof s3.CfnBucket ? resource.bucketName : undefined;
  return Token.isUnresolved(name) ? undefined : name;
}

/** The L1 of a bucket that this app creates, whatever refers to it. */
function resourceOf({ bucketRef: { bucketName, bucketArn } }: s3.IBucketRef): CfnResource | undefined {
  return resourceBehind(bucketName) ?? resourceBehind(bucketArn);
}
