import { CfnParameter, Lazy, type Stack, aws_kms as kms, aws_s3 as s3 } from 'aws-cdk-lib';
import fc from 'fast-check';
import { type IdentityCall, decide } from '../identity-simulator';
import { PROVED, isSubset } from '../proofs';
import { union } from '../proofs/language';
import {
  type IdentityPolicy,
  type IdentityStatement,
  actionsMatching,
  arnsLike,
  checkedOn,
} from '../service-authorization';
import { Deployed, PLATFORM, type PolicyDocument, list, newStack } from '../support';
import {
  CLAIMS,
  FRAUD,
  LEDGER,
  PUBLIC,
  RESULTS,
  FLEETS,
  deployRoles,
  dualRoles,
  expectNever,
  grant,
  imported,
} from './support';

const LAKE = 'arn:aws:s3:::lake';
const DATA_KEY = 'arn:aws:kms:eu-west-1:111122223333:key/data';
const FRAUD_KEY = 'arn:aws:kms:eu-west-1:111122223333:key/fraud';
const SHARED_KEY = 'arn:aws:kms:eu-west-1:111122223333:key/shared';
const CONTEXT = 'kms:EncryptionContext:aws:s3:arn';

/** Whatever somebody might grant to the Service role afterwards. */
const LATER = grant('s3:*', 's3-object-lambda:*', 's3files:*', 'kms:*', 'iam:PassRole');

/** Ledger and fraud have keys of their own; results and claims, in one bucket, share one. */
function rolesWithKeys() {
  const stack = newStack(PLATFORM);
  const kmsKey = (arn: string) => kms.Key.fromKeyArn(stack, arn, arn);
  const lake = { bucket: imported(stack, 'lake'), kmsKey: kmsKey(SHARED_KEY) };
  const roles = dualRoles(
    {
      defaultLocation: { ...lake, prefix: 'results' },
      dataLocations: [
        { ...lake, prefix: 'claims' },
        { bucket: imported(stack, 'ledger'), kmsKey: kmsKey(DATA_KEY) },
      ],
    },
    stack,
  );
  const other = roles.addSecondaryRole('Other', {
    dataLocations: [{ bucket: imported(stack, 'fraud'), kmsKey: kmsKey(FRAUD_KEY) }],
    roleName: 'other',
  });
  const deployed = new Deployed(stack);
  return {
    service: deployed.of(roles.serviceRole),
    cluster: deployed.of(roles.secondaryRole),
    other: deployed.of(other),
  };
}

const { service, cluster, other } = rolesWithKeys();
const everything = [...service.permissions, LATER];
const call = (action: string, resource: string, context: IdentityCall['context'] = {}) => ({
  action,
  resource,
  context,
});
const asService = (policies: IdentityCall['policies'], asked: ReturnType<typeof call>) =>
  decideWithKeys({ principal: service.arn, policies, ...asked });

/** What the policy of a key says that leaves it to IAM. */
const KEY_POLICY = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'kms:*', Resource: '*' },
  ],
};

/** The simulator knows no encryption contexts: this one gets the name of a key that it knows, in request and policies alike. */
function decideWithKeys(asked: IdentityCall): Promise<boolean> {
  const renamed = JSON.parse(
    JSON.stringify(asked).replaceAll(CONTEXT, 'kms:RecipientAttestation:ImageSha384'),
  ) as IdentityCall;
  const isOfKey = asked.action.startsWith('kms:');
  return decide({ ...renamed, ...(isOfKey && { resourcePolicy: KEY_POLICY }) });
}

