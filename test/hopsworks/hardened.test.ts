import { App, Stack, aws_ec2 as ec2, aws_iam as iam, aws_kms as kms, type aws_s3 as s3 } from 'aws-cdk-lib';
import { InstanceProfileRole } from '../../lib';
import { decide } from '../identity-simulator';
import { list, newStack, PLATFORM, type PolicyDocument } from '../support';
import {
  ACCOUNT,
  CrossAccountPolicy,
  everyScope,
  importedBucket,
  importedProfile,
  importedVpc,
  InstanceProfilePolicy,
  place,
  rendered,
  statementOf,
} from './support';

test('the default locks launches, and what is launched, to the VPC and the profile', () => {
  const { stack, ...lock } = place();
  const ec2Arn = (resource: string) => `arn:aws:ec2:eu-west-1:111122223333:${resource}`;
  const PROFILE = 'arn:aws:iam::111122223333:instance-profile/hopsworks';
  const ROLE = 'arn:aws:iam::111122223333:role/hopsworks-role';
  const inVpc = { ArnEquals: { 'ec2:Vpc': ec2Arn('vpc/vpc-good') } };
  const withProfile = { ArnEquals: { 'ec2:InstanceProfile': PROFILE } };
  const allow = (Sid: string, Action: string | string[], Resource: string | string[], Condition?: object) => ({
    Sid,
    Effect: 'Allow',
    Action,
    Resource,
    ...(Condition && { Condition }),
  });
  expect(rendered(stack, CrossAccountPolicy.lockedTo(lock))).toEqual({
    Version: '2012-10-17',
    Statement: [
      allow(
        'ListResources',
        [
          'ec2:DescribeInstanceStatus',
          'ec2:DescribeInstances',
          'ec2:DescribeKeyPairs',
          'ec2:DescribeRouteTables',
          'ec2:DescribeSecurityGroups',
          'ec2:DescribeSubnets',
          'ec2:DescribeVolumes',
          'ec2:DescribeVpcAttribute',
          'ec2:DescribeVpcs',
          'iam:ListInstanceProfiles',
        ],
        '*',
      ),
      allow('ReadInstanceProfiles', 'iam:GetInstanceProfile', PROFILE),
      allow('PassInstanceRoles', 'iam:PassRole', ROLE, {
        StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' },
      }),
      allow('LaunchWithInstanceProfiles', 'ec2:RunInstances', ec2Arn('instance/*'), withProfile),
      allow(
        'LaunchInVpcs',
        'ec2:RunInstances',
        [ec2Arn('network-interface/*'), ec2Arn('security-group/*'), ec2Arn('subnet/*')],
        inVpc,
      ),
      allow('LaunchFromImages', 'ec2:RunInstances', 'arn:aws:ec2:eu-west-1::image/*'),
      allow('LaunchWithKeysAndVolumes', 'ec2:RunInstances', [ec2Arn('key-pair/*'), ec2Arn('volume/*')]),
      allow(
        'TagAtLaunch',
        'ec2:CreateTags',
        [ec2Arn('instance/*'), ec2Arn('network-interface/*'), ec2Arn('volume/*')],
        { StringEquals: { 'ec2:CreateAction': 'RunInstances' } },
      ),
      allow(
        'OperateInstances',
        ['ec2:StartInstances', 'ec2:StopInstances', 'ec2:TerminateInstances'],
        ec2Arn('instance/*'),
        withProfile,
      ),
      allow(
        'OpenPorts',
        ['ec2:AuthorizeSecurityGroupIngress', 'ec2:RevokeSecurityGroupIngress'],
        ec2Arn('security-group/*'),
        inVpc,
      ),
    ],
  });
});

test('every statement has a Sid of its own, and sorted actions', () => {
  const { stack, ...lock } = place();
  const documents = [
    CrossAccountPolicy.lockedTo({ ...lock, ...everyScope(stack) }),
    InstanceProfilePolicy.forCluster({ bucket: importedBucket(stack), backup: true, eks: true }),
  ].map((document) => rendered(stack, document));
  for (const { Statement: statements } of documents) {
    const sids = statements.map(({ Sid }) => Sid);
    expect(new Set(sids).size).toBe(sids.length);
    expect(sids).not.toContain(undefined);
    for (const { Action } of statements) expect(list(Action)).toEqual([...list(Action)].sort());
  }
});

