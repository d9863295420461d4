import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { App, NestedStack, aws_iam as iam } from 'aws-cdk-lib';
import fc from 'fast-check';
import {
  ChainingRole,
  ChainTrust,
  type ChainingRoleOptions,
  InstanceProfileRole,
  PodIdentityRole,
  ResourceRole,
} from '../lib';
import { Deployed, type DeployedRole, type PolicyDocument, list, newStack, runs } from './support';

/** How many apps each property is tried on. */
const RUNS = runs(15);

const ACCOUNTS = ['111122223333', '444455556666', '777788889999'];
const PATHS = [undefined, '/', '/data/', '/data/projects/', '/database/', `/${'p'.repeat(150)}/`];

interface StackSpec {
  /** Undefined in every stack of an app, or in none. */
  readonly account?: string;
  readonly region?: string;
  readonly nested: boolean;
}

interface RoleSpec {
  readonly key: string;
  readonly id: string;
  readonly stack: number;
  readonly named: boolean;
  readonly path?: string;
}

interface ChainingSpec extends RoleSpec {
  readonly pods: boolean;
  readonly resourceRolePath?: string;
}

interface ResourceSpec extends RoleSpec {
  readonly plain: boolean;
  readonly chainedFrom: string[];
  readonly accountRoot: boolean;
  readonly externalId: boolean;
  readonly allowSessionTags?: boolean;
  readonly allowSourceIdentity?: boolean;
}

interface AppSpec {
  readonly stacks: StackSpec[];
  readonly chaining: ChainingSpec[];
  readonly resources: ResourceSpec[];
}