describe('with everything of S3 and KMS granted to the Service role afterwards', () => {
  const accessPoint = 'arn:aws:s3:eu-west-1:111122223333:accesspoint/lake';
  test.each([
    ['reads an object', call('s3:GetObject', `${CLAIMS}a`)],
    ['reads an object of a bucket that is all data', call('s3:GetObject', `${LEDGER}/a`)],
    ["reads an object of another cluster's data", call('s3:GetObject', `${FRAUD}/a`)],
    ['reads an old version', call('s3:GetObjectVersion', `${CLAIMS}a`)],
    ['writes an object', call('s3:PutObject', `${CLAIMS}a`)],
    ['deletes an object', call('s3:DeleteObject', `${CLAIMS}a`)],
    ['changes an ACL', call('s3:PutObjectAcl', `${CLAIMS}a`)],
    ['reads beside all locations', call('s3:GetObject', 'arn:aws:s3:::lake/elsewhere')],
    ['reads what begins like the default location', call('s3:GetObject', 'arn:aws:s3:::lake/results-of-claims/a')],
    ['reads through an access point', call('s3:GetObject', `${accessPoint}/object/claims/a`)],
    ['lists through an access point', call('s3:ListBucket', accessPoint, { 's3:prefix': 'results/' })],
    ['makes an access point', call('s3:CreateAccessPoint', accessPoint)],
    [
      'reads through an object lambda access point',
      call('s3-object-lambda:GetObject', 'arn:aws:s3-object-lambda:eu-west-1:111122223333:accesspoint/redacted'),
    ],
    ['asks for an access grant', call('s3:GetDataAccess', 'arn:aws:s3:eu-west-1:111122223333:access-grants/default')],
    ['mounts a file system', call('s3files:ClientMount', 'arn:aws:s3files:eu-west-1:111122223333:file-system/fs-1')],
    ['starts a batch job', call('s3:CreateJob', '*')],
    ['lists the data', call('s3:ListBucket', LAKE, { 's3:prefix': 'claims/' })],
    ['lists a whole bucket', call('s3:ListBucket', LAKE)],
    ['lists with an empty prefix', call('s3:ListBucket', LAKE, { 's3:prefix': '' })],
    ['lists with a part of the prefix', call('s3:ListBucket', LAKE, { 's3:prefix': 'results' })],
    ['lists versions of the data', call('s3:ListBucketVersions', LAKE, { 's3:prefix': 'claims/' })],
    ['lists uploads in progress', call('s3:ListBucketMultipartUploads', LAKE)],
    ['lists a bucket that is all data', call('s3:ListBucket', LEDGER, { 's3:prefix': 'results/' })],
    ['writes the policy of a shared bucket', call('s3:PutBucketPolicy', LAKE)],
    ['replicates a shared bucket', call('s3:PutReplicationConfiguration', LAKE)],
    ['has a shared bucket inventoried', call('s3:PutInventoryConfiguration', LAKE)],
    ['has the objects of a shared bucket expire', call('s3:PutLifecycleConfiguration', LAKE)],
    ['deletes a shared bucket', call('s3:DeleteBucket', LAKE)],
    ['writes the policy of a bucket that is all data', call('s3:PutBucketPolicy', LEDGER)],
    ['replicates a bucket that is all data', call('s3:PutReplicationConfiguration', LEDGER)],
    ['decrypts with the key of the data', call('kms:Decrypt', DATA_KEY)],
    ["decrypts with the key of another cluster's data", call('kms:Decrypt', FRAUD_KEY)],
    ['writes the policy of the key of the data', call('kms:PutKeyPolicy', DATA_KEY)],
    ['decrypts data with a shared key', call('kms:Decrypt', SHARED_KEY, { [CONTEXT]: `${CLAIMS}a` })],
    ['decrypts with a shared key without a context', call('kms:Decrypt', SHARED_KEY)],
    ['grants a shared key', call('kms:CreateGrant', SHARED_KEY)],
    ['passes itself', call('iam:PassRole', 'arn:aws:iam::111122223333:role/service', ec2())],
    ['passes any other role', call('iam:PassRole', 'arn:aws:iam::111122223333:role/admin', ec2())],
    [
      'passes a Secondary role to Lambda',
      call('iam:PassRole', cluster.arn, { 'iam:PassedToService': 'lambda.amazonaws.com' }),
    ],
  ])('never %s', async (_, asked) => {
    expect(await asService(everything, asked)).toBe(false);
    expect(await asService([LATER], asked)).toBe(true);
  });

  test.each([
    ['reads results', call('s3:GetObject', `${RESULTS}a`)],
    ['lists results', call('s3:ListBucket', LAKE, { 's3:prefix': 'results/2026/' })],
    ['asks where the bucket is', call('s3:GetBucketLocation', LAKE)],
    ['reads what is not secure', call('s3:GetObject', `${PUBLIC}/a`)],
    ['lists what is not secure', call('s3:ListBucket', PUBLIC)],
    ['decrypts results', call('kms:Decrypt', SHARED_KEY, { [CONTEXT]: `${RESULTS}a`, ...viaS3() })],
    ['decrypts results under a bucket key', call('kms:Decrypt', SHARED_KEY, { [CONTEXT]: LAKE, ...viaS3() })],
    ['launches with a Secondary role', call('iam:PassRole', cluster.arn, ec2())],
    ['launches with another Secondary role', call('iam:PassRole', other.arn, ec2())],
  ])('it still %s, with the grant and without', async (_, asked) => {
    expect(await asService(everything, asked)).toBe(true);
    expect(await asService(service.permissions, asked)).toBe(true);
  });
});

