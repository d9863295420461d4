import { App, Aspects, CfnParameter, Duration, Fn, NestedStack, Stack, Stage, aws_iam as iam } from 'aws-cdk-lib';
import fc from 'fast-check';
import { InstanceProfileRole, ResourceRole } from '../lib';
import { CrossAccountPolicy, CrossAccountRole } from '../lib/hopsworks';
import { Deployed, FINANCE, PLATFORM } from './support';

const nameOf = (stack: Stack, id = 'Head', path?: string) => {
  const role = new InstanceProfileRole(stack, id, { path });
  return new Deployed(stack).of(role).name;
};

test('a derived name is readable, ends in a hash and is pinned', () => {
  expect(nameOf(new Stack(new App(), 'Platform'))).toBe('Platform-Head-a8bd7aee');
  expect(nameOf(new Stack(new Stage(new App(), 'Prod'), 'Platform', { env: PLATFORM }))).toBe(
    'Prod-Platform-Head-cd1c4c4b',
  );
});

test('region, IAM path and construct path change a derived name; the account does not', () => {
  const own = nameOf(new Stack(new App(), 'Platform', { env: PLATFORM }));
  expect(nameOf(new Stack(new App(), 'Platform', { env: { ...PLATFORM, account: FINANCE.account } }))).toBe(own);
  const others = [
    nameOf(new Stack(new App(), 'Platform', { env: { ...PLATFORM, region: 'us-east-1' } })),
    nameOf(new Stack(new App(), 'Platform', { env: PLATFORM }), 'Head', '/hopsworks/'),
    nameOf(new Stack(new App(), 'Other', { env: PLATFORM })),
    nameOf(new NestedStack(new Stack(new App(), 'Platform', { env: PLATFORM }), 'Nested')),
  ];
  expect(new Set([own, ...others]).size).toBe(5);
});

test('a token in the path leaves a derived name as it is, however many tokens there are besides', () => {
  const roleNameOf = (tokensBefore: number) => {
    const stack = new Stack(new App(), 'Platform', { env: PLATFORM });
    for (let count = 0; count < tokensBefore; count += 1)
      new CfnParameter(stack, `Before${count}`).valueAsString.trim();
    const path = `/${new CfnParameter(stack, 'Team').valueAsString}/`;
    return (new InstanceProfileRole(stack, 'Head', { path }).node.defaultChild as iam.CfnRole).roleName;
  };
  expect(roleNameOf(3)).toBe(roleNameOf(0));
  expect(roleNameOf(0)).toMatch(/^Platform-Head-[0-9a-f]{8}$/);
});

test('adding an account, a region and a stack later renames nothing', () => {
  const rolesOf = (grown: boolean) => {
    const app = new App();
    const platform = new Stack(app, 'Platform', { env: PLATFORM });
    const head = new InstanceProfileRole(platform, 'Head');
    const own = new ResourceRole(platform, 'Own', { chainingRoles: [head] });
    if (grown) {
      const finance = new Stack(app, 'Finance', { env: FINANCE });
      new ResourceRole(finance, 'S3', { chainingRoles: [head] });
      const abroad = new Stack(app, 'Abroad', { env: { ...PLATFORM, region: 'us-east-1' } });
      new ResourceRole(abroad, 'S3', { chainingRoles: [head] });
    }
    const deployed = new Deployed(platform);
    return [deployed.of(head), deployed.of(own)].map(({ arn, trust }) => ({ arn, trust }));
  };
  expect(rolesOf(true)).toEqual(rolesOf(false));
});

test('adding an account to an environment later renames nothing', () => {
  const withRegion = { region: PLATFORM.region };
  expect(nameOf(new Stack(new App(), 'Platform', { env: withRegion }))).toBe(
    nameOf(new Stack(new App(), 'Platform', { env: PLATFORM })),
  );
});

test('the same app may stand in two Stages and two regions', () => {
  const app = new App();
  for (const region of ['eu-west-1', 'us-east-1']) {
    for (const id of ['Dev', 'Prod']) {
      const stack = new Stack(new Stage(app, `${id}-${region}`, { env: { ...PLATFORM, region } }), 'Platform');
      new ResourceRole(stack, 'S3', { chainingRoles: [new InstanceProfileRole(stack, 'Head')] });
    }
  }
  expect(() => app.synth()).not.toThrow();
});

