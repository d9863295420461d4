import { App, Aws, CfnParameter, Fn, Lazy, Stack, Stage, aws_eks as eks, aws_iam as iam } from 'aws-cdk-lib';
import {
  ChainTrust,
  ChainingRole,
  InstanceProfileRole,
  PodIdentityRole,
  ResourceRole,
  OidcProviders,
  ServiceAccountRole,
} from '../lib';
import { FINANCE, ISSUER, PLATFORM, newStack } from './support';

const exact = [{ namespace: 'hopsworks', name: 'instance' }];

/** Each mistake with the whole first words of its error, and the same call without the mistake. */
interface Case {
  readonly make: (stack: Stack) => unknown;
  readonly error: string;
  readonly right: (stack: Stack) => unknown;
}

const oidc = (stack: Stack) => OidcProviders.fromIssuer(stack, 'Oidc', ISSUER);
const pods = (serviceAccounts: { namespace: string; name: string }[]) => (stack: Stack) =>
  new ServiceAccountRole(stack, 'Pods', { oidcProvider: oidc(stack), serviceAccounts });
const patterns = (serviceAccountPatterns: { namespace: string; name: string }[]) => (stack: Stack) =>
  new ServiceAccountRole(stack, 'Pods', { oidcProvider: oidc(stack), serviceAccountPatterns });
const podIdentity = (props: Partial<ConstructorParameters<typeof PodIdentityRole>[2]>) => (stack: Stack) =>
  new PodIdentityRole(stack, 'Pods', { serviceAccounts: exact, anyCluster: true, ...props });
const cluster = (arn: string) => (stack: Stack) =>
  new PodIdentityRole(stack, 'Pods', {
    serviceAccounts: exact,
    cluster: eks.CfnCluster.fromClusterArn(stack, 'Cluster', arn),
  });
const head = (props: ConstructorParameters<typeof InstanceProfileRole>[2]) => (stack: Stack) =>
  new InstanceProfileRole(stack, 'Head', props);
const resource = (props: Partial<ConstructorParameters<typeof ResourceRole>[2]>) => (stack: Stack) =>
  new ResourceRole(stack, 'S3', { chainingRoles: [head({})(stack)], ...props });
const imported = (arn: string) => (stack: Stack) => ChainingRole.fromChainingRoleArn(stack, 'Imported', arn);
const allowing = (arn: string) => (stack: Stack) => {
  new InstanceProfileRole(stack, 'Head').allowAssuming(iam.Role.fromRoleArn(stack, 'Theirs', arn, { mutable: true }));
};
const issuer = (url: string) => (stack: Stack) => OidcProviders.fromIssuer(stack, 'Oidc', url);
const providerArn = (arn: string) => (stack: Stack) =>
  new ServiceAccountRole(stack, 'Pods', {
    oidcProvider: iam.OidcProviderNative.fromOidcProviderArn(stack, 'Oidc', arn),
    serviceAccounts: exact,
  });
const inline = (document: iam.PolicyDocument, name = 'Read') => resource({ inlinePolicies: { [name]: document } });
const conditionsBy = (key: string) => ({ StringEquals: { [key]: 'a' } });
const assumedBy = (keys: object) => (stack: Stack) =>
  new ChainingRole(stack, 'Task', {
    assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com', { conditions: { StringEquals: keys } }),
  });
