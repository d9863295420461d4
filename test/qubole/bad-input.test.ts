import { App, Aws, CfnParameter, Tags, aws_kms as kms, aws_s3 as s3, type Stack } from 'aws-cdk-lib';
import fc from 'fast-check';
import { qubole } from '../../lib';
import { FINANCE, PLATFORM, newStack } from '../support';
import { dualRoles, imported } from './support';

type Props = Partial<qubole.DualRolesProps>;
interface Case {
  readonly wrong: (stack: Stack) => Props;
  readonly error: string;
  readonly right: (stack: Stack) => Props;
}

const data =
  (prefix?: string, bucket = 'lake') =>
  (stack: Stack) => ({
    dataLocations: [{ bucket: imported(stack, bucket), prefix }],
  });
const home =
  (prefix?: string, bucket = 'lake') =>
  (stack: Stack) => ({
    defaultLocation: { bucket: imported(stack, bucket), prefix },
  });
const both = (one: (stack: Stack) => Props, other: (stack: Stack) => Props) => (stack: Stack) => ({
  ...one(stack),
  ...other(stack),
});
const named = (props: Props) => () => props;

const keyArn = (id: string, region = 'eu-west-1') => `arn:aws:kms:${region}:111122223333:key/${id}`;
const keyIn = (stack: Stack, region: string) =>
  kms.Key.fromKeyArn(stack, `Key${region}`, `arn:aws:kms:${region}:${PLATFORM.account}:key/a`);
const ebsKey = (id: string) => (stack: Stack) => ({ ebsKmsKeys: [kms.Key.fromKeyArn(stack, 'EbsKey', keyArn(id))] });
const ofLedger = (stack: Stack, region?: string, id = 'ledger') => ({
  dataLocations: [
    { bucket: imported(stack, 'ledger'), kmsKey: kms.Key.fromKeyArn(stack, 'LedgerKey', keyArn(id, region)) },
  ],
});

