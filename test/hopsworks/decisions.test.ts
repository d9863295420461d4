import { aws_ec2 as ec2, aws_kms as kms } from 'aws-cdk-lib';
import type { hopsworks } from '../../lib';
import { decide, type RequestedResource, refused } from '../identity-simulator';
import type { PolicyDocument } from '../support';
import {
  ACCOUNT,
  BACKUP_TAG,
  CrossAccountPolicy,
  INSTANCE_TAG,
  KEY_POLICY,
  ControlPlaneListing,
  OWN_KEY,
  place,
  REGION,
  rendered,
} from './support';

const principal = `arn:aws:iam::${ACCOUNT}:role/control-plane`;
const GROUP = `arn:aws:ec2:${REGION}:${ACCOUNT}:security-group/sg-cluster`;

const { stack, vpcs, instanceProfiles } = place();
const ebsKmsKeys = [kms.Key.fromKeyArn(stack, 'Key', OWN_KEY)];
const securityGroups = [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-cluster')];
const locked = (props: Partial<hopsworks.LockedPolicyProps> = {}) =>
  rendered(stack, CrossAccountPolicy.lockedTo({ vpcs, instanceProfiles, ...props }));

const documented = locked({ asDocumented: true });
const unrestricted = rendered(stack, CrossAccountPolicy.unrestricted());
const hardened = locked();
const withBackup = locked({ backupTag: BACKUP_TAG });

const ec2Arn = (resource: string, account = ACCOUNT, region = REGION) => `arn:aws:ec2:${region}:${account}:${resource}`;
const iamArn = (resource: string, account = ACCOUNT) => `arn:aws:iam::${account}:${resource}`;
const PROFILE = iamArn('instance-profile/hopsworks');
const OTHER_PROFILE = iamArn('instance-profile/admin');
const ROLE = iamArn('role/hopsworks-role');
const VPC = ec2Arn('vpc/vpc-good');
const OTHER_VPC = ec2Arn('vpc/vpc-other');
const OWN_INSTANCE = { 'ec2:InstanceProfile': PROFILE };

interface Request extends RequestedResource {
  readonly action: string;
}

const allows = (policy: PolicyDocument, { action, ...request }: Request) =>
  decide({
    principal,
    policies: [policy],
    action,
    ...(action.startsWith('kms:') && { resourcePolicy: KEY_POLICY }),
    ...request,
  });

const request = (action: string, resource: string, context: Request['context'] = {}): Request => ({
  action,
  resource,
  context,
});

/** The resources that EC2 checks for a launch; each is checked by itself. */
function launch(changed: Record<string, RequestedResource> = {}): RequestedResource[] {
  return Object.values<RequestedResource>({
    image: { resource: ec2Arn('image/ami-1', ''), context: { 'ec2:Owner': 'amazon' } },
    instance: {
      resource: ec2Arn('instance/i-new'),
      context: { ...OWN_INSTANCE, 'ec2:MetadataHttpTokens': 'required', 'aws:RequestTag/team': 'data' },
    },
    key: { resource: ec2Arn('key-pair/ops') },
    interface: {
      resource: ec2Arn('network-interface/eni-new'),
      context: { 'ec2:Vpc': VPC, 'aws:RequestTag/team': 'data' },
    },
    group: { resource: ec2Arn('security-group/sg-cluster'), context: { 'ec2:Vpc': VPC } },
    subnet: { resource: ec2Arn('subnet/subnet-1'), context: { 'ec2:Vpc': VPC } },
    volume: { resource: ec2Arn('volume/vol-new'), context: { 'aws:RequestTag/team': 'data' } },
    ...changed,
  });
}

const refusedAtLaunch = (policy: PolicyDocument, resources: RequestedResource[]) =>
  refused({ principal, policies: [policy], action: 'ec2:RunInstances', resources });

describe('a launch', () => {
  test('with an own profile, in the VPC, is allowed with all of its resources', async () => {
    expect(await refusedAtLaunch(hardened, launch())).toEqual([]);
  });

  test.each<[what: string, changed: Record<string, RequestedResource>, documentedAllows: boolean]>([
    [
      'another profile',
      { instance: { resource: ec2Arn('instance/i-new'), context: { 'ec2:InstanceProfile': OTHER_PROFILE } } },
      false,
    ],
    ['no profile', { instance: { resource: ec2Arn('instance/i-new') } }, false],
    [
      'a profile of that name in another account',
      {
        instance: {
          resource: ec2Arn('instance/i-new'),
          context: { 'ec2:InstanceProfile': iamArn('instance-profile/hopsworks', '444455556666') },
        },
      },
      true,
    ],
    [
      'a network interface of another VPC',
      { interface: { resource: ec2Arn('network-interface/eni-1'), context: { 'ec2:Vpc': OTHER_VPC } } },
      true,
    ],
    [
      'a security group of another VPC',
      { group: { resource: ec2Arn('security-group/sg-other'), context: { 'ec2:Vpc': OTHER_VPC } } },
      true,
    ],
    ['a subnet of another VPC', { subnet: { resource: ec2Arn('subnet/s'), context: { 'ec2:Vpc': OTHER_VPC } } }, false],
    [
      'a subnet in another region',
      {
        subnet: {
          resource: ec2Arn('subnet/s', ACCOUNT, 'us-east-1'),
          context: { 'ec2:Vpc': ec2Arn('vpc/vpc-good', ACCOUNT, 'us-east-1') },
        },
      },
      true,
    ],
    ['a volume from a snapshot of somebody', { snapshot: { resource: ec2Arn('snapshot/snap-1', '') } }, true],
  ])('with %s is refused', async (_, changed, documentedAllows) => {
    const [changedResource] = Object.values(changed).map(({ resource }) => resource);
    expect(await refusedAtLaunch(hardened, launch())).toEqual([]);
    expect(await refusedAtLaunch(hardened, launch(changed))).toEqual([changedResource]);
    expect(await refusedAtLaunch(documented, launch(changed))).toEqual(documentedAllows ? [] : [changedResource]);
  });

  test('with requireImdsV2, only instances that require it', async () => {
    const policy = locked({ requireImdsV2: true });
    const optional = {
      instance: {
        resource: ec2Arn('instance/i-new'),
        context: { ...OWN_INSTANCE, 'ec2:MetadataHttpTokens': 'optional' },
      },
    };
    expect(await refusedAtLaunch(policy, launch())).toEqual([]);
    expect(await refusedAtLaunch(policy, launch(optional))).toEqual([ec2Arn('instance/i-new')]);
    expect(await refusedAtLaunch(documented, launch(optional))).toEqual([]);
  });

  test('with imageOwners, only their images, and those of the own backups', async () => {
    const policy = locked({ imageOwners: ['amazon', '444455556666'], backupTag: BACKUP_TAG });
    const from = (owner: string, tag?: string) => ({
      image: {
        resource: ec2Arn('image/ami-1', ''),
        context: { 'ec2:Owner': owner, ...(tag !== undefined && { [`aws:ResourceTag/${BACKUP_TAG.key}`]: tag }) },
      },
    });
    expect(await refusedAtLaunch(policy, launch(from('amazon')))).toEqual([]);
    expect(await refusedAtLaunch(policy, launch(from('444455556666')))).toEqual([]);
    expect(await refusedAtLaunch(policy, launch(from('999999999999')))).toEqual([ec2Arn('image/ami-1', '')]);
    expect(await refusedAtLaunch(policy, launch(from(ACCOUNT, BACKUP_TAG.value)))).toEqual([]);
    expect(await refusedAtLaunch(policy, launch(from(ACCOUNT, 'c2')))).toEqual([ec2Arn('image/ami-1', '')]);
    expect(await refusedAtLaunch(documented, launch(from('999999999999')))).toEqual([]);
  });

  test('of spot instances, only with spot', async () => {
    const spot = {
      request: { resource: ec2Arn('spot-instances-request/sir-new'), context: { 'aws:RequestTag/team': 'data' } },
    };
    const policy = locked({ spot: true });
    expect(await refusedAtLaunch(policy, launch(spot))).toEqual([]);
    expect(await refusedAtLaunch(hardened, launch(spot))).toEqual([ec2Arn('spot-instances-request/sir-new')]);
    const role = (name: string, service: string) =>
      request('iam:CreateServiceLinkedRole', iamArn(`role/aws-service-role/${service}/${name}`), {
        'iam:AWSServiceName': service,
      });
    expect(await allows(policy, role('AWSServiceRoleForEC2Spot', 'spot.amazonaws.com'))).toBe(true);
    expect(await allows(policy, role('AWSServiceRoleForEC2Fleet', 'ec2fleet.amazonaws.com'))).toBe(false);
    expect(await allows(hardened, role('AWSServiceRoleForEC2Spot', 'spot.amazonaws.com'))).toBe(false);
  });
});

/** Each row: what is refused, and what differs from it in one fact and is allowed; whether the published policy allows the first. */
const HOLES: [
  what: string,
  policy: PolicyDocument,
  refusedRequest: Request,
  allowedTwin: Request,
  documentedAllows: boolean,
][] = [
  [
    'passing the role to another service',
    hardened,
    request('iam:PassRole', ROLE, { 'iam:PassedToService': 'lambda.amazonaws.com' }),
    request('iam:PassRole', ROLE, { 'iam:PassedToService': 'ec2.amazonaws.com' }),
    false,
  ],
  [
    'passing a role that is named like the profile',
    hardened,
    request('iam:PassRole', iamArn('role/hopsworks'), { 'iam:PassedToService': 'ec2.amazonaws.com' }),
    request('iam:PassRole', ROLE, { 'iam:PassedToService': 'ec2.amazonaws.com' }),
    true,
  ],
  [
    'passing that one to another service',
    hardened,
    request('iam:PassRole', iamArn('role/hopsworks'), { 'iam:PassedToService': 'lambda.amazonaws.com' }),
    request('iam:PassRole', ROLE, { 'iam:PassedToService': 'ec2.amazonaws.com' }),
    true,
  ],
  [
    'reading another profile',
    hardened,
    request('iam:GetInstanceProfile', OTHER_PROFILE),
    request('iam:GetInstanceProfile', PROFILE),
    false,
  ],
  [
    'tagging an own instance that exists',
    hardened,
    request('ec2:CreateTags', ec2Arn('instance/i-1'), OWN_INSTANCE),
    request('ec2:CreateTags', ec2Arn('instance/i-1'), { ...OWN_INSTANCE, 'ec2:CreateAction': 'RunInstances' }),
    true,
  ],
  [
    'attaching another profile to an own instance',
    locked({ instanceTag: INSTANCE_TAG }),
    request('ec2:AssociateIamInstanceProfile', ec2Arn('instance/i-1'), {
      ...OWN_INSTANCE,
      'ec2:NewInstanceProfile': OTHER_PROFILE,
      'aws:ResourceTag/hopsworks': 'c1',
    }),
    request('ec2:AssociateIamInstanceProfile', ec2Arn('instance/i-1'), {
      'ec2:NewInstanceProfile': PROFILE,
      'aws:ResourceTag/hopsworks': 'c1',
    }),
    true,
  ],
  [
    'stopping an instance that has a profile of that name in another account',
    hardened,
    request('ec2:StopInstances', ec2Arn('instance/i-1'), {
      'ec2:InstanceProfile': iamArn('instance-profile/hopsworks', '444455556666'),
    }),
    request('ec2:StopInstances', ec2Arn('instance/i-1'), OWN_INSTANCE),
    true,
  ],
  [
    'opening a port of another VPC of that id, in another region',
    hardened,
    request('ec2:AuthorizeSecurityGroupIngress', ec2Arn('security-group/sg-1', ACCOUNT, 'us-east-1'), {
      'ec2:Vpc': ec2Arn('vpc/vpc-good', ACCOUNT, 'us-east-1'),
    }),
    request('ec2:AuthorizeSecurityGroupIngress', ec2Arn('security-group/sg-1'), { 'ec2:Vpc': VPC }),
    true,
  ],
  [
    "opening a port of the VPC's other security groups",
    locked({ securityGroups }),
    request('ec2:AuthorizeSecurityGroupIngress', ec2Arn('security-group/sg-other'), { 'ec2:Vpc': VPC }),
    request('ec2:AuthorizeSecurityGroupIngress', GROUP, { 'ec2:Vpc': VPC }),
    true,
  ],
  [
    "a snapshot of somebody's volume",
    withBackup,
    request('ec2:CreateSnapshot', ec2Arn('volume/vol-1')),
    request('ec2:CreateSnapshot', ec2Arn('volume/vol-1'), { 'aws:ResourceTag/hopsworks-backup': 'c1' }),
    true,
  ],
  [
    'a snapshot that does not get the tag',
    withBackup,
    request('ec2:CreateSnapshot', ec2Arn('snapshot/snap-new', '')),
    request('ec2:CreateSnapshot', ec2Arn('snapshot/snap-new', ''), { 'aws:RequestTag/hopsworks-backup': 'c1' }),
    true,
  ],
  [
    "an image of somebody's snapshot, tagged by the request",
    withBackup,
    request('ec2:RegisterImage', ec2Arn('snapshot/snap-1', '')),
    request('ec2:RegisterImage', ec2Arn('snapshot/snap-1', ''), { 'aws:ResourceTag/hopsworks-backup': 'c1' }),
    true,
  ],
  [
    'an image that does not get the tag',
    withBackup,
    request('ec2:RegisterImage', ec2Arn('image/ami-new', '')),
    request('ec2:RegisterImage', ec2Arn('image/ami-new', ''), { 'aws:RequestTag/hopsworks-backup': 'c1' }),
    true,
  ],
  [
    "deleting somebody's snapshot",
    withBackup,
    request('ec2:DeleteSnapshot', ec2Arn('snapshot/snap-1', ''), { 'aws:ResourceTag/hopsworks-backup': 'c2' }),
    request('ec2:DeleteSnapshot', ec2Arn('snapshot/snap-1', ''), { 'aws:ResourceTag/hopsworks-backup': 'c1' }),
    true,
  ],
  [
    "deleting somebody's image",
    withBackup,
    request('ec2:DeregisterImage', ec2Arn('image/ami-1', '')),
    request('ec2:DeregisterImage', ec2Arn('image/ami-1', ''), { 'aws:ResourceTag/hopsworks-backup': 'c1' }),
    true,
  ],
];

describe('what the published policy leaves open and the hardened one does not', () => {
  test.each(HOLES)('%s', async (_, policy, hole, twin, documentedAllows) => {
    expect(await allows(policy, hole)).toBe(false);
    expect(await allows(policy, twin)).toBe(true);
    expect(await allows(documented, hole)).toBe(documentedAllows);
    expect(await allows(unrestricted, hole)).toBe(true);
  });

  test('nothing is attached to an instance that exists, unless it has the tag and no profile', async () => {
    const attach = (context: Request['context']) =>
      request('ec2:AssociateIamInstanceProfile', ec2Arn('instance/i-1'), {
        'ec2:NewInstanceProfile': PROFILE,
        ...context,
      });
    const tagged = { 'aws:ResourceTag/hopsworks': 'c1' };
    const policy = locked({ instanceTag: INSTANCE_TAG });
    expect(await allows(policy, attach(tagged))).toBe(true);
    expect(await allows(policy, attach({}))).toBe(false);
    expect(await allows(policy, attach({ 'aws:ResourceTag/hopsworks': 'c2' }))).toBe(false);
    expect(await allows(policy, attach({ ...tagged, 'ec2:InstanceProfile': OTHER_PROFILE }))).toBe(false);
    expect(await allows(hardened, attach(tagged))).toBe(false);
    // The published policy wants the profile to be there before it may be attached.
    expect(await allows(documented, attach(tagged))).toBe(false);
    expect(await allows(documented, attach(OWN_INSTANCE))).toBe(true);
  });

  test('resizing is not changing user data, on own instances only', async () => {
    const modify = (attribute: string, profile = PROFILE) =>
      request('ec2:ModifyInstanceAttribute', ec2Arn('instance/i-1'), {
        'ec2:Attribute': attribute,
        'ec2:InstanceProfile': profile,
      });
    const policy = locked({ instanceTypeChange: true });
    const open = locked({ instanceTypeChange: true, asDocumented: true });
    expect(await allows(policy, modify('InstanceType'))).toBe(true);
    for (const hole of [modify('UserData'), modify('InstanceType', OTHER_PROFILE)]) {
      expect(await allows(policy, hole)).toBe(false);
      expect(await allows(open, hole)).toBe(true);
    }
    expect(await allows(hardened, modify('InstanceType'))).toBe(false);
  });

  test('testing roles is testing the given ones', async () => {
    const policy = locked({ roleTesting: true });
    const test = (role: string) => request('iam:SimulatePrincipalPolicy', iamArn(role));
    expect(await allows(policy, test('role/hopsworks-role'))).toBe(true);
    expect(await allows(policy, test('role/admin'))).toBe(false);
    expect(await allows(locked({ roleTesting: true, asDocumented: true }), test('role/admin'))).toBe(true);
    expect(await allows(hardened, test('role/hopsworks-role'))).toBe(false);
  });
});

describe('what the control plane needs', () => {
  test.each(['ec2:StartInstances', 'ec2:StopInstances', 'ec2:TerminateInstances'])('%s, own', async (action) => {
    expect(await allows(hardened, request(action, ec2Arn('instance/i-1'), OWN_INSTANCE))).toBe(true);
    expect(
      await allows(hardened, request(action, ec2Arn('instance/i-1'), { 'ec2:InstanceProfile': OTHER_PROFILE })),
    ).toBe(false);
    expect(await allows(hardened, request(action, ec2Arn('instance/i-1')))).toBe(false);
  });

  test('with instanceTag, own instances carry it too', async () => {
    const policy = locked({ instanceTag: INSTANCE_TAG, instanceTypeChange: true });
    const own = { ...OWN_INSTANCE, 'aws:ResourceTag/hopsworks': 'c1' };
    for (const [action, context] of [
      ['ec2:StopInstances', {}],
      ['ec2:ModifyInstanceAttribute', { 'ec2:Attribute': 'InstanceType' }],
    ] as const) {
      expect(await allows(policy, request(action, ec2Arn('instance/i-1'), { ...own, ...context }))).toBe(true);
      expect(await allows(policy, request(action, ec2Arn('instance/i-1'), { ...OWN_INSTANCE, ...context }))).toBe(
        false,
      );
    }
  });

  test.each(['instance/i-1', 'network-interface/eni-1', 'volume/vol-1'])('tags at launch on %s', async (resource) => {
    const tag = (action?: string) =>
      request('ec2:CreateTags', ec2Arn(resource), action === undefined ? {} : { 'ec2:CreateAction': action });
    expect(await allows(hardened, tag('RunInstances'))).toBe(true);
    expect(await allows(hardened, tag('CreateVolume'))).toBe(false);
    expect(await allows(hardened, tag())).toBe(false);
  });

  test.each(['ec2:AuthorizeSecurityGroupIngress', 'ec2:RevokeSecurityGroupIngress'])(
    '%s in the VPC',
    async (action) => {
      const port = (vpc: string) => request(action, ec2Arn('security-group/sg-1'), { 'ec2:Vpc': vpc });
      expect(await allows(hardened, port(VPC))).toBe(true);
      expect(await allows(hardened, port(OTHER_VPC))).toBe(false);
      expect(await allows(locked({ openPorts: false }), port(VPC))).toBe(false);
    },
  );

  test('lists, and reads no more than its features need', async () => {
    const list = (action: string) => request(action, '*');
    for (const action of ['ec2:DescribeInstances', 'ec2:DescribeSubnets', 'iam:ListInstanceProfiles']) {
      expect(await allows(hardened, list(action))).toBe(true);
    }
    const terraform = locked({ listing: ControlPlaneListing.TERRAFORM });
    expect(await allows(terraform, list('ec2:DescribeInstances'))).toBe(true);
    expect(await allows(terraform, list('ec2:DescribeSubnets'))).toBe(false);
    expect(await allows(hardened, list('ec2:DescribeRouteTables'))).toBe(true);
    expect(await allows(locked({ vpcWarnings: false }), list('ec2:DescribeRouteTables'))).toBe(false);
    expect(await allows(withBackup, list('ec2:DescribeSnapshots'))).toBe(true);
    expect(await allows(hardened, list('ec2:DescribeSnapshots'))).toBe(false);
  });

  test('reads whether the VPC has DNS hostnames, to warn early', async () => {
    expect(await allows(hardened, request('ec2:DescribeVpcAttribute', VPC))).toBe(true);
    expect(await allows(locked({ vpcWarnings: false }), request('ec2:DescribeVpcAttribute', VPC))).toBe(false);
  });

  test('launches from its own backup, and not from that of somebody else', async () => {
    const from = (value: string) =>
      request('ec2:RunInstances', ec2Arn('snapshot/snap-1', ''), { 'aws:ResourceTag/hopsworks-backup': value });
    expect(await allows(withBackup, from('c1'))).toBe(true);
    expect(await allows(withBackup, from('c2'))).toBe(false);
  });

  test('tags backups when it makes them, and not later', async () => {
    for (const [resource, action] of [
      ['snapshot/snap-1', 'CreateSnapshot'],
      ['image/ami-1', 'RegisterImage'],
    ] as const) {
      const arn = ec2Arn(resource, '');
      expect(await allows(withBackup, request('ec2:CreateTags', arn, { 'ec2:CreateAction': action }))).toBe(true);
      expect(await allows(withBackup, request('ec2:CreateTags', arn))).toBe(false);
      expect(await allows(hardened, request('ec2:CreateTags', arn, { 'ec2:CreateAction': action }))).toBe(false);
    }
  });

  test('makes and deletes load balancers of its account and region', async () => {
    const policy = locked({ loadBalancers: true });
    const elb = (resource: string, region = REGION) => `arn:aws:elasticloadbalancing:${region}:${ACCOUNT}:${resource}`;
    const balancer = 'loadbalancer/hopsworks';
    const group = 'targetgroup/hopsworks/1';
    for (const [action, resource] of [
      ['CreateLoadBalancer', balancer],
      ['DeleteLoadBalancer', balancer],
      ['CreateListener', 'loadbalancer/net/hopsworks/1'],
      ['CreateTargetGroup', group],
      ['RegisterTargets', group],
      ['DeleteTargetGroup', group],
    ] as const) {
      const call = (region?: string) => request(`elasticloadbalancing:${action}`, elb(resource, region));
      expect([action, await allows(policy, call())]).toEqual([action, true]);
      expect([action, await allows(policy, call('us-east-1'))]).toEqual([action, false]);
      expect([action, await allows(hardened, call())]).toEqual([action, false]);
    }
    const creating = { 'elasticloadbalancing:CreateAction': 'CreateLoadBalancer' };
    const tag = (context: Request['context'], arn = elb(balancer)) =>
      request('elasticloadbalancing:AddTags', arn, context);
    expect(await allows(policy, tag(creating))).toBe(true);
    expect(await allows(policy, tag({}))).toBe(false);
    expect(await allows(policy, tag(creating, elb(balancer, 'us-east-1')))).toBe(false);
    expect(await allows(policy, tag(creating, elb(balancer).replace(ACCOUNT, '444455556666')))).toBe(false);
    expect(await allows(policy, request('elasticloadbalancing:DescribeTargetGroups', '*'))).toBe(true);
  });

  test('uses the keys of its volumes through EC2, and lends them to EC2 only', async () => {
    const policy = locked({ ebsKmsKeys });
    const through = { 'kms:ViaService': `ec2.${REGION}.amazonaws.com` };
    const use = (key: string, context: Request['context']) =>
      request('kms:GenerateDataKeyWithoutPlaintext', key, context);
    expect(await allows(policy, use(OWN_KEY, through))).toBe(true);
    expect(await allows(policy, use(OWN_KEY, {}))).toBe(false);
    expect(await allows(policy, use(`${OWN_KEY}2`, through))).toBe(false);
    const lend = (forAws: string) =>
      request('kms:CreateGrant', OWN_KEY, { ...through, 'kms:GrantIsForAWSResource': forAws });
    expect(await allows(policy, lend('true'))).toBe(true);
    expect(await allows(policy, lend('false'))).toBe(false);
    expect(await allows(hardened, lend('true'))).toBe(false);
  });
});
