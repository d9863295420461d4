import { App, CfnParameter, Lazy, aws_ec2 as ec2, aws_iam as iam, aws_kms as kms, aws_s3 as s3 } from 'aws-cdk-lib';
import { hopsworks } from '../../lib';
import { newStack, PLATFORM } from '../support';
import {
  BACKUP_TAG,
  CrossAccountPolicy,
  everyScope,
  importedBucket,
  importedProfile,
  importedVpc,
  InstanceProfilePolicy,
  ControlPlaneListing,
  place,
  rendered,
} from './support';

const { stack, vpcs, instanceProfiles } = place();
const scopes = everyScope(stack);
const group = ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1');
const groupOf = (id: string) => ec2.SecurityGroup.fromSecurityGroupId(stack, `Group${id}`, id);
const anyKey = kms.Key.fromKeyArn(stack, 'AnyKey', 'arn:aws:kms:eu-west-1:111122223333:key/*');
const alias = kms.Alias.fromAliasName(stack, 'Alias', 'alias/ebs');
const bucket = importedBucket(stack);
const profile = (id: string, instanceProfileArn: string, roleArn = 'arn:aws:iam::111122223333:role/r') =>
  iam.InstanceProfile.fromInstanceProfileAttributes(stack, id, {
    instanceProfileArn,
    role: iam.Role.fromRoleArn(stack, `${id}Role`, roleArn),
  });