test('one name may be used in two accounts, and by Stages whose accounts are not known', () => {
  const app = new App();
  const roleName = 'head';
  new InstanceProfileRole(new Stack(app, 'A', { env: PLATFORM }), 'Head', { roleName });
  new InstanceProfileRole(new Stack(app, 'B', { env: FINANCE }), 'Head', { roleName });
  new InstanceProfileRole(new Stack(new Stage(app, 'Dev'), 'C'), 'Head', { roleName });
  new InstanceProfileRole(new Stack(new Stage(app, 'Prod'), 'D'), 'Head', { roleName });
  const agnostic = new Stack(app, 'E');
  new InstanceProfileRole(agnostic, 'Head', { roleName });
  expect(() => new InstanceProfileRole(new Stack(app, 'F'), 'Head', { roleName })).toThrow(
    'is already taken by E/Head',
  );
});

test('every derived name is legal, and no two are equal', () => {
  // constructs itself mistakes "constructor" and the like for a child that exists.
  const any = fc.string({ minLength: 1, maxLength: 90 }).filter((text) => /^[^/\s$]+$/.test(text) && !(text in {}));
  // What is readable of these is the same.
  const alike = fc.string({ unit: fc.constantFrom('a', 'A', '!', '?'), minLength: 1, maxLength: 3 });
  const id = fc.oneof(any, alike);
  fc.assert(
    fc.property(fc.uniqueArray(id, { minLength: 2, maxLength: 5 }), (ids) => {
      const stack = new Stack(new App(), 'S');
      const roles = ids.map((each) => new InstanceProfileRole(stack, each));
      const deployed = new Deployed(stack);
      const names = roles.map((role) => deployed.of(role).name);
      for (const name of names) expect(name).toMatch(/^[\w+=,.@-]{1,64}$/);
      expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(ids.length);
    }),
    { numRuns: 50 },
  );
});

test('a role that an aspect renames after its ARN was computed is an error at synth', () => {
  const build = (change: (role: iam.CfnRole) => void) => {
    const app = new App();
    const stack = new Stack(app, 'Platform', { env: PLATFORM });
    new ResourceRole(stack, 'S3', {
      chainingRoles: [new InstanceProfileRole(stack, 'Head', { roleName: 'head' })],
      roleName: 's3',
    });
    Aspects.of(app).add({
      visit: (node) => {
        if (node instanceof iam.CfnRole) change(node);
      },
    });
    return app;
  };
  const rename = (role: iam.CfnRole) => (role.roleName = `corp-${role.roleName ?? ''}`);
  const move = (role: iam.CfnRole) => (role.path = '/corp/');
  expect(() => build(rename).synth()).toThrow('Platform/S3 was renamed from /s3 to /corp-s3 after its ARN was written');
  expect(() => build(move).synth()).toThrow('Platform/S3 was renamed from /s3 to /corp/s3 after its ARN was written');
  const override = (role: iam.CfnRole) => {
    role.addPropertyOverride('RoleName', `corp-${role.roleName ?? ''}`);
  };
  expect(() => build(override).synth()).toThrow(
    'Platform/S3 was renamed from /s3 to /corp-s3 after its ARN was written',
  );
  expect(() => build((role) => (role.description = 'corp')).synth()).not.toThrow();
});

test('a removed role leaves its name to another', () => {
  const stack = new Stack(new App(), 'Platform', { env: PLATFORM });
  new InstanceProfileRole(stack, 'Old', { roleName: 'head' });
  expect(() => new InstanceProfileRole(stack, 'New', { roleName: 'head' })).toThrow('is already taken by Platform/Old');
  stack.node.tryRemoveChild('Old');
  stack.node.tryRemoveChild('New');
  expect(() => new InstanceProfileRole(stack, 'New', { roleName: 'head' })).not.toThrow();
});

test('the name of a plain role that takes part in a chain is taken too', () => {
  const stack = new Stack(new App(), 'Platform', { env: PLATFORM });
  const head = new InstanceProfileRole(stack, 'Head', { roleName: 'head' });
  head.allowAssuming(new iam.Role(stack, 'Plain', { assumedBy: new iam.AccountRootPrincipal(), roleName: 'lake' }));
  expect(() => new ResourceRole(stack, 'S3', { chainingRoles: [head], roleName: 'Lake' })).toThrow(
    'is already taken by Platform/Plain',
  );
});

