import { App, CfnParameter, NestedStack, Stack, Stage, aws_iam as iam } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ChainTrust, InstanceProfileRole, PodIdentityRole, ResourceRole } from '../lib';
import { Deployed, FINANCE, PLATFORM, type Statement, mayCall, newStack, trusts, warningsOf } from './support';

const lambda = new iam.ServicePrincipal('lambda.amazonaws.com');

const PLACES: Record<string, (app: App, platform: Stack) => Stack> = {
  'the same stack': (_, platform) => platform,
  'a nested stack': (_, platform) => new NestedStack(platform, 'Nested'),
  'another stack': (app) => newStack(PLATFORM, 'Data', app),
  'another region': (app) => newStack({ ...PLATFORM, region: 'us-east-1' }, 'Data', app),
  'another account': (app) => newStack(FINANCE, 'Data', app),
};

describe.each(Object.keys(PLACES))('a plain role in %s', (place) => {
  const build = (roleName: string | undefined) => {
    const app = new App();
    const platform = newStack(PLATFORM, 'Platform', app);
    const head = new InstanceProfileRole(platform, 'Head', { roleName: 'head', path: '/h/' });
    const data = PLACES[place]!(app, platform);
    const plain = new iam.Role(data, 'Plain', { assumedBy: lambda, roleName, path: '/data/' });
    head.allowAssuming(plain);
    head.allowAssuming(plain);
    return { app, platform, data, head, plain };
  };

  test('gets both halves once, and keeps its own trust', () => {
    const { app, platform, data, head, plain } = build('plain');
    const deployed = new Deployed(data).of(plain);
    expect(mayCall(new Deployed(platform).of(head), 'sts:AssumeRole')).toEqual([deployed.arn]);
    expect(deployed.trust.Statement).toEqual([
      { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
      {
        Sid: 'AllowChainingRoles',
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::111122223333:role/h/head' },
        Action: 'sts:AssumeRole',
      },
    ]);
    expect(JSON.stringify(app.synth().stacks.map((stack) => stack.template as unknown))).not.toMatch(
      /ImportValue|"Export"/,
    );
    expect(head.resourceRoles).toEqual([plain]);
  });

  if (place === 'another account') {
    test('needs a name', () => {
      expect(() => build(undefined)).toThrow('Data/Plain: its name is not known at synth');
    });
  } else {
    test('may be unnamed: the permissions policy then stands where the role is', () => {
      const { app, platform, data, head, plain } = build(undefined);
      const deployed = new Deployed(data).of(plain);
      const halves = [
        ...mayCall(new Deployed(platform).of(head), 'sts:AssumeRole'),
        ...new Deployed(data)
          .ofType('AWS::IAM::ManagedPolicy')
          .filter((policy) => (policy.Properties.Roles as string[]).includes('head') && data !== platform)
          .flatMap((policy) => (policy.Properties.PolicyDocument as { Statement: { Resource: string }[] }).Statement)
          .map((statement) => statement.Resource),
      ];
      expect(halves).toEqual([deployed.arn]);
      expect(trusts(deployed, 'sts:AssumeRole')).toEqual(['arn:aws:iam::111122223333:role/h/head']);
      expect(JSON.stringify(app.synth().stacks.map((stack) => stack.template as unknown))).not.toMatch(
        /ImportValue|"Export"/,
      );
    });
  }
});

test('several chaining roles share one statement, and tags stand in their own', () => {
  const stack = newStack(PLATFORM);
  const plain = new iam.Role(stack, 'Plain', { assumedBy: lambda });
  const head = new InstanceProfileRole(stack, 'Head', { roleName: 'head' });
  const pods = new PodIdentityRole(stack, 'Pods', {
    roleName: 'pods',
    anyCluster: true,
    serviceAccounts: [{ namespace: 'hopsworks', name: 'instance' }],
  });
  head.allowAssuming(plain);
  pods.allowAssuming(plain);

  const [HEAD, PODS] = ['arn:aws:iam::111122223333:role/head', 'arn:aws:iam::111122223333:role/pods'];
  const deployed = new Deployed(stack).of(plain);
  expect(deployed.trust.Statement.slice(1)).toEqual([
    { Sid: 'AllowChainingRoles', Effect: 'Allow', Principal: { AWS: [HEAD, PODS] }, Action: 'sts:AssumeRole' },
    { Sid: 'AllowChainingRolesWithTags', Effect: 'Allow', Principal: { AWS: PODS }, Action: 'sts:TagSession' },
  ]);
});

test('a resource role takes a further chaining role under its own conditions', () => {
  const app = new App();
  const platform = newStack(PLATFORM, 'Platform', app);
  const [first, second] = ['first', 'second'].map(
    (roleName) => new InstanceProfileRole(platform, roleName, { roleName }),
  );
  const data = newStack(FINANCE, 'Data', app);
  const role = new ResourceRole(data, 'S3', { chainingRoles: [first!], externalId: 'secret-id' });
  second!.allowAssuming(role);

  expect(new Deployed(data).of(role).trust.Statement).toEqual([
    {
      Sid: 'AllowChainingRoles',
      Effect: 'Allow',
      Principal: { AWS: ['arn:aws:iam::111122223333:role/first', 'arn:aws:iam::111122223333:role/second'] },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'sts:ExternalId': 'secret-id' } },
    },
  ]);
  expect(role.chainingRoles).toEqual([first, second]);
});

