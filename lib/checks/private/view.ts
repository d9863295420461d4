import type { DataAccess } from '../../private/access/graph/data';
import { type AccessGraph, graphOf } from '../../private/access/graph/graph';
import type { Edge } from '../../private/access/graph/edge';
import { type MachineRoles, rolesOfMachines } from '../../private/access/graph/launch';
import { arnElsewhere, principalsElsewhere } from '../../private/access/model/elsewhere';
import { Estate, addTo } from '../../private/access/model/estate';
import type { AccessModel, ManagedPolicy, Principal } from '../../private/access/model/model';
import { segmentsOf } from '../../private/access/policy/text';
import { parameterDefault } from './parameters';

/** Services whose role is that of a machine or container which many share. */
const MACHINES = /^(ec2|ecs-tasks)\.amazonaws\.com(\.cn)?$/;

/** What the tree of constructs knows and no template does. */
export interface Tree {
  readonly importedRoles: readonly ImportedRole[];
  /** The paths of the Service roles that `qubole.DualRoles` made. */
  readonly serviceRoles: readonly string[];
  /** IAM's quotas that an account may have raised. */
  readonly quotas: { readonly trustPolicy: number; readonly managedPolicies: number };
}

export interface ImportedRole {
  /** As a text of a template. */
  readonly arn: string;
  /** The path of the stack in whose environment the ARN is to be read. */
  readonly stack: string;
  readonly isChainingRole: boolean;
}

/** What the rules look at: a model, its edges, and what follows from both for several rules. */
export class View {
  public readonly estate: Estate;
  public readonly graph: AccessGraph;
  public readonly roles: readonly Principal[];
  /** Those to whom the app gives policies, imported roles and users included, of which nothing else is in view. */
  public readonly holders: readonly Principal[];
  /** Managed policies that nobody in view has, each as if somebody had it. */
  public readonly unattached: readonly Principal[];
  /** The accounts of the app. */
  public readonly accounts: ReadonlySet<string>;
  /** The roles that machines hold, each with its instance profiles. */
  public readonly ofMachines: MachineRoles;
  /** The roles that machines, containers or pods hold. */
  public readonly held: ReadonlySet<Principal>;
  /** Those of them through which other roles are assumed. */
  public readonly chaining: ReadonlySet<Principal>;
  private readonly byId: ReadonlyMap<string, Principal>;
  private readonly into = new Map<string, Edge[]>();
  private readonly outOf = new Map<string, Edge[]>();
  private readonly reached = new Map<string, DataAccess[]>();
  private readonly naming = new Map<Principal, ManagedPolicy[]>();
  private readonly imported: ReadonlyMap<string, ImportedRole>;

  constructor(
    model: AccessModel,
    public readonly tree: Tree,
  ) {
    this.estate = new Estate(model);
    this.graph = graphOf(this.estate);
    this.roles = model.principals.filter(({ type }) => type === 'role');
    this.holders = [...model.principals, ...this.elsewhere()];
    this.unattached = this.withoutHolder();
    this.byId = new Map(model.principals.map((principal) => [principal.id, principal]));
    this.accounts = new Set([
      ...model.stacks.flatMap(({ account }) => account ?? []),
      ...model.principals.map((principal) => this.estate.accountOf(principal)),
      '${AWS::AccountId}',
    ]);
    for (const edge of this.graph.edges) {
      for (const [map, id] of [
        [this.into, edge.to],
        [this.outOf, edge.from],
      ] as const) {
        addTo(map, id, edge);
      }
    }
    for (const access of this.graph.data) addTo(this.reached, access.principal, access);
    for (const policy of model.policies) {
      for (const { type, name } of policy.attachedTo) {
        const principal = this.estate.principalNamed(type, name, policy.place);
        if (principal !== undefined) addTo(this.naming, principal, policy);
      }
    }
    this.imported = new Map(
      tree.importedRoles.map((role) => [
        this.estate.text(role.arn, { stack: role.stack, path: '', file: '', logicalId: '' }),
        role,
      ]),
    );
    this.ofMachines = rolesOfMachines(this.estate);
    this.held = new Set(this.roles.filter((role) => this.ofMachines.has(role) || this.isHeld(role)));
    this.chaining = new Set([...this.held].filter((role) => this.targets(role).length > 0));
  }

