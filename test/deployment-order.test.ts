import { App, CfnCondition, CfnParameter, CfnResource, Fn, NestedStack, Stack, aws_iam as iam } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { AccessLevel, ChainTrust, InstanceProfileRole, ResourceRole, S3Access } from '../lib';
import { FINANCE, PLATFORM, newStack } from './support';

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
    const condition = new CfnCondition(platform, 'OnlyHere', { expression: Fn.conditionEquals('a', 'a') });
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
});