function ec2() {
  return { 'iam:PassedToService': 'ec2.amazonaws.com' };
}

function viaS3() {
  return { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' };
}

const s3Keys = { keys: ['s3:prefix'] };

describe('for every request', () => {
  const open = [LAKE, PUBLIC, `${RESULTS}*`, `${PUBLIC}/*`];

  test('the Service role never reaches storage outside its locations', async () => {
    const storage = ['s3', 's3-object-lambda', 's3-outposts', 's3express', 's3files', 's3tables', 's3vectors'];
    const Action = storage.map((each) => `${each}:*`);
    await expectNever([...service.permissions, grant(...Action)], { Action, NotResource: open }, s3Keys);
  });

  test('a multi-region access point, whose objects AWS lists as no type of their own, is none of its locations', () => {
    const object = 'arn:aws:s3::111122223333:accesspoint/mfzwi23gnjvgw.mrap/object/results/a';
    const barrier = service.permissions
      .flatMap(({ Statement }) => Statement)
      .find(({ Sid }) => Sid === 'DenyOtherStorage');
    const { NotResource = [] } = barrier as IdentityStatement;
    expect(NotResource).toEqual(open);
    expect(arnsLike(object).and(union([NotResource].flat().map(arnsLike))).isEmpty).toBe(true);
    expect(arnsLike(`${RESULTS}a`).and(union([NotResource].flat().map(arnsLike))).isEmpty).toBe(false);
  });

  test('the Service role never lists outside its locations', async () => {
    const outside = {
      Action: ['s3:ListBucket', 's3:ListBucketVersions'],
      Resource: LAKE,
      Condition: { StringNotLike: { 's3:prefix': 'results/*' } },
    };
    await expectNever(everything, outside, s3Keys);
  });

  test('the Service role never does anything else to a bucket that holds data', async () => {
    const harmless = ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketVersions'];
    const Action = checkedOn(['bucket'], await actionsMatching('s3:*')).filter((action) => !harmless.includes(action));
    await expectNever(everything, { Action, Resource: LAKE, resourceTypes: ['bucket'] }, s3Keys);
  });

  test('the Service role never uses a key for data', async () => {
    const keys = ['kms:ViaService', CONTEXT];
    await expectNever(everything, { Action: 'kms:*', Resource: DATA_KEY }, { keys });
    const data = {
      Action: 'kms:*',
      Resource: SHARED_KEY,
      Condition: { StringNotLike: { [CONTEXT]: [LAKE, `${RESULTS}*`] } },
    };
    await expectNever(everything, data, { keys });
  });

  test('the Service role passes Secondary roles only, and only to EC2', async () => {
    const keys = { keys: ['iam:PassedToService'] };
    const roles = [cluster.arn, other.arn];
    await expectNever(everything, { Action: 'iam:PassRole', NotResource: roles }, keys);
    const elsewhere = { StringNotEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } };
    await expectNever(everything, { Action: 'iam:PassRole', Condition: elsewhere }, keys);
  });

  test('with heterogeneous clusters, the Spot Fleet role goes to Spot Fleet only, and Secondary roles to EC2 only', async () => {
    const fleetRole = 'arn:aws:iam::111122223333:role/qubole-ec2-spot-fleet-role';
    const { service, cluster, other } = deployRoles(FLEETS);
    const later = [...service.permissions, LATER];
    const keys = { keys: ['iam:PassedToService'] };
    const elsewhere = (name: string) => ({ StringNotEquals: { 'iam:PassedToService': name } });
    for (const refused of [
      { NotResource: [cluster.arn, other.arn, fleetRole] },
      { NotResource: fleetRole, Condition: elsewhere('ec2.amazonaws.com') },
      { Resource: fleetRole, Condition: elsewhere('spotfleet.amazonaws.com') },
    ]) {
      await expectNever(later, { Action: 'iam:PassRole', ...refused }, keys);
    }
    const passes = (role: string, name?: string) =>
      decide({
        principal: service.arn,
        policies: later,
        ...call('iam:PassRole', role, name === undefined ? {} : { 'iam:PassedToService': name }),
      });
    expect(await passes(cluster.arn, 'ec2.amazonaws.com')).toBe(true);
    expect(await passes(cluster.arn, 'spotfleet.amazonaws.com')).toBe(false);
    expect(await passes(cluster.arn)).toBe(false);
    expect(await passes(fleetRole, 'spotfleet.amazonaws.com')).toBe(true);
    expect(await passes(fleetRole, 'ec2.amazonaws.com')).toBe(false);
    expect(await passes(fleetRole)).toBe(false);
  });

  test('the default and the non-secure locations stay usable', async () => {
    const uses: PolicyDocument[] = [
      allow(['s3:DeleteObject', 's3:GetObject', 's3:PutObject'], [`${RESULTS}*`, `${PUBLIC}/*`]),
      allow(['s3:GetBucketLocation'], [LAKE, PUBLIC]),
      allow(['s3:ListBucket'], [PUBLIC]),
      allow(['s3:ListBucket'], [LAKE], { StringLike: { 's3:prefix': 'results/*' } }),
    ];
    await expectAllNeeded(uses, service.permissions, s3Keys);
  });

  test('a Secondary role reaches the default location and its own data, and nothing else', async () => {
    const uses = (objects: string[], whole: string[], prefixes: string[]) => [
      allow(['s3:DeleteObject', 's3:GetObject', 's3:PutObject'], objects),
      allow(['s3:GetBucketLocation'], [LAKE, ...whole]),
      allow(['s3:ListBucket'], whole),
      allow(['s3:ListBucket'], [LAKE], { StringLike: { 's3:prefix': prefixes } }),
    ];
    const within = { Action: 's3:*' };
    const own = uses([`${RESULTS}*`, `${CLAIMS}*`, `${LEDGER}/*`], [LEDGER], ['results/*', 'claims/*']);
    await expectAllNeeded(own, cluster.permissions, s3Keys);
    await expectAllNeeded(cluster.permissions, own, { ...s3Keys, within });
    const others = uses([`${RESULTS}*`, `${FRAUD}/*`], [FRAUD], ['results/*']);
    await expectAllNeeded(others, other.permissions, s3Keys);
    await expectAllNeeded(other.permissions, others, { ...s3Keys, within });
  });
});