const cases: Record<string, Case> = {
  'no data location': {
    wrong: named({ dataLocations: [] }),
    error: 'Stack/Roles/SecondaryRole: dataLocations is empty: give the sensitive data',
    right: data('claims'),
  },
  'data below the default location': {
    wrong: both(home('results'), data('results/claims')),
    error: 'the data location lake/results/claims/ and the location lake/results/, which the Service role may use',
    right: both(home('results'), data('results-of-claims')),
  },
  'the default location below data': {
    wrong: both(home('claims/results'), data('claims')),
    error: 'the data location lake/claims/ and the location lake/claims/results/',
    right: both(home('claims-results'), data('claims')),
  },
  'one prefix twice, with and without a slash': {
    wrong: both(home('claims'), data('claims/')),
    error: 'the data location lake/claims/ and the location lake/claims/',
    right: both(home('claims', 'results'), data('claims/')),
  },
  'data in a bucket that is all default location': {
    wrong: both(home(), data('claims')),
    error: 'the data location lake/claims/ and the location lake/',
    right: both(home(undefined, 'results'), data('claims')),
  },
  'all of the bucket that holds the default location': {
    wrong: both(home('results'), data()),
    error: 'the data location lake/ and the location lake/results/',
    right: both(home('results'), data(undefined, 'ledger')),
  },
  'data in a non-secure location': {
    wrong: data('rain', 'weather'),
    error:
      'the data location weather/rain/ and the location weather/, which the Service role may use, have objects in common',
    right: data('rain', 'weather-data'),
  },
  'one bucket under two references': {
    wrong: (stack) => ({
      dataLocations: [{ bucket: s3.Bucket.fromBucketArn(stack, 'Again', 'arn:aws:s3:::lake'), prefix: 'results/a' }],
    }),
    error: 'the data location lake/results/a/ and the location lake/results/',
    right: (stack) => ({
      dataLocations: [{ bucket: s3.Bucket.fromBucketArn(stack, 'Again', 'arn:aws:s3:::lake'), prefix: 'claims' }],
    }),
  },
  'a bucket that is created under the name of an imported one': {
    wrong: (stack) => ({ dataLocations: [{ bucket: new s3.Bucket(stack, 'Made', { bucketName: 'weather' }) }] }),
    error: 'the data location weather/ and the location weather/',
    right: (stack) => ({ dataLocations: [{ bucket: new s3.Bucket(stack, 'Made', { bucketName: 'climate' }) }] }),
  },
  'a created bucket, its L1 and an import of its name': {
    wrong: (stack) => {
      const bucket = new s3.Bucket(stack, 'Made');
      return {
        defaultLocation: { bucket: s3.Bucket.fromBucketName(stack, 'Again', bucket.bucketName), prefix: 'a' },
        dataLocations: [{ bucket: bucket.node.defaultChild as s3.CfnBucket, prefix: 'a/b' }],
      };
    },
    error: 'Stack/Roles/SecondaryRole: the data location Stack/Made/Resource/a/b/ and the location Stack/Again/a/',
    right: (stack) => ({
      defaultLocation: { bucket: new s3.Bucket(stack, 'Other'), prefix: 'a' },
      dataLocations: [{ bucket: new s3.Bucket(stack, 'Made'), prefix: 'a/b' }],
    }),
  },
  'a leading slash': {
    wrong: data('/claims'),
    error:
      'Stack/Roles/SecondaryRole: dataLocations[0] has the prefix "/claims": 1 to 1,024 characters without a leading slash',
    right: data('claims'),
  },
  'an empty prefix': {
    wrong: data(''),
    error: 'has the prefix "": 1 to 1,024 characters',
    right: data('c'),
  },
  'a wildcard in a prefix': {
    wrong: home('results/*'),
    error: 'Stack/Roles: defaultLocation has the prefix "results/*"',
    right: home('results/'),
  },
  'a question mark in a prefix': { wrong: data('claim?'), error: 'has the prefix "claim?"', right: data('claim!') },
  'a policy variable in a prefix': {
    wrong: (stack) => ({ nonSecureLocations: [{ bucket: imported(stack, 'weather'), prefix: '${aws:username}/' }] }),
    error: 'Stack/Roles: nonSecureLocations[0] has the prefix "${aws:username}/"',
    right: (stack) => ({ nonSecureLocations: [{ bucket: imported(stack, 'weather'), prefix: '$aws:username/' }] }),
  },
  'a token as prefix': {
    wrong: (stack) => data(new CfnParameter(stack, 'Prefix').valueAsString)(stack),
    error: "dataLocations[0] has a token as prefix, which can't be compared",
    right: data('claims'),
  },
  'a wildcard in a bucket': {
    wrong: (stack) => ({ dataLocations: [{ bucket: s3.CfnBucket.fromBucketName(stack, 'B', 'led*') }] }),
    error: 'dataLocations[0] has the bucket "led*": give a general purpose bucket',
    right: (stack) => ({ dataLocations: [{ bucket: s3.CfnBucket.fromBucketName(stack, 'B', 'led') }] }),
  },
  'a directory bucket, whose objects have other ARNs': {
    wrong: data(undefined, 'ledger--euw1-az1--x-s3'),
    error: 'dataLocations[0] has the bucket "ledger--euw1-az1--x-s3": give a general purpose bucket',
    right: data(undefined, 'ledger--euw1-az1'),
  },
  ...Object.fromEntries(
    [
      'arn:aws:s3:eu-west-1:111122223333:accesspoint/ledger',
      'arn:aws:s3::111122223333:accesspoint/mfzwi23gnjvgw.mrap',
      'arn:aws:s3-object-lambda:eu-west-1:111122223333:accesspoint/ledger',
      'arn:aws:s3-outposts:eu-west-1:111122223333:outpost/op-1/bucket/ledger',
      'arn:aws:s3express:eu-west-1:111122223333:bucket/ledger',
      'arn:aws:dynamodb:eu-west-1:111122223333:table/ledger',
      'arn:aws:s3:::ledger/claims',
    ].map((arn): [string, Case] => [
      `the ARN ${arn}, which is no bucket's`,
      {
        wrong: (stack) => ({ dataLocations: [{ bucket: s3.Bucket.fromBucketArn(stack, 'B', arn) }] }),
        error: `dataLocations[0] has the bucket "${arn}": give a general purpose bucket, by its exact name or ARN`,
        right: (stack) => ({ dataLocations: [{ bucket: s3.Bucket.fromBucketArn(stack, 'B', 'arn:aws:s3:::ledger') }] }),
      },
    ]),
  ),
  'the alias of a key': {
    wrong: (stack) => ({
      dataLocations: [
        { bucket: imported(stack, 'ledger'), kmsKey: kms.Alias.fromAliasName(stack, 'K', 'alias/ledger') },
      ],
    }),
    error:
      'dataLocations[0] has the key "arn:<token>:kms:eu-west-1:111122223333:alias/ledger": give the ARN of the key itself',
    right: (stack) => ({
      dataLocations: [
        {
          bucket: imported(stack, 'ledger'),
          kmsKey: kms.Key.fromKeyArn(stack, 'K', 'arn:aws:kms:eu-west-1:111122223333:key/ledger'),
        },
      ],
    }),
  },
  'an account of eleven digits': {
    wrong: named({ vendorAccountId: '80524608587' }),
    error: 'Stack/Roles: vendorAccountId "80524608587" is not allowed: the 12 digits of the vendor',
    right: named({ vendorAccountId: Aws.ACCOUNT_ID }),
  },
  'an external id with a space': {
    wrong: named({ externalId: 'an id' }),
    error: 'Stack/Roles: externalId "an id" (5 characters) is not allowed',
    right: named({ externalId: 'an-id' }),
  },
  'no external id': {
    wrong: named({ externalId: undefined }),
    error: 'Stack/Roles: externalId is missing, got undefined: give the id that the caller will send.',
    right: named({ externalId: 'id' }),
  },
  'an empty external id': {
    wrong: named({ externalId: '' }),
    error: 'Stack/Roles: externalId "" (0 characters) is not allowed',
    right: named({ externalId: 'id' }),
  },
  'fleets that are to read no snapshots': {
    wrong: named({ heterogeneousClusters: true }),
    error:
      'Stack/Roles: heterogeneousClusters lets clusters read every snapshot of the account: EC2 does not check a fleet on the ' +
      'snapshots of its disks. Give `allowSnapshots: true` too if that may be so, else leave `heterogeneousClusters` out.',
    right: named({ heterogeneousClusters: true, allowSnapshots: true }),
  },
  'fleets that are told to read no snapshots': {
    wrong: named({ heterogeneousClusters: true, allowSnapshots: false }),
    error: 'Stack/Roles: heterogeneousClusters lets clusters read every snapshot',
    right: named({ heterogeneousClusters: true, asDocumented: true }),
  },
  'no key of volumes': {
    wrong: named({ ebsKmsKeys: [] }),
    error: 'Stack/Roles: ebsKmsKeys is empty: leave it out, or name at least one.',
    right: ebsKey('disks'),
  },
  'the alias of a key of volumes': {
    wrong: (stack) => ({ ebsKmsKeys: [kms.Alias.fromAliasName(stack, 'K', 'alias/disks')] }),
    error:
      'Stack/Roles: ebsKmsKeys holds "arn:<token>:kms:eu-west-1:111122223333:alias/disks": the ARN of a key itself is allowed',
    right: ebsKey('disks'),
  },
  'a key of volumes of another region': {
    wrong: (stack) => ({
      ebsKmsKeys: [kms.Key.fromKeyArn(stack, 'K', `arn:aws:kms:eu-central-1:${PLATFORM.account}:key/a`)],
    }),
    error: 'the instances are in eu-west-1, and EC2 uses keys of their region only.',
    right: ebsKey('disks'),
  },
  'a key of another region than the bucket of this app': {
    wrong: (stack) => ({
      defaultLocation: { bucket: new s3.Bucket(stack, 'B'), kmsKey: keyIn(stack, 'eu-central-1') },
    }),
    error: 'is not allowed: the bucket is in eu-west-1, and S3 uses keys of its region only.',
    right: (stack) => ({ defaultLocation: { bucket: new s3.Bucket(stack, 'B'), kmsKey: keyIn(stack, 'eu-west-1') } }),
  },
  'a key of volumes with the documented policies': {
    wrong: (stack) => ({ ...ebsKey('disks')(stack), asDocumented: true }),
    error:
      'Stack/Roles: ebsKmsKeys is given with asDocumented, but no document of Qubole has such a thing: leave one out.',
    right: named({ asDocumented: true }),
  },
  'a key of volumes that encrypts data too': {
    wrong: (stack) => ({ ...ebsKey('ledger')(stack), ...ofLedger(stack) }),
    error:
      'Stack/Roles/SecondaryRole: ebsKmsKeys holds the key of the data location ledger/, which the Service role is denied and would ' +
      'launch with. Encrypt volumes with another key.',
    right: (stack) => ({ ...ebsKey('disks')(stack), ...ofLedger(stack) }),
  },
  'a replica of a key of volumes that encrypts data': {
    wrong: (stack) => ({ ...ebsKey('mrk-1')(stack), ...ofLedger(stack, 'us-east-1', 'mrk-1') }),
    error: 'ebsKmsKeys holds the key of the data location ledger/',
    right: (stack) => ({ ...ebsKey('mrk-1')(stack), ...ofLedger(stack, 'us-east-1', 'mrk-2') }),
  },
  'equal names': {
    wrong: named({ serviceRoleName: 'same', secondaryRoleName: 'Same' }),
    error: 'Stack/Roles/SecondaryRole: the role name "Same" is already taken by Stack/Roles/ServiceRole',
    right: named({ serviceRoleName: 'same', secondaryRoleName: 'other' }),
  },
  'a reserved word in a Service role': {
    wrong: named({ serviceRoleName: 'qubole-service' }),
    error: 'Stack/Roles/ServiceRole: serviceRoleName "qubole-service" holds a word that Qubole reserves',
    right: named({ serviceRoleName: 'control-plane' }),
  },
  'a reserved word in a Secondary role': {
    wrong: named({ secondaryRoleName: 'MyQuboleCluster' }),
    error: 'Stack/Roles/SecondaryRole: secondaryRoleName "MyQuboleCluster" holds a word that Qubole reserves',
    right: named({ secondaryRoleName: 'MyCluster' }),
  },
  'a reserved word in a path': {
    wrong: named({ path: '/teams/Qubole/' }),
    error: 'Stack/Roles/ServiceRole: path "/teams/Qubole/" holds a word that Qubole reserves',
    right: named({ path: '/teams/' }),
  },
  'a name that IAM rejects': {
    wrong: named({ secondaryRoleName: 'my cluster' }),
    error: 'Stack/Roles/SecondaryRole: secondaryRoleName "my cluster" (10 characters) is not allowed',
    right: named({ secondaryRoleName: 'my-cluster' }),
  },
  'a path that IAM rejects': {
    wrong: named({ path: 'clusters' }),
    error: 'path "clusters" is not allowed',
    right: named({ path: '/clusters/' }),
  },
};

