import { Stack, Stage, Token, TokenComparison } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { fail, shown } from '../words/errors';
import { isText } from '../words/given';
import { partitionOfRegion } from './partition';
import { ACCOUNT_ID, REGION } from './patterns';

export enum AccountRelation {
  SAME,
  DIFFERENT,
  UNKNOWN,
}

/** Two unresolved accounts are the same account: an environment-agnostic app is deployed as one. */
export function compareAccounts(one: string, other: string): AccountRelation {
  switch (Token.compareStrings(one, other)) {
    case TokenComparison.SAME:
    case TokenComparison.BOTH_UNRESOLVED:
      return AccountRelation.SAME;
    case TokenComparison.DIFFERENT:
      return AccountRelation.DIFFERENT;
    default:
      return AccountRelation.UNKNOWN;
  }
}

/** Whether two accounts, or two regions, are known to be different ones. */
export function areDifferent(one: string, other: string): boolean {
  return Token.compareStrings(one, other) === TokenComparison.DIFFERENT;
}

/**
 * Whether a stack becomes the template of something else that deploys it, such as a `ProductStack` or a `StackSetStack`: in which
 * accounts, no synth can tell.
 */
export function isDeployedElsewhere(stack: Stack): boolean {
  return stack.nestedStackParent === undefined && '_getTemplateUrl' in stack;
}

/** What tells accounts apart by name: Stages without an account are usually deployed to different ones. */
export function accountOrStage(scope: IConstruct, account: string): string {
  if (!Token.isUnresolved(account)) return account;
  const stack = Stack.of(scope);
  return (isDeployedElsewhere(stack) ? stack : Stage.of(scope))?.node.path ?? '';
}

/** The partition of a construct's stack, where its region is known. */
export function knownPartition(construct: IConstruct): string | undefined {
  const { region } = Stack.of(construct);
  return Token.isUnresolved(region) ? undefined : partitionOfRegion(region);
}

/** Throws for what is no account id; a token is taken for one. */
export function checkAccountId(about: IConstruct | string, prop: string, account: string): void {
  if (isText(account, ACCOUNT_ID)) return;
  fail(about, `${prop} ${shown(account)} is not allowed: the 12 digits of an AWS account.`);
}

/** Throws for what is no region; a token is taken for one. */
export function checkRegion(about: IConstruct | string, prop: string, region: string): void {
  if (isText(region, REGION)) return;
  fail(about, `${prop} ${shown(region)} is not allowed: a region, such as "eu-west-1".`);
}
