import { App, Aspects, NestedStack, Stack, Stage, aws_iam as iam } from 'aws-cdk-lib';
import fc from 'fast-check';
import { InstanceProfileRole, ResourceRole } from '../lib';
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
  const id = fc.string({ minLength: 1, maxLength: 90 }).filter((text) => /^[^/\s$]+$/.test(text) && !(text in {}));
  fc.assert(
    fc.property(fc.uniqueArray(id, { minLength: 2, maxLength: 5 }), (ids) => {
      const stack = new Stack(new App(), 'S');
      const roles = ids.map((each) => new InstanceProfileRole(stack, each));
      const names = roles.map((role) => new Deployed(stack).of(role).name);
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
