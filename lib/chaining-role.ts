import { aws_iam as iam } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { IChainingRole, ImportedChainingRoleOptions } from './chain';
import { ImportedChainingRole } from './private/chain/imported-chaining-role';
import { keepRole } from './private/role/keep-role';
import { linkTrust } from './private/chain/link-trust';
import { ownedIdentity, ownerOf, resourceBehind, type RoleIdentity } from './private/role/identity';
import { PermissionHalves, PolicyBudget } from './private/chain/permission-half';
import { resourceRoleAccounts } from './private/chain/resource-role-path';
import { formatRoleArn, parseRoleArn } from './private/role/role-arn';
import { fixedRoleName } from './private/role/role-name';
import type { SessionFeatures } from './private/chain/trust-half';
import type { RoleOptions } from './role-options';

/** What every chaining role takes; all of it is optional. */
export interface ChainingRoleOptions extends RoleOptions {
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

  private readonly props: ChainingRoleOptions;
  private readonly roles = new Set<iam.IRole>();
  private readonly permissionHalf: PermissionHalves;
  private readonly pathAccounts = new Set<string>();

  /**
   * @param scope is the scope to create the role in
   * @param id is the construct id
   * @param assumedBy is who may assume the chaining role itself
   * @param props are the props of every chaining role
   */
  protected constructor(scope: Construct, id: string, assumedBy: iam.IPrincipal, props: ChainingRoleOptions) {
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