const specs: fc.Arbitrary<AppSpec> = fc
  .record({
    stacks: fc.boolean().chain((known) =>
      fc.array(
        fc.record({
          account: known ? fc.constantFrom(...ACCOUNTS, ACCOUNTS[0]) : fc.constant(undefined),
          region: fc.constantFrom('eu-west-1', 'eu-west-1', 'us-east-1', undefined),
          nested: fc.boolean(),
        }),
        { minLength: 1, maxLength: 4 },
      ),
    ),
    chaining: fc.array(
      fc.record({
        stack: fc.nat(3),
        named: fc.boolean(),
        path: fc.constantFrom(undefined, '/platform/', '/database/'),
        pods: fc.boolean(),
        resourceRolePath: fc.constantFrom(undefined, undefined, '/data/', '/data/projects/'),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    resources: fc.array(
      fc.record({
        stack: fc.nat(3),
        named: fc.boolean(),
        path: fc.constantFrom(...PATHS),
        plain: fc.boolean(),
        chainedFrom: fc.uniqueArray(fc.nat(2), { minLength: 1, maxLength: 3 }),
        accountRoot: fc.boolean(),
        externalId: fc.boolean(),
        allowSessionTags: fc.constantFrom(undefined, true),
        allowSourceIdentity: fc.constantFrom(undefined, true),
      }),
      { maxLength: 6 },
    ),
  })
  .map(({ stacks, chaining, resources }) => {
    const placed = <T extends { stack: number }>(kind: string, all: T[]) =>
      all.map((spec, index) => {
        const stack = spec.stack % stacks.length;
        const before = all.slice(0, index).filter((each) => each.stack % stacks.length === stack);
        // The same ids in every stack, of which the longer ones are cut in names.
        return {
          ...spec,
          stack,
          key: `${kind}${index}`,
          id: `${kind}${'Long'.repeat(before.length % 2 === 0 ? 20 : 0)}${before.length}`,
        };
      });
    const chains = placed('Chain', chaining);
    return {
      stacks,
      chaining: chains,
      resources: placed('Role', resources).map((spec) => legal(spec, chains, stacks)),
    };
  });

/** Takes back what the library refuses for a good reason, such as two stacks that wait for each other. */
function legal(
  spec: Omit<ResourceSpec, 'chainedFrom'> & { chainedFrom: number[] },
  chaining: ChainingSpec[],
  stacks: StackSpec[],
): ResourceSpec {
  const chained = [...new Set(spec.chainedFrom.map((index) => chaining[index % chaining.length]!))];
  const inOrder = chained.every(({ stack }) => stack <= spec.stack);
  const oneAccount = chained.every(({ stack }) => stacks[stack]?.account === stacks[spec.stack]?.account);
  const plain = spec.plain && inOrder;
  return {
    ...spec,
    plain,
    named: spec.named || !oneAccount,
    accountRoot: spec.accountRoot || !inOrder,
    chainedFrom: chained.map(({ key }) => key),
    ...(plain
      ? { externalId: false, accountRoot: false, allowSessionTags: undefined, allowSourceIdentity: undefined }
      : {}),
  };
}

function build(spec: AppSpec) {
  const app = new App();
  const stacks = spec.stacks.map(({ account, region, nested }, index) => {
    const stack = newStack({ account, region }, `Stack${index}`, app);
    return nested ? new NestedStack(stack, 'Nested') : stack;
  });
  const nameOf = ({ key, named }: RoleSpec) => (named ? `given-${key}` : undefined);
  const chaining = new Map<string, ChainingRole>();
  for (const each of spec.chaining) {
    const { key, id, stack, path, resourceRolePath, pods } = each;
    const props: ChainingRoleOptions = { roleName: nameOf(each), path, resourceRolePath };
    const role = pods
      ? new PodIdentityRole(stacks[stack]!, id, {
          ...props,
          anyCluster: true,
          serviceAccounts: [{ namespace: 'hopsworks', name: 'instance' }],
        })
      : new InstanceProfileRole(stacks[stack]!, id, props);
    chaining.set(key, role);
  }
  const resources = new Map<string, iam.Role>();
  for (const each of spec.resources) {
    const { key, id, stack, path, plain, chainedFrom, accountRoot, externalId } = each;
    const { allowSessionTags, allowSourceIdentity } = each;
    const chainingRoles = chainedFrom.map((from) => chaining.get(from)!);
    const naming = { roleName: nameOf(each), path };
    if (plain) {
      const assumedBy = new iam.ServicePrincipal('lambda.amazonaws.com');
      const role = new iam.Role(stacks[stack]!, id, { ...naming, assumedBy });
      for (const chainingRole of chainingRoles) chainingRole.allowAssuming(role);
      resources.set(key, role);
      continue;
    }
    const role = new ResourceRole(stacks[stack]!, id, {
      ...naming,
      chainingRoles,
      trust: accountRoot ? ChainTrust.accountRoot() : ChainTrust.exactRole(),
      externalId: externalId ? 'secret-id' : undefined,
      allowSessionTags,
      allowSourceIdentity,
    });
    resources.set(key, role);
  }
  return { app, stacks, chaining, resources };
}

/** What IAM would hold: read from the templates alone, but for where each role stands. */
function deploy(spec: AppSpec) {
  const { app, stacks, chaining, resources } = build(spec);
  app.synth();
  const deployed = new Map(stacks.map((stack) => [stack, new Deployed(stack)]));
  const policies = stacks.flatMap((stack, index) =>
    deployed
      .get(stack)!
      .ofType('AWS::IAM::ManagedPolicy')
      .map(({ Properties }) => ({
        account: spec.stacks[index]?.account,
        roles: Properties.Roles as string[],
        document: Properties.PolicyDocument as PolicyDocument,
      })),
  );
  const roleOf = (role: iam.Role, { stack }: RoleSpec): DeployedRole => {
    const found = deployed.get(stacks[stack]!)!.of(role);
    const attached = policies.filter(
      ({ account, roles }) => account === spec.stacks[stack]?.account && roles.includes(found.name),
    );
    return { ...found, permissions: attached.map(({ document }) => document) };
  };
  return {
    stacks: [...deployed.values()],
    chaining: spec.chaining.map((each) => ({ spec: each, role: roleOf(chaining.get(each.key)!, each) })),
    resources: spec.resources.map((each) => ({ spec: each, role: roleOf(resources.get(each.key)!, each) })),
  };
}

const ACTIONS = ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'];

/** `action ARN` for all that a chaining role's permissions name. */
function permitted(role: DeployedRole): string[] {
  return role.permissions.flatMap(({ Statement }) =>
    Statement.flatMap(({ Action, Resource }) =>
      list(Action).flatMap((action) => list(Resource).map((arn) => `${action} ${arn}`)),
    ),
  );
}

/** `action ARN` for all AWS principals that a trust lets in, whichever way it names them. */
function trusted(role: DeployedRole): string[] {
  return role.trust.Statement.filter(({ Principal }) => Principal?.AWS !== undefined).flatMap((statement) => {
    const principals = list(statement.Principal?.AWS);
    const arns = list(statement.Condition?.ArnEquals?.['aws:PrincipalArn'] as string | string[] | undefined);
    const roots = new Set(arns.map((arn) => arn.replace(/:role\/.*/, ':root')));
    const names = arns.length === 0 ? principals : principals.filter((principal) => !roots.has(principal)).concat(arns);
    return list(statement.Action).flatMap((action) => names.map((arn) => `${action} ${arn}`));
  });
}

const sorted = (values: Iterable<string>) => [...new Set(values)].sort();

function actionsOf(chaining: ChainingSpec, resource: ResourceSpec): string[] {
  const [assume, tag, source] = ACTIONS;
  return [
    assume!,
    ...(chaining.pods || resource.allowSessionTags ? [tag!] : []),
    ...(resource.allowSourceIdentity ? [source!] : []),
  ];
}

/** What the declarations ask of a chaining role's permissions. */
function expectedPermissions(
  { spec: chaining, role }: ReturnType<typeof deploy>['chaining'][number],
  resources: ReturnType<typeof deploy>['resources'],
): string[] {
  const declared = resources.filter(({ spec: { chainedFrom } }) => chainedFrom.includes(chaining.key));
  const { resourceRolePath: path, pods } = chaining;
  const isBelow = (each: (typeof resources)[number]) =>
    path !== undefined && (each.spec.path ?? '/').startsWith(path) && !(each.spec.plain && !each.spec.named);
  const prefix = (arn: string) => arn.slice(0, arn.indexOf(':role/'));
  const patterns =
    path === undefined
      ? []
      : [role.arn, ...declared.filter(isBelow).map((each) => each.role.arn)].map(
          (arn) => `${prefix(arn)}:role${path}*`,
        );
  const pathActions = pods ? ['sts:AssumeRole', 'sts:TagSession'] : ['sts:AssumeRole'];
  const listed = declared.filter(
    (each) => !isBelow(each) || actionsOf(chaining, each.spec).join() !== pathActions.join(),
  );
  return [
    ...patterns.flatMap((arn) => pathActions.map((action) => `${action} ${arn}`)),
    ...listed.flatMap((each) => actionsOf(chaining, each.spec).map((action) => `${action} ${each.role.arn}`)),
  ];
}

/** `account name` for all that the stacks name in a property of a type. */
function namesOf(spec: AppSpec, stacks: Deployed[], type: string, property: string): string[] {
  return stacks.flatMap((stack, index) =>
    stack.ofType(type).flatMap(({ Properties }) => {
      const name = Properties[property] as string | undefined;
      return name === undefined ? [] : [`${spec.stacks[index]?.account ?? ''} ${name.toLowerCase()}`];
    }),
  );
}

test('every declared edge has both halves and no other exists, no stack imports anything, and no name is given twice', () => {
  fc.assert(
    fc.property(specs, (spec) => {
      const { stacks, chaining, resources } = deploy(spec);
      for (const each of chaining) {
        expect(sorted(permitted(each.role))).toEqual(sorted(expectedPermissions(each, resources)));
        expect(trusted(each.role)).toEqual([]);
      }
      for (const { spec: resource, role } of resources) {
        const from = chaining.filter((each) => resource.chainedFrom.includes(each.spec.key));
        const wanted = from.flatMap((each) =>
          actionsOf(each.spec, resource).map((action) => `${action} ${each.role.arn}`),
        );
        expect(sorted(trusted(role))).toEqual(sorted(wanted));
        expect(role.permissions).toEqual([]);
      }
      expect(JSON.stringify(stacks.map((stack) => stack.resources))).not.toMatch(/ImportValue|GetStackOutput/);
      for (const [type, property] of [
        ['AWS::IAM::Role', 'RoleName'],
        ['AWS::IAM::InstanceProfile', 'InstanceProfileName'],
      ] as const) {
        const names = namesOf(spec, stacks, type, property);
        expect(sorted(names)).toEqual(names.sort());
      }
    }),
    { numRuns: 2 * RUNS },
  );
});

/** ARNs of other accounts' roles, from short to the longest that IAM has. */
const foreignArns = fc
  .tuple(
    fc.array(fc.integer({ min: 4, max: 64 }), { minLength: 1, maxLength: 130, size: 'max' }),
    fc.constantFrom('/', '/data/', `/${'p'.repeat(200)}/`, `/${'p'.repeat(510)}/`),
  )
  .map(([lengths, path]) =>
    lengths.map((length, index) => `arn:aws:iam::${ACCOUNTS[1]}:role${path}${String(index).padStart(length, 'r')}`),
  );

/** How many policies hold the ARNs in this order, counted by writing them out. */
function policiesFor(arns: string[], sid: string, action: string | string[], limit: number): number {
  const fits = (held: string[]) => {
    const statement = { Action: action, Effect: 'Allow', Resource: held, Sid: sid };
    return JSON.stringify({ Statement: [statement], Version: '2012-10-17' }).length <= limit;
  };
  return arns.reduce<string[][]>(
    ([held = [], ...full], arn) => (fits([...held, arn]) ? [[...held, arn], ...full] : [[arn], held, ...full]),
    [],
  ).length;
}

test('the permissions policy is packed in order into as few managed policies as hold it, or refused', () => {
  fc.assert(
    fc.property(foreignArns, fc.boolean(), fc.nat(3), (arns, pods, own) => {
      const stack = newStack({ account: ACCOUNTS[0], region: 'eu-west-1' });
      const managedPolicies = Array.from({ length: own }, (_, index) =>
        iam.ManagedPolicy.fromManagedPolicyName(stack, `Own${index}`, `own${index}`),
      );
      const serviceAccounts = [{ namespace: 'hopsworks', name: 'instance' }];
      const chain = pods
        ? new PodIdentityRole(stack, 'Chain', { anyCluster: true, serviceAccounts, managedPolicies })
        : new InstanceProfileRole(stack, 'Chain', { managedPolicies });
      const declare = () => {
        arns.forEach((arn, index) => {
          chain.allowAssuming(iam.Role.fromRoleArn(stack, `R${index}`, arn));
        });
      };
      const [sid, action] = pods ? ['AssumeDataRolesWithTags', ACTIONS.slice(0, 2)] : ['AssumeDataRoles', ACTIONS[0]!];
      // The library may count a comma more for each list.
      const [fewest, most] = [6144, 6142].map((limit) => policiesFor(arns, sid, action, limit)) as [number, number];
      if (fewest + own > 10) {
        expect(declare).toThrow('does not fit: with it, the role carries 11 managed policies');
      } else if (most + own <= 10) {
        declare();
        const policies = new Deployed(stack)
          .ofType('AWS::IAM::ManagedPolicy')
          .map(({ Properties }) => Properties.PolicyDocument as PolicyDocument);
        const held = policies.map(({ Statement }) => list(Statement[0]?.Resource));
        expect(held.flat()).toEqual(arns);
        policies.forEach((policy, index) => {
          const { length } = JSON.stringify(policy);
          expect(length).toBeLessThanOrEqual(6144);
          const next = held[index + 1]?.[0];
          if (next !== undefined) expect(length + `,"${next}"`.length).toBeGreaterThan(6142);
        });
      }
    }),
    { numRuns: RUNS },
  );
});

test('a trust that is longer than the quota is refused, and no other', () => {
  const options = fc.record({
    externalId: fc.constantFrom(undefined, 'x'.repeat(500)),
    allowSessionTags: fc.boolean(),
  });
  fc.assert(
    fc.property(foreignArns, fc.integer({ min: 1, max: 30 }), options, (arns, count, props) => {
      const stack = newStack({ account: ACCOUNTS[0], region: 'eu-west-1' });
      const chainingRoles = arns
        .slice(0, count)
        .map((arn, index) => ChainingRole.fromChainingRoleArn(stack, `Chain${index}`, arn));
      const role = new ResourceRole(stack, 'Role', { chainingRoles, ...props });
      const { length } = JSON.stringify(stack.resolve(role.assumeRolePolicy?.toJSON()));
      const synth = () => (stack.node.root as App).synth();
      if (length > 2048) expect(synth).toThrow(`has ${length} characters, more than IAM's quota of 2048`);
      else expect(synth).not.toThrow();
    }),
    { numRuns: RUNS },
  );
});

/** The templates of an app by their files' names, nested ones included, and the order of its stacks. */
function filesOf(spec: AppSpec): Record<string, string> {
  const { directory } = build(spec).app.synth();
  const files = readdirSync(directory).filter((file) => /(template|manifest)\.json$/.test(file));
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(directory, file), 'utf8')]));
}

