import { referenceIn, regionIn } from '../../private/aws/arn';
import { areDifferent, checkAccountId, checkRegion } from '../../private/aws/environment';
import { BUCKET_NAME } from '../../private/aws/patterns';
import { inAccount } from '../../private/vendor/data-owners';
import { type Holder, type Permission, placeOf } from '../../private/vendor/grant';
import { keyPermission } from '../../private/vendor/keys';
import { readPrefix, arnOfBucket } from '../../private/vendor/s3-location';
import { fail, shown } from '../../private/words/errors';
import { isText } from '../../private/words/given';
import type { BucketLocation } from '../bucket-location';

/** What is done with the objects of a location, and what the statements are called. */
export interface ObjectUse {
  readonly sids: { readonly list: string; readonly describe: string; readonly objects: string; readonly key: string };
  readonly actions: string[];
  readonly writes: boolean;
  /** The prop that holds the location, where it is none of the access itself. */
  readonly within?: string;
}

/** The least that a client needs to use the objects of a location, and nothing beside them. */
export function objectPermissions(holder: Holder, location: BucketLocation, use: ObjectUse): Permission[] {
  const { bucket, kmsKeyArn } = location;
  const nameOf = (prop: string) => (use.within === undefined ? prop : `${prop} of ${use.within}`);
  checkBucket(holder, nameOf('bucket'), bucket);
  const { region = regionIn(bucket) } = location;
  const { account = accountOfApp(holder, bucket) } = location;
  if (account !== undefined) checkAccountId(holder, nameOf('account'), account);
  if (region !== undefined) checkRegion(holder, nameOf('region'), region);
  const prefix = readPrefix(holder, `${nameOf('bucket')} ${shown(bucket)}`, location.prefix);
  const arn = arnOfBucket(holder, bucket);
  const owned = account === undefined ? undefined : inAccount(account);
  const { sids, actions, writes } = use;
  return [
    {
      sid: sids.list,
      actions: ['s3:ListBucket'],
      resources: [arn],
      conditions: prefix === '' ? owned : { StringLike: { 's3:prefix': [prefix, `${prefix}*`] }, ...owned },
    },
    // Neither action takes the s3:prefix condition key.
    {
      sid: sids.describe,
      actions: ['s3:GetBucketLocation', ...(writes ? ['s3:ListBucketMultipartUploads'] : [])],
      resources: [arn],
      conditions: owned,
    },
    { sid: sids.objects, actions, resources: [`${arn}/${prefix}*`], conditions: owned },
    ...keyPermission(holder, kmsKeyArn, {
      prop: nameOf('kmsKeyArn'),
      sid: sids.key,
      // S3 decrypts with the key and asks it for data keys; it never calls kms:Encrypt.
      actions: ['kms:Decrypt', ...(writes ? ['kms:GenerateDataKey'] : [])],
      service: 's3',
      region,
    }),
  ];
}

/** The account of a bucket that another stack of this app creates, where that is another account. */
function accountOfApp(holder: Holder, bucket: string): string | undefined {
  const account = referenceIn(bucket)?.resource.stack.account ?? '';
  const isOther = areDifferent(account, placeOf(holder).account);
  return isOther && account !== '' ? account : undefined;
}

function checkBucket(holder: Holder, prop: string, bucket: string): void {
  if (isText(bucket, BUCKET_NAME) && referenceIn(bucket)?.attribute !== 'Arn') return;
  fail(
    holder,
    `${prop} ${shown(bucket)} is not allowed: the name of a general purpose bucket, as \`bucket.bucketName\` gives it, ` +
      '3 to 63 lower-case letters, digits, dots and hyphens.',
  );
}
