import { join } from 'node:path';
import {
  App,
  Aspects,
  Aws,
  CfnCondition,
  CfnMapping,
  CfnParameter,
  CfnStackSet,
  Duration,
  Fn,
  LegacyStackSynthesizer,
  NestedStack,
  PhysicalName,
  Stack,
  Stage,
  aws_iam as iam,
  aws_s3 as s3,
  aws_s3_assets as assets,
  aws_sam as sam,
  aws_servicecatalog as servicecatalog,
  aws_sso as sso,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ChainingRole, InstanceProfileRole, ResourceRole, ServiceAccountRole } from '../../lib';
import { readTemplates } from '../../lib/private/access/sources/assembly/templates';
import { PolicySnapshot } from '../../lib/testing';
import { companyApp, type Edits } from '../fixtures/company-app';
import { difference, FINANCE, PLATFORM } from '../support';

expect.addSnapshotSerializer(PolicySnapshot.serializer);

const EC2 = new iam.ServicePrincipal('ec2.amazonaws.com');
const OTHER_CODE = join(__dirname, '..', '..', 'examples', 'snapshot-testing', 'cleanup');

function text(scope: Construct): string {
  return PolicySnapshot.toText(PolicySnapshot.of(scope));
}

function templates(app: App): unknown[] {
  return readTemplates(app.synth().directory, []).map(({ body }) => body);
}

describe('what changes nothing', () => {
  const plain = companyApp().app;
  const before = text(plain);

  test('the snapshot of an app names no logical id, hash or stack name', () => {
    expect(before.replace(/\d{12}|cdk-hnb659fds-assets/g, '')).not.toMatch(/[0-9A-F]{8}|[0-9a-f]{8}/);
    expect(PolicySnapshot.of(plain)).toMatchSnapshot();
  });

  test.each<[string, Edits]>([
    ['other stack names', { stackNames: { Data: 'data-2', Platform: 'p', Finance: 'finance-2', Far: 'x', Near: 'y' } }],
    ['an asset', { code: OTHER_CODE }],
    ['minimizePolicies', { context: { '@aws-cdk/aws-iam:minimizePolicies': true } }],
    ['strong references', { context: { '@aws-cdk/core:defaultCrossStackReferences': 'strong' } }],
    ['weak references', { context: { '@aws-cdk/core:defaultCrossStackReferences': 'weak' } }],
    ['the order of declarations', { reversed: true }],
    ['path metadata', { context: { 'aws:cdk:enable-path-metadata': true } }],
    [
      'metadata of logical ids left out',
      { context: { 'aws:cdk:disable-logicalId-metadata': true, 'aws:cdk:enable-path-metadata': true } },
    ],
  ])('%s', (_, edits) => {
    const { app } = companyApp(edits);
    expect(text(app)).toBe(before);
    if (edits.context?.['aws:cdk:enable-path-metadata'] === undefined) {
      expect(JSON.stringify(templates(app))).not.toBe(JSON.stringify(templates(plain)));
    }
  });

  test('another id of a stack, seen from that stack', () => {
    expect(text(companyApp({ ids: { Platform: 'Foundation' } }).platform)).toBe(text(companyApp().platform));
  });

  test('the name of a stack that is in a generated name to which more is added', () => {
    const named = (stackName: string) => {
      const app = new App();
      const data = new Stack(app, 'Data', { env: PLATFORM, stackName });
      const { bucketName, bucketArn } = new s3.Bucket(data, 'Lake', { bucketName: PhysicalName.GENERATE_IF_NEEDED });
      const role = new iam.Role(new Stack(app, 'Stack', { env: FINANCE }), 'Role', { assumedBy: EC2 });
      const resources = [`${bucketArn}-logs/*`, `arn:aws:s3:::pre-${bucketName}`];
      role.addToPolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources }));
      return PolicySnapshot.of(app);
    };
    expect(named('two')).toEqual(named('one'));
    expect(named('one')['Stack/Role']?.permissions?.[0]?.Resource).toEqual([
      'arn:${AWS::Partition}:s3:::${Data/Lake}-logs/*',
      'arn:aws:s3:::pre-${Data/Lake}',
    ]);
  });

  test('an asset whose parameters the legacy synthesizer names', () => {
    const withCode = (path: string) => {
      const stack = new Stack(new App(), 'Stack', { synthesizer: new LegacyStackSynthesizer() });
      new assets.Asset(stack, 'File', { path }).grantRead(new iam.Role(stack, 'Role', { assumedBy: EC2 }));
      return text(stack);
    };
    expect(withCode(__dirname)).toBe(withCode(OTHER_CODE));
    expect(withCode(__dirname)).toContain('${AssetParameters/S3Bucket');
  });

  test('over how many policies the permissions are spread', () => {
    const statement = (...resources: string[]) =>
      new iam.PolicyStatement({ sid: 'AssumeDataRoles', actions: ['sts:AssumeRole'], resources });
    const [one, two, three] = ['a', 'b', 'c'].map((name) => `arn:aws:iam::111122223333:role/${name}`) as [
      string,
      string,
      string,
    ];
    const spread = (declare: (role: iam.Role, stack: Stack) => void) => {
      const stack = new Stack(new App(), 'Stack', { env: PLATFORM });
      const role = new iam.Role(stack, 'Role', { assumedBy: EC2 });
      declare(role, stack);
      return text(stack);
    };
    const together = spread((role) => role.addToPolicy(statement(one, two, three)));
    expect(
      spread((role, stack) => {
        new iam.ManagedPolicy(stack, 'B', { roles: [role], statements: [statement(three)] });
        role.attachInlinePolicy(new iam.Policy(stack, 'C', { statements: [statement(one, two)] }));
        role.addManagedPolicy(new iam.ManagedPolicy(stack, 'A', { statements: [statement(two)] }));
      }),
    ).toBe(together);
    expect(spread((role) => role.addToPolicy(statement(one, two)))).not.toBe(together);
  });

  test('in which managed policy a resource role stands', () => {
    const chain = (names: string[]) => {
      const stack = new Stack(new App(), 'Stack', { env: PLATFORM });
      const head = new InstanceProfileRole(stack, 'Head');
      for (const name of names)
        new ResourceRole(stack, name, { chainingRoles: [head], path: `/${'long/'.repeat(40)}` });
      const policies = Object.values(
        readTemplates((stack.node.root as App).synth().directory, [])[0]?.body.Resources ?? {},
      ).filter(({ Type }) => Type === 'AWS::IAM::ManagedPolicy');
      expect(policies.length).toBeGreaterThan(1);
      return text(stack);
    };
    const names = Array.from({ length: 40 }, (_, index) => `Project${index}`);
    expect(chain([...names].reverse())).toBe(chain(names));
  });
});