describe('lockedTo', () => {
  const locked = (props: Partial<hopsworks.LockedPolicyProps>) => () =>
    CrossAccountPolicy.lockedTo({ vpcs, instanceProfiles, ...props });

  test.each<[string, Partial<hopsworks.LockedPolicyProps>, string]>([
    ['no VPC', { vpcs: [] }, 'vpcs is empty: give at least one VPC'],
    ['no instance profile', { instanceProfiles: [] }, 'instanceProfiles is empty: give at least one'],
    [
      'a profile whose role is not known',
      { instanceProfiles: [iam.InstanceProfile.fromInstanceProfileName(stack, 'ByName', 'hopsworks')] },
      'the role of the instance profile Stack/ByName is not known, but iam:PassRole is allowed on its ARN. Import it with `iam.InstanceProfile.fromInstanceProfileAttributes',
    ],
    [
      'a key of another region than the VPCs',
      { ebsKmsKeys: [kms.Key.fromKeyArn(stack, 'Far', 'arn:aws:kms:eu-central-1:111122223333:key/own')] },
      'ebsKmsKeys holds "arn:aws:kms:eu-central-1:111122223333:key/own": the instances are in eu-west-1, and EC2 uses keys of their region only.',
    ],
    ['any VPC', { vpcs: [importedVpc(stack, '*')] }, 'vpcs holds "*", which is no id of a VPC'],
    ['a pattern of VPCs', { vpcs: [importedVpc(stack, 'vpc-*')] }, 'vpcs holds "vpc-*", which is no id of a VPC'],
    [
      'a VPC by its ARN',
      { vpcs: [importedVpc(stack, 'arn:aws:ec2:eu-west-1:111122223333:vpc|vpc-1')] },
      'no id of a VPC',
    ],
    [
      'a pattern of profiles',
      { instanceProfiles: [profile('Any', 'arn:aws:iam::111122223333:instance-profile/*')] },
      'instanceProfiles holds "arn:aws:iam::111122223333:instance-profile/*": wildcards are not allowed',
    ],
    [
      'profiles of two accounts',
      { instanceProfiles: [...instanceProfiles, importedProfile(stack, 'far', 'r', '444455556666')] },
      'instanceProfiles and their roles are of the accounts 111122223333 and 444455556666',
    ],
    [
      'a role of another account than its profile',
      {
        instanceProfiles: [
          profile('Foreign', 'arn:aws:iam::111122223333:instance-profile/p', 'arn:aws:iam::444455556666:role/r'),
        ],
      },
      'are of the accounts 111122223333 and 444455556666',
    ],
    [
      'a VPC of another partition',
      { vpcs: [importedVpc(stack, 'vpc-cn', 'cn-north-1')] },
      'vpcs and instanceProfiles are of the partitions aws and aws-cn',
    ],
    [
      'an owner of 11 digits',
      { vpcOwnerAccountId: '44445555666' },
      'vpcOwnerAccountId "44445555666" is not allowed: the 12 digits',
    ],
    ['an owner with a wildcard', { vpcOwnerAccountId: '*' }, 'vpcOwnerAccountId "*" is not allowed'],
    ['backup without a tag', { backup: true }, 'backup is true without backupTag'],
    [
      'a backup tag without backup',
      { backup: false, backupTag: BACKUP_TAG },
      'backup is false, but backupTag is given',
    ],
    [
      'security groups without ports',
      { openPorts: false, securityGroups: [group] },
      'openPorts is false, but securityGroups',
    ],
    [
      'warnings of VPCs that Terraform does not read',
      { listing: ControlPlaneListing.TERRAFORM, vpcWarnings: true },
      'vpcWarnings is true, but ControlPlaneListing.TERRAFORM reads no VPC',
    ],
    ['no security group', { securityGroups: [] }, 'securityGroups is empty: leave it out, or name at least one'],
    ['no image owner', { imageOwners: [] }, 'imageOwners is empty'],
    ['no key', { ebsKmsKeys: [] }, 'ebsKmsKeys is empty'],
    [
      'any security group',
      { securityGroups: [groupOf('*')] },
      'securityGroups holds "*", which is no id of a security',
    ],
    ['a pattern of security groups', { securityGroups: [groupOf('sg-*')] }, 'securityGroups holds "sg-*"'],
    ['any key of an account', { ebsKmsKeys: [anyKey] }, 'key/*": the ARN of a key itself is allowed'],
    ['an alias', { ebsKmsKeys: [alias] }, 'alias/ebs": the ARN of a key itself is allowed'],
    ['any image owner', { imageOwners: ['*'] }, 'imageOwners holds "*": 12 digits, "amazon" or "aws-marketplace"'],
    ['a tag without a key', { backupTag: { key: '', value: 'c1' } }, 'backupTag has the key ""'],
    ['a tag of AWS', { instanceTag: { key: 'aws:x', value: 'c1' } }, 'instanceTag has the key "aws:x"'],
    ['a tag with a variable', { instanceTag: { key: 'a', value: '${aws:username}' } }, 'instanceTag has the value'],
    [
      'a tag whose key is a token',
      { backupTag: { key: Lazy.string({ produce: () => 'k' }), value: 'c1' } },
      'backupTag has the key "<token>"',
    ],
  ])('refuses %s', (_, props, message) => {
    expect(locked(props)).toThrow('CrossAccountPolicy.lockedTo: ');
    expect(locked(props)).toThrow(message);
  });

  test.each([
    'backupTag',
    'instanceTag',
    'imageOwners',
    'requireImdsV2',
    'securityGroups',
    'ebsKmsKeys',
    'spot',
  ] as const)('refuses %s in the published policy, which has no such thing', (prop) => {
    expect(locked({ asDocumented: true, [prop]: scopes[prop] })).toThrow(`${prop} is given with asDocumented`);
    expect(locked({ [prop]: scopes[prop] })).not.toThrow();
  });

  test('takes what only the deployment knows', () => {
    const own = newStack(PLATFORM, 'Own', new App());
    const parameter = (id: string) => new CfnParameter(own, id).valueAsString;
    const document = CrossAccountPolicy.lockedTo({
      vpcs: [importedVpc(own, parameter('VpcId'))],
      instanceProfiles: [
        iam.InstanceProfile.fromInstanceProfileAttributes(own, 'Profile', {
          instanceProfileArn: parameter('ProfileArn'),
          role: iam.Role.fromRoleArn(own, 'Role', parameter('RoleArn')),
        }),
      ],
      vpcOwnerAccountId: parameter('Owner'),
      imageOwners: [parameter('Images')],
      securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(own, 'Group', parameter('GroupId'))],
      ebsKmsKeys: [
        new kms.Key(own, 'Key'),
        kms.Key.fromKeyArn(own, 'ByArn', parameter('KeyArn')),
        kms.Key.fromKeyArn(own, 'ById', own.formatArn({ service: 'kms', resource: 'key', resourceName: 'mrk-1' })),
      ],
      backupTag: { key: 'k', value: parameter('Tag') },
    });
    new iam.ManagedPolicy(own, 'Policy', { document });
    expect(JSON.stringify(rendered(own, document))).toContain(
      '"ec2:Vpc":"arn:aws:ec2:eu-west-1:${Owner}:vpc/${VpcId}"',
    );
  });
});

