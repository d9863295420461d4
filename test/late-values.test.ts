import {
  App,
  Aws,
  CfnCondition,
  CfnParameter,
  Fn,
  Lazy,
  SecretValue,
  Stack,
  aws_ec2 as ec2,
  aws_eks as eks,
  aws_iam as iam,
  aws_kms as kms,
  aws_s3 as s3,
} from 'aws-cdk-lib';
import {
  AccessLevel,
  AthenaAccess,
  ChainingRole,
  ChainTrust,
  DynamoDbAccess,
  GlueAccess,
  InstanceProfileRole,
  KmsAccess,
  KmsAccessLevel,
  OidcProviders,
  PodIdentityRole,
  ResourceRole,
  S3Access,
  SecretsManagerAccess,
  ServiceAccountRole,
  type TrustOptions,
} from '../lib';
import { CrossAccountPolicy, CrossAccountRole, InstanceProfilePolicy, RedshiftAccess } from '../lib/hopsworks';
import { DualRoles } from '../lib/qubole';
import { ISSUER, newStack, PLATFORM } from './support';

const level = AccessLevel.READ;
const exact = [{ namespace: 'hopsworks', name: 'instance' }];
const head = (stack: Stack) => new InstanceProfileRole(stack, 'Head');
const role = (stack: Stack, props: object = {}) =>
  new ResourceRole(stack, 'Role', { chainingRoles: [head(stack)], ...props });
const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/';
const bucketOf = (stack: Stack, name: string, id = 'Bucket') => s3.Bucket.fromBucketName(stack, id, name);

interface Taker {
  /** Takes the name of one thing. */
  readonly take: (stack: Stack, name: string) => unknown;
  /** What fits. */
  readonly right: string;
  /** Where the error says that the token is. */
  readonly where: string;
}

