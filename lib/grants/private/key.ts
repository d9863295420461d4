import { Token, TokenComparison } from 'aws-cdk-lib';
import { referenceIn, splitArn } from '../../private/aws/arn';
import { checkArn } from '../../private/aws/checks';
import { KMS_KEY_ARN } from '../../private/aws/patterns';
import { viaService } from '../../private/aws/services';
import { type Holder, type Permission, placeOf } from '../../private/vendor/grant';
import { fail, shown } from '../../private/words/errors';

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
  if (ofKey !== undefined && Token.compareStrings(ofKey, region) === TokenComparison.DIFFERENT) {
    fail(
      holder,
      `${use.prop} ${shown(keyArn)} is not allowed: the data is in ${region}, and services use keys of their own region only.`,
    );
  }
  return [{ sid, actions, resources: [keyArn], conditions: viaService(service, [region]) }];
}
