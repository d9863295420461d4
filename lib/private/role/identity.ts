import { CfnResource, Fn, Reference, Token, Tokenization, aws_iam as iam } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { isOneToken, splitArn } from '../aws/arn';

/** All that is read of a role here: chaining roles, resource roles and any other kind of role have it. */
export type RoleLike = IConstruct & { readonly roleArn: string };

/** What identifies a role across stacks and accounts. Any member may be a token. */
export interface RoleIdentity {
  readonly partition: string;
  readonly account: string;
  /** Begins and ends with a slash. */
  readonly path: string;
  readonly name: string;
}

/**
 * The L1 of a role that this app creates, whatever stands before it: an immutable view, a lazy role, an import of its ARN.
 *
 * Undefined for roles of elsewhere, and where `Role.customizeRoles` made no L1.
 */
export function ownedResource(role: RoleLike): iam.CfnRole | undefined {
  const resource = iam.Role.isRole(role) ? role.node.defaultChild : resourceBehind(role.roleArn);
  return resource instanceof iam.CfnRole ? resource : undefined;
}

/** The L1 whose ARN attribute this is. */
export function resourceBehind(arn: string): CfnResource | undefined {
  const token = isOneToken(arn) ? Tokenization.reverseString(arn).firstToken : undefined;
  if (!Reference.isReference(token) || !CfnResource.isCfnResource(token.target)) return undefined;
  return token.displayName === 'Arn' || token.displayName === 'Ref' ? token.target : undefined;
}

/** The role that this app creates behind a role, or the role itself. */
export function ownerOf<T extends RoleLike>(role: T): T | iam.Role {
  const owner = ownedResource(role)?.node.scope;
  return owner !== undefined && iam.Role.isRole(owner) ? owner : role;
}

/** The identity of a role that this app declares; undefined for every other role, and where its name is not known at synth. */
export function ownedIdentity(role: RoleLike): RoleIdentity | undefined {
  const resource = ownedResource(role);
  return resource === undefined ? identityToCreate(role) : identityOf(resource);
}

/** `Role.customizeRoles` gives a role that an administrator has yet to create an ARN without a name. */
function identityToCreate(role: RoleLike): RoleIdentity | undefined {
  if (!iam.Role.isRole(role) || !role.roleArn.endsWith(':role')) return undefined;
  const { physicalName } = role as unknown as { physicalName: string };
  const { partition, account } = role.stack;
  return { partition, account, path: '/', name: Token.isUnresolved(physicalName) ? role.roleName : physicalName };
}

/** The identity of a role's L1; undefined where its name or path is not known at synth. */
export function identityOf(resource: iam.CfnRole): RoleIdentity | undefined {
  const { roleName, path = '/' } = resource;
  if (roleName === undefined || Token.isUnresolved(roleName) || Token.isUnresolved(path)) return undefined;
  return { partition: resource.stack.partition, account: resource.stack.account, path, name: roleName };
}

/** The account of any role: of its stack when this app creates it, else as its ARN says. */
export function accountOf(role: RoleLike): string {
  const resource = ownedResource(role);
  if (resource !== undefined) return resource.stack.account;
  return splitArn(role.roleArn)?.account ?? Fn.select(4, Fn.split(':', role.roleArn));
}
