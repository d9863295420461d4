import { isOneToken, sampleArn } from '../../private/arn';
import { shown } from '../../private/messages';
import { isText } from '../../private/text';

/** Throws an error about an argument of a factory, which has no construct to name. */
export function refuse(factory: string, message: string): never {
  throw new Error(`${factory}: ${message}`);
}

/** Throws for what is no account id; a token is taken for one. */
export function checkAccountId(factory: string, prop: string, account: string): void {
  if (isText(account, /^\d{12}$/)) return;
  refuse(factory, `${prop} ${shown(account)} is not allowed: the 12 digits of an AWS account.`);
}

/** Whether an ARN stands for more than one thing; one that only the deployment knows does not. */
export function hasWildcard(arn: string): boolean {
  return !isOneToken(arn) && /[*?]|\$\{/.test(sampleArn(arn));
}