describe('what changes one line', () => {
  const before = text(companyApp().app);

  test('a wider resource', () => {
    expect(difference(before, text(companyApp({ fraudPrefix: '*' }).app))).toEqual([
      '-        - ${Data/Lake.Arn}/fraud/*',
      '+        - ${Data/Lake.Arn}/*',
    ]);
  });

  test('one more action', () => {
    expect(difference(before, text(companyApp({ fraudActions: ['s3:GetObject', 's3:PutObject'] }).app))).toEqual([
      '+        - s3:PutObject',
    ]);
  });

  test('one more resource role, beside that role itself', () => {
    const withRoles = (...names: string[]) => {
      const stack = new Stack(new App(), 'Stack', { env: PLATFORM });
      const head = new InstanceProfileRole(stack, 'Head');
      for (const name of names) new ResourceRole(stack, name, { chainingRoles: [head] });
      return PolicySnapshot.of(stack);
    };
    const [one, two] = [withRoles('A'), withRoles('A', 'B')];
    expect(Object.keys(two)).toEqual(['A', 'B', 'Head']);
    expect(two.A).toEqual(one.A);
    expect(difference(PolicySnapshot.toText({ Head: one.Head! }), PolicySnapshot.toText({ Head: two.Head! }))).toEqual([
      '+        - arn:${AWS::Partition}:iam::111122223333:role/${B}',
    ]);
  });
});

