import { Fn, Stage, Token, TokenComparison } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { splitArn } from './arn';
import { ownedResource, type RoleLike } from '../role/identity';

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

/** The account of any role: of its stack when this app creates it, else as its ARN says. */
export function accountOf(role: RoleLike): string {
  const resource = ownedResource(role);
  if (resource !== undefined) return resource.stack.account;
  return splitArn(role.roleArn)?.account ?? Fn.select(4, Fn.split(':', role.roleArn));
}

/** What tells accounts apart by name: Stages without an account are usually deployed to different ones. */
export function accountOrStage(scope: IConstruct, account: string): string {
  return Token.isUnresolved(account) ? (Stage.of(scope)?.node.path ?? '') : account;
}
