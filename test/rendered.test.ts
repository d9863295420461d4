import {
  App,
  Aspects,
  Aws,
  type CfnResource,
  Duration,
  Fn,
  Lazy,
  Stack,
  Stage,
  Tags,
  Token,
  aws_ec2 as ec2,
  aws_eks as eks,
  aws_iam as iam,
  aws_s3 as s3,
} from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import fc from 'fast-check';
import {
  ChainTrust,
  ChainingRole,
  InstanceProfileRole,
  OidcProviders,
  PodIdentityRole,
  ResourceRole,
  ServiceAccountRole,
} from '../lib';
import { CrossAccountPolicy, CrossAccountRole } from '../lib/hopsworks';
import { DualRoles } from '../lib/qubole';
import { ISSUER, PLATFORM, newStack, runs } from './support';

/** What a trust may demand. */
interface Demands {
  readonly externalId?: string;
  readonly organizationId?: string;
  readonly tag?: unknown;
  readonly namespace?: string;
  readonly audiences?: string[];
}

interface Kind {
  /** Makes the role with the id `Role`, the name `named` and the path `/given/`. */
  readonly make: (stack: Stack, demands: Demands) => iam.Role;
  /** The demands that its trust holds. */
  readonly demands: (keyof Demands)[];
  /** The construct id of a part that it makes for itself, besides its L1. */
  readonly part?: string;
}

const NAMING = { roleName: 'named', path: '/given/' };

const chained = (stack: Stack, trust: ChainTrust, { externalId = 'secret-id', organizationId, tag }: Demands) =>
  new ResourceRole(stack, 'Role', {
    ...NAMING,
    chainingRoles: [new InstanceProfileRole(stack, 'Head')],
    trust,
    externalId,
    organizationId,
    conditions: { StringEquals: { 'aws:PrincipalTag/team': tag ?? 'finance' } },
  });

const KINDS: Record<string, Kind> = {
  'a chaining role of instances': {
    make: (stack) => {
      const head = new InstanceProfileRole(stack, 'Role', NAMING);
      new ResourceRole(stack, 'Lake', { chainingRoles: [head, new InstanceProfileRole(stack, 'Other')] });
      return head;
    },
    demands: [],
    part: 'InstanceProfile',
  },
  'a chaining role of pods': {
    make: (stack, { namespace = 'hopsworks', audiences }) => {
      const pods = new ServiceAccountRole(stack, 'Role', {
        ...NAMING,
        oidcProvider: OidcProviders.fromIssuer(stack, 'Oidc', ISSUER),
        serviceAccounts: [{ namespace, name: 'instance' }],
        serviceAccountPatterns: [{ namespace, name: 'worker-*' }],
        audiences,
      });
      new ResourceRole(stack, 'Lake', { chainingRoles: [pods, new InstanceProfileRole(stack, 'Other')] });
      return pods;
    },
    demands: ['namespace', 'audiences'],
    part: 'AssumeDataRoles',
  },
  'a chaining role of pods, of a cluster whose issuer is not known': {
    make: (stack, { namespace = 'hopsworks', audiences }) =>
      new ServiceAccountRole(stack, 'Role', {
        ...NAMING,
        oidcProvider: new iam.OidcProviderNative(stack, 'Oidc', { url: Fn.importValue('issuer') }),
        serviceAccounts: [{ namespace, name: 'instance' }],
        audiences,
      }),
    demands: ['namespace', 'audiences'],
  },
  'a Pod Identity role': {
    make: (stack, { namespace = 'hopsworks' }) =>
      new PodIdentityRole(stack, 'Role', {
        ...NAMING,
        anyCluster: true,
        serviceAccounts: [{ namespace, name: 'instance' }],
      }),
    demands: ['namespace'],
  },
  'a resource role': {
    make: (stack, demands) => chained(stack, ChainTrust.exactRole(), demands),
    demands: ['externalId', 'organizationId', 'tag'],
  },
  'a resource role that trusts an account': {
    make: (stack, demands) => chained(stack, ChainTrust.accountRoot(), demands),
    demands: ['externalId', 'organizationId', 'tag'],
  },
  'a cross-account role': {
    make: (stack, { externalId = 'secret-id' }) =>
      new CrossAccountRole(stack, 'Role', {
        ...NAMING,
        vendorAccountId: '999988887777',
        externalId,
        policy: CrossAccountPolicy.unrestricted(),
      }),
    demands: ['externalId'],
    part: 'Policy',
  },
  'the Service role of dual roles': {
    make: (stack, { externalId = 'secret-id' }) =>
      new DualRoles(stack, 'Role', {
        vendorAccountId: DualRoles.PUBLISHED_ACCOUNT_ID,
        externalId,
        serviceRoleName: NAMING.roleName,
        path: NAMING.path,
        defaultLocation: { bucket: s3.Bucket.fromBucketName(stack, 'Results', 'results') },
        dataLocations: [{ bucket: s3.Bucket.fromBucketName(stack, 'Data', 'data') }],
      }).serviceRole,
    demands: ['externalId'],
    part: 'Barrier',
  },
  'a plain role that was linked': {
    make: (stack) => {
      const plain = new iam.Role(stack, 'Role', {
        ...NAMING,
        assumedBy: new iam.ServicePrincipal('glue.amazonaws.com'),
      });
      new InstanceProfileRole(stack, 'Head').allowAssuming(plain);
      return plain;
    },
    demands: [],
  },
};

