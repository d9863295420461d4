import { Lazy, Stack, Token, aws_iam as iam } from 'aws-cdk-lib';
import { Construct, type IConstruct } from 'constructs';
import { AccountRelation, compareAccounts } from '../aws/environment';
import { knowLength } from '../role/attached-policies';
import { arnIn, computedArn, isGone, type RoleEnd } from '../role/identity';
import { keepPart } from '../role/kept-role';
import { intruders, isLiteral, isSettledAtSynth, type NamingText } from '../role/late-tokens';
import { isOverridden, render } from '../role/overrides';
import { MANAGED_POLICY_LIMIT } from '../aws/quotas';
import { longestArn, managedPoliciesPerRole, tooManyManagedPolicies } from '../role/quotas';
import { fail } from '../words/errors';
import { readable } from '../words/readable';
import { ATTACHES_POLICY, deployAfter } from './order';
import type { SessionFeatures } from './session';

const EMPTY_DOCUMENT = JSON.stringify({ Statement: [], Version: '2012-10-17' });

interface Kind {
  readonly sid: string;
  readonly actions: string[];
  readonly holds: (features: SessionFeatures) => boolean;
}

/** The statements of a permissions policy; a role stands in each one that its features ask for. */
const KINDS: Kind[] = [
  { sid: 'AssumeDataRoles', actions: ['sts:AssumeRole'], holds: (of) => !of.tags && !of.sourceIdentity },
  { sid: 'AssumeDataRolesWithTags', actions: ['sts:AssumeRole', 'sts:TagSession'], holds: (of) => of.tags },
  {
    sid: 'AssumeDataRolesWithSourceIdentity',
    actions: ['sts:AssumeRole', 'sts:SetSourceIdentity'],
    holds: (of) => of.sourceIdentity,
  },
];

const PLAIN = KINDS.slice(0, 1);

/** The statements that let a chaining role become the role of this ARN. */
export function permissionStatements(arn: string, features: SessionFeatures): iam.PolicyStatement[] {
  return kindsFor(features).map((kind) => newStatement(kind, arn));
}

function newStatement({ sid, actions }: Kind, arn: string): iam.PolicyStatement {
  return new iam.PolicyStatement({ sid, actions, resources: [arn] });
}

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

/** An ARN that a chaining role may assume, and the role behind it where this app creates that. */
interface Permitted {
  readonly arn: string;
  /** The statements that it stands in. */
  readonly kinds: readonly Kind[];
  readonly target?: RoleEnd;
}

function isLeft({ target }: Permitted): boolean {
  return target === undefined || !isGone(target);
}

interface RenderedStatement {
  readonly Sid?: string;
  readonly Effect?: string;
  readonly Action?: unknown;
  readonly Resource?: unknown;
  readonly Condition?: unknown;
}

/** One managed policy. */
class Policy {
  public length = EMPTY_DOCUMENT.length;
  public readonly managed: iam.ManagedPolicy;
  private readonly statements = new Map<Kind, iam.PolicyStatement>();
  private readonly permitted: Permitted[] = [];
  private readonly late: NamingText[] = [];
  /** Whether nothing in it gets its length after it is packed. */
  private isLiteral = true;

  constructor(scope: Construct, id: string, chaining: RoleEnd, role: iam.IRole, path: string | undefined) {
    // Under the feature flag `minimizePolicies` CDK would sort the ARNs, and a role added at the end would move others.
    const document = new iam.PolicyDocument({ minimize: false });
    this.managed = new iam.ManagedPolicy(scope, id, { path, roles: [role], document });
    const resource = this.managed.node.defaultChild;
    if (!(resource instanceof iam.CfnManagedPolicy)) return;
    const property = Lazy.any({ produce: () => this.withoutGone(document.toJSON()) });
    resource.policyDocument = property;
    Object.assign(resource, { shouldSynthesize: () => !isGone(chaining) && this.isUsed() });
    const roles = resource.roles;
    const isUntouched = () =>
      resource.policyDocument === property && !isOverridden(resource, 'PolicyDocument', 'Roles');
    this.managed.node.addValidation({
      validate: () => [
        ...intruders(resource, this.late).map((error) => `${this.managed.node.path}: ${error}`),
        ...(isUntouched() && resource.roles === roles ? [] : this.lostErrors(resource, roles)),
      ],
    });
    knowLength(resource, () => {
      const isAsPacked = isUntouched() && this.isLiteral && document.statementCount === this.statements.size;
      return isAsPacked ? this.length : undefined;
    });
  }

