import { Fn, Resource, Stack, Token, aws_iam as iam } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { IChainingRole, ImportedChainingRoleOptions } from '../chaining-role';
import { linkTrust, placeholderNote } from './link-trust';
import { literalJson, warn } from './messages';
import { PermissionHalf, permissionStatements } from './permission-half';
import { type RoleIdentity, computedRoleArn, parseRoleArn } from './role-arn';
import type { SessionFeatures } from './trust-half';

/** A chaining role that another stack, another account or another tool created. */
export class ImportedChainingRole extends Resource implements IChainingRole {
  public readonly roleName: string;
  public readonly requiresTagSession: boolean;
  private readonly linked = new Set<iam.IRole>();
  private readonly identity: RoleIdentity | undefined;
  private readonly permissionHalf: PermissionHalf | undefined;

  constructor(
    scope: Construct,
    id: string,
    public readonly roleArn: string,
    options: ImportedChainingRoleOptions,
  ) {
    const identity = parseRoleArn(scope, id, roleArn);
    super(scope, id, { account: identity?.account });
    this.identity = identity;
    this.roleName = identity?.name ?? Fn.select(1, Fn.split('/', roleArn));
    this.requiresTagSession = options.requiresTagSession ?? false;
    const { account } = Stack.of(this);
    if (options.mutable !== false && identity?.account === account && !Token.isUnresolved(identity.name)) {
      this.permissionHalf = new PermissionHalf(this, iam.Role.fromRoleName(this, 'Role', identity.name), undefined, 0);
    }
  }

  public allowAssuming(role: iam.IRole): void {
    if (this.linked.has(role)) return;
    const features = linkTrust(role, this);
    this.linked.add(role);
    if (this.permissionHalf === undefined) {
      warn(role, 'permissionHalfNotWritten', this.permissionHalfNotWritten(role, features));
    } else {
      this.permissionHalf.add(computedRoleArn(role, this), features);
    }
  }

  private permissionHalfNotWritten(role: iam.IRole, features: SessionFeatures): string {
    const partition = this.identity?.partition ?? '';
    const arn = computedRoleArn(role);
    const literalArn =
      partition === '' || !arn.startsWith('arn:') ? arn : ['arn', partition, ...arn.split(':').slice(2)].join(':');
    const json = literalJson(role, {
      Version: '2012-10-17',
      Statement: permissionStatements(literalArn, features).map((statement) => statement.toStatementJson() as unknown),
    });
    return (
      `The permission half of ${literalJson(this, this.roleArn)} is not written, because ${this.reason()}. ` +
      `Until its owner attaches this policy to it, it is refused across accounts and under a permissions boundary: ${json}` +
      placeholderNote(role, json)
    );
  }

  private reason(): string {
    const { account } = Stack.of(this);
    if (this.identity === undefined) return 'its ARN is known only at deployment';
    if (this.identity.account === account) return 'it was imported with `mutable: false`';
    return Token.isUnresolved(account)
      ? 'the account of the stack that imports it is not known (give the stack `env: { account }` to have it written in one account)'
      : 'it is in another account';
  }
}
