import type { aws_iam as iam } from 'aws-cdk-lib';
import { grantTo, holderOf } from '../private/vendor/grant';
import { given } from '../private/words/given';
import { AccessLevel, isWriting } from './access-level';
import type { BucketLocation } from './bucket-location';
import { objectPermissions } from './private/objects';

/** Which objects may be used, and how. */
export interface S3AccessProps extends BucketLocation {
  /** Get and list, or put and delete too. */
  readonly level: AccessLevel;
}

/**
 * Access to the objects of a bucket, or to those below a prefix of it: listing, reading and writing end where the prefix does.
 *
 * Adds statements to the policy of the role, or of whatever else is granted. Where the bucket or its key is of another account, the
 * warning `dataPolicyNotWritten` prints what their owner must add. Throws for what is no name of a bucket, no prefix, no ARN of a
 * key, a key of another region than the bucket's, and a principal that can hold no policy.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 *
 * @example
 * declare const head: InstanceProfileRole;
 * const ledger = new ResourceRole(this, 'Ledger', { chainingRoles: [head] });
 * S3Access.grant(ledger, { bucket: 'finance-lake', prefix: 'ledger/', level: AccessLevel.READ_WRITE });
 */
export class S3Access {
  /**
   * Lets a grantee use the objects.
   *
   * @param grantee is who may use them
   * @param props names the objects
   */
  public static grant(grantee: iam.IGrantable, props: S3AccessProps): iam.Grant {
    const holder = holderOf(grantee, 'S3Access.grant');
    const writes = isWriting(holder, given(holder, props).level);
    return grantTo(holder, objectPermissions(holder, props, writes ? READ_WRITE : READ));
  }

  private constructor() {}
}

const SIDS = { list: 'ListObjects', describe: 'DescribeBucket', key: 'UseKey' };

const READ = { sids: { ...SIDS, objects: 'ReadObjects' }, actions: ['s3:GetObject'], writes: false };

const READ_WRITE = {
  sids: { ...SIDS, objects: 'ReadWriteObjects' },
  actions: [
    's3:AbortMultipartUpload',
    's3:DeleteObject',
    's3:GetObject',
    's3:ListMultipartUploadParts',
    's3:PutObject',
  ],
  writes: true,
};
