import { App, NestedStack, Stack, Stage } from 'aws-cdk-lib';
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