const l1 = (role: iam.Role) => role.node.defaultChild as iam.CfnRole;
const lastStatement = (role: iam.Role) => (role.assumeRolePolicy?.statementCount ?? 0) - 1;

/** What loses a name, a path or a trust, and how the error names it. */
const FAULTS: Record<string, [(role: iam.Role) => void, RegExp]> = {
  'the name is deleted': [
    (role) => {
      l1(role).addPropertyDeletionOverride('RoleName');
    },
    /was renamed from \/given\/named to/,
  ],
  'the name is deleted by its path': [
    (role) => {
      l1(role).addDeletionOverride('Properties.RoleName');
    },
    /was renamed from/,
  ],
  'the name is overridden': [
    (role) => {
      l1(role).addPropertyOverride('RoleName', 'other');
    },
    /to \/given\/other after/,
  ],
  'the name is written': [(role) => (l1(role).roleName = 'other'), /to \/given\/other after/],
  'the name is written away': [(role) => (l1(role).roleName = undefined), /a name that CloudFormation chooses/],
  'the name is written as an empty token': [
    (role) => (l1(role).roleName = Lazy.string({ produce: () => undefined })),
    /a name that CloudFormation chooses/,
  ],
  'the path is deleted': [
    (role) => {
      l1(role).addPropertyDeletionOverride('Path');
    },
    /to \/named after/,
  ],
  'the path is written': [(role) => (l1(role).path = '/other/'), /to \/other\/named after/],
  'the path is written away': [(role) => (l1(role).path = undefined), /to \/named after/],
  'all properties are deleted': [
    (role) => {
      l1(role).addDeletionOverride('Properties');
    },
    /was renamed from/,
  ],
  'all properties are overridden': [
    (role) => {
      l1(role).addOverride('Properties', Lazy.any({ produce: () => ({ RoleName: 'x' }) }));
    },
    /was renamed from/,
  ],
  'the trust is deleted': [
    (role) => {
      l1(role).addPropertyDeletionOverride('AssumeRolePolicyDocument');
    },
    /is not rendered as declared, the statement/,
  ],
  'its statements are deleted': [
    (role) => {
      l1(role).addPropertyDeletionOverride(`AssumeRolePolicyDocument.Statement`);
    },
    /is not rendered as declared, the statement/,
  ],
  'the action is overridden': [
    (role) => {
      l1(role).addPropertyOverride(
        `AssumeRolePolicyDocument.Statement.${lastStatement(role)}.Action`,
        'sts:GetCallerIdentity',
      );
    },
    /is not rendered as declared, (the action sts:|the statement)/,
  ],
  'the effect is overridden': [
    (role) => {
      l1(role).addPropertyOverride(`AssumeRolePolicyDocument.Statement.${lastStatement(role)}.Effect`, 'Deny');
    },
    /is not rendered as declared, (the effect Allow|the statement)/,
  ],
  'the principal is overridden': [
    (role) => {
      l1(role).addPropertyOverride(`AssumeRolePolicyDocument.Statement.${lastStatement(role)}.Principal`, '*');
    },
    /is not rendered as declared, (the principal|the statement)/,
  ],
  'the trust is replaced by an override': [
    (role) => {
      l1(role).addPropertyOverride('AssumeRolePolicyDocument', { Version: '2012-10-17', Statement: [] });
    },
    /is not rendered as declared/,
  ],
  'the trust is written': [
    (role) => (l1(role).assumeRolePolicyDocument = { Version: '2012-10-17', Statement: [] }),
    /is not rendered as declared, the statement/,
  ],
  'the type is overridden': [
    (role) => {
      l1(role).addOverride('Type', 'Custom::Role');
    },
    /is no AWS::IAM::Role any more/,
  ],
  'the L1 is removed': [
    (role) => role.node.tryRemoveChild('Resource'),
    /has lost its part \S+\/Resource, which was removed/,
  ],
};

