import { Stack, Token, aws_iam as iam } from 'aws-cdk-lib';
import { Construct, type IConstruct } from 'constructs';
import type { IChainingRole } from '../../chain';
import { AccountRelation, compareAccounts } from '../aws/environment';
import { ATTACHES_POLICY, deployAfter } from './deployment-order';
import { fail } from '../words/errors';
import { readable } from '../words/readable';
import { accountOf, identityOf, ownedIdentity, ownedResource } from '../role/identity';
import { keepPart } from '../role/kept-role';
import { longestArn, MANAGED_POLICY_LIMIT, managedPoliciesPerRole, tooManyManagedPolicies } from '../role/quotas';
import { computedRoleArn } from '../role/role-arn';
import type { SessionFeatures } from './trust-half';

const EMPTY_DOCUMENT = JSON.stringify({ Statement: [], Version: '2012-10-17' });

interface Kind {
  readonly sid: string;
  readonly actions: string[];
  readonly holds: (features: SessionFeatures) => boolean;
}

/** The statements of a permission half; a role stands in each one that its features ask for. */
const KINDS: Kind[] = [
  { sid: 'AssumeDataRoles', actions: ['sts:AssumeRole'], holds: (of) => !of.tags && !of.sourceIdentity },
  { sid: 'AssumeDataRolesWithTags', actions: ['sts:AssumeRole', 'sts:TagSession'], holds: (of) => of.tags },
  {
    sid: 'AssumeDataRolesWithSourceIdentity',
    actions: ['sts:AssumeRole', 'sts:SetSourceIdentity'],
    holds: (of) => of.sourceIdentity,
  },
];

/** The statements that let a chaining role become the role of this ARN. */
export function permissionStatements(arn: string, features: SessionFeatures): iam.PolicyStatement[] {
  return KINDS.filter(({ holds }) => holds(features)).map((kind) => newStatement(kind, arn));
}

function newStatement({ sid, actions }: Kind, arn: string): iam.PolicyStatement {
  return new iam.PolicyStatement({ sid, actions, resources: [arn] });
}

/** The managed policies of one role, which may stand in several stacks but share its quota. */
export class PolicyBudget {
  private packed = 0;

  /** @param own is the number of policies that the role carries anyway */
  constructor(private readonly own: number) {}

  /** Counts one policy more; throws where the role can carry no more. */
  public take(role: IConstruct, arn: string): void {
    this.packed += 1;
    const count = this.own + this.packed;
    if (count <= managedPoliciesPerRole(role)) return;
    fail(role, tooManyManagedPolicies(role, count, `${readable(role, arn)} does not fit: with it, the role`));
  }
}

/**
 * The permission half of one chaining role: ARNs in declared order, packed into as few managed policies as hold them.
 *
 * Only the newest policy is filled, so that a role declared at the end changes one policy.
 */
class PermissionHalf {
  private readonly policies: iam.ManagedPolicy[] = [];
  /** The statements of the newest policy. */
  private statements = new Map<Kind, iam.PolicyStatement>();
  private length = EMPTY_DOCUMENT.length;

  /**
   * @param owner is the chaining role, wherever its policies stand
   * @param scope holds the managed policies
   * @param role is what they are attached to
   * @param path is the IAM path of the policies
   * @param budget counts the managed policies of the role
   */
  constructor(
    private readonly owner: IChainingRole,
    private readonly scope: Construct,
    private readonly role: iam.IRole,
    private readonly path: string | undefined,
    private readonly budget: PolicyBudget,
  ) {}

  public add(arn: string, features: SessionFeatures): void {
    const wanted = KINDS.filter(({ holds }) => holds(features));
    const arnLength = longestArn(this.scope, arn) + '"",'.length;
    let growth = this.growthBy(wanted, arnLength);
    if (this.policies.length === 0 || this.length + growth > MANAGED_POLICY_LIMIT) {
      this.startPolicy(arn);
      growth = this.growthBy(wanted, arnLength);
    }
    this.length += growth;
    for (const kind of wanted) {
      const present = this.statements.get(kind);
      if (present === undefined) this.startStatement(kind, arn);
      else present.addResources(arn);
    }
  }