test('unrestricted refuses warnings of VPCs that Terraform does not read', () => {
  expect(() => CrossAccountPolicy.unrestricted({ listing: ControlPlaneListing.TERRAFORM, vpcWarnings: true })).toThrow(
    'CrossAccountPolicy.unrestricted: vpcWarnings is true',
  );
  expect(() => CrossAccountPolicy.unrestricted({ listing: ControlPlaneListing.TERRAFORM })).not.toThrow();
});

describe('forCluster', () => {
  const OFF = { storage: false, ecr: false, cloudWatch: false };
  const key = scopes.ebsKmsKeys ?? [];

  test.each<[string, hopsworks.ClusterPolicyProps, string]>([
    ['storage without a bucket', {}, 'bucket is missing'],
    ['backup without a bucket', { storage: false, backup: true }, 'bucket is missing'],
    [
      'every bucket',
      { bucket: s3.CfnBucket.fromBucketName(stack, 'AnyBucket', '*') },
      'wildcards are not allowed, name one bucket',
    ],
    [
      'keys of the published policy',
      { bucket, kmsKeys: key, asDocumented: true },
      'kmsKeys is given with asDocumented',
    ],
    ['no key', { bucket, kmsKeys: [] }, 'kmsKeys is empty'],
    [
      'any key of an account',
      { bucket, kmsKeys: [anyKey] },
      'kmsKeys holds "arn:aws:kms:eu-west-1:111122223333:key/*"',
    ],
    ['an alias', { bucket, kmsKeys: [alias] }, 'alias/ebs": the ARN of a key itself is allowed'],
    ['any region', { bucket, region: '*' }, 'region "*" is not allowed: a region'],
    ['an empty region', { bucket, region: '' }, 'region "" is not allowed'],
    ['keys without storage', { ...OFF, ecr: true, kmsKeys: key }, 'kmsKeys is given, but storage and backup are off'],
    ['any cluster id', { bucket, clusterId: '*' }, 'clusterId "*" is not allowed'],
    ['an empty cluster id', { bucket, clusterId: '' }, 'clusterId "" is not allowed'],
    ['any EKS cluster by name', { bucket, eksClusterName: '*' }, 'eksClusterName "*" is not allowed'],
    [
      'an EKS cluster without eks',
      { bucket, eks: false, eksClusterName: 'jobs' },
      'eksClusterName is given, but eks is off',
    ],
    ['a cluster id without ecr', { bucket, ecr: false, clusterId: 'c1' }, 'clusterId is given, but ecr is off'],
    [
      'a registry without ecr',
      { bucket, ecr: false, ecrRegistryAccount: '444455556666' },
      'ecrRegistryAccount is given, but ecr is off',
    ],
    [
      'a registry of 3 digits',
      { bucket, ecrRegistryAccount: '444' },
      'ecrRegistryAccount "444" is not allowed: the 12 digits',
    ],
    [
      "the vendor's registry of 3 digits",
      { bucket, hopsworksRegistryAccount: '8' },
      'hopsworksRegistryAccount "8" is not allowed',
    ],
    ['nothing', OFF, 'every feature is off'],
  ])('refuses %s', (_, props, message) => {
    expect(() => InstanceProfilePolicy.forCluster(props)).toThrow('InstanceProfilePolicy.forCluster: ');
    expect(() => InstanceProfilePolicy.forCluster(props)).toThrow(message);
    expect(() => InstanceProfilePolicy.forCluster({ bucket, kmsKeys: key, clusterId: 'c1' })).not.toThrow();
  });
});

test.each<[string, hopsworks.EksNodesPolicyProps, string]>([
  ['no bucket', {}, 'bucket is missing'],
  ['any namespace', { bucket, repositoryNamespace: '*' }, 'repositoryNamespace "*" is not allowed'],
  ['any region', { bucket, region: '*' }, 'region "*" is not allowed'],
  ['any key of an account', { bucket, kmsKeys: [anyKey] }, 'kmsKeys holds'],
])('forEksNodes refuses %s', (_, props, message) => {
  expect(() => InstanceProfilePolicy.forEksNodes(props)).toThrow(`InstanceProfilePolicy.forEksNodes: ${message}`);
  expect(() => InstanceProfilePolicy.forEksNodes({ bucket, repositoryNamespace: 'prod' })).not.toThrow();
});

test('a bucket that this app makes is known', () => {
  const own = newStack(PLATFORM, 'Own', new App());
  expect(() => InstanceProfilePolicy.forCluster({ bucket: new s3.Bucket(own, 'Bucket') })).not.toThrow();
});
