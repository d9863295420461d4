import { Stack, Token, aws_iam as iam } from 'aws-cdk-lib';
import { Construct, type IConstruct } from 'constructs';
import { AccountRelation, areApart, compareAccounts } from '../aws/environment';
import { arnIn, computedArn, type RoleEnd } from '../role/identity';
import { keepPart } from '../role/kept-role';
import { ACCOUNT_ID } from '../aws/patterns';
import { MANAGED_POLICY_LIMIT } from '../aws/quotas';
import { longestArn, managedPoliciesPerRole, tooManyManagedPolicies } from '../role/quotas';
import { checkPath } from '../role/role-name';
import { fail, readable, shown, warn } from '../words/errors';
import { givenMembers, isLookupDummy } from '../words/given';
import { ATTACHES_POLICY, deployAfter } from './order';
import { kindsFor, PackedPolicy, type Permitted } from './packed-policy';
import type { SessionFeatures } from './session';

/** The managed policies of one role, which may stand in several stacks but share its quota. */
export class PolicyBudget {
  private readonly packed: (() => boolean)[] = [];

  /** @param own is the number of policies that the role carries anyway */
  constructor(private readonly own: number) {}

  /**
   * Counts one policy more; throws where the role can carry no more.
   *
   * @param isUsed tells whether any role of the policy is left in the app: else it is not written
   */
  public take(role: IConstruct, arn: string, isUsed: () => boolean): void {
    const count = this.own + this.packed.filter((isPolicyUsed) => isPolicyUsed()).length + 1;
    this.packed.push(isUsed);
    if (count <= managedPoliciesPerRole(role)) return;
    fail(role, tooManyManagedPolicies(role, count, `${readable(role, arn)} does not fit: with it, the role`));
  }
}

/**
 * ARNs in declared order, packed into as few managed policies as hold them.
 *
 * Only the newest policy is filled, so that a role declared at the end changes one policy.
 */
class PackedPolicies {
  private readonly policies: PackedPolicy[] = [];
  /** A role that is made again under its name finds its place again. */
  private readonly places = new Map<string, PackedPolicy>();

  /**
   * @param chaining is the chaining role
   * @param owner is what stands for it, wherever its policies stand
   * @param scope holds the managed policies
   * @param role is what they are attached to
   * @param path is the IAM path of the policies
   * @param budget counts the managed policies of the role
   */
  constructor(
    private readonly chaining: RoleEnd,
    private readonly owner: Construct,
    private readonly scope: Construct,
    private readonly role: iam.IRole,
    private readonly path: string | undefined,
    private readonly budget: PolicyBudget,
  ) {}

  public add(permitted: Permitted): iam.ManagedPolicy {
    const place = [permitted.arn, ...permitted.kinds.map(({ sid }) => sid)].join(' ');
    const policy = this.places.get(place) ?? this.withRoomFor(permitted);
    this.places.set(place, policy);
    policy.add(permitted);
    return policy.managed;
  }

  private withRoomFor(permitted: Permitted): PackedPolicy {
    const arnLength = longestArn(this.scope, permitted.arn) + '"",'.length;
    const newest = this.policies.at(-1);
    const fits = newest !== undefined && newest.length + newest.growthBy(permitted, arnLength) <= MANAGED_POLICY_LIMIT;
    const policy = fits ? newest : this.start(permitted.arn);
    policy.length += policy.growthBy(permitted, arnLength);
    return policy;
  }

  private start(arn: string): PackedPolicy {
    const count = this.policies.length + 1;
    this.budget.take(this.owner, arn, () => policy.isUsed());
    const policy = new PackedPolicy(
      this.scope,
      `AssumeDataRoles${count === 1 ? '' : count}`,
      this.chaining,
      this.role,
      this.path,
    );
    keepPart(this.owner, policy.managed);
    this.policies.push(policy);
    return policy;
  }
}

/** The permissions policies of one chaining role, wherever they stand. */
export class Permissions {
  private readonly own: PackedPolicies;
  private readonly beside = new Map<Stack, PackedPolicies>();

  /**
   * @param chaining is the chaining role
   * @param scope holds the managed policies
   * @param attachedTo is what they are attached to
   * @param path is the IAM path of the policies
   * @param budget counts the managed policies of the role
   */
  constructor(
    private readonly chaining: RoleEnd,
    private readonly scope: Construct,
    attachedTo: iam.IRole,
    path: string | undefined,
    private readonly budget: PolicyBudget,
  ) {
    this.own = new PackedPolicies(chaining, scope, scope, attachedTo, path, budget);
  }