describe('what templates leave to the deployment', () => {
  const READ = { sid: 'Read', actions: ['s3:GetObject'] };

  function withRole(declare: (role: iam.Role, stack: Stack) => void): string {
    const stack = new Stack(new App(), 'Stack', { env: PLATFORM });
    declare(new iam.Role(stack, 'Role', { assumedBy: EC2 }), stack);
    return text(stack);
  }

  function reading(resource: (stack: Stack) => string): string {
    return withRole((role, stack) =>
      role.addToPolicy(new iam.PolicyStatement({ ...READ, resources: [resource(stack)] })),
    );
  }

  test('the default of a parameter', () => {
    const withDefault = (value?: string) =>
      reading((stack) => new CfnParameter(stack, 'Object', { default: value }).valueAsString);
    const [none, one, any] = [undefined, 'arn:aws:s3:::lake/*', '*'].map(withDefault) as [string, string, string];
    expect(none).toContain('- ${Object}\n');
    expect(difference(one, any)).toEqual(['-        - ${Object=arn:aws:s3:::lake/*}', '+        - ${Object=*}']);
  });

  test('a parameter of a nested stack whose default the parent replaces', () => {
    const stack = new Stack(new App(), 'Stack', { env: PLATFORM });
    const nested = new NestedStack(stack, 'Nested', { parameters: { Object: 'arn:aws:s3:::lake/*' } });
    const { valueAsString } = new CfnParameter(nested, 'Object', { default: '*' });
    new iam.Role(nested, 'Role', { assumedBy: EC2 }).addToPolicy(
      new iam.PolicyStatement({ ...READ, resources: [valueAsString] }),
    );
    expect(PolicySnapshot.of(stack)['Nested/Role']?.permissions?.[0]?.Resource).toEqual(['arn:aws:s3:::lake/*']);
  });

  test('a value of a mapping', () => {
    const mapped = (value: string) =>
      reading((stack) =>
        new CfnMapping(stack, 'Map', { mapping: { lake: { object: value } } }).findInMap('lake', 'object'),
      );
    expect(difference(mapped('arn:aws:s3:::lake/*'), mapped('*'))).toEqual([
      '-        - arn:aws:s3:::lake/*',
      '+        - "*"',
    ]);
  });

  test('the expression of a condition, whatever its id', () => {
    const choosing = (id: string, region: string) =>
      reading((stack) => {
        const inner = new CfnCondition(stack, `${id}Inner`, { expression: Fn.conditionEquals(Aws.REGION, region) });
        new CfnCondition(stack, id, { expression: Fn.conditionNot(inner) });
        return Fn.conditionIf(id, '*', 'arn:aws:s3:::lake/*').toString();
      });
    const before = choosing('Elsewhere', 'eu-west-1');
    expect(choosing('Abroad', 'eu-west-1')).toBe(before);
    const words = (region: string) =>
      `        - \${Fn::If(Fn::Not(Fn::Equals(\${AWS::Region}, "${region}")), "*", "arn:aws:s3:::lake/*")}`;
    expect(difference(before, choosing('Elsewhere', 'us-east-1'))).toEqual([
      `-${words('eu-west-1')}`,
      `+${words('us-east-1')}`,
    ]);
  });

  test('the condition of a policy', () => {
    const withPolicy = (isConditional: boolean) =>
      withRole((role, stack) => {
        role.addToPolicy(new iam.PolicyStatement({ ...READ, resources: ['*'] }));
        const expression = Fn.conditionEquals(Aws.REGION, 'eu-west-1');
        const condition = new CfnCondition(stack, 'Condition', { expression });
        const policy = role.node.findChild('DefaultPolicy').node.defaultChild as iam.CfnPolicy;
        if (isConditional) policy.cfnOptions.condition = condition;
      });
    expect(difference(withPolicy(false), withPolicy(true))).toEqual([
      '+      condition: ${Fn::Equals(${AWS::Region}, "eu-west-1")}',
    ]);
  });

  test('the conditions of a role, of a membership, and of the nested stack that they are in', () => {
    const stack = new Stack(new App(), 'Stack', { env: PLATFORM });
    const nested = new NestedStack(stack, 'Nested');
    const when = (scope: Stack, region: string) =>
      new CfnCondition(scope, 'Condition', { expression: Fn.conditionEquals(Aws.REGION, region) });
    nested.nestedStackResource!.cfnOptions.condition = when(stack, 'a');
    const condition = when(nested, 'b');
    new iam.CfnRole(nested, 'Role', { assumeRolePolicyDocument: {} }).cfnOptions.condition = condition;
    new iam.CfnUserToGroupAddition(nested, 'Bob', { groupName: 'admins', users: ['bob'] }).cfnOptions.condition =
      condition;
    const words = '${Fn::Equals(${AWS::Region}, "a")} and ${Fn::Equals(${AWS::Region}, "b")}';
    expect(PolicySnapshot.of(stack)).toMatchObject({
      'Nested/Role': { type: 'role', condition: words },
      '111122223333:user/bob': { groups: [`admins if ${words}`] },
    });
  });
});

