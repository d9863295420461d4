import {
  App,
  CfnParameter,
  type CfnParameterProps,
  Fn,
  Stack,
  aws_ec2 as ec2,
  aws_eks as eks,
  aws_iam as iam,
  aws_s3 as s3,
} from 'aws-cdk-lib';
import { InstanceProfileRole, ResourceRole, hopsworks } from '../../lib';
import { PLATFORM } from '../support';
import {
  allow,
  arn,
  type Build,
  cfnRole,
  check,
  dataStack,
  EC2,
  findingsOf,
  holds,
  LAMBDA,
  ofVendor,
  platform,
  rule,
  trusting,
} from './support';

const own = `arn:aws:iam::${PLATFORM.account}:`;
const deny = (action: unknown) => ({ ...allow(action, '*'), Effect: 'Deny' });

describe('selfEscalation', () => {
  const findings = rule('selfEscalation');
  const onPolicy = (operator: string, name: string) => ({
    Condition: { [operator]: { 'iam:PolicyARN': `arn:aws:iam::aws:policy/${name}` } },
  });

  const holdsOfAws =
    (name: string, permissionsBoundary?: string): Build =>
    (stack) => {
      cfnRole(stack, 'r', LAMBDA, undefined, {
        managedPolicyArns: [`arn:aws:iam::aws:policy/${name}`],
        permissionsBoundary,
      });
    };

  test.each<[string, Build]>([
    ['writing its own policies', holds(allow('iam:PutRolePolicy', arn('r')))],
    [
      'writing its own policies by reference',
      (stack) => {
        const role = new iam.Role(stack, 'r', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
        role.addToPolicy(new iam.PolicyStatement({ actions: ['iam:AttachRolePolicy'], resources: [role.roleArn] }));
      },
    ],
    ['any write', holds(allow('iam:*', '*'))],
    ['all but S3', holds({ Effect: 'Allow', NotAction: 's3:*', Resource: '*' })],
    ['trusts of roles of a name', holds(allow('iam:Update*Policy', arn('team-*').replace('team-', '*')))],
    [
      'a new version of a policy',
      (stack) => {
        const policy = new iam.ManagedPolicy(stack, 'P', {
          statements: [new iam.PolicyStatement({ actions: ['s3:Get*'], resources: ['*'] })],
        });
        cfnRole(stack, 'r', LAMBDA, allow('iam:CreatePolicyVersion', policy.managedPolicyArn), {
          managedPolicyArns: [policy.managedPolicyArn],
        });
      },
    ],
    ['policies of roles of a name', holds(allow(['iam:CreateRole', 'iam:PutRolePolicy'], arn('team-*')))],
    [
      'users who write their own policies',
      (stack) => {
        const statement = allow('iam:PutUserPolicy', `${own}user/\${aws:username}`);
        const policyDocument = { Version: '2012-10-17', Statement: statement };
        new iam.CfnUser(stack, 'r', { userName: 'r', policies: [{ policyName: 'p', policyDocument }] });
      },
    ],
    ['passing any role to a changed function', holds(allow(['iam:PassRole', 'lambda:Update*'], '*'))],
    ["AWS's policy for administrators", holdsOfAws('AdministratorAccess')],
    ["AWS's policy for IAM", holdsOfAws('IAMFullAccess')],
    [
      "AWS's policy for administrators within a boundary that lets IAM be",
      holdsOfAws('AdministratorAccess', 'arn:aws:iam::aws:policy/IAMFullAccess'),
    ],
    ['keys of any user', holds(allow('iam:CreateAccessKey', `${own}user/*`))],
    ['any policy but one', holds(allow('iam:AttachRolePolicy', '*', onPolicy('ArnNotEquals', 'AdministratorAccess')))],
    ["any of AWS's policies", holds(allow('iam:AttachRolePolicy', '*', onPolicy('ArnLike', '*')))],
    ['taking boundaries off', holds(allow('iam:DeleteRolePermissionsBoundary', `${own}role/*`))],
    ['passing any role to a function', holds(allow('iam:PassRole', '*'), allow('lambda:CreateFunction', '*'))],
    [
      'passing any role to instances',
      holds(
        allow('iam:PassRole', `${own}role/*`, {
          Condition: { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } },
        }),
        allow('ec2:Run*', '*'),
      ),
    ],
  ])('finds %s', (_, build) => {
    expect(findings(build)).toEqual(['warning S/r']);
  });

  test.each<[string, Build]>([
    ['some policies', holds(allow('iam:AttachRolePolicy', '*', onPolicy('ArnLike', 'AmazonS3*')))],
    [
      'roles of AWS, whose policies nobody writes',
      holds(
        allow(
          ['iam:CreateServiceLinkedRole', 'iam:PutRolePolicy'],
          `arn:aws:iam::*:role/aws-service-role/spot.amazonaws.com/*`,
        ),
      ),
    ],
    ['reading IAM', holds(allow(['iam:Get*', 'iam:List*'], '*'))],
    [
      'policies under a boundary',
      holds(
        allow('iam:PutRolePolicy', '*', {
          Condition: { StringEquals: { 'iam:PermissionsBoundary': `${own}policy/b` } },
        }),
      ),
    ],
    [
      'one policy that may be attached',
      holds(
        allow('iam:AttachRolePolicy', '*', {
          Condition: { ArnEquals: { 'iam:PolicyARN': 'arn:aws:iam::aws:policy/ReadOnlyAccess' } },
        }),
      ),
    ],
    [
      'what a condition demands, within a boundary that allows everything',
      (stack) => {
        const Condition = { StringEquals: { 'iam:PermissionsBoundary': `${own}policy/b` } };
        cfnRole(stack, 'r', LAMBDA, allow('iam:PutRolePolicy', '*', { Condition }), {
          permissionsBoundary: 'arn:aws:iam::aws:policy/AdministratorAccess',
        });
      },
    ],
    [
      'a permission that depends on a symbol, within a boundary that allows everything',
      (stack) => {
        const resource = new CfnParameter(stack, 'P').valueAsString;
        cfnRole(stack, 'r', LAMBDA, allow('iam:PutRolePolicy', resource), {
          permissionsBoundary: 'arn:aws:iam::aws:policy/AdministratorAccess',
        });
      },
    ],
    ["AWS's policy for power users", holdsOfAws('PowerUserAccess')],
    ["AWS's policies whose documents nobody here knows", holdsOfAws('AWSLambda_FullAccess')],
    ['a boundary for power users', holdsOfAws('AdministratorAccess', 'arn:aws:iam::aws:policy/PowerUserAccess')],
    [
      "a customer's policy of that name",
      (stack) => {
        cfnRole(stack, 'r', LAMBDA, undefined, { managedPolicyArns: [`${own}policy/AdministratorAccess`] });
      },
    ],
    ['what a Deny takes away', holds(allow('*', '*'), deny(['iam:*']))],
    ['passing one role', holds(allow('iam:PassRole', arn('one')), allow('lambda:CreateFunction', '*'))],
    [
      'passing any role to a service that it does not use',
      holds(
        allow('iam:PassRole', '*', { Condition: { StringEquals: { 'iam:PassedToService': 'glue.amazonaws.com' } } }),
        allow('lambda:CreateFunction', '*'),
      ),
    ],
    ['users who make their own keys', holds(allow('iam:CreateAccessKey', `${own}user/\${aws:username}`))],
    ['roles of another account', holds(allow('iam:PutRolePolicy', arn('r', '123456789012')))],
    [
      'what CloudFormation deploys with',
      (stack) => cfnRole(stack, 'r', trusting({ Service: 'cloudformation.amazonaws.com' }), allow('*', '*')),
    ],
    [
      'a boundary that leaves it out',
      (stack) => {
        const b = new iam.ManagedPolicy(stack, 'B', {
          statements: [new iam.PolicyStatement({ actions: ['s3:*'], resources: ['*'] })],
        });
        cfnRole(stack, 'r', LAMBDA, allow('*', '*'), { permissionsBoundary: b.managedPolicyArn });
      },
    ],
  ])('is quiet on %s', (_, build) => {
    expect(findings(build)).toEqual([]);
  });

  test.each(['us-east-1', 'cn-north-1', 'us-gov-west-1'])("knows AWS's policy for administrators in %s", (region) => {
    const stack = new Stack(new App(), 'S', { env: { account: PLATFORM.account, region } });
    new iam.Role(stack, 'r', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess')],
    });
    expect(findingsOf('selfEscalation', () => undefined, stack)).toEqual(['warning S/r']);
  });
});

