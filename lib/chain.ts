import type { aws_iam as iam } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** A role that the platform's machines or pods hold, and from which resource roles are assumed. */
export interface IChainingRole extends IConstruct, iam.IGrantable, iam.IRoleRef {
  /**
   * The ARN of the role.
   *
   * @attribute
   */
  readonly roleArn: string;

  /**
   * The name of the role.
   *
   * @attribute
   */
  readonly roleName: string;

  /** Whether the role's sessions carry transitive tags, so that trust and permissions policy must allow `sts:TagSession`. */
  readonly requiresTagSession: boolean;

  /**
   * Lets this role become another role of the app: writes the permissions policy here and the trust policy there.
   *
   * May be called again with the same role, and gives an equal grant. A trust that names this role already is left as it is,
   * conditions included. The trust of an imported role or of an L1 is never written: where it does not name this role, the warning
   * `trustPolicyNotWritten` prints what its owner must add. Where the trust names this role by its ARN, the other role is deployed
   * after it. Throws where that order would be a cycle or cross a Stage, where an ARN can't be computed, and when the list no longer
   * fits.
   *
   * @param role is the role to become; never this role itself
   * @returns what is written: `principalStatements` where the permissions policy holds the role, `resourceStatements` where its trust
   * lets this role in, and `success` where both do
   */
  allowAssuming(role: iam.IRole): iam.Grant;
}

/** What is known of a chaining role that exists already. */
export interface ImportedChainingRoleOptions {
  /**
   * Whether a policy that permits the chains may be attached to the role.
   *
   * It is attached only where the role is known to be in the account of the stack that imports it.
   *
   * @default true
   */
  readonly mutable?: boolean;

  /**
   * Whether the role's sessions carry transitive tags, as those of EKS Pod Identity do.
   *
   * @default - true where this app creates the role and its trust names `pods.eks.amazonaws.com`, else false
   */
  readonly requiresTagSession?: boolean;
}

/**
 * How a resource role's trust policy names its chaining roles.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 *
 * @example
 * declare const head: InstanceProfileRole;
 * new ResourceRole(this, 'Archive', { chainingRoles: [head], trust: ChainTrust.accountRoot() });
 */
export class ChainTrust {
  /**
   * The trust's principal is the chaining role's ARN.
   *
   * The chaining role must exist before the resource role is created; the stack dependency is added for you. IAM stores the role's
   * unique id behind the ARN: a chaining role that is deleted and created again is another role, and the trust stays dead until it
   * is written again (`trustRevision`).
   */
  public static exactRole(): ChainTrust {
    return new ChainTrust('exactRole');
  }

  /**
   * The trust's principal is the chaining role's account, with the condition that `aws:PrincipalArn` is the chaining role's ARN.
   *
   * No order of deployment is needed, and a chaining role that was created again works at once. Whoever may create a role of that
   * name in the chaining role's account can use the trust.
   */
  public static accountRoot(): ChainTrust {
    return new ChainTrust('accountRoot');
  }

  /** @internal */
  public readonly _kind: 'exactRole' | 'accountRoot';

  private constructor(kind: 'exactRole' | 'accountRoot') {
    this._kind = kind;
  }
}

/** What a resource role's trust demands beyond the chaining role itself. */
export interface TrustOptions {
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
   * Lets the chaining roles set a source identity (`sts:SetSourceIdentity`) in the trust policy and in the permissions policy.
   *
   * @default false
   */
  readonly allowSourceIdentity?: boolean;

  /**
   * Lets the chaining roles pass session tags (`sts:TagSession`) in the trust policy and in the permissions policy.
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
