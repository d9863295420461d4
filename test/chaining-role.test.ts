import {
  App,
  CfnParameter,
  NestedStack,
  Stack,
  aws_ec2 as ec2,
  aws_iam as iam,
  aws_servicecatalog as servicecatalog,
  aws_ssm as ssm,
} from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ChainingRole, ChainTrust, type IChainingRole, InstanceProfileRole, ResourceRole } from '../lib';
import { CrossAccountPolicy, CrossAccountRole, RoleMappings } from '../lib/hopsworks';
import { Deployed, FINANCE, mayCall, newStack, PLATFORM, trusts, warningsOf } from './support';

const ECS = new iam.ServicePrincipal('ecs-tasks.amazonaws.com');
const PODS = new iam.SessionTagsPrincipal(new iam.ServicePrincipal('pods.eks.amazonaws.com'));
const HEAD = 'arn:aws:iam::111122223333:role/head';
const DATA = 'arn:aws:iam::111122223333:role/data';

describe('made for any service', () => {
  test('its trust has Sids, and it is a chaining role like the others', () => {
    const stack = newStack(PLATFORM);
    const assumedBy = new iam.CompositePrincipal(
      ECS,
      new iam.ArnPrincipal(HEAD).withConditions({ StringEquals: { 'sts:ExternalId': 'id-1' } }),
    );
    const task = new ChainingRole(stack, 'Task', { assumedBy, path: '/platform/' });
    const role = new ResourceRole(stack, 'Data', { chainingRoles: [task] });
    const deployed = new Deployed(stack);
    expect(deployed.of(task).trust).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'AllowAssumedBy',
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { Service: 'ecs-tasks.amazonaws.com' },
        },
        {
          Sid: 'AllowAssumedBy2',
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { AWS: HEAD },
          Condition: { StringEquals: { 'sts:ExternalId': 'id-1' } },
        },
      ],
    });
    expect(deployed.of(task).name).toMatch(/^Stack-Task-[0-9a-f]{8}$/);
    expect(mayCall(deployed.of(task), 'sts:AssumeRole')).toEqual([deployed.of(role).arn]);
    expect(task.requiresTagSession).toBe(false);
  });

  test('its own Sids are kept', () => {
    class Named extends iam.PrincipalBase {
      public readonly policyFragment = ECS.policyFragment;
      public override addToAssumeRolePolicy(document: iam.PolicyDocument): void {
        const principals = [ECS];
        document.addStatements(new iam.PolicyStatement({ sid: 'Mine', actions: ['sts:AssumeRole'], principals }));
      }
      public override dedupeString(): undefined {
        return undefined;
      }
    }
    const stack = newStack(PLATFORM);
    const task = new ChainingRole(stack, 'Task', { assumedBy: new Named() });
    expect(new Deployed(stack).of(task).trust.Statement.map(({ Sid }) => Sid)).toEqual(['Mine']);
  });

  test.each([
    ['Pod Identity', PODS, true],
    ['another service', ECS, false],
  ])('trusted by %s, it knows whether its sessions carry tags', (_, assumedBy, expected) => {
    const stack = newStack(PLATFORM);
    const own = new ChainingRole(stack, 'Own', { assumedBy });
    expect(own.requiresTagSession).toBe(expected);
    const plain = new iam.Role(stack, 'Plain', { assumedBy });
    expect(ChainingRole.fromRole(stack, 'FromRole', plain).requiresTagSession).toBe(expected);
    const l1 = plain.node.defaultChild as iam.CfnRole;
    const { assumeRolePolicyDocument } = l1 as { assumeRolePolicyDocument: object };
    const copy = new iam.CfnRole(stack, 'L1', {
      assumeRolePolicyDocument,
      roleName: 'l1',
    });
    expect(ChainingRole.fromChainingRoleArn(stack, 'FromL1', copy.attrArn).requiresTagSession).toBe(expected);
  });

  test('without a principal is an error', () => {
    const make = (assumedBy: unknown) => () =>
      new ChainingRole(newStack(PLATFORM), 'Task', { assumedBy: assumedBy as iam.IPrincipal });
    expect(make(undefined)).toThrow('Stack/Task: assumedBy is undefined: give a principal');
    expect(make('ecs-tasks.amazonaws.com')).toThrow(
      'Stack/Task: assumedBy is "ecs-tasks.amazonaws.com": give a principal',
    );
    expect(make(ECS)).not.toThrow();
  });
});