test.each<[string, unknown[]]>([
  ['selfEscalation', [allow('iam:PutRolePolicy', '*')]],
  ['passRoleTooWide', [allow('iam:PassRole', '*')]],
  ['unscopedDiskAccess', [allow(['ec2:CreateSnapshot', 'ec2:RunInstances'], '*')]],
  ['invalidPermission', [allow('s3:GetObjects', '*')]],
])('%s looks at what imported roles get, at the policy that they get it by', (id, statements) => {
  const of =
    (list: unknown[]): Build =>
    (stack) => {
      const imported = iam.Role.fromRoleArn(stack, 'Imported', arn('imported'), { defaultPolicyName: 'Given' });
      for (const each of list) imported.addToPrincipalPolicy(iam.PolicyStatement.fromJson(each));
    };
  expect(rule(id)(of(statements))).toEqual([expect.stringMatching(/^(warning|error) S\/Imported\/Given$/)]);
  expect(rule(id)(of([allow('s3:GetObject', '*')]))).toEqual([]);
});

test.each<[string, (resource: string) => unknown[]]>([
  ['selfEscalation', (resource) => [allow('iam:PutRolePolicy', resource)]],
  ['passRoleTooWide', (resource) => [allow('iam:PassRole', resource)]],
  ['unscopedDiskAccess', (resource) => [allow(['ec2:CreateSnapshot', 'ec2:RunInstances'], resource)]],
])('%s reads resources with the defaults of their parameters', (id, statements) => {
  const of = (parameter: CfnParameterProps) => {
    const stack = platform();
    holds(...statements(new CfnParameter(stack, 'P', parameter).valueAsString))(stack);
    return check(stack.node.root as App, { rules: [id] }).found.map(({ text }) => text.split('. The statement')[0]!);
  };
  expect(of({ default: '*' })).toEqual([expect.stringMatching(/, unless the deployment gives S\/P another value$/)]);
  expect(of({ default: arn('one', '444455556666') })).toEqual([]);
  expect(of({})).toEqual([]);
});

