import { App, Aspects, type CfnResource, Lazy, Stack, aws_iam as iam } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { AccessLevel, ChainingRole, InstanceProfileRole, ResourceRole, S3Access } from '../lib';
import { CrossAccountPolicy, CrossAccountRole } from '../lib/hopsworks';
import { newStack, PLATFORM } from './support';

const awsManaged = (name: string) => iam.ManagedPolicy.fromAwsManagedPolicyName(name);
const reading = (action: string) =>
  new iam.PolicyDocument({
    statements: [new iam.PolicyStatement({ sid: 'Read', actions: [action], resources: ['*'] })],
  });

const WHERE = 'Remove the override or the later write that took it away, or declare the role without it.';

/** Every kind of role that something is granted to, under the path `Stack/Role`. */
const HOLDERS: Record<string, (stack: Stack) => iam.IRole> = {
  'a resource role': (stack) =>
    new ResourceRole(stack, 'Role', { chainingRoles: [new InstanceProfileRole(stack, 'Head')] }),
  'a chaining role': (stack) => new InstanceProfileRole(stack, 'Role'),
  'a plain role': (stack) => new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() }),
  'an imported role': (stack) => iam.Role.fromRoleName(stack, 'Role', 'theirs'),
};

const policyOf = (role: iam.IRole) =>
  role.node.children.find((child): child is iam.Policy => child instanceof iam.Policy)!;
const l1 = (construct: IConstruct) => construct.node.defaultChild as iam.CfnPolicy;

describe.each(Object.entries(HOLDERS))('what is granted to %s', (_, make) => {
  const granted = (change: (role: iam.IRole) => unknown) => {
    const stack = newStack(PLATFORM);
    const role = make(stack);
    S3Access.grant(role, { bucket: 'lake', level: AccessLevel.READ });
    change(role);
    return () => (stack.node.root as App).synth();
  };

  test.each<[string, (role: iam.IRole) => void]>([
    ['its policy', (role) => role.node.tryRemoveChild(policyOf(role).node.id)],
    ['the L1 of its policy', (role) => policyOf(role).node.tryRemoveChild('Resource')],
  ])('is told to be lost with %s', (_, remove) => {
    expect(granted(remove)).toThrow(
      /Stack\/Role has lost Stack\/Role\/\w*Policy, which was removed from the tree, and with it what was granted: ListObjects, DescribeBucket, ReadObjects\. Keep it, or remove the whole construct\./,
    );
    expect(granted(() => undefined)).not.toThrow();
  });

  test('may go with the role', () => {
    expect(granted((role) => role.node.scope?.node.tryRemoveChild('Role'))).not.toThrow();
  });

  test.each<[string, (policy: iam.CfnPolicy) => void, string]>([
    [
      'a statement is overridden',
      (policy) => {
        policy.addPropertyOverride('PolicyDocument.Statement.0.Effect', 'Deny');
      },
      'the statement ListObjects',
    ],
    ['the document is written', (policy) => (policy.policyDocument = reading('s3:*')), 'the statement ReadObjects'],
    ['it is attached to another role', (policy) => (policy.roles = ['other']), 'the role that it is attached to'],
    [
      'it is attached to nobody',
      (policy) => {
        policy.addPropertyDeletionOverride('Roles');
      },
      'the role that it is attached to',
    ],
  ])('stays as it was granted: %s', (_, change, what) => {
    expect(
      granted((role) => {
        change(l1(policyOf(role)));
      }),
    ).toThrow(`is not rendered as declared: ${what} is missing. ${WHERE}`);
  });

  test('may be added to', () => {
    const more = { Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' };
    expect(
      granted((role) => {
        l1(policyOf(role)).addPropertyOverride('PolicyDocument.Statement.3', more);
      }),
    ).not.toThrow();
  });
});

test('what is granted without this library’s accesses is told too, by its actions where it has no Sid', () => {
  const build = (removed: string) => {
    const stack = newStack(PLATFORM);
    const role = HOLDERS['a resource role']!(stack);
    role.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['s3:GetObject', 's3:PutObject'], resources: ['*'] }));
    role.node.tryRemoveChild(removed);
    return () => (stack.node.root as App).synth();
  };
  expect(build('DefaultPolicy')).toThrow('and with it what was granted: s3:GetObject and s3:PutObject. Keep it');
  expect(build('NoSuchPolicy')).not.toThrow();
});