describe('fromRole', () => {
  test('takes a plain role of another stack by its literal name', () => {
    const app = new App();
    const platform = newStack(PLATFORM, 'Platform', app);
    const data = newStack(PLATFORM, 'Data', app);
    const plain = new iam.Role(platform, 'Plain', { assumedBy: ECS, roleName: 'plain' });
    const role = new ResourceRole(data, 'Role', {
      roleName: 'data',
      chainingRoles: [ChainingRole.fromRole(data, 'Chaining', plain)],
    });
    expect(trusts(new Deployed(data).of(role), 'sts:AssumeRole')).toEqual(['arn:aws:iam::111122223333:role/plain']);
    expect(new Deployed(data).ofType('AWS::IAM::ManagedPolicy').map(({ Properties }) => Properties.Roles)).toEqual([
      ['plain'],
    ]);
    expect(data.dependencies).toEqual([platform]);
  });

  test('a name that CloudFormation chooses works in its own stack, and is an error elsewhere', () => {
    const app = new App();
    const platform = newStack(PLATFORM, 'Platform', app);
    const plain = new iam.Role(platform, 'Plain', { assumedBy: ECS });
    const chaining = ChainingRole.fromRole(platform, 'Chaining', plain);
    const role = new ResourceRole(platform, 'Role', { chainingRoles: [chaining] });
    const data = newStack(PLATFORM, 'Data', app);
    expect(() => ChainingRole.fromRole(data, 'Chaining', plain)).toThrow(
      'Data/Chaining: the name of Platform/Plain is chosen by CloudFormation, so that it is known in its own stack only, Platform. ' +
        'Give it a literal `roleName`',
    );
    const deployed = new Deployed(platform);
    expect(mayCall(deployed.of(plain), 'sts:AssumeRole')).toEqual([deployed.of(role).arn]);
    expect(trusts(deployed.of(role), 'sts:AssumeRole')).toEqual([deployed.of(plain).arn]);
  });

  test('of a chaining role is that role, and of a view of it without writing is another one', () => {
    const stack = newStack(PLATFORM);
    const head = new InstanceProfileRole(stack, 'Head');
    expect(ChainingRole.fromRole(stack, 'Same', head)).toBe(head);
    expect(ChainingRole.fromRole(stack, 'Immutable', head, { mutable: false })).not.toBe(head);
  });

  test.each([undefined, null, 'arn:aws:iam::111122223333:role/head', {}])('of %j is an error', (role) => {
    const stack = newStack(PLATFORM);
    expect(() => ChainingRole.fromRole(stack, 'Head', role as iam.IRole)).toThrow(
      'Stack/Head: fromRole was given no role',
    );
  });
});

test('two imports of one role write each chain once', () => {
  const app = new App();
  const [one, other] = [newStack(PLATFORM, 'One', app), newStack(PLATFORM, 'Other', app)];
  const first = ChainingRole.fromChainingRoleArn(one, 'Head', HEAD);
  const second = ChainingRole.fromRole(other, 'Head', iam.Role.fromRoleArn(other, 'ByArn', HEAD));
  const shared = new ResourceRole(one, 'Shared', { roleName: 'shared', chainingRoles: [first, second] });
  new ResourceRole(other, 'Own', { roleName: 'own', chainingRoles: [second] });
  expect(trusts(new Deployed(one).of(shared), 'sts:AssumeRole')).toEqual([HEAD]);
  const permitted = [one, other].map((stack) =>
    new Deployed(stack)
      .ofType('AWS::IAM::ManagedPolicy')
      .map(
        ({ Properties }) => (Properties.PolicyDocument as { Statement: { Resource: string }[] }).Statement[0]?.Resource,
      ),
  );
  expect(permitted).toEqual([['arn:aws:iam::111122223333:role/shared'], ['arn:aws:iam::111122223333:role/own']]);
});

test('an import that may write completes what one that may not has begun', () => {
  const stack = newStack(PLATFORM);
  const role = new iam.Role(stack, 'Role', { assumedBy: ECS, roleName: 'role' });
  const fixed = ChainingRole.fromChainingRoleArn(stack, 'Fixed', HEAD, { mutable: false }).allowAssuming(role);
  expect({ success: fixed.success, permissions: fixed.principalStatements }).toEqual({
    success: false,
    permissions: [],
  });
  const writing = ChainingRole.fromChainingRoleArn(stack, 'Head', HEAD).allowAssuming(role);
  expect(writing.success).toBe(true);
  Template.fromStack(stack).resourceCountIs('AWS::IAM::ManagedPolicy', 1);
});

