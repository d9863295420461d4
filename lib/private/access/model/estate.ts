import { accountOfRoot } from '../policy/caller';
import {
  type Choice,
  type PrincipalName,
  type Statement,
  isUnknown,
  statementsOf,
  unknownStatements,
} from '../policy/statement';
import { remembered } from '../policy/remembered';
import { mapTexts } from '../policy/symbols';
import { segmentsOf, withSymbols } from '../policy/text';
import type { Access } from '../policy/decide';
import { policyOfAws } from './aws-managed';
import type { AccessModel, ManagedPolicy, Place, Principal, StackInfo } from './model';
import { partitionOfRegion } from '../../aws/partition';

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads a model: who a name stands for, and what the documents of a principal say together. */
export class Estate {
  private readonly stacks: ReadonlyMap<string, StackInfo>;
  private readonly byReference = new Map<string, Principal>();
  private readonly policiesByArn = new Map<string, ManagedPolicy>();
  private readonly attached = new Map<Principal, ManagedPolicy[]>();
  private readonly groups = new Map<Principal, Principal[]>();
  private readonly accesses = new Map<Principal, Access>();
  private readonly knownAccesses = new Map<Principal, Access>();
  private readonly trusts = new Map<Principal, readonly Statement[]>();
  private readonly trustsByText = new Map<string, readonly Statement[]>();
  private readonly arns = new Map<Principal, string>();
  private readonly accountsOf = new Map<Principal, string>();
  private readonly environments = new Map<string, Environment>();
  private readonly choices = new Map<string, Choice>();
  private knownAccounts: ReadonlySet<string> | undefined;

  constructor(public readonly model: AccessModel) {
    this.stacks = new Map(model.stacks.map((stack) => [stack.path, stack]));
    for (const principal of model.principals) {
      const { type, name, arn, place } = principal;
      for (const key of [arn, ...[name, `\${${place.path}}`].map((text) => this.nameKey(type, text, place))]) {
        this.byReference.set(this.text(key, place), principal);
      }
    }
    for (const policy of model.policies) {
      for (const arn of policy.arns) this.policiesByArn.set(this.policyKey(arn, policy.place), policy);
    }
    this.attach();
  }

  /** A text as it reads in the environment of a place. */
  public text(text: string, place: Place): string {
    if (!text.includes('${')) return text;
    return withSymbols(withSymbols(text, this.model.symbols), this.environment(place));
  }

  /** The ARN of a principal in its environment. */
  public arnOf(principal: Principal): string {
    return remembered(this.arns, principal, () => this.text(principal.arn, principal.place));
  }

  public accountOf(principal: Principal): string {
    return remembered(this.accountsOf, principal, () => segmentsOf(this.arnOf(principal))[4] ?? '');
  }

  /** The account of a place; undefined where only the deployment knows it. */
  public accountAt({ stack }: Place): string | undefined {
    return this.stacks.get(stack)?.account;
  }

  /** The accounts of all principals. */
  public get accounts(): ReadonlySet<string> {
    return (this.knownAccounts ??= new Set(this.model.principals.map((principal) => this.accountOf(principal))));
  }

  /** Whether somebody whom a policy names is neither a principal of the model nor the account of some. */
  public isOutside({ type, name }: PrincipalName): boolean {
    if (type !== 'AWS') return true;
    const account = accountOfRoot(name);
    return account === undefined ? this.principalOf(name) === undefined : !this.accounts.has(account);
  }

  /** The principal of an ARN; undefined for one that the model does not hold. */
  public principalOf(arn: string): Principal | undefined {
    return this.byReference.get(arn);
  }

  /** The principal that a name in some place stands for, or its ARN. */
  public principalNamed(type: Principal['type'], name: string, place: Place): Principal | undefined {
    const text = this.text(name, place);
    return this.byReference.get(text.startsWith('arn:') ? text : this.text(this.nameKey(type, name, place), place));
  }

  /** The managed policy of an ARN; undefined for one that the model does not hold. */
  public policyOf(arn: string, place: Place): ManagedPolicy | undefined {
    return this.policiesByArn.get(this.policyKey(arn, place));
  }

  /** The same, with AWS's own policies for administrators, which no model holds. */
  public knownPolicyOf(arn: string, place: Place): ManagedPolicy | undefined {
    return this.policyOf(arn, place) ?? policyOfAws(this.text(arn, place));
  }

  /** The statements of a role's trust; none for a principal without one. */
  public trustOf(principal: Principal): readonly Statement[] {
    return remembered(this.trusts, principal, () => {
      const { trust, place } = principal;
      // The resource roles of a stack have one trust, to the letter: it is read and asked once.
      const key = `${place.stack}\n${JSON.stringify(trust)}`;
      return remembered(this.trustsByText, key, () => (trust === undefined ? [] : this.statements(trust, place)));
    });
  }

