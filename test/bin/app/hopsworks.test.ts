import { base, problemsOf, resourcesOf, templatesOf } from './support';

const cluster = `
cluster:
  account: platform
  bucket: hopsworks-data
  head: head
  workers: { roleName: workers }
`;
const network = 'network: { account: platform }\n';
const crossAccountRole = (rest: string, account = 'platform') => `
crossAccountRole:
  account: ${account}
  vendorAccountId: '999988887777'
  externalId: from-the-web-console
${rest.replace(/^/gm, '  ')}
`;
const locked = crossAccountRole('lockedTo: { instanceProfiles: [workers] }');
/** The parts stand below `hopsworks`. */
const nested = (text: string) =>
  text.replace(
    /^(network|cluster|crossAccountRole):[^]*/m,
    (parts) => `hopsworks:\n${parts.replace(/^(?=.)/gm, '  ')}`,
  );
const platform = (text: string) => templatesOf(nested(text))['RoleChaining-111122223333-Platform'];

/** The Sids of the managed policy that is attached to a role. */
function sidsOf(text: string, policy: RegExp): string[] {
  const [, found] =
    Object.entries(platform(text)?.Resources ?? {}).find(
      ([id, { Type }]) => Type === 'AWS::IAM::ManagedPolicy' && policy.test(id),
    ) ?? [];
  return found?.Properties.PolicyDocument?.Statement.map(({ Sid }) => Sid) ?? [];
}

test('a network, machines and a locked control plane, with what is typed into the web console', () => {
  const template = platform(base + network + cluster + locked);
  const roles = resourcesOf(template, 'AWS::IAM::Role').map(({ Properties }) => Properties.RoleName);
  expect(roles).toEqual(['head', 'workers', 'hopsworks-control-plane']);
  expect(resourcesOf(template, 'AWS::EC2::VPC')).toHaveLength(1);
  expect(Object.keys(template?.Outputs ?? {})).toEqual(
    expect.arrayContaining(['CrossAccountRoleArn', 'WorkersInstanceProfileName', 'VpcId', 'SecurityGroupId']),
  );
});

test('backups are taken, and destroyed, by the head node only', () => {
  const text = `${base}${cluster}  backup: true\n`;
  expect(sidsOf(text, /^HeadPermissions/)).toContain('UseVersions');
  expect(sidsOf(text, /^WorkersPermissions/)).not.toContain('UseVersions');
  expect(sidsOf(text, /^WorkersPermissions/)).toContain('UseObjects');
});

test('every key of the cluster reaches its policy', () => {
  const text = `${base}${cluster}  clusterId: c1
  eksClusterName: jobs
  cloudWatch: false
  kmsKeyArns: ['arn:aws:kms:eu-west-1:111122223333:key/k']
  ssm: true
`;
  expect(sidsOf(text, /^WorkersPermissions/)).toEqual([
    'ListObjects',
    'ReadBucket',
    'UseObjects',
    'UseBucketKeys',
    'PullVendorImages',
    'UseOwnImages',
    'LogInToRegistries',
    'FindEksCluster',
  ]);
  const [, workers] = resourcesOf(platform(text), 'AWS::IAM::Role');
  expect(JSON.stringify(workers?.Properties.ManagedPolicyArns)).toContain('AmazonSSMManagedInstanceCore');
});

test('a network that exists is taken by its ids', () => {
  const existing = 'network: { account: platform, existing: { vpcId: vpc-1, securityGroupId: sg-1 } }\n';
  const template = platform(base + existing + cluster + locked);
  expect(resourcesOf(template, 'AWS::EC2::SecurityGroup')).toEqual([]);
  expect(template?.Outputs?.VpcId).toMatchObject({ Value: 'vpc-1' });
  expect(JSON.stringify(template)).toContain(':vpc/vpc-1');
});

test('every switch of the lock reaches the policy', () => {
  const text =
    base +
    cluster +
    crossAccountRole(`lockedTo:
  vpcIds: [vpc-1, vpc-2]
  vpcOwner: '444455556666'
  instanceProfiles: [workers, head]
  backupTag: { key: cluster, value: c1 }
  instanceTag: { key: cluster, value: c1 }
  imageOwners: [amazon]
  ebsKmsKeyArns: ['arn:aws:kms:eu-west-1:111122223333:key/k']
  spot: true
  requireImdsV2: true
  loadBalancers: true
  instanceTypeChange: true
  roleTesting: true
  openPorts: false
  listing: terraform`);
  const sids = [...sidsOf(text, /^CrossAccountRolePolicy[0-9A-F]{8}$/), ...sidsOf(text, /^CrossAccountRolePolicy2/)];
  expect(sids).toEqual(
    expect.arrayContaining([
      'TestInstanceRoles',
      'CreateSpotServiceRole',
      'ResizeInstances',
      'AttachInstanceProfiles',
      'SnapshotTaggedVolumes',
      'ManageLoadBalancers',
      'UseEbsKeys',
    ]),
  );
  expect(sids).not.toContain('OpenPorts');
  expect(platform(text)?.Outputs).toMatchObject({
    BackupTag: { Value: 'cluster=c1', Description: "To enter among the cluster's tags when it is created" },
    InstanceTag: { Value: 'cluster=c1' },
  });
  expect(Object.keys(platform(base + cluster + network + locked)?.Outputs ?? {}).join()).not.toContain('Tag');
  const document = JSON.stringify(platform(text));
  expect(document).toContain(':444455556666:vpc/vpc-2');
  expect(document).toContain('"ec2:MetadataHttpTokens":"required"');
  expect(document).not.toContain('ec2:DescribeSubnets');
});

