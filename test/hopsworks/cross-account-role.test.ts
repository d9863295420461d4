import { App, Duration, Fn, Stack, Validations, aws_iam as iam } from 'aws-cdk-lib';
import { ChainingRole, hopsworks, type IChainingRole, InstanceProfileRole, ResourceRole } from '../../lib';
import { isAllowed } from '../simulator';
import { Deployed, list, newStack, PLATFORM, type PolicyDocument, warningsOf } from '../support';
import {
  ACCOUNT,
  CrossAccountPolicy,
  everyScope,
  importedProfile,
  importedVpc,
  InstanceProfilePolicy,
  place,
} from './support';

const CONTROL_PLANE = '123456789012';

function roleIn(stack: Stack, policy: iam.PolicyDocument, props: Partial<hopsworks.CrossAccountRoleProps> = {}) {
  return new hopsworks.CrossAccountRole(stack, 'ControlPlane', {
    vendorAccountId: CONTROL_PLANE,
    externalId: 'the-external-id',
    policy,
    ...props,
  });
}

test('a policy with a condition key that is a token is refused at the line that gives it', () => {
  const build = (key: string) => () =>
    new hopsworks.CrossAccountRole(newStack(PLATFORM), 'Vendor', {
      vendorAccountId: '999988887777',
      externalId: 'id',
      policy: new iam.PolicyDocument({
        statements: [
          new iam.PolicyStatement({
            actions: ['s3:*'],
            resources: ['*'],
            conditions: { StringEquals: { [key]: 'a' } },
          }),
        ],
      }),
    });
  expect(build(Fn.importValue('key'))).toThrow('Stack/Vendor: policy has a condition with a token as operator or key');
  expect(build('aws:PrincipalTag/team')).not.toThrow();
});