describe('the grant of allowAssuming', () => {
  const statementsOf = (grant: iam.Grant) => ({
    success: grant.success,
    permissions: grant.principalStatements.map((statement) => statement.toStatementJson() as object),
    trust: grant.resourceStatements.map(({ actions }) => actions),
  });

  test('holds both statements, and is equal when it is asked for again', () => {
    const stack = newStack(PLATFORM);
    const head = new InstanceProfileRole(stack, 'Head');
    const role = new iam.Role(stack, 'Role', { assumedBy: ECS, roleName: 'role' });
    const expected = {
      success: true,
      permissions: [
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Resource: stack.resolve(`arn:aws:iam::111122223333:role/role`) as string,
        },
      ],
      trust: [['sts:AssumeRole']],
    };
    expect(statementsOf(head.allowAssuming(role))).toEqual(expected);
    expect(statementsOf(head.allowAssuming(role))).toEqual(expected);
  });

  test('has no trust statement where the trust cannot be written, and no success', () => {
    const stack = newStack(PLATFORM);
    const grant = new InstanceProfileRole(stack, 'Head').allowAssuming(
      iam.Role.fromRoleArn(stack, 'Theirs', 'arn:aws:iam::444455556666:role/theirs'),
    );
    expect(statementsOf(grant)).toMatchObject({
      success: false,
      permissions: [{ Action: 'sts:AssumeRole' }],
      trust: [],
    });
    expect(() => {
      grant.assertSuccess();
    }).toThrow();
  });

  test('has both where a path takes the role in', () => {
    const stack = newStack(PLATFORM);
    const head = new InstanceProfileRole(stack, 'Head', { resourceRolePath: '/data/' });
    const role = new iam.Role(stack, 'Role', { assumedBy: ECS, roleName: 'role', path: '/data/' });
    expect(statementsOf(head.allowAssuming(role))).toMatchObject({ success: true, trust: [['sts:AssumeRole']] });
  });

  test('can be waited for', () => {
    const stack = newStack(PLATFORM);
    const role = new iam.Role(stack, 'Role', { assumedBy: ECS, roleName: 'role' });
    const parameter = new ssm.StringParameter(stack, 'Parameter', { stringValue: 'value' });
    new InstanceProfileRole(stack, 'Head').allowAssuming(role).applyBefore(parameter);
    const [resource] = Object.values(Template.fromStack(stack).findResources('AWS::SSM::Parameter'));
    const dependsOn = (resource as { DependsOn: string[] }).DependsOn;
    expect(dependsOn).toEqual([expect.stringMatching(/^HeadAssumeDataRoles/), expect.stringMatching(/^Role/)]);
  });
});

test('an imported chaining role can be granted things', () => {
  const stack = newStack(PLATFORM);
  const head = ChainingRole.fromChainingRoleArn(stack, 'Head', HEAD);
  new ssm.StringParameter(stack, 'Parameter', { stringValue: 'value' }).grantRead(head);
  const [policy] = new Deployed(stack).ofType('AWS::IAM::Policy');
  expect(policy?.Properties.Roles).toEqual(['head']);
  expect(head.roleRef).toEqual({ roleArn: HEAD, roleName: 'head' });
});

describe('what is no chaining role', () => {
  const make = (...chainingRoles: unknown[]) => {
    const stack = newStack(PLATFORM);
    return () => new ResourceRole(stack, 'Data', { chainingRoles: chainingRoles as ChainingRole[] });
  };

  test('a plain role is an error that names it and the way out', () => {
    const stack = newStack(PLATFORM);
    const plain = new iam.Role(stack, 'Plain', { assumedBy: ECS });
    expect(() => new ResourceRole(stack, 'Data', { chainingRoles: [plain as unknown as ChainingRole] })).toThrow(
      "Stack/Data: chainingRoles holds Stack/Plain, which is no chaining role: give `ChainingRole.fromRole(this, 'ChainingRole', role)`",
    );
    expect(
      () => new ResourceRole(stack, 'Data', { chainingRoles: [ChainingRole.fromRole(stack, 'Chaining', plain)] }),
    ).not.toThrow();
  });

  test.each([
    [[undefined], 'chainingRoles holds undefined'],
    [[null], 'chainingRoles holds null'],
    [[HEAD], `chainingRoles holds "${HEAD}"`],
  ])('%j is an error', (chainingRoles, message) => {
    expect(make(...chainingRoles)).toThrow(
      `Stack/Data: ${message}, which is no chaining role: give one, such as an InstanceProfileRole, or ` +
        "`ChainingRole.fromChainingRoleArn(this, 'ChainingRole', arn)` for a role that exists already.",
    );
  });

  test.each([
    [undefined, 'chainingRoles is no list, but undefined'],
    [{}, 'chainingRoles is no list, but {}'],
    ['head', 'chainingRoles is no list, but "head"'],
    [[], 'chainingRoles is empty'],
  ])('the list %j is an error', (chainingRoles, message) => {
    const stack = newStack(PLATFORM);
    expect(
      () => new ResourceRole(stack, 'Data', { chainingRoles: chainingRoles as unknown as ChainingRole[] }),
    ).toThrow(`Stack/Data: ${message}`);
  });
});

test('a construct where something else is wanted is shown by its path, also inside of a list', () => {
  const stack = newStack(PLATFORM);
  const head = new InstanceProfileRole(stack, 'Head');
  const make = (props: object) => () => new ResourceRole(stack, 'Data', { chainingRoles: [head], ...props });
  expect(make({ chainingRoles: head })).toThrow(
    'Stack/Data: chainingRoles is no list, but the construct Stack/Head: give a list with at least one chaining role, ' +
      'since nothing else can assume a resource role.',
  );
  expect(make({ chainingRoles: [[head]] })).toThrow(
    'Stack/Data: chainingRoles holds ["Stack/Head"], which is no chaining role',
  );
  expect(make({ trust: head })).toThrow('Stack/Data: trust is the construct Stack/Head: give ChainTrust.exactRole()');
  expect(make({ chainingRoles: [head] })).not.toThrow();
});

