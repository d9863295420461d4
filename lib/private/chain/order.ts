import { Stack, Stage, aws_iam as iam } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { stateOf } from '../role/app-state';
import { type RoleEnd, isInTree } from '../role/identity';
import { outermost } from '../words/deployed-elsewhere';
import { fail } from '../words/errors';

/** Why a role is deployed after a chaining role, and what to do where it can't be. */
interface Reason {
  readonly does: string;
  readonly wayOut: string;
}

/** The trust names the chaining role by its ARN, and IAM refuses a principal that does not exist. */
export const TRUSTS_BY_ARN: Reason = {
  does: 'trusts',
  wayOut:
    'Use `trust: ChainTrust.accountRoot()`, which needs no order (for a role that is no ResourceRole, add such ' +
    '`ResourceRole.trustStatements` to its trust first), or import the chaining role with `ChainingRole.fromChainingRoleArn` and ' +
    'deploy it first.',
};

/** The permissions policy stands in the role's stack and is attached to the chaining role by name. */
export const ATTACHES_POLICY: Reason = {
  does: 'attaches a policy to',
  wayOut: 'Give the role a literal `roleName`, so that the policy can stand beside the chaining role.',
};

/** Orders that trusts need, between stacks, nested stacks and roles; CDK and CloudFormation would find a cycle only later. */
type Orders = WeakMap<IConstruct, Set<IConstruct>>;

/** Has a role deployed after a chaining role; throws where that would be a cycle or cross a Stage. */
export function deployAfter(role: IConstruct, { role: given, resource }: RoleEnd, reason: Reason): void {
  if (resource === undefined) return;
  // What stands for an L1 may stand in another stack.
  const chainingRole = iam.Role.isRole(given) ? given : resource;
  const orders = stateOf<Orders>(role.node.root, 'orders', () => new WeakMap());
  const stack = Stack.of(role);
  if (!stack.nested && orders.get(stack)?.has(resource.stack) === true) return;
  const { does, wayOut } = reason;
  const edge = `it ${does} ${chainingRole.node.path}, which must exist first`;
  if (Stage.of(role) !== Stage.of(chainingRole)) {
    fail(role, `${edge}, but the two are in different Stages, whose order CDK does not keep. ${wayOut}`);
  }
  const [source, target] = whereTheyPart(role, chainingRole);
  const before = orders.get(source) ?? new Set();
  if (!before.has(target)) {
    if (isAfter(target, source, orders)) {
      fail(role, `${edge}, but ${target.node.path} is deployed after ${source.node.path} already. ${wayOut}`);
    }
    orders.set(source, before.add(target));
    if (isTopLevel(source))
      deployStackAfter(
        source,
        resource.stack,
        `${role.node.path} ${does} ${chainingRole.node.path}, which must exist first. ${wayOut}`,
      );
  }
  // Inside one stack, the reference in the trust gives the order.
  if (!isTopLevel(source) && resource.stack !== stack) role.node.addDependency(resource);
}

function isTopLevel(construct: IConstruct): construct is Stack {
  return Stack.isStack(construct) && !construct.nested;
}

/** The outermost stacks that hold only one of the two; for a role in the parent of the other's nested stack, the role itself. */
function whereTheyPart(one: IConstruct, other: IConstruct): [IConstruct, IConstruct] {
  const [ones, others] = [containers(one), containers(other)];
  const index = ones.findIndex((container, level) => container !== others[level]);
  return [ones[index] ?? one, others[index] ?? other];
}

/** The top-level stack, the nested stacks below it, and the construct itself. */
function containers(construct: IConstruct): IConstruct[] {
  const found: IConstruct[] = [construct];
  for (let stack: Stack | undefined = Stack.of(construct); stack !== undefined; stack = stack.nestedStackParent) {
    found.unshift(stack);
  }
  return found;
}

/** Whether one is deployed after the other, directly or through others. */
function isAfter(one: IConstruct, other: IConstruct, orders: Orders, seen = new Set<IConstruct>()): boolean {
  if (one === other) return true;
  if (seen.has(one)) return false;
  seen.add(one);
  const before = Stack.isStack(one) ? [...one.dependencies, ...(orders.get(one) ?? [])] : [...(orders.get(one) ?? [])];
  return before.some((next) => isAfter(next, other, orders, seen));
}

/** Has a stack deployed after another as long as that one is in the app: CDK would go on asking for one that was taken out. */
function deployStackAfter(stack: Stack, before: Stack, reason: string): void {
  stack.addStackDependency(before, reason);
  forgetWhenGone(stack, before);
}

/** The same of an order that CDK makes of a dependency between constructs. */
export function forgetWhenGone(source: IConstruct, target: IConstruct): void {
  const [stack, before] = [outermost(Stack.of(source)), outermost(Stack.of(target))];
  // CDK writes down the order of stacks after it has validated the app.
  stack.node.addValidation({
    validate: () => {
      if (!isInTree(before)) forget(stack, before);
      return [];
    },
  });
}

function forget(stack: Stack, before: Stack): void {
  const { _stackDependencies: known = {} } = stack as unknown as {
    _stackDependencies?: Record<string, { readonly stack: Stack }>;
  };
  for (const [key, { stack: other }] of Object.entries(known)) if (other === before) Reflect.deleteProperty(known, key);
}