  /** What all policies of a principal, and of its groups, allow within its boundary. */
  public accessOf(principal: Principal): Access {
    const { boundary, place } = principal;
    return remembered(this.accesses, principal, () => ({
      statements: [principal, ...this.groupsOf(principal)].flatMap((each) => this.ownStatements(each)),
      boundary: boundary === undefined ? undefined : this.managedStatements(boundary, place),
    }));
  }

  /** The same without what stands for documents that are not in view, which may allow and deny everything. */
  public knownAccessOf(principal: Principal): Access {
    return remembered(this.knownAccesses, principal, () => {
      const { statements, boundary } = this.accessOf(principal);
      // Of an unknown boundary, all that is known is that it is no wider than everything.
      const isKnown = boundary?.some(isUnknown) === false;
      return {
        statements: statements.filter((statement) => !isUnknown(statement)),
        boundary: isKnown ? boundary : undefined,
      };
    });
  }

  /** The groups of a user. */
  public groupsOf(principal: Principal): readonly Principal[] {
    return this.groups.get(principal) ?? [];
  }

  private ownStatements(principal: Principal): Statement[] {
    const { policies, managedPolicies, place } = principal;
    const attached = new Set(managedPolicies.map((arn) => this.text(arn, place)));
    const byPolicy = (this.attached.get(principal) ?? []).filter(({ arns, place: own }) =>
      arns.every((arn) => !attached.has(this.text(arn, own))),
    );
    return [
      ...policies.flatMap((policy) => this.statements(policy.document, policy.place ?? place, policy.place?.condition)),
      ...managedPolicies.flatMap((arn) => this.managedStatements(arn, place)),
      ...byPolicy.flatMap((policy) => this.statements(policy.document, policy.place, policy.place.condition)),
    ];
  }

  private managedStatements(arn: string, place: Place): Statement[] {
    const policy = this.knownPolicyOf(arn, place);
    return policy === undefined
      ? unknownStatements(`the document of ${this.text(arn, place)} is not in view`)
      : this.statements(policy.document, policy.place, policy.place.condition);
  }

  /** A document in its place. */
  public statements(document: unknown, place: Place, condition?: string): Statement[] {
    return statementsOf(document, condition).map((statement) => {
      const bound = mapTexts(statement, (text) => this.text(text, place));
      // Most statements of an estate have the actions of many others: one list for all of them remembers more answers.
      const actions = remembered(this.choices, JSON.stringify(bound.actions), () => bound.actions);
      return { ...bound, actions };
    });
  }

  private environment({ stack }: Place): Environment {
    return remembered(this.environments, stack, () => this.environmentOf(stack));
  }

  private environmentOf(stack: string): Environment {
    const { account, region = '' } = this.stacks.get(stack) ?? {};
    // Where nobody says otherwise: an app for another partition writes it everywhere, and stays equal to itself.
    const partition = partitionOfRegion(region) ?? 'aws';
    return {
      '${AWS::Partition}': partition,
      '${AWS::AccountId}': account,
      '${AWS::Region}': region === '' ? undefined : region,
      '${AWS::URLSuffix}': partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com',
    };
  }

  /** Names are unique in an account; Stages without an account are usually deployed to different ones. */
  private nameKey(type: Principal['type'], name: string, { stack }: Place): string {
    const { account, stage = '' } = this.stacks.get(stack) ?? {};
    return `${type} ${account ?? `of ${stage}`} ${name}`;
  }

  /** The same for an ARN without an account. */
  private policyKey(arn: string, place: Place): string {
    const text = this.text(arn, place);
    return text.includes('${AWS::AccountId}') ? `${this.stacks.get(place.stack)?.stage ?? ''} ${text}` : text;
  }

  private attach(): void {
    for (const policy of this.model.policies) {
      for (const { type, name } of policy.attachedTo) {
        const principal = this.principalNamed(type, name, policy.place);
        if (principal !== undefined) addTo(this.attached, principal, policy);
      }
    }
    const members = [
      ...this.model.principals.map(({ groups, name, place }) => ({ groups, users: [name], place })),
      ...this.model.memberships.map(({ group, users, place }) => ({ groups: [group], users, place })),
    ];
    for (const { groups, users, place } of members) {
      for (const group of groups.flatMap((name) => this.principalNamed('group', name, place) ?? [])) {
        for (const user of users.flatMap((name) => this.principalNamed('user', name, place) ?? [])) {
          addTo(this.groups, user, group);
        }
      }
    }
  }
}

/** Adds to what is listed under a key. */
export function addTo<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  remembered(map, key, () => []).push(value);
}