describe('options of untyped callers', () => {
  const make = (options: object) => {
    const stack = newStack(PLATFORM);
    const head = new InstanceProfileRole(stack, 'Head');
    return () => new ResourceRole(stack, 'Data', { chainingRoles: [head], ...options });
  };

  test.each<[object, string]>([
    [{ trust: 'exactRole' }, 'trust is "exactRole": give ChainTrust.exactRole()'],
    [{ trust: {} }, 'trust is {}'],
    [{ externalId: 17 }, 'externalId is missing, got 17'],
    [{ organizationId: 17 }, 'organizationId 17 is not allowed'],
    [{ trustRevision: 2 }, 'trustRevision 2 is not allowed'],
    [{ allowSessionTags: 'yes' }, 'allowSessionTags is "yes"'],
    [{ allowSourceIdentity: 1 }, 'allowSourceIdentity is 1'],
    [{ conditions: ['StringEquals'] }, 'conditions is ["StringEquals"]: a map is allowed'],
    [{ conditions: 'StringEquals' }, 'conditions is "StringEquals": a map is allowed'],
    [{ conditions: { StringEquals: 'a' } }, 'conditions.StringEquals is "a": a map is allowed'],
    [{ conditions: { StringEquals: ['a'] } }, 'conditions.StringEquals is ["a"]: a map is allowed'],
    [{ conditions: { StringEquals: null } }, 'conditions.StringEquals is null: a map is allowed'],
    [{ inlinePolicies: { Data: {} } }, 'inlinePolicies["Data"] is {}: give an `iam.PolicyDocument`'],
    [{ inlinePolicies: { Data: undefined } }, 'inlinePolicies["Data"] is undefined'],
  ])('%j', (options, message) => {
    expect(make(options)).toThrow(`Stack/Data: ${message}`);
  });

  test('right ones are none', () => {
    expect(
      make({
        trust: ChainTrust.accountRoot(),
        externalId: 'id-17',
        organizationId: 'o-a1b2c3d4e5',
        trustRevision: '2',
        allowSessionTags: true,
        allowSourceIdentity: false,
        conditions: { StringEquals: { 'aws:PrincipalTag/team': ['a', 'b'] } },
      }),
    ).not.toThrow();
  });

  test('what the caller does to their objects afterwards changes nothing', () => {
    const stack = newStack(PLATFORM);
    const [head, other] = [new InstanceProfileRole(stack, 'Head'), new InstanceProfileRole(stack, 'Other')];
    const teams = ['a'];
    const conditions = { StringEquals: { 'aws:PrincipalTag/team': teams } };
    const chainingRoles = [head];
    const role = new ResourceRole(stack, 'Data', { chainingRoles, conditions });
    teams.push('*');
    Object.assign(conditions, { StringEquals: {} });
    chainingRoles.push(other);
    other.allowAssuming(role);
    expect(new Deployed(stack).of(role).trust.Statement).toEqual([
      expect.objectContaining({ Condition: { StringEquals: { 'aws:PrincipalTag/team': ['a'] } } }),
    ]);
  });

  test('nor does it in what stands deeper, in a principal’s conditions, and in the names of policies', () => {
    const stack = newStack(PLATFORM);
    const reference = { Ref: 'Team' };
    const accounts = ['111122223333'];
    const glue = { StringEquals: { 'aws:SourceAccount': accounts } };
    const task = new ChainingRole(stack, 'Task', {
      assumedBy: new iam.ServicePrincipal('glue.amazonaws.com', { conditions: glue }),
    });
    const reading = () =>
      new iam.PolicyDocument({
        statements: [new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] })],
      });
    const inlinePolicies: Record<string, iam.PolicyDocument> = { read: reading() };
    const conditions = { StringEquals: { 'aws:PrincipalTag/team': reference } };
    const role = new ResourceRole(stack, 'Data', { chainingRoles: [task], conditions, inlinePolicies });
    reference.Ref = 'AWS::NoValue';
    accounts.push('999988887777');
    Object.assign(glue, { StringLike: {} });
    inlinePolicies.more = reading();
    expect(new Deployed(stack).of(task).trust.Statement[0]?.Condition).toEqual({
      StringEquals: { 'aws:SourceAccount': ['111122223333'] },
    });
    const template = Template.fromStack(stack).toJSON() as { Resources: Record<string, { Properties: object }> };
    expect(template.Resources[stack.getLogicalId(role.node.defaultChild as iam.CfnRole)]?.Properties).toMatchObject({
      AssumeRolePolicyDocument: {
        Statement: [{ Condition: { StringEquals: { 'aws:PrincipalTag/team': { Ref: 'Team' } } } }],
      },
      Policies: [{ PolicyName: 'read' }],
    });
  });
});

