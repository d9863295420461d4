import { type CfnResource, aws_iam as iam } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { IChainingRole } from '../../chain';
import { checkCopies } from '../role/app-state';
import { checkRole, endOf, isGone, isInTree, literalArn, type RoleEnd } from '../role/identity';
import { linkTrust, type LinkedTrust } from './link-trust';
import type { SessionFeatures } from './session';

const SIDE = Symbol.for('cdk-iam-role-chaining.chainingSide');

/** Permits a chaining role to become another one; gives what holds the permission, or nothing where it is for others to write. */
export type Permit = (target: RoleEnd, features: SessionFeatures) => IConstruct | undefined;

/** One chain, as far as this app writes it. */
interface Chain {
  readonly given: iam.IRole;
  readonly target: RoleEnd;
  readonly trust: LinkedTrust;
  readonly permission: IConstruct | undefined;
  /** Another import of the chaining role may write what this one could not. */
  readonly by: ChainingSide;
}

/** The chains of one role; imports of the same role share them. */
export type Chains = Map<IConstruct, Chain>;

/** What makes a construct a chaining role: who it is, and what it may become. */
export class ChainingSide {
  /** Of a chaining role that any copy of this library made; undefined for every other construct. */
  public static of(construct: IConstruct): ChainingSide | undefined {
    const side = (construct as { [SIDE]?: ChainingSide })[SIDE];
    if (side !== undefined) checkCopies(construct.node.root);
    return side;
  }

  /**
   * @param chains are shared by imports of the same role
   * @param isOpen tells whether it may become roles that are declared nowhere, by their path
   */
  constructor(
    private readonly chainingRole: IChainingRole,
    public readonly end: RoleEnd,
    private readonly permit: Permit,
    private readonly chains: Chains = new Map(),
    private readonly isOpen = false,
  ) {
    Object.defineProperty(chainingRole, SIDE, { value: this });
  }

  /** The roles that it may become, in declared order; those that were taken out of their tree are gone. */
  public get roles(): iam.IRole[] {
    return [...this.chains.values()].filter(({ target }) => !isGone(target)).map(({ given }) => given);
  }

  /** Whether there is any role that it may become. */
  public get mayBecomeRoles(): boolean {
    return this.isOpen || this.roles.length > 0;
  }

  /** The chains that were made before Pod Identity was let in, which passes tags. */
  public untaggedErrors(): string[] {
    if (!this.chainingRole.requiresTagSession) return [];
    const { path } = this.chainingRole.node;
    return [...this.chains.values()]
      .filter(({ target, trust, by }) => by === this && !trust.features.tags && !isGone(target))
      .map(
        ({ target }) =>
          `the trust policy of ${path} lets pods.eks.amazonaws.com in by a statement that was added after ${target.role.node.path} became ` +
          'its resource role: EKS Pod Identity passes tags, and without sts:TagSession the chain is refused. Add the statement before, or ' +
          'give the resource role `allowSessionTags: true`.',
      );
  }

  public allowAssuming(given: iam.IRole): iam.Grant {
    checkRole(this.chainingRole, 'allowAssuming', given);
    return this.grantOf(this.link(given, endOf(given)));
  }

  /** The same for a role that is known already, without a grant, which is more work than the chain. */
  public admit(given: iam.IRole, target: RoleEnd): void {
    this.link(given, target);
  }

  private link(given: iam.IRole, target: RoleEnd): Chain {
    const known = this.chains.get(target.role);
    if (known !== undefined && (known.by === this || isWritten(known))) return known;
    const trust = known?.trust ?? linkTrust(target, { chainingRole: this.chainingRole, end: this.end });
    const permission = this.permit(target, trust.features);
    const role = target.role as iam.IRole;
    const chain = { given: iam.Role.isRole(role) ? role : given, target, trust, permission, by: this };
    this.chains.set(target.role, chain);
    return chain;
  }

  /** `Grant.addToPrincipal` itself would write inline policies past the packed ones, so it is told what is written. */
  private grantOf({ target, trust, permission }: Chain): iam.Grant {
    const { tags, sourceIdentity } = trust.features;
    const actions = [
      'sts:AssumeRole',
      ...(tags ? ['sts:TagSession'] : []),
      ...(sourceIdentity ? ['sts:SetSourceIdentity'] : []),
    ];
    const grantee = { grantPrincipal: new Written(this.chainingRole, permission) };
    const request = { grantee, actions, resourceArns: [literalArn(target)] };
    const onPrincipal = iam.Grant.addToPrincipal(request);
    const grant = trust.isWritten
      ? onPrincipal.combine(
          iam.Grant.addStatementToResourcePolicy({
            ...request,
            resource: writtenResource(target),
            statement: new iam.PolicyStatement({
              actions,
              principals: [new iam.ArnPrincipal(this.chainingRole.roleArn)],
            }),
          }),
        )
      : onPrincipal;
    return Object.defineProperty(grant, 'success', { value: permission !== undefined && trust.isWritten });
  }
}

/** Whether the policy still stands: another import of the role may have been taken out of its tree, with its policies. */
function isWritten({ permission }: Chain): boolean {
  return permission !== undefined && isInTree(permission);
}

/** A principal whose policy holds the permission already. */
class Written extends iam.PrincipalBase {
  constructor(
    private readonly grantee: iam.IGrantable,
    private readonly permission: IConstruct | undefined,
  ) {
    super();
  }

  public get policyFragment(): iam.PrincipalPolicyFragment {
    return this.grantee.grantPrincipal.policyFragment;
  }

  public override addToPrincipalPolicy(): iam.AddToPrincipalPolicyResult {
    return this.permission === undefined
      ? { statementAdded: false }
      : { statementAdded: true, policyDependable: this.permission };
  }

  public override dedupeString(): undefined {
    return undefined;
  }
}

/** A role whose trust holds the statement already. */
function writtenResource({ role, resource }: RoleEnd): iam.IResourceWithPolicyV2 {
  const policyDependable: CfnResource | IConstruct = resource ?? role;
  return { env: (role as iam.IRole).env, addToResourcePolicy: () => ({ statementAdded: true, policyDependable }) };
}
