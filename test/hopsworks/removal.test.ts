import { App, CfnCondition, CfnOutput, Fn, NestedStack, Stack, aws_ec2 as ec2, aws_iam as iam } from 'aws-cdk-lib';
import { InstanceProfileRole, ResourceRole, hopsworks } from '../../lib';
import { newStack, PLATFORM } from '../support';
import { CrossAccountPolicy, place } from './support';

const { RoleMappings } = hopsworks;

function start() {
  const stack = newStack(PLATFORM, 'Stack', new App());
  const head = new InstanceProfileRole(stack, 'Head', { roleName: 'head' });
  const add = (name: string) => new ResourceRole(stack, name, { roleName: name, chainingRoles: [head] });
  return { stack, add };
}

/** What the deployed stack outputs, by name; nested stacks' own outputs never reach the outputs file. */
function outputs(stack: Stack): Record<string, string[]> {
  const { Outputs = {} } = (stack.node.root as App).synth().getStackByName('Stack').template as {
    Outputs?: Record<string, { Value: string }>;
  };
  return Object.fromEntries(
    Object.entries(Outputs)
      .filter(([name]) => name.startsWith('RoleMappings'))
      .map(([name, { Value }]) => [name, [...Value.matchAll(/role\/(\w+)/g)].map(([, role = '']) => role)]),
  );
}

describe('outputs of role mappings that stay', () => {
  const output = (stack: Stack) => stack.node.findAll().find((each) => each instanceof CfnOutput) as CfnOutput;
  const mapped = (change: (written: CfnOutput, stack: Stack) => void) => {
    const { stack, add } = start();
    new RoleMappings(stack, 'Mappings', { mappings: [{ project: 'a', role: add('fraud') }] });
    change(output(stack), stack);
    return () => outputs(stack);
  };

  test.each<[string, (written: CfnOutput, stack: Stack) => void]>([
    ['removed', ({ node }) => node.scope?.node.tryRemoveChild(node.id)],
    ['given another value', (written) => (written.value = '[]')],
    [
      'renamed',
      (written) => {
        written.overrideLogicalId('Other');
      },
    ],
    [
      'written on a condition',
      (written, stack) =>
        (written.condition = new CfnCondition(stack, 'Never', { expression: Fn.conditionEquals('a', 'b') })),
    ],
  ])('are not %s', (_, change) => {
    expect(mapped(change)).toThrow(
      'Stack/Mappings/RoleMappings, an output of Stack/Mappings, is not rendered as declared: it was removed, renamed or given another value',
    );
  });

  test('may be described and exported otherwise', () => {
    const described = mapped((written) => {
      written.description = 'mappings of the cluster';
      written.exportName = 'mappings';
    });
    expect(described()).toEqual({ RoleMappings: ['fraud'] });
  });
});