describe('roles that only AWS may change', () => {
  const PATHS = {
    'a permission set': [
      '/aws-reserved/sso.amazonaws.com/eu-west-1/',
      'puts these statements into the inline policy of its permission set',
    ],
    'a service-linked role': [
      '/aws-service-role/autoscaling.amazonaws.com/',
      'an AWS service keeps it, and IAM refuses every change',
    ],
  } as const;

  test.each(Object.entries(PATHS))('%s gets no policy, but its owner the JSON', (_, [path, words]) => {
    const stack = newStack(PLATFORM);
    const arn = `arn:aws:iam::111122223333:role${path}Theirs`;
    new ResourceRole(stack, 'Data', {
      roleName: 'data',
      chainingRoles: [ChainingRole.fromChainingRoleArn(stack, 'H', arn)],
    });
    Template.fromStack(stack).resourceCountIs('AWS::IAM::ManagedPolicy', 0);
    const [warning] = warningsOf(stack);
    expect(warning?.text).toContain(words);
    expect(warning?.text).toContain('"Resource":"arn:aws:iam::111122223333:role/data"');
  });

  test.each(Object.entries(PATHS))('%s is never reached, which is told', (_, [path]) => {
    const told = (arn: string) => {
      const stack = newStack(PLATFORM);
      new InstanceProfileRole(stack, 'Head').allowAssuming(iam.Role.fromRoleArn(stack, 'Theirs', arn));
      return warningsOf(stack)[0]?.text;
    };
    expect(told(`arn:aws:iam::111122223333:role${path}Theirs`)).toContain(
      'is not written, because AWS keeps it: IAM refuses every change, so that Stack/Head never becomes it. Chain to a role of your own',
    );
    expect(told('arn:aws:iam::111122223333:role/Theirs')).toContain('Until its owner adds these statements');
  });

  test('a path that only looks like theirs gets one', () => {
    const stack = newStack(PLATFORM);
    const arn = 'arn:aws:iam::111122223333:role/aws-reserved-not/Theirs';
    new ResourceRole(stack, 'Data', { chainingRoles: [ChainingRole.fromChainingRoleArn(stack, 'H', arn)] });
    Template.fromStack(stack).resourceCountIs('AWS::IAM::ManagedPolicy', 1);
  });
});

describe('what CDK has yet to look up', () => {
  const missing = (make: (stack: Stack) => void) => {
    const app = new App();
    make(newStack(PLATFORM, 'Stack', app));
    return app.synth().manifest.missing?.length;
  };

  test.each<[string, (stack: Stack) => void]>([
    [
      'a chaining role by fromLookup',
      (stack) => {
        const looked = iam.Role.fromLookup(stack, 'Lookup', { roleName: 'head' });
        new ResourceRole(stack, 'Data', { chainingRoles: [ChainingRole.fromRole(stack, 'Head', looked)] });
      },
    ],
    [
      'a chaining role by valueFromLookup',
      (stack) => {
        const arn = ssm.StringParameter.valueFromLookup(stack, 'head-arn');
        const head = ChainingRole.fromChainingRoleArn(stack, 'Head', arn);
        new ResourceRole(stack, 'Data', { chainingRoles: [head], trust: ChainTrust.accountRoot() });
      },
    ],
    [
      'a resource role',
      (stack) => {
        new InstanceProfileRole(stack, 'Head').allowAssuming(
          iam.Role.fromLookup(stack, 'Lookup', { roleName: 'data' }),
        );
      },
    ],
  ])('%s goes on to the lookup', (_, make) => {
    expect(missing(make)).toBe(1);
  });
});

describe('a trust that lets Pod Identity in by a statement of its own', () => {
  const pods = new iam.PolicyStatement({
    actions: ['sts:AssumeRole', 'sts:TagSession'],
    principals: [new iam.ServicePrincipal('pods.eks.amazonaws.com')],
  });
  const ec2Too = new iam.PolicyStatement({ actions: ['sts:AssumeRole'], principals: [ECS] });
  const MAKE: Record<string, (stack: Stack) => [iam.Role, IChainingRole]> = {
    'a chaining role': (stack) => {
      const head = new InstanceProfileRole(stack, 'Head');
      return [head, head];
    },
    'a plain role': (stack) => {
      const plain = new iam.Role(stack, 'Head', { assumedBy: ECS });
      return [plain, ChainingRole.fromRole(stack, 'Chaining', plain)];
    },
  };
  const chain = (
    make: (typeof MAKE)[string],
    before?: iam.PolicyStatement,
    after?: iam.PolicyStatement,
    props = {},
  ) => {
    const stack = newStack(PLATFORM);
    const [role, head] = make(stack);
    if (before !== undefined) role.assumeRolePolicy?.addStatements(before);
    new ResourceRole(stack, 'Data', { chainingRoles: [head], roleName: 'data', ...props });
    if (after !== undefined) role.assumeRolePolicy?.addStatements(after);
    return { stack, role };
  };

  test.each(Object.entries(MAKE))('%s carries tags', (_, make) => {
    const { stack, role } = chain(make, pods);
    expect(mayCall(new Deployed(stack).of(role), 'sts:TagSession')).toEqual([DATA]);
    const without = chain(make, ec2Too);
    expect(mayCall(new Deployed(without.stack).of(without.role), 'sts:TagSession')).toEqual([]);
  });

  test.each(Object.entries(MAKE))('%s that was chained before is told', (_, make) => {
    const synth = (after?: iam.PolicyStatement, props = {}) => {
      const { stack } = chain(make, undefined, after, props);
      return () => (stack.node.root as App).synth();
    };
    expect(synth(pods)).toThrow(
      'lets pods.eks.amazonaws.com in by a statement that was added after Stack/Data became its resource role: EKS Pod Identity passes tags, ' +
        'and without sts:TagSession the chain is refused. Add the statement before, or give the resource role `allowSessionTags: true`.',
    );
    expect(synth(pods, { allowSessionTags: true })).not.toThrow();
    expect(synth(ec2Too)).not.toThrow();
  });

  test('does not go with a path that was written before', () => {
    const synth = (statement: iam.PolicyStatement) => {
      const stack = newStack(PLATFORM);
      const head = new InstanceProfileRole(stack, 'Head', { resourceRolePath: '/data/' });
      head.assumeRolePolicy?.addStatements(statement);
      new ResourceRole(stack, 'Data', { chainingRoles: [head], path: '/data/', roleName: 'data' });
      return () => (stack.node.root as App).synth();
    };
    expect(synth(pods)).toThrow('and `resourceRolePath` was written without sts:TagSession.');
    expect(synth(ec2Too)).not.toThrow();
  });

  test('is left alone where tags are said not to be needed', () => {
    const stack = newStack(PLATFORM);
    const plain = new iam.Role(stack, 'Head', { assumedBy: ECS });
    const head = ChainingRole.fromRole(stack, 'Chaining', plain, { requiresTagSession: false });
    new ResourceRole(stack, 'Data', { chainingRoles: [head] });
    plain.assumeRolePolicy?.addStatements(pods);
    expect(() => (stack.node.root as App).synth()).not.toThrow();
  });
});