/** Everywhere that a name goes into a policy. */
const TAKERS: Record<string, Taker> = {
  'S3Access bucket': {
    take: (stack, bucket) => S3Access.grant(role(stack), { bucket, level }),
    right: 'lake',
    where: 'the resources of the statement ListObjects',
  },
  'S3Access account': {
    take: (stack, account) => S3Access.grant(role(stack), { bucket: 'lake', account, level }),
    right: PLATFORM.account,
    where: 'the condition StringEquals "aws:ResourceAccount" of the statement ListObjects',
  },
  'S3Access region': {
    take: (stack, region) => S3Access.grant(role(stack), { bucket: 'lake', region, kmsKeyArn: `${KEY}a`, level }),
    right: 'eu-west-1',
    where: 'the condition StringLike "kms:ViaService" of the statement UseKey',
  },
  'S3Access kmsKeyArn': {
    take: (stack, kmsKeyArn) => S3Access.grant(role(stack), { bucket: 'lake', kmsKeyArn, level }),
    right: `${KEY}a`,
    where: 'the resources of the statement UseKey',
  },
  'GlueAccess databases': {
    take: (stack, database) => GlueAccess.grant(role(stack), { databases: [database], level }),
    right: 'ledger',
    where: 'the resources of the statement ReadTables',
  },
  'AthenaAccess workgroup': {
    take: (stack, workgroup) => AthenaAccess.grant(role(stack), { workgroup, resultsLocation: { bucket: 'results' } }),
    right: 'analysts',
    where: 'the resources of the statement RunQueries',
  },
  'AthenaAccess results': {
    take: (stack, bucket) => AthenaAccess.grant(role(stack), { workgroup: 'analysts', resultsLocation: { bucket } }),
    right: 'results',
    where: 'the resources of the statement ListResults',
  },
  'DynamoDbAccess table': {
    take: (stack, name) =>
      DynamoDbAccess.grant(role(stack), { table: `arn:aws:dynamodb:eu-west-1:111122223333:table/${name}`, level }),
    right: 'ledger',
    where: 'the resources of the statement ReadItems',
  },
  'SecretsManagerAccess secretArn': {
    take: (stack, secretArn) => SecretsManagerAccess.grant(role(stack), { secretArn }),
    right: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:a',
    where: 'the resources of the statement ReadSecret',
  },
  'KmsAccess keyArn': {
    take: (stack, keyArn) => KmsAccess.grant(role(stack), { keyArn, level: KmsAccessLevel.DECRYPT }),
    right: `${KEY}a`,
    where: 'the resources of the statement Decrypt',
  },
  'RedshiftAccess clusterIdentifier': {
    take: (stack, clusterIdentifier) =>
      RedshiftAccess.grantProvisioned(role(stack), { clusterIdentifier, dbUsers: ['a'], dbNames: ['b'] }),
    right: 'analytics',
    where: 'the resources of the statement ConnectToRedshift',
  },
  'a grant to a plain role': {
    take: (stack, bucket) =>
      S3Access.grant(new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() }), { bucket, level }),
    right: 'lake',
    where: 'the resources of the statement ListObjects',
  },
  'CrossAccountPolicy vpcs': {
    take: (stack, vpcId) =>
      new CrossAccountRole(stack, 'Vendor', {
        vendorAccountId: '999988887777',
        externalId: 'id',
        policy: CrossAccountPolicy.lockedTo({
          vpcs: [ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId, availabilityZones: ['a'] })],
          instanceProfiles: [head(stack).instanceProfile],
        }),
      }),
    right: 'vpc-1',
    where: 'the condition ArnEquals "ec2:Vpc" of the statement',
  },
  'InstanceProfilePolicy bucket': {
    take: (stack, name) =>
      new iam.ManagedPolicy(stack, 'Policy', {
        roles: [head(stack)],
        document: InstanceProfilePolicy.forCluster({ bucket: bucketOf(stack, name) }),
      }),
    right: 'blocks',
    where: 'the resources of the statement ListObjects',
  },
  'InstanceProfilePolicy clusterId': {
    take: (stack, clusterId) => InstanceProfilePolicy.forCluster({ bucket: bucketOf(stack, 'blocks'), clusterId }),
    right: 'c1',
    where: 'the resources of the statement',
  },
  'InstanceProfilePolicy region, without a bucket': {
    take: (stack, region) =>
      new iam.ManagedPolicy(stack, 'Policy', {
        roles: [head(stack)],
        document: InstanceProfilePolicy.forCluster({ storage: false, region }),
      }),
    right: 'eu-west-1',
    where: 'the resources of the statement',
  },
  'the external id of a resource role': {
    take: (stack, externalId) => role(stack, { externalId }),
    right: 'team-7',
    where: 'the condition StringEquals "sts:ExternalId" of the statement AllowChainingRoles',
  },
  'the organization of a resource role': {
    take: (stack, organizationId) => role(stack, { organizationId }),
    right: 'o-a1b2c3d4e5',
    where: 'the condition StringEquals "aws:PrincipalOrgID" of the statement AllowChainingRoles',
  },
  'the external id of a trust that is handed on': {
    take: (stack, externalId) => {
      handOn(stack, { externalId });
    },
    right: 'team-7',
    where: 'externalId',
  },
  'the external id of a vendor': {
    take: (stack, externalId) =>
      new CrossAccountRole(stack, 'Vendor', {
        vendorAccountId: '999988887777',
        externalId,
        policy: CrossAccountPolicy.unrestricted(),
      }),
    right: 'team-7',
    where: 'the condition StringEquals "sts:ExternalId" of the statement AllowControlPlane',
  },
  'the namespace of a Pod Identity role': {
    take: (stack, namespace) =>
      new PodIdentityRole(stack, 'Pods', { anyCluster: true, serviceAccounts: [{ namespace, name: 'instance' }] }),
    right: 'hopsworks',
    where: 'a namespace of serviceAccounts',
  },
  'the name of a service account': {
    take: (stack, name) => pods(stack, { serviceAccounts: [{ namespace: 'hopsworks', name }] }),
    right: 'instance',
    where: 'a name of serviceAccounts',
  },
  'the namespace of a pattern': {
    take: (stack, namespace) => pods(stack, { serviceAccountPatterns: [{ namespace, name: 'worker-*' }] }),
    right: 'hopsworks',
    where: 'serviceAccountPatterns',
  },
  'an audience': {
    take: (stack, audience) => pods(stack, { serviceAccounts: exact, audiences: [audience] }),
    right: 'sts.amazonaws.com',
    where: 'audiences',
  },
  'DualRoles defaultLocation': {
    take: (stack, name) => dualRoles(stack, { defaultLocation: { bucket: bucketOf(stack, name) } }),
    right: 'results',
    where: 'the bucket of defaultLocation',
  },
  'DualRoles dataLocations': {
    take: (stack, name) => dualRoles(stack, { dataLocations: [{ bucket: bucketOf(stack, name) }] }),
    right: 'data',
    where: 'the bucket of dataLocations[0]',
  },
  'DualRoles ebsKmsKeys': {
    take: (stack, id) => dualRoles(stack, { ebsKmsKeys: [kms.Key.fromKeyArn(stack, 'Key', `${KEY}${id}`)] }),
    right: 'a',
    where: 'ebsKmsKeys',
  },
  'the ARN of a chaining role': {
    take: (stack, arn) => role(stack, { chainingRoles: [ChainingRole.fromChainingRoleArn(stack, 'Theirs', arn)] }),
    right: 'arn:aws:iam::444455556666:role/theirs',
    where: 'the principal of the statement AllowChainingRoles',
  },
  'the name of a chaining role': {
    take: (stack, name) =>
      role(stack, {
        chainingRoles: [ChainingRole.fromChainingRoleArn(stack, 'Theirs', `arn:aws:iam::444455556666:role/${name}`)],
      }),
    right: 'theirs',
    where: 'the principal of the statement AllowChainingRoles',
  },
  'the name of a chaining role in a condition': {
    take: (stack, name) =>
      role(stack, {
        trust: ChainTrust.accountRoot(),
        chainingRoles: [ChainingRole.fromChainingRoleArn(stack, 'Theirs', `arn:aws:iam::444455556666:role/${name}`)],
      }),
    right: 'theirs',
    where: 'the condition ArnEquals "aws:PrincipalArn" of the statement AllowChainingRoles',
  },
  'the ARN of a role to become': {
    take: (stack, arn) => head(stack).allowAssuming(iam.Role.fromRoleArn(stack, 'Theirs', arn)),
    right: 'arn:aws:iam::444455556666:role/theirs',
    where: 'the ARN of a role to assume',
  },
  'the name of a role to become': {
    take: (stack, name) =>
      head(stack).allowAssuming(iam.Role.fromRoleArn(stack, 'Theirs', `arn:aws:iam::444455556666:role/${name}`)),
    right: 'theirs',
    where: 'the ARN of a role to assume',
  },
  'the cluster of a Pod Identity role': {
    take: (stack, name) =>
      new PodIdentityRole(stack, 'Pods', {
        cluster: eks.CfnCluster.fromClusterName(stack, 'Cluster', name),
        serviceAccounts: exact,
      }),
    right: 'platform',
    where: 'the condition ArnEquals "aws:SourceArn" of the statement AllowEksPodIdentity',
  },
  'the account of a vendor': {
    take: (stack, vendorAccountId) =>
      new CrossAccountRole(stack, 'Vendor', {
        vendorAccountId,
        externalId: 'id',
        policy: CrossAccountPolicy.unrestricted(),
      }),
    right: '999988887777',
    where: 'the principal of the statement AllowControlPlane',
  },
  'a boundary': {
    take: (stack, arn) =>
      role(stack, { permissionsBoundary: iam.ManagedPolicy.fromManagedPolicyArn(stack, 'Policy', arn) }),
    right: 'arn:aws:iam::aws:policy/PowerUserAccess',
    where: 'its permissionsBoundary',
  },
  'a managed policy': {
    take: (stack, arn) =>
      role(stack, { managedPolicies: [iam.ManagedPolicy.fromManagedPolicyArn(stack, 'Policy', arn)] }),
    right: 'arn:aws:iam::aws:policy/PowerUserAccess',
    where: 'its managedPolicies',
  },
};