test('chaining roles of two stacks whose logical ids are equal are told apart', () => {
  const app = new App();
  const [a, b] = [newStack(PLATFORM, 'A', app), newStack(PLATFORM, 'B', app)];
  const [headA, headB] = [a, b].map(
    (stack, index) => new InstanceProfileRole(stack, 'Head', { roleName: `h${index}` }),
  );
  const roles = ['Plain', 'Authored'].map((id) => {
    const assumedBy = id === 'Plain' ? lambda : new iam.ArnPrincipal(headB!.roleArn);
    return new iam.Role(b, id, { assumedBy, roleName: id });
  });
  const resource = new ResourceRole(b, 'S3', { chainingRoles: [headB!], roleName: 's3' });
  for (const role of [...roles, resource]) {
    headB!.allowAssuming(role);
    headA!.allowAssuming(role);
  }
  const deployed = new Deployed(b);
  for (const role of [...roles, resource]) {
    expect(trusts(deployed.of(role), 'sts:AssumeRole')).toEqual([
      'arn:aws:iam::111122223333:role/h1',
      'arn:aws:iam::111122223333:role/h0',
    ]);
  }
});

test('an imported role is warned of, with the literal trust that it needs', () => {
  const stack = newStack(PLATFORM);
  const head = new InstanceProfileRole(stack, 'Head', { roleName: 'head' });
  head.allowAssuming(iam.Role.fromRoleArn(stack, 'Theirs', 'arn:aws:iam::444455556666:role/data/theirs'));

  expect(mayCall(new Deployed(stack).of(head), 'sts:AssumeRole')).toEqual([
    'arn:aws:iam::444455556666:role/data/theirs',
  ]);
  expect(warningsOf(stack).map(({ text }) => text)[0]).toContain(
    '[{"Action":"sts:AssumeRole","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/head"},"Sid":"AllowChainingRoles"}]',
  );
});

test('an imported role may be of any account, known or not', () => {
  for (const env of [undefined, PLATFORM]) {
    const stack = newStack(env);
    const head = new InstanceProfileRole(stack, 'Head');
    head.allowAssuming(iam.Role.fromRoleArn(stack, 'Theirs', 'arn:aws:iam::444455556666:role/theirs'));
    expect(mayCall(new Deployed(stack).of(head), 'sts:AssumeRole')).toEqual(['arn:aws:iam::444455556666:role/theirs']);
  }
});

test('what is printed for several chaining roles of one imported role fits into one trust', () => {
  const stack = newStack(PLATFORM);
  const theirs = iam.Role.fromRoleArn(stack, 'Theirs', 'arn:aws:iam::444455556666:role/theirs');
  for (const roleName of ['one', 'two', 'three'])
    new InstanceProfileRole(stack, roleName, { roleName }).allowAssuming(theirs);
  const printed = warningsOf(stack).flatMap(
    ({ text }) => JSON.parse(/\[\{"Action".*\}\]/.exec(text)![0]) as Statement[],
  );
  expect(printed.map(({ Sid, Principal }) => [Sid, Principal?.AWS])).toEqual([
    ['AllowChainingRoles', 'arn:aws:iam::111122223333:role/one'],
    ['AllowChainingRolesAdded1', 'arn:aws:iam::111122223333:role/two'],
    ['AllowChainingRolesAdded2', 'arn:aws:iam::111122223333:role/three'],
  ]);
});