describe('a stack that is deployed by something else', () => {
  const product = (scope: Stack, make: (stack: Stack) => void) => {
    class Product extends servicecatalog.ProductStack {
      constructor() {
        super(scope, 'Product');
        make(this);
      }
    }
    return () => {
      new servicecatalog.CloudFormationProduct(scope, 'Catalog', {
        productName: 'product',
        owner: 'owner',
        productVersions: [
          { cloudFormationTemplate: servicecatalog.CloudFormationTemplate.fromProductStack(new Product()) },
        ],
      });
    };
  };

  test.each([
    ['an account', PLATFORM],
    ['no account', undefined],
  ])('is in accounts that no synth can know, where the outer one has %s', (_, env) => {
    const outer = newStack(env, 'Outer');
    const head = new InstanceProfileRole(outer, 'Head', { roleName: 'head' });
    expect(product(outer, (stack) => new ResourceRole(stack, 'Data', { chainingRoles: [head] }))).toThrow(
      "Outer/Product/Data: Outer/Product is deployed to accounts that no synth can know, so the ARN of Outer/Head can't be computed " +
        'in both places. Import the chaining role by its literal ARN there: `ChainingRole.fromChainingRoleArn`',
    );
    expect(
      product(newStack(env, 'Outer'), (stack) => {
        const imported = ChainingRole.fromChainingRoleArn(stack, 'Head', HEAD);
        const role = new ResourceRole(stack, 'Data', { roleName: 'head', chainingRoles: [imported] });
        expect(stack.resolve(role.assumeRolePolicy)).toMatchObject({ Statement: [{ Principal: { AWS: HEAD } }] });
      }),
    ).not.toThrow();
  });

  test('and a nested stack in it are one', () => {
    const outer = newStack(undefined, 'Outer');
    const head = new InstanceProfileRole(outer, 'Head', { roleName: 'head' });
    expect(
      product(outer, (stack) => new ResourceRole(new NestedStack(stack, 'Nested'), 'Data', { chainingRoles: [head] })),
    ).toThrow('Outer/Product/Nested is deployed to accounts that no synth can know');
    expect(
      product(newStack(undefined, 'Outer'), (stack) => {
        const inside = new InstanceProfileRole(stack, 'Head', { roleName: 'head' });
        new ResourceRole(new NestedStack(stack, 'Nested'), 'Data', { chainingRoles: [inside] });
      }),
    ).not.toThrow();
  });

  test('has no role that an import of the outer stack is given by its own account’s name', () => {
    const outer = newStack(PLATFORM, 'Outer');
    const imported = ChainingRole.fromChainingRoleArn(outer, 'Head', HEAD);
    product(outer, (stack) => new ResourceRole(stack, 'Data', { roleName: 'data', chainingRoles: [imported] }))();
    Template.fromStack(outer).resourceCountIs('AWS::IAM::ManagedPolicy', 0);
    const [warning] = warningsOf(outer);
    // CDK shows nothing that is said inside of it.
    expect(warning?.path).toBe('/Outer');
    expect(warning?.text).toMatch(/^Outer\/Product\/Data: The permissions policy of /);
    expect(warning?.text).not.toContain('env');
    expect(warning?.text).toContain(
      'is not written, because Outer/Product is deployed to accounts that no synth can know. Until its owner attaches',
    );
    expect(warning?.text).toContain('"Resource":"arn:aws:iam::${AWS::AccountId}:role/data"');
    // A role that the import names by its own ARN is the same everywhere.
    product(newStack(PLATFORM, 'Outer'), (stack) => {
      const theirs = ChainingRole.fromChainingRoleArn(Stack.of(stack.node.scope!), 'Head', HEAD);
      theirs.allowAssuming(iam.Role.fromRoleArn(stack, 'Data', 'arn:aws:iam::444455556666:role/data'));
      Template.fromStack(Stack.of(stack.node.scope!)).resourceCountIs('AWS::IAM::ManagedPolicy', 1);
    });
  });

  test('gets no policy for a chaining role of the outer one', () => {
    const outer = newStack(undefined, 'Outer');
    const head = new InstanceProfileRole(outer, 'Head', { roleName: 'head' });
    const plain = (stack: Stack) => new iam.Role(stack, 'Data', { assumedBy: ECS });
    expect(product(outer, (stack) => head.allowAssuming(plain(stack)))).toThrow(
      'the permissions policy of Outer/Head, which is in another account, cannot name it. Give the role a literal `roleName`.',
    );
    expect(() => head.allowAssuming(plain(newStack(undefined, 'Beside', outer.node.root as App)))).not.toThrow();
  });

  test.each([
    ['statements of a trust', (head: InstanceProfileRole) => ResourceRole.trustStatements([head])],
    [
      'statements of a trust that names the account',
      (head: InstanceProfileRole) => ResourceRole.trustStatements([head], { trust: ChainTrust.accountRoot() }),
    ],
    [
      'statements of a permissions policy',
      (head: InstanceProfileRole) =>
        new ResourceRole(head.stack, 'Lake', { chainingRoles: [head] }).assumeRoleStatements,
    ],
  ])('takes no %s that stand for its own account there', (_, statementsFor) => {
    const synth = (env: typeof PLATFORM | undefined, place: 'product' | 'known' | 'unknown') => {
      const app = new App();
      const outer = newStack(env, 'Outer', app);
      const head = new InstanceProfileRole(outer, 'Head', { roleName: 'head' });
      const use = (stack: Stack) => {
        const statements = statementsFor(head).map((each) => {
          if (each.hasPrincipal) return each;
          each.addArnPrincipal('arn:aws:iam::999988887777:root');
          return each;
        });
        new iam.Role(stack, 'Data', { assumedBy: ECS }).assumeRolePolicy?.addStatements(...statements);
      };
      if (place === 'product') product(outer, use)();
      else use(newStack(place === 'known' ? FINANCE : undefined, 'Beside', app));
      return () => app.synth();
    };
    const told = 'a policy of it names Outer/';
    expect(synth(undefined, 'product')).toThrow(`Outer/Product: ${told}`);
    expect(synth(undefined, 'known')).toThrow(`Beside: ${told}`);
    expect(synth(undefined, 'unknown')).not.toThrow();
    expect(synth(PLATFORM, 'product')).not.toThrow();
    expect(synth(PLATFORM, 'known')).not.toThrow();
  });

  test('has no role that mappings of the outer one name', () => {
    const outer = newStack(undefined, 'Outer');
    const map = (stack: Stack) => {
      const head = new InstanceProfileRole(stack, 'Head');
      const role = new ResourceRole(stack, 'Data', { chainingRoles: [head] });
      return (scope: Stack) => new RoleMappings(scope, 'Mappings', { mappings: [{ project: 'fraud', role }] });
    };
    expect(product(outer, (stack) => map(stack)(outer))).toThrow(
      "Outer/Mappings: the account of Outer/Product/Data can't be known in Outer: one of the two is deployed to accounts that no synth " +
        'can know. Create the mappings beside the role, or give it by its literal ARN: `iam.Role.fromRoleArn`.',
    );
    expect(product(newStack(undefined, 'Outer'), (stack) => map(stack)(stack))).not.toThrow();
  });

  test('has no role that passes an instance profile of the outer one', () => {
    const make = (stack: Stack, { instanceProfile }: InstanceProfileRole) => {
      const vpcs = [ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['a'] })];
      const policy = CrossAccountPolicy.lockedTo({ vpcs, instanceProfiles: [instanceProfile] });
      return new CrossAccountRole(stack, 'Vendor', { vendorAccountId: '999988887777', externalId: 'id', policy });
    };
    const outer = newStack(undefined, 'Outer');
    const head = new InstanceProfileRole(outer, 'Head');
    expect(product(outer, (stack) => make(stack, head))).toThrow(
      "Outer/Product/Vendor: policy is locked to an instance profile with Outer/Head, and it can't be told whether Outer and Outer/Product " +
        'are in one account',
    );
    const inside = (stack: Stack) => make(stack, new InstanceProfileRole(stack, 'Head'));
    expect(product(newStack(undefined, 'Outer'), inside)).not.toThrow();
  });

  test('a nested stack is none', () => {
    const outer = newStack(undefined, 'Outer');
    const head = new InstanceProfileRole(outer, 'Head', { roleName: 'head' });
    expect(() => new ResourceRole(new NestedStack(outer, 'Nested'), 'Data', { chainingRoles: [head] })).not.toThrow();
  });
});

