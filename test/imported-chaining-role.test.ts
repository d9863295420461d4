import { App, Aws, CfnParameter, type Environment, Fn, type Stack, Stage, aws_iam as iam } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Construct } from 'constructs';
import {
  ChainTrust,
  ChainingRole,
  type IChainingRole,
  InstanceProfileRole,
  PodIdentityRole,
  ResourceRole,
} from '../lib';
import { Deployed, FINANCE, PLATFORM, type PolicyDocument, newStack, warningsOf } from './support';
import { isAllowed } from './simulator';

const HEAD = 'arn:aws:iam::111122223333:role/platform/head';

test('in the account of its stack, a managed policy is attached by name', () => {
  const stack = newStack(PLATFORM);
  const head = ChainingRole.fromChainingRoleArn(stack, 'Head', HEAD);
  const role = new ResourceRole(stack, 'S3', { chainingRoles: [head], roleName: 's3-role' });

  expect(new Deployed(stack).ofType('AWS::IAM::ManagedPolicy').map((policy) => policy.Properties)).toEqual([
    {
      Description: '',
      Path: '/',
      Roles: ['head'],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'AssumeDataRoles',
            Effect: 'Allow',
            Action: 'sts:AssumeRole',
            Resource: 'arn:aws:iam::111122223333:role/s3-role',
          },
        ],
      },
    },
  ]);
  expect(new Deployed(stack).of(role).trust.Statement).toEqual([
    { Sid: 'AllowChainingRoles', Effect: 'Allow', Principal: { AWS: HEAD }, Action: 'sts:AssumeRole' },
  ]);
  expect(head.roleName).toBe('head');
  expect(warningsOf(stack)).toEqual([]);
});

test.each<[string, Stack, { mutable?: boolean }, string, string]>([
  ['in another account', newStack(FINANCE), {}, '444455556666', 'it is in another account'],
  [
    'imported as immutable',
    newStack(PLATFORM),
    { mutable: false },
    '111122223333',
    'it was imported with `mutable: false`',
  ],
  [
    'in a stack without account',
    newStack(),
    {},
    '${AWS::AccountId}',
    'the account of the stack that imports it is not known (give the stack `env: { account }` to have it written in one account)',
  ],
])('%s, nothing is attached and the warning holds the literal policy', (_, stack, options, account, reason) => {
  const head = ChainingRole.fromChainingRoleArn(stack, 'Head', HEAD, options);
  new ResourceRole(stack, 'S3', { chainingRoles: [head], roleName: 's3-role' });

  Template.fromStack(stack).resourceCountIs('AWS::IAM::ManagedPolicy', 0);
  const [warning, ...others] = warningsOf(stack);
  expect(others).toEqual([]);
  expect(warning?.path).toBe('/Stack/S3');
  expect(warning?.text).toContain(`is not written, because ${reason}.`);
  expect(warning?.text).toContain(
    '{"Version":"2012-10-17","Statement":[{"Action":"sts:AssumeRole","Effect":"Allow",' +
      `"Resource":"arn:aws:iam::${account}:role/s3-role","Sid":"AssumeDataRoles"}]}`,
  );
  expect(warning?.text).toContain('[ack: Annotation::cdk-iam-role-chaining:permissionsPolicyNotWritten]');
});

test('an ARN that is known only at deployment is trusted as it is', () => {
  const stack = newStack(PLATFORM);
  const arn = new CfnParameter(stack, 'HeadArn').valueAsString;
  const role = new ResourceRole(stack, 'S3', { chainingRoles: [ChainingRole.fromChainingRoleArn(stack, 'Head', arn)] });
  expect(new Deployed(stack).of(role).trust.Statement[0]?.Principal).toEqual({ AWS: '${HeadArn}' });
  expect(warningsOf(stack)[0]?.text).toContain('its ARN is known only at deployment');
});