describe('a role that another team makes as an L1', () => {
  const build = (roleName: string | undefined, trustOf: (head: InstanceProfileRole) => unknown, sameStack = false) => {
    const app = new App();
    const platform = newStack(PLATFORM, 'Platform', app);
    const head = new InstanceProfileRole(platform, 'Head', { roleName: 'head' });
    const data = sameStack ? platform : newStack(PLATFORM, 'Data', app);
    const theirs = new iam.CfnRole(data, 'Theirs', { roleName, assumeRolePolicyDocument: trustOf(head) });
    // Imported beside the chaining role, as a team does that gets the ARN through a prop.
    head.allowAssuming(iam.Role.fromRoleArn(platform, 'Import', theirs.attrArn));
    return { platform, head, data, theirs };
  };
  const statements = (head: InstanceProfileRole) =>
    new iam.PolicyDocument({ statements: ResourceRole.trustStatements([head]) });
  const oneStatement = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'glue.amazonaws.com' } };
  const nothing = () => ({ Version: '2012-10-17', Statement: oneStatement });

  test.each(['theirs', undefined])('with a trust for the chain needs nothing but the order: named %s', (roleName) => {
    const { platform, data } = build(roleName, statements);
    expect(warningsOf(platform)).toEqual([]);
    expect(data.dependencies).toEqual([platform]);
    const half = new Deployed(roleName === undefined ? data : platform).ofType('AWS::IAM::ManagedPolicy');
    expect(half.map(({ Properties }) => Properties.Roles)).toEqual([['head']]);
  });

  test('with another trust is warned of, and its own trust stays', () => {
    const { platform, data } = build('theirs', nothing);
    expect(warningsOf(platform).map(({ path }) => path)).toEqual(['/Platform/Import']);
    expect(new Deployed(data).resources.Theirs?.Properties.AssumeRolePolicyDocument).toEqual(nothing());
    expect(data.dependencies).toEqual([]);
  });

  test('and leaves unnamed gets its policy after the chaining role, whatever its trust', () => {
    const { platform, data } = build(undefined, nothing);
    expect(data.dependencies).toEqual([platform]);
  });

  test('in the stack of the chaining role is made after it, though its trust holds no reference', () => {
    const { platform } = build('theirs', statements, true);
    Template.fromStack(platform).hasResource('AWS::IAM::Role', {
      Properties: { RoleName: 'theirs' },
      DependsOn: ['Head7BEADE55'],
    });
  });
});

test('a token name in the role’s own stack is a reference', () => {
  const stack = newStack(PLATFORM);
  const head = new InstanceProfileRole(stack, 'Head');
  const roleName = new CfnParameter(stack, 'Name').valueAsString;
  head.allowAssuming(new iam.Role(stack, 'Plain', { assumedBy: lambda, roleName }));
  Template.fromStack(stack).hasResourceProperties('AWS::IAM::ManagedPolicy', {
    PolicyDocument: { Statement: [{ Resource: { 'Fn::GetAtt': ['Plain295EB121', 'Arn'] } }] },
  });
});