/** Proves that the second policies allow what the first do, about S3, and none of their statements could be left out. */
async function expectAllNeeded(
  policies: IdentityPolicy[],
  wider: IdentityPolicy[],
  options: Parameters<typeof isSubset>[2],
) {
  expect(await isSubset(policies, wider, options)).toMatchObject(PROVED);
  const statements = wider.flatMap(({ Statement }) => Statement);
  for (const one of statements) {
    if (one.Effect === 'Deny' || !list(one.Action).some((action) => action.startsWith('s3:'))) continue;
    const rest = { Statement: statements.filter((each) => each !== one) };
    expect([one, await isSubset(policies, [rest], options)]).toMatchObject([one, { proved: false }]);
  }
}

test('whatever locations are accepted, none of the data is reached by objects or listings, and every open one is', async () => {
  const prefix = fc.option(fc.constantFrom('a', 'b', 'a/b', 'ab', 'b/a/'), { nil: undefined });
  const location = fc.record({ name: fc.constantFrom('one', 'two', 'three'), prefix });
  const several = fc.array(location, { minLength: 1, maxLength: 3 });
  let accepted = 0;
  await fc.assert(
    fc.asyncProperty(location, several, several, async (home, open, data) => {
      const stack = newStack(PLATFORM);
      const located = (each: typeof home) => ({ bucket: imported(stack, each.name), prefix: each.prefix });
      const locations = {
        defaultLocation: located(home),
        nonSecureLocations: open.map(located),
        dataLocations: data.map(located),
      };
      const below = (each: typeof home) => each.prefix?.replace(/\/?$/, '/') ?? '';
      const bucket = (each: typeof home) => `arn:aws:s3:::${each.name}`;
      const opened = [home, ...open];
      const share = (one: typeof home, other: typeof home) =>
        one.name === other.name && (below(one).startsWith(below(other)) || below(other).startsWith(below(one)));
      if (data.some((each) => opened.some((other) => share(each, other)))) {
        expect(() => dualRoles(locations, stack)).toThrow('have objects in common');
        return;
      }
      accepted += 1;
      const { serviceRole } = dualRoles(locations, stack);
      const { permissions } = new Deployed(stack).of(serviceRole);
      const later = [...permissions, LATER];
      for (const each of data) {
        const Condition: Record<string, Record<string, unknown>> = below(each) === ''
          ? {}
          : { StringLike: { 's3:prefix': `${below(each)}*` } };
        const objects = { Action: ['s3:GetObject', 's3:PutObject'], Resource: `${bucket(each)}/${below(each)}*` };
        const listing = { Action: 's3:ListBucket', Resource: bucket(each), Condition };
        const configuring = {
          Action: ['s3:PutBucketPolicy', 's3:PutReplicationConfiguration'],
          Resource: bucket(each),
        };
        await expectNever(later, objects, s3Keys);
        await expectNever(later, listing, s3Keys);
        await expectNever(later, configuring, s3Keys);
      }
      for (const each of opened) {
        const use = allow(['s3:GetObject', 's3:PutObject'], [`${bucket(each)}/${below(each)}*`]);
        const list = allow(['s3:ListBucket'], [bucket(each)], { StringLike: { 's3:prefix': `${below(each)}*` } });
        expect(await isSubset([use, list], permissions, s3Keys)).toMatchObject(PROVED);
      }
    }),
    { numRuns: 20 },
  );
  expect(accepted).toBeGreaterThan(0);
});