const HARMLESS: Record<string, (role: iam.Role) => void> = {
  nothing: () => undefined,
  'a tag': (role) => {
    Tags.of(role).add('team', 'data');
  },
  'a boundary': (role) => {
    iam.PermissionsBoundary.of(role).apply(iam.ManagedPolicy.fromAwsManagedPolicyName('PowerUserAccess'));
  },
  'a description': (role) => {
    l1(role).addPropertyOverride('Description', 'Ours');
  },
  metadata: (role) => {
    l1(role).addOverride('Metadata.owner', 'us');
  },
  'the same name': (role) => {
    l1(role).addPropertyOverride('RoleName', 'named');
  },
  'another statement': (role) => {
    role.assumeRolePolicy?.addStatements(
      new iam.PolicyStatement({
        sid: 'Mine',
        actions: ['sts:AssumeRole'],
        principals: [new iam.ServicePrincipal('lambda.amazonaws.com')],
      }),
    );
  },
  'the removal of the whole construct': (role) => {
    role.node.scope?.node.tryRemoveChild(role.node.id);
  },
};

function build(kind: Kind, demands: Demands = {}, change: (role: iam.Role) => void = () => undefined): () => unknown {
  const app = new App();
  const stack = newStack(PLATFORM, 'Platform', app);
  const role = kind.make(stack, demands);
  change(role);
  return () => app.synth();
}

/** Values that are lost on the way into a template. */
const EMPTY: Record<string, () => unknown> = {
  undefined: () => Lazy.string({ produce: () => undefined }),
  'an empty text': () => Lazy.string({ produce: () => '' }),
  'no value': () => Aws.NO_VALUE,
  'no value on one branch': () => Token.asString(Fn.conditionIf('IsProduction', 'some-value', Aws.NO_VALUE)),
};
const EMPTY_LISTS: Record<string, () => unknown> = {
  'an empty list': () => Lazy.any({ produce: () => [] }),
  'an empty list that is left out': () => Lazy.any({ produce: () => [] }, { omitEmptyArray: true }),
  'a list with an empty text': () => Lazy.any({ produce: () => ['a', ''] }),
  'a list with undefined': () => Lazy.any({ produce: () => ['a', undefined] }),
  'a list of tokens': () => ['a', Lazy.string({ produce: () => undefined })],
  'an empty list of texts': () => Lazy.list({ produce: () => [] }),
};

const kinds = Object.keys(KINDS);

test.each(Object.entries(FAULTS))('%s: an error for every kind of role', (_, [change, text]) => {
  const kind = fc.constantFrom(...kinds);
  fc.assert(
    fc.property(kind, (name) => {
      const synth = jest.fn(build(KINDS[name]!, {}, change));
      expect(synth).toThrow(text);
      const [{ value: error } = {}] = synth.mock.results;
      expect((error as Error).message).toMatch(/\bPlatform\/Role\b/);
    }),
    { numRuns: runs(3) },
  );
});

test.each(Object.entries(HARMLESS))('%s: no error for any kind of role', (_, change) => {
  for (const name of kinds) expect(build(KINDS[name]!, {}, change)).not.toThrow();
});

describe.each(kinds.flatMap((name) => KINDS[name]!.demands.map((demand) => [name, demand] as const)))(
  '%s, with %s from a token',
  (name, demand) => {
    const keyOf = {
      externalId: 'sts:ExternalId',
      organizationId: 'aws:PrincipalOrgID',
      tag: 'aws:PrincipalTag/team',
      namespace: '(:sub|kubernetes-namespace)',
      audiences: ':aud',
    }[demand];
    const given = (value: unknown) =>
      build(KINDS[name]!, { [demand]: demand === 'audiences' ? ['other', value] : value });

    test('that is there: no error', () => {
      expect(given(Lazy.string({ produce: () => 'o-abcdefghij' }))).not.toThrow();
      expect(given(Fn.importValue('its-value'))).not.toThrow();
    });

    test.each(Object.entries(demand === 'tag' ? { ...EMPTY, ...EMPTY_LISTS } : EMPTY))('%s: an error', (_, value) => {
      expect(given(value())).toThrow(
        new RegExp(
          `Platform/Role\\S*: the condition \\w+ ".*${keyOf}" in the statement \\w+ of its trust policy is empty at synth`,
        ),
      );
    });
  },
);

