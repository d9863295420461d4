import { type Duration, aws_iam as iam } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import { ImportedChainingRole } from './private/chain/imported-chaining-role';
import { keepRole } from './private/role/keep-role';
import { linkTrust } from './private/chain/link-trust';
import { ownedIdentity, ownerOf, resourceBehind, type RoleIdentity } from './private/role/identity';
import { PermissionHalves, PolicyBudget } from './private/chain/permission-half';
import { resourceRoleAccounts } from './private/chain/resource-role-path';
import { formatRoleArn, parseRoleArn } from './private/role/role-arn';
import { fixedRoleName } from './private/role/role-name';
import type { SessionFeatures } from './private/chain/trust-half';

/** A role that the platform's machines or pods hold, and from which resource roles are assumed. */
export interface IChainingRole extends IConstruct {
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

  /** Whether the role's sessions carry transitive tags, so that both halves must allow `sts:TagSession`. */
  readonly requiresTagSession: boolean;

  /**
   * Lets this role become another role of the app: writes the permission half here and the trust half there.
   *
   * May be called again with the same role. A trust that names this role already is left as it is, conditions included. The trust
   * of an imported role or of an L1 is never written: where it does not name this role, the warning `trustHalfNotWritten` prints
   * what its owner must add. Where the trust names this role by its ARN, the other role is deployed after it. Throws where that
   * order would be a cycle or cross a Stage, where an ARN can't be computed, and when the list no longer fits.
   *
   * @param role is the role to become; never this role itself
   */
  allowAssuming(role: iam.IRole): void;
}

/** What every chaining role takes. */
export interface ChainingRoleProps {
  /**
   * The name of the role: 1 to 64 characters from `A-Z a-z 0-9 _ + = , . @ -`, unique in its account.
   *
   * @default - derived from the construct path, the region when it is known, and the IAM path; it never changes afterwards
   */
  readonly roleName?: string;

  /**
   * The IAM path of the role, which begins and ends with a slash; at most 512 characters.
   *
   * @default "/"
   */
  readonly path?: string;

  /**
   * What the role is for; at most 1,000 characters.
   *
   * @default - no description
   */
  readonly description?: string;

  /**
   * The permissions boundary of the role. It must allow `sts:AssumeRole`.
   *
   * @default - no boundary of its own; one that an aspect sets is kept
   */
  readonly permissionsBoundary?: iam.IManagedPolicy;

  /**
   * Further managed policies of the role; they count towards the ten that a role may carry.
   *
   * @default - only the policies of the permission half
   */
  readonly managedPolicies?: iam.IManagedPolicy[];

  /**
   * The longest session of the chaining role itself, between 1 and 12 hours. A chained session lasts 1 hour at most.
   *
   * @default Duration.hours(1)
   */
  readonly maxSessionDuration?: Duration;

  /**
   * Lets the role become every role below this IAM path, instead of listing their ARNs.
   *
   * Begins and ends with a slash; neither "/" nor below "/aws-", and the chaining role itself must not lie below it. Whoever may
   * create a role below this path then decides what the chaining role can become.
   *
   * @default - every resource role is listed by its ARN
   */
  readonly resourceRolePath?: string;

  /**
   * Further accounts, of 12 digits each, in which `resourceRolePath` holds.
   *
   * @default - the chaining role's account and the accounts of the declared resource roles
   */
  readonly resourceRoleAccounts?: string[];
}

/** What is known of a chaining role that exists already. */
export interface ImportedChainingRoleOptions {
  /**
   * Whether a policy with the permission half may be attached to the role.
   *
   * It is attached only where the role is known to be in the account of the stack that imports it.
   *
   * @default true
   */
  readonly mutable?: boolean;

  /**
   * Whether the role's sessions carry transitive tags, as those of EKS Pod Identity do.
   *
   * @default false
   */
  readonly requiresTagSession?: boolean;
}

/**
 * The base identity of a role chain: owns no data permissions, and may become the resource roles that name it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining
 *
 * @example
 * const theirs = ChainingRole.fromChainingRoleArn(this, 'Theirs', 'arn:aws:iam::111122223333:role/hopsworks-head');
 * new ResourceRole(this, 'Ledger', { chainingRoles: [theirs], roleName: 'ledger' });
 */