describe('what a snapshot holds', () => {
  const statement = (sid: string) =>
    new iam.PolicyStatement({ sid, actions: ['s3:ListAllMyBuckets'], resources: ['*'] });

  test('roles with managed policies, a boundary and a session length where they have them', () => {
    const stack = new Stack(new App(), 'Stack');
    const boundary = new iam.ManagedPolicy(stack, 'Boundary', { statements: [statement('Boundary')] });
    new iam.Role(stack, 'Role', {
      assumedBy: new iam.AccountPrincipal('111122223333').withConditions({
        Bool: { 'aws:MultiFactorAuthPresent': true },
      }),
      managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonAthenaFullAccess')],
      permissionsBoundary: boundary,
      maxSessionDuration: Duration.hours(2),
    });
    expect(PolicySnapshot.of(stack)).toEqual({
      Boundary: {
        type: 'managed policy',
        permissions: [{ Sid: 'Boundary', Effect: 'Allow', Action: ['s3:ListAllMyBuckets'], Resource: ['*'] }],
      },
      Role: {
        type: 'role',
        trust: [
          {
            Effect: 'Allow',
            Principal: { AWS: ['arn:${AWS::Partition}:iam::111122223333:root'] },
            Action: ['sts:AssumeRole'],
            Condition: { Bool: { 'aws:MultiFactorAuthPresent': ['true'] } },
          },
        ],
        managedPolicies: ['arn:${AWS::Partition}:iam::aws:policy/AmazonAthenaFullAccess'],
        permissionsBoundary: '${Boundary}',
        maxSessionDuration: 7200,
      },
    });
  });

  test('each way to attach a policy, from another stack and by name too', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack', { env: PLATFORM });
    const other = new Stack(app, 'Other', { env: PLATFORM });
    const base = new Stack(app, 'Base', { env: PLATFORM });
    const elsewhere = new Stack(app, 'Elsewhere', { env: FINANCE });
    const role = new iam.Role(stack, 'Role', {
      assumedBy: EC2,
      roleName: 'reader',
      inlinePolicies: { One: new iam.PolicyDocument({ statements: [statement('Inline')] }) },
    });
    role.addToPolicy(statement('Default'));
    const document = (sid: string) => new iam.PolicyDocument({ statements: [statement(sid)] });
    new iam.CfnRolePolicy(stack, 'RolePolicy', {
      policyName: 'x',
      roleName: role.roleName,
      policyDocument: document('RolePolicy'),
    });
    new iam.ManagedPolicy(other, 'ByReference', { roles: [role], document: document('ByReference') });
    new iam.CfnManagedPolicy(other, 'ByName', { roles: ['reader'], policyDocument: document('ByName') });
    const attached = new iam.ManagedPolicy(base, 'Attached', {
      managedPolicyName: 'attached',
      document: document('Attached'),
    });
    role.addManagedPolicy(attached);
    role.addManagedPolicy(
      new iam.ManagedPolicy(base, 'Computed', { managedPolicyName: 'computed', document: document('Computed') }),
    );
    const namesake = new iam.CfnManagedPolicy(elsewhere, 'Namesake', {
      roles: ['reader'],
      policyDocument: document('Namesake'),
    });

    const all = PolicySnapshot.of(app);
    expect(all['Stack/Role']?.permissions?.map(({ Sid }) => Sid)).toEqual(
      ['Inline', 'Default', 'RolePolicy', 'ByReference', 'ByName', 'Attached', 'Computed'].sort(),
    );
    expect(all['444455556666:role/reader']?.permissions?.map(({ Sid }) => Sid)).toEqual(['Namesake']);
    expect(Object.keys(all)).toEqual(['444455556666:role/reader', 'Stack/Role']);
    // From the role's own stack, policies of the other one are known by their names only.
    const own = PolicySnapshot.of(stack).Role;
    expect(own?.permissions?.map(({ Sid }) => Sid)).toEqual(['Default', 'Inline', 'RolePolicy']);
    expect(own?.managedPolicies).toEqual(['${../Base/Attached}', '${../Base/Computed}']);
    expect(PolicySnapshot.of(other)).toEqual({
      '../Stack/Role': {
        type: 'role',
        permissions: all['Stack/Role']?.permissions?.filter(({ Sid }) => Sid?.startsWith('By')),
      },
    });
    expect(Object.keys(PolicySnapshot.of(base))).toEqual(['Attached', 'Computed']);
    expect(PolicySnapshot.of(namesake)).toHaveProperty(['444455556666:role/reader']);
  });

  test('a managed policy that a role of the app takes by its name', () => {
    const stack = new Stack(new App(), 'Stack', { env: PLATFORM });
    new iam.ManagedPolicy(stack, 'Policy', {
      managedPolicyName: 'lake',
      path: '/data/',
      statements: [statement('Lake')],
    });
    const byName = (id: string, name: string) =>
      new iam.Role(stack, id, {
        assumedBy: EC2,
        managedPolicies: [iam.ManagedPolicy.fromManagedPolicyName(stack, `${id}Policy`, name)],
      });
    byName('Same', 'data/lake');
    byName('Other', 'lake');
    const literal = new iam.CfnRole(stack, 'Literal', {
      assumeRolePolicyDocument: {},
      managedPolicyArns: ['arn:aws:iam::111122223333:policy/data/lake'],
    });
    const { Same, Other, [literal.node.id]: Literal, ...rest } = PolicySnapshot.of(stack);
    for (const entry of [Same, Literal]) {
      expect(entry?.permissions?.map(({ Sid }) => Sid)).toEqual(['Lake']);
      expect(entry).not.toHaveProperty('managedPolicies');
    }
    expect(Other?.managedPolicies).toEqual(['arn:${AWS::Partition}:iam::111122223333:policy/lake']);
    expect(rest).toEqual({});
  });

  test('a boundary by itself, though it is attached too', () => {
    const stack = new Stack(new App(), 'Stack');
    const policy = new iam.ManagedPolicy(stack, 'Policy', { statements: [statement('List')] });
    new iam.Role(stack, 'Role', { assumedBy: EC2, managedPolicies: [policy], permissionsBoundary: policy });
    const { Policy, Role } = PolicySnapshot.of(stack);
    expect(Policy?.permissions).toHaveLength(1);
    expect(Role?.permissions).toEqual(Policy?.permissions);
  });

  test('users and groups', () => {
    const stack = new Stack(new App(), 'Stack');
    const group = new iam.Group(stack, 'Analysts');
    group.addToPolicy(statement('List'));
    const user = new iam.User(stack, 'Robot', { groups: [group] });
    user.addToPolicy(statement('Robot'));
    expect(PolicySnapshot.of(stack)).toEqual({
      Analysts: {
        type: 'group',
        permissions: [{ Sid: 'List', Effect: 'Allow', Action: ['s3:ListAllMyBuckets'], Resource: ['*'] }],
      },
      Robot: {
        type: 'user',
        permissions: [{ Sid: 'Robot', Effect: 'Allow', Action: ['s3:ListAllMyBuckets'], Resource: ['*'] }],
        groups: ['${Analysts}'],
      },
    });
  });

  test('users that are added to a group by a resource of its own', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack', { env: PLATFORM });
    const other = new Stack(app, 'Other', { env: PLATFORM });
    const [admins, analysts] = ['Admins', 'Analysts'].map((id) => new iam.Group(stack, id)) as [iam.Group, iam.Group];
    const robot = new iam.User(stack, 'Robot', { groups: [analysts] });
    iam.User.fromUserName(stack, 'Bob', 'bob').addToGroup(admins);
    const addition = { groupName: admins.groupName, users: [robot.userName, 'eve'] };
    new iam.CfnUserToGroupAddition(other, 'Addition', addition);
    const all = PolicySnapshot.of(app);
    expect(all).toEqual({
      '111122223333:user/bob': { type: 'user', groups: ['${Stack/Admins}'] },
      '111122223333:user/eve': { type: 'user', groups: ['${Stack/Admins}'] },
      'Stack/Admins': { type: 'group' },
      'Stack/Analysts': { type: 'group' },
      'Stack/Robot': { type: 'user', groups: ['${Stack/Admins}', '${Stack/Analysts}'] },
    });
    expect(PolicySnapshot.of(stack).Robot?.groups).toEqual(['${Analysts}']);
    expect(PolicySnapshot.of(other)).toEqual({
      '../Stack/Robot': { type: 'user', groups: ['${../Stack/Admins}'] },
      '111122223333:user/eve': { type: 'user', groups: ['${../Stack/Admins}'] },
    });
  });

  test('what is attached to a chaining role that exists already, by its name', () => {
    const stack = new Stack(new App(), 'Stack', { env: PLATFORM });
    const theirs = ChainingRole.fromChainingRoleArn(stack, 'Theirs', 'arn:aws:iam::111122223333:role/their-head');
    new ResourceRole(stack, 'Ledger', { chainingRoles: [theirs] });
    const { '111122223333:role/their-head': head, ...rest } = PolicySnapshot.of(stack);
    expect(head).toEqual({
      type: 'role',
      permissions: [
        {
          Sid: 'AssumeDataRoles',
          Effect: 'Allow',
          Action: ['sts:AssumeRole'],
          Resource: ['arn:${AWS::Partition}:iam::111122223333:role/${Ledger}'],
        },
      ],
    });
    expect(Object.keys(rest)).toEqual(['Ledger']);
  });

  test('a role of one name in each of two Stages, whose accounts are not known', () => {
    const app = new App();
    for (const id of ['Dev', 'Prod']) {
      const stack = new Stack(new Stage(app, id), 'Stack');
      new iam.CfnRole(stack, 'Role', { roleName: 'reader', assumeRolePolicyDocument: {} });
      new iam.CfnManagedPolicy(stack, 'Own', { roles: ['reader'], policyDocument: { Statement: { Sid: id } } });
      new iam.CfnManagedPolicy(stack, 'Named', {
        managedPolicyName: 'named',
        policyDocument: { Statement: { Sid: `${id}Named` } },
      });
      (stack.node.findChild('Role') as iam.CfnRole).managedPolicyArns = [
        stack.formatArn({ service: 'iam', region: '', resource: 'policy', resourceName: 'named' }),
      ];
      new iam.CfnManagedPolicy(stack, 'Theirs', { roles: ['theirs'], policyDocument: { Statement: { Sid: id } } });
    }
    const all = PolicySnapshot.of(app);
    expect(
      Object.fromEntries(
        Object.entries(all).map(([key, { permissions }]) => [key, permissions?.map(({ Sid }) => Sid)]),
      ),
    ).toEqual({
      'Dev/${AWS::AccountId}:role/theirs': ['Dev'],
      'Dev/Stack/Role': ['Dev', 'DevNamed'],
      'Prod/${AWS::AccountId}:role/theirs': ['Prod'],
      'Prod/Stack/Role': ['Prod', 'ProdNamed'],
    });
    expect(text(app.node.findChild('Dev')).replaceAll('Dev', 'Prod')).toBe(text(app.node.findChild('Prod')));
    expect(Object.keys(PolicySnapshot.of(app.node.findChild('Dev')))).toEqual([
      '${AWS::AccountId}:role/theirs',
      'Stack/Role',
    ]);
  });

  test('a trust that is rendered as JSON text', () => {
    const stack = new Stack(new App(), 'Stack');
    const oidcProvider = new iam.CfnOIDCProvider(stack, 'Oidc', { url: Fn.importValue('Issuer') });
    new ServiceAccountRole(stack, 'Pods', { oidcProvider, serviceAccounts: [{ namespace: 'a', name: 'b' }] });
    const issuer = '${Fn::Select(1, Fn::Split(":oidc-provider/", ${Oidc}))}';
    expect(PolicySnapshot.of(stack).Pods?.trust).toEqual([
      {
        Sid: 'AllowServiceAccounts',
        Effect: 'Allow',
        Principal: { Federated: ['${Oidc}'] },
        Action: ['sts:AssumeRoleWithWebIdentity'],
        Condition: {
          StringEquals: { [`${issuer}:aud`]: ['sts.amazonaws.com'], [`${issuer}:sub`]: ['system:serviceaccount:a:b'] },
        },
      },
    ]);
  });

  test('what aspects and late additions brought', () => {
    const stack = new Stack(new App(), 'Stack');
    const role = new iam.Role(stack, 'Role', { assumedBy: EC2 });
    Aspects.of(stack).add({
      visit: (node) => {
        if (node instanceof iam.CfnRole) node.permissionsBoundary = 'arn:aws:iam::aws:policy/PowerUserAccess';
      },
    });
    (role.node.defaultChild as iam.CfnRole).addPropertyOverride('MaxSessionDuration', 3600);
    expect(PolicySnapshot.of(stack).Role).toMatchObject({
      permissionsBoundary: 'arn:aws:iam::aws:policy/PowerUserAccess',
      maxSessionDuration: 3600,
    });
  });
});

