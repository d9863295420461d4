import { type CfnResource, Fn, Stack, Token, aws_iam as iam } from 'aws-cdk-lib';
import { Construct, type IConstruct } from 'constructs';
import { referenceIn, splitArn, formatRoleArn, parseRoleArn, type RoleIdentity, type RoleNaming } from '../aws/arn';
import { knownPartition } from '../aws/environment';
import { isLookupDummy, described } from '../words/given';
import { fail, pathOf } from '../words/errors';

/** All that is read of a role here: chaining roles, resource roles and any other kind of role have it. */
export type RoleLike = IConstruct & { readonly roleArn: string };

/** Who a role is: found out once at each end of a chain, and handed on. */
export interface RoleEnd {
  /** The role that this app creates, whatever stood before it, such as an import of its ARN; else the role as it was given. */
  readonly role: RoleLike;
  /** The L1 where this app creates the role; `Role.customizeRoles` makes none. */
  readonly resource?: iam.CfnRole;
  /** Whether this app declares the role; of any other, its ARN says all that is known. */
  readonly isOwned: boolean;
  /** Undefined where its name is not known at synth. */
  readonly identity?: RoleIdentity;
  readonly account: string;
  /** The stack that creates the role, or that it was imported into. */
  readonly stack: Stack;
}

/** Finds out who a role is; throws for an ARN of anything else, at the construct that asks. */
export function endOf(given: RoleLike, at: IConstruct | string = given, scope: IConstruct = given): RoleEnd {
  const resource = ownedResource(given);
  if (resource !== undefined) {
    const { stack, node } = resource;
    const role = node.scope !== undefined && iam.Role.isRole(node.scope) ? node.scope : given;
    return { role, resource, isOwned: true, identity: identityOf(resource), account: stack.account, stack };
  }
  const stack = Stack.of(scope);
  const isToCreate = isRoleToCreate(given);
  const identity = isToCreate ? identityToCreate(given) : parseRoleArn(at, given.roleArn);
  return {
    role: given,
    isOwned: isToCreate,
    identity,
    account:
      identity?.account ??
      (isToCreate || isLookupDummy(given.roleArn) ? stack.account : Fn.select(4, Fn.split(':', given.roleArn))),
    stack,
  };
}

/** The same for a role that is about to be made. */
export function endToMake(scope: IConstruct, { roleName: name, path = '/' }: RoleNaming): Omit<RoleEnd, 'role'> {
  const stack = Stack.of(scope);
  const { account, partition } = stack;
  return { isOwned: true, identity: { partition, account, path, name }, account, stack };
}

/** Throws for what is no role, which callers without types may give for one. */
export function checkRole(about: IConstruct | string, call: string, role: unknown): void {
  if (Construct.isConstruct(role) && typeof (role as Partial<RoleLike>).roleArn === 'string') return;
  fail(about, `${call} was given no role: give an \`iam.Role\`, or what \`iam.Role.fromRoleArn\` returns.`);
}

/** The same for an ARN that is about to be imported: its scope stands for the role until then. */
export function endOfArn(scope: IConstruct, id: string, roleArn: string): RoleEnd {
  if (typeof roleArn !== 'string') {
    fail(pathOf(scope, id), `roleArn is ${described(roleArn)}: the ARN of a role is expected, as text.`);
  }
  return endOf({ node: scope.node, roleArn } as RoleLike, pathOf(scope, id), scope);
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
  const { resource, attribute = '' } = referenceIn(arn) ?? {};
  return ['Arn', 'Ref'].includes(attribute) ? resource : undefined;
}

/** Whether a construct still stands in its tree: `tryRemoveChild` takes it out without a word. */
export function isInTree(construct: IConstruct): boolean {
  const { scope, id } = construct.node;
  return scope === undefined || (scope.node.tryFindChild(id) === construct && isInTree(scope));
}

/** Whether a role that this app declared was taken out of its tree; one of elsewhere stays, whatever becomes of its import. */
export function isGone({ role, resource, isOwned }: Pick<RoleEnd, 'role' | 'resource' | 'isOwned'>): boolean {
  return isOwned && !isInTree(resource ?? role);
}

/**
 * Whether a role is CDK's wrapper of one that is not to be changed: an import of another account or with `mutable: false`, or
 * `withoutPolicyUpdates()`. It pretends to have added statements; this field alone gives it away.
 */
export function isImmutable(role: IConstruct): boolean {
  return 'addGrantsToResources' in role;
}

/** `Role.customizeRoles` gives a role that an administrator has yet to create an ARN without a name. */
function isRoleToCreate(role: RoleLike): role is iam.Role {
  return iam.Role.isRole(role) && role.roleArn.endsWith(':role');
}

/** Undefined where it was given no name: CDK calls it by its construct id, as nobody will. */
function identityToCreate(role: iam.Role): RoleIdentity | undefined {
  const { physicalName: name } = role as unknown as { physicalName: string };
  const { partition, account } = role.stack;
  return Token.isUnresolved(name) ? undefined : { partition, account, path: '/', name };
}

/** Throws for a role whose ARN would have no name. */
function failAsNameless(role: IConstruct): never {
  fail(
    role,
    '`Role.customizeRoles` keeps it from being made, and its ARN, which other policies name, cannot be computed without a name. ' +
      'Give the role a literal `roleName`, or its name in `usePrecreatedRoles`.',
  );
}

/** The identity of a role's L1; undefined where its name or path is not known at synth. */
export function identityOf(resource: iam.CfnRole): RoleIdentity | undefined {
  const { roleName, path = '/' } = resource;
  if (roleName === undefined || Token.isUnresolved(roleName) || Token.isUnresolved(path)) return undefined;
  return { partition: resource.stack.partition, account: resource.stack.account, path, name: roleName };
}

/**
 * A role's ARN for a document in `consumer`: a reference inside one stack, computed from fixed names otherwise.
 *
 * A reference into another stack would become an export, and an exported role can't be removed while the other stack stands.
 */
export function arnIn({ role, resource, isOwned, identity }: RoleEnd, consumer: IConstruct): string {
  const stack = Stack.of(consumer);
  if (isOwned && resource === undefined && identity === undefined) failAsNameless(role);
  if (!isOwned || resource?.stack === stack) return role.roleArn;
  if (identity !== undefined) return formatRoleArn({ ...identity, partition: stack.partition });
  fail(
    role,
    `its name or path is not known at synth, so another stack (${stack.node.path}) cannot compute its ARN. ` +
      'Give it a literal `roleName` and `path`, or put both roles into one stack.',
  );
}

/** A role's computed ARN wherever this app declares its name; otherwise as `arnIn` gives it. */
export function computedArn(end: RoleEnd, consumer: IConstruct = end.role): string {
  return end.isOwned && end.identity !== undefined ? formatRoleArn(end.identity) : arnIn(end, consumer);
}

/** The computed ARN for people and other tools: literal, partition included, where the environment is known. */
export function literalArn({ role, resource, isOwned, identity }: RoleEnd): string {
  if (isOwned && resource === undefined && identity === undefined) failAsNameless(role);
  if (!isOwned || identity === undefined) return role.roleArn;
  return formatRoleArn({ ...identity, partition: knownPartition(role) ?? identity.partition });
}

/** The partition of a role as far as it is written somewhere; a token otherwise, or nothing. */
export function partitionIn({ role, identity }: RoleEnd): string {
  return identity?.partition ?? splitArn(role.roleArn)?.partition ?? '';
}
