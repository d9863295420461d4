import { Aws, Fn, Resource, Stack, Token, aws_iam as iam } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import type { IChainingRole, ImportedChainingRoleOptions } from '../../chain';
import { Keeper, keeperOf, splitArn } from '../aws/arn';
import { accountOrStage, areApart } from '../aws/environment';
import { stateOf } from '../role/app-state';
import { literalArn, type RoleEnd } from '../role/identity';
import { keepLiteral } from '../role/kept-role';
import { checkAtSynth } from '../role/synth-check';
import { isDeployedElsewhere } from '../words/deployed-elsewhere';
import { fail, pathOf, warn, literalJson, placeholderNote, readable } from '../words/errors';
import { isLookupDummy } from '../words/given';
import { IMPORTED_CHAINING_ROLE } from '../words/metadata';
import { type Chains, ChainingSide } from './chaining-side';
import { PodsTrust } from './existing-trust';
import { forgetWhenGone } from './order';
import { permissionStatements } from './packed-policy';
import { Permissions, PolicyBudget } from './permissions';
import type { SessionFeatures } from './session';

/** What all imports of one role share. */
interface Shared {
  readonly chains: Chains;
  readonly budget: PolicyBudget;
}

/** A chaining role that another stack, another account, another tool or other constructs of this app created. */
export class ImportedChainingRole extends Resource implements IChainingRole {
  public readonly roleArn: string;
  public readonly roleName: string;
  private readonly end: RoleEnd;
  private readonly podsTrust: PodsTrust;
  /** As it was said, if it was. */
  private readonly tagSession?: boolean;
  private readonly isMutable: boolean;
  private readonly side: ChainingSide;
  private readonly permissions?: Permissions;
  private principal?: iam.IRole;

  /** @param given is who the role is, as an import of its ARN or the role itself tells */
  constructor(scope: Construct, id: string, given: RoleEnd, options: ImportedChainingRoleOptions) {
    const { resource, identity, role, isOwned } = given;
    // A plain role of this stack can be named by reference, even where CloudFormation chooses its name.
    const isHere = resource !== undefined && resource.stack === Stack.of(scope);
    if (resource !== undefined && identity === undefined && !isHere) {
      fail(
        pathOf(scope, id),
        `the name of ${role.node.path} is chosen by CloudFormation, so that it is known in its own stack only, ${resource.stack.node.path}. ` +
          'Give it a literal `roleName`, or import it there.',
      );
    }
    super(scope, id, { account: identity?.account });
    // An L1 is no role that others could hold on to: the import stands for it.
    const isRole = resource !== undefined && iam.Role.isRole(role);
    this.end = isRole ? given : { ...given, role: this, stack: resource?.stack ?? Stack.of(scope) };
    // `Role.customizeRoles` leaves the name out of the ARN of a role that it keeps from being made.
    this.roleArn = isOwned && resource === undefined ? literalArn(given) : role.roleArn;
    if (!Token.isUnresolved(this.roleArn)) this.node.addMetadata(IMPORTED_CHAINING_ROLE, this.roleArn);
    this.isMutable = options.mutable !== false;
    this.roleName = identity?.name ?? (isHere ? resource.ref : nameIn(this.roleArn));
    this.tagSession = options.requiresTagSession;
    this.podsTrust = new PodsTrust(given);
    const { chains, budget } = sharedBy(this, given);
    if (
      this.isMutable &&
      this.keeper === undefined &&
      (isHere || (this.isInOwnAccount && !Token.isUnresolved(this.roleName)))
    ) {
      const named = iam.Role.fromRoleName(this, 'Role', this.roleName);
      this.permissions = new Permissions(this.end, this, named, undefined, budget);
      checkAtSynth(this);
      // A plain role of this app: the policy is attached to it by name.
      if (resource !== undefined) {
        this.node.addDependency(resource);
        if (!isHere) forgetWhenGone(this, resource);
      }
    }
    keepLiteral(this, resource, 'RoleName', 'Path');
    this.side = new ChainingSide(this, this.end, (target, features) => this.permit(target, features), chains);
    this.node.addValidation({ validate: () => this.side.untaggedErrors() });
  }

  public get requiresTagSession(): boolean {
    return this.tagSession ?? this.podsTrust.isTrusted;
  }

  public get grantPrincipal(): iam.IPrincipal {
    const mutable = this.isMutable && this.keeper === undefined;
    return (this.principal ??= iam.Role.fromRoleArn(this, 'Principal', this.roleArn, { mutable }));
  }

