import { App, Stack, aws_iam as iam } from 'aws-cdk-lib';
import type { hopsworks } from '../../lib';
import { newStack, PLATFORM, type PolicyDocument } from '../support';
import {
  actionsOf,
  CrossAccountPolicy,
  importedBucket,
  importedProfile,
  importedVpc,
  InstanceProfilePolicy,
  ControlPlaneListing,
  place,
  published,
  rendered,
} from './support';

const DEFAULT = published('cross-account-default');
const RESTRICTED = published('cross-account-restricted', {
  '[INSTANCE_PROFILE_NAME]': 'hopsworks',
  '[VPC_ID]': 'vpc-good',
});
const BACKUP = [
  'ec2:CreateSnapshot',
  'ec2:DeleteSnapshot',
  'ec2:DeregisterImage',
  'ec2:DescribeImages',
  'ec2:DescribeSnapshots',
  'ec2:RegisterImage',
];
const VPC_WARNINGS = ['ec2:DescribeRouteTables', 'ec2:DescribeVpcAttribute'];
const PORTS = ['ec2:AuthorizeSecurityGroupIngress', 'ec2:RevokeSecurityGroupIngress'];
const LOAD_BALANCERS = DEFAULT.Statement.find(({ Sid }) => Sid === 'ManageLoadBalancersForExternalAccess');
const SWITCHES: [feature: keyof hopsworks.CrossAccountFeatures, actions: string[]][] = [
  ['backup', BACKUP],
  ['vpcWarnings', VPC_WARNINGS],
  ['openPorts', PORTS],
  ['loadBalancers', [LOAD_BALANCERS?.Action ?? []].flat()],
  ['instanceTypeChange', ['ec2:ModifyInstanceAttribute']],
  ['roleTesting', ['iam:SimulatePrincipalPolicy']],
];
const LISTED_BY_CONSOLE_ONLY = [
  ...VPC_WARNINGS,
  'ec2:DescribeInstanceStatus',
  'ec2:DescribeKeyPairs',
  'ec2:DescribeSubnets',
  'ec2:DescribeVpcs',
  'iam:ListInstanceProfiles',
];

const { stack, vpcs, instanceProfiles } = place();
const bucket = importedBucket(stack);
const unrestricted = (features?: hopsworks.CrossAccountFeatures) =>
  rendered(stack, CrossAccountPolicy.unrestricted(features));
const restricted = (features: hopsworks.CrossAccountFeatures = {}) =>
  rendered(stack, CrossAccountPolicy.lockedTo({ vpcs, instanceProfiles, asDocumented: true, ...features }));

/** What is left of a document without some of its actions, statements and their order included. */
function without(document: PolicyDocument, actions: string[]): PolicyDocument {
  const Statement = document.Statement.map((statement) => {
    const left = [statement.Action].flat().filter((action) => !actions.includes(action));
    return { ...statement, Action: left.length === 1 ? (left[0] ?? '') : left };
  });
  return { ...document, Statement: Statement.filter(({ Action }) => Action.length > 0) };
}

describe('the default permissions', () => {
  test('equal the published ones, statement by statement', () => {
    expect(unrestricted()).toEqual(DEFAULT);
  });

  test.each(SWITCHES)('%s takes away its own actions and no other', (feature, actions) => {
    expect(unrestricted({ [feature]: false })).toEqual(without(DEFAULT, actions));
    expect(unrestricted({ [feature]: true })).toEqual(DEFAULT);
  });

  test('Terraform lists less', () => {
    expect(unrestricted({ listing: ControlPlaneListing.TERRAFORM })).toEqual(without(DEFAULT, LISTED_BY_CONSOLE_ONLY));
  });
});