test.each(['sts:TagSession', 'sts:SetSourceIdentity'])(
  'what an existing trust allows, %s, the permissions policy carries',
  (action) => {
    const app = new App();
    const platform = newStack(PLATFORM, 'Platform', app);
    const finance = newStack(FINANCE, 'Finance', app);
    const head = new InstanceProfileRole(platform, 'Head', { roleName: 'head' });
    const role = new iam.Role(finance, 'Role', { assumedBy: ECS, roleName: 'role' });
    const principals = [new iam.ArnPrincipal(HEAD)];
    role.assumeRolePolicy?.addStatements(new iam.PolicyStatement({ actions: ['sts:AssumeRole', action], principals }));
    head.allowAssuming(role);
    expect(mayCall(new Deployed(platform).of(head), action)).toEqual(['arn:aws:iam::444455556666:role/role']);
    const other = new iam.Role(finance, 'Other', { assumedBy: ECS, roleName: 'other' });
    head.allowAssuming(other);
  },
);

test('messages say what to do instead', () => {
  const stack = newStack(PLATFORM);
  const head = new InstanceProfileRole(stack, 'Head');
  const byName = iam.Role.fromRoleName(stack, 'ByName', 'arn:aws:iam::111122223333:role/x');
  expect(() => head.allowAssuming(byName)).toThrow('import the role with `Role.fromRoleArn`');
  for (const resource of ['user/somebody', 'root', 'group/some']) {
    expect(() => ChainingRole.fromChainingRoleArn(stack, 'X', `arn:aws:iam::111122223333:${resource}`)).toThrow(
      'Only roles chain. Where a user or an account shall assume a role directly, say so in that role itself: `role.assumeRolePolicy',
    );
  }
  expect(() => head.allowAssuming(head)).toThrow('A role that shall assume itself needs no chain');
  const parameter = new CfnParameter(stack, 'Arn').valueAsString;
  expect(() => ChainingRole.fromChainingRoleArn(stack, 'Y', parameter)).not.toThrow();
});

