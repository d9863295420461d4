import { aws_iam as iam } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import type { IChainingRole, ImportedChainingRoleOptions } from './chain';
import { formatRoleArn } from './private/aws/arn';
import { ChainingSide } from './private/chain/chaining-side';
import { PodsTrust } from './private/chain/existing-trust';
import { ImportedChainingRole } from './private/chain/imported-role';
import { Permissions, PolicyBudget, resourceRoleAccounts } from './private/chain/permissions';
import type { SessionFeatures } from './private/chain/session';
import { checkRole, endOf, endOfArn, isImmutable, type RoleEnd, type RoleLike } from './private/role/identity';
import { keepRole, fixedNaming } from './private/role/role-name';
import { TrustDocument } from './private/role/trust-document';
import { pathOf } from './private/words/errors';
import { checkFlags, given } from './private/words/given';
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

/** What a chaining role of any kind is made from. */
export interface ChainingRoleProps extends ChainingRoleOptions {
  /** Who may assume the chaining role itself: the service or principal that the platform's code runs as. */
  readonly assumedBy: iam.IPrincipal;
}

/**
 * The base identity of a role chain: owns no data permissions, and may become the resource roles that name it.
 *
 * Creates the role; made by itself for ECS tasks, Lambda, Glue, SageMaker or EMR, whose service `assumedBy` names. There are classes
 * of their own for EC2 instances, EKS service accounts and EKS Pod Identity. Throws for values that IAM would reject.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining
 *
 * @example
 * const task = new ChainingRole(this, 'Task', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') });
 * const theirs = ChainingRole.fromChainingRoleArn(this, 'Theirs', 'arn:aws:iam::111122223333:role/hopsworks-head');
 * new ResourceRole(this, 'Ledger', { chainingRoles: [task, theirs], roleName: 'ledger' });
 */
export class ChainingRole extends iam.Role implements IChainingRole {
  /**
   * A chaining role that this app does not create; for the ARN attribute of one that it does create, that role itself.
   *
   * Where it is known to be in the account of the stack, the permissions policy is attached to it as a managed policy, whose name no
   * other stack has; otherwise the warning `permissionsPolicyNotWritten` prints what the role's owner must add, as it does for roles
   * that only AWS may change (below `/aws-reserved/` and `/aws-service-role/`). Imports of one role share what they may become: import
   * it once, and share it. Of an ARN that is known only at deployment, the `roleName` is right for roles without a path only. Throws
   * for an ARN that is no role ARN.
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
    return imported(scope, id, endOfArn(scope, id, roleArn), options);
  }

  /**
   * A role of this app that other constructs make, or an imported one, as a chaining role; for a chaining role, that role itself.
   *
   * Its permissions policy is attached as `fromChainingRoleArn` says, not to one that was given as immutable. Works for a role whose name CloudFormation chooses inside the
   * role's own stack only, and throws elsewhere.
   *
   * @param scope is the scope to import into
   * @param id is the construct id
   * @param role is the role, from `new iam.Role`, an import or a lookup
   * @param options tells what the role does not say
   */
  public static fromRole(
    scope: Construct,
    id: string,
    role: iam.IRole,
    options: ImportedChainingRoleOptions = {},
  ): IChainingRole {
    checkRole(pathOf(scope, id), 'fromRole', role);
    const mutable = !(isImmutable(role) && role.env.account === role.stack.account);
    return imported(scope, id, endOf(role, pathOf(scope, id)), {
      mutable,
      ...given(pathOf(scope, id), options, 'options'),
    });
  }

  private readonly props: ChainingRoleOptions;
  private readonly permissions: Permissions;
  private readonly pathAccounts = new Set<string>();
  private readonly side: ChainingSide;
  /** Whether `resourceRolePath` takes in sessions with tags. */
  private readonly tagsBelowPath: boolean;
  private readonly podsTrust: PodsTrust;