export abstract class ChainingRole extends iam.Role implements IChainingRole {
  /**
   * A chaining role that this app does not create; for the ARN attribute of one that it does create, that role itself.
   *
   * Where it is known to be in the account of the stack, the permission half is attached to it as a managed policy, whose name
   * no other stack has; otherwise the warning `permissionHalfNotWritten` prints what the role's owner must add. Of an ARN that is
   * known only at deployment, the `roleName` is right for roles without a path only. Throws for an ARN that is no role ARN.
   *
   * @param scope is the scope to import into
   * @param id is the construct id
   * @param roleArn is the ARN of the role, path included
   * @param options tells what the ARN does not say
   */
  public static fromChainingRoleArn(
    scope: Construct,
    id: string,
    roleArn: string,
    options: ImportedChainingRoleOptions = {},
  ): IChainingRole {
    // Importing the ARN attribute of a role of this app would make an export of it.
    const role = resourceBehind(roleArn)?.node.scope;
    if (!(role instanceof ChainingRole)) return new ImportedChainingRole(scope, id, roleArn, options);
    const { mutable = true, requiresTagSession = role.requiresTagSession } = options;
    if (mutable && requiresTagSession === role.requiresTagSession) return role;
    return new ImportedChainingRole(scope, id, roleArn, { mutable, requiresTagSession });
  }

  private readonly props: ChainingRoleProps;
  private readonly roles = new Set<iam.IRole>();
  private readonly permissionHalf: PermissionHalves;
  private readonly pathAccounts = new Set<string>();

  /**
   * @param scope is the scope to create the role in
   * @param id is the construct id
   * @param assumedBy is who may assume the chaining role itself
   * @param props are the props of every chaining role
   */
  protected constructor(scope: Construct, id: string, assumedBy: iam.IPrincipal, props: ChainingRoleProps) {
    const roleName = fixedRoleName(scope, id, props);
    super(scope, id, {
      assumedBy,
      roleName,
      path: props.path,
      description: props.description,
      permissionsBoundary: props.permissionsBoundary,
      managedPolicies: props.managedPolicies,
      maxSessionDuration: props.maxSessionDuration,
    });
    keepRole(this, roleName, props.path);
    this.props = props;
    const budget = new PolicyBudget(props.managedPolicies?.length ?? 0);
    this.permissionHalf = new PermissionHalves(this, this, props.path, budget);
    for (const account of resourceRoleAccounts(this, this.stack.account, props)) this.allowPathIn(account);
  }

  /** Whether both halves must allow `sts:TagSession`, because the role's sessions carry transitive tags. */
  public get requiresTagSession(): boolean {
    return false;
  }

  /** The roles that this role may become, in declared order; a copy. */
  public get resourceRoles(): iam.IRole[] {
    return [...this.roles];
  }

  /**
   * Whether there is any role that this role may become.
   *
   * @internal
   */
  public get _mayBecomeRoles(): boolean {
    return this.roles.size > 0 || this.props.resourceRolePath !== undefined;
  }

  public allowAssuming(role: iam.IRole): void {
    const owner = ownerOf(role);
    if (this.roles.has(owner)) return;
    const features = linkTrust(owner, this);
    const identity = ownedIdentity(owner) ?? parseRoleArn(owner, '', owner.roleArn);
    if (identity === undefined || !this.isBelowPath(identity, features)) this.permissionHalf.permit(owner, features);
    this.roles.add(owner);
  }

  /** Whether `resourceRolePath` takes in the role, with all that a session of it needs. */
  private isBelowPath({ account, path }: RoleIdentity, features: SessionFeatures): boolean {
    const { resourceRolePath } = this.props;
    if (resourceRolePath === undefined || !path.startsWith(resourceRolePath)) return false;
    this.allowPathIn(account);
    return features.tags === this.requiresTagSession && !features.sourceIdentity;
  }

  private allowPathIn(account: string): void {
    if (this.pathAccounts.has(account)) return;
    this.pathAccounts.add(account);
    const path = this.props.resourceRolePath ?? '';
    const arn = formatRoleArn({ partition: this.stack.partition, account, path, name: '*' });
    this.permissionHalf.add(arn, { tags: this.requiresTagSession, sourceIdentity: false });
  }
}