test("trusts the control plane's account with the external id, and nobody else", async () => {
  const { stack, ...lock } = place();
  const role = roleIn(stack, CrossAccountPolicy.lockedTo(lock), { roleName: 'hopsworks', path: '/vendors/' });
  const deployed = new Deployed(stack).of(role);
  expect(deployed.trust).toEqual({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'AllowControlPlane',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${CONTROL_PLANE}:root` },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'sts:ExternalId': 'the-external-id' } },
      },
    ],
  });
  const assume: PolicyDocument = {
    Version: '2012-10-17',
    Statement: [{ Sid: 'Any', Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' }],
  };
  const from = (account: string, externalId?: string) =>
    isAllowed({
      principal: `arn:aws:iam::${account}:role/console`,
      action: 'sts:AssumeRole',
      role: deployed,
      permissions: [assume],
      context: externalId === undefined ? {} : { 'sts:ExternalId': externalId },
    });
  expect(await from(CONTROL_PLANE, 'the-external-id')).toBe(true);
  expect(await from(CONTROL_PLANE, 'another-id')).toBe(false);
  expect(await from(CONTROL_PLANE)).toBe(false);
  expect(await from('999999999999', 'the-external-id')).toBe(false);
});

test('holds a policy that fits in one managed policy, under pinned logical ids', () => {
  const { stack, ...lock } = place();
  const role = roleIn(stack, CrossAccountPolicy.lockedTo(lock));
  const deployed = new Deployed(stack);
  expect(Object.keys(deployed.resources)).toEqual(['ControlPlaneE65BD0FC', 'ControlPlanePolicy44112C45']);
  expect(deployed.of(role).permissions).toEqual([deployed.evaluate(stack.resolve(CrossAccountPolicy.lockedTo(lock)))]);
});

test('splits a longer one over as few managed policies as IAM takes, in order', () => {
  const { stack, ...lock } = place();
  const policy = CrossAccountPolicy.lockedTo({ ...lock, ...everyScope(stack) });
  const whole = stack.resolve(policy) as PolicyDocument;
  const deployed = new Deployed(roleIn(stack, policy).stack);
  const parts = deployed.ofType('AWS::IAM::ManagedPolicy').map(({ Properties }) => Properties.PolicyDocument);
  expect(parts).toHaveLength(2);
  for (const part of parts) expect(JSON.stringify(part).length).toBeLessThanOrEqual(6144);
  expect((parts as PolicyDocument[]).flatMap(({ Statement }) => Statement)).toEqual(deployed.evaluate(whole.Statement));
});

test('a policy that fits nowhere is an error before CloudFormation sees it', () => {
  const { stack, vpcs } = place();
  const profiles = (count: number) =>
    Array.from({ length: count }, (_, index) => importedProfile(stack, `${'p'.repeat(100)}${index}`, `role-${index}`));
  const policy = CrossAccountPolicy.lockedTo({ vpcs, instanceProfiles: profiles(60) });
  expect(() => roleIn(stack, policy)).toThrow(
    /^Stack\/ControlPlane: the statement ReadInstanceProfiles of its policy has \d{4} characters .* more than the 6144 of a managed policy\./,
  );
});

test('more policies than a role carries are an error, the own ones included', () => {
  const context = { 'cdk-iam-role-chaining:managedPoliciesPerRole': 2 };
  const { stack, ...lock } = place(PLATFORM, new App({ context }));
  const policy = CrossAccountPolicy.lockedTo({ ...lock, ...everyScope(stack) });
  const managedPolicies = [iam.ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess')];
  expect(() => roleIn(stack, policy, { managedPolicies })).toThrow(
    'its policy fills 2 managed policies beside 1 of its own, more than the 2 that one role may carry.',
  );
  expect(() => roleIn(new Stack(stack, 'Nested'), policy)).not.toThrow();
});

test('refuses a policy for instance profiles of another account', () => {
  const { stack, ...lock } = place();
  const policy = CrossAccountPolicy.lockedTo(lock);
  expect(() => roleIn(newStack({ ...PLATFORM, account: '444455556666' }, 'Elsewhere'), policy)).toThrow(
    `Elsewhere/ControlPlane: policy is locked to instance profiles of account ${ACCOUNT}, which a role of account 444455556666 cannot pass`,
  );
  expect(() => roleIn(stack, policy)).not.toThrow();
});

test('statements that are added too late are not lost silently', () => {
  const { stack, ...lock } = place();
  const policy = CrossAccountPolicy.lockedTo(lock);
  roleIn(stack, policy);
  policy.addStatements(new iam.PolicyStatement({ actions: ['ec2:DescribeRegions'], resources: ['*'] }));
  expect(() => new Deployed(stack)).toThrow('its policy got statements after it was given to the role');
});

test('passes the extras of every role on', () => {
  const { stack, ...lock } = place();
  const role = roleIn(stack, CrossAccountPolicy.lockedTo(lock), {
    description: 'managed.hopsworks.ai',
    maxSessionDuration: Duration.hours(2),
    managedPolicies: [iam.ManagedPolicy.fromManagedPolicyArn(stack, 'Own', `arn:aws:iam::${ACCOUNT}:policy/own`)],
    permissionsBoundary: iam.ManagedPolicy.fromManagedPolicyArn(stack, 'B', `arn:aws:iam::${ACCOUNT}:policy/boundary`),
  });
  expect(
    new Deployed(stack).resources[stack.getLogicalId(role.node.defaultChild as iam.CfnRole)]?.Properties,
  ).toMatchObject({
    Description: 'managed.hopsworks.ai',
    MaxSessionDuration: 7200,
    ManagedPolicyArns: [`arn:aws:iam::${ACCOUNT}:policy/own`],
    PermissionsBoundary: `arn:aws:iam::${ACCOUNT}:policy/boundary`,
  });
});

test.each([
  ['11 digits', { vendorAccountId: '12345678901' }, 'vendorAccountId "12345678901" is not allowed: the 12 digits'],
  ['an ARN', { vendorAccountId: 'arn:aws:iam::123456789012:root' }, 'the 12 digits'],
  ['a wildcard', { vendorAccountId: '*' }, 'vendorAccountId "*" is not allowed'],
  ['an empty external id', { externalId: '' }, 'externalId "" (0 characters) is not allowed: 2 to 1,224 characters'],
  ['a short external id', { externalId: 'x' }, 'externalId "x" (1 characters) is not allowed'],
  ['a long external id', { externalId: 'x'.repeat(1225) }, '(1225 characters) is not allowed'],
  ['an external id with spaces', { externalId: 'a b' }, 'externalId "a b"'],
  ['an empty policy', { policy: new iam.PolicyDocument() }, 'policy has no statement, which IAM rejects'],
])('refuses %s', (_, props, message) => {
  const { stack, ...lock } = place();
  const policy = CrossAccountPolicy.lockedTo(lock);
  expect(() => roleIn(stack, policy, props)).toThrow('Stack/ControlPlane: ');
  expect(() => roleIn(stack, policy, props)).toThrow(message);
  expect(() => roleIn(stack, policy, { externalId: 'x'.repeat(1224) })).not.toThrow();
});

describe('warns', () => {
  const texts = (stack: Stack) => warningsOf(stack).map(({ text }) => text);

  test.each([
    ['unrestricted', () => CrossAccountPolicy.unrestricted(), 'CrossAccountPolicy.unrestricted()'],
    [
      'documented',
      (lock: Omit<ReturnType<typeof place>, 'stack'>) => CrossAccountPolicy.lockedTo({ ...lock, asDocumented: true }),
      'CrossAccountPolicy.lockedTo({ asDocumented: true })',
    ],
  ])('of a policy that is %s, and not when that is acknowledged', (_, make, call) => {
    for (const acknowledged of [false, true]) {
      const { stack, ...lock } = place();
      const role = roleIn(stack, make(lock));
      if (acknowledged) acknowledge(role, 'hopsworksWiderCrossAccountPolicy');
      expect(texts(stack)).toEqual(
        acknowledged ? [] : [expect.stringContaining(`${call} lets the control plane do more`)],
      );
    }
  });

  test.each<[string, (lock: Omit<ReturnType<typeof place>, 'stack'>) => iam.PolicyDocument, string]>([
    [
      'somebody else wrote',
      (lock) => iam.PolicyDocument.fromJson(CrossAccountPolicy.lockedTo(lock).toJSON()),
      'the policy is not made by CrossAccountPolicy, so that it counts as wider than what clusters need',
    ],
    [
      'got statements of its own',
      (lock) => {
        const policy = CrossAccountPolicy.lockedTo(lock);
        policy.addStatements(new iam.PolicyStatement({ actions: ['ec2:DescribeRegions'], resources: ['*'] }));
        return policy;
      },
      'CrossAccountPolicy.lockedTo() with statements of its own lets the control plane do more',
    ],
    [
      'is for machines',
      () => InstanceProfilePolicy.forCluster({ storage: false }),
      'InstanceProfilePolicy.forCluster() lets the control plane do more',
    ],
  ])('of a policy that %s', (_, make, text) => {
    const { stack, ...lock } = place();
    roleIn(stack, make(lock));
    expect(texts(stack)).toEqual([expect.stringContaining(text)]);
  });

  test('of nothing by default', () => {
    const { stack, ...lock } = place();
    roleIn(stack, CrossAccountPolicy.lockedTo(lock));
    expect(texts(stack)).toEqual([]);
  });

  /** The order in which things are declared must not matter. */
  function lockedToHead(order: string[], acknowledged = false): string[] {
    const stack = newStack(PLATFORM);
    const head = new InstanceProfileRole(stack, 'Head');
    const steps: Record<string, () => void> = {
      role: () => {
        const policy = CrossAccountPolicy.lockedTo({
          vpcs: [importedVpc(stack, 'vpc-good')],
          instanceProfiles: [head.instanceProfile],
        });
        const role = roleIn(stack, policy);
        if (acknowledged) acknowledge(role, 'hopsworksLaunchGivesResourceRoles');
      },
      resourceRole: () => {
        new ResourceRole(stack, 'Fraud', { chainingRoles: [head] });
      },
    };
    for (const step of order) steps[step]?.();
    return texts(stack);
  }

  test.each([[['resourceRole', 'role']], [['role', 'resourceRole']]])(
    'of a chaining role that has resource roles: %j',
    (order) => {
      expect(lockedToHead(order)).toEqual([
        expect.stringContaining('who can launch an instance with the profile of Stack/Head can run code on it'),
      ]);
      expect(lockedToHead(order, true)).toEqual([]);
    },
  );

  test.each<[string, (stack: Stack) => IChainingRole, string]>([
    [
      'is imported itself',
      (stack) => ChainingRole.fromChainingRoleArn(stack, 'Theirs', `arn:aws:iam::${ACCOUNT}:role/nodes/head`),
      'Theirs',
    ],
    [
      'this app makes',
      (stack) => new InstanceProfileRole(stack, 'Head', { roleName: 'Head', path: '/nodes/' }),
      'Head',
    ],
  ])('of an imported profile whose chaining role %s', (_, makeChainingRole, name) => {
    for (const profileRole of ['head', 'another']) {
      const stack = newStack(PLATFORM);
      const policy = CrossAccountPolicy.lockedTo({
        vpcs: [importedVpc(stack, 'vpc-good')],
        instanceProfiles: [importedProfile(stack, 'profile', profileRole)],
      });
      roleIn(stack, policy);
      new ResourceRole(stack, 'Fraud', { chainingRoles: [makeChainingRole(stack)] });
      expect(texts(stack)).toEqual(
        profileRole === 'head' ? [expect.stringContaining(`with the profile of Stack/${name} can run code on it`)] : [],
      );
    }
  });

  test('not of a chaining role without resource roles', () => {
    expect(lockedToHead(['role'])).toEqual([]);
  });

  test('of a chaining role that has a path of resource roles', () => {
    const stack = newStack(PLATFORM);
    const head = new InstanceProfileRole(stack, 'Head', { resourceRolePath: '/data/' });
    acknowledge(head, 'resourceRolePath');
    roleIn(
      stack,
      CrossAccountPolicy.lockedTo({
        vpcs: [importedVpc(stack, 'vpc-good')],
        instanceProfiles: [head.instanceProfile],
      }),
    );
    expect(texts(stack)).toEqual([expect.stringContaining('hopsworksLaunchGivesResourceRoles')]);
  });

  function acknowledge(scope: iam.Role, id: string): void {
    Validations.of(scope).acknowledge({ id: `Annotation::cdk-iam-role-chaining:${id}`, reason: 'test' });
  }
});

test('two roles of one name are an error, as for every role of the library', () => {
  const { stack, ...lock } = place();
  new InstanceProfileRole(stack, 'Head', { roleName: 'hopsworks' });
  expect(() => roleIn(stack, CrossAccountPolicy.lockedTo(lock), { roleName: 'Hopsworks' })).toThrow('already taken');
});

test('a policy that was not made here is taken too', () => {
  const { stack } = place();
  const policy = new iam.PolicyDocument({
    statements: [new iam.PolicyStatement({ sid: 'Own', actions: ['ec2:DescribeInstances'], resources: ['*'] })],
  });
  const role = roleIn(stack, policy);
  const { permissions } = new Deployed(stack).of(role);
  expect(permissions.flatMap(({ Statement }) => Statement.flatMap(({ Action }) => list(Action)))).toEqual([
    'ec2:DescribeInstances',
  ]);
});