function pods(stack: Stack, props: object): ServiceAccountRole {
  return new ServiceAccountRole(stack, 'Pods', {
    oidcProvider: OidcProviders.fromIssuer(stack, 'Oidc', ISSUER),
    ...props,
  });
}

function handOn(stack: Stack, options: TrustOptions): void {
  const plain = new iam.Role(stack, 'Plain', { assumedBy: new iam.AccountRootPrincipal() });
  plain.assumeRolePolicy?.addStatements(...ResourceRole.trustStatements([head(stack)], options));
}

function dualRoles(stack: Stack, props: object): DualRoles {
  return new DualRoles(stack, 'Roles', {
    vendorAccountId: DualRoles.PUBLISHED_ACCOUNT_ID,
    externalId: 'id',
    defaultLocation: { bucket: bucketOf(stack, 'results', 'Results') },
    dataLocations: [{ bucket: bucketOf(stack, 'data', 'Data') }],
    ...props,
  });
}

function synthOf(make: (stack: Stack) => unknown): () => unknown {
  const stack = newStack(PLATFORM);
  make(stack);
  return () => (stack.node.root as App).synth();
}

/** CDK refuses a list as a boundary, and CloudFormation one inside of a text. */
const NO_LISTS = ['a boundary', 'the account of a vendor'];