test('a role whose sessions carry tags needs them on both halves', () => {
  const stack = newStack(PLATFORM);
  const head = ChainingRole.fromChainingRoleArn(stack, 'Head', HEAD, { requiresTagSession: true });
  const role = new ResourceRole(stack, 'S3', { chainingRoles: [head] });
  expect(new Deployed(stack).of(role).trust.Statement.map(({ Action }) => Action)).toEqual([
    'sts:AssumeRole',
    'sts:TagSession',
  ]);
  const [policy] = new Deployed(stack).ofType('AWS::IAM::ManagedPolicy');
  expect(policy?.Properties.PolicyDocument).toMatchObject({
    Statement: [{ Action: ['sts:AssumeRole', 'sts:TagSession'] }],
  });
});

test('the ARN attribute of a chaining role of this app is that role', () => {
  const app = new App();
  const head = new InstanceProfileRole(newStack(PLATFORM, 'Platform', app), 'Head');
  expect(ChainingRole.fromChainingRoleArn(newStack(PLATFORM, 'Data', app), 'Head', head.roleArn)).toBe(head);
});

test('a role whose own class stands before a chaining role of this app is that role', () => {
  const app = new App();
  const platform = newStack(PLATFORM, 'Platform', app);
  const head = new InstanceProfileRole(platform, 'Head', { roleName: 'head' });
  class View extends Construct implements IChainingRole {
    public readonly roleArn = head.roleArn;
    public readonly roleName = head.roleName;
    public readonly requiresTagSession = false;
    public readonly grantPrincipal = head;
    public readonly roleRef = head.roleRef;
    public readonly env = head.env;
    public allowAssuming(role: iam.IRole): iam.Grant {
      return head.allowAssuming(role);
    }
  }
  const data = newStack(PLATFORM, 'Data', app);
  const role = new ResourceRole(data, 'S3', { chainingRoles: [new View(data, 'View'), head] });
  expect(new Deployed(data).of(role).trust.Statement.map(({ Principal }) => Principal)).toEqual([
    { AWS: 'arn:aws:iam::111122223333:role/head' },
  ]);
  expect(data.dependencies).toEqual([platform]);
});

test('the pseudo parameter of the account is the account of the stack', () => {
  const stack = newStack(PLATFORM);
  const head = ChainingRole.fromChainingRoleArn(stack, 'Head', `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role/head`);
  new ResourceRole(stack, 'S3', { chainingRoles: [head] });
  Template.fromStack(stack).hasResourceProperties('AWS::IAM::ManagedPolicy', { Roles: ['head'] });
});

test('a name that is known only at deployment is said to be the reason', () => {
  const stack = newStack(PLATFORM);
  const name = new CfnParameter(stack, 'Name').valueAsString;
  const head = ChainingRole.fromChainingRoleArn(stack, 'Head', `arn:aws:iam::111122223333:role/${name}`);
  new ResourceRole(stack, 'S3', { chainingRoles: [head] });
  expect(warningsOf(stack)[0]?.text).toContain(
    'The permissions policy of arn:aws:iam::111122223333:role/${Name} is not written, because its name is known only at deployment',
  );
});

test('an equal name in an account that may be another one is no chain to itself', () => {
  const stack = newStack();
  const head = ChainingRole.fromChainingRoleArn(stack, 'Head', HEAD);
  expect(() => new ResourceRole(stack, 'S3', { chainingRoles: [head], roleName: 'head' })).not.toThrow();
});

test('an immutable view of a chaining role keeps what its sessions need, and does not stand in for the role', () => {
  const stack = newStack(PLATFORM);
  const pods = new PodIdentityRole(stack, 'Pods', {
    roleName: 'pods',
    anyCluster: true,
    serviceAccounts: [{ namespace: 'hopsworks', name: 'instance' }],
  });
  const view = ChainingRole.fromChainingRoleArn(stack, 'View', pods.roleArn, { mutable: false });
  const role = new ResourceRole(stack, 'S3', { chainingRoles: [view, pods] });

  expect(view.requiresTagSession).toBe(true);
  expect(new Deployed(stack).of(role).trust.Statement.map(({ Action }) => Action)).toEqual([
    'sts:AssumeRole',
    'sts:TagSession',
  ]);
  expect(pods.resourceRoles).toEqual([role]);
  expect(warningsOf(stack).map(({ text }) => text)[1]).toContain('because it was imported with `mutable: false`');
});