describe('what a parameter gives is read with its default', () => {
  const findings = (action: (stack: Stack) => unknown, resource: (stack: Stack) => unknown = () => '*') => {
    const stack = platform();
    holds(allow(action(stack), resource(stack)))(stack);
    return check(stack.node.root as App, { rules: ['selfEscalation'] }).found.map(({ text }) => text);
  };
  const parameter =
    (defaultValue: string, type = 'String') =>
    (stack: Stack) =>
      new CfnParameter(stack, 'P', { default: defaultValue, type });
  const LIST = 'CommaDelimitedList';
  const split = (separator: string, defaultValue: string) => (stack: Stack) =>
    Fn.split(separator, parameter(defaultValue)(stack).valueAsString);
  const wide = (what: string): unknown[] => [
    expect.stringMatching(new RegExp(`may call ${what} .*, unless the deployment gives S/P another value`)),
  ];

  test.each<[string, (given: string) => (stack: Stack) => unknown]>([
    ['an action', (given) => (stack) => parameter(given)(stack).valueAsString],
    ['a list of actions', (given) => (stack) => parameter(`s3:GetObject, ${given}`, LIST)(stack).valueAsList],
    ['actions in one text', (given) => split(',', `s3:GetObject,${given}`)],
    ['actions in one text, with another separator', (given) => split('"|', `${given}"|s3:GetObject`)],
    ['one of them', (given) => (stack) => [Fn.select(1, split(';', `s3:GetObject;${given}`)(stack))]],
    [
      'one of a text that begins otherwise',
      (given) => (stack) => [Fn.select(1, Fn.split(',', `s3:GetObject,${parameter(given)(stack).valueAsString}`))],
    ],
  ])('%s', (_, build) => {
    expect(findings(build('iam:PutRolePolicy'))).toEqual(wide('iam:PutRolePolicy'));
    expect(findings(build('iam:GetRolePolicy'))).toEqual([]);
  });

  test.each<[string, (...given: string[]) => (stack: Stack) => unknown]>([
    [
      'a list of resources',
      (...given) =>
        (stack) =>
          parameter(given.join(','), LIST)(stack).valueAsList,
    ],
    ['resources in one text', (...given) => split(';', given.join(';'))],
  ])('%s', (_, build) => {
    const writes = () => 'iam:PutRolePolicy';
    expect(findings(writes, build(arn('a', '444455556666'), `${own}role/*`))).toEqual(wide('iam:PutRolePolicy'));
    expect(findings(writes, build(arn('a', '444455556666'), arn('b', '444455556666')))).toEqual([]);
  });

  test('one of a list, and what has no default, stays open', () => {
    const first = (stack: Stack) => [Fn.select(0, split(',', 's3:GetObject,iam:PutRolePolicy')(stack))];
    expect(findings(first)).toEqual([]);
    expect(findings((stack) => Fn.split(',', new CfnParameter(stack, 'P').valueAsString))).toEqual([]);
  });
});