describe('scopes', () => {
  test('an app, a stack, a nested stack, a construct, a role and its L1', () => {
    const { app, platform } = companyApp();
    const all = PolicySnapshot.of(app);
    expect(Object.keys(all)).toContain('Platform/Nested/Role');
    expect(PolicySnapshot.of(platform)).toHaveProperty(['Nested/Role']);
    expect(Object.keys(PolicySnapshot.of(platform.node.findChild('Nested')))).toEqual(['Role']);
    const head = platform.node.findChild('Head') as InstanceProfileRole;
    expect(Object.keys(PolicySnapshot.of(head))).toEqual(['.']);
    expect(PolicySnapshot.of(head.node.defaultChild as iam.CfnRole)['.']).toHaveProperty('trust');
    expect(PolicySnapshot.of(head)['.']?.permissions?.[0]?.Resource).toContain(
      'arn:${AWS::Partition}:iam::111122223333:role/${../Fraud}',
    );
  });

  test('one id that begins like another', () => {
    const app = new App();
    for (const id of ['Data', 'DataTwo']) new iam.Role(new Stack(app, id), 'Role', { assumedBy: EC2 });
    expect(Object.keys(PolicySnapshot.of(app.node.findChild('Data')))).toEqual(['Role']);
  });

  test('ids that CDK leaves out of logical ids', () => {
    const stage = new Stage(new App(), 'Stage');
    const stack = new Stack(stage, 'Default');
    const head = new InstanceProfileRole(stack, 'Default');
    new ResourceRole(new Stack(stage, 'Other'), 'Role', { chainingRoles: [head] });
    expect(Object.keys(PolicySnapshot.of(stack))).toEqual(['Default']);
    expect(PolicySnapshot.of(stage)['Other/Role']?.trust?.[0]?.Principal).toEqual({
      AWS: ['arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${Default/Default}'],
    });
  });

  test('a scope without any policy is refused', () => {
    const stack = new Stack(new App(), 'Stack');
    new s3.Bucket(stack, 'Lake');
    expect(() => PolicySnapshot.of(stack)).toThrow(
      /^Stack: there is no IAM role, user, group or policy below it.*of the App/,
    );
  });

  test('a scope outside any app is refused', () => {
    const root = new Construct(undefined as unknown as Construct, 'Root');
    expect(() => PolicySnapshot.of(root)).toThrow(/^Root: it is in no App/);
  });

  test('a policy that was changed after the synth is refused', () => {
    const stack = new Stack(new App(), 'Stack');
    const role = new iam.Role(stack, 'Role', { assumedBy: EC2 });
    const statement = (sid: string) => new iam.PolicyStatement({ sid, actions: ['s3:GetObject'], resources: ['*'] });
    role.addToPolicy(statement('One'));
    const before = text(stack);
    expect(text(stack)).toBe(before);
    role.addToPolicy(statement('Two'));
    expect(() => PolicySnapshot.of(stack)).toThrow(
      /^Stack\/Role\/DefaultPolicy\/Resource: it was changed after the app was synthesized/,
    );
  });

  test('the app is left as it was', () => {
    const synth = (look: boolean) => {
      const { app, platform } = companyApp();
      if (look) for (const scope of [app, platform]) PolicySnapshot.of(scope);
      return JSON.stringify(templates(app));
    };
    expect(synth(true)).toBe(synth(false));
  });
});