  private growthBy(wanted: Kind[], arnLength: number): number {
    return wanted.reduce((sum, kind) => sum + arnLength + (this.statements.has(kind) ? 0 : skeletonLength(kind)), 0);
  }

  private startStatement(kind: Kind, arn: string): void {
    const statement = newStatement(kind, arn);
    this.statements.set(kind, statement);
    this.policies.at(-1)?.addStatements(statement);
  }

  private startPolicy(arn: string): void {
    this.budget.take(this.owner, arn);
    const count = this.policies.length + 1;
    this.statements = new Map();
    this.length = EMPTY_DOCUMENT.length;
    const policy = new iam.ManagedPolicy(this.scope, `AssumeDataRoles${count === 1 ? '' : count}`, {
      path: this.path,
      roles: [this.role],
      // Under the feature flag `minimizePolicies` CDK would sort the ARNs, and a role added at the end would move others.
      document: new iam.PolicyDocument({ minimize: false }),
    });
    keepPart(this.owner, policy);
    this.policies.push(policy);
  }
}

/** The permission half of one chaining role, wherever its policies stand. */
export class PermissionHalves {
  private readonly own: PermissionHalf;
  private readonly beside = new Map<Stack, PermissionHalf>();

  /**
   * @param chainingRole holds the managed policies
   * @param attachedTo is what they are attached to
   * @param path is the IAM path of the policies
   * @param budget counts the managed policies of the role
   */
  constructor(
    private readonly chainingRole: IChainingRole,
    attachedTo: iam.IRole,
    path: string | undefined,
    private readonly budget: PolicyBudget,
  ) {
    this.own = new PermissionHalf(chainingRole, chainingRole, attachedTo, path, budget);
  }

  /** Permits an ARN that is known beside the chaining role. */
  public add(arn: string, features: SessionFeatures): void {
    this.own.add(arn, features);
  }

  /** Permits a role: where only CloudFormation knows its name, in its own stack, because another could only import its ARN. */
  public permit(role: iam.IRole, features: SessionFeatures): void {
    const resource = ownedResource(role);
    if (
      resource === undefined ||
      resource.stack === Stack.of(this.chainingRole) ||
      identityOf(resource) !== undefined
    ) {
      this.own.add(computedRoleArn(role, this.chainingRole), features);
      return;
    }
    const half = this.beside.get(resource.stack) ?? this.startBeside(role, resource);
    this.beside.set(resource.stack, half);
    // An L1 may be imported in another stack than its own.
    deployAfter(iam.Role.isRole(role) ? role : resource, this.chainingRole, ATTACHES_POLICY);
    half.add(role.roleArn, features);
  }

  /** Attached by the chaining role's name. Both must be in one account. */
  private startBeside(role: iam.IRole, resource: iam.CfnRole): PermissionHalf {
    const { node, roleName } = this.chainingRole;
    const name = ownedResource(this.chainingRole) === undefined ? roleName : ownedIdentity(this.chainingRole)?.name;
    const isOtherAccount =
      compareAccounts(accountOf(this.chainingRole), resource.stack.account) !== AccountRelation.SAME;
    if (name === undefined || Token.isUnresolved(name) || isOtherAccount) {
      const why = isOtherAccount ? 'which is in another account' : 'which has no literal name itself';
      fail(
        role,
        `its name is not known at synth, so the permission half of ${node.path}, ${why}, cannot name it. ` +
          'Give the role a literal `roleName`.',
      );
    }
    const scope = new Construct(resource.stack, `ChainedFrom${node.addr.slice(-8)}`);
    const attachedTo = iam.Role.fromRoleName(scope, 'ChainingRole', name);
    return new PermissionHalf(this.chainingRole, scope, attachedTo, undefined, this.budget);
  }
}

/** The characters of a statement before its first resource, comma included. */
function skeletonLength({ sid, actions }: Kind): number {
  const [action, ...others] = actions;
  return (
    JSON.stringify({ Action: others.length === 0 ? action : actions, Effect: 'Allow', Resource: [], Sid: sid }).length +
    1
  );
}
