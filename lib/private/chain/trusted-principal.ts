import { accountOf } from '../role/identity';
import { Fn } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { ChainTrust, IChainingRole } from '../../chain';
import { splitArn } from '../aws/arn';
import { computedRoleArn, literalRoleArn, roleArnFor } from '../role/role-arn';

/** How a trust names a chaining role: a principal, and the condition that makes it exact. */
export interface TrustedPrincipal {
  readonly arn: string;
  readonly condition?: { readonly operator: string; readonly key: string; readonly value: string };
}

/** Whether the chaining role must exist before the trust is written. */
export function needsChainingRole({ _kind }: ChainTrust): boolean {
  return _kind === 'exactRole';
}

/** For a document of the consumer's stack; without a consumer, for a document that is handed to somebody else. */
export function trustedPrincipal(
  { _kind }: ChainTrust,
  chainingRole: IChainingRole,
  consumer?: IConstruct,
): TrustedPrincipal {
  if (_kind === 'exactRole') {
    return { arn: consumer === undefined ? literalRoleArn(chainingRole) : roleArnFor(chainingRole, consumer) };
  }
  // Computed in one stack too: a reference would bring back the order that this trust does without.
  const value = consumer === undefined ? literalRoleArn(chainingRole) : computedRoleArn(chainingRole, consumer);
  const partition = splitArn(value)?.partition ?? Fn.select(1, Fn.split(':', value));
  return {
    arn: `arn:${partition}:iam::${accountOf(chainingRole)}:root`,
    condition: { operator: 'ArnEquals', key: 'aws:PrincipalArn', value },
  };
}