describe.each(Object.entries(TAKERS))('%s, from a token', (name, { take, right, where }) => {
  const given = (value: unknown) => synthOf((stack) => take(stack, Lazy.string({ produce: () => value as string })));

  test.each([
    ['"*"', '*'],
    ['"a*"', 'a*'],
    ['"${aws:username}"', '${aws:username}'],
  ])('may not come to %s', (shown, value) => {
    expect(given(value)).toThrow(`a token in ${where}`);
    const what = where.startsWith('the principal of the statement AllowControlPlane')
      ? 'a text with a wildcard or a policy variable'
      : shown;
    expect(given(value)).toThrow(`is ${what} at synth, where one thing is to be named. Give a value that names it`);
  });

  test.each([undefined, ''])('may not come to nothing: %p', (value) => {
    expect(given(value)).toThrow(
      /(is nothing at synth, where one thing is to be named|is empty at synth, because a token)/,
    );
  });

  test('may not come to a list', () => {
    if (NO_LISTS.includes(name)) return;
    expect(given(['a', 'b'])).toThrow(`a token in ${where}`);
    expect(given(['a', 'b'])).toThrow('is a list at synth, where one thing is to be named.');
  });

  test('may come to what fits, or be known at deployment only', () => {
    expect(given(right)).not.toThrow();
  });
});

test('what the deployment fills in is left to it', () => {
  const parameter = (stack: Stack) => new CfnParameter(stack, 'Name').valueAsString;
  expect(synthOf((stack) => S3Access.grant(role(stack), { bucket: parameter(stack), level }))).not.toThrow();
  expect(synthOf((stack) => S3Access.grant(role(stack), { bucket: Fn.importValue('bucket'), level }))).not.toThrow();
  const joined = (text: string) => (stack: Stack) =>
    S3Access.grant(role(stack), {
      bucket: Lazy.string({ produce: () => Fn.join('', [text, parameter(stack)]) }),
      level,
    });
  expect(synthOf(joined('lake-'))).not.toThrow();
  expect(synthOf(joined('*-'))).toThrow('is a text with a wildcard or a policy variable at synth');
  const before = (separator: string, text: string) => (stack: Stack) =>
    S3Access.grant(role(stack), {
      bucket: Fn.select(0, Fn.split(separator, Fn.join('', [text, parameter(stack)]))),
      level,
    });
  expect(synthOf(before('?', 'lake-'))).not.toThrow();
  expect(synthOf(before('?', '*-'))).toThrow('is a text with a wildcard or a policy variable at synth');
});