  public get roleRef(): iam.RoleReference {
    return { roleArn: this.roleArn, roleName: this.roleName };
  }

  public allowAssuming(role: iam.IRole): iam.Grant {
    return this.side.allowAssuming(role);
  }

  private permit(target: RoleEnd, features: SessionFeatures): IConstruct | undefined {
    if (this.permissions !== undefined && !this.isApartFrom(target)) return this.permissions.permit(target, features);
    warn(target.role, 'permissionsPolicyNotWritten', this.permissionsPolicyNotWritten(target, features));
    return undefined;
  }

  private permissionsPolicyNotWritten(target: RoleEnd, features: SessionFeatures): string {
    const { role } = target;
    const arn = literalArn(target);
    const parts = splitArn(arn);
    const { identity } = this.end;
    // Both are in one partition: where the role's own environment does not say which, the importer's ARN may.
    const literal =
      parts && identity && Token.isUnresolved(parts.partition)
        ? `arn:${identity.partition}:iam::${parts.account}:${parts.resource}`
        : arn;
    const json = literalJson(role, {
      Version: '2012-10-17',
      Statement: permissionStatements(literal, features).map((statement) => statement.toStatementJson() as unknown),
    });
    return (
      `The permissions policy of ${readable(this, this.roleArn)} is not written, because ${this.reason(target)}. ` +
      `Until its owner ${this.remedy()}, it is refused across accounts, under a permissions boundary and where the trust ` +
      `names its account: ${json}` +
      placeholderNote(role, json)
    );
  }

  private get isInOwnAccount(): boolean {
    const { account } = this.end.identity ?? {};
    return account !== undefined && (account === this.stack.account || account === Aws.ACCOUNT_ID);
  }

  private get keeper(): Keeper | undefined {
    return this.end.identity && keeperOf(this.end.identity);
  }

  private remedy(): string {
    if (this.keeper === Keeper.PERMISSION_SET)
      return 'puts these statements into the inline policy of its permission set';
    if (this.keeper === Keeper.SERVICE) return 'finds another way to allow this';
    return 'attaches this policy to it, or adds the statements to one that it has';
  }

  /** The account of what is imported is in its ARN. */
  private isApartFrom({ isOwned, stack }: RoleEnd): boolean {
    return isOwned && areApart(stack, this.stack);
  }

  private reason(target: RoleEnd): string {
    if (this.keeper === Keeper.PERMISSION_SET)
      return 'IAM Identity Center keeps it: nothing can be attached to the role itself';
    if (this.keeper === Keeper.SERVICE) return 'an AWS service keeps it, and IAM refuses every change';
    if (!this.isMutable) return 'it was imported with `mutable: false`';
    if (this.isApartFrom(target) && isDeployedElsewhere(target.stack)) return deployedElsewhere(target.stack);
    if (this.end.identity === undefined) return 'its ARN is known only at deployment';
    if (this.isInOwnAccount) return 'its name is known only at deployment';
    if (!Token.isUnresolved(this.stack.account)) return 'it is in another account';
    return isDeployedElsewhere(this.stack)
      ? deployedElsewhere(this.stack)
      : 'the account of the stack that imports it is not known (give the stack `env: { account }` to have it written in one account)';
  }
}

function deployedElsewhere({ node }: Stack): string {
  return `${node.path} is deployed to accounts that no synth can know`;
}

/** Right for roles without a path only. */
function nameIn(roleArn: string): string {
  return isLookupDummy(roleArn) ? roleArn.replace(/^.*\//, '') : Fn.select(1, Fn.split('/', roleArn));
}

function sharedBy(importer: ImportedChainingRole, { identity, account, role, resource, isOwned }: RoleEnd): Shared {
  const imports = stateOf<Map<string, Shared>>(importer.node.root, 'importedRoles', () => new Map());
  const key =
    identity === undefined || Token.isUnresolved(identity.name)
      ? (resource?.node.path ?? (isOwned ? role.node.path : role.roleArn))
      : `${accountOrStage(importer, account)}/${identity.name.toLowerCase()}`;
  const known = imports.get(key);
  if (known !== undefined && !isLookupDummy(role.roleArn)) return known;
  const shared = {
    chains: new Map() as Chains,
    budget: new PolicyBudget(0),
  };
  imports.set(key, shared);
  return shared;
}