  /** What an override or a later write took away of what the chaining role may assume. */
  private lostErrors(resource: iam.CfnManagedPolicy, declaredRoles: string[] | undefined): string[] {
    const { PolicyDocument: document, Roles: roles } = render(resource).Properties ?? {};
    const { Statement: rendered = [] } = (document ?? {}) as { Statement?: RenderedStatement | RenderedStatement[] };
    const isRendered = ({ arn, kinds }: Permitted) => {
      const text = JSON.stringify(resource.stack.resolve(arn));
      return kinds.every(({ sid, actions }) =>
        [rendered]
          .flat()
          .some(
            ({ Sid, Effect, Action, Resource, Condition }) =>
              Sid === sid &&
              Effect === 'Allow' &&
              Condition === undefined &&
              actions.every((action) => [Action].flat().includes(action)) &&
              [Resource].flat().some((each) => JSON.stringify(each) === text),
          ),
      );
    };
    const lost = this.permitted.filter((each) => isLeft(each) && !isRendered(each));
    const texts = [roles ?? []].flat().map((role) => JSON.stringify(role));
    const declared = resource.stack.resolve(declaredRoles ?? []) as unknown[];
    const isAttached = declared.every((role) => texts.includes(JSON.stringify(role)));
    if (lost.length === 0 && isAttached) return [];
    const what = isAttached
      ? `does not let the chaining role assume ${lost.map(({ arn }) => readable(resource, arn)).join(', ')}`
      : 'is not attached to the chaining role';
    return [
      `${this.managed.node.path} is not rendered as declared: it ${what}. Remove the override or the later write that took it away.`,
    ];
  }

  /** Whether any role that it permits is left in the app. */
  public isUsed(): boolean {
    return this.permitted.some(isLeft);
  }

  public growthBy({ kinds }: Permitted, arnLength: number): number {
    return kinds.reduce((sum, kind) => sum + arnLength + (this.statements.has(kind) ? 0 : skeletonLength(kind)), 0);
  }

  public add(permitted: Permitted): void {
    this.permitted.push(permitted);
    const { arn, target } = permitted;
    this.isLiteral &&= isLiteral(arn);
    // The names of roles of this app are looked at with the roles.
    if (target === undefined && isSettledAtSynth(arn))
      this.late.push({ where: 'the ARN of a role to assume', text: arn });
    for (const kind of permitted.kinds) {
      const present = this.statements.get(kind);
      if (present !== undefined) {
        present.addResources(permitted.arn);
        continue;
      }
      const statement = newStatement(kind, permitted.arn);
      this.statements.set(kind, statement);
      this.managed.addStatements(statement);
    }
  }

  /** A role that was taken out of its tree is permitted no more. */
  private withoutGone(document: unknown): unknown {
    if (this.permitted.every(isLeft)) return document;
    const { Statement: statements } = document as { Statement: { Sid?: string; Resource?: string | string[] }[] };
    const left = statements.flatMap((statement) => {
      const kind = KINDS.find(({ sid }) => sid === statement.Sid);
      if (kind === undefined) return [statement];
      const arns = this.permitted.filter((each) => each.kinds.includes(kind) && isLeft(each)).map(({ arn }) => arn);
      const resources = [statement.Resource ?? []].flat().filter((arn) => arns.includes(arn));
      if (resources.length === 0) return [];
      return [{ ...statement, Resource: resources.length === 1 ? resources[0] : resources }];
    });
    return { ...(document as object), Statement: left };
  }
}

function kindsFor(features: SessionFeatures): readonly Kind[] {
  return !features.tags && !features.sourceIdentity ? PLAIN : KINDS.filter(({ holds }) => holds(features));
}

/**
 * ARNs in declared order, packed into as few managed policies as hold them.
 *
 * Only the newest policy is filled, so that a role declared at the end changes one policy.
 */
class PackedPolicies {
  private readonly policies: Policy[] = [];
  /** A role that is made again under its name finds its place again. */
  private readonly places = new Map<string, Policy>();

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

  private withRoomFor(permitted: Permitted): Policy {
    const arnLength = longestArn(this.scope, permitted.arn) + '"",'.length;
    const newest = this.policies.at(-1);
    const fits = newest !== undefined && newest.length + newest.growthBy(permitted, arnLength) <= MANAGED_POLICY_LIMIT;
    const policy = fits ? newest : this.start(permitted.arn);
    policy.length += policy.growthBy(permitted, arnLength);
    return policy;
  }

  private start(arn: string): Policy {
    const count = this.policies.length + 1;
    this.budget.take(this.owner, arn, () => policy.isUsed());
    const policy = new Policy(
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
    const isOtherAccount = compareAccounts(this.chaining.account, target.account) !== AccountRelation.SAME;
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

/** The characters of a statement before its first resource, comma included. */
function skeletonLength({ sid, actions }: Kind): number {
  const [action, ...others] = actions;
  return (
    JSON.stringify({ Action: others.length === 0 ? action : actions, Effect: 'Allow', Resource: [], Sid: sid }).length +
    1
  );
}
