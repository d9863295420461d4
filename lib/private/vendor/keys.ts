import {
  type aws_iam as iam,
  aws_kms as kms,
  type aws_s3 as s3,
  type IResolvable,
  type ResourceEnvironment,
  Token,
  Tokenization,
} from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { checkArn, isOneToken, referenceIn, regionIn, sampleArn, splitArn } from '../aws/arn';
import { areDifferent } from '../aws/environment';
import { KMS_KEY_ARN } from '../aws/patterns';
import { viaService } from '../aws/statements';
import { resourceBehind } from '../role/identity';
import { fail, shown } from '../words/errors';
import { isLookupDummy, optionalList } from '../words/given';
import { type Holder, type Permission, placeOf } from './grant';

/** Throws for keys that are not named by an ARN of their own: IAM never matches an alias, and a wildcard matches every key. */
export function checkKeys(about: IConstruct | string, prop: string, keys: kms.IKeyRef[] | undefined): void {
  for (const { keyRef } of optionalList(about, prop, keys, { are: 'KMS keys', have: 'keyRef' }) ?? []) {
    const arn = keyRef.keyArn;
    if (isOneToken(arn) || isLookupDummy(arn) || KMS_KEY_ARN.test(sampleArn(arn))) continue;
    fail(
      about,
      `${prop} holds ${shown(arn)}: the ARN of a key itself is allowed, "arn:…:key/<id>", no alias and no wildcards.`,
    );
  }
}

/** Throws for what is no ARN of a key itself: IAM never matches an alias. */
export function checkKey(holder: Holder, prop: string, keyArn: string): void {
  const is = 'the ARN of a key itself is, as "arn:aws:kms:eu-west-1:111122223333:key/…", no alias and no wildcards';
  checkArn(holder, prop, keyArn, { is, pattern: KMS_KEY_ARN });
}

/** How a service uses the key that encrypts what it keeps. */
export interface KeyUse {
  /** What the caller gave the key as. */
  readonly prop: string;
  readonly sid: string;
  readonly actions: string[];
  /** As KMS calls it. */
  readonly service: string;
  /** Where the data is, if it is said: services use keys of their own region. */
  readonly region: string | undefined;
}

/** Lets a grantee use a key through one service only; nothing where there is no key. */
export function keyPermission(holder: Holder, keyArn: string | undefined, use: KeyUse): Permission[] {
  if (keyArn === undefined) return [];
  checkKey(holder, use.prop, keyArn);
  const ofKey = splitArn(keyArn)?.region ?? referenceIn(keyArn)?.resource.stack.region;
  const { sid, actions, service, region = ofKey ?? placeOf(holder).region } = use;
  if (ofKey !== undefined && areDifferent(ofKey, region)) {
    fail(
      holder,
      `${use.prop} ${shown(keyArn)} is not allowed: the data is in ${region}, and services use keys of their own region only.`,
    );
  }
  return [{ sid, actions, resources: [keyArn], conditions: viaService(service, [region]) }];
}

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

/** Throws for a key of another region than all in which instances run: EC2 encrypts with keys of its own region only. */
export function checkEbsRegions(
  about: IConstruct | string,
  keys: readonly kms.IKeyRef[],
  regions: readonly string[],
): void {
  if (regions.some((region) => Token.isUnresolved(region))) return;
  for (const { keyRef } of keys) {
    const region = regionIn(keyRef.keyArn);
    if (region === undefined || regions.includes(region)) continue;
    fail(
      about,
      `ebsKmsKeys holds ${shown(keyRef.keyArn)}: the instances are in ${[...new Set(regions)].join(' and ')}, and EC2 uses keys of their region only.`,
    );
  }
}

/**
 * What EC2 needs of the keys that encrypt volumes, in the name of whoever launches an instance or makes and attaches a volume.
 *
 * @see https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html
 */
export function ebsKeys(
  keyArns: string[],
  regions: string[],
): { sid: string; actions: string[]; resources: string[]; conditions: iam.Conditions }[] {
  const throughEbs = viaService('ec2', regions);
  return [
    {
      sid: 'UseEbsKeys',
      actions: [
        'kms:Decrypt',
        'kms:DescribeKey',
        'kms:GenerateDataKeyWithoutPlaintext',
        'kms:ReEncryptFrom',
        'kms:ReEncryptTo',
      ],
      resources: keyArns,
      conditions: throughEbs,
    },
    {
      sid: 'LendEbsKeys',
      actions: ['kms:CreateGrant'],
      resources: keyArns,
      conditions: { ...throughEbs, Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    },
  ];
}