describe('vendorBecomesChain', () => {
  const findings = rule('vendorBecomesChain');
  const vendor = ofVendor({ Condition: { StringEquals: { 'sts:ExternalId': 'agreed' } } });
  const estate =
    (permissions: unknown, { trust = vendor, assumes = true }: { trust?: unknown; assumes?: boolean } = {}): Build =>
    (stack) => {
      cfnRole(stack, 'head', EC2, assumes ? allow('sts:AssumeRole', arn('data')) : undefined);
      new iam.CfnInstanceProfile(stack, 'Profile', { roles: ['head'], instanceProfileName: 'head' });
      cfnRole(stack, 'data', trusting({ AWS: arn(assumes ? 'head' : 'nobody') }));
      cfnRole(stack, 'vendor', trust, permissions);
    };
  const launch = [allow('ec2:RunInstances', '*'), allow('iam:PassRole', arn('head'))];

  test.each<[string, Build]>([
    ['launching', estate(launch)],
    ['launching by wildcards', estate(allow(['ec2:Run*', 'iam:Pass*'], '*'))],
    ['everything but S3', estate({ Effect: 'Allow', NotAction: 's3:*', Resource: '*' })],
    [
      'attaching a profile',
      estate([
        allow('ec2:AssociateIamInstanceProfile', '*'),
        allow('iam:PassRole', Fn.sub('arn:aws:iam::${AWS::AccountId}:role/head')),
      ]),
    ],
    ['user data', estate(allow('ec2:ModifyInstanceAttribute', 'arn:aws:ec2:*:*:instance/*'))],
    ['commands', estate(allow('ssm:SendCommand', '*'))],
    ['commands by an association', estate(allow('ssm:CreateAssociation', '*'))],
    ['a fleet', estate([allow('ec2:CreateFleet', '*'), allow('iam:PassRole', arn('head'))])],
    ['a role of the vendor itself', estate(launch, { trust: trusting({ AWS: arn('control', '999988887777') }) })],
    [
      "the library's locked role, with the profile of a chaining role",
      (stack) => {
        const head = new InstanceProfileRole(stack, 'head', { roleName: 'head' });
        new ResourceRole(stack, 'data', { chainingRoles: [head] });
        const { vpc } = new hopsworks.ClusterNetwork(stack, 'Network');
        new hopsworks.CrossAccountRole(stack, 'vendor', {
          vendorAccountId: '999988887777',
          externalId: 'agreed',
          policy: hopsworks.CrossAccountPolicy.lockedTo({ vpcs: [vpc], instanceProfiles: [head.instanceProfile] }),
        });
      },
    ],
  ])('finds %s', (_, build) => {
    expect(findings(build)).toEqual(['warning S/vendor']);
  });

  const onTag = (operator: string, key = 'aws:ResourceTag/cluster', value: unknown = 'c1') => ({
    Condition: { [operator]: { [key]: value } },
  });
  const ANY_MACHINE = 'arn:aws:ec2:*:*:instance/*';
  const command = (more: object) => allow('ssm:SendCommand', ANY_MACHINE, more);
  /** A machine of the app that holds the chaining role. */
  const machine =
    (tags: Record<string, string>, permissions: unknown): Build =>
    (stack) => {
      estate(permissions)(stack);
      const list = Object.entries(tags).map(([key, value]) => ({ key, value }));
      const launchTemplateData = {
        iamInstanceProfile: { name: 'head' },
        tagSpecifications: [{ resourceType: 'instance', tags: list }],
      };
      const { ref } = new ec2.CfnLaunchTemplate(stack, 'Machines', { launchTemplateData });
      new ec2.CfnInstance(stack, 'Head', { launchTemplate: { launchTemplateId: ref, version: '1' } });
    };

  test.each<[string, string[], Build]>([
    ['a tag that it asks for', [], estate(command(onTag('StringEquals')))],
    [
      'a tag by the key of EC2',
      [],
      estate(allow('ec2:ModifyInstanceAttribute', '*', onTag('StringEquals', 'ec2:ResourceTag/cluster'))),
    ],
    ['a tag by the key of SSM', [], estate(command(onTag('StringLike', 'ssm:resourceTag/cluster', 'c*')))],
    [
      'a tag that it denies the lack of',
      [],
      estate([command({}), { ...command(onTag('StringNotEquals')), Effect: 'Deny' }]),
    ],
    [
      'a tag that is denied where it is missing',
      [],
      estate([command({}), { ...command(onTag('Null', undefined, 'true')), Effect: 'Deny' }]),
    ],
    ['a tag that machines may lack', ['warning S/vendor'], estate(command(onTag('StringEqualsIfExists')))],
    ['a tag of which they may have none', ['warning S/vendor'], estate(command(onTag('ForAllValues:StringEquals')))],
    ['any tag but one', ['warning S/vendor'], estate(command(onTag('StringNotEquals')))],
    ['no tag', ['warning S/vendor'], estate(command(onTag('Null', undefined, 'true')))],
    ['a tag of who calls', ['warning S/vendor'], estate(command(onTag('StringEquals', 'aws:PrincipalTag/cluster')))],
    [
      'a tag that it writes',
      ['warning S/vendor'],
      estate([command(onTag('StringEquals')), allow('ec2:CreateTags', '*')]),
    ],
    [
      'a tag that it writes where it is',
      [],
      estate([command(onTag('StringEquals')), allow('ec2:*Tags', '*', onTag('StringEquals'))]),
    ],
    [
      'a tag that it writes on what it makes',
      [],
      estate([
        command(onTag('StringEquals')),
        allow('ec2:CreateTags', '*', onTag('StringEquals', 'ec2:CreateAction', 'RunInstances')),
      ]),
    ],
    ['the tag that a machine has', ['warning S/vendor'], machine({ cluster: 'c1' }, command(onTag('StringEquals')))],
    ['another tag than a machine has', [], machine({ cluster: 'c2' }, command(onTag('StringEquals')))],
    [
      'a second statement without it',
      ['warning S/vendor'],
      estate([command(onTag('StringEquals')), allow('ssm:StartSession', '*')]),
    ],
    [
      'another profile, on launching',
      [],
      estate([
        allow('ec2:RunInstances', '*', {
          Condition: { ArnEquals: { 'ec2:InstanceProfile': `${own}instance-profile/workers` } },
        }),
        allow('iam:PassRole', arn('head')),
      ]),
    ],
    [
      'its profile, on launching',
      ['warning S/vendor'],
      estate([
        allow('ec2:RunInstances', ANY_MACHINE, {
          Condition: { ArnLike: { 'ec2:InstanceProfile': `${own}instance-profile/h*` } },
        }),
        allow('iam:PassRole', arn('head')),
      ]),
    ],
    [
      'another profile, on attaching',
      [],
      estate([
        allow('ec2:AssociateIamInstanceProfile', '*', {
          Condition: { ArnEquals: { 'ec2:NewInstanceProfile': `${own}instance-profile/workers` } },
        }),
        allow('iam:PassRole', arn('head')),
      ]),
    ],
    [
      'a tag, on attaching',
      ['warning S/vendor'],
      estate([
        allow('ec2:AssociateIamInstanceProfile', '*', onTag('StringEquals')),
        allow('iam:PassRole', arn('head')),
      ]),
    ],
  ])('knows %s', (_, expected, build) => {
    expect(findings(build)).toEqual(expected);
  });

  test('finds nodes of EKS, whose profile EKS makes', () => {
    const nodes =
      (nodeRole: string): Build =>
      (stack) => {
        cfnRole(stack, 'head', EC2, allow('sts:AssumeRole', arn('data')));
        cfnRole(stack, 'workers', EC2);
        cfnRole(stack, 'data', trusting({ AWS: arn('head') }));
        cfnRole(stack, 'vendor', vendor, allow('ssm:SendCommand', '*'));
        new eks.CfnNodegroup(stack, 'Nodes', { clusterName: 'c', nodeRole, subnets: ['s'] });
      };
    expect(findings(nodes(arn('head')))).toEqual(['warning S/vendor']);
    expect(findings(nodes(arn('workers')))).toEqual([]);
  });

  test('finds who comes over a role between', () => {
    const build: Build = (stack) => {
      estate(launch, { trust: trusting({ AWS: arn('between') }) })(stack);
      cfnRole(stack, 'between', vendor, allow('sts:AssumeRole', arn('vendor')));
    };
    expect(findings(build)).toEqual(['warning S/vendor']);
  });

  test.each<[string, Build]>([
    ['a machine whose role assumes nobody', estate(launch, { assumes: false })],
    ['another role that is passed', estate([allow('ec2:RunInstances', '*'), allow('iam:PassRole', arn('data'))])],
    ['passing alone', estate(allow('iam:PassRole', arn('head')))],
    ['a Deny', estate([...launch, deny('iam:PassRole')])],
    ['a role of the app', estate(launch, { trust: LAMBDA })],
    [
      'an account of the app',
      (stack) => {
        dataStack(stack.node.root as App);
        estate(launch, { trust: trusting({ AWS: '444455556666' }) })(stack);
      },
    ],
  ])('is quiet on %s', (_, build) => {
    expect(findings(build)).toEqual([]);
  });
});