describe('the restricted policy', () => {
  test('equals the published one, statement by statement', () => {
    expect(restricted()).toEqual(RESTRICTED);
  });

  test('names several VPCs and several instance profiles in one condition each', () => {
    const two = place();
    const document = CrossAccountPolicy.lockedTo({
      vpcs: [...two.vpcs, importedVpc(two.stack, 'vpc-second')],
      instanceProfiles: [...two.instanceProfiles, importedProfile(two.stack, 'workers', 'workers-role')],
      asDocumented: true,
    });
    const text = JSON.stringify(RESTRICTED)
      .replaceAll('"arn:aws:ec2:*:*:vpc/vpc-good"', '["arn:aws:ec2:*:*:vpc/vpc-good","arn:aws:ec2:*:*:vpc/vpc-second"]')
      .replaceAll(/"(arn:aws:iam::\*:[a-z-]+)\/hopsworks"/g, '["$1/hopsworks","$1/workers"]');
    expect(rendered(two.stack, document)).toEqual(JSON.parse(text));
  });

  test.each([
    ['backup', BACKUP],
    ['vpcWarnings', VPC_WARNINGS],
    ['openPorts', PORTS],
  ] as const)('%s takes away its own actions and no other', (feature, actions) => {
    expect(restricted({ [feature]: false })).toEqual(without(RESTRICTED, [...actions]));
    expect(restricted({ [feature]: true })).toEqual(RESTRICTED);
  });

  test.each([
    ['loadBalancers', 'ManageLoadBalancersForExternalAccess'],
    ['instanceTypeChange', 'HopsworksAIModifyInstanceType'],
    ['roleTesting', 'AllowTestingOfInstanceRole'],
  ])('%s adds the statement that the default permissions have for it', (feature, sid) => {
    const added = DEFAULT.Statement.filter(({ Sid }) => Sid === sid);
    expect(added).toHaveLength(1);
    expect(restricted({ [feature]: true })).toEqual({
      ...RESTRICTED,
      Statement: [...RESTRICTED.Statement, ...added],
    });
    expect(restricted({ [feature]: false })).toEqual(RESTRICTED);
  });

  test('Terraform lists what the fragment for it lists', () => {
    expect(restricted({ listing: ControlPlaneListing.TERRAFORM }).Statement[0]).toEqual({
      Sid: 'NonResourceBasedPermissions',
      Effect: 'Allow',
      Action: ['ec2:DescribeInstances', 'ec2:DescribeVolumes', 'ec2:DescribeSecurityGroups'],
      Resource: '*',
    });
  });

  test('a profile is named by its own name, also where its role has another name and a path', () => {
    const app = new App();
    const own = newStack(PLATFORM, 'Stack', app);
    const profile = new iam.InstanceProfile(own, 'Profile', {
      instanceProfileName: 'hopsworks',
      role: new iam.Role(own, 'Role', {
        assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'),
        path: '/team/',
        roleName: 'machines',
      }),
    });
    const document = CrossAccountPolicy.lockedTo({
      vpcs: [importedVpc(own, 'vpc-good')],
      instanceProfiles: [profile],
      asDocumented: true,
    });
    expect(rendered(own, document)).toEqual(RESTRICTED);
  });
});

