import { App, Aws, CfnCondition, CfnParameter, CfnResource, Fn, NestedStack, Stack, aws_iam as iam } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { AccessLevel, ChainTrust, InstanceProfileRole, ResourceRole, S3Access, ServiceAccountRole } from '../lib';
import { FINANCE, ISSUER, PLATFORM, newStack } from './support';

test('two stacks that serve each other are an error, and none with the account-root trust', () => {
  const build = (trust: ChainTrust) => {
    const app = new App();
    const [a, b] = [newStack(PLATFORM, 'A', app), newStack(FINANCE, 'B', app)];
    const [headA, headB] = [a, b].map((stack) => new InstanceProfileRole(stack, 'Head'));
    new ResourceRole(b, 'S3', { chainingRoles: [headA!] });
    new ResourceRole(a, 'S3', { chainingRoles: [headB!], trust });
    return app;
  };
  expect(() => build(ChainTrust.exactRole())).toThrow(
    'A/S3: it trusts B/Head, which must exist first, but B is deployed after A already. ' +
      'Use `trust: ChainTrust.accountRoot()`, which needs no order',
  );
  expect(() => build(ChainTrust.accountRoot()).synth()).not.toThrow();
});

test('a dependency of the user through a third stack is seen', () => {
  const app = new App();
  const [a, b, c] = ['A', 'B', 'C'].map((id) => newStack(PLATFORM, id, app));
  a!.addStackDependency(b!);
  b!.addStackDependency(c!);
  const head = new InstanceProfileRole(a!, 'Head');
  expect(() => new ResourceRole(c!, 'S3', { chainingRoles: [head] })).toThrow('but A is deployed after C already');
});

test('where the user adds the cycle afterwards, CDK’s error names the way out', () => {
  const app = new App();
  const [a, b] = [newStack(PLATFORM, 'A', app), newStack(PLATFORM, 'B', app)];
  new ResourceRole(b, 'S3', { chainingRoles: [new InstanceProfileRole(a, 'Head')] });
  expect(() => {
    a.addStackDependency(b);
  }).toThrow('B/S3 trusts A/Head, which must exist first. Use `trust: ChainTrust.accountRoot()`');
});

test.each<[string, (head: InstanceProfileRole, role: ResourceRole, other: iam.Role) => void, boolean]>([
  [
    'for it',
    (head, role) => {
      head.node.addDependency(role);
    },
    true,
  ],
  [
    'for what waits for it',
    (head, role, other) => {
      other.node.addDependency(role);
      head.node.addDependency(other);
    },
    true,
  ],
  [
    'for another one',
    (head, _, other) => {
      head.node.addDependency(other);
    },
    false,
  ],
  [
    'the other way round',
    (head, role) => {
      role.node.addDependency(head);
    },
    false,
  ],
])('a chaining role that is made to wait %s', (_, depend, isCircle) => {
  const synth = (trust?: ChainTrust) => {
    const stack = newStack(PLATFORM, 'Platform');
    const head = new InstanceProfileRole(stack, 'Head');
    const role = new ResourceRole(stack, 'S3', { chainingRoles: [head], trust });
    depend(head, role, new iam.Role(stack, 'Other', { assumedBy: new iam.AccountRootPrincipal() }));
    return () => (stack.node.root as App).synth();
  };
  const circle =
    'Platform/S3 trusts Platform/Head, which must exist first, but a dependency has that one wait for it: a circle. Remove `addDependency`';
  if (isCircle) expect(synth()).toThrow(circle);
  else expect(synth()).not.toThrow();
  expect(synth(ChainTrust.accountRoot())).not.toThrow();
});

test('two nested stacks that serve each other are an error', () => {
  const parent = newStack(PLATFORM, 'Parent');
  const [one, two] = [new NestedStack(parent, 'One'), new NestedStack(parent, 'Two')];
  const [headOne, headTwo] = [one, two].map((stack) => new InstanceProfileRole(stack, 'Head'));
  new ResourceRole(two, 'S3', { chainingRoles: [headOne!] });
  expect(() => new ResourceRole(one, 'S3', { chainingRoles: [headTwo!] })).toThrow(
    'but Parent/Two is deployed after Parent/One already',
  );
});

test('two roles of one stack that trust each other are an error', () => {
  const stack = newStack(PLATFORM);
  const [a, b] = [new InstanceProfileRole(stack, 'A'), new InstanceProfileRole(stack, 'B')];
  a.allowAssuming(b);
  expect(() => {
    b.allowAssuming(a);
  }).toThrow('Stack/A: it trusts Stack/B, which must exist first, but Stack/B is deployed after Stack/A already');
});

