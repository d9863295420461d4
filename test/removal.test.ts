import { App, Stack, aws_eks as eks, aws_iam as iam } from 'aws-cdk-lib';
import {
  ChainingRole,
  ChainTrust,
  InstanceProfileRole,
  PodIdentityRole,
  ResourceRole,
  ServiceAccountRole,
} from '../lib';
import { Deployed, FINANCE, ISSUER, mayCall, newStack, PLATFORM, trusts } from './support';

const ECS = new iam.ServicePrincipal('ecs-tasks.amazonaws.com');

function roleIn(stack: Stack, id: string, chainingRoles: ChainingRole[], trust?: ChainTrust): ResourceRole {
  return new ResourceRole(stack, id, { roleName: id.toLowerCase(), chainingRoles, trust });
}

const arnOf = (name: string) => `arn:aws:iam::111122223333:role/${name}`;

describe('a resource role that is taken out of its tree', () => {
  test('is permitted no more, and the others are', () => {
    const stack = newStack(PLATFORM);
    const head = new InstanceProfileRole(stack, 'Head');
    for (const id of ['One', 'Two', 'Three']) roleIn(stack, id, [head]);
    stack.node.tryRemoveChild('Two');
    expect(head.resourceRoles.map(({ node }) => node.id)).toEqual(['One', 'Three']);
    expect(mayCall(new Deployed(stack).of(head), 'sts:AssumeRole')).toEqual([arnOf('one'), arnOf('three')]);
  });

  test('and was the last one, leaves no policy', () => {
    const stack = newStack(PLATFORM);
    const head = new InstanceProfileRole(stack, 'Head');
    roleIn(stack, 'One', [head]);
    stack.node.tryRemoveChild('One');
    expect(new Deployed(stack).ofType('AWS::IAM::ManagedPolicy')).toEqual([]);
  });

  test.each([
    ['its own name', 'One', [arnOf('two'), arnOf('one')]],
    ['another name', 'Other', [arnOf('two'), arnOf('other')]],
  ])('can be made again under %s', (_, id, expected) => {
    const stack = newStack(PLATFORM);
    const head = new InstanceProfileRole(stack, 'Head');
    roleIn(stack, 'One', [head]);
    roleIn(stack, 'Two', [head]);
    stack.node.tryRemoveChild('One');
    const again = roleIn(stack, id, [head]);
    const deployed = new Deployed(stack);
    expect(mayCall(deployed.of(head), 'sts:AssumeRole').sort()).toEqual([...expected].sort());
    expect(trusts(deployed.of(again), 'sts:AssumeRole')).toEqual([deployed.of(head).arn]);
  });

  test('leaves room in the quota of policies to roles of other names', () => {
    const app = new App({ context: { 'cdk-iam-role-chaining:managedPoliciesPerRole': 2 } });
    const stack = newStack(PLATFORM, 'Stack', app);
    const head = new InstanceProfileRole(stack, 'Head');
    // More than one policy holds, of three rounds of which two would not fit beside each other.
    const round = (name: string) => Array.from({ length: 70 }, (_, index) => `${name}-${index}`.padEnd(64, 'x'));
    for (const name of ['first', 'second', 'third']) {
      for (const id of round(name)) roleIn(stack, id, [head]);
      if (name !== 'third') for (const id of round(name)) stack.node.tryRemoveChild(id);
    }
    expect(mayCall(new Deployed(stack).of(head), 'sts:AssumeRole')).toEqual(round('third').map(arnOf));
    expect(() => {
      for (const id of round('fourth')) roleIn(stack, id, [head]);
    }).toThrow("carries 3 managed policies, more than IAM's quota of 2");
  });

  test('takes its place in the policy of another stack along', () => {
    const app = new App();
    const [platform, data] = [newStack(PLATFORM, 'Platform', app), newStack(PLATFORM, 'Data', app)];
    const head = new InstanceProfileRole(platform, 'Head', { roleName: 'head' });
    const unnamed = new iam.Role(data, 'Unnamed', { assumedBy: ECS });
    head.allowAssuming(unnamed);
    data.node.tryRemoveChild('Unnamed');
    expect(new Deployed(data).ofType('AWS::IAM::ManagedPolicy')).toEqual([]);
  });

  test('does not count towards what one policy holds when it is made again', () => {
    const stack = newStack(PLATFORM);
    const head = new InstanceProfileRole(stack, 'Head');
    for (let round = 0; round < 300; round += 1) {
      roleIn(stack, 'One', [head]);
      stack.node.tryRemoveChild('One');
    }
    roleIn(stack, 'One', [head]);
    expect(new Deployed(stack).ofType('AWS::IAM::ManagedPolicy')).toHaveLength(1);
    expect(mayCall(new Deployed(stack).of(head), 'sts:AssumeRole')).toEqual([arnOf('one')]);
  });

  test('keeps statements that others added to the policy', () => {
    const stack = newStack(PLATFORM);
    const head = new InstanceProfileRole(stack, 'Head');
    roleIn(stack, 'One', [head]);
    roleIn(stack, 'Two', [head]);
    const policy = head.node.findChild('AssumeDataRoles') as iam.ManagedPolicy;
    policy.addStatements(new iam.PolicyStatement({ actions: ['sts:GetCallerIdentity'], resources: ['*'] }));
    stack.node.tryRemoveChild('One');
    const deployed = new Deployed(stack).of(head);
    expect(mayCall(deployed, 'sts:AssumeRole')).toEqual([arnOf('two')]);
    expect(mayCall(deployed, 'sts:GetCallerIdentity')).toEqual(['*']);
  });
});