describe('the machines of a managed cluster', () => {
  const CLUSTER = published('instance-profile', {
    BUCKET_NAME: 'my-bucket',
    REGION: 'eu-west-1',
    ECR_AWS_ACCOUNT_ID: '444455556666',
  });
  const EKS = published('eks-cluster');
  const machines = (props: Omit<hopsworks.ClusterPolicyProps, 'bucket'> = {}) =>
    rendered(
      stack,
      InstanceProfilePolicy.forCluster({
        bucket,
        region: 'eu-west-1',
        ecrRegistryAccount: '444455556666',
        asDocumented: true,
        ...props,
      }),
    );
  const BOTH = { ...CLUSTER, Statement: [...CLUSTER.Statement, ...EKS.Statement] };
  const S3_BACKUP = [
    's3:DeleteObjectVersion',
    's3:GetLifecycleConfiguration',
    's3:ListBucketVersions',
    's3:PutBucketVersioning',
    's3:PutLifecycleConfiguration',
  ];

  test('have the published permissions, and those of the page on EKS', () => {
    expect(machines()).toEqual(BOTH);
    expect(machines({ storage: true, backup: true, cloudWatch: true, ecr: true, eks: true })).toEqual(BOTH);
  });

  test('without EKS, exactly the published permissions', () => {
    expect(machines({ eks: false })).toEqual(CLUSTER);
  });

  const ofService = (...services: string[]) =>
    actionsOf(BOTH).filter((action) => services.includes(action.split(':')[0] ?? ''));

  test.each([
    ['backup', S3_BACKUP],
    ['storage', ofService('s3').filter((action) => !S3_BACKUP.includes(action))],
    ['cloudWatch', ofService('cloudwatch', 'ec2', 'logs', 'ssm')],
    ['eks', ['eks:DescribeCluster']],
  ])('%s takes away its own actions and no other', (feature, actions) => {
    expect(actions).not.toEqual([]);
    expect(machines({ [feature]: false })).toEqual(without(BOTH, actions));
  });

  test('ecr takes away its own actions and no other', () => {
    const registry = { ecrRegistryAccount: undefined, ecr: false };
    expect(machines(registry)).toEqual(without(BOTH, ofService('ecr')));
  });

  test('names narrow where the vendor has a wildcard', () => {
    const text = JSON.stringify(BOTH)
      .replaceAll('repository/*/', 'repository/c1/')
      .replace('cluster/*', 'cluster/jobs');
    expect(machines({ clusterId: 'c1', eksClusterName: 'jobs' })).toEqual(JSON.parse(text));
  });

  test('without a bucket, every bucket, as the Terraform provider has it', () => {
    const document = InstanceProfilePolicy.forCluster({ asDocumented: true });
    expect(rendered(stack, document).Statement[0]?.Resource).toBe('*');
  });

  test('EKS nodes have the published permissions, and lose those of backups by a switch', () => {
    const NODES = published('eks-nodes', {
      BUCKET_NAME: 'my-bucket',
      REGION: 'eu-west-1',
      ECR_AWS_ACCOUNT_ID: '444455556666',
    });
    const nodes = (backup?: boolean) =>
      rendered(
        stack,
        InstanceProfilePolicy.forEksNodes({
          bucket,
          region: 'eu-west-1',
          ecrRegistryAccount: '444455556666',
          backup,
          asDocumented: true,
        }),
      );
    expect(nodes()).toEqual(NODES);
    expect(nodes(false)).toEqual(without(NODES, S3_BACKUP));
  });
});

test.each([
  ['cn-north-1', 'aws-cn'],
  ['us-gov-west-1', 'aws-us-gov'],
])('in %s the documents carry the partition, or they would grant nothing', (region, partition) => {
  const { stack: there, ...lock } = place({ account: '111122223333', region });
  const document = CrossAccountPolicy.lockedTo({ ...lock, asDocumented: true });
  const text = JSON.stringify(RESTRICTED).replaceAll('arn:aws:', `arn:${partition}:`);
  expect(rendered(there, document)).toEqual(JSON.parse(text));
});

test('where no environment is known, CloudFormation fills in the partition', () => {
  const app = new App();
  const agnostic = new Stack(app, 'Stack');
  const document = CrossAccountPolicy.lockedTo({
    vpcs: [importedVpc(agnostic, 'vpc-good')],
    instanceProfiles: [
      iam.InstanceProfile.fromInstanceProfileAttributes(agnostic, 'Profile', {
        instanceProfileArn: agnostic.formatArn({
          service: 'iam',
          region: '',
          resource: 'instance-profile',
          resourceName: 'hopsworks',
        }),
        role: iam.Role.fromRoleName(agnostic, 'Role', 'hopsworks-role'),
      }),
    ],
    asDocumented: true,
  });
  expect(JSON.stringify(agnostic.resolve(document))).toContain('{"Ref":"AWS::Partition"}');
  expect(rendered(agnostic, document)).toEqual(RESTRICTED);
});