describe('untyped callers', () => {
  const wrong = [undefined, null, 7, 7n, '', {}, [], Symbol('none')];

  test.each(wrong.filter((value) => typeof value !== 'string'))('no ARN: %p', (arn) => {
    expect(() => ChainingRole.fromChainingRoleArn(newStack(PLATFORM), 'Theirs', arn as string)).toThrow(
      'Stack/Theirs: roleArn is ',
    );
  });

  test.each([...wrong, { roleArn: 'arn:aws:iam::111122223333:role/theirs' }])('no role: %p', (role) => {
    const head = new InstanceProfileRole(newStack(PLATFORM), 'Head');
    expect(() => head.allowAssuming(role as iam.IRole)).toThrow('Stack/Head: allowAssuming was given no role');
  });

  test.each<[string, object, object]>([
    ['resourceRolePath', { resourceRolePath: null }, { resourceRolePath: '/data/' }],
    [
      'resourceRoleAccounts',
      { resourceRolePath: '/data/', resourceRoleAccounts: 7 },
      { resourceRolePath: '/data/', resourceRoleAccounts: [FINANCE.account] },
    ],
    ['props', 7 as never, {}],
    ['props', null as never, {}],
  ])('%s of a chaining role', (prop, given, right) => {
    const make = (props: object) => () => new InstanceProfileRole(newStack(PLATFORM), 'Head', props);
    expect(make(given)).toThrow(prop);
    expect(make(right)).not.toThrow();
  });

  test.each<[string, object]>([
    ['trust', { trust: null }],
    ['inlinePolicies', { inlinePolicies: null }],
    ['inlinePolicies', { inlinePolicies: 7 }],
    ['allowSessionTags', { allowSessionTags: 'false' }],
  ])('%s of a resource role', (prop, props) => {
    const stack = newStack(PLATFORM);
    const make = () =>
      new ResourceRole(stack, 'Role', { chainingRoles: [new InstanceProfileRole(stack, 'Head')], ...props });
    expect(make).toThrow(`Stack/Role: ${prop} is `);
  });

  test.each([
    ['options', null],
    ['options', 'mutable'],
    ['mutable', { mutable: 'false' }],
    ['requiresTagSession', { requiresTagSession: 1 }],
  ])('%s of an import', (prop, options) => {
    const make = () =>
      ChainingRole.fromChainingRoleArn(
        newStack(PLATFORM),
        'Theirs',
        'arn:aws:iam::111122223333:role/x',
        options as never,
      );
    expect(make).toThrow(`Stack/Theirs: ${prop} is `);
  });
});

test('a name that CDK has yet to look up is refused by aws-iam too, and the error says what to give', () => {
  const make = (parameter: string, otherwise?: string) => () => {
    const stack = newStack(PLATFORM);
    new InstanceProfileRole(stack, 'Head', {
      roleName: ssm.StringParameter.valueFromLookup(stack, parameter, otherwise),
    });
  };
  expect(make('/head/name')).toThrow('give `valueFromLookup` a `defaultValue` that is allowed');
  expect(make('/head/name', 'head')).not.toThrow();
  expect(make('head-name')).not.toThrow();
});