test('the serializer prints snapshots, and nothing else', () => {
  const { app } = companyApp();
  const snapshot = PolicySnapshot.of(app);
  const { serializer } = PolicySnapshot;
  expect(serializer.test(snapshot)).toBe(true);
  expect(`${serializer.serialize(snapshot)}\n`).toBe(text(app));
  for (const value of [{ ...snapshot }, 'text', null, undefined, 1]) expect(serializer.test(value)).toBe(false);
});

describe('Fn::If keeps its branches in order, with their condition, wherever it stands', () => {
  type Pair = [string, object, object];
  const choice = (one: unknown, other: unknown) => ({ 'Fn::If': ['IsProd', one, other] });
  const nothing = { Ref: 'AWS::NoValue' };
  const id = (value: string) => ({ StringEquals: { 'sts:ExternalId': value } });
  const shown = (change: object) => {
    const stack = new Stack(new App(), 'S', { env: PLATFORM });
    new CfnCondition(stack, 'IsProd', { expression: Fn.conditionEquals(Aws.REGION, 'eu-west-1') });
    const trust = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '111122223333' } };
    const policy = { Effect: 'Allow', Action: 's3:*', Resource: '*' };
    const document = (...Statement: unknown[]) => ({ Version: '2012-10-17', Statement });
    new iam.CfnRole(stack, 'R', {
      assumeRolePolicyDocument: document({ ...trust, ...change }),
      policies: [{ policyName: 'p', policyDocument: document({ ...policy, ...change, Principal: undefined }) }],
    });
    return PolicySnapshot.of(stack).R;
  };

  test.each<Pair>([
    ['a Condition or none', { Condition: choice(id('x'), nothing) }, { Condition: choice(nothing, id('x')) }],
    ['a whole Condition', { Condition: choice(id('b'), id('a')) }, { Condition: choice(id('a'), id('b')) }],
    [
      'an operator',
      { Condition: { StringEquals: choice({ 'sts:ExternalId': 'b' }, { 'sts:ExternalId': 'a' }) } },
      { Condition: { StringEquals: choice({ 'sts:ExternalId': 'a' }, { 'sts:ExternalId': 'b' }) } },
    ],
    ['a value', { Condition: id(choice('b', 'a') as never) }, { Condition: id(choice('a', 'b') as never) }],
    ['a list', { Action: choice(['b', 'a'], 'c') }, { Action: choice('c', ['b', 'a']) }],
    [
      'a Principal',
      { Principal: choice({ AWS: 'b' }, { AWS: 'a' }) },
      { Principal: choice({ AWS: 'a' }, { AWS: 'b' }) },
    ],
    ['anybody', { Principal: choice({ AWS: 'b' }, '*') }, { Principal: choice('*', { AWS: 'b' }) }],
    ['nobody else', { NotPrincipal: choice({ AWS: 'b' }, '*') }, { NotPrincipal: choice('*', { AWS: 'b' }) }],
  ])('%s', (_, one, other) => {
    expect(shown(one)).not.toEqual(shown(other));
  });

  test('each branch is in its canonical form, and scalars are a call', () => {
    const { trust: [statement] = [], permissions: [permission] = [] } = shown({
      Action: choice('sts:AssumeRole', { Ref: 'AWS::Region' }),
      Condition: choice({ StringLike: { b: ['z', 'y'], a: true } }, { 'Fn::If': ['Other', id('x'), nothing] }),
      Principal: choice({ Service: ['b', 'a'], AWS: 'c' }, '*'),
    })!;
    const isProd = '${Fn::Equals(${AWS::Region}, "eu-west-1")}';
    const Condition = {
      'Fn::If': [
        isProd,
        { StringLike: { a: ['true'], b: ['y', 'z'] } },
        { 'Fn::If': ['${Other}', { StringEquals: { 'sts:ExternalId': ['x'] } }, '${AWS::NoValue}'] },
      ],
    };
    const Action = ['${Fn::If(Fn::Equals(${AWS::Region}, "eu-west-1"), "sts:AssumeRole", ${AWS::Region})}'];
    const Principal = { 'Fn::If': [isProd, { AWS: ['c'], Service: ['a', 'b'] }, '*'] };
    expect(statement).toEqual({ Effect: 'Allow', Principal, Action, Condition });
    expect(permission).toEqual({ Effect: 'Allow', Action, Resource: ['*'], Condition });
  });
});