test('a name or a path from an empty token is an error', () => {
  const roleWith = (naming: { roleName?: string; path?: string }) => {
    const app = new App();
    new InstanceProfileRole(newStack(PLATFORM, 'Platform', app), 'Role', naming);
    return () => app.synth();
  };
  const empty = Lazy.string({ produce: () => undefined });
  expect(roleWith({ roleName: Lazy.string({ produce: () => 'named' }) })).not.toThrow();
  expect(roleWith({ roleName: empty })).toThrow(
    'Platform/Role: the token that was given as its roleName is empty at synth',
  );
  expect(roleWith({ path: empty })).toThrow('Platform/Role: the token that was given as its path is empty at synth');
});

test.each(kinds.filter((name) => KINDS[name]!.part !== undefined))('%s keeps the parts that it made', (name) => {
  const { part = '', ...kind } = KINDS[name]!;
  const remove = (id: string) => build(kind, {}, (role) => void role.node.tryRemoveChild(id));
  expect(remove('NoSuchPart')).not.toThrow();
  expect(remove(part)).toThrow(
    new RegExp(`Platform/Role\\S* has lost its part Platform/Role\\S*/${part}, which was removed`),
  );
  const removeL1 = build(kind, {}, (role) => void role.node.findChild(part).node.tryRemoveChild('Resource'));
  expect(removeL1).toThrow(new RegExp(`has lost its part Platform/Role\\S*/${part}/Resource, which was removed`));
});

test('a user’s own construct below a role may be removed', () => {
  const app = new App();
  const stack = newStack(PLATFORM, 'Platform', app);
  const head = new InstanceProfileRole(stack, 'Head');
  new iam.ManagedPolicy(head, 'Mine', { roles: [head] });
  head.node.tryRemoveChild('Mine');
  expect(() => app.synth()).not.toThrow();
});

describe('the trust of a resource role', () => {
  const CONDITION = 'AssumeRolePolicyDocument.Statement.0.Condition';
  const changed = (change: (resource: iam.CfnRole) => void) => {
    const app = new App();
    const stack = newStack(PLATFORM, 'Platform', app);
    const role = chained(stack, ChainTrust.accountRoot(), { tag: ['finance', 'audit'] });
    // By an aspect: what it changes is compared too.
    Aspects.of(app).add({
      visit: (node) => {
        if (node === role.node.defaultChild) change(node as iam.CfnRole);
      },
    });
    return () => app.synth();
  };

  test.each<[string, (resource: iam.CfnRole) => void]>([
    [
      'another operator',
      (resource) => {
        resource.addPropertyOverride(`${CONDITION}.Bool`, { 'aws:MultiFactorAuthPresent': true });
      },
    ],
    [
      'another key',
      (resource) => {
        resource.addPropertyOverride(`${CONDITION}.StringEquals.aws:PrincipalTag/stage`, 'prod');
      },
    ],
    [
      'the same values in another order',
      (resource) => {
        resource.addPropertyOverride(`${CONDITION}.StringEquals.aws:PrincipalTag/team`, ['audit', 'finance']);
      },
    ],
  ])('may get %s', (_, change) => {
    expect(changed(change)).not.toThrow();
  });

  test.each<[string, string, (resource: iam.CfnRole) => void]>([
    [
      'StringEquals "sts:ExternalId"',
      'deleted',
      (resource) => {
        resource.addPropertyDeletionOverride(`${CONDITION}.StringEquals.sts:ExternalId`);
      },
    ],
    [
      'StringEquals "sts:ExternalId"',
      'joined by another value',
      (resource) => {
        resource.addPropertyOverride(`${CONDITION}.StringEquals.sts:ExternalId`, ['secret-id', 'other']);
      },
    ],
    [
      'StringEquals "aws:PrincipalTag/team"',
      'replaced',
      (resource) => {
        resource.addPropertyOverride(`${CONDITION}.StringEquals`, { 'sts:ExternalId': 'secret-id' });
        resource.addPropertyDeletionOverride(`${CONDITION}.StringEquals.aws:PrincipalTag/team`);
      },
    ],
    [
      'ArnEquals "aws:PrincipalArn"',
      'deleted',
      (resource) => {
        resource.addDeletionOverride(`Properties.${CONDITION}.ArnEquals`);
      },
    ],
  ])('keeps the condition %s, which is %s', (condition, _, change) => {
    expect(changed(change)).toThrow(
      `Platform/Role: its trust policy is not rendered as declared, the condition ${condition} of the statement AllowChainingRoles is missing. Remove the override`,
    );
  });

  test('may be written again with all that was declared', () => {
    const app = new App();
    const role = chained(newStack(PLATFORM, 'Platform', app), ChainTrust.exactRole(), {});
    l1(role).assumeRolePolicyDocument = role.assumeRolePolicy!.toJSON() as object;
    expect(() => app.synth()).not.toThrow();
  });
});

