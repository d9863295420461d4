import { Fn } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { IChainingRole } from './chaining-role';
import { splitArn } from './private/aws/arn';
import { accountOf } from './private/aws/accounts';
import { computedRoleArn, literalRoleArn, roleArnFor } from './private/role/role-arn';

/**
 * How a resource role's trust names its chaining roles.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 *
 * @example
 * declare const head: InstanceProfileRole;
 * new ResourceRole(this, 'Archive', { chainingRoles: [head], trust: ChainTrust.accountRoot() });
 */
export abstract class ChainTrust {
  /**
   * The trust's principal is the chaining role's ARN.
   *
   * The chaining role must exist before the resource role is created; the stack dependency is added for you. IAM stores the role's
   * unique id behind the ARN: a chaining role that is deleted and created again is another role, and the trust stays dead until it
   * is written again (`trustRevision`).
   */
  public static exactRole(): ChainTrust {
    return new ExactRole();
  }

  /**
   * The trust's principal is the chaining role's account, with the condition that `aws:PrincipalArn` is the chaining role's ARN.
   *
   * No order of deployment is needed, and a chaining role that was created again works at once. Whoever may create a role of that
   * name in the chaining role's account can use the trust.
   */
  public static accountRoot(): ChainTrust {
    return new AccountRoot();
  }

  /**
   * Whether the chaining role must exist before the trust is written.
   *
   * @internal
   */
  public abstract readonly _needsChainingRole: boolean;

  /**
   * The principal that stands for a chaining role in a document of the consumer's stack, and the condition that makes it exact;
   * without a consumer, for a document that is handed to somebody else.
   *
   * @internal
   */
  public abstract _bind(chainingRole: IChainingRole, consumer?: IConstruct): TrustedPrincipal;
}

/** @internal */
interface TrustedPrincipal {
  readonly arn: string;
  readonly condition?: { readonly operator: string; readonly key: string; readonly value: string };
}

class ExactRole extends ChainTrust {
  public readonly _needsChainingRole = true;

  public _bind(chainingRole: IChainingRole, consumer?: IConstruct): TrustedPrincipal {
    return { arn: consumer === undefined ? literalRoleArn(chainingRole) : roleArnFor(chainingRole, consumer) };
  }
}

class AccountRoot extends ChainTrust {
  public readonly _needsChainingRole = false;

  public _bind(chainingRole: IChainingRole, consumer?: IConstruct): TrustedPrincipal {
    // Computed in one stack too: a reference would bring back the order that this trust does without.
    const value = consumer === undefined ? literalRoleArn(chainingRole) : computedRoleArn(chainingRole, consumer);
    const partition = splitArn(value)?.partition ?? Fn.select(1, Fn.split(':', value));
    return {
      arn: `arn:${partition}:iam::${accountOf(chainingRole)}:root`,
      condition: { operator: 'ArnEquals', key: 'aws:PrincipalArn', value },
    };
  }
}

/** What a resource role's trust demands beyond the chaining role itself. */
export interface TrustHalfOptions {
  /**
   * How the trust names the chaining roles.
   *
   * @default ChainTrust.exactRole()
   */
  readonly trust?: ChainTrust;

  /**
   * The external id that the caller of `sts:AssumeRole` must send (`sts:ExternalId`).
   *
   * 2 to 1,224 characters from `A-Z a-z 0-9 _ + = , . @ : / -`. Hopsworks sends none: leave it out for its roles.
   *
   * @default - no external id is demanded
   */
  readonly externalId?: string;

  /**
   * The organization that the chaining role's account must belong to (`aws:PrincipalOrgID`), such as `o-a1b2c3d4e5`.
   *
   * @default - the organization is not checked
   */
  readonly organizationId?: string;

  /**
   * Further conditions of the trust, by operator and key, as in a policy document.
   *
   * Each condition is written into every trust statement whose action has the key. A key that another prop writes under the same
   * operator is an error, as is an unknown operator.
   *
   * @default - no further conditions
   */
  readonly conditions?: { [operator: string]: { [key: string]: any } };

  /**
   * Lets the chaining roles set a source identity (`sts:SetSourceIdentity`) on both halves.
   *
   * @default false
   */
  readonly allowSourceIdentity?: boolean;

  /**
   * Lets the chaining roles pass session tags (`sts:TagSession`) on both halves.
   *
   * @default - only chaining roles whose sessions carry transitive tags (EKS Pod Identity) may pass them
   */
  readonly allowSessionTags?: boolean;

  /**
   * Letters and digits that go into the Sids of the trust; change it to have the trust written again.
   *
   * Needed after a chaining role was deleted and created again under its name: IAM kept the old role's id, and CloudFormation sees
   * no difference.
   *
   * @default - the Sids carry no revision
   */
  readonly trustRevision?: string;
}