test('a nested stack waits for the chaining role of its parent only', () => {
  const parent = newStack(PLATFORM, 'Parent');
  new CfnResource(parent, 'Unrelated', { type: 'AWS::SNS::Topic' });
  const head = new InstanceProfileRole(parent, 'Head');
  const nested = new NestedStack(parent, 'Nested');
  new ResourceRole(nested, 'S3', { chainingRoles: [head] });

  const template = (parent.node.root as App).synth().getStackArtifact(parent.artifactId).template as {
    Resources: Record<string, { Type: string; DependsOn?: string[] }>;
  };
  const waits = Object.values(template.Resources).filter((resource) => resource.DependsOn !== undefined);
  expect(waits.map(({ Type, DependsOn }) => ({ Type, DependsOn }))).toEqual([
    { Type: 'AWS::CloudFormation::Stack', DependsOn: ['Head7BEADE55'] },
  ]);
});

test('the deployment order follows the chain in every stack', () => {
  const app = new App();
  const stacks = ['C', 'B', 'A'].map((id) => new Stack(app, id, { env: PLATFORM }));
  const [c, b, a] = stacks;
  const head = new InstanceProfileRole(a!, 'Head');
  for (const stack of [b!, c!]) new ResourceRole(stack, 'S3', { chainingRoles: [head] });
  expect(app.synth().stacks.map((stack) => stack.stackName)[0]).toBe('A');
});

test('a trust whose author named the chaining role in words is deployed after it too', () => {
  const app = new App();
  const [a, b] = [newStack(PLATFORM, 'A', app), newStack(PLATFORM, 'B', app)];
  const head = new InstanceProfileRole(a, 'Head', { roleName: 'head' });
  head.allowAssuming(
    new iam.Role(b, 'Plain', {
      roleName: 'plain',
      assumedBy: new iam.ArnPrincipal('arn:aws:iam::111122223333:role/head'),
    }),
  );
  expect(b.dependencies.map(({ node }) => node.id)).toEqual(['A']);
});

test('a permissions policy that stands in the role’s stack waits for the chaining role, whatever the trust', () => {
  const build = (roleName: (stack: Stack) => string) => {
    const app = new App();
    const [a, b] = [newStack(PLATFORM, 'A', app), newStack(PLATFORM, 'B', app)];
    const chainingRoles = [new InstanceProfileRole(a, 'Head')];
    new ResourceRole(b, 'S3', { chainingRoles, roleName: roleName(b), trust: ChainTrust.accountRoot() });
    return b.dependencies.map(({ node }) => node.id);
  };
  expect(build((stack) => new CfnParameter(stack, 'Name').valueAsString)).toEqual(['A']);
  expect(build(() => 's3')).toEqual([]);
});

