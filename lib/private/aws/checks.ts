import type { aws_kms as kms } from 'aws-cdk-lib';
import { isOneToken, sampleArn } from './arn';
import { fail, shown } from '../words/errors';
import { ACCOUNT_ID, isText, REGION } from './patterns';

/** Throws for what is no account id; a token is taken for one. */
export function checkAccountId(factory: string, prop: string, account: string): void {
  if (isText(account, ACCOUNT_ID)) return;
  fail(factory, `${prop} ${shown(account)} is not allowed: the 12 digits of an AWS account.`);
}

/** Throws for what is no region; a token is taken for one. */
export function checkRegion(factory: string, prop: string, region: string): void {
  if (isText(region, REGION)) return;
  fail(factory, `${prop} ${shown(region)} is not allowed: a region, such as "eu-west-1".`);
}

/** Throws for keys that are not named by an ARN of their own: IAM never matches an alias, and a wildcard matches every key. */
export function checkKeys(factory: string, prop: string, keys: kms.IKeyRef[]): void {
  for (const { keyRef } of keys) {
    const arn = keyRef.keyArn;
    if (isOneToken(arn) || /^arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/.test(sampleArn(arn))) continue;
    fail(
      factory,
      `${prop} holds ${shown(arn)}: the ARN of a key itself is allowed, "arn:…:key/<id>", no alias and no wildcards.`,
    );
  }
}

/** Whether an ARN stands for more than one thing; one that only the deployment knows does not. */
export function hasWildcard(arn: string): boolean {
  return !isOneToken(arn) && /[*?]|\$\{/.test(sampleArn(arn));
}