test.each([
  ['asDocumented', 'lockedTo: { vpcIds: [vpc-1], instanceProfiles: [head], asDocumented: true }', 'EC2BackupCreation'],
  ['unrestricted', 'unrestricted: { loadBalancers: false }', 'AllowNetworkRessourcesCreation'],
])("the vendor's own policy: %s", (_, rest, sid) => {
  const sids = sidsOf(base + crossAccountRole(rest), /^CrossAccountRolePolicy/);
  expect(sids).toContain(sid);
  expect(sids).not.toContain('ManageLoadBalancersForExternalAccess');
});

test('without a cluster, workers is a key as any other', () => {
  const others = '  workers: { account: platform, type: instance-profile, roleName: others }\n';
  expect(JSON.stringify(platform(base + others + network + locked))).toContain(':role/others');
});

test.each([
  ['a head of another type', cluster.replace('head: head', 'head: pods'), '"pods", declared: head'],
  [
    "a chaining role in the place of the cluster's workers",
    `  workers: { account: platform, type: instance-profile, roleName: others }\n${cluster}${network}${locked}`,
    "chainingRoles.workers: takes the key of the cluster's workers",
  ],
  [
    'workers with the name of another role',
    `${cluster.replace('roleName: workers', 'roleName: Head')}${network}${locked}`,
    'hopsworks.cluster.workers.roleName: the role name "Head" is already taken by chainingRoles.head',
  ],
  [
    'a control plane with the name of the workers',
    `${cluster.replace('roleName: workers', 'roleName: hopsworks-control-plane')}${network}${locked}`,
    'the role name "hopsworks-control-plane" is already taken by ',
  ],
  [
    'a VPC twice',
    crossAccountRole('lockedTo: { vpcIds: [vpc-1, vpc-1], instanceProfiles: [head] }'),
    'crossAccountRole.lockedTo.vpcIds[1]: names vpc-1 twice; keep one',
  ],
  [
    'a part of a bucket for the cluster',
    `${cluster}  prefix: hopsworks/\n`,
    '(remove it, and let bucket name a bucket of the cluster alone: it keeps its blocks at the root, and its machines read all of it)',
  ],
  ['a cluster of no account', cluster.replace('account: platform', 'account: plat'), 'undeclared account "plat"'],
  ['a network of no account', 'network: { account: plat }\n', 'undeclared account "plat"'],
  [
    'endpoints in a network that exists',
    'network: { account: platform, existing: { vpcId: vpc-1 }, s3Endpoint: true }\n',
    'network.s3Endpoint: needs the subnets and route tables',
  ],
  ['a lock without VPC', cluster + locked, 'crossAccountRole.lockedTo.vpcIds: is missing, and there is no network'],
  ['workers without a cluster', network + locked, 'undeclared instance profile "workers", declared: head'],
  [
    'a role that is neither locked nor not',
    crossAccountRole('description: none'),
    'crossAccountRole: takes exactly one of lockedTo and unrestricted',
  ],
  [
    'a network of another account',
    network.replace('platform', 'finance') + cluster + locked,
    'is missing, and the network is of account finance: name the VPCs',
  ],
  [
    'backup without a tag',
    crossAccountRole('lockedTo: { vpcIds: [vpc-1], instanceProfiles: [head], backup: true }'),
    'crossAccountRole: backup is true without backupTag',
  ],
  [
    'a control plane of 11 digits',
    locked.replace('999988887777', '99998888777'),
    'got "99998888777", expected 12 digits in quotes',
  ],
  [
    "a control plane of one's own account",
    crossAccountRole('lockedTo: { vpcIds: [vpc-1], instanceProfiles: [head] }').replace('999988887777', '111122223333'),
    'hopsworks.crossAccountRole.vendorAccountId: 111122223333 is accounts.platform, one of your own: give the account of the vendor',
  ],
])('refuses %s, with the line', (_, rest, message) => {
  const problems = problemsOf(nested(base + rest));
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(/^c\.yaml:\d+: /);
  expect(problems[0]).toContain(message);
});