test('the same document under every value of minimizePolicies', () => {
  const documents = [true, false].map((minimize) => {
    const app = new App({ context: { '@aws-cdk/aws-iam:minimizePolicies': minimize } });
    const { stack, ...lock } = place(PLATFORM, app);
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
    new iam.ManagedPolicy(stack, 'Documented', {
      roles: [role],
      document: CrossAccountPolicy.lockedTo({ ...lock, asDocumented: true }),
    });
    new iam.ManagedPolicy(stack, 'Hardened', { roles: [role], document: CrossAccountPolicy.lockedTo(lock) });
    return (app.synth().getStackByName('Stack').template as { Resources: unknown }).Resources;
  });
  expect(documents[0]).toEqual(documents[1]);
});

describe('where VPCs and profiles are', () => {
  const resources = (document: PolicyDocument, sid: string) => list(statementOf(document, sid)?.Resource);
  const vpcsIn = (document: PolicyDocument) =>
    list(statementOf(document, 'LaunchInVpcs')?.Condition?.ArnEquals?.['ec2:Vpc'] as string | string[]);

  test('a VPC and a role that this app makes', () => {
    const stack = newStack(PLATFORM);
    const vpc = new ec2.Vpc(stack, 'Vpc', { restrictDefaultSecurityGroup: false });
    const head = new InstanceProfileRole(stack, 'Head', { roleName: 'head', path: '/hopsworks/' });
    const document = rendered(
      stack,
      CrossAccountPolicy.lockedTo({ vpcs: [vpc], instanceProfiles: [head.instanceProfile] }),
    );
    expect(vpcsIn(document)).toEqual([
      `arn:aws:ec2:eu-west-1:111122223333:vpc/\${${stack.getLogicalId(vpc.node.defaultChild as ec2.CfnVPC)}}`,
    ]);
    expect(resources(document, 'ReadInstanceProfiles')).toEqual([
      'arn:aws:iam::111122223333:instance-profile/hopsworks/head',
    ]);
    expect(resources(document, 'PassInstanceRoles')).toEqual(['arn:aws:iam::111122223333:role/hopsworks/head']);
  });

  test('a role of another stack is computed: nothing is exported', () => {
    const app = new App();
    const platform = newStack(PLATFORM, 'Platform', app);
    const vendor = newStack(PLATFORM, 'Vendor', app);
    const head = new InstanceProfileRole(platform, 'Head');
    new iam.ManagedPolicy(vendor, 'Policy', {
      document: CrossAccountPolicy.lockedTo({
        vpcs: [importedVpc(vendor, 'vpc-good')],
        instanceProfiles: [head.instanceProfile],
      }),
    });
    const assembly = app.synth();
    expect(JSON.stringify(assembly.getStackByName('Vendor').template)).not.toContain('ImportValue');
    expect(assembly.getStackByName('Platform').template).not.toHaveProperty('Outputs');
  });

  test('a profile of CDK without a name is referred to', () => {
    const stack = newStack(PLATFORM);
    const profile = new iam.InstanceProfile(stack, 'Profile');
    const document = rendered(
      stack,
      CrossAccountPolicy.lockedTo({ vpcs: [importedVpc(stack, 'vpc-good')], instanceProfiles: [profile] }),
    );
    const id = stack.getLogicalId(profile.node.defaultChild as iam.CfnInstanceProfile);
    expect(resources(document, 'ReadInstanceProfiles')).toEqual([`\${${id}.Arn}`]);
    expect(resources(document, 'LaunchWithInstanceProfiles')).toEqual([
      'arn:aws:ec2:eu-west-1:111122223333:instance/*',
    ]);
  });

  test('a profile by its name, with a role under a path', () => {
    const stack = newStack(PLATFORM);
    const profile = iam.InstanceProfile.fromInstanceProfileAttributes(stack, 'Profile', {
      instanceProfileArn: 'arn:aws:iam::111122223333:instance-profile/team/machines',
      role: iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/team/a/machines-role'),
    });
    const document = rendered(
      stack,
      CrossAccountPolicy.lockedTo({ vpcs: [importedVpc(stack, 'vpc-good')], instanceProfiles: [profile] }),
    );
    expect(resources(document, 'ReadInstanceProfiles')).toEqual([
      'arn:aws:iam::111122223333:instance-profile/team/machines',
    ]);
    expect(resources(document, 'PassInstanceRoles')).toEqual(['arn:aws:iam::111122223333:role/team/a/machines-role']);
  });

  test("a VPC of another region: the VPC's region, and not that of its stack", () => {
    const { stack, instanceProfiles } = place();
    const vpcs = [importedVpc(stack, 'vpc-us', 'us-east-1')];
    const document = rendered(stack, CrossAccountPolicy.lockedTo({ vpcs, instanceProfiles }));
    expect(vpcsIn(document)).toEqual(['arn:aws:ec2:us-east-1:111122223333:vpc/vpc-us']);
    expect(JSON.stringify(document)).not.toContain('eu-west-1');
  });

  test('VPCs of two regions', () => {
    const { stack, vpcs, instanceProfiles } = place();
    const both = [...vpcs, importedVpc(stack, 'vpc-us', 'us-east-1')];
    const document = rendered(stack, CrossAccountPolicy.lockedTo({ vpcs: both, instanceProfiles }));
    expect(vpcsIn(document)).toEqual([
      'arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-good',
      'arn:aws:ec2:us-east-1:111122223333:vpc/vpc-us',
    ]);
    expect(resources(document, 'LaunchFromImages')).toEqual([
      'arn:aws:ec2:eu-west-1::image/*',
      'arn:aws:ec2:us-east-1::image/*',
    ]);
  });

  test('a shared VPC: its owner has the VPC and the subnets, either may have the security groups', () => {
    const { stack, vpcs, instanceProfiles } = place();
    const document = rendered(
      stack,
      CrossAccountPolicy.lockedTo({ vpcs, instanceProfiles, vpcOwnerAccountId: '444455556666' }),
    );
    expect(vpcsIn(document)).toEqual(['arn:aws:ec2:eu-west-1:444455556666:vpc/vpc-good']);
    expect(resources(document, 'LaunchInVpcs')).toEqual([
      'arn:aws:ec2:eu-west-1:111122223333:network-interface/*',
      'arn:aws:ec2:eu-west-1:111122223333:security-group/*',
      'arn:aws:ec2:eu-west-1:444455556666:security-group/*',
      'arn:aws:ec2:eu-west-1:444455556666:subnet/*',
    ]);
    expect(resources(document, 'OpenPorts')).toEqual([
      'arn:aws:ec2:eu-west-1:111122223333:security-group/*',
      'arn:aws:ec2:eu-west-1:444455556666:security-group/*',
    ]);
  });

  test('a VPC whose construct is of another account is a shared one', () => {
    const app = new App();
    const { stack, instanceProfiles } = place(PLATFORM, app);
    const network = newStack({ account: '444455556666', region: 'eu-west-1' }, 'Network', app);
    const vpcs = [importedVpc(network, 'vpc-shared')];
    const document = rendered(stack, CrossAccountPolicy.lockedTo({ vpcs, instanceProfiles }));
    expect(vpcsIn(document)).toEqual(['arn:aws:ec2:eu-west-1:444455556666:vpc/vpc-shared']);
    expect(resources(document, 'LaunchWithInstanceProfiles')).toEqual([
      'arn:aws:ec2:eu-west-1:111122223333:instance/*',
    ]);
  });

  test('a VPC that is looked up', () => {
    const { stack, instanceProfiles } = place();
    const vpc = ec2.Vpc.fromLookup(stack, 'Looked', { vpcId: 'vpc-12345' });
    const document = rendered(stack, CrossAccountPolicy.lockedTo({ vpcs: [vpc], instanceProfiles }));
    expect(vpcsIn(document)).toEqual(['arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-12345']);
  });

  test.each([
    ['eu-west-1', 'aws', 'ec2.amazonaws.com'],
    ['us-gov-west-1', 'aws-us-gov', 'ec2.amazonaws.com'],
    ['cn-north-1', 'aws-cn', ['ec2.amazonaws.com', 'ec2.amazonaws.com.cn']],
  ])(
    'in %s the partition is %s everywhere, and decides what a role may be passed to',
    (region, partition, services) => {
      const { stack, ...lock } = place({ account: ACCOUNT, region });
      const document = rendered(stack, CrossAccountPolicy.lockedTo(lock));
      const arns = JSON.stringify(document).match(/arn:[^:]*:/g) ?? [];
      expect(arns.length).toBeGreaterThan(10);
      expect(new Set(arns)).toEqual(new Set([`arn:${partition}:`]));
      expect(statementOf(document, 'PassInstanceRoles')?.Condition).toEqual({
        StringEquals: { 'iam:PassedToService': services },
      });
    },
  );

  test('where no environment is known, CloudFormation fills everything in, and the role may be passed to either name of EC2', () => {
    const stack = new Stack(new App(), 'Stack');
    const head = new InstanceProfileRole(stack, 'Head', { roleName: 'head' });
    const document = CrossAccountPolicy.lockedTo({
      vpcs: [importedVpc(stack, 'vpc-good')],
      instanceProfiles: [head.instanceProfile],
    });
    const text = JSON.stringify(stack.resolve(document));
    expect(text).not.toMatch(/arn:aws|eu-west-1|111122223333/);
    const deployed = rendered(stack, document);
    expect(vpcsIn(deployed)).toEqual(['arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-good']);
    expect(statementOf(deployed, 'PassInstanceRoles')?.Condition).toEqual({
      StringEquals: { 'iam:PassedToService': ['ec2.amazonaws.com', 'ec2.amazonaws.com.cn'] },
    });
  });

  test('keys are used through the EC2 of their partition', () => {
    const services = ['eu-west-1', 'cn-north-1'].map((region) => {
      const { stack, ...lock } = place({ account: ACCOUNT, region });
      const key = `arn:${region === 'eu-west-1' ? 'aws' : 'aws-cn'}:kms:${region}:${ACCOUNT}:key/own`;
      const ebsKmsKeys = [kms.Key.fromKeyArn(stack, 'Key', key)];
      const document = rendered(stack, CrossAccountPolicy.lockedTo({ ...lock, ebsKmsKeys }));
      return statementOf(document, 'UseEbsKeys')?.Condition?.StringEquals?.['kms:ViaService'];
    });
    expect(services).toEqual(['ec2.eu-west-1.amazonaws.com', 'ec2.cn-north-1.amazonaws.com.cn']);
  });
});