test.each([
  [
    'written here',
    new iam.ServicePrincipal('glue.amazonaws.com'),
    'Platform/Plain: its trust policy is not rendered as declared, the statement AllowChainingRoles',
  ],
  [
    'of its author',
    new iam.AccountRootPrincipal(),
    'the trust policy of Platform/Plain let Platform/Head in when `allowAssuming` was called, and does not as it is rendered.',
  ],
])('a plain role whose L1 renders another trust, without the statement %s, is told', (_, assumedBy, text) => {
  const build = (change: (plain: iam.Role) => void) => {
    const app = new App();
    const stack = newStack(PLATFORM, 'Platform', app);
    const plain = new iam.Role(stack, 'Plain', { assumedBy });
    new InstanceProfileRole(stack, 'Head').allowAssuming(plain);
    change(plain);
    return () => app.synth();
  };
  expect(
    build((plain) => {
      l1(plain).assumeRolePolicyDocument = { Version: '2012-10-17', Statement: [] };
    }),
  ).toThrow(text);
  expect(build(() => undefined)).not.toThrow();
});

test('each Stage is compared, and one that was removed is not', () => {
  const app = new App();
  for (const id of ['Dev', 'Prod']) {
    const head = new InstanceProfileRole(newStack(PLATFORM, 'Platform', new Stage(app, id)), 'Head');
    if (id === 'Prod') l1(head).roleName = 'other';
  }
  expect(() => app.synth()).toThrow('Prod/Platform/Head was renamed from');
  app.node.tryRemoveChild('Prod');
  expect(() => app.synth()).not.toThrow();
});

test('trusts that look alike before their tokens are resolved are told apart', () => {
  const build = (values: string[]) => {
    const app = new App();
    const stack = newStack(PLATFORM, 'Platform', app);
    const chainingRoles = [new InstanceProfileRole(stack, 'Head')];
    for (const [id, given] of Object.entries({ First: ['a'], Second: values })) {
      const conditions = { StringEquals: { 'aws:PrincipalTag/team': Lazy.any({ produce: () => given }) } };
      new ResourceRole(stack, id, { chainingRoles, conditions });
    }
    return () => app.synth();
  };
  expect(build(['a'])).not.toThrow();
  expect(build([])).toThrow('Platform/Second: the condition StringEquals "aws:PrincipalTag/team"');
});

test('a policy that was made for an import stays', () => {
  const build = (id: string) => {
    const app = new App();
    const stack = newStack(PLATFORM, 'Platform', app);
    const head = ChainingRole.fromChainingRoleArn(stack, 'Theirs', `arn:aws:iam::${PLATFORM.account}:role/theirs`);
    new ResourceRole(stack, 'Lake', { chainingRoles: [head] });
    head.node.tryRemoveChild(id);
    return () => app.synth();
  };
  expect(build('NoSuchPart')).not.toThrow();
  expect(build('AssumeDataRoles')).toThrow('Platform/Theirs has lost its part Platform/Theirs/AssumeDataRoles');
});

test('a property injector that replaces the trust of a role is an error', () => {
  const build = (replaced: Partial<iam.RoleProps>) => {
    const injector = {
      constructUniqueId: iam.Role.PROPERTY_INJECTION_ID,
      inject: (props: iam.RoleProps) => ({ ...props, ...replaced }),
    };
    const stack = newStack(PLATFORM, 'Stack', new App({ propertyInjectors: [injector] }));
    return () => new InstanceProfileRole(stack, 'Head');
  };
  expect(build({ description: 'injected' })).not.toThrow();
  expect(build({ assumedBy: new iam.AccountRootPrincipal() })).toThrow(
    'Stack/Head: its trust was replaced while it was made',
  );
});