test('a plain role of this app becomes a chaining role by its ARN', () => {
  const stack = newStack(PLATFORM);
  const plain = new iam.Role(stack, 'Plain', {
    assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'),
    roleName: 'plain',
    path: '/x/',
  });
  const head = ChainingRole.fromChainingRoleArn(stack, 'Head', plain.roleArn);
  const role = new ResourceRole(stack, 'S3', { chainingRoles: [head], roleName: 's3' });

  expect(head.roleName).toBe('plain');
  const deployed = new Deployed(stack);
  expect(deployed.of(role).trust.Statement[0]?.Principal).toEqual({ AWS: 'arn:aws:iam::111122223333:role/x/plain' });
  expect(deployed.of(plain).permissions.flatMap(({ Statement }) => Statement.map(({ Resource }) => Resource))).toEqual([
    'arn:aws:iam::111122223333:role/s3',
  ]);
});

test('an ARN that CloudFormation puts together is told in words', () => {
  const stack = newStack(PLATFORM);
  const arn = Fn.join('', Fn.split('x', new CfnParameter(stack, 'HeadArn').valueAsString));
  new ResourceRole(stack, 'S3', { chainingRoles: [ChainingRole.fromChainingRoleArn(stack, 'Head', arn)] });
  expect(warningsOf(stack)[0]?.text).toContain('The permissions policy of ${Fn::Join ["",');
});

/** The JSON document that a warning prints, as its reader would copy it. */
function printedPolicy(text: string): PolicyDocument {
  const [, json = ''] = /(\{"Version".*\})/.exec(text.replace(/ \(\$\{….*/, '')) ?? [];
  return JSON.parse(json) as PolicyDocument;
}

describe('the printed policy is all that is missing', () => {
  test.each<[string, Environment, string]>([
    ['its ARN in words', FINANCE, HEAD],
    ['the partition as a token', FINANCE, `arn:${Aws.PARTITION}:iam::111122223333:role/platform/head`],
    ['a region that is not known', { account: FINANCE.account }, HEAD],
  ])('with %s', async (_, env, arn) => {
    const stack = newStack(env);
    const head = ChainingRole.fromChainingRoleArn(stack, 'Head', arn, { requiresTagSession: true });
    const role = new ResourceRole(stack, 'S3', { chainingRoles: [head] });
    const [warning] = warningsOf(stack);
    const policy = printedPolicy(warning!.text);
    const deployed = new Deployed(stack).of(role);

    expect(policy).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'AssumeDataRolesWithTags',
          Effect: 'Allow',
          Action: ['sts:AssumeRole', 'sts:TagSession'],
          Resource: deployed.arn,
        },
      ],
    });
    expect(warning!.text).not.toMatch(/Token\[|stands for/);
    const call = { principal: HEAD, action: 'sts:AssumeRole', role: deployed };
    expect(await isAllowed({ ...call, permissions: [policy] })).toBe(true);
    expect(await isAllowed(call)).toBe(false);
  });

  test.each<[string, Environment | undefined, (stack: Stack) => string | undefined, string, string]>([
    [
      'an account that is not known',
      undefined,
      () => 's3-role',
      'arn:aws:iam::${AWS::AccountId}:role/s3-role',
      ' (${…} stands for what Stack is deployed with; give it an `env` with account and region to have them written out)',
    ],
    [
      'a name that is not known',
      FINANCE,
      (stack) => new CfnParameter(stack, 'Name').valueAsString,
      '${S3486F821D.Arn}',
      ' (${…} stands for what Stack is deployed with)',
    ],
  ])('with words for %s, which the note explains', (_, env, roleName, resource, note) => {
    const stack = newStack(env);
    const head = ChainingRole.fromChainingRoleArn(stack, 'Head', HEAD, { mutable: false });
    new ResourceRole(stack, 'S3', { chainingRoles: [head], roleName: roleName(stack) });
    const [warning] = warningsOf(stack);
    expect(printedPolicy(warning!.text).Statement.map(({ Resource }) => Resource)).toEqual([resource]);
    expect(warning!.text).toContain(note);
  });
});

