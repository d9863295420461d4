import { App, Duration, Lazy, aws_eks as eks, aws_iam as iam } from 'aws-cdk-lib';
import {
  ChainingRole,
  ChainTrust,
  InstanceProfileRole,
  OidcProviders,
  PodIdentityRole,
  ResourceRole,
  RoleChainingChecks,
  ServiceAccountRole,
} from '../lib';
import { PolicySnapshot } from '../lib/testing';
import { ISSUER, newStack, PLATFORM } from './support';
import { problemsOfUntyped, type UntypedCall } from './untyped';

const fresh = () => newStack(PLATFORM, 'Stack', new App());
const boundary = iam.ManagedPolicy.fromAwsManagedPolicyName('PowerUserAccess');
const serviceAccounts = [{ namespace: 'hopsworks', name: 'instance' }];

const roleOptions = {
  roleName: 'text',
  path: 'text',
  description: 'text',
  permissionsBoundary: 'object',
  maxSessionDuration: 'object',
} as const;
const chainingOptions = { ...roleOptions, resourceRolePath: 'text' } as const;
const trustOptions = {
  trust: 'object',
  externalId: 'text',
  organizationId: 'text',
  conditions: 'map',
  allowSourceIdentity: 'flag',
  allowSessionTags: 'flag',
  trustRevision: 'text',
} as const;
const rightOptions = { permissionsBoundary: boundary, maxSessionDuration: Duration.hours(1) };

const calls: Record<string, UntypedCall> = {
  ChainingRole: {
    call: (props) => new ChainingRole(fresh(), 'Role', props),
    right: () => ({ assumedBy: new iam.AccountRootPrincipal(), ...rightOptions }),
    props: { assumedBy: 'object', ...chainingOptions },
    optional: Object.keys(chainingOptions),
  },
  InstanceProfileRole: {
    call: (props) => new InstanceProfileRole(fresh(), 'Role', props),
    right: () => rightOptions,
    props: chainingOptions,
    optional: Object.keys(chainingOptions),
  },
  ServiceAccountRole: {
    call: (props: { oidcProvider?: unknown } | undefined) => {
      const stack = fresh();
      const oidcProvider = OidcProviders.fromIssuer(stack, 'Oidc', ISSUER);
      // The right one stands in the stack of the role.
      const isRight = props?.oidcProvider === RIGHT;
      return new ServiceAccountRole(stack, 'Role', (isRight ? { ...props, oidcProvider } : props) as never);
    },
    right: () => ({ oidcProvider: RIGHT, serviceAccounts }),
    props: { oidcProvider: 'object', serviceAccounts: 'list', audiences: 'list', ...chainingOptions },
    optional: ['audiences', ...Object.keys(chainingOptions)],
  },
  PodIdentityRole: {
    call: (props) => new PodIdentityRole(fresh(), 'Role', props),
    right: () => ({ serviceAccounts, anyCluster: true }),
    props: { serviceAccounts: 'list', anyCluster: 'flag', associate: 'flag', ...chainingOptions },
    optional: ['associate', ...Object.keys(chainingOptions)],
  },
  ResourceRole: {
    call: (props: { chainingRoles?: unknown } | undefined) => {
      const stack = fresh();
      const isRight = props?.chainingRoles === RIGHT;
      const chainingRoles = [new InstanceProfileRole(stack, 'Head')];
      return new ResourceRole(stack, 'Role', (isRight ? { ...props, chainingRoles } : props) as never);
    },
    right: () => ({ chainingRoles: RIGHT }),
    props: { chainingRoles: 'list', inlinePolicies: 'map', ...roleOptions, ...trustOptions },
    optional: ['inlinePolicies', ...Object.keys(roleOptions), ...Object.keys(trustOptions)],
  },
};

const RIGHT = ['right'];

test.each(Object.entries(calls))('%s tells callers without types which prop is wrong', (_, call) => {
  expect(problemsOfUntyped(call)).toEqual([]);
});

describe('options', () => {
  const arn = 'arn:aws:iam::444455556666:role/theirs';
  const given: Record<string, (options: never) => unknown> = {
    'ResourceRole.trustStatements': (options) =>
      ResourceRole.trustStatements([new InstanceProfileRole(fresh(), 'Head')], options),
    'ChainingRole.fromChainingRoleArn': (options) => ChainingRole.fromChainingRoleArn(fresh(), 'Theirs', arn, options),
    'ChainingRole.fromRole': (options) =>
      ChainingRole.fromRole(fresh(), 'Theirs', iam.Role.fromRoleArn(fresh(), 'Role', arn), options),
    RoleChainingChecks: (options) => new RoleChainingChecks(options),
  };

  test.each(Object.entries(given))('of %s are an object', (_, call) => {
    for (const wrong of [null, 7, 'text', [], new Map()]) {
      expect(() => call(wrong as never)).toThrow(/(options|props) is .*: an object is expected\./);
    }
    expect(() => call({} as never)).not.toThrow();
  });

  test('of the checks give severities by rule', () => {
    for (const severities of [null, 7, 'error', ['error'], new Map()]) {
      expect(() => new RoleChainingChecks({ severities } as never)).toThrow('RoleChainingChecks: severities is');
    }
    expect(() => new RoleChainingChecks({ severities: {} })).not.toThrow();
  });
});