test.each<[string, unknown, string | undefined]>([
  ['an external id', { externalId: 'secret-id' }, undefined],
  ['an external id', { externalId: Lazy.string({ produce: () => 'secret-id' }) }, undefined],
  ['an external id', { externalId: Lazy.string({ produce: () => undefined }) }, 'externalId is empty at synth'],
  ['an organization', { organizationId: Lazy.string({ produce: () => '' }) }, 'organizationId is empty at synth'],
  [
    'one of several values',
    { conditions: { StringEquals: { 'aws:PrincipalTag/team': ['a', Lazy.string({ produce: () => undefined })] } } },
    'aws:PrincipalTag/team is empty at synth',
  ],
])('the statements for a trust of elsewhere keep %s', (_, options, text) => {
  const stack = newStack(PLATFORM);
  const plain = new iam.Role(stack, 'Plain', { assumedBy: new iam.AccountRootPrincipal() });
  const head = new InstanceProfileRole(stack, 'Head');
  plain.assumeRolePolicy?.addStatements(...ResourceRole.trustStatements([head], options as never));
  const synth = expect(() => (stack.node.root as App).synth());
  if (text === undefined) synth.not.toThrow();
  else synth.toThrow(text);
});

describe('the options of a role', () => {
  const build = (change: (resource: iam.CfnRole) => void, props: object = {}) => {
    const app = new App();
    const stack = newStack(PLATFORM, 'Platform', app);
    const options = { maxSessionDuration: Duration.hours(2), description: 'Ours', ...props };
    const roles = [
      new InstanceProfileRole(stack, 'Role', options),
      new ResourceRole(stack, 'Role2', { chainingRoles: [new InstanceProfileRole(stack, 'Head')], ...options }),
      new CrossAccountRole(stack, 'Role3', {
        vendorAccountId: '999988887777',
        externalId: 'id',
        policy: CrossAccountPolicy.unrestricted(),
        ...options,
      }),
    ];
    for (const role of roles) change(l1(role));
    return () => app.synth();
  };
  const longest = 'its maxSessionDuration of 7200 seconds';

  test.each<[string, (resource: iam.CfnRole) => unknown, string]>([
    ['written', (role) => (role.maxSessionDuration = 43_200), longest],
    ['written away', (role) => (role.maxSessionDuration = undefined), longest],
    [
      'overridden',
      (role) => {
        role.addPropertyOverride('MaxSessionDuration', 7201);
      },
      longest,
    ],
    ['written away', (role) => (role.description = undefined), 'its description'],
    ['written as an empty token', (role) => (role.description = Lazy.string({ produce: () => '' })), 'its description'],
    [
      'deleted',
      (role) => {
        role.addPropertyDeletionOverride('Description');
      },
      'its description',
    ],
  ])('are rendered as declared: %s, %p', (_, change, what) => {
    for (const path of ['Role', 'Role2', 'Role3']) {
      expect(build(change)).toThrow(
        `Platform/${path} is not rendered as declared: ${what} is missing. Remove the override`,
      );
    }
    expect(build(change, { maxSessionDuration: undefined, description: undefined })).not.toThrow();
  });

  test('may be capped by an aspect', () => {
    expect(build((role) => (role.maxSessionDuration = 3600))).not.toThrow();
  });

  test('may be written again, and described anew', () => {
    const again = build((role) => {
      role.maxSessionDuration = 7200;
      role.addPropertyOverride('MaxSessionDuration', '7200');
      role.description = 'Theirs';
    });
    expect(again).not.toThrow();
  });

  test('are told where a token yields no description', () => {
    const described = (text?: string) => build(() => undefined, { description: Lazy.string({ produce: () => text }) });
    expect(described('Ours')).not.toThrow();
    expect(described()).toThrow('Platform/Role is not rendered as declared: its description is missing.');
  });
});

describe('what a role made for itself', () => {
  const profile = (stack: Stack) => {
    const head = new InstanceProfileRole(stack, 'Head', { roleName: 'head' });
    return head.instanceProfile.node.defaultChild as iam.CfnInstanceProfile;
  };
  const association = (stack: Stack) => {
    const serviceAccounts = [{ namespace: 'hopsworks', name: 'instance' }];
    const cluster = eks.CfnCluster.fromClusterName(stack, 'Cluster', 'platform');
    const pods = new PodIdentityRole(stack, 'Head', { cluster, serviceAccounts, associate: true });
    return pods.node.findChild('Association_hopsworks_instance') as CfnResource;
  };
  test.each<[(stack: Stack) => CfnResource, string, unknown]>([
    [profile, 'Roles', ['another']],
    [profile, 'InstanceProfileName', 'another'],
    [profile, 'Path', '/another/'],
    [association, 'Namespace', 'default'],
    [association, 'ServiceAccount', 'default'],
    [association, 'ClusterName', 'another'],
    [association, 'RoleArn', 'arn:aws:iam::111122223333:role/another'],
  ])('is rendered as declared: %o, %s', (make, property, value) => {
    const [harmless, faulty] = [newStack(PLATFORM), newStack(PLATFORM)];
    make(harmless).addMetadata('team', 'data');
    expect(() => (harmless.node.root as App).synth()).not.toThrow();
    const resource = make(faulty);
    resource.addPropertyOverride(property, value);
    const text = `${resource.node.path} is not rendered as declared: its ${property} was changed. Remove the override or the later write.`;
    expect(() => (faulty.node.root as App).synth()).toThrow(text);
    const written = newStack(PLATFORM);
    Object.assign(make(written), { [property.charAt(0).toLowerCase() + property.slice(1)]: value });
    expect(() => (written.node.root as App).synth()).toThrow(text);
  });
});

