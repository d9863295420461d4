import * as library from '../lib';
import { anotherCopy } from './another-copy';
import { Deployed, mayCall, newStack, PLATFORM, trusts } from './support';

const other = anotherCopy(library);

test('a resource role of one copy takes chaining roles of the other', () => {
  const stack = newStack(PLATFORM);
  const head = new library.InstanceProfileRole(stack, 'Head', { roleName: 'head' });
  const role = new other.ResourceRole(stack, 'Data', {
    chainingRoles: [head],
    trust: library.ChainTrust.accountRoot(),
  });
  head.allowAssuming(role);
  const deployed = new Deployed(stack);
  expect(mayCall(deployed.of(head), 'sts:AssumeRole')).toEqual([deployed.of(role).arn]);
  expect(trusts(deployed.of(role), 'sts:AssumeRole')).toEqual(['arn:aws:iam::111122223333:root']);
});

test('both copies see one registry of names, and one state of an imported role', () => {
  const stack = newStack(PLATFORM);
  const arn = 'arn:aws:iam::111122223333:role/head';
  const heads = [library, other].map((copy, index) => copy.ChainingRole.fromChainingRoleArn(stack, `H${index}`, arn));
  new library.ResourceRole(stack, 'Data', { roleName: 'data', chainingRoles: heads });
  expect(new Deployed(stack).ofType('AWS::IAM::ManagedPolicy')).toHaveLength(1);
  expect(() => new other.ResourceRole(stack, 'Again', { roleName: 'data', chainingRoles: heads })).toThrow(
    'the role name "data" is already taken by Stack/Data',
  );
});

test('a chaining role of one copy is itself for the other', () => {
  const stack = newStack(PLATFORM);
  const head = new library.InstanceProfileRole(stack, 'Head');
  expect(other.ChainingRole.fromRole(stack, 'FromRole', head)).toBe(head);
  expect(other.ChainingRole.fromChainingRoleArn(stack, 'FromArn', head.roleArn)).toBe(head);
});

test('a copy with another layout is an error that names both', () => {
  const stack = newStack(PLATFORM);
  const state = { layout: 99, copy: '/somewhere/node_modules/cdk-iam-role-chaining/build/lib', slots: new Map() };
  Object.defineProperty(stack.node.root, Symbol.for('cdk-iam-role-chaining.state'), { value: state });
  expect(() => new library.InstanceProfileRole(stack, 'Head')).toThrow(
    /two copies of cdk-iam-role-chaining that do not understand each other are in one app, \/somewhere\/.* and .*lib:/,
  );
});

test('and also where only a chaining role of the other copy is used', () => {
  const stack = newStack(PLATFORM);
  const head = new library.InstanceProfileRole(stack, 'Head');
  const [state] = Object.getOwnPropertySymbols(stack.node.root)
    .filter((symbol) => symbol.description === 'cdk-iam-role-chaining.state')
    .map((symbol) => (stack.node.root as unknown as Record<symbol, { layout: number }>)[symbol]);
  expect(library.ResourceRole.trustStatements([head])).toHaveLength(1);
  (state as { layout: number }).layout = 99;
  expect(() => library.ResourceRole.trustStatements([head])).toThrow(/^the app: two copies of cdk-iam-role-chaining/);
});