function allow(
  Action: string[],
  Resource: string[],
  Condition?: Record<string, Record<string, unknown>>,
): PolicyDocument {
  const statement = { Sid: 'Use', Effect: 'Allow', Action, Resource, ...(Condition && { Condition }) };
  return { Version: '2012-10-17', Statement: [statement] };
}

test('keys are used by the roles whose locations they encrypt, and through S3 only', async () => {
  const decrypting = (role: typeof service, key: string, context = {}) =>
    decideWithKeys({
      principal: role.arn,
      policies: role.permissions,
      ...call('kms:Decrypt', key, { ...viaS3(), ...context }),
    });
  const results = { [CONTEXT]: `${RESULTS}a` };
  expect(await decrypting(cluster, DATA_KEY)).toBe(true);
  expect(await decrypting(other, DATA_KEY)).toBe(false);
  expect(await decrypting(other, FRAUD_KEY)).toBe(true);
  expect(await decrypting(cluster, FRAUD_KEY)).toBe(false);
  expect(await decrypting(cluster, SHARED_KEY, results)).toBe(true);
  expect(await decrypting(other, SHARED_KEY, results)).toBe(true);
  expect(await decrypting(cluster, DATA_KEY, { 'kms:ViaService': 'rds.eu-west-1.amazonaws.com' })).toBe(false);
});

