import {
  Aws,
  CfnCondition,
  CfnParameter,
  CfnResource,
  Fn,
  type Stack,
  aws_ec2 as ec2,
  aws_iam as iam,
  aws_s3 as s3,
} from 'aws-cdk-lib';
import { InstanceProfileRole, ResourceRole, qubole } from '../../lib';
import { EC2, allow, arn, assume, cfnRole, rule, trusting } from './support';

const mismatches = rule('instanceProfileMismatch');

/** A chaining role with its resource role, whose instance profile has a name. */
function chain(stack: Stack, name = 'head'): iam.CfnInstanceProfile {
  cfnRole(stack, 'head', EC2, assume('data'));
  cfnRole(stack, 'data', trusting({ AWS: arn('head') }));
  return new iam.CfnInstanceProfile(stack, 'Profile', { instanceProfileName: name, roles: ['head'] });
}

function template(stack: Stack, iamInstanceProfile: unknown, metadataOptions?: unknown): ec2.CfnLaunchTemplate {
  return new ec2.CfnLaunchTemplate(stack, 'Machines', {
    launchTemplateData: { iamInstanceProfile, metadataOptions } as ec2.CfnLaunchTemplate.LaunchTemplateDataProperty,
  });
}

/** A profile that is written out, of a stack that has another. */
const of = (_: iam.CfnInstanceProfile, name: string) => name;

/** One of two values, by a condition. */
const either = (stack: Stack, one: unknown, other: unknown) => {
  new CfnCondition(stack, 'Chosen', { expression: Fn.conditionEquals(Aws.REGION, 'eu-west-1') });
  return Fn.conditionIf('Chosen', one, other);
};

const SAFE = { httpTokens: 'required', httpPutResponseHopLimit: 1 };

describe('a machine that gives the credentials of a chaining role away', () => {
  test.each<[string, (stack: Stack) => void]>([
    ['says nothing of tokens', (stack) => template(stack, { name: chain(stack).ref })],
    ['asks for none', (stack) => template(stack, { arn: chain(stack).attrArn }, { httpTokens: 'optional' })],
    [
      'answers over two hops',
      (stack) => template(stack, { name: of(chain(stack), 'head') }, { ...SAFE, httpPutResponseHopLimit: 2 }),
    ],
    [
      'does so under a condition',
      (stack) => {
        new CfnCondition(stack, 'Old', { expression: Fn.conditionEquals(Aws.REGION, 'eu-west-1') });
        const httpTokens = Fn.conditionIf('Old', 'optional', 'required');
        template(stack, { name: chain(stack).ref }, { httpTokens });
      },
    ],
    [
      'does so unless a parameter says otherwise',
      (stack) => {
        const httpTokens = new CfnParameter(stack, 'Tokens', { default: 'optional' }).valueAsString;
        template(stack, { name: chain(stack).ref }, { httpTokens });
      },
    ],
    ['names the profile in one branch', (stack) => template(stack, { name: either(stack, chain(stack).ref, 'other') })],
    [
      'has a profile in one branch',
      (stack) => template(stack, either(stack, { Name: chain(stack).ref }, { Ref: 'AWS::NoValue' })),
    ],
    [
      'is an L2 launch template',
      (stack) => {
        const head = new InstanceProfileRole(stack, 'Head');
        new ResourceRole(stack, 'Data', { chainingRoles: [head] });
        new ec2.LaunchTemplate(stack, 'Machines', { instanceProfile: head.instanceProfile });
      },
    ],
  ])('%s', (_, build) => {
    expect(mismatches(build)).toEqual(['warning S/Machines']);
  });

  test.each<[string, (stack: Stack) => void]>([
    ['asks for tokens over one hop', (stack) => template(stack, { name: chain(stack).ref }, SAFE)],
    [
      'asks for tokens, of which one hop is the default',
      (stack) => template(stack, { name: chain(stack).ref }, { httpTokens: 'required' }),
    ],
    ['answers nobody', (stack) => template(stack, { name: chain(stack).ref }, { httpEndpoint: 'disabled' })],
    [
      'is what nobody here knows',
      (stack) =>
        template(stack, { name: chain(stack).ref }, { httpTokens: new CfnParameter(stack, 'T').valueAsString }),
    ],
    [
      'holds profiles of others in both branches',
      (stack) => template(stack, { name: either(stack, of(chain(stack), 'elsewhere'), 'other') }),
    ],
    [
      'is started from a launch template of elsewhere',
      (stack) => {
        const launchTemplate = { launchTemplateId: 'lt-0123456789abcdef0', version: '1' };
        new ec2.CfnInstance(stack, 'Machines', { iamInstanceProfile: chain(stack).ref, launchTemplate });
      },
    ],
    ['holds a profile of others', (stack) => template(stack, { name: of(chain(stack), 'elsewhere') })],
    [
      'holds a role through which nobody goes on',
      (stack) => {
        cfnRole(stack, 'head', EC2);
        template(stack, { name: new iam.CfnInstanceProfile(stack, 'Profile', { roles: ['head'] }).ref });
      },
    ],
  ])('but not one that %s', (_, build) => {
    expect(mismatches(build)).toEqual([]);
  });

  test('is told of an instance, whose launch template may ask for tokens in its place', () => {
    const instance = (options?: object) => (stack: Stack) => {
      const machines = new ec2.CfnLaunchTemplate(stack, 'Options', {
        launchTemplateData: { metadataOptions: options },
      });
      new ec2.CfnInstance(stack, 'Head', {
        iamInstanceProfile: chain(stack).ref,
        launchTemplate: { launchTemplateId: machines.ref, version: '1' },
      });
    };
    expect(mismatches(instance())).toEqual(['warning S/Head']);
    expect(mismatches(instance(SAFE))).toEqual([]);
  });

  test('is told of a launch configuration', () => {
    const configuration = (metadataOptions?: object) => (stack: Stack) => {
      const { attrArn } = chain(stack);
      const properties = { ImageId: 'ami-1', InstanceType: 't3.micro', IamInstanceProfile: attrArn };
      const type = 'AWS::AutoScaling::LaunchConfiguration';
      new CfnResource(stack, 'Configuration', {
        type,
        properties: { ...properties, MetadataOptions: metadataOptions },
      });
    };
    expect(mismatches(configuration())).toEqual(['warning S/Configuration']);
    expect(mismatches(configuration({ HttpTokens: 'required' }))).toEqual([]);
  });
});