describe('a trust that names the chaining role already', () => {
  test.each<[string, (head: InstanceProfileRole) => iam.RoleProps]>([
    ['with an external id', (assumedBy) => ({ assumedBy, externalIds: ['secret-id'] })],
    ['by its ARN in words', () => ({ assumedBy: new iam.ArnPrincipal('arn:aws:iam::111122223333:role/head') })],
  ])('%s is left as it is', (_, props) => {
    const app = new App();
    const platform = newStack(PLATFORM, 'Platform', app);
    const head = new InstanceProfileRole(platform, 'Head', { roleName: 'head' });
    const data = newStack(PLATFORM, 'Data', app);
    const build = (id: string) => new iam.Role(data, id, { ...props(head), roleName: id });
    const [before, after] = [build('Before'), build('After')];
    head.allowAssuming(after);

    const deployed = new Deployed(data);
    expect(deployed.of(after).trust).toEqual(deployed.of(before).trust);
    expect(mayCall(new Deployed(platform).of(head), 'sts:AssumeRole')).toEqual([deployed.of(after).arn]);
  });

  const statement = (props: iam.PolicyStatementProps) =>
    new iam.PolicyStatement({
      actions: ['sts:AssumeRole'],
      ...props,
      conditions: { ...props.conditions, ...CONDITION },
    });
  const HEAD = 'arn:aws:iam::111122223333:role/head';
  const CONDITION = { StringEquals: { 'sts:ExternalId': 'secret-id' } };

  test.each<[string, iam.PolicyStatement[], boolean]>([
    [
      'by an action with a wildcard',
      [statement({ actions: ['sts:*'], principals: [new iam.ArnPrincipal(HEAD)] })],
      true,
    ],
    [
      'by an action in other case',
      [statement({ actions: ['sts:assumerole'], principals: [new iam.ArnPrincipal(HEAD)] })],
      true,
    ],
    [
      'through its account and a condition',
      [
        statement({
          principals: [new iam.AccountPrincipal('111122223333')],
          conditions: { ArnLike: { 'aws:principalArn': 'arn:*:iam::111122223333:role/he*' } },
        }),
      ],
      true,
    ],
    [
      'through its account and a condition on another role',
      [
        statement({
          principals: [new iam.AccountPrincipal('111122223333')],
          conditions: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/other' } },
        }),
      ],
      false,
    ],
    [
      'for another action',
      [statement({ actions: ['sts:TagSession'], principals: [new iam.ArnPrincipal(HEAD)] })],
      false,
    ],
  ])('%s is left alone where it allows the role: %#', (_, statements, isTrusted) => {
    const stack = newStack(PLATFORM);
    const head = new InstanceProfileRole(stack, 'Head', { roleName: 'head' });
    const plain = new iam.Role(stack, 'Plain', { assumedBy: lambda });
    plain.assumeRolePolicy?.addStatements(...statements);
    const before = new Deployed(stack).of(plain).trust.Statement.length;
    const again = newStack(PLATFORM);
    const other = new iam.Role(again, 'Plain', { assumedBy: lambda });
    other.assumeRolePolicy?.addStatements(...statements.map((each) => each.copy()));
    new InstanceProfileRole(again, 'Head', { roleName: 'head' }).allowAssuming(other);
    expect(new Deployed(again).of(other).trust.Statement).toHaveLength(isTrusted ? before : before + 1);
    expect(head.resourceRoles).toEqual([]);
  });

  test('is an error when it denies the role without condition', () => {
    const build = (conditions: iam.Conditions) => {
      const stack = newStack(PLATFORM);
      const head = new InstanceProfileRole(stack, 'Head', { roleName: 'head' });
      const plain = new iam.Role(stack, 'Plain', { assumedBy: lambda });
      plain.assumeRolePolicy?.addStatements(
        new iam.PolicyStatement({
          effect: iam.Effect.DENY,
          actions: ['sts:*'],
          principals: [new iam.ArnPrincipal(HEAD)],
          conditions,
        }),
      );
      head.allowAssuming(plain);
    };
    expect(() => {
      build({});
    }).toThrow('Stack/Plain: its trust denies sts:AssumeRole to Stack/Head');
    expect(() => {
      build({ Bool: { 'aws:MultiFactorAuthPresent': 'false' } });
    }).not.toThrow();
  });

  test('still gets the tags of Pod Identity, under a Sid of its own', () => {
    const stack = newStack(PLATFORM);
    const pods = new PodIdentityRole(stack, 'Pods', {
      roleName: 'pods',
      anyCluster: true,
      serviceAccounts: [{ namespace: 'hopsworks', name: 'instance' }],
    });
    const plain = new iam.Role(stack, 'Plain', { assumedBy: lambda });
    plain.assumeRolePolicy?.addStatements(
      new iam.PolicyStatement({
        sid: 'AllowChainingRoles',
        actions: ['sts:AssumeRole'],
        principals: [new iam.ArnPrincipal(pods.roleArn)],
      }),
    );
    pods.allowAssuming(plain);
    expect(new Deployed(stack).of(plain).trust.Statement.map(({ Sid, Action }) => [Sid, Action])).toEqual([
      [undefined, 'sts:AssumeRole'],
      ['AllowChainingRoles', 'sts:AssumeRole'],
      ['AllowChainingRolesWithTagsAdded1', 'sts:TagSession'],
    ]);
  });
});