describe('policies that stand in other places than stacks and AWS::IAM', () => {
  const all = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
  const everything = [{ Effect: 'Allow', Action: ['*'], Resource: ['*'] }];
  const trust = (service: string) => [
    { Effect: 'Allow', Principal: { Service: [service] }, Action: ['sts:AssumeRole'] },
  ];
  class Product extends servicecatalog.ProductStack {
    constructor(scope: Construct, id: string) {
      super(scope, id);
      const role = new iam.Role(this, 'Role', { assumedBy: EC2 });
      role.addToPolicy(new iam.PolicyStatement({ actions: ['*'], resources: ['*'] }));
    }
  }
  const product = (scope: Construct) => {
    const stack = new Product(scope, 'Made');
    const cloudFormationTemplate = servicecatalog.CloudFormationTemplate.fromProductStack(stack);
    const productVersions = [{ cloudFormationTemplate }];
    new servicecatalog.CloudFormationProduct(scope, 'Product', { productName: 'p', owner: 'o', productVersions });
    return stack;
  };
  const newStack = (context?: Record<string, unknown>) => new Stack(new App({ context }), 'S', { env: PLATFORM });

  test.each([{}, { 'aws:cdk:enable-path-metadata': true }])(
    'a product, whose template is an asset, by construct path (context %j)',
    (context) => {
      const stack = newStack(context);
      const made = product(stack);
      const role = { type: 'role', trust: trust('ec2.amazonaws.com'), permissions: everything };
      expect(PolicySnapshot.of(stack)).toEqual({ 'Made/Role': role });
      expect(PolicySnapshot.of(made)).toEqual({ Role: role });
    },
  );

  test('a change of a product after the synth is an error, as everywhere', () => {
    const made = product(newStack());
    PolicySnapshot.of(made);
    (made.node.findChild('Role') as iam.Role).addToPolicy(
      new iam.PolicyStatement({ actions: ['s3:*'], resources: ['*'] }),
    );
    expect(() => PolicySnapshot.of(made)).toThrow('it was changed after the app was synthesized');
  });

  test('a stack that nothing deploys is named as not shown', () => {
    const stack = newStack();
    new Product(stack, 'Unused');
    expect(text(stack)).toBe(
      ['Unused/Role', 'Unused/Role/DefaultPolicy']
        .map((path) => `${path}:\n  type: unread\n  notShown:\n    - no template that the app deploys holds it\n`)
        .join(''),
    );
  });

  test('a permission set, policies of SAM, and the body of a stack set', () => {
    const stack = newStack();
    new sso.CfnPermissionSet(stack, 'Admins', {
      name: 'admins',
      instanceArn: 'arn:aws:sso:::instance/ssoins-1234567890123456',
      inlinePolicy: all,
    });
    const code = { codeUri: './x', handler: 'a.b', runtime: 'nodejs24.x' };
    new sam.CfnFunction(stack, 'Known', { ...code, policies: [{ statement: all.Statement[0] }] });
    const Role = {
      Type: 'AWS::IAM::Role',
      Properties: { AssumeRolePolicyDocument: all, Policies: [{ PolicyName: 'p', PolicyDocument: all }] },
    };
    const set = { stackSetName: 'x', permissionModel: 'SERVICE_MANAGED' };
    new CfnStackSet(stack, 'Set', { ...set, templateBody: JSON.stringify({ Resources: { Role } }) });
    expect(PolicySnapshot.of(stack)).toEqual({
      Admins: { type: 'permission set', permissions: everything },
      Known: {
        type: 'role',
        trust: trust('lambda.amazonaws.com'),
        permissions: [{ ...everything[0], Version: '2008-10-17' }],
      },
      'Set/Role': { type: 'role', trust: everything, permissions: everything },
    });
  });

  test('or the text itself names what it does not show', () => {
    const stack = newStack();
    const set = { stackSetName: 'x', permissionModel: 'SERVICE_MANAGED' };
    new CfnStackSet(stack, 'Yaml', { ...set, templateBody: 'Resources:\n  R: {}' });
    new sam.CfnFunction(stack, 'Template', { policies: [{ s3ReadPolicy: { bucketName: 'lake' } }] });
    const sam1 = 'SAM\'s transform makes a policy of {"S3ReadPolicy":{"BucketName":"lake"}}';
    expect(PolicySnapshot.of(stack)).toEqual({
      Template: {
        type: 'role',
        trust: trust('lambda.amazonaws.com'),
        permissions: [{ Unknown: sam1 }],
        notShown: [`${sam1}, which is not read`],
      },
      Yaml: {
        type: 'unread',
        notShown: [
          'the template that this AWS::CloudFormation::StackSet deploys is not read: it is not JSON of this assembly',
        ],
      },
    });
  });
});