test('two synths of one app are equal byte for byte', () => {
  fc.assert(
    fc.property(specs, (spec) => {
      expect(filesOf(spec)).toEqual(filesOf(spec));
    }),
    { numRuns: RUNS },
  );
});

/** Sorts what IAM and CloudFormation take as sets. */
function withoutOrder(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) {
    const members = value.map((member) => withoutOrder(member));
    const isSet = ['AWS', 'Resource', 'Statement', 'DependsOn', 'aws:PrincipalArn', 'dependencies'].includes(key);
    return isSet ? members.map((member) => JSON.stringify(member)).sort() : members;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withoutOrder(member, name)]));
}

function canonical(files: Record<string, string>): Record<string, unknown> {
  // A nested template's order shows in the hash that its parent knows it by.
  return Object.fromEntries(
    Object.entries(files).map(([file, text]) => [
      file,
      withoutOrder(JSON.parse(text.replace(/[0-9a-f]{64}/g, 'hash'))),
    ]),
  );
}

test('another order of the declarations changes nothing but order', () => {
  const permuted = specs.chain((spec) =>
    fc.tuple(
      fc.constant(spec),
      fc.shuffledSubarray(spec.chaining, { minLength: spec.chaining.length }),
      fc.shuffledSubarray(spec.resources, { minLength: spec.resources.length }),
      fc.boolean(),
    ),
  );
  fc.assert(
    fc.property(permuted, ([spec, chaining, shuffled, reverse]) => {
      const resources = shuffled.map((role) => ({
        ...role,
        chainedFrom: reverse ? [...role.chainedFrom].reverse() : role.chainedFrom,
      }));
      expect(canonical(filesOf({ ...spec, chaining, resources }))).toEqual(canonical(filesOf(spec)));
    }),
    { numRuns: RUNS },
  );
});