test.each([null, undefined, 7, 'text', {}])('a snapshot is taken of a construct, not of %p', (scope) => {
  expect(() => PolicySnapshot.of(scope as never)).toThrow('cdk-iam-role-chaining/testing: the scope is');
});

test('a map of conditions or policies is not taken for an object without any', () => {
  const make = (props: object) => () => {
    const stack = fresh();
    new ResourceRole(stack, 'Role', { chainingRoles: [new InstanceProfileRole(stack, 'Head')], ...props });
  };
  expect(make({ conditions: new Map([['StringEquals', { 'aws:PrincipalTag/team': 'a' }]]) })).toThrow(
    'Stack/Role: conditions is a Map or a Set: a map is allowed, as a plain object, with keys',
  );
  expect(make({ conditions: { StringEquals: new Map() } })).toThrow('conditions.StringEquals is a Map or a Set');
  expect(make({ conditions: { StringEquals: { 'aws:PrincipalTag/team': 'a' } } })).not.toThrow();
  expect(make({ inlinePolicies: new Map([['own', new iam.PolicyDocument()]]) })).toThrow(
    'Stack/Role: inlinePolicies is a Map or a Set: an object is expected.',
  );
  expect(make({ trust: ChainTrust.accountRoot(), inlinePolicies: {} })).not.toThrow();
});

test.each([
  [
    'description',
    'x'.repeat(1001),
    'x'.repeat(1000),
    'text of at most 1,000 characters, none of them beyond "ÿ" or for control',
  ],
  ['description', '😀', 'ÿ', 'text of at most 1,000 characters'],
  ['description', '\u0000', '\n', 'text of at most 1,000 characters'],
  ['maxSessionDuration', Duration.minutes(59), Duration.minutes(60), 'a Duration of 1 to 12 hours'],
  ['maxSessionDuration', Duration.hours(13), Duration.hours(12), 'a Duration of 1 to 12 hours'],
  ['maxSessionDuration', Duration.millis(1), Duration.hours(1), 'a Duration of 1 to 12 hours'],
  ['maxSessionDuration', Duration.millis(3_600_500), Duration.millis(3_601_000), 'a Duration of 1 to 12 hours'],
  [
    'maxSessionDuration',
    Duration.seconds(Lazy.number({ produce: () => 3600 })),
    Duration.hours(1),
    'a Duration of 1 to 12 hours, in whole seconds and no token',
  ],
])('%s is checked where it is given', (prop, wrong, right, text) => {
  const make = (value: unknown) => () => new InstanceProfileRole(fresh(), 'Role', { [prop]: value });
  expect(make(wrong)).toThrow(new RegExp(`^Stack/Role: ${prop} is .*: give ${text}`));
  expect(make(right)).not.toThrow();
});

test('a group is no principal of a trust', () => {
  const make = (assumedBy: (stack: ReturnType<typeof fresh>) => iam.IPrincipal) => () => {
    const stack = fresh();
    new ChainingRole(stack, 'Role', { assumedBy: assumedBy(stack) });
  };
  expect(make((stack) => new iam.Group(stack, 'Group'))).toThrow(
    'Stack/Role: assumedBy is the construct Stack/Group: give a principal, no group, such as',
  );
  expect(make((stack) => new iam.User(stack, 'User'))).not.toThrow();
});

test('null is no way to leave out a list', () => {
  const oidcProvider = (stack: ReturnType<typeof fresh>) => OidcProviders.fromIssuer(stack, 'Oidc', ISSUER);
  const pods = (props: object) => () => {
    const stack = fresh();
    new ServiceAccountRole(stack, 'Role', { oidcProvider: oidcProvider(stack), ...props });
  };
  const patterns = [{ namespace: 'team-*', name: '*' }];
  expect(pods({ serviceAccounts: null, serviceAccountPatterns: patterns })).toThrow('serviceAccounts is null');
  expect(pods({ serviceAccounts, serviceAccountPatterns: null })).toThrow('serviceAccountPatterns is null');
  expect(pods({ serviceAccounts, serviceAccountPatterns: undefined })).not.toThrow();
  const open = (resourceRoleAccounts: unknown) => () =>
    new InstanceProfileRole(fresh(), 'Role', { resourceRolePath: '/data/', resourceRoleAccounts } as never);
  expect(open(null)).toThrow('resourceRoleAccounts is null');
  expect(open(undefined)).not.toThrow();
});

test('a cluster is named by what stands for one', () => {
  const make = (cluster: unknown) => () => new PodIdentityRole(fresh(), 'Role', { serviceAccounts, cluster } as never);
  for (const wrong of [null, 7, 'platform', [], {}]) expect(make(wrong)).toThrow('cluster');
  expect(() => {
    const stack = fresh();
    const cluster = eks.CfnCluster.fromClusterName(stack, 'Cluster', 'platform');
    new PodIdentityRole(stack, 'Role', { serviceAccounts, cluster });
  }).not.toThrow();
});