test('what is added after somebody looked at a trust or a permissions policy is rendered too', () => {
  const stack = newStack(PLATFORM);
  const head = new InstanceProfileRole(stack, 'Head', { roleName: 'head' });
  const lake = new ResourceRole(stack, 'Lake', { roleName: 'lake', chainingRoles: [head] });
  const policy = head.node.findChild('AssumeDataRoles').node.defaultChild as iam.CfnManagedPolicy;
  const trust = lake.node.defaultChild as iam.CfnRole;
  const sidsAndResources = () => {
    const documents: unknown[] = [trust.assumeRolePolicyDocument, policy.policyDocument];
    return documents.flatMap((each) => (stack.resolve(each) as { Statement: object[] }).Statement);
  };
  expect(sidsAndResources()).toHaveLength(2);
  const principals = [new iam.AccountPrincipal('222233334444')];
  lake.assumeRolePolicy?.addStatements(
    new iam.PolicyStatement({ sid: 'Later', actions: ['sts:AssumeRole'], principals }),
  );
  new ResourceRole(stack, 'Other', { roleName: 'other', chainingRoles: [head] });
  const artifact = (stack.node.root as App).synth().getStackByName(stack.stackName);
  const { Resources: resources } = artifact.template as { Resources: Record<string, object> };
  const text = (resource: CfnResource) => JSON.stringify(resources[stack.resolve(resource.logicalId) as string]);
  expect(text(trust)).toContain('"Sid":"Later"');
  expect(text(policy)).toContain(':role/other');
});