test.each<[string, (data: Stack) => iam.IRole]>([
  ['an immutable view', (data) => new iam.Role(data, 'R', { assumedBy: lambda, roleName: 'r' }).withoutPolicyUpdates()],
  ['a lazy role', (data) => new iam.LazyRole(data, 'R', { assumedBy: lambda, roleName: 'r' })],
  [
    'an import of its ARN attribute',
    (data) =>
      iam.Role.fromRoleArn(data, 'Import', new iam.Role(data, 'R', { assumedBy: lambda, roleName: 'r' }).roleArn),
  ],
])('behind %s the role itself gets both halves', (_, role) => {
  const app = new App();
  const platform = newStack(PLATFORM, 'Platform', app);
  const head = new InstanceProfileRole(platform, 'Head', { roleName: 'head' });
  const data = newStack(PLATFORM, 'Data', app);
  head.allowAssuming(role(data));

  expect(mayCall(new Deployed(platform).of(head), 'sts:AssumeRole')).toEqual(['arn:aws:iam::111122223333:role/r']);
  expect(trusts(new Deployed(data).of(head.resourceRoles[0] as iam.Role), 'sts:AssumeRole')).toEqual([
    'arn:aws:iam::111122223333:role/head',
  ]);
  expect(warningsOf(data)).toEqual([]);
});

test('no view of a chaining role makes it its own', () => {
  const head = new InstanceProfileRole(newStack(PLATFORM), 'Head');
  expect(() => {
    head.allowAssuming(head.withoutPolicyUpdates());
  }).toThrow('Stack/Head: it is its own chaining role');
});

test('unnamed roles of another stack share its managed policies', () => {
  const app = new App();
  const platform = newStack(PLATFORM, 'Platform', app);
  const head = new InstanceProfileRole(platform, 'Head', { roleName: 'head' });
  const data = newStack(PLATFORM, 'Data', app);
  for (let index = 0; index < 12; index += 1)
    head.allowAssuming(new iam.Role(data, `R${index}`, { assumedBy: lambda }));

  Template.fromStack(data).resourceCountIs('AWS::IAM::ManagedPolicy', 1);
  expect(() => app.synth()).not.toThrow();
});

test('a failed call leaves nothing behind that a second call would take for done', () => {
  const app = new App();
  const head = new InstanceProfileRole(newStack(PLATFORM, 'Platform', app), 'Head');
  const plain = new iam.Role(newStack(FINANCE, 'Data', app), 'Plain', { assumedBy: lambda });
  const call = () => {
    head.allowAssuming(plain);
  };
  expect(call).toThrow('Data/Plain: its name is not known at synth');
  expect(call).toThrow('Data/Plain: its name is not known at synth');
  expect(head.resourceRoles).toEqual([]);
});

test('a role of another Stage may be trusted through its account, by statements added beforehand', () => {
  const app = new App();
  const [one, two] = ['One', 'Two'].map((id) => new Stack(new Stage(app, id, { env: PLATFORM }), 'Stack'));
  const head = new InstanceProfileRole(one!, 'Head');
  const plain = new iam.Role(two!, 'Plain', { assumedBy: lambda, roleName: 'plain' });
  const call = () => {
    head.allowAssuming(plain);
  };
  expect(call).toThrow('but the two are in different Stages');
  const other = new iam.Role(two!, 'Other', { assumedBy: lambda, roleName: 'other' });
  other.assumeRolePolicy?.addStatements(...ResourceRole.trustStatements([head], { trust: ChainTrust.accountRoot() }));
  head.allowAssuming(other);
  expect(head.resourceRoles).toEqual([other]);
});
