import { Aws, Fn, Resource, Stack, Token, aws_iam as iam } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { IChainingRole, ImportedChainingRoleOptions } from '../../chain';
import { splitArn } from '../aws/arn';
import { checkAtSynth } from '../role/synth-check';
import { linkTrust } from './link-trust';
import { literalJson, placeholderNote, readable } from '../words/readable';
import { warn } from '../words/warnings';
import { identityOf, ownerOf, resourceBehind, type RoleIdentity } from '../role/identity';
import { PermissionHalves, permissionStatements, PolicyBudget } from './permission-half';
import { literalRoleArn, parseRoleArn } from '../role/role-arn';
import type { SessionFeatures } from './trust-half';

/** A chaining role that another stack, another account or another tool created. */
export class ImportedChainingRole extends Resource implements IChainingRole {
  public readonly roleName: string;
  public readonly requiresTagSession: boolean;
  private readonly linked = new Set<iam.IRole>();
  private readonly isMutable: boolean;
  private readonly identity: RoleIdentity | undefined;
  private readonly permissionHalf: PermissionHalves | undefined;
  private principal?: iam.IRole;

  constructor(
    scope: Construct,
    id: string,
    public readonly roleArn: string,
    options: ImportedChainingRoleOptions,
  ) {
    const resource = resourceBehind(roleArn);
    const owned = resource instanceof iam.CfnRole ? identityOf(resource) : undefined;
    const identity = owned ?? parseRoleArn(scope, id, roleArn);
    super(scope, id, { account: identity?.account });
    this.identity = identity;
    this.isMutable = options.mutable !== false;
    // A plain role of this stack can be named by reference, even where CloudFormation chooses its name.
    const isHere = resource instanceof iam.CfnRole && resource.stack === Stack.of(scope);
    this.roleName = identity?.name ?? (isHere ? resource.ref : Fn.select(1, Fn.split('/', roleArn)));
    this.requiresTagSession = options.requiresTagSession ?? false;
    if (this.isMutable && (isHere || (this.isInOwnAccount && !Token.isUnresolved(this.roleName)))) {
      const role = iam.Role.fromRoleName(this, 'Role', this.roleName);
      this.permissionHalf = new PermissionHalves(this, role, undefined, new PolicyBudget(0));
      checkAtSynth(this);
      // A plain role of this app: the policy is attached to it by name.
      if (resource !== undefined) this.node.addDependency(resource);
    }
  }

  /** Whether this app declares any role that this role may become. */
  public get grantPrincipal(): iam.IPrincipal {
    return (this.principal ??= iam.Role.fromRoleArn(this, 'Principal', this.roleArn, { mutable: this.isMutable }));
  }

  public get roleRef(): iam.RoleReference {
    return { roleArn: this.roleArn, roleName: this.roleName };
  }

  public get _mayBecomeRoles(): boolean {
    return this.linked.size > 0;
  }

  public allowAssuming(given: iam.IRole): void {
    const role = ownerOf(given);
    if (this.linked.has(role)) return;
    const features = linkTrust(role, this);
    if (this.permissionHalf === undefined) {
      warn(role, 'permissionHalfNotWritten', this.permissionHalfNotWritten(role, features));
    } else {
      this.permissionHalf.permit(role, features);
    }
    this.linked.add(role);
  }

  private permissionHalfNotWritten(role: iam.IRole, features: SessionFeatures): string {
    const arn = literalRoleArn(role);
    const parts = splitArn(arn);
    // Both are in one partition: where the role's own environment does not say which, the importer's ARN may.
    const literalArn =
      parts && this.identity && Token.isUnresolved(parts.partition)
        ? `arn:${this.identity.partition}:iam::${parts.account}:${parts.resource}`
        : arn;
    const json = literalJson(role, {
      Version: '2012-10-17',
      Statement: permissionStatements(literalArn, features).map((statement) => statement.toStatementJson() as unknown),
    });
    return (
      `The permission half of ${readable(this, this.roleArn)} is not written, because ${this.reason()}. ` +
      'Until its owner attaches this policy to it, or adds the statements to one that it has, it is refused across accounts, under a ' +
      `permissions boundary and where the trust names its account: ${json}` +
      placeholderNote(role, json)
    );
  }

  private get isInOwnAccount(): boolean {
    const account = this.identity?.account;
    return account !== undefined && (account === this.stack.account || account === Aws.ACCOUNT_ID);
  }

  private reason(): string {
    if (!this.isMutable) return 'it was imported with `mutable: false`';
    if (this.identity === undefined) return 'its ARN is known only at deployment';
    if (this.isInOwnAccount) return 'its name is known only at deployment';
    return Token.isUnresolved(this.stack.account)
      ? 'the account of the stack that imports it is not known (give the stack `env: { account }` to have it written in one account)'
      : 'it is in another account';
  }
}