describe('what is named in words', () => {
  const ec2Service = new iam.ServicePrincipal('ec2.amazonaws.com');
  const own = (role: IConstruct) => role.node.defaultChild as CfnResource;
  const locked = (stack: Stack, instanceProfile: iam.IInstanceProfile) => {
    const vpcs = [ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['a'] })];
    return CrossAccountPolicy.lockedTo({ vpcs, instanceProfiles: [instanceProfile] });
  };
  const plainThatChains = (stack: Stack, other: Stack) => {
    const plain = new iam.Role(stack, 'Named', { roleName: 'before', assumedBy: ec2Service });
    new ResourceRole(other, 'Data', { chainingRoles: [ChainingRole.fromRole(other, 'Chaining', plain)] });
    return own(plain);
  };
  const MAKE: Record<string, [property: string, before: string, make: (stack: Stack, other: Stack) => CfnResource]> = {
    'a plain role that chains': ['RoleName', 'before', plainThatChains],
    'the path of a plain role that chains': ['Path', '/', plainThatChains],
    'an L1 that is chained': [
      'RoleName',
      'before',
      (stack, other) => {
        const role = new iam.CfnRole(stack, 'Named', { roleName: 'before', assumeRolePolicyDocument: {} });
        new InstanceProfileRole(other, 'Head').allowAssuming(iam.Role.fromRoleArn(other, 'Data', role.attrArn));
        return role;
      },
    ],
    'an instance profile': [
      'InstanceProfileName',
      'before',
      (stack) => {
        const role = new iam.Role(stack, 'Role', { roleName: 'role', assumedBy: ec2Service });
        const profile = new iam.InstanceProfile(stack, 'Named', { role, instanceProfileName: 'before' });
        locked(stack, profile);
        return own(profile);
      },
    ],
    'the role of an instance profile': [
      'RoleName',
      'before',
      (stack) => {
        const role = new iam.Role(stack, 'Named', { roleName: 'before', assumedBy: ec2Service });
        locked(stack, new iam.InstanceProfile(stack, 'Profile', { role, instanceProfileName: 'profile' }));
        return own(role);
      },
    ],
    'a bucket': [
      'BucketName',
      'before',
      (stack) => {
        const bucket = new s3.Bucket(stack, 'Named', { bucketName: 'before' });
        new DualRoles(stack, 'Roles', {
          vendorAccountId: DualRoles.PUBLISHED_ACCOUNT_ID,
          externalId: 'id',
          defaultLocation: { bucket: s3.Bucket.fromBucketName(stack, 'Results', 'results') },
          dataLocations: [{ bucket }],
        });
        return own(bucket);
      },
    ],
    'a cluster': [
      'Name',
      'before',
      (stack, other) => {
        const resourcesVpcConfig = { subnetIds: ['subnet-1', 'subnet-2'] };
        const cluster = new eks.CfnCluster(stack, 'Named', { name: 'before', roleArn: 'arn', resourcesVpcConfig });
        new PodIdentityRole(other, 'Pods', { cluster, serviceAccounts: [{ namespace: 'a', name: 'b' }] });
        return cluster;
      },
    ],
    'the issuer of a provider': [
      'Url',
      ISSUER,
      (stack, other) => {
        const oidcProvider = new iam.CfnOIDCProvider(stack, 'Named', { url: ISSUER });
        new ServiceAccountRole(other, 'Pods', { oidcProvider, serviceAccounts: [{ namespace: 'a', name: 'b' }] });
        return oidcProvider;
      },
    ],
  };

  test.each(Object.entries(MAKE))('stays as it was named: %s', (_, [property, before, make]) => {
    const synth = (change: (resource: CfnResource) => void) => {
      const app = new App();
      change(make(newStack(PLATFORM, 'Platform', app), newStack(PLATFORM, 'Other', app)));
      return () => app.synth();
    };
    const text = new RegExp(
      `Platform/Named\\S* was given another ${property} than "${before}" after documents of \\S+ named it so. Give it to the construct`,
    );
    const set = (value: string) => (resource: CfnResource) => {
      resource.addPropertyOverride(property, value);
    };
    expect(synth(set('after'))).toThrow(text);
    const write = (resource: CfnResource) =>
      Object.assign(resource, { [property.charAt(0).toLowerCase() + property.slice(1)]: 'after' });
    expect(synth(write)).toThrow(text);
    expect(synth(set(before))).not.toThrow();
    expect(synth((resource) => void resource.node.scope?.node.tryRemoveChild(resource.node.id))).not.toThrow(text);
  });

  const IN_REFERENCES: Record<string, [property: string, make: (stack: Stack) => CfnResource]> = {
    'the path of a role whose name CloudFormation chooses': [
      'Path',
      (stack) => {
        const plain = new iam.Role(stack, 'Plain', { assumedBy: ec2Service });
        new ResourceRole(stack, 'Data', { chainingRoles: [ChainingRole.fromRole(stack, 'Chaining', plain)] });
        return own(plain);
      },
    ],
    'the path of a role whose name is a token': [
      'Path',
      (stack) => {
        const roleName = `${Aws.STACK_NAME}-head`;
        const plain = new iam.Role(stack, 'Plain', { roleName, assumedBy: ec2Service });
        new ResourceRole(stack, 'Data', { chainingRoles: [ChainingRole.fromRole(stack, 'Chaining', plain)] });
        return own(plain);
      },
    ],
    'the path of an instance profile without a name': [
      'Path',
      (stack) => {
        const role = new iam.Role(stack, 'Role', { roleName: 'role', assumedBy: ec2Service });
        const profile = new iam.InstanceProfile(stack, 'Profile', { role });
        locked(stack, profile);
        return own(profile);
      },
    ],
    'the name of a cluster in the same stack': [
      'Name',
      (stack) => {
        const resourcesVpcConfig = { subnetIds: ['subnet-1', 'subnet-2'] };
        const cluster = new eks.CfnCluster(stack, 'Cluster', { name: 'before', roleArn: 'arn', resourcesVpcConfig });
        const serviceAccounts = [{ namespace: 'a', name: 'b' }];
        new PodIdentityRole(stack, 'Pods', { cluster, serviceAccounts, associate: true });
        return cluster;
      },
    ],
  };

  test.each(Object.entries(IN_REFERENCES))('may change where references follow it: %s', (_, [property, make]) => {
    const app = new App();
    make(newStack(PLATFORM, 'Platform', app)).addPropertyOverride(property, '/after/');
    const [artifact] = app.synth().stacks;
    expect(JSON.stringify(artifact?.template)).not.toContain('before');
  });
});
