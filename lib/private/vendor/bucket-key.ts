import {
  type IResolvable,
  type ResourceEnvironment,
  Tokenization,
  aws_kms as kms,
  type aws_s3 as s3,
} from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { regionIn, splitArn } from '../aws/arn';
import { resourceBehind } from '../role/identity';
import { fail, shown } from '../words/errors';

/** A key, and where it is. */
export interface EncryptionKey {
  readonly arn: string;
  readonly env: ResourceEnvironment;
}

/** Throws for a key of another region than the bucket of this app that it encrypts: S3 calls KMS in its own region only. */
export function checkKeyRegion(about: IConstruct | string, prop: string, key: string, bucket: string): void {
  const [ofKey, ofBucket] = [regionIn(key), regionIn(bucket)];
  if (ofKey === undefined || ofBucket === undefined || ofKey === ofBucket) return;
  fail(
    about,
    `${prop} ${shown(key)} is not allowed: the bucket is in ${ofBucket}, and S3 uses keys of its region only.`,
  );
}

/** AWS's own key, which S3 lets every role of the account use that may use the bucket. */
const KEY_OF_AWS = /^(arn:.+:)?alias\/aws\/s3$/;

/** The customer's key by which an L1 of a bucket encrypts. */
export function defaultKeyOf({ bucketEncryption }: s3.CfnBucket, unreadable: () => never): EncryptionKey | undefined {
  const written = <T extends object>(value: T | IResolvable): T =>
    Tokenization.isResolvable(value) ? unreadable() : value;
  if (bucketEncryption === undefined) return undefined;
  const [key] = written(written(bucketEncryption).serverSideEncryptionConfiguration)
    .flatMap((rule) => written(rule).serverSideEncryptionByDefault ?? [])
    .flatMap((byDefault) => written(byDefault).kmsMasterKeyId ?? []);
  if (key === undefined || KEY_OF_AWS.test(key)) return undefined;
  const resource = resourceBehind(key);
  if (resource instanceof kms.CfnKey) return { arn: resource.attrArn, env: resource.env };
  const parts = splitArn(key);
  return parts === undefined ? unreadable() : { arn: key, env: { account: parts.account, region: parts.region } };
}