describe('hopsworksSharedBucket', () => {
  const findings = rule('hopsworksSharedBucket');
  const estate =
    (resources: (bucket: s3.Bucket) => string[], props: object = {}, action = 's3:GetObject'): Build =>
    (stack) => {
      const bucket = new s3.Bucket(stack, 'Bucket');
      const head = new InstanceProfileRole(stack, 'head', { roleName: 'head' });
      const policy = hopsworks.InstanceProfilePolicy.forCluster({ bucket, ...props });
      new iam.ManagedPolicy(stack, 'Policy', { document: policy, roles: [head] });
      const role = new ResourceRole(stack, 'data', { chainingRoles: [head] });
      role.addToPolicy(new iam.PolicyStatement({ actions: [action], resources: resources(bucket) }));
    };

  test.each<[string, Build]>([
    ['the same bucket', estate((bucket) => [bucket.arnForObjects('*')])],
    ['a prefix of it', estate((bucket) => [bucket.arnForObjects('fraud/*')], {}, 's3:Get*')],
    ['all of its objects', estate((bucket) => [bucket.arnForObjects('*')], {}, 's3:*')],
    ['every bucket, as documented', estate(() => ['arn:aws:s3:::lake/*'], { bucket: undefined, asDocumented: true })],
  ])('finds %s', (_, build) => {
    expect(findings(build)).toEqual(['warning S/data']);
  });

  test.each<[string, Build]>([
    ['another bucket', estate(() => ['arn:aws:s3:::lake/*'])],
    ['a cluster without storage', estate((bucket) => [bucket.arnForObjects('fraud/*')], { storage: false })],
    ['the names of objects', estate((bucket) => [bucket.bucketArn], {}, 's3:ListBucket')],
    ['an administrator', estate(() => ['*'], {}, '*')],
  ])('is quiet on %s', (_, build) => {
    expect(findings(build)).toEqual([]);
  });
});