test('a bucket that this app encrypts brings its key', () => {
  const stack = newStack(PLATFORM);
  const key = new kms.Key(stack, 'Key');
  const roles = dualRoles(
    { dataLocations: [{ bucket: new s3.Bucket(stack, 'Claims', { encryptionKey: key }) }] },
    stack,
  );
  const deployed = new Deployed(stack);
  const statements = [roles.serviceRole, roles.secondaryRole].map((role) =>
    deployed
      .of(role)
      .permissions.flatMap(({ Statement }) => Statement)
      .filter(({ Action }) => list(Action).some((action) => action.startsWith('kms:')))
      .map(({ Sid, Resource }) => [Sid, Resource]),
  );
  const arn = deployed.evaluate(stack.resolve(key.keyArn));
  expect(statements).toEqual([[['DenyDataKeys', arn]], [['UseKeys', arn]]]);
});

describe('the L1 of a bucket', () => {
  const encrypted = (stack: Stack, kmsMasterKeyId?: string) =>
    new s3.CfnBucket(stack, 'Claims', {
      bucketEncryption: {
        serverSideEncryptionConfiguration: [
          { serverSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId } },
        ],
      },
    });
  const keysOf = (bucketOf: (stack: Stack, key: kms.Key) => s3.IBucketRef) => {
    const stack = newStack(PLATFORM);
    const key = new kms.Key(stack, 'Key');
    const roles = dualRoles({ dataLocations: [{ bucket: bucketOf(stack, key) }] }, stack);
    const deployed = new Deployed(stack);
    const arn = deployed.evaluate(stack.resolve(key.keyArn));
    return [roles.serviceRole, roles.secondaryRole].map((role) =>
      deployed
        .of(role)
        .permissions.flatMap(({ Statement }) => Statement)
        .filter(({ Action }) => list(Action).some((action) => action.startsWith('kms:')))
        .map(({ Sid, Resource }) => [Sid, Resource === arn ? 'Key' : Resource]),
    );
  };
  const both = (key: string) => [[['DenyDataKeys', key]], [['UseKeys', key]]];

  test.each<[string, (stack: Stack, key: kms.Key) => s3.IBucketRef, unknown]>([
    ['by ARN', (stack) => encrypted(stack, DATA_KEY), both(DATA_KEY)],
    ['of this app by ARN', (stack, key) => encrypted(stack, key.keyArn), both('Key')],
    ['of this app by id', (stack, key) => encrypted(stack, key.keyId), both('Key')],
    [
      'behind an import of the bucket',
      (stack) => s3.Bucket.fromBucketName(stack, 'Again', encrypted(stack, DATA_KEY).ref),
      both(DATA_KEY),
    ],
    ['of AWS, which every role may use', (stack) => encrypted(stack, 'alias/aws/s3'), [[], []]],
    ['of AWS, unnamed', (stack) => encrypted(stack), [[], []]],
  ])('brings its key %s', (_, bucketOf, expected) => {
    expect(keysOf(bucketOf)).toEqual(expected);
  });

  test.each<[string, (stack: Stack) => s3.CfnBucket]>([
    ['an alias', (stack) => encrypted(stack, 'alias/claims')],
    ['a parameter', (stack) => encrypted(stack, new CfnParameter(stack, 'Id').valueAsString)],
    [
      'a token',
      (stack) => new s3.CfnBucket(stack, 'Claims', { bucketEncryption: Lazy.any({ produce: () => undefined }) }),
    ],
  ])('whose key is %s needs `kmsKey`', (_, bucketOf) => {
    const make = (given: boolean) => () => {
      const stack = newStack(PLATFORM);
      const kmsKey = given ? kms.Key.fromKeyArn(stack, 'Key', DATA_KEY) : undefined;
      dualRoles({ dataLocations: [{ bucket: bucketOf(stack), kmsKey }] }, stack);
    };
    expect(make(false)).toThrow(
      "Stack/Roles/SecondaryRole: dataLocations[0] has the bucket Stack/Claims, whose KMS key can't be read from its encryption: give the key as `kmsKey`.",
    );
    expect(make(true)).not.toThrow();
  });
});