const statement = () => new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::lake/*'] });

const cases: Record<string, Case> = {
  'a principal whose condition key is a token': {
    make: assumedBy({ [Fn.importValue('key')]: 'a' }),
    error:
      "Stack/Task: assumedBy has a condition with a token as operator or key, which a template's object cannot hold",
    right: assumedBy({ 'aws:SourceAccount': Fn.importValue('value') }),
  },
  'an inline policy whose condition key is a token': {
    make: inline(
      new iam.PolicyDocument({
        statements: [
          new iam.PolicyStatement({
            actions: ['s3:*'],
            resources: ['*'],
            conditions: conditionsBy(Fn.importValue('k')),
          }),
        ],
      }),
    ),
    error: 'Stack/S3: inlinePolicies["Read"] has a condition with a token as operator or key',
    right: inline(
      new iam.PolicyDocument({
        statements: [
          new iam.PolicyStatement({
            actions: ['s3:*'],
            resources: ['*'],
            conditions: conditionsBy('aws:PrincipalTag/a'),
          }),
        ],
      }),
    ),
  },
  'a service account without namespace': {
    make: pods([{ name: 'instance' } as { namespace: string; name: string }]),
    error:
      'Stack/Pods: serviceAccounts holds a service account whose namespace is undefined: both namespace and name are needed, as text.',
    right: pods(exact),
  },
  'a pattern without name': {
    make: patterns([{ namespace: 'team-*' } as { namespace: string; name: string }]),
    error: 'Stack/Pods: serviceAccountPatterns holds a service account whose name is undefined',
    right: patterns([{ namespace: 'team-*', name: '*' }]),
  },
  'no chaining role': {
    make: resource({ chainingRoles: [] }),
    error: 'Stack/S3: chainingRoles is empty: give a list with at least one chaining role',
    right: resource({}),
  },
  'a role that trusts itself': {
    make: (stack) =>
      new ResourceRole(stack, 'S3', {
        chainingRoles: [imported('arn:aws:iam::111122223333:role/s3-role')(stack)],
        roleName: 's3-role',
      }),
    error:
      'Stack/S3: it is its own chaining role: Stack/Imported is the same role, or has the same name in the same account.',
    right: (stack) =>
      new ResourceRole(stack, 'S3', {
        chainingRoles: [imported('arn:aws:iam::444455556666:role/s3-role')(stack)],
        roleName: 's3-role',
      }),
  },
  'a chaining role that may assume itself': {
    make: (stack) => {
      const role = new InstanceProfileRole(stack, 'Head');
      role.allowAssuming(role);
    },
    error: 'Stack/Head: it is its own chaining role',
    right: (stack) => {
      new InstanceProfileRole(stack, 'Head').allowAssuming(new InstanceProfileRole(stack, 'Other'));
    },
  },
  'a wildcard in an exact namespace': {
    make: pods([{ namespace: '*', name: 'instance' }]),
    error: 'Stack/Pods: serviceAccounts holds "*", but these are compared exactly and a wildcard would match nothing.',
    right: pods(exact),
  },
  'a wildcard in an exact name': {
    make: pods([{ namespace: 'hopsworks', name: 'instance-?' }]),
    error: 'Stack/Pods: serviceAccounts holds "instance-?", but these are compared exactly',
    right: patterns([{ namespace: 'hopsworks', name: 'instance-?' }]),
  },
  'a wildcard for Pod Identity': {
    make: podIdentity({ serviceAccounts: [{ namespace: 'hopsworks', name: '*' }] }),
    error: 'Stack/Pods: serviceAccounts holds "*", but these are compared exactly',
    right: podIdentity({}),
  },
  'a namespace that Kubernetes does not allow': {
    make: pods([{ namespace: 'Hops', name: 'instance' }]),
    error: 'Stack/Pods: serviceAccounts holds the namespace "Hops", which Kubernetes does not allow: 1 to 63',
    right: pods([{ namespace: 'h'.repeat(63), name: 'instance' }]),
  },
  'a namespace that is too long': {
    make: pods([{ namespace: 'h'.repeat(64), name: 'instance' }]),
    error: 'which Kubernetes does not allow: 1 to 63',
    right: pods([{ namespace: 'h', name: 'instance' }]),
  },
  'a name that Kubernetes does not allow': {
    make: pods([{ namespace: 'hopsworks', name: 'in_stance' }]),
    error: 'Stack/Pods: serviceAccounts holds the name "in_stance", which Kubernetes does not allow: 1 to 253',
    right: pods([{ namespace: 'hopsworks', name: 'in.stance' }]),
  },
  'neither exact service account nor pattern': {
    make: pods([]),
    error: 'Stack/Pods: it has neither serviceAccounts nor serviceAccountPatterns',
    right: pods(exact),
  },
  'a pattern without wildcard': {
    make: patterns(exact),
    error: 'Stack/Pods: serviceAccountPatterns holds hopsworks/instance, which has no wildcard',
    right: patterns([{ namespace: 'hopsworks', name: 'instance*' }]),
  },
  'a pattern with illegal characters': {
    make: patterns([{ namespace: 'hopsworks', name: 'x:*' }]),
    error: 'Stack/Pods: serviceAccountPatterns holds "x:*"',
    right: patterns([{ namespace: 'hopsworks', name: 'x*' }]),
  },
  'an empty list of audiences': {
    make: (stack) =>
      new ServiceAccountRole(stack, 'Pods', { oidcProvider: oidc(stack), serviceAccounts: exact, audiences: [] }),
    error: 'Stack/Pods: audiences is empty',
    right: pods(exact),
  },
  'no service account for Pod Identity': {
    make: podIdentity({ serviceAccounts: [] }),
    error: 'Stack/Pods: serviceAccounts is empty',
    right: podIdentity({}),
  },
  'no cluster': {
    make: podIdentity({ anyCluster: undefined }),
    error: 'Stack/Pods: it has no cluster: give `cluster`, or `anyCluster: true`',
    right: podIdentity({ anyCluster: true }),
  },
  'a cluster and any cluster': {
    make: (stack) =>
      podIdentity({ cluster: eks.CfnCluster.fromClusterName(stack, 'Cluster', 'hopsworks'), anyCluster: true })(stack),
    error: 'Stack/Pods: it has both `cluster` and `anyCluster: true`',
    right: (stack) =>
      podIdentity({ cluster: eks.CfnCluster.fromClusterName(stack, 'Cluster', 'hopsworks'), anyCluster: false })(stack),
  },
  'an association with any cluster': {
    make: podIdentity({ associate: true }),
    error: 'Stack/Pods: `associate` needs `cluster`',
    right: (stack) =>
      podIdentity({
        cluster: eks.CfnCluster.fromClusterName(stack, 'Cluster', 'hopsworks'),
        anyCluster: false,
        associate: true,
      })(stack),
  },
  'a cluster of another account': {
    make: cluster('arn:aws:eks:eu-west-1:444455556666:cluster/hopsworks'),
    error: 'Stack/Pods: cluster is in account 444455556666 and the role in 111122223333',
    right: cluster('arn:aws:eks:us-east-1:111122223333:cluster/hopsworks'),
  },
  'a wildcard for the cluster': {
    make: cluster('arn:aws:eks:eu-west-1:111122223333:cluster/*'),
    error: 'Stack/Pods: cluster has the ARN "arn:aws:eks:eu-west-1:111122223333:cluster/*"',
    right: cluster('arn:aws:eks:eu-west-1:111122223333:cluster/h'),
  },
  'an ARN of a session': {
    make: imported('arn:aws:sts::111122223333:assumed-role/head/i-1'),
    error:
      'Stack/Imported: "arn:aws:sts::111122223333:assumed-role/head/i-1" is no role ARN. Allowed: arn:<partition>:iam::<12 digits>:role/<path and name>, without wildcards. This is a session of a role',
    right: imported('arn:aws:iam::111122223333:role/head'),
  },
  'an ARN of an instance profile': {
    make: imported('arn:aws:iam::111122223333:instance-profile/head'),
    error:
      'is no role ARN. Allowed: arn:<partition>:iam::<12 digits>:role/<path and name>, without wildcards. This is an instance profile',
    right: imported('arn:aws:iam::111122223333:role/path/to/head'),
  },
  'an ARN with a wildcard': {
    make: imported('arn:aws:iam::111122223333:role/hopsworks/*'),
    error: 'is no role ARN',
    right: imported('arn:aws:iam::111122223333:role/hopsworks/x'),
  },
  'an ARN with a short account': {
    make: imported('arn:aws:iam::11112222333:role/head'),
    error: 'is no role ARN',
    right: imported('arn:aws-cn:iam::111122223333:role/head'),
  },
  'a role name instead of an ARN': {
    make: imported('head'),
    error: 'Stack/Imported: "head" is no role ARN',
    right: imported('arn:aws:iam::111122223333:role/head'),
  },
  'a path without slashes': {
    make: head({ path: 'hopsworks' }),
    error: 'Stack/Head: path "hopsworks" is not allowed: it begins and ends with a slash',
    right: head({ path: '/hopsworks/' }),
  },
  'a path with a wildcard': {
    make: resource({ path: '/hopsworks*/' }),
    error: 'Stack/S3: path "/hopsworks*/" is not allowed',
    right: resource({ path: '/hopsworks/x/' }),
  },
  'a path that IAM keeps for AWS': {
    make: resource({ path: '/aws-reserved/data/' }),
    error: 'Stack/S3: path "/aws-reserved/data/" is not allowed: IAM keeps "/aws-reserved/" and "/aws-service-role/"',
    right: resource({ path: '/aws-reserved-not/data/' }),
  },
  'a path that is too long': {
    make: head({ path: `/${'p'.repeat(511)}/` }),
    error: 'has at most 512 characters',
    right: head({ path: `/${'p'.repeat(510)}/` }),
  },
  'a name over 64 characters': {
    make: resource({ roleName: 'n'.repeat(65) }),
    error: `Stack/S3: roleName "${'n'.repeat(65)}" (65 characters) is not allowed: 1 to 64 characters`,
    right: resource({ roleName: 'n'.repeat(64) }),
  },
  'a name with illegal characters': {
    make: head({ roleName: 'head node' }),
    error: 'Stack/Head: roleName "head node" (9 characters) is not allowed',
    right: head({ roleName: 'head_+=,.@-node' }),
  },
  'two roles of one name': {
    make: (stack) => [
      head({ roleName: 'Same', path: '/a/' })(stack),
      new InstanceProfileRole(stack, 'Other', { roleName: 'same' }),
    ],
    error: 'Stack/Other: the role name "same" is already taken by Stack/Head in the same account',
    right: (stack) => [
      head({ roleName: 'Same' })(stack),
      new InstanceProfileRole(stack, 'Other', { roleName: 'other' }),
    ],
  },
  'an external id that AWS rejects': {
    make: resource({ externalId: 'a b' }),
    error: 'Stack/S3: externalId "a b" (3 characters) is not allowed: 2 to 1,224 characters from',
    right: resource({ externalId: 'a:b/c=d,e.f@g+h_i-j' }),
  },
  'an external id of one character': {
    make: resource({ externalId: 'a' }),
    error: 'is not allowed: 2 to 1,224 characters',
    right: resource({ externalId: 'ab' }),
  },
  'an organization that is none': {
    make: resource({ organizationId: 'r-ab12' }),
    error: 'Stack/S3: organizationId "r-ab12" is not allowed: "o-" and 10 to 32',
    right: resource({ organizationId: 'o-a1b2c3d4e5' }),
  },
  'a condition without operator': {
    make: resource({ conditions: { 'aws:PrincipalOrgID': { o: 'o-a1b2c3d4e5' } } }),
    error: 'Stack/S3: conditions has "aws:PrincipalOrgID" where an IAM condition operator stands',
    right: resource({
      conditions: { 'ForAnyValue:StringLikeIfExists': { 'aws:PrincipalOrgPaths': ['o-a1b2c3d4e5/*'] } },
    }),
  },
  'a condition that a prop sets already': {
    make: resource({ externalId: 'ab', conditions: { StringEquals: { 'sts:externalid': 'cd' } } }),
    error: 'Stack/S3: conditions.StringEquals sets "sts:externalid", which externalId sets already',
    right: resource({ conditions: { StringEquals: { 'sts:externalid': 'cd' } } }),
  },
  'a condition that the account-root trust sets already': {
    make: resource({ trust: ChainTrust.accountRoot(), conditions: { ArnEquals: { 'aws:PrincipalArn': 'arn:x' } } }),
    error: 'Stack/S3: conditions.ArnEquals sets "aws:PrincipalArn", which trust: ChainTrust.accountRoot() sets already',
    right: resource({ conditions: { ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/head' } } }),
  },
  'a condition without value': {
    make: resource({ conditions: { StringEquals: { 'aws:PrincipalTag/team': [] } } }),
    error: 'Stack/S3: conditions.StringEquals has no value for "aws:PrincipalTag/team"',
    right: resource({ conditions: { StringEquals: { 'aws:PrincipalTag/team': ['data'] } } }),
  },
  'a trust revision that is no Sid': {
    make: resource({ trustRevision: '2026-11' }),
    error: 'Stack/S3: trustRevision "2026-11" is not allowed: 1 to 32 letters and digits',
    right: resource({ trustRevision: '202611' }),
  },
  'an empty inline policy': {
    make: inline(new iam.PolicyDocument()),
    error: 'Stack/S3: inlinePolicies["Read"] has no statement',
    right: inline(new iam.PolicyDocument({ statements: [statement()] })),
  },
  'an inline policy with an illegal name': {
    make: inline(new iam.PolicyDocument({ statements: [statement()] }), 'read all'),
    error: 'Stack/S3: inlinePolicies has the name "read all"',
    right: inline(new iam.PolicyDocument({ statements: [statement()] }), 'read-all'),
  },
  'an issuer that is no URL': {
    make: issuer('http://oidc.example.com/x y'),
    error: 'Stack/Oidc: "http://oidc.example.com/x y" is no issuer URL: https://<host>/<path>',
    right: issuer('https://oidc.example.com/x'),
  },
  'an EKS issuer without the cluster': {
    make: issuer('https://oidc.eks.eu-west-1.amazonaws.com'),
    error: 'Stack/Oidc: "https://oidc.eks.eu-west-1.amazonaws.com" lacks the cluster\'s own part',
    right: issuer('https://oidc.eks.eu-west-1.amazonaws.com/id/ABC'),
  },
  'a provider of another account': {
    make: providerArn('arn:aws:iam::444455556666:oidc-provider/oidc.example.com'),
    error:
      "Stack/Pods: oidcProvider is in account 444455556666 and the role in 111122223333. IAM finds providers in the role's own",
    right: providerArn('arn:aws:iam::111122223333:oidc-provider/oidc.example.com'),
  },
  'resourceRoleAccounts without a path': {
    make: head({ resourceRoleAccounts: ['444455556666'] }),
    error: 'Stack/Head: `resourceRoleAccounts` has no effect without `resourceRolePath`',
    right: head({ resourceRolePath: '/data/', resourceRoleAccounts: ['444455556666'] }),
  },
  'a wildcard account': {
    make: head({ resourceRolePath: '/data/', resourceRoleAccounts: ['*'] }),
    error: 'Stack/Head: resourceRoleAccounts holds "*": an account id has 12 digits',
    right: head({ resourceRolePath: '/data/', resourceRoleAccounts: ['444455556666'] }),
  },
  'every role as resourceRolePath': {
    make: head({ resourceRolePath: '/' }),
    error: 'Stack/Head: resourceRolePath "/" would take in every role',
    right: head({ resourceRolePath: '/data/' }),
  },
  "AWS's own roles as resourceRolePath": {
    make: head({ resourceRolePath: '/aws-service-role/' }),
    error: 'Stack/Head: resourceRolePath "/aws-service-role/" would take in every role or AWS\'s own',
    right: head({ resourceRolePath: '/data/aws-service-role/' }),
  },
  'a chaining role below its own resourceRolePath': {
    make: head({ path: '/data/platform/', resourceRolePath: '/data/' }),
    error: 'Stack/Head: it lies itself below resourceRolePath "/data/"',
    right: head({ path: '/platform/', resourceRolePath: '/data/' }),
  },
  'a wildcard account behind a token': {
    make: (stack) => {
      allowing(`arn:${Aws.PARTITION}:iam::*:role/x`)(stack);
    },
    error: 'Stack/Theirs: "arn:<token>:iam::*:role/x" is no role ARN',
    right: allowing(`arn:${Aws.PARTITION}:iam::444455556666:role/x`),
  },
  'a policy variable in an ARN': {
    make: allowing('arn:aws:iam::444455556666:role/${aws:PrincipalTag/team}/x'),
    error: 'is no role ARN',
    right: allowing('arn:aws:iam::444455556666:role/team/x'),
  },
  'an ARN that ends in a slash after many segments': {
    make: imported(`arn:aws:iam::111122223333:role/${'a/'.repeat(100)}${'x'.repeat(65)}`),
    error: 'is no role ARN',
    right: imported(`arn:aws:iam::111122223333:role/${'a/'.repeat(100)}${'x'.repeat(64)}`),
  },
  'a cluster name that is a wildcard, behind a token': {
    make: (stack) =>
      new PodIdentityRole(stack, 'Pods', {
        serviceAccounts: exact,
        cluster: eks.CfnCluster.fromClusterName(stack, 'Cluster', '*'),
      }),
    error: 'Stack/Pods: cluster has the ARN "arn:<token>:eks:eu-west-1:111122223333:cluster/*"',
    right: (stack) =>
      new PodIdentityRole(stack, 'Pods', {
        serviceAccounts: exact,
        cluster: eks.CfnCluster.fromClusterName(stack, 'Cluster', 'hopsworks'),
      }),
  },
  'a provider ARN with a space, behind a token': {
    make: providerArn(`arn:${Aws.PARTITION}:iam::111122223333:oidc-provider/oidc.example.com/a b`),
    error: 'oidcProvider has the ARN "arn:<token>:iam::111122223333:oidc-provider/oidc.example.com/a b"',
    right: providerArn(`arn:${Aws.PARTITION}:iam::111122223333:oidc-provider/oidc.example.com/ab`),
  },
  'an issuer with a port': {
    make: issuer('https://oidc.example.com:8443/x'),
    error: 'is no issuer URL: https://<host>/<path> without port',
    right: issuer('https://oidc.example.com/x'),
  },
  'a wildcard audience': {
    make: (stack) =>
      new ServiceAccountRole(stack, 'Pods', { oidcProvider: oidc(stack), serviceAccounts: exact, audiences: ['*'] }),
    error: 'Stack/Pods: audiences holds "*": these are compared exactly',
    right: (stack) =>
      new ServiceAccountRole(stack, 'Pods', { oidcProvider: oidc(stack), serviceAccounts: exact, audiences: ['a'] }),
  },
  'a list of audiences that is a token': {
    make: (stack) =>
      new ServiceAccountRole(stack, 'Pods', {
        oidcProvider: oidc(stack),
        serviceAccounts: exact,
        audiences: new CfnParameter(stack, 'Audiences', { type: 'CommaDelimitedList' }).valueAsList,
      }),
    error: 'Stack/Pods: audiences is a list known only at deployment',
    right: (stack) =>
      new ServiceAccountRole(stack, 'Pods', {
        oidcProvider: oidc(stack),
        serviceAccounts: exact,
        audiences: [new CfnParameter(stack, 'Audience').valueAsString],
      }),
  },
  'a service account twice': {
    make: podIdentity({ serviceAccounts: [...exact, ...exact] }),
    error: 'Stack/Pods: serviceAccounts holds "hopsworks", "instance" twice',
    right: podIdentity({ serviceAccounts: [...exact, { namespace: 'hopsworks', name: 'other' }] }),
  },
  'a condition key that is a token': {
    make: resource({ conditions: { StringEquals: { [Aws.ACCOUNT_ID]: 'x' } } }),
    error: 'Stack/S3: conditions.StringEquals has a token as key',
    right: resource({ conditions: { StringEquals: { 'aws:PrincipalAccount': Aws.ACCOUNT_ID } } }),
  },
  'a resourceRolePath that is a token': {
    make: (stack) => head({ resourceRolePath: new CfnParameter(stack, 'Path').valueAsString })(stack),
    error: 'Stack/Head: `resourceRolePath` and `path` must be literal',
    right: head({ resourceRolePath: '/data/' }),
  },
  'an account behind a token in resourceRoleAccounts': {
    make: head({ resourceRolePath: '/data/', resourceRoleAccounts: [Lazy.string({ produce: () => '*' })] }),
    error: 'Stack/Head: resourceRoleAccounts holds "<token>": an account id has 12 digits',
    right: (stack) => head({ resourceRolePath: '/data/', resourceRoleAccounts: [stack.account] })(stack),
  },
};

describe.each(Object.entries(cases))('%s', (_, { make, error, right }) => {
  test('is an error at the line that caused it', () => {
    expect(() => make(newStack(PLATFORM))).toThrow(error);
  });

  test('and right input is none', () => {
    const stack = newStack(PLATFORM);
    right(stack);
    expect(() => (stack.node.root as App).synth()).not.toThrow();
  });
});

describe('environments', () => {
  const build = (chaining: Stack, data: Stack, trust?: ChainTrust) =>
    new ResourceRole(data, 'S3', { chainingRoles: [new InstanceProfileRole(chaining, 'Head')], trust });

  test('one known account and one unknown cannot be compared', () => {
    const app = new App();
    const [platform, data] = [newStack(PLATFORM, 'Platform', app), newStack(undefined, 'Data', app)];
    expect(() => build(platform, data)).toThrow(
      'Data/S3: the account of Platform is known and that of Data is not, so it cannot be told whether the chain with Platform/Head ' +
        'crosses accounts. Give `env: { account }` to both stacks, or to neither.',
    );
  });

  test('no chain crosses partitions', () => {
    const app = new App();
    const platform = newStack(PLATFORM, 'Platform', app);
    const data = newStack({ ...FINANCE, region: 'cn-north-1' }, 'Data', app);
    expect(() => build(platform, data)).toThrow(
      'Data/S3: it is in partition "aws-cn" and its chaining role Platform/Head in "aws"',
    );
  });

  test('no order across Stages, but the account-root trust needs none', () => {
    const app = new App();
    const [one, two] = ['One', 'Two'].map((id) => new Stack(new Stage(app, id, { env: PLATFORM }), 'Stack'));
    expect(() => build(one!, two!)).toThrow(
      /Two\/Stack\/S3: it trusts One\/Stack\/Head, which must exist first, .* different Stages.* ChainTrust\.accountRoot\(\).*fromChainingRoleArn/,
    );
    const again = new App();
    const [three, four] = ['One', 'Two'].map((id) => new Stack(new Stage(again, id, { env: PLATFORM }), 'Stack'));
    build(three!, four!, ChainTrust.accountRoot());
    expect(() => again.synth()).not.toThrow();
  });

  test('a name that is a token works in its own stack, and is an error where another stack must compute it', () => {
    const app = new App();
    const [platform, data] = [newStack(PLATFORM, 'Platform', app), newStack(FINANCE, 'Data', app)];
    const roleName = new CfnParameter(platform, 'Name').valueAsString;
    const chaining = new InstanceProfileRole(platform, 'Head', { roleName });
    new ResourceRole(platform, 'Own', { chainingRoles: [chaining] });
    expect(() => new ResourceRole(data, 'S3', { chainingRoles: [chaining] })).toThrow(
      'Platform/Head: its name or path is not known at synth, so another stack (Data) cannot compute its ARN. Give it a literal `roleName` and',
    );
  });
});