/** A launch template without a profile, with these options. */
const options = (stack: Stack, metadataOptions?: object) =>
  new ec2.CfnLaunchTemplate(stack, 'Options', { launchTemplateData: { metadataOptions } }).ref;
const resource = (stack: Stack, type: string, properties: object) =>
  new CfnResource(stack, 'Machines', { type, properties });

describe('what starts machines with a chaining role', () => {
  const groups: [string, (stack: Stack, launchTemplate: object) => void][] = [
    [
      'a node group of EKS',
      (stack, LaunchTemplate) => {
        chain(stack);
        const { LaunchTemplateId: Id } = LaunchTemplate as { LaunchTemplateId: string };
        const properties = { ClusterName: 'c', NodeRole: arn('head'), LaunchTemplate: { Id }, Subnets: ['s'] };
        resource(stack, 'AWS::EKS::Nodegroup', properties);
      },
    ],
    [
      'a compute environment of Batch',
      (stack, LaunchTemplate) => {
        const properties = { Type: 'MANAGED', ComputeResources: { InstanceRole: chain(stack).ref, LaunchTemplate } };
        resource(stack, 'AWS::Batch::ComputeEnvironment', properties);
      },
    ],
  ];
  test.each(groups)('is told of %s by its launch template', (_, build) => {
    const of = (metadataOptions?: object) => (stack: Stack) => {
      build(stack, { LaunchTemplateId: options(stack, metadataOptions) });
    };
    expect(mismatches(of())).toEqual(['warning S/Machines']);
    expect(mismatches(of({ ...SAFE, httpPutResponseHopLimit: 2 }))).toEqual(['warning S/Machines']);
    expect(mismatches(of(SAFE))).toEqual([]);
    // Of elsewhere.
    const elsewhere = (stack: Stack) => {
      build(stack, { LaunchTemplateId: 'lt-0123456789abcdef0' });
    };
    expect(mismatches(elsewhere)).toEqual([]);
  });

  test('is told of a Spot Fleet that describes its machines, which asks for no tokens', () => {
    const fleet = (profile: (stack: Stack) => object) => (stack: Stack) => {
      const SpotFleetRequestConfigData = {
        IamFleetRole: arn('fleet'),
        TargetCapacity: 1,
        LaunchSpecifications: [{ ImageId: 'ami-1' }, { ImageId: 'ami-1', ...profile(stack) }],
      };
      resource(stack, 'AWS::EC2::SpotFleet', { SpotFleetRequestConfigData });
    };
    expect(mismatches(fleet((stack) => ({ IamInstanceProfile: { Arn: chain(stack).attrArn } })))).toEqual([
      'warning S/Machines',
    ]);
    const others = (stack: Stack) => {
      chain(stack);
      return { IamInstanceProfile: { Arn: 'arn:aws:iam::111122223333:instance-profile/others' } };
    };
    expect(mismatches(fleet(others))).toEqual([]);
  });

  test.each<[string, (LaunchTemplateSpecification: object) => [type: string, properties: object]]>([
    [
      'an EC2 Fleet',
      (LaunchTemplateSpecification) => [
        'AWS::EC2::EC2Fleet',
        { LaunchTemplateConfigs: [{ LaunchTemplateSpecification }], TargetCapacitySpecification: {} },
      ],
    ],
    [
      'a Spot Fleet',
      (LaunchTemplateSpecification) => [
        'AWS::EC2::SpotFleet',
        { SpotFleetRequestConfigData: { LaunchTemplateConfigs: [{ LaunchTemplateSpecification }] } },
      ],
    ],
    [
      'a group of mixed instances',
      (LaunchTemplateSpecification) => [
        'AWS::AutoScaling::AutoScalingGroup',
        { MaxSize: '1', MinSize: '1', MixedInstancesPolicy: { LaunchTemplate: { LaunchTemplateSpecification } } },
      ],
    ],
  ])('is told once of %s, at its launch template', (_, of) => {
    const build = (metadataOptions?: object) => (stack: Stack) => {
      const launchTemplateData = { iamInstanceProfile: { name: chain(stack).ref }, metadataOptions };
      const { ref } = new ec2.CfnLaunchTemplate(stack, 'Options', { launchTemplateData });
      resource(stack, ...of({ LaunchTemplateId: ref, Version: '1' }));
    };
    expect(mismatches(build())).toEqual(['warning S/Options']);
    expect(mismatches(build(SAFE))).toEqual([]);
  });

  test('is told of a cluster of EMR that names the role', () => {
    const cluster = (name: string, JobFlowRole: string) =>
      mismatches((stack) => {
        chain(stack, name);
        resource(stack, 'AWS::EMR::Cluster', { Name: 'c', Instances: {}, ServiceRole: 's', JobFlowRole });
      });
    expect(cluster('machines', 'head')).toEqual(['warning S/Machines', 'warning S/Profile']);
    expect(cluster('head', 'head')).toEqual([]);
  });
});

