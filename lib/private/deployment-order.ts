import { Stack, Stage } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { fail } from './messages';
import { type RoleLike, ownedResource, ownerOf } from './role-arn';

const WAY_OUT =
  'Use `trust: ChainTrust.accountRoot()`, which needs no order, or import the chaining role with `ChainingRole.fromChainingRoleArn` ' +
  'and deploy it first.';

/** Orders that trusts need, between stacks, nested stacks and roles; CDK and CloudFormation would find a cycle only later. */
const ordersOf = new WeakMap<IConstruct, Set<IConstruct>>();

/** Has a role deployed after the chaining role that its trust names by ARN: IAM refuses a principal that does not exist. */
export function deployAfter(role: IConstruct, trusted: RoleLike): void {
  const [resource, chainingRole] = [ownedResource(trusted), ownerOf(trusted)];
  if (resource === undefined) return;
  const edge = `${role.node.path} trusts ${chainingRole.node.path} by its ARN, which must exist first`;
  if (Stage.of(role) !== Stage.of(chainingRole)) {
    fail(role, '', `${edge}, but the two are in different Stages, whose order CDK does not keep. ${WAY_OUT}`);
  }
  const [source, target] = whereTheyPart(role, chainingRole);
  const before = ordersOf.get(source) ?? new Set();
  if (!before.has(target)) {
    if (isAfter(target, source)) {
      fail(role, '', `${edge}, but ${target.node.path} is deployed after ${source.node.path} already. ${WAY_OUT}`);
    }
    ordersOf.set(source, before.add(target));
    if (isTopLevel(source))
      source.addStackDependency(resource.stack, `${edge}; ChainTrust.accountRoot() needs no order`);
  }
  // Inside one stack, the reference in the trust gives the order.
  if (!isTopLevel(source) && resource.stack !== Stack.of(role)) role.node.addDependency(resource);
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
function isAfter(one: IConstruct, other: IConstruct, seen = new Set<IConstruct>()): boolean {
  if (one === other) return true;
  if (seen.has(one)) return false;
  seen.add(one);
  const before = Stack.isStack(one)
    ? [...one.dependencies, ...(ordersOf.get(one) ?? [])]
    : [...(ordersOf.get(one) ?? [])];
  return before.some((next) => isAfter(next, other, seen));
}