test('an ARN given as a name says that a name is wanted', () => {
  const build = (roleName: (stack: Stack) => string) => {
    const stack = new Stack(new App(), 'Platform');
    return () => new InstanceProfileRole(stack, 'Head', { roleName: roleName(stack) });
  };
  const text =
    /^Platform\/Head: roleName .* is an ARN, and a name is wanted: .* import a chaining role with `ChainingRole\.fromChainingRoleArn`, any other with `iam\.Role\.fromRoleArn`\.$/;
  expect(build(() => 'arn:aws:iam::111122223333:role/head')).toThrow(text);
  expect(build((stack) => `arn:${stack.partition}:iam::${stack.account}:role/head`)).toThrow(text);
  expect(build((stack) => new InstanceProfileRole(stack, 'Other').roleArn)).toThrow(text);
  expect(build(() => 'arn-head')).not.toThrow();
  expect(build(() => Fn.importValue('name'))).not.toThrow();
});

test('names that another copy of the package gave are known', () => {
  const app = new App();
  new InstanceProfileRole(new Stack(app, 'A', { env: PLATFORM }), 'Head', { roleName: 'head' });
  let other: typeof InstanceProfileRole | undefined;
  jest.isolateModules(() => {
    other = jest.requireActual<{ InstanceProfileRole: typeof InstanceProfileRole }>('../lib').InstanceProfileRole;
  });
  expect(other).not.toBe(InstanceProfileRole);
  expect(() => new other!(new Stack(app, 'B', { env: PLATFORM }), 'Head', { roleName: 'Head' })).toThrow(
    'is already taken by A/Head',
  );
});

describe('callers without type checks', () => {
  const makes: Record<string, (stack: Stack, props: object) => unknown> = {
    'a chaining role': (stack, props) => new InstanceProfileRole(stack, 'Role', props),
    'a resource role': (stack, props) =>
      new ResourceRole(stack, 'Role', { chainingRoles: [new InstanceProfileRole(stack, 'Head')], ...props }),
    'a cross-account role': (stack, props) =>
      new CrossAccountRole(stack, 'Role', {
        vendorAccountId: '999988887777',
        externalId: 'secret-id',
        policy: CrossAccountPolicy.unrestricted(),
        ...props,
      }),
  };
  const policy = 'give an iam.IManagedPolicy, such as iam.ManagedPolicy.fromManagedPolicyArn returns';

  test.each<[string, object, string]>([
    ['roleName', { roleName: 7 }, 'roleName is 7: give text, or leave it out.'],
    ['path', { path: ['/data/'] }, 'path is a list: give text, or leave it out.'],
    [
      'description',
      { description: { en: 'x' } },
      'description is an object: give text of at most 1,000 characters, none of them beyond "ÿ" or for control, or leave it out.',
    ],
    [
      'managedPolicies',
      { managedPolicies: 'ReadOnlyAccess' },
      'managedPolicies is "ReadOnlyAccess": give a list, each member of which is an iam.IManagedPolicy',
    ],
    [
      'a member of managedPolicies',
      { managedPolicies: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] },
      `managedPolicies[0] is "arn:aws:iam::aws:policy/ReadOnlyAccess": ${policy}`,
    ],
    ['a member that is null', { managedPolicies: [null] }, `managedPolicies[0] is null: ${policy}`],
    [
      'permissionsBoundary',
      { permissionsBoundary: 'arn:aws:iam::aws:policy/X' },
      `permissionsBoundary is "arn:aws:iam::aws:policy/X": ${policy}`,
    ],
    [
      'maxSessionDuration',
      { maxSessionDuration: 3600 },
      'maxSessionDuration is 3600: give a Duration of 1 to 12 hours, in whole seconds and no token, such as Duration.hours(1), or leave it out.',
    ],
  ])('are told of a wrong %s', (_, props, text) => {
    for (const make of Object.values(makes)) {
      expect(() => make(new Stack(new App(), 'Platform'), props)).toThrow(`Platform/Role: ${text}`);
    }
  });

  test('may give all of these', () => {
    const own = iam.ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess');
    for (const make of Object.values(makes)) {
      const props = {
        roleName: 'role',
        path: '/data/',
        description: 'x',
        managedPolicies: [own],
        permissionsBoundary: own,
      };
      expect(() =>
        make(new Stack(new App(), 'Platform'), { ...props, maxSessionDuration: Duration.hours(1) }),
      ).not.toThrow();
    }
  });

  test('are told that props are missing', () => {
    expect(() => new ResourceRole(new Stack(new App(), 'Platform'), 'Role', undefined as never)).toThrow(
      'Platform/Role: props is missing: an object is expected.',
    );
  });
});