  public principal(id: string): Principal | undefined {
    return this.byId.get(id);
  }

  /** The policies that are resources of their own, and name a principal. */
  public policiesNaming(principal: Principal): readonly ManagedPolicy[] {
    return this.naming.get(principal) ?? [];
  }

  /** What a principal reaches by itself. */
  public dataOf({ id }: Principal): readonly DataAccess[] {
    return this.reached.get(id) ?? [];
  }

  public edgesInto({ id }: Principal): readonly Edge[] {
    return this.into.get(id) ?? [];
  }

  public edgesFrom({ id }: Principal): readonly Edge[] {
    return this.outOf.get(id) ?? [];
  }

  /** The roles of the app that a principal becomes, itself left out. */
  public targets(principal: Principal): Principal[] {
    return this.edgesFrom(principal)
      .filter(({ mechanism, complete, to }) => mechanism === 'assume' && complete && to !== principal.id)
      .flatMap(({ to }) => this.byId.get(to) ?? []);
  }

  /** Whether somebody with this ARN lives in an account that no stack of the app has. */
  public isOutside(arn: string): boolean {
    const account = accountIn(arn);
    return account !== '' && !this.accounts.has(account);
  }

  /** Whether a stack of which nobody knows the account makes a role of the name that an ARN ends in. */
  public isMadeSomewhere(arn: string): boolean {
    return this.roles.some(({ name, account }) => account === undefined && arn.endsWith(`/${name}`));
  }

  /** The role that the app imports under an ARN. */
  public importOf(arn: string): ImportedRole | undefined {
    return this.imported.get(arn);
  }

  /** Whether nobody but a service has a role: such as the roles with which CloudFormation deploys. */
  public isHeldOnlyBy(role: Principal, service: RegExp): boolean {
    const edges = this.edgesInto(role).filter(({ mechanism }) => MECHANISMS_OF_TRUST.has(mechanism));
    return edges.length > 0 && edges.every(({ mechanism, from }) => mechanism === 'service' && service.test(from));
  }

  /** Told at their first policy: they have no construct. */
  private elsewhere(): Principal[] {
    const principals = principalsElsewhere(this.estate);
    if (principals.length === 0) return [];
    const policies = new Map<string, ManagedPolicy[]>();
    for (const policy of this.estate.model.policies) {
      for (const { type, name } of policy.attachedTo) {
        addTo(policies, arnElsewhere(this.estate, type, name, policy.place), policy);
      }
    }
    return principals.flatMap((principal) => {
      const own = policies.get(principal.arn) ?? [];
      return own[0] === undefined ? [] : [{ ...principal, place: own[0].place, policies: own }];
    });
  }

  private withoutHolder(): Principal[] {
    const { estate } = this;
    const attached = new Set(
      this.holders.flatMap(({ managedPolicies, place }) => managedPolicies.map((arn) => estate.policyOf(arn, place))),
    );
    return estate.model.policies
      .filter((policy) => policy.attachedTo.length === 0 && !attached.has(policy))
      .map(({ name, arns: [arn = name], place, ...policy }) => ({
        type: 'group',
        id: place.path,
        name,
        arn,
        place,
        policies: [{ name, ...policy, place }],
        managedPolicies: [],
        tags: {},
        groups: [],
      }));
  }

  private isHeld(role: Principal): boolean {
    return this.edgesInto(role).some(
      ({ mechanism, from }) =>
        mechanism === 'podIdentity' ||
        (mechanism === 'service' && MACHINES.test(from)) ||
        (mechanism === 'webIdentity' && isClusterIssuer(from)),
    );
  }
}

/** The account of an ARN, where a parameter is what it is by default; empty for a text without one. */
export function accountIn(arn: string): string {
  return segmentsOf(parameterDefault(arn))[4] ?? '';
}

const MECHANISMS_OF_TRUST = new Set(['assume', 'webIdentity', 'podIdentity', 'service']);

/** Whether an identity provider is that of an EKS cluster, as far as its name tells: one of the app's own tells nothing. */
function isClusterIssuer(provider: string): boolean {
  return /oidc\.eks\.|\$\{/.test(provider) && !/saml-provider|token\.actions\.github/.test(provider);
}