test.each(Object.entries(cases))('%s is refused', (_, { wrong, error, right }) => {
  const make = (props: (stack: Stack) => Props) => {
    const stack = newStack(PLATFORM);
    return () => dualRoles(props(stack), stack);
  };
  expect(make(wrong)).toThrow(error);
  expect(make(right)).not.toThrow();
});

test('further Secondary roles are held to the same', () => {
  const stack = newStack(PLATFORM);
  const roles = dualRoles({}, stack);
  const add = (id: string, props: Partial<qubole.SecondaryRoleProps>) => () =>
    roles.addSecondaryRole(id, { dataLocations: [{ bucket: imported(stack, 'fraud') }], ...props });
  const open = { dataLocations: [{ bucket: imported(stack, 'weather') }] };
  expect(add('A', { dataLocations: [] })).toThrow('Stack/Roles/A: dataLocations is empty');
  expect(add('B', open)).toThrow('Stack/Roles/B: the data location weather/ and the location weather/');
  expect(add('C', { roleName: 'qubole' })).toThrow('Stack/Roles/C: roleName "qubole" holds a word');
  expect(add('D', { roleName: 'cluster' })).toThrow('already taken by Stack/Roles/SecondaryRole');
  expect(add('E', {})).not.toThrow();
});

test('a reserved word in a tag is an error at synth', () => {
  const synth = (key: string, value: string) => () => {
    const stack = newStack(PLATFORM);
    dualRoles({}, stack);
    Tags.of(stack).add(key, value);
    (stack.node.root as App).synth();
  };
  expect(synth('vendor', 'Qubole')).toThrow('Stack/Roles/ServiceRole has the tag "vendor" = "Qubole"');
  expect(synth('qubole-cluster', 'yes')).toThrow('Stack/Roles/SecondaryRole has the tag "qubole-cluster" = "yes"');
  expect(synth('vendor', 'hadoop')).not.toThrow();
});

