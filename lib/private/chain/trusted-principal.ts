import { Aws, Fn, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { ChainTrust } from '../../chain';
import { splitArn } from '../aws/arn';
import { arnIn, computedArn, literalArn, type RoleEnd } from '../role/identity';

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
export function trustedPrincipal({ _kind }: ChainTrust, chaining: RoleEnd, consumer?: IConstruct): TrustedPrincipal {
  if (_kind === 'exactRole') return { arn: consumer === undefined ? literalArn(chaining) : arnIn(chaining, consumer) };
  // Computed in one stack too: a reference would bring back the order that this trust does without.
  const value = consumer === undefined ? literalArn(chaining) : computedArn(chaining, consumer);
  const partition =
    splitArn(value)?.partition ?? (Token.isUnresolved(value) ? Fn.select(1, Fn.split(':', value)) : Aws.PARTITION);
  return {
    arn: `arn:${partition}:iam::${chaining.account}:root`,
    condition: { operator: 'ArnEquals', key: 'aws:PrincipalArn', value },
  };
}