test('what is granted to an imported chaining role is told too', () => {
  const build = (removed: string) => {
    const stack = newStack(PLATFORM);
    const head = ChainingRole.fromChainingRoleArn(stack, 'Head', `arn:aws:iam::${PLATFORM.account}:role/head`);
    S3Access.grant(head, { bucket: 'lake', level: AccessLevel.READ });
    head.node.findChild('Principal').node.tryRemoveChild(removed);
    return () => (stack.node.root as App).synth();
  };
  expect(build('Policy')).toThrow('Stack/Head/Principal has lost Stack/Head/Principal/Policy');
  expect(build('NoSuchPolicy')).not.toThrow();
});

describe('what a role was declared with', () => {
  const build = (visit: (resource: iam.CfnRole) => void) => {
    const app = new App();
    const stack = newStack(PLATFORM, 'Stack', app);
    const role = new ResourceRole(stack, 'Role', {
      chainingRoles: [new InstanceProfileRole(stack, 'Head')],
      permissionsBoundary: awsManaged('PowerUserAccess'),
      managedPolicies: [awsManaged('AmazonAthenaFullAccess')],
      inlinePolicies: { own: reading('s3:GetObject') },
    });
    Aspects.of(app).add({
      visit: (node) => {
        if (node === role.node.defaultChild) visit(node as iam.CfnRole);
      },
    });
    return () => app.synth();
  };
  const other = 'arn:aws:iam::aws:policy/Other';
  const athena = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::aws:policy/AmazonAthenaFullAccess']] };

  test.each<[string, (resource: iam.CfnRole) => unknown, string]>([
    ['its boundary is written away', (role) => (role.permissionsBoundary = undefined), 'its permissionsBoundary'],
    ['its boundary is written as nothing', (role) => (role.permissionsBoundary = ''), 'its permissionsBoundary'],
    [
      'its boundary is written as a token of nothing',
      (role) => (role.permissionsBoundary = Lazy.string({ produce: () => undefined })),
      'its permissionsBoundary',
    ],
    [
      'its boundary is deleted',
      (role) => {
        role.addPropertyDeletionOverride('PermissionsBoundary');
      },
      'its permissionsBoundary',
    ],
    ['its managed policies are replaced', (role) => (role.managedPolicyArns = [other]), 'the managed policy arn:'],
    [
      'its managed policies are deleted',
      (role) => {
        role.addPropertyOverride('ManagedPolicyArns', []);
      },
      'the managed policy arn:',
    ],
    [
      'its inline policies are written away',
      (role) => (role.policies = undefined),
      'the statement Read of the inline policy "own"',
    ],
    [
      'its inline policies are changed',
      (role) => {
        role.addPropertyOverride('Policies.0.PolicyDocument.Statement.0.Effect', 'Deny');
      },
      'the statement Read of the inline policy "own"',
    ],
  ])('is told where an aspect takes it away: %s', (_, visit, what) => {
    expect(build(visit)).toThrow(/Stack\/Role is not rendered as declared: /);
    expect(build(visit)).toThrow(what);
    expect(build(visit)).toThrow(WHERE);
  });

  test.each<[string, (resource: iam.CfnRole) => unknown]>([
    ['another boundary', (role) => (role.permissionsBoundary = other)],
    [
      'one more managed policy',
      (role) => {
        role.addPropertyOverride('ManagedPolicyArns', [other, athena]);
      },
    ],
    [
      'one more inline policy',
      (role) => {
        role.addPropertyOverride('Policies.1', {
          PolicyName: 'more',
          PolicyDocument: reading('s3:ListBucket').toJSON() as object,
        });
      },
    ],
  ])('may be changed for %s', (_, visit) => {
    expect(build(visit)).not.toThrow();
  });
});

test('an override by an index where there is no list is no crash', () => {
  const stack = newStack(PLATFORM);
  const head = new InstanceProfileRole(stack, 'Head');
  (head.node.defaultChild as iam.CfnRole).addPropertyOverride('Policies.0.PolicyName', 'first');
  expect(() => (stack.node.root as App).synth()).not.toThrow(TypeError);
});

test('the policy of a cross-account role stays as declared', () => {
  const build = (change: (policy: CfnResource) => void) => {
    const stack = newStack(PLATFORM);
    const policy = CrossAccountPolicy.unrestricted();
    const role = new CrossAccountRole(stack, 'Vendor', { vendorAccountId: '999988887777', externalId: 'id', policy });
    change(role.node.findChild('Policy').node.defaultChild as CfnResource);
    return () => (stack.node.root as App).synth();
  };
  expect(
    build((policy) => {
      policy.addPropertyOverride('PolicyDocument.Statement.0.Effect', 'Deny');
    }),
  ).toThrow('Stack/Vendor/Policy/Resource is not rendered as declared: its PolicyDocument was changed.');
  expect(
    build((policy) => {
      policy.addPropertyOverride('Description', 'ours');
    }),
  ).not.toThrow();
});