describe('a multi-Region key', () => {
  const replica = (region: string, id: string) => `arn:aws:kms:${region}:111122223333:key/mrk-${id}`;
  const stack = newStack(PLATFORM);
  const located = (name: string, region: string, id: string) => ({
    bucket: imported(stack, name),
    kmsKey: kms.Key.fromKeyArn(stack, `${name}-key`, replica(region, id)),
  });
  const roles = dualRoles(
    {
      defaultLocation: located('home', 'eu-west-1', 'shared'),
      dataLocations: [
        located('ledger', 'eu-west-1', 'data'),
        located('copy', 'us-east-1', 'data'),
        located('claims', 'us-east-1', 'shared'),
      ],
    },
    stack,
  );
  const { arn, permissions } = new Deployed(stack).of(roles.serviceRole);
  const decrypts = (resource: string, context = {}) =>
    decideWithKeys({ principal: arn, policies: [...permissions, LATER], ...call('kms:Decrypt', resource, context) });

  test('is denied with its replicas in all regions, and no other key is', async () => {
    expect(await decrypts(replica('eu-west-1', 'data'))).toBe(false);
    expect(await decrypts(replica('ap-south-1', 'data'))).toBe(false);
    expect(await decrypts(replica('ap-south-1', 'other'))).toBe(true);
    const anywhere = { Action: 'kms:*', Resource: replica('*', 'data') };
    await expectNever([...permissions, LATER], anywhere, { keys: ['kms:ViaService', CONTEXT] });
  });

  test('is shared if a replica of it encrypts an open location', async () => {
    const results = { [CONTEXT]: 'arn:aws:s3:::home/a' };
    for (const region of ['eu-west-1', 'us-east-1', 'ap-south-1']) {
      expect(await decrypts(replica(region, 'shared'), results)).toBe(true);
      expect(await decrypts(replica(region, 'shared'), { [CONTEXT]: 'arn:aws:s3:::claims/a' })).toBe(false);
    }
  });
});

test.each([
  ['eu-west-1', 'StringEquals', 's3.eu-west-1.amazonaws.com'],
  ['cn-north-1', 'StringEquals', 's3.cn-north-1.amazonaws.com.cn'],
  ['us-gov-west-1', 'StringEquals', 's3.us-gov-west-1.amazonaws.com'],
  // What AWS publishes says nothing of the ends of names there: a guess would refuse S3.
  ['eusc-de-east-1', 'StringLike', 's3.eusc-de-east-1.*'],
  ['us-iso-east-1', 'StringLike', 's3.us-iso-east-1.*'],
  [undefined, 'StringLike', 's3.eu-west-1.*'],
])('in region %s, S3 uses keys by %s %s, and EC2 likewise', (region, operator, expected) => {
  const stack = newStack(region === undefined ? undefined : { ...PLATFORM, region });
  const bucket = new s3.Bucket(stack, 'Claims', { encryptionKey: new kms.Key(stack, 'Key') });
  const roles = dualRoles({ dataLocations: [{ bucket }], ebsKmsKeys: [new kms.Key(stack, 'EbsKey')] }, stack);
  const conditions = new Deployed(stack)
    .of(roles.secondaryRole)
    .permissions.flatMap(({ Statement }) => Statement)
    .flatMap(({ Sid, Condition }) => (['UseKeys', 'UseEbsKeys'].includes(Sid) ? [Condition] : []));
  const ofEc2 = expected.replace('s3.', 'ec2.');
  expect(conditions).toEqual([expected, ofEc2].map((name) => ({ [operator]: { 'kms:ViaService': name } })));
});