test('a derived name has no reserved word, whatever the constructs are called, and no two are equal', () => {
  const app = new App();
  const names = ['Qubole', 'my-qubole-stack', 'ququQubolebolebole', 'Other'].flatMap((id) => {
    const stack = newStack(FINANCE, id, app);
    const roles = dualRoles({ serviceRoleName: undefined, secondaryRoleName: undefined }, stack);
    return [roles.serviceRole, roles.secondaryRole].map(
      (role) => (role.node.defaultChild as { roleName?: string }).roleName,
    );
  });
  expect(names).toEqual([
    expect.stringMatching(/^Roles-ServiceRole-[0-9a-f]{8}$/),
    expect.stringMatching(/^Roles-SecondaryRole-[0-9a-f]{8}$/),
    expect.stringMatching(/^my-stack-Roles-ServiceRole-[0-9a-f]{8}$/),
    expect.stringMatching(/^my-stack-Roles-SecondaryRole-[0-9a-f]{8}$/),
    expect.stringMatching(/^Roles-ServiceRole-[0-9a-f]{8}$/),
    expect.stringMatching(/^Roles-SecondaryRole-[0-9a-f]{8}$/),
    expect.stringMatching(/^Other-Roles-ServiceRole-[0-9a-f]{8}$/),
    expect.stringMatching(/^Other-Roles-SecondaryRole-[0-9a-f]{8}$/),
  ]);
  expect(new Set(names).size).toBe(8);
});

test('two prefixes of a bucket are refused exactly when an object can lie below both', () => {
  const segment = fc.constantFrom('a', 'b', 'ab', 'a/b', 'ab/a', 'a/', 'b/a/');
  fc.assert(
    fc.property(segment, segment, (one, other) => {
      const below = (prefix: string) => (prefix.endsWith('/') ? prefix : `${prefix}/`);
      const share = below(one).startsWith(below(other)) || below(other).startsWith(below(one));
      const stack = newStack(PLATFORM);
      const make = expect(() => dualRoles(both(home(one), data(other))(stack), stack));
      if (share) make.toThrow('have objects in common');
      else make.not.toThrow();
    }),
    { numRuns: 30 },
  );
});