test('two stacks that import one chaining role attach a policy each, under names of CloudFormation’s choice', () => {
  const app = new App();
  const stacks = ['One', 'Two'].map((id) => newStack(PLATFORM, id, app));
  for (const stack of stacks) {
    const head = ChainingRole.fromChainingRoleArn(stack, 'Head', HEAD);
    head.allowAssuming(new iam.Role(stack, 'Plain', { assumedBy: new iam.ServicePrincipal('glue.amazonaws.com') }));
  }
  for (const stack of stacks) {
    const [policy, ...others] = new Deployed(stack).ofType('AWS::IAM::ManagedPolicy');
    expect(others).toEqual([]);
    expect(Object.keys(policy!.Properties).sort()).toEqual(['Description', 'Path', 'PolicyDocument', 'Roles']);
    expect(policy!.Properties.Roles).toEqual(['head']);
    expect(stack.dependencies).toEqual([]);
  }
});

test('a plain role of this stack whose name CloudFormation chooses is named by reference', () => {
  const stack = newStack();
  const plain = new iam.Role(stack, 'Plain', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
  const head = ChainingRole.fromChainingRoleArn(stack, 'Head', plain.roleArn);
  new ResourceRole(stack, 'S3', { chainingRoles: [head] });
  Template.fromStack(stack).hasResourceProperties('AWS::IAM::ManagedPolicy', { Roles: [{ Ref: 'Plain295EB121' }] });
  expect(warningsOf(stack)).toEqual([]);
});

test.each<[string, Environment]>([
  ['the same account', PLATFORM],
  ['another account', FINANCE],
])('an unnamed role of another stack in %s', (_, env) => {
  const app = new App();
  const head = ChainingRole.fromChainingRoleArn(newStack(PLATFORM, 'Stack', app), 'Head', HEAD);
  const data = newStack(env, 'Data', app);
  const plain = new iam.Role(data, 'Plain', { assumedBy: new iam.ServicePrincipal('glue.amazonaws.com') });
  const call = () => {
    head.allowAssuming(plain);
  };
  if (env === FINANCE) {
    expect(call).toThrow('Data/Plain: its name is not known at synth, so the permissions policy of Stack/Head');
    return;
  }
  call();
  Template.fromStack(data).hasResourceProperties('AWS::IAM::ManagedPolicy', {
    Roles: ['head'],
    PolicyDocument: { Statement: [{ Resource: { 'Fn::GetAtt': ['Plain295EB121', 'Arn'] } }] },
  });
  expect(warningsOf(data)).toEqual([]);
});

describe('an L1 of this app becomes a chaining role by its ARN attribute', () => {
  const l1In = (stack: Stack, id: string, roleName?: string) =>
    new iam.CfnRole(stack, id, { roleName, assumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] } });

  test('in another stack, which waits for it', () => {
    const app = new App();
    const [platform, data] = [newStack(PLATFORM, 'Platform', app), newStack(FINANCE, 'Data', app)];
    const { attrArn } = l1In(platform, 'Plain', 'plain');
    const role = new ResourceRole(data, 'Role', {
      chainingRoles: [ChainingRole.fromChainingRoleArn(data, 'Head', attrArn)],
      roleName: 'lake',
    });
    expect(new Deployed(data).of(role).trust.Statement.map(({ Principal }) => Principal)).toEqual([
      { AWS: 'arn:aws:iam::111122223333:role/plain' },
    ]);
    expect(data.dependencies).toEqual([platform]);
  });

  test('in another Stage, whose order CDK does not keep, is an error', () => {
    const app = new App();
    const stackIn = (id: string) => newStack(PLATFORM, 'Stack', new Stage(app, id));
    const [platform, data] = [stackIn('Platform'), stackIn('Data')];
    const head = ChainingRole.fromChainingRoleArn(data, 'Head', l1In(platform, 'Plain', 'plain').attrArn);
    const make = (trust: ChainTrust) => () => new ResourceRole(data, 'Role', { chainingRoles: [head], trust });
    expect(make(ChainTrust.exactRole())).toThrow('the two are in different Stages');
    data.node.tryRemoveChild('Role');
    expect(make(ChainTrust.accountRoot())).not.toThrow();
  });

  test('in its own stack without a name, and two of them share nothing', () => {
    const stack = newStack(PLATFORM);
    const chainingRoles = ['One', 'Two'].map((id) =>
      ChainingRole.fromChainingRoleArn(stack, `Head${id}`, l1In(stack, id).attrArn),
    );
    new ResourceRole(stack, 'Role', { chainingRoles });
    const attached = Object.values(Template.fromStack(stack).findResources('AWS::IAM::ManagedPolicy')) as {
      Properties: { Roles: unknown };
    }[];
    expect(attached.map(({ Properties }) => Properties.Roles)).toEqual([[{ Ref: 'One' }], [{ Ref: 'Two' }]]);
  });
});