  /** Permits an ARN that is known beside the chaining role. */
  public add(arn: string, features: SessionFeatures): void {
    this.own.add({ arn, kinds: kindsFor(features) });
  }

  /**
   * Permits a role: where only CloudFormation knows its name, in its own stack, because another could only import its ARN.
   *
   * @returns the policy that holds it
   */
  public permit(target: RoleEnd, features: SessionFeatures): iam.ManagedPolicy {
    const { resource, identity, isOwned, stack } = target;
    const kinds = kindsFor(features);
    const known = isOwned ? target : undefined;
    if (resource === undefined || stack === Stack.of(this.scope) || identity !== undefined) {
      return this.own.add({ arn: computedArn(target, this.scope), kinds, target: known });
    }
    const policies = this.beside.get(stack) ?? this.startBeside(target);
    this.beside.set(stack, policies);
    // An L1 may be imported in another stack than its own.
    deployAfter(iam.Role.isRole(target.role) ? target.role : resource, this.chaining, ATTACHES_POLICY);
    return policies.add({ arn: arnIn(target, resource), kinds, target: known });
  }

  /** Attached by the chaining role's name. Both must be in one account. */
  private startBeside(target: RoleEnd): PackedPolicies {
    const { identity, role, isOwned } = this.chaining;
    const { node } = this.scope;
    const name = isOwned ? identity?.name : (role as iam.IRole).roleName;
    const isOtherAccount =
      areApart(target.stack, this.chaining.stack) ||
      compareAccounts(this.chaining.account, target.account) !== AccountRelation.SAME;
    if (name === undefined || Token.isUnresolved(name) || isOtherAccount) {
      const why = isOtherAccount ? 'which is in another account' : 'which has no literal name itself';
      fail(
        target.role,
        `its name is not known at synth, so the permissions policy of ${node.path}, ${why}, cannot name it. ` +
          'Give the role a literal `roleName`.',
      );
    }
    const scope = new Construct(target.stack, `ChainedFrom${node.addr.slice(-8)}`);
    return new PackedPolicies(
      this.chaining,
      this.scope,
      scope,
      iam.Role.fromRoleName(scope, 'ChainingRole', name),
      undefined,
      this.budget,
    );
  }
}

/** What a chaining role says about the path of its resource roles. */
export interface PathProps {
  readonly path?: string;
  readonly resourceRolePath?: string;
  readonly resourceRoleAccounts?: string[];
}

/**
 * Checks that a chaining role may become every role below a path, and warns that it may.
 *
 * @returns the accounts that the path holds in, before any resource role is declared
 */
export function resourceRoleAccounts(role: Construct, ownAccount: string, props: PathProps): string[] {
  const { path: ownPath = '/', resourceRolePath: path, resourceRoleAccounts: given = [] } = props;
  if (path === undefined) {
    if (props.resourceRoleAccounts === undefined) return [];
    fail(
      role,
      '`resourceRoleAccounts` has no effect without `resourceRolePath`: set the path, or remove the accounts.',
    );
  }
  if (Token.isUnresolved(path) || Token.isUnresolved(ownPath)) {
    fail(
      role,
      '`resourceRolePath` and `path` must be literal: a path that is a token could not be kept apart from others.',
    );
  }
  if (!isLookupDummy(path)) checkPath(role, '', 'resourceRolePath', path);
  if (path === '/' || path.startsWith('/aws-')) {
    fail(
      role,
      `resourceRolePath ${shown(path)} would take in every role or AWS's own: use a path that holds resource roles only.`,
    );
  }
  if (ownPath.startsWith(path)) {
    fail(
      role,
      `it lies itself below resourceRolePath ${shown(path)}: give the chaining role another path than its resource roles.`,
    );
  }
  const accounts = givenMembers(role.node.path, 'resourceRoleAccounts', given, 'account ids');
  for (const account of accounts) {
    if (typeof account === 'string' && (ACCOUNT_ID.test(account) || isLookupDummy(account))) continue;
    if (account === ownAccount) continue;
    fail(
      role,
      `resourceRoleAccounts holds ${shown(account)}: an account id has 12 digits, and a wildcard is not allowed.`,
    );
  }
  warn(
    role,
    'resourceRolePath',
    `It may become every role below ${path}: whoever may create a role there decides what it can become. ` +
      'Restrict iam:CreateRole below that path, or list the resource roles.',
  );
  return [ownAccount, ...(accounts as string[])];
}