test('a chaining role in a profile of another name is told, where both are written out', () => {
  expect(mismatches((stack) => chain(stack, 'machines'))).toEqual(['warning S/Profile']);
  expect(mismatches((stack) => chain(stack, 'head'))).toEqual([]);
  const parameter = (stack: Stack) => new CfnParameter(stack, 'Name').valueAsString;
  expect(mismatches((stack) => chain(stack, parameter(stack)))).toEqual([]);
  const unnamed = (stack: Stack) => {
    chain(stack).addDeletionOverride('Properties.InstanceProfileName');
  };
  expect(mismatches(unnamed)).toEqual([]);
});

test('a machine that names the role in the place of its profile is told', () => {
  const machine = (profile: string) => (stack: Stack) => {
    chain(stack).addDeletionOverride('Properties.InstanceProfileName');
    template(stack, { name: profile }, SAFE);
  };
  expect(mismatches(machine('head'))).toEqual(['warning S/Machines']);
  expect(mismatches(machine('another'))).toEqual([]);
});

describe('the Service role of Qubole that reaches data', () => {
  const reaching = rule('serviceRoleReachesData');
  const bucket = (stack: Stack, name: string) =>
    (stack.node.tryFindChild(name) as s3.IBucket | undefined) ?? s3.Bucket.fromBucketName(stack, name, name);
  const dual = (stack: Stack, more: Partial<qubole.DualRolesProps> = {}) =>
    new qubole.DualRoles(stack, 'Roles', {
      vendorAccountId: qubole.DualRoles.PUBLISHED_ACCOUNT_ID,
      externalId: 'shown-in-settings',
      defaultLocation: { bucket: bucket(stack, 'results') },
      dataLocations: [{ bucket: bucket(stack, 'lake'), prefix: 'claims/' }],
      ...more,
    });
  /** Without the barrier, which no escape hatch can take away. */
  const published = (stack: Stack, more: Partial<qubole.DualRolesProps> = {}) =>
    dual(stack, { asDocumented: true, ...more }).serviceRole;
  /** Both roles as L1, by hand. */
  const byHand = (stack: Stack, ofService: object, vendor = qubole.DualRoles.PUBLISHED_ACCOUNT_ID) => {
    const objects = (...names: string[]) => names.map((name) => `arn:aws:s3:::${name}/*`);
    const condition = { Condition: { StringEquals: { 'sts:ExternalId': 'x7' } } };
    cfnRole(stack, 'secondary', EC2, [allow(['s3:GetObject', 's3:PutObject'], objects('results', 'lake'))]);
    new iam.CfnInstanceProfile(stack, 'Profile', { instanceProfileName: 'secondary', roles: ['secondary'] });
    cfnRole(stack, 'service', trusting({ AWS: vendor }, condition), [
      allow('iam:PassRole', arn('secondary')),
      allow('s3:GetObject', objects('results')),
      ...[ofService].flat(),
    ]);
  };

  test.each<[string, (stack: Stack) => void, string]>([
    [
      'in the bucket of the default location',
      (stack) => {
        const own = { Sid: 'UseObjects', ...allow('s3:GetObject', 'arn:aws:s3:::lake/results/*') };
        byHand(stack, [own, allow('s3:GetObject', 'arn:aws:s3:::lake/*')]);
      },
      'S/service',
    ],
    [
      'by a wildcard in the name of a bucket',
      (stack) =>
        published(stack).addToPolicy(
          new iam.PolicyStatement({ actions: ['s3:Get*'], resources: ['arn:aws:s3:::l*e/*'] }),
        ),
      'S/Roles/ServiceRole',
    ],
    [
      'by all but some actions',
      (stack) => {
        byHand(stack, { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' });
      },
      'S/service',
    ],
    [
      'in roles by hand',
      (stack) => {
        byHand(stack, allow('s3:*', { 'Fn::Sub': 'arn:${AWS::Partition}:s3:::lake/*' }));
      },
      'S/service',
    ],
    ['in documents as published', (stack) => bucket(stack, 'lake').grantRead(published(stack)), 'S/Roles/ServiceRole'],
    [
      'in documents as published, of another account of the vendor',
      (stack) => bucket(stack, 'lake').grantRead(published(stack, { vendorAccountId: '999988887777' })),
      'S/Roles/ServiceRole',
    ],
  ])('%s', (_, build, path) => {
    expect(reaching(build)).toEqual([`warning ${path}`]);
  });

  test.each<[string, (stack: Stack) => void]>([
    ['as they are made', (stack) => dual(stack)],
    ['as published', (stack) => dual(stack, { asDocumented: true })],
    [
      'as published, of another account of the vendor',
      (stack) => dual(stack, { asDocumented: true, vendorAccountId: '999988887777' }),
    ],
    ['with the grant that the barrier denies', (stack) => bucket(stack, 'lake').grantRead(dual(stack).serviceRole)],
    [
      'with another prefix of the bucket that is meant for it',
      (stack) => dual(stack, { nonSecureLocations: [{ bucket: bucket(stack, 'lake'), prefix: 'open/' }] }),
    ],
    [
      'by hand, with a bucket of its own',
      (stack) => {
        byHand(stack, allow('s3:GetObject', 'arn:aws:s3:::scripts/*'));
      },
    ],
    [
      'by hand, of another vendor',
      (stack) => {
        byHand(stack, allow('s3:GetObject', 'arn:aws:s3:::lake/*'), '999988887777');
      },
    ],
  ])('but not roles %s', (_, build) => {
    expect(reaching(build)).toEqual([]);
  });
});