describe('the machines of a cluster', () => {
  const { stack } = place();
  const bucket = importedBucket(stack);
  const machines = (props: object = {}) => rendered(stack, InstanceProfilePolicy.forCluster({ bucket, ...props }));
  const LAKE = 'arn:aws:s3:::my-bucket';

  test('workers cannot destroy backups: what only backups need is a switch', () => {
    const text = JSON.stringify(machines());
    for (const action of ['PutBucketVersioning', 'PutLifecycleConfiguration', 'DeleteObjectVersion']) {
      expect(text).not.toContain(action);
    }
    expect(statementOf(machines({ backup: true }), 'UseVersions')).toEqual({
      Sid: 'UseVersions',
      Effect: 'Allow',
      Action: ['s3:DeleteObjectVersion', 's3:GetObjectVersion'],
      Resource: `${LAKE}/*`,
    });
    expect(statementOf(machines({ backup: true }), 'ConfigureBackups')?.Resource).toBe(LAKE);
    expect(machines({ backup: true, storage: false, ecr: false, cloudWatch: false }).Statement).toHaveLength(3);
  });

  test('what HopsFS does at the root of the bucket is allowed, and nothing of another bucket', async () => {
    const policies = [machines({ backup: true })];
    const principal = `arn:aws:iam::${ACCOUNT}:role/machines`;
    const allows = (action: string, resource: string, context = {}) =>
      decide({ principal, policies, action: `s3:${action}`, resource: `arn:aws:s3:::${resource}`, context });
    for (const key of ['hopsfs-blocks-set-0/blk_1', '0b9c5a1e-6f0e-4a53-9f6e-0c9d5c3f7a11']) {
      for (const action of ['PutObject', 'GetObject', 'DeleteObject', 'DeleteObjectVersion']) {
        expect(await allows(action, `my-bucket/${key}`)).toBe(true);
        expect(await allows(action, `lake/${key}`)).toBe(false);
      }
    }
    for (const action of ['ListBucket', 'ListBucketVersions']) {
      for (const context of [{}, { 's3:prefix': 'hopsfs-blocks-set-0/' }]) {
        expect(await allows(action, 'my-bucket', context)).toBe(true);
        expect(await allows(action, 'lake', context)).toBe(false);
      }
    }
  });

  test('images, logs and clusters of this account and region', () => {
    const document = machines({ clusterId: 'c1', eksClusterName: 'jobs' });
    const own = statementOf(document, 'UseOwnImages');
    expect(own?.Action).toContain('ecr:CreateRepository');
    expect(list(own?.Resource)[0]).toBe('arn:aws:ecr:eu-west-1:111122223333:repository/c1/filebeat');
    expect(list(own?.Resource)).toHaveLength(7);
    expect(list(statementOf(document, 'PullVendorImages')?.Resource)[1]).toBe(
      'arn:aws:ecr:eu-west-1:822623301872:repository/base',
    );
    expect(statementOf(document, 'WriteLogs')).toEqual({
      Sid: 'WriteLogs',
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: 'arn:aws:logs:eu-west-1:111122223333:log-group:*:log-stream:*',
    });
    expect(statementOf(document, 'ReadAgentConfiguration')?.Resource).toBe(
      'arn:aws:ssm:eu-west-1:111122223333:parameter/AmazonCloudWatch-*',
    );
    expect(statementOf(document, 'FindEksCluster')?.Resource).toBe('arn:aws:eks:eu-west-1:111122223333:cluster/jobs');
    expect(statementOf(machines(), 'FindEksCluster')).toBeUndefined();
  });

  test('keys are used through S3', () => {
    const { ebsKmsKeys: kmsKeys } = everyScope(place().stack);
    expect(statementOf(machines({ kmsKeys }), 'UseBucketKeys')).toEqual({
      Sid: 'UseBucketKeys',
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: 'arn:aws:kms:eu-west-1:111122223333:key/own',
      Condition: { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } },
    });
  });

  test('a region decides the partition', () => {
    const document = machines({ region: 'cn-north-1', eksClusterName: 'jobs' });
    expect(statementOf(document, 'FindEksCluster')?.Resource).toBe(
      'arn:aws-cn:eks:cn-north-1:111122223333:cluster/jobs',
    );
  });

  describe("the vendor's registry", () => {
    const bucketIn = (region?: string) =>
      importedBucket(region === undefined ? new Stack(new App(), 'Stack') : newStack({ ...PLATFORM, region }));
    /** The registries of the hardened policy and of the documented one. */
    const registries = (bucket: s3.IBucket, props: object) =>
      [true, false].map((asDocumented) => {
        const document = InstanceProfilePolicy.forCluster({ bucket, asDocumented, ...props });
        const text = JSON.stringify(Stack.of(bucket).resolve(document));
        return text.match(/(?<=:)\d{12}(?=:repository)|arn:aws[^:]*:ecr/g) ?? [];
      });

    test.each([
      ['a bucket of the commercial partition', bucketIn('eu-west-1'), {}],
      ['a region of it', bucketIn(), { region: 'eu-west-1' }],
      ['an unknown region', bucketIn(), {}],
    ])('is that of the commercial partition, with %s', (_, given, props) => {
      for (const found of registries(given, props)) {
        expect(found).toEqual(expect.arrayContaining(['arn:aws:ecr', '822623301872']));
      }
    });

    test.each([
      ['a bucket of China', bucketIn('cn-north-1'), {}],
      ['a region of GovCloud', bucketIn(), { region: 'us-gov-west-1' }],
    ])('gets no grant, since it would be a stranger, with %s', (_, given, props) => {
      for (const found of registries(given, props)) {
        expect(found).not.toContain('822623301872');
        expect(found).not.toContain('arn:aws:ecr');
      }
      for (const found of registries(given, { ...props, hopsworksRegistryAccount: '999988887777' })) {
        expect(found).toContain('999988887777');
      }
    });
  });

  test('EKS nodes use their bucket and their repository', () => {
    const document = rendered(stack, InstanceProfilePolicy.forEksNodes({ bucket, repositoryNamespace: 'prod' }));
    expect(document.Statement.map(({ Sid }) => Sid)).toEqual([
      'ListObjects',
      'ReadBucket',
      'UseObjects',
      'UseOwnImages',
    ]);
    expect(statementOf(document, 'UseOwnImages')?.Resource).toBe(
      'arn:aws:ecr:eu-west-1:111122223333:repository/prod/hopsworks-base',
    );
  });

  test('Systems Manager comes with two policies of AWS', () => {
    const arns = InstanceProfilePolicy.ssmManagedPolicies().map(({ managedPolicyArn }) => managedPolicyArn);
    expect(newStack(PLATFORM).resolve(arns)).toEqual(
      ['AmazonSSMManagedInstanceCore', 'AmazonSSMPatchAssociation'].map((name) => ({
        'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::aws:policy/${name}`]],
      })),
    );
  });
});

test('profiles of two names share one list', () => {
  const { stack, vpcs, instanceProfiles } = place();
  const workers = importedProfile(stack, 'workers', 'workers-role');
  const document = rendered(
    stack,
    CrossAccountPolicy.lockedTo({ vpcs, instanceProfiles: [...instanceProfiles, workers, workers] }),
  );
  const both = ['instance-profile/hopsworks', 'instance-profile/workers'].map(
    (profile) => `arn:aws:iam::111122223333:${profile}`,
  );
  expect(statementOf(document, 'ReadInstanceProfiles')?.Resource).toEqual(both);
  expect(statementOf(document, 'OperateInstances')?.Condition).toEqual({ ArnEquals: { 'ec2:InstanceProfile': both } });
});
