import { Aws, Fn, type IResolveContext, Lazy, Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { ChainTrust } from '../../chain';
import { splitArn } from '../aws/arn';
import { AccountRelation, areApart, compareAccounts } from '../aws/environment';
import { arnIn, computedArn, literalArn, type RoleEnd } from '../role/identity';
import { fail } from '../words/errors';

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
export function trustedPrincipal({ _kind }: ChainTrust, given: RoleEnd, consumer?: IConstruct): TrustedPrincipal {
  const chaining = consumer === undefined ? inItsAccount(given) : given;
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

/** A role for a document that is handed on: an account that only the deployment knows would become that of whatever stack the document ends in. */
export function inItsAccount(chaining: RoleEnd): RoleEnd {
  const { role, stack, isOwned, identity } = chaining;
  if (!isOwned || identity === undefined || !Token.isUnresolved(chaining.account)) return chaining;
  const produce = ({ scope }: IResolveContext) => {
    const consumer = Stack.of(scope);
    if (areApart(consumer, stack) || compareAccounts(consumer.account, chaining.account) !== AccountRelation.SAME) {
      fail(
        consumer,
        `a policy of it names ${role.node.path}, and it can't be told whether ${stack.node.path} is in its account. Import the chaining role ` +
          'by its literal ARN for these statements: `ChainingRole.fromChainingRoleArn`.',
      );
    }
    return chaining.account;
  };
  const account = Lazy.uncachedString({ produce });
  return { ...chaining, account, identity: { ...identity, account } };
}