  /**
   * @param scope is the scope to create the role in
   * @param id is the construct id
   * @param props names who may assume the role
   */
  constructor(scope: Construct, id: string, props: ChainingRoleProps) {
    const naming = fixedNaming(scope, id, props);
    const trust = TrustDocument.from(scope, id, props.assumedBy);
    super(scope, id, {
      assumedBy: trust,
      ...naming,
      description: props.description,
      permissionsBoundary: props.permissionsBoundary,
      managedPolicies: props.managedPolicies,
      maxSessionDuration: props.maxSessionDuration,
    });
    const kept = keepRole(this, naming);
    const end = endOf(this);
    this.podsTrust = new PodsTrust(end);
    this.props = { ...props };
    this.tagsBelowPath = this.requiresTagSession;
    const budget = new PolicyBudget(props.managedPolicies?.length ?? 0);
    this.permissions = new Permissions(end, this, this, props.path, budget);
    const isOpen = props.resourceRolePath !== undefined;
    this.side = new ChainingSide(this, end, (target, features) => this.permit(target, features), new Map(), isOpen);
    kept.checks = [...kept.checks, () => [...this.side.untaggedErrors(), ...this.untaggedPath()]];
    for (const account of resourceRoleAccounts(this, this.stack.account, props)) this.allowPathIn(account);
  }

  /**
   * Whether trust and permissions policies must allow `sts:TagSession`, because the role's sessions carry transitive tags.
   *
   * Statements of the role's trust that were added until now count too.
   */
  public get requiresTagSession(): boolean {
    return this.podsTrust.isTrusted;
  }

  /** The roles that this role may become, in declared order; a copy. */
  public get resourceRoles(): iam.IRole[] {
    return this.side.roles;
  }

  public allowAssuming(role: iam.IRole): iam.Grant {
    return this.side.allowAssuming(role);
  }

  private permit(target: RoleEnd, features: SessionFeatures): IConstruct {
    return this.isBelowPath(target, features) ? this : this.permissions.permit(target, features);
  }

  /** Whether `resourceRolePath` takes in the role, with all that a session of it needs. */
  private isBelowPath({ identity, account }: RoleEnd, features: SessionFeatures): boolean {
    const { resourceRolePath } = this.props;
    if (resourceRolePath === undefined || identity?.path.startsWith(resourceRolePath) !== true) return false;
    this.allowPathIn(account);
    return features.tags === this.tagsBelowPath && !features.sourceIdentity;
  }

  private untaggedPath(): string[] {
    const { resourceRolePath } = this.props;
    if (resourceRolePath === undefined || this.tagsBelowPath === this.requiresTagSession) return [];
    return [
      `the trust policy of ${this.node.path} lets pods.eks.amazonaws.com in by a statement that was added later: EKS Pod Identity passes tags, ` +
        'and `resourceRolePath` was written without sts:TagSession. Use a role of its own for Pod Identity, or list the resource roles.',
    ];
  }

  private allowPathIn(account: string): void {
    if (this.pathAccounts.has(account)) return;
    this.pathAccounts.add(account);
    const path = this.props.resourceRolePath ?? '';
    const arn = formatRoleArn({ partition: this.stack.partition, account, path, name: '*' });
    this.permissions.add(arn, { tags: this.tagsBelowPath, sourceIdentity: false });
  }
}

/** Importing a chaining role of this app would make a second one of it. */
function imported(scope: Construct, id: string, end: RoleEnd, options: ImportedChainingRoleOptions): IChainingRole {
  const { mutable = true, requiresTagSession } = given(pathOf(scope, id), options, 'options');
  checkFlags(pathOf(scope, id), options, 'mutable', 'requiresTagSession');
  const { role } = end;
  const known = ChainingSide.of(role) === undefined ? undefined : (role as RoleLike & IChainingRole);
  if (known !== undefined && mutable && (requiresTagSession ?? known.requiresTagSession) === known.requiresTagSession) {
    return known;
  }
  return new ImportedChainingRole(scope, id, end, {
    mutable,
    requiresTagSession: requiresTagSession ?? known?.requiresTagSession,
  });
}