test('a policy may be left out on a condition of the deployment, and no name of anything else', () => {
  const given = (prop: string, make: (policy: iam.IManagedPolicy) => unknown, ...branches: [string, string]) =>
    synthOf((stack) => {
      const arn = Fn.conditionIf('IsProduction', ...branches).toString();
      new CfnCondition(stack, 'IsProduction', { expression: Fn.conditionEquals(Aws.REGION, 'eu-west-1') });
      role(stack, { [prop]: make(iam.ManagedPolicy.fromManagedPolicyArn(stack, 'Policy', arn)) });
    });
  const policy = 'arn:aws:iam::aws:policy/PowerUserAccess';
  expect(given('permissionsBoundary', (each) => each, policy, Aws.NO_VALUE)).not.toThrow();
  expect(given('managedPolicies', (each) => [each], policy, Aws.NO_VALUE)).not.toThrow();
  expect(given('permissionsBoundary', (each) => each, 'arn:aws:iam::aws:policy/*', Aws.NO_VALUE)).toThrow(
    'a token in its permissionsBoundary is a text with a wildcard or a policy variable at synth',
  );
  const name = (stack: Stack) => Fn.conditionIf('IsProduction', 'lake', Aws.NO_VALUE).toString() + stack.account;
  expect(synthOf((stack) => S3Access.grant(role(stack), { bucket: name(stack), level }))).toThrow(
    'a token in the resources of the statement ListObjects is nothing at synth',
  );
});

test('so is a dynamic reference', () => {
  const secret = () => SecretValue.secretsManager('vendor').unsafeUnwrap();
  expect(synthOf((stack) => role(stack, { externalId: secret() }))).not.toThrow();
  expect(synthOf((stack) => role(stack, { roleName: secret() }))).not.toThrow();
  expect(synthOf((stack) => role(stack, { externalId: `a b${secret()}` }))).not.toThrow();
  const byArn = () =>
    SecretValue.secretsManager('arn:aws:secretsmanager:eu-west-1:111122223333:secret:a-AbCdEf').unsafeUnwrap();
  expect(synthOf((stack) => S3Access.grant(role(stack), { bucket: byArn(), level }))).not.toThrow();
  expect(synthOf((stack) => S3Access.grant(role(stack), { bucket: `lake-${byArn()}`, level }))).not.toThrow();
  const besides = (text: string) => Lazy.string({ produce: () => `${text}{{resolve:ssm:/lake}}` });
  expect(synthOf((stack) => S3Access.grant(role(stack), { bucket: besides('lake-'), level }))).not.toThrow();
  expect(synthOf((stack) => S3Access.grant(role(stack), { bucket: besides('*'), level }))).toThrow(
    'is "*{{resolve:ssm:/lake}}" at synth',
  );
  const late = () => Lazy.string({ produce: () => 'a b' });
  expect(synthOf((stack) => role(stack, { externalId: late() }))).toThrow('is "a b" at synth');
  expect(synthOf((stack) => role(stack, { roleName: late() }))).toThrow('is "a b" at synth');
});

test('an ARN does not come where a name stands', () => {
  const given = (value: string) =>
    synthOf((stack) => S3Access.grant(role(stack), { bucket: Lazy.string({ produce: () => value }), level }));
  expect(given('arn:aws:s3:::lake')).toThrow('ListObjects is "arn:aws:s3:::lake" at synth');
  expect(given('lake')).not.toThrow();
});

test('the value of a further condition may hold what its author wants, but not more of them', () => {
  const given = (value: unknown) =>
    synthOf((stack) =>
      role(stack, {
        conditions: { StringLike: { 'aws:PrincipalTag/team': Lazy.string({ produce: () => value as string }) } },
      }),
    );
  expect(given('finance-*')).not.toThrow();
  expect(given(['finance', 'ops'])).toThrow(
    'a token in the condition StringLike "aws:PrincipalTag/team" of the statement AllowChainingRoles is a list at synth',
  );
});

test.each([
  ['roleName', '*', 'named', 'name'],
  ['roleName', 'x'.repeat(65), 'x'.repeat(64), 'name'],
  ['path', '/a*/', '/a/', 'path'],
  ['path', 'a', '/', 'path'],
])('%s from a token may not come to %s', (prop, wrong, right, what) => {
  const given = (value: string) => synthOf((stack) => role(stack, { [prop]: Lazy.string({ produce: () => value }) }));
  expect(given(wrong)).toThrow(
    `Stack/Role: the token that was given as its ${prop} is "${wrong}" at synth, which is no ${what} of a role.`,
  );
  expect(given(right)).not.toThrow();
});