describe('a role that is deployed on a condition only', () => {
  const build = (
    on: (head: InstanceProfileRole, role: ResourceRole) => IConstruct[],
    trust?: ChainTrust,
    apart = false,
  ) => {
    const app = new App();
    const [platform, data] = [newStack(PLATFORM, 'Platform', app), newStack(PLATFORM, 'Data', app)];
    const head = new InstanceProfileRole(platform, 'Head');
    const role = new ResourceRole(apart ? data : platform, 'S3', { chainingRoles: [head], trust });
    S3Access.grant(role, { bucket: 'lake', level: AccessLevel.READ });
    const condition = new CfnCondition(platform, 'OnlyHere', { expression: Fn.conditionEquals(Aws.REGION, 'a') });
    for (const each of on(head, role)) (each as CfnResource).cfnOptions.condition = condition;
    return () => app.synth();
  };
  const resourcesOf = (role: IConstruct) => role.node.findAll().filter((each) => CfnResource.isCfnResource(each));
  const roleOf = (role: IConstruct) => [role.node.defaultChild!];

  test('takes all that belongs to it along', () => {
    expect(build((head) => resourcesOf(head), ChainTrust.accountRoot())).not.toThrow();
    const alone = build((head) => roleOf(head), ChainTrust.accountRoot());
    for (const part of ['InstanceProfile', 'AssumeDataRoles']) {
      expect(alone).toThrow(
        `Platform/Head is deployed on the condition OnlyHere of Platform only, and Platform/Head/${part}/Resource, which belongs to it, ` +
          'is not: without the role its deployment fails. Set the condition on every resource of the role.',
      );
    }
    expect(build((_, role) => roleOf(role))).toThrow(
      'and Platform/S3/DefaultPolicy/Resource, which belongs to it, is not',
    );
    expect(build((_, role) => resourcesOf(role))).not.toThrow();
  });

  test.each([
    ['in one stack', false],
    ['in two stacks', true],
  ])('is not trusted by name from a role without the condition, %s', (_, apart) => {
    expect(build((head) => resourcesOf(head), ChainTrust.exactRole(), apart)).toThrow(
      /\w+\/S3 trusts Platform\/Head, which is deployed on the condition OnlyHere of Platform only: without it, IAM refuses the trust\. Give both the same condition, or use `trust: ChainTrust\.accountRoot\(\)`/,
    );
    expect(build((head) => resourcesOf(head), ChainTrust.accountRoot(), apart)).not.toThrow();
    expect(build(() => [], ChainTrust.exactRole(), apart)).not.toThrow();
  });

  test('is trusted by a role of the same condition, however that is set', () => {
    expect(build((head, role) => [head, role].flatMap(resourcesOf))).not.toThrow();
    const overridden = (head: InstanceProfileRole, role: ResourceRole) => {
      for (const each of [head, role].flatMap(resourcesOf)) each.addOverride('Condition', 'OnlyHere');
      return [];
    };
    expect(build(overridden)).not.toThrow();
    const head = (role: InstanceProfileRole) => {
      for (const each of resourcesOf(role)) each.addOverride('Condition', 'OnlyHere');
      return [];
    };
    expect(build(head)).toThrow('Platform/S3 trusts Platform/Head, which is deployed on the condition OnlyHere');
  });

  describe('beside one on another condition', () => {
    const stage = { Ref: 'Stage' };
    const is = (value: string) => ({ 'Fn::Equals': [stage, value] });
    const synth = (
      conditions: { head: object | undefined; role?: object; also?: object },
      { apart = false, trust }: { apart?: boolean; trust?: ChainTrust } = {},
    ) => {
      const app = new App();
      const [platform, data] = [newStack(PLATFORM, 'Platform', app), newStack(PLATFORM, 'Data', app)];
      const head = new InstanceProfileRole(platform, 'Head');
      const role = new ResourceRole(apart ? data : platform, 'S3', { chainingRoles: [head], trust });
      const on = (resources: IConstruct[], id: string, expression: object | undefined) => {
        if (expression === undefined) return;
        const { stack } = resources[0] as CfnResource;
        const condition = new CfnCondition(stack, id, { expression: { resolve: () => expression } as never });
        for (const each of resources) (each as CfnResource).cfnOptions.condition = condition;
      };
      const { also } = conditions;
      if (also !== undefined) {
        new CfnCondition(platform, 'Also', { expression: { resolve: () => also } as never });
      }
      on(resourcesOf(head), 'OnHead', conditions.head);
      on(resourcesOf(role), 'OnRole', conditions.role);
      return () => app.synth();
    };
    const refused = 'Platform/S3 trusts Platform/Head, which is deployed on the condition OnHead of Platform only';

    test.each<[string, object, object, boolean]>([
      ['the same in other words', is('prod'), { 'Fn::Equals': ['prod', stage] }, true],
      ['one of its cases', { 'Fn::Or': [is('prod'), is('test')] }, is('test'), true],
      ['a case that it lacks', { 'Fn::Or': [is('prod'), is('test')] }, is('dev'), false],
      ['it and more', { Condition: 'Also' }, { 'Fn::And': [{ Condition: 'Also' }, is('prod')] }, true],
      ['it or more', { Condition: 'Also' }, { 'Fn::Or': [{ Condition: 'Also' }, is('prod')] }, false],
      ['all but another value', { 'Fn::Not': [is('dev')] }, is('prod'), true],
      ['all but that value', { 'Fn::Not': [is('prod')] }, is('prod'), false],
    ])('needs what the other needs: %s', (_, head, role, isRight) => {
      const both = expect(synth({ head, role, also: { 'Fn::Equals': [{ Ref: 'Region' }, 'here'] } }));
      if (isRight) both.not.toThrow();
      else both.toThrow(refused);
    });

    test('needs the same where a parameter can be nothing else', () => {
      const allowing = (...allowedValues: string[]) => {
        const app = new App();
        const platform = newStack(PLATFORM, 'Platform', app);
        const head = new InstanceProfileRole(platform, 'Head');
        const role = new ResourceRole(platform, 'S3', { chainingRoles: [head] });
        const { value } = new CfnParameter(platform, 'Stage', { allowedValues });
        const isProd = Fn.conditionEquals(value, 'prod');
        const isNotDev = Fn.conditionNot(Fn.conditionEquals(value, 'dev'));
        for (const [id, owner, expression] of [
          ['OnHead', head, isProd],
          ['OnRole', role, isNotDev],
        ] as const) {
          const condition = new CfnCondition(platform, id, { expression });
          for (const each of resourcesOf(owner)) each.cfnOptions.condition = condition;
        }
        return () => app.synth();
      };
      expect(allowing('dev', 'prod')).not.toThrow();
      expect(allowing('dev', 'test', 'prod')).toThrow(refused);
    });

    test('is that of the nested stack around it too', () => {
      const nest = (inner: 'head' | 'role', onHead: string, onRole: string) => {
        const app = new App();
        const platform = newStack(PLATFORM, 'Platform', app);
        const nested = new NestedStack(platform, 'Nested');
        const head = new InstanceProfileRole(inner === 'head' ? nested : platform, 'Head');
        const role = new ResourceRole(inner === 'role' ? nested : platform, 'S3', { chainingRoles: [head] });
        const { value } = new CfnParameter(platform, 'Stage');
        const on = (id: string, stage: string, resources: IConstruct[]) => {
          const condition = new CfnCondition(platform, id, { expression: Fn.conditionEquals(value, stage) });
          for (const each of resources) (each as CfnResource).cfnOptions.condition = condition;
        };
        const around = [nested.nestedStackResource as CfnResource];
        on('OnHead', onHead, inner === 'head' ? around : resourcesOf(head));
        on('OnRole', onRole, inner === 'role' ? around : resourcesOf(role));
        return () => app.synth();
      };
      expect(nest('role', 'prod', 'prod')).not.toThrow();
      expect(nest('head', 'prod', 'prod')).not.toThrow();
      expect(nest('role', 'prod', 'test')).toThrow('Platform/Nested/S3 trusts Platform/Head, which is deployed on');
      expect(nest('head', 'prod', 'test')).toThrow(
        'Platform/S3 trusts Platform/Nested/Head, which is deployed on the condition OnHead of Platform only',
      );
    });

    test('looks at what a nested stack is given for its parameters', () => {
      const nest = (parameters: (stage: string) => Record<string, string>, isTrue: (stage: string) => object) => {
        const app = new App();
        const platform = newStack(PLATFORM, 'Platform', app);
        const stage = new CfnParameter(platform, 'Stage', { allowedValues: ['test', 'prod'] }).valueAsString;
        const nested = new NestedStack(platform, 'Nested', { parameters: parameters(stage) });
        new CfnParameter(nested, 'Given', { default: 'test' });
        const head = new InstanceProfileRole(platform, 'Head');
        const role = new ResourceRole(nested, 'S3', { chainingRoles: [head] });
        const onHead = new CfnCondition(platform, 'OnHead', { expression: Fn.conditionEquals(stage, 'prod') });
        const onRole = new CfnCondition(nested, 'OnRole', { expression: isTrue(stage) as never });
        for (const each of resourcesOf(head)) each.cfnOptions.condition = onHead;
        for (const each of resourcesOf(role)) each.cfnOptions.condition = onRole;
        return () => app.synth();
      };
      const isGiven = (value: string) => Fn.conditionEquals(Fn.ref('Given'), value);
      const wrong = 'Platform/Nested/S3 trusts Platform/Head, which is deployed on the condition OnHead';
      const nothing = () => ({});
      expect(nest(nothing, (stage) => Fn.conditionEquals(stage, 'prod'))).not.toThrow();
      expect(nest(nothing, (stage) => Fn.conditionEquals(stage, 'test'))).toThrow(wrong);
      expect(nest(nothing, () => isGiven('prod'))).toThrow(wrong);
      expect(
        nest(
          (Given) => ({ Given }),
          () => isGiven('prod'),
        ),
      ).not.toThrow();
      expect(
        nest(
          (Given) => ({ Given }),
          () => Fn.conditionNot(isGiven('test')),
        ),
      ).not.toThrow();
      expect(
        nest(
          (Given) => ({ Given }),
          () => isGiven('test'),
        ),
      ).toThrow(wrong);
      expect(
        nest(
          () => ({ Given: 'test' }),
          () => isGiven('prod'),
        ),
      ).not.toThrow();
      expect(
        nest(
          () => ({ Given: 'prod' }),
          () => isGiven('prod'),
        ),
      ).toThrow(wrong);
    });

    test('that the code turned on, or off, is no condition any more', () => {
      const turned = (value: string) => ({ 'Fn::Equals': ['on', value] });
      expect(synth({ head: turned('on') })).not.toThrow();
      expect(synth({ head: turned('off') })).toThrow(refused);
      expect(synth({ head: turned('off'), role: turned('off') })).not.toThrow();
    });

    test('is not taken for one of the same name in a nested stack', () => {
      const app = new App();
      const platform = newStack(PLATFORM, 'Platform', app);
      const head = new InstanceProfileRole(platform, 'Head');
      const role = new ResourceRole(platform, 'S3', { chainingRoles: [head] });
      const { value } = new CfnParameter(platform, 'Stage');
      for (const [id, owner] of Object.entries({ OnHead: head, OnRole: role })) {
        const condition = new CfnCondition(platform, id, { expression: Fn.conditionEquals(value, 'prod') });
        for (const each of resourcesOf(owner)) each.cfnOptions.condition = condition;
      }
      const nested = new NestedStack(platform, 'Nested');
      new CfnCondition(nested, 'OnHead', { expression: Fn.conditionEquals(Aws.REGION, 'eu-west-1') });
      expect(() => app.synth()).not.toThrow();
    });

    test('of another stack, with a parameter of the same name, is as good as the same', () => {
      expect(synth({ head: is('prod'), role: is('prod') }, { apart: true })).not.toThrow();
      expect(synth({ head: is('prod'), role: is('test') }, { apart: true })).toThrow(
        'Data/S3 trusts Platform/Head, which is deployed on the condition OnHead',
      );
    });

    test('is named by its computed ARN, which needs no role to be there', () => {
      expect(synth({ head: undefined, role: is('prod') })).not.toThrow();
      expect(synth({ head: is('prod') }, { trust: ChainTrust.accountRoot() })).not.toThrow();
    });
  });

  test.each([
    ['a name that CloudFormation chooses', undefined],
    ['a literal name', 'plain'],
  ])('and has %s is named by the policy of another one', (_, roleName) => {
    const synth = (isConditional: boolean) => {
      const stack = newStack(PLATFORM, 'Platform');
      const plain = new iam.Role(stack, 'Plain', { roleName, assumedBy: new iam.AccountRootPrincipal() });
      new InstanceProfileRole(stack, 'Head').allowAssuming(plain);
      const condition = new CfnCondition(stack, 'OnlyHere', { expression: Fn.conditionEquals(Aws.REGION, 'a') });
      if (isConditional) (plain.node.defaultChild as CfnResource).cfnOptions.condition = condition;
      return () => (stack.node.root as App).synth();
    };
    expect(synth(false)).not.toThrow();
    if (roleName !== undefined) expect(synth(true)).not.toThrow();
    else {
      expect(synth(true)).toThrow(
        'Platform/Head/AssumeDataRoles names Platform/Plain, which is deployed on the condition OnlyHere of Platform only, by reference: ' +
          'without it, the deployment fails. Give the role a literal `roleName`',
      );
    }
  });

  test.each(['provider', 'role', 'both'])('and whose OIDC provider is too: %s', (conditional) => {
    const stack = newStack(PLATFORM, 'Platform');
    const provider = new iam.CfnOIDCProvider(stack, 'Oidc', { url: ISSUER });
    const pods = new ServiceAccountRole(stack, 'Pods', {
      oidcProvider: provider,
      serviceAccounts: [{ namespace: 'a', name: 'b' }],
    });
    const condition = new CfnCondition(stack, 'OnlyHere', { expression: Fn.conditionEquals(Aws.REGION, 'a') });
    if (conditional !== 'role') provider.cfnOptions.condition = condition;
    if (conditional !== 'provider') (pods.node.defaultChild as CfnResource).cfnOptions.condition = condition;
    const synth = expect(() => (stack.node.root as App).synth());
    if (conditional !== 'provider') synth.not.toThrow();
    else {
      synth.toThrow(
        'Platform/Pods trusts Platform/Oidc, its oidcProvider, which is deployed on the condition OnlyHere of Platform only: without it, ' +
          'the deployment fails. Give both the same condition.',
      );
    }
  });
});