describe('unscopedDiskAccess', () => {
  const findings = rule('unscopedDiskAccess');
  const use = allow('ec2:RunInstances', '*');
  const on = (operator: string, value = 'x', key = 'aws:ResourceTag/cluster') => ({
    Condition: { [operator]: { [key]: value } },
  });
  const tagged = on('StringEquals');

  test.each<[string, Build]>([
    ['snapshots and machines', holds(allow('ec2:CreateSnapshot', '*'), use)],
    ['images and attributes, by wildcards', holds(allow(['ec2:Create*', 'ec2:Modify*'], 'arn:aws:ec2:*:*:*'))],
    ['everything but IAM', holds({ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' })],
    [
      'volumes of a reference to the region',
      holds(
        allow('ec2:CreateSnapshot', Fn.sub('arn:aws:ec2:${AWS::Region}:${AWS::AccountId}:volume/*')),
        allow('ec2:AttachVolume', '*'),
      ),
    ],
    ['a tag that disks may lack', holds(allow('ec2:CreateSnapshot', '*', on('StringEqualsIfExists')), use)],
    ['any tag but one', holds(allow('ec2:CreateSnapshot', '*', on('StringNotEquals')), use)],
    ['disks without a tag', holds(allow('ec2:CreateSnapshot', '*', on('Null', 'true')), use)],
    [
      'a Deny of something else',
      holds(allow('ec2:*', '*'), { ...deny('ec2:*'), ...on('StringNotEquals', 'x', 'aws:RequestedRegion') }),
    ],
    ['a second statement', holds(allow('ec2:CreateSnapshot', '*', tagged), allow('ec2:CreateSnap*', '*'), use)],
    ['blocks of snapshots', holds(allow('ec2:CreateSnapshots', '*'), allow('ebs:*', '*'))],
    [
      'a tag of the copy, which is not one of the disk',
      holds(allow('ec2:CreateImage', '*', { Condition: { StringEquals: { 'aws:RequestTag/cluster': 'x' } } }), use),
    ],
    [
      "the vendor's default policy",
      (stack) =>
        new hopsworks.CrossAccountRole(stack, 'r', {
          vendorAccountId: '999988887777',
          externalId: 'agreed',
          policy: hopsworks.CrossAccountPolicy.unrestricted(),
        }),
    ],
  ])('finds %s', (_, build) => {
    expect(findings(build)).toEqual(['warning S/r']);
  });

  test.each<[string, Build]>([
    ['snapshots of tagged disks', holds(allow('ec2:CreateSnapshot', '*', tagged), use)],
    ['one volume', holds(allow('ec2:CreateSnapshot', `arn:aws:ec2:eu-west-1:${PLATFORM.account}:volume/vol-1`), use)],
    ['snapshots alone', holds(allow('ec2:CreateSnapshot', '*'))],
    ['machines alone', holds(use, allow('ec2:DescribeSnapshots', '*'))],
    ['a Deny', holds(allow('ec2:*', '*'), { ...deny(['ec2:CreateSnapshot*', 'ec2:CreateImage']) })],
    [
      'a Deny of disks without the tag',
      holds(allow('ec2:*', '*'), { ...deny(['ec2:CreateSnapshot*', 'ec2:CreateImage']), ...on('StringNotEquals') }),
    ],
    ['AWS Backup', (stack) => cfnRole(stack, 'r', trusting({ Service: 'backup.amazonaws.com' }), allow('ec2:*', '*'))],
  ])('is quiet on %s', (_, build) => {
    expect(findings(build)).toEqual([]);
  });
});