describe('role mappings that are taken out of the app', () => {
  test.each([
    ['of a stack', (stack: Stack) => stack],
    ['of a nested stack, whose outputs stand in the outer one', (stack: Stack) => new NestedStack(stack, 'Nested')],
  ])('%s leave no output, name or default; made again they work', (_, scopeIn) => {
    const removed = () => {
      const { stack, add } = start();
      const [fraud, churn] = [add('fraud'), add('churn')];
      const scope = scopeIn(stack);
      new RoleMappings(scope, 'Mappings', { mappings: [{ project: 'a', role: fraud, defaultRole: true }] });
      scope.node.tryRemoveChild('Mappings');
      return { stack, scope, fraud, churn };
    };
    expect(outputs(removed().stack)).toEqual({});
    const { stack, scope, fraud, churn } = removed();
    const again = new RoleMappings(scope, 'Mappings', {
      mappings: [{ project: 'a', role: churn, defaultRole: true }],
    });
    again.addMapping({ project: 'a', projectRole: hopsworks.ProjectRole.DATA_OWNER, role: fraud });
    expect(outputs(stack)).toEqual({ RoleMappings: ['churn', 'fraud'] });
  });

  test('go with the nested stack around them', () => {
    const { stack, add } = start();
    const mappings = [{ project: 'a', role: add('fraud'), defaultRole: true }];
    new RoleMappings(new NestedStack(stack, 'Nested'), 'Mappings', { mappings });
    stack.node.tryRemoveChild('Nested');
    new RoleMappings(stack, 'Mappings', { mappings });
    expect(outputs(stack)).toEqual({ RoleMappings: ['fraud'] });
  });

  test('say nothing more of a role that has no chain', () => {
    const mapped = () => {
      const { stack } = start();
      const plain = new iam.Role(stack, 'Plain', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
      new RoleMappings(stack, 'Mappings', { mappings: [{ project: 'a', role: plain }] });
      return stack;
    };
    expect(() => outputs(mapped())).toThrow('Stack/Plain is mapped to a project, but no chaining role');
    const stack = mapped();
    stack.node.tryRemoveChild('Plain');
    expect(outputs(stack)).toEqual({});
  });

  test('still disagree with those that stay', () => {
    const { stack, add } = start();
    const [fraud, churn] = [add('fraud'), add('churn')];
    const declare = (id: string, role: iam.IRole) =>
      new RoleMappings(stack, id, { outputName: id, mappings: [{ project: 'a', role, defaultRole: true }] });
    declare('One', fraud);
    declare('Two', fraud);
    stack.node.tryRemoveChild('Two');
    expect(() => declare('Three', churn)).toThrow('project "a" has two defaults for ALL');
    stack.node.tryRemoveChild('Three');
    stack.node.tryRemoveChild('One');
    expect(() => declare('Four', churn)).not.toThrow();
  });
});

describe('a mapped role that is taken out of the app', () => {
  test('leaves no mapping, and its place is free for one that is made again', () => {
    const removed = () => {
      const { stack, add } = start();
      const mappings = new RoleMappings(stack, 'Mappings', {
        mappings: [
          { project: 'a', role: add('fraud'), defaultRole: true },
          { project: 'a', role: add('churn') },
        ],
      });
      stack.node.tryRemoveChild('fraud');
      return { stack, add, mappings };
    };
    expect(outputs(removed().stack)).toEqual({ RoleMappings: ['churn'] });
    const { stack, add, mappings } = removed();
    mappings.addMapping({ project: 'a', role: add('fraud'), defaultRole: true });
    expect(() => {
      mappings.addMapping({ project: 'a', role: add('ledger'), defaultRole: true });
    }).toThrow('two defaults');
    expect(outputs(stack)).toEqual({ RoleMappings: ['churn', 'fraud'] });
  });

  test.each([
    [60, ['RoleMappings', 'RoleMappings2']],
    [1, ['RoleMappings']],
    [0, []],
  ])('leaves no output behind that it alone was in: of 60, %s stay', (stay, names) => {
    const { stack, add } = start();
    const roles = Array.from({ length: 60 }, (_, index) => add(`role${index}`));
    new RoleMappings(stack, 'Mappings', { mappings: roles.map((role) => ({ project: 'a', role })) });
    for (let index = stay; index < 60; index += 1) stack.node.tryRemoveChild(`role${index}`);
    expect(Object.keys(outputs(stack))).toEqual(names);
  });
});

test('a cross-account role that is taken out frees its name', () => {
  const { stack, ...lock } = place();
  const make = () =>
    new hopsworks.CrossAccountRole(stack, 'ControlPlane', {
      vendorAccountId: '999988887777',
      externalId: 'id',
      roleName: 'hopsworks',
      policy: CrossAccountPolicy.lockedTo(lock),
    });
  make();
  stack.node.tryRemoveChild('ControlPlane');
  expect(make).not.toThrow();
});

test('a control plane’s policy tells that its instance profile was taken out of the app', () => {
  const synth = (change: (stack: Stack) => void) => {
    const { stack } = start();
    const { instanceProfile } = stack.node.findChild('Head') as InstanceProfileRole;
    const vpcs = [ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['a'] })];
    const policy = hopsworks.CrossAccountPolicy.lockedTo({ vpcs, instanceProfiles: [instanceProfile] });
    new hopsworks.CrossAccountRole(stack, 'Vendor', { vendorAccountId: '999988887777', externalId: 'id', policy });
    change(stack);
    return () => (stack.node.root as App).synth();
  };
  const remove = (id: string) => (stack: Stack) => void stack.node.tryRemoveChild(id);
  expect(synth(() => undefined)).not.toThrow();
  expect(synth(remove('Head'))).toThrow(
    'Stack/Vendor: its policy is locked to Stack/Head/InstanceProfile, which was taken out of the app: the control plane could',
  );
  expect(synth(remove('Vendor'))).not.toThrow();
  const again = (stack: Stack) => {
    remove('Head')(stack);
    new InstanceProfileRole(stack, 'Again', { roleName: 'head' });
  };
  expect(synth(again)).not.toThrow();
});