describe('a chaining role that is taken out of its tree', () => {
  test.each([
    ['by its ARN', undefined],
    ['by its account', ChainTrust.accountRoot()],
  ])('is trusted no more %s, and the others are', (_, trust) => {
    const app = new App();
    const [platform, data] = [newStack(PLATFORM, 'Platform', app), newStack(FINANCE, 'Data', app)];
    const [head, other] = ['head', 'other'].map(
      (roleName) => new InstanceProfileRole(platform, roleName, { roleName }),
    );
    const role = roleIn(data, 'Data', [head!, other!], trust);
    platform.node.tryRemoveChild('head');
    const before = JSON.stringify(new Deployed(data).of(role).trust);
    expect(role.chainingRoles).toEqual([other]);
    expect(before).toContain('role/other');
    expect(before).not.toContain('role/head');
  });

  const onlyOne = () => {
    const app = new App();
    const [platform, data] = [newStack(PLATFORM, 'Platform', app), newStack(PLATFORM, 'Data', app)];
    const head = new InstanceProfileRole(platform, 'Head', { roleName: 'head' });
    const role = roleIn(data, 'Data', [head]);
    platform.node.tryRemoveChild('Head');
    return { app, platform, data, role };
  };

  test('and was the only one, leaves a role that nobody may become, which is an error', () => {
    expect(() => onlyOne().app.synth()).toThrow(
      'Data/Data has no chaining role left: those that it was declared with were taken out of the app. ' +
        'Give it another in `chainingRoles`, or take it out too.',
    );
  });

  test('can be made again', () => {
    const { platform, data, role } = onlyOne();
    const again = new InstanceProfileRole(platform, 'Head', { roleName: 'head' });
    again.allowAssuming(role);
    expect(trusts(new Deployed(data).of(role), 'sts:AssumeRole')).toEqual([arnOf('head')]);
    expect(mayCall(new Deployed(platform).of(again), 'sts:AssumeRole')).toEqual([arnOf('data')]);
  });

  test('leaves the trust of a plain role as its author wrote it', () => {
    const stack = newStack(PLATFORM);
    const head = new InstanceProfileRole(stack, 'Head');
    const plain = new iam.Role(stack, 'Plain', { assumedBy: ECS, roleName: 'plain' });
    head.allowAssuming(plain);
    expect(stack.node.tryRemoveChild('Head')).toBe(true);
    expect(new Deployed(stack).of(plain).trust.Statement).toEqual([
      { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ecs-tasks.amazonaws.com' } },
    ]);
  });
});

describe('a statement that is added to a trust after the chain was made', () => {
  const chain = (effect: iam.Effect, principal: string) => {
    const app = new App();
    const [platform, data] = [newStack(PLATFORM, 'Platform', app), newStack(PLATFORM, 'Data', app)];
    const head = new InstanceProfileRole(platform, 'Head', { roleName: 'head' });
    const role = roleIn(data, 'Data', [head]);
    const principals = [new iam.ArnPrincipal(principal)];
    role.assumeRolePolicy?.addStatements(new iam.PolicyStatement({ effect, actions: ['sts:AssumeRole'], principals }));
    return () => app.synth();
  };

  test('and denies the chaining role is an error at synth', () => {
    expect(chain(iam.Effect.DENY, arnOf('head'))).toThrow(
      'Data/Data: its trust denies sts:AssumeRole to Platform/Head: remove that statement, or the chain.',
    );
  });

  test('and denies another one is none, nor is one that allows', () => {
    expect(chain(iam.Effect.DENY, arnOf('other'))).not.toThrow();
    expect(chain(iam.Effect.ALLOW, arnOf('head'))).not.toThrow();
  });

  test.each<[string, iam.PolicyStatementProps, boolean]>([
    ['to everybody', { actions: ['sts:AssumeRole'], principals: [new iam.AnyPrincipal()] }, true],
    ['to its account', { actions: ['sts:*'], principals: [new iam.AccountPrincipal('111122223333')] }, true],
    ['to another account', { actions: ['sts:*'], principals: [new iam.AccountPrincipal('444455556666')] }, false],
    [
      'by what it does not name',
      { notActions: ['sts:TagSession'], principals: [new iam.ArnPrincipal(arnOf('head'))] },
      true,
    ],
    ['nothing of it', { notActions: ['sts:Assume*'], principals: [new iam.ArnPrincipal(arnOf('head'))] }, false],
    [
      'to everybody on a condition',
      {
        actions: ['sts:AssumeRole'],
        principals: [new iam.AnyPrincipal()],
        conditions: { ArnNotEquals: { 'aws:PrincipalArn': arnOf('head') } },
      },
      false,
    ],
  ])('and denies it %s', (_, statement, isDead) => {
    const app = new App();
    const role = roleIn(newStack(PLATFORM, 'Data', app), 'Data', [
      new InstanceProfileRole(newStack(PLATFORM, 'Platform', app), 'Head', { roleName: 'head' }),
    ]);
    role.assumeRolePolicy?.addStatements(new iam.PolicyStatement({ effect: iam.Effect.DENY, ...statement }));
    const synth = expect(() => app.synth());
    if (isDead) synth.toThrow('its trust denies sts:AssumeRole to Platform/Head');
    else synth.not.toThrow();
  });

  test('is seen in a plain role too', () => {
    const stack = newStack(PLATFORM);
    const head = new InstanceProfileRole(stack, 'Head', { roleName: 'head' });
    const plain = new iam.Role(stack, 'Plain', { assumedBy: ECS });
    head.allowAssuming(plain);
    const deny = { effect: iam.Effect.DENY, actions: ['sts:*'], principals: [new iam.ArnPrincipal(head.roleArn)] };
    plain.assumeRolePolicy?.addStatements(new iam.PolicyStatement(deny));
    expect(() => (stack.node.root as App).synth()).toThrow(
      'Stack/Plain: its trust denies sts:AssumeRole to Stack/Head',
    );
  });
});

test('an import that is taken out of its tree and made again writes its policy again', () => {
  const stack = newStack(PLATFORM);
  const imported = () => ChainingRole.fromChainingRoleArn(stack, 'Theirs', arnOf('theirs'));
  const role = roleIn(stack, 'Data', [imported() as ChainingRole]);
  stack.node.tryRemoveChild('Theirs');
  const again = imported();
  expect(again.allowAssuming(role).success).toBe(true);
  const policies = new Deployed(stack).ofType('AWS::IAM::ManagedPolicy');
  expect(policies.map(({ Properties }) => Properties.Roles)).toEqual([['theirs']]);
});

describe('what a chaining role may assume', () => {
  const build = (change: (policy: iam.CfnManagedPolicy) => void) => {
    const app = new App();
    const stack = newStack(PLATFORM, 'Platform', app);
    const head = new InstanceProfileRole(stack, 'Head');
    roleIn(stack, 'One', [head]);
    roleIn(stack, 'Two', [head]);
    change(head.node.findChild('AssumeDataRoles').node.defaultChild as iam.CfnManagedPolicy);
    return () => app.synth();
  };

  test.each<[string, (policy: iam.CfnManagedPolicy) => void, string]>([
    [
      'its statements',
      (policy) => {
        policy.addPropertyDeletionOverride('PolicyDocument.Statement');
      },
      'assume arn:',
    ],
    [
      'one ARN',
      (policy) => {
        policy.addPropertyOverride('PolicyDocument.Statement.0.Resource', [arnOf('one')]);
      },
      'assume arn:',
    ],
    [
      'the effect',
      (policy) => {
        policy.addPropertyOverride('PolicyDocument.Statement.0.Effect', 'Deny');
      },
      'assume arn:',
    ],
    [
      'its action',
      (policy) => {
        policy.addPropertyOverride('PolicyDocument.Statement.0.Action', 'sts:TagSession');
      },
      'assume arn:',
    ],
    [
      'its freedom',
      (policy) => {
        policy.addPropertyOverride('PolicyDocument.Statement.0.Condition', {
          Bool: { 'aws:MultiFactorAuthPresent': 'true' },
        });
      },
      'assume arn:',
    ],
    [
      'the document',
      (policy) => {
        policy.policyDocument = { Version: '2012-10-17', Statement: [] };
      },
      'assume arn:',
    ],
    [
      'its roles',
      (policy) => {
        policy.addPropertyDeletionOverride('Roles');
      },
      'is not attached to the chaining role',
    ],
    [
      'its roles by a later write',
      (policy) => {
        policy.roles = undefined;
      },
      'is not attached to the chaining role',
    ],
  ])('is an error at synth where an escape hatch takes away %s', (_, change, text) => {
    expect(build(change)).toThrow(
      new RegExp(`Platform/Head/AssumeDataRoles is not rendered as declared: it .*${text}`),
    );
  });

  test('may be added to, and described', () => {
    expect(
      build((policy) => {
        policy.addPropertyOverride('PolicyDocument.Statement.1', {
          Effect: 'Allow',
          Action: 'sts:GetCallerIdentity',
          Resource: '*',
        });
        policy.addPropertyOverride('Description', 'ours');
      }),
    ).not.toThrow();
  });
});

test.each(['Task', 'Other'])('a plain role that became a chaining role and is taken out: %s', (removed) => {
  const stack = newStack(PLATFORM);
  for (const id of ['Task', 'Other']) new iam.Role(stack, id, { assumedBy: ECS, roleName: id.toLowerCase() });
  const head = ChainingRole.fromRole(stack, 'Head', stack.node.findChild('Task') as iam.Role);
  const lasting = new InstanceProfileRole(stack, 'Lasting', { roleName: 'lasting' });
  const role = roleIn(stack, 'One', [head, lasting] as ChainingRole[]);
  stack.node.tryRemoveChild(removed);
  const deployed = new Deployed(stack);
  const isGone = removed === 'Task';
  expect(deployed.ofType('AWS::IAM::ManagedPolicy')).toHaveLength(isGone ? 1 : 2);
  expect(trusts(deployed.of(role), 'sts:AssumeRole')).toEqual(
    isGone ? [deployed.of(lasting).arn] : [arnOf('task'), deployed.of(lasting).arn],
  );
});

describe('a stack that is taken out of the app', () => {
  const build = (make: (gone: Stack, stays: Stack) => unknown, removed: 'Gone' | 'Stays' | 'Nothing') => {
    const app = new App();
    const [gone, stays] = [newStack(PLATFORM, 'Gone', app), newStack(PLATFORM, 'Stays', app)];
    make(gone, stays);
    app.node.tryRemoveChild(removed);
    return () => app.synth().stacks.map(({ id, dependencies }) => [id, dependencies.map((each) => each.id)]);
  };
  const orders: Record<string, (gone: Stack, stays: Stack) => unknown> = {
    'a chaining role': (gone, stays) =>
      roleIn(stays, 'One', [new InstanceProfileRole(gone, 'Head'), new InstanceProfileRole(stays, 'Other')]),
    'a plain role that became a chaining role': (gone, stays) => {
      const plain = new iam.Role(gone, 'Task', { assumedBy: ECS, roleName: 'task' });
      const head = ChainingRole.fromRole(stays, 'Head', plain) as ChainingRole;
      return roleIn(stays, 'One', [head, new InstanceProfileRole(stays, 'Other')]);
    },
  };

  test.each(Object.entries(orders))('with %s, is waited for no more', (_, make) => {
    expect(build(make, 'Nothing')()).toEqual([
      ['Gone', ['Gone.assets']],
      ['Stays', ['Gone', 'Stays.assets']],
    ]);
    expect(build(make, 'Gone')()).toEqual([['Stays', ['Stays.assets']]]);
  });

  const trusted: Record<string, (gone: Stack, stays: Stack) => unknown> = {
    oidcProvider: (gone, stays) =>
      new ServiceAccountRole(stays, 'Pods', {
        oidcProvider: new iam.OidcProviderNative(gone, 'Oidc', { url: ISSUER }),
        serviceAccounts: [{ namespace: 'hopsworks', name: 'instance' }],
      }),
    cluster: (gone, stays) =>
      new PodIdentityRole(stays, 'Pods', {
        cluster: new eks.CfnCluster(gone, 'Cluster', {
          name: 'platform',
          roleArn: arnOf('eks'),
          resourcesVpcConfig: { subnetIds: ['subnet-1'] },
        }),
        serviceAccounts: [{ namespace: 'hopsworks', name: 'instance' }],
      }),
  };

  test.each(Object.entries(trusted))('and held the %s that a trust names, is told', (prop, make) => {
    expect(build(make, 'Nothing')).not.toThrow();
    expect(build(make, 'Gone')).toThrow(
      new RegExp(`Stays/Pods trusts Gone/\\S+, its ${prop}, which was taken out of the app: keep it, or import it\\.`),
    );
    expect(build(make, 'Stays')).not.toThrow();
  });
});
