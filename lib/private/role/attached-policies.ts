import {
  CfnResource,
  DefaultTokenResolver,
  Reference,
  type Stack,
  StringConcat,
  Tokenization,
  aws_iam as iam,
} from 'aws-cdk-lib';
import type { IPostProcessor, IResolvable, IResolveContext } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { accountOrStage } from '../aws/environment';
import type { KeptRole } from './kept-role';
import { isOverridden, render } from './rendering';
import { charactersOf, longest, longestDocument } from './quotas';

const LENGTH = Symbol.for('cdk-iam-role-chaining.lengthOfPolicy');
const MANAGED = 'AWS::IAM::ManagedPolicy';
const POLICIES = [MANAGED, 'AWS::IAM::Policy', 'AWS::IAM::RolePolicy'];

/** All constructs of an app, and which policies among them are attached to which role: by reference, or by name in any stack of its account. */
export class AttachedPolicies {
  public readonly constructs: Set<IConstruct>;
  /** By the role's L1, or by its account and name. */
  private readonly policies = new Map<unknown, CfnResource[]>();
  private named?: Map<string, iam.CfnRole>;

  constructor(root: IConstruct) {
    this.constructs = new Set(root.node.findAll());
    for (const child of this.constructs) {
      if (!CfnResource.isCfnResource(child)) continue;
      if (POLICIES.includes(child.cfnResourceType) && isRendered(child)) this.note(child);
    }
  }

  /** The policies of this app, managed or inline, that are attached to a role. */
  public attachedTo({ role, resource }: Pick<KeptRole, 'role' | 'resource'>): CfnResource[] {
    if (this.policies.size === 0) return [];
    const name = nameKey(role, role.env.account, resource?.roleName ?? role.roleName);
    return [...(this.policies.get(name) ?? []), ...(this.policies.get(resource) ?? [])];
  }

  /** An import may name a role that the app creates elsewhere, in words. */
  public resourceOf({ role, resource }: KeptRole): iam.CfnRole | undefined {
    if (resource !== undefined || iam.Role.isRole(role)) return resource;
    this.named ??= new Map(
      [...this.constructs].flatMap((each) =>
        each instanceof iam.CfnRole && each.roleName !== undefined
          ? [[nameKey(each, each.stack.account, each.roleName), each] as const]
          : [],
      ),
    );
    return this.named.get(nameKey(role, role.env.account, role.roleName));
  }

  private note(policy: CfnResource): void {
    const isGivenElsewhere = !isPolicy(policy) || isOverridden(policy, 'Roles', 'RoleName');
    for (const role of isGivenElsewhere ? this.renderedRoles(policy) : givenRoles(policy)) {
      const key = typeof role === 'string' ? nameKey(policy, policy.stack.account, role) : role;
      const known = this.policies.get(key);
      if (known === undefined) this.policies.set(key, [policy]);
      else known.push(policy);
    }
  }

  private renderedRoles(policy: CfnResource): unknown[] {
    const { Roles: roles, RoleName: name } = render(policy).Properties ?? {};
    return [roles ?? name ?? []].flat().map((role) => {
      const { Ref: logicalId } = (typeof role === 'object' ? role : {}) as { readonly Ref?: unknown };
      return logicalId === undefined ? role : this.roleWithId(policy.stack, logicalId);
    });
  }

  private roleWithId(stack: Stack, logicalId: unknown): IConstruct | undefined {
    return [...this.constructs].find(
      (each) => each instanceof iam.CfnRole && each.stack === stack && stack.resolve(each.logicalId) === logicalId,
    );
  }
}

export function isManagedPolicy(construct: IConstruct): construct is CfnResource {
  return CfnResource.isCfnResource(construct) && construct.cfnResourceType === MANAGED;
}

/** What tells names of roles apart. */
export function nameKey(scope: IConstruct, account: string, name: string): string {
  return `${accountOrStage(scope, account)}/${name}`;
}

/** Spares a policy the measuring: who filled it knows its length, as long as nobody else had a hand in it. */
export function knowLength(policy: CfnResource, length: () => number | undefined): void {
  Object.defineProperty(policy, LENGTH, { value: length });
}

/** The characters of the document of a policy, with every token at its longest. */
export function lengthOfPolicy(policy: CfnResource): number {
  return (policy as { [LENGTH]?: () => number | undefined })[LENGTH]?.() ?? measured(policy);
}

function measured(policy: CfnResource): number {
  return isPolicy(policy) && !isOverridden(policy, 'PolicyDocument')
    ? longestDocument(policy, policy.policyDocument)
    : charactersOf(renderLongest(policy)?.PolicyDocument ?? '');
}

/** An L1 of its own class; a plain `CfnResource` has its properties in another spelling. */
function isPolicy(resource: CfnResource): resource is iam.CfnManagedPolicy | iam.CfnPolicy | iam.CfnRolePolicy {
  return 'policyDocument' in resource;
}

/** The properties of a resource as its template will hold them, with every token at its longest. */
export function renderLongest(resource: CfnResource): Record<string, unknown> | undefined {
  return render(resource, (template) => longest(resource, template)).Properties;
}

/** The number of the managed policies that a role itself names. */
export function numberOfOwnManaged(resource: iam.CfnRole, { role, managedPolicyArns }: KeptRole): number {
  const { managedPolicies } = role as { readonly managedPolicies?: readonly iam.IManagedPolicy[] };
  const isAsMade = resource.managedPolicyArns === managedPolicyArns && !isOverridden(resource, 'ManagedPolicyArns');
  if (managedPolicyArns !== undefined && isAsMade && managedPolicies?.length === 0) return 0;
  const own = isOverridden(resource, 'ManagedPolicyArns')
    ? render(resource).Properties?.ManagedPolicyArns
    : (resource.stack.resolve(resource.managedPolicyArns) as unknown);
  return Array.isArray(own) ? own.length : 0;
}

/** The characters of each inline policy that stands in the role itself. */
export function lengthsOfOwnInline(resource: iam.CfnRole): number[] {
  const isTouched = isOverridden(resource, 'Policies');
  if (resource.policies === undefined && !isTouched) return [];
  // Its trust may be text at its longest, which its L1 would refuse.
  const { cfnProperties } = resource as unknown as { readonly cfnProperties: object };
  const untrusting = { value: { ...cfnProperties, assumeRolePolicyDocument: {} } };
  const policies = renderLongest(Object.create(resource, { cfnProperties: untrusting }) as iam.CfnRole)?.Policies as
    { readonly PolicyDocument?: unknown }[] | undefined;
  // An override by an index makes a map of what was no list.
  return Object.values(policies ?? {}).map(({ PolicyDocument }) => charactersOf(PolicyDocument ?? ''));
}

/** `iam.Policy` leaves out what is empty or attached to nobody, and this library what permits no role any more. */
function isRendered(resource: CfnResource): boolean {
  return (resource as unknown as { shouldSynthesize(): boolean }).shouldSynthesize();
}

/** What a policy says of its roles, with a role of the app that is named by reference as its L1. */
function givenRoles(policy: CfnResource): unknown[] {
  const { roles, roleName } = policy as { readonly roles?: unknown; readonly roleName?: unknown };
  const resolver = new KeepReferences();
  return [Tokenization.resolve(roles ?? roleName ?? [], { scope: policy, resolver, preparing: false })].flat();
}

class KeepReferences extends DefaultTokenResolver {
  constructor() {
    super(new StringConcat());
  }

  public override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    return Reference.isReference(token) ? token.target : super.resolveToken(token, context, postProcessor);
  }
}