test.each([
  ['AWSServiceRoleForAutoScaling', 0],
  ['AWSReservedSSO_DataEng_0123456789abcdef', 0],
  ['ServiceRoleForAutoScaling', 1],
])('a role that is known by its name %s only gets %d policies', (name, policies) => {
  const stack = newStack(PLATFORM);
  const head = ChainingRole.fromRole(stack, 'Head', iam.Role.fromRoleName(stack, 'Named', name));
  new ResourceRole(stack, 'Role', { chainingRoles: [head] });
  expect(new Deployed(stack).ofType('AWS::IAM::ManagedPolicy')).toHaveLength(policies);
  expect(warningsOf(stack)).toHaveLength(1 - policies);
});

describe('a role that was given as immutable', () => {
  const ECS = new iam.ServicePrincipal('ecs-tasks.amazonaws.com');
  const attached = (stack: Stack, role: iam.IRole, options = {}) => {
    const head = ChainingRole.fromRole(stack, 'Head', role, options);
    new ResourceRole(stack, 'S3', { chainingRoles: [head], roleName: 's3-role' });
    return new Deployed(stack).ofType('AWS::IAM::ManagedPolicy').length;
  };
  const views: [string, (stack: Stack, isImmutable: boolean) => iam.IRole][] = [
    [
      'withoutPolicyUpdates()',
      (stack, isImmutable) => {
        const role = new iam.Role(stack, 'Task', { assumedBy: ECS, roleName: 'task' });
        return isImmutable ? role.withoutPolicyUpdates() : role;
      },
    ],
    ['an import', (stack, isImmutable) => iam.Role.fromRoleArn(stack, 'Task', HEAD, { mutable: !isImmutable })],
  ];

  test.each(views)('gets no policy: %s', (_, make) => {
    const [stack, other] = [newStack(PLATFORM), newStack(PLATFORM)];
    expect(attached(stack, make(stack, true))).toBe(0);
    expect(warningsOf(stack)[0]?.text).toContain('because it was imported with `mutable: false`');
    expect(attached(other, make(other, false))).toBe(1);
  });

  test('gets one where `mutable: true` is written', () => {
    const stack = newStack(PLATFORM);
    const role = iam.Role.fromRoleArn(stack, 'Task', HEAD, { mutable: false });
    expect(attached(stack, role, { mutable: true })).toBe(1);
  });
});
