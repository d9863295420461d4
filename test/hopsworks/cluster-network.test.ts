import { App, Stack, aws_ec2 as ec2, aws_iam as iam } from 'aws-cdk-lib';
import { hopsworks } from '../../lib';
import { decide } from '../identity-simulator';
import { Deployed, newStack, PLATFORM, type PolicyDocument, type Statement } from '../support';
import { ACCOUNT, importedBucket, importedVpc, InstanceProfilePolicy } from './support';

function network(props: hopsworks.ClusterNetworkProps = {}, stack = newStack(PLATFORM)) {
  const made = new hopsworks.ClusterNetwork(stack, 'Network', props);
  return { stack, made };
}

const typesOf = (deployed: Deployed) => Object.values(deployed.resources).map(({ Type }) => Type);
const ofType = (stack: Stack, type: string) => resourcesOf(stack).filter(({ Type }) => Type === type);

/** As in the template: the intrinsic functions of networks are not put into words. */
function resourcesOf(stack: Stack): { Type: string; Properties: Record<string, unknown> }[] {
  return Object.values(new Deployed(stack).resources);
}

test('one zone, a way to the internet, DNS hostnames, and a security group', () => {
  const { stack } = network();
  const deployed = new Deployed(stack);
  expect(typesOf(deployed)).toEqual([
    'AWS::EC2::VPC',
    'AWS::EC2::InternetGateway',
    'AWS::EC2::VPCGatewayAttachment',
    'AWS::EC2::RouteTable',
    'AWS::EC2::Route',
    'AWS::EC2::Subnet',
    'AWS::EC2::SubnetRouteTableAssociation',
    'AWS::EC2::SecurityGroup',
    'AWS::EC2::SecurityGroupIngress',
    'AWS::EC2::SecurityGroupEgress',
  ]);
  expect(ofType(stack, 'AWS::EC2::VPC')[0]?.Properties).toMatchObject({
    EnableDnsHostnames: true,
    EnableDnsSupport: true,
  });
  expect(ofType(stack, 'AWS::EC2::Route')[0]?.Properties).toMatchObject({ DestinationCidrBlock: '0.0.0.0/0' });
});

test('needs no look-up: the zones are those of the region that it is deployed to', () => {
  const app = new App();
  const { stack } = network({ maxAzs: 2 }, newStack(PLATFORM, 'Stack', app));
  expect(
    ofType(stack, 'AWS::EC2::Subnet').map(({ Properties }) => [Properties.AvailabilityZone, Properties.CidrBlock]),
  ).toEqual([
    [{ 'Fn::Select': [0, { 'Fn::GetAZs': '' }] }, '10.0.0.0/20'],
    [{ 'Fn::Select': [1, { 'Fn::GetAZs': '' }] }, '10.0.16.0/20'],
  ]);
  expect(app.synth().manifest.missing ?? []).toEqual([]);
});

describe('the security group', () => {
  const rules = (props: hopsworks.ClusterNetworkProps) => {
    const { stack } = network(props);
    const [group] = ofType(stack, 'AWS::EC2::SecurityGroup');
    return { stack, inbound: group?.Properties.SecurityGroupIngress, outbound: group?.Properties.SecurityGroupEgress };
  };
  const https = (CidrIp: string) => ({
    CidrIp,
    Description: 'HTTPS to api.hopsworks.ai and AWS',
    FromPort: 443,
    ToPort: 443,
    IpProtocol: 'tcp',
  });

  test('has all TCP within itself in both directions, and HTTPS to everywhere', () => {
    const { stack, inbound, outbound } = rules({});
    const within = { IpProtocol: 'tcp', FromPort: 0, ToPort: 65535 };
    const [ingress] = ofType(stack, 'AWS::EC2::SecurityGroupIngress');
    const [egress] = ofType(stack, 'AWS::EC2::SecurityGroupEgress');
    expect(ingress?.Properties).toMatchObject(within);
    expect(ingress?.Properties.SourceSecurityGroupId).toEqual(ingress?.Properties.GroupId);
    expect(egress?.Properties).toMatchObject(within);
    expect(egress?.Properties.DestinationSecurityGroupId).toEqual(egress?.Properties.GroupId);
    expect(inbound).toBeUndefined();
    expect(outbound).toEqual([https('0.0.0.0/0')]);
  });

  test.each(['999.0.113.7/32', '203.0.113.256/32', '203.0.113.7/33', '203.0.113.7'])('no address %s', (cidr) => {
    expect(() => rules({ staticOutboundCidrs: [cidr] })).toThrow(`staticOutboundCidrs holds "${cidr}"`);
    expect(() => rules({ staticOutboundCidrs: ['255.199.9.0/24'] })).not.toThrow();
  });

  test('with static addresses, HTTPS to those only', () => {
    const { outbound } = rules({ staticOutboundCidrs: ['203.0.113.7/32', '203.0.113.8/32'] });
    expect(outbound).toEqual([https('203.0.113.7/32'), https('203.0.113.8/32')]);
  });

  test('opens port 80 when asked, else an output says what to tick', () => {
    const outputs = (stack: Stack) =>
      (stack.node.root as App).synth().getStackByName('Stack').template as {
        Outputs?: Record<string, { Value: string }>;
      };
    const closed = rules({});
    const open = rules({ certificatePort80: true });
    expect(open.inbound).toMatchObject([{ CidrIp: '0.0.0.0/0', FromPort: 80, ToPort: 80, IpProtocol: 'tcp' }]);
    expect(outputs(open.stack).Outputs).toBeUndefined();
    expect(Object.values(outputs(closed.stack).Outputs ?? {}).map(({ Value }) => Value)).toEqual([
      expect.stringContaining('Tick "Continue with self-signed certificate"'),
    ]);
  });
});

test('a network ACL lets answers in, and port 80 only when asked', () => {
  const entries = (props: hopsworks.ClusterNetworkProps) =>
    ofType(network({ networkAcl: true, ...props }).stack, 'AWS::EC2::NetworkAclEntry').map(({ Properties }) => [
      Properties.Egress,
      Properties.CidrBlock,
      Properties.Protocol,
      Properties.PortRange,
    ]);
  const within = [false, '10.0.0.0/16', 6, { From: 0, To: 65535 }];
  const answers = [false, '0.0.0.0/0', 6, { From: 32768, To: 65535 }];
  const outbound = [true, '0.0.0.0/0', -1, undefined];
  expect(entries({})).toEqual([within, answers, outbound]);
  expect(entries({ certificatePort80: true })).toEqual([
    within,
    answers,
    [false, '0.0.0.0/0', 6, { From: 80, To: 80 }],
    outbound,
  ]);
  const { stack } = network({ networkAcl: true, maxAzs: 3 });
  expect(ofType(stack, 'AWS::EC2::SubnetNetworkAclAssociation')).toHaveLength(3);
});

test('flow logs when asked', () => {
  const { stack } = network({ flowLogs: true });
  expect(ofType(stack, 'AWS::EC2::FlowLog')[0]?.Properties).toMatchObject({ TrafficType: 'ALL', ResourceType: 'VPC' });
  expect(ofType(network().stack, 'AWS::EC2::FlowLog')).toEqual([]);
});

describe('endpoints', () => {
  const endpoints = (props: hopsworks.ClusterNetworkProps, stack = newStack(PLATFORM)) => {
    network(props, stack);
    const deployed = new Deployed(stack);
    return ofType(stack, 'AWS::EC2::VPCEndpoint').map(({ Properties }) => ({
      type: Properties.VpcEndpointType,
      policy: deployed.evaluate(Properties.PolicyDocument) as PolicyDocument | undefined,
    }));
  };

  test('allow everything unless policies are given', () => {
    expect(endpoints({ s3Endpoint: true, ecrEndpoints: true })).toEqual([
      { type: 'Gateway', policy: undefined },
      { type: 'Interface', policy: undefined },
      { type: 'Interface', policy: undefined },
    ]);
    expect(endpoints({})).toEqual([]);
  });

  test('permit exactly what the policies of their users permit, and the bucket of the layers of ECR', async () => {
    const stack = newStack(PLATFORM);
    const machines = InstanceProfilePolicy.forCluster({ bucket: importedBucket(stack), clusterId: 'c1' });
    const [s3, ecr, docker] = endpoints({ s3Endpoint: true, ecrEndpoints: true, endpointPolicies: [machines] }, stack);
    expect(s3?.policy?.Statement.map(({ Sid }) => Sid)).toEqual([
      'ListObjects',
      'ReadBucket',
      'UseObjects',
      'ReadEcrLayers',
    ]);
    expect(ecr?.policy?.Statement.map(({ Sid }) => Sid)).toEqual([
      'PullVendorImages',
      'UseOwnImages',
      'LogInToRegistries',
    ]);
    expect(docker?.policy).toEqual(ecr?.policy);

    const allows = (policy: PolicyDocument | undefined, action: string, resource: string, context = {}) => {
      const identity = (policy?.Statement ?? []).map((statement) => {
        const elements = Object.entries(statement).filter(([element]) => element !== 'Principal');
        return Object.fromEntries(elements) as unknown as Statement;
      });
      const principal = `arn:aws:iam::${ACCOUNT}:role/machines`;
      return decide({ principal, policies: [{ Statement: identity }], action, resource, context });
    };
    expect(await allows(s3?.policy, 's3:PutObject', 'arn:aws:s3:::my-bucket/blk_1')).toBe(true);
    expect(await allows(s3?.policy, 's3:PutObject', 'arn:aws:s3:::other-bucket/blk_1')).toBe(false);
    expect(await allows(s3?.policy, 's3:ListBucket', 'arn:aws:s3:::my-bucket')).toBe(true);
    expect(await allows(s3?.policy, 's3:ListBucket', 'arn:aws:s3:::other-bucket')).toBe(false);
    expect(await allows(s3?.policy, 's3:GetObject', 'arn:aws:s3:::prod-eu-west-1-starport-layer-bucket/l')).toBe(true);
    const repository = (name: string) => `arn:aws:ecr:eu-west-1:${ACCOUNT}:repository/${name}/base`;
    expect(await allows(ecr?.policy, 'ecr:PutImage', repository('c1'))).toBe(true);
    expect(await allows(ecr?.policy, 'ecr:PutImage', repository('c2'))).toBe(false);
  });

  test('policies that say nothing of a service would close its endpoint', () => {
    const stack = newStack(PLATFORM);
    const endpointPolicies = [InstanceProfilePolicy.forCluster({ bucket: importedBucket(stack), ecr: false })];
    expect(() => network({ ecrEndpoints: true, endpointPolicies }, stack)).toThrow(
      'Stack/Network: endpointPolicies allow nothing of ecr',
    );
  });

  test('two policies with one Sid get two', () => {
    const stack = newStack(PLATFORM);
    const read = (bucket: string) =>
      new iam.PolicyDocument({
        statements: [
          new iam.PolicyStatement({ sid: 'Read', actions: ['s3:GetObject'], resources: [`arn:aws:s3:::${bucket}/*`] }),
        ],
      });
    const [s3] = endpoints({ s3Endpoint: true, endpointPolicies: [read('a'), read('b')] }, stack);
    expect(s3?.policy?.Statement.map(({ Sid }) => Sid)).toEqual(['Read', 'Read2', 'ReadEcrLayers']);
  });

  const given = (...statements: object[]) =>
    statements.map((statement) =>
      iam.PolicyDocument.fromJson({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] }),
    );

  test('no two Sids are the same, whatever number they end with', () => {
    const sids = ['A', 'A3', 'A', 'ReadEcrLayers', undefined, undefined];
    const read = { Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' };
    const [s3] = endpoints({ s3Endpoint: true, endpointPolicies: given(...sids.map((Sid) => ({ Sid, ...read }))) });
    expect(s3?.policy?.Statement.map(({ Sid }) => Sid)).toEqual([
      'A',
      'A3',
      'A2',
      'ReadEcrLayers',
      'Statement',
      'Statement2',
      'ReadEcrLayers2',
    ]);
  });

  test('statements stay as they are, but for actions of other services', () => {
    const endpointPolicies = given(
      { Sid: 'Capital', Action: ['S3:GetObject', 'sqs:SendMessage'], Resource: 'arn:aws:s3:::a/*' },
      { Sid: 'AllOthers', NotAction: 'iam:*', Resource: 'arn:aws:s3:::b/*' },
      { Sid: 'Elsewhere', Action: '*', NotResource: 'arn:aws:s3:::secret/*', Condition: { Bool: { a: 'true' } } },
      { Sid: 'Queues', Action: 'sqs:*', Resource: '*' },
    );
    const [s3] = endpoints({ s3Endpoint: true, endpointPolicies });
    const everybody = { Effect: 'Allow', Principal: { AWS: '*' } };
    expect(s3?.policy?.Statement.slice(0, -1)).toEqual([
      { Sid: 'Capital', ...everybody, Action: 'S3:GetObject', Resource: 'arn:aws:s3:::a/*' },
      { Sid: 'AllOthers', ...everybody, NotAction: 'iam:*', Resource: 'arn:aws:s3:::b/*' },
      {
        Sid: 'Elsewhere',
        ...everybody,
        Action: '*',
        NotResource: 'arn:aws:s3:::secret/*',
        Condition: { Bool: { a: 'true' } },
      },
    ]);
  });

  test('what one role is denied, the others still reach', () => {
    const deny = { Sid: 'Keep', Effect: 'Deny', Action: 's3:DeleteObject', Resource: '*' };
    const clean = { Sid: 'Clean', Action: 's3:DeleteObject', Resource: 'arn:aws:s3:::b/*' };
    const [s3] = endpoints({ s3Endpoint: true, endpointPolicies: given(deny, clean) });
    expect(s3?.policy?.Statement.map(({ Sid }) => Sid)).toEqual(['Clean', 'ReadEcrLayers']);
    expect(() => network({ s3Endpoint: true, endpointPolicies: given(deny) })).toThrow(
      'Stack/Network: endpointPolicies allow nothing of s3',
    );
  });
});

describe('what exists already', () => {
  test('a VPC and a security group are left as they are', () => {
    const stack = newStack(PLATFORM);
    const vpc = importedVpc(stack, 'vpc-own');
    const securityGroup = ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-own');
    const { made } = network({ vpc, securityGroup }, stack);
    expect(made.vpc).toBe(vpc);
    expect(made.securityGroup).toBe(securityGroup);
    expect(made.node.children).toEqual([]);
  });

  test('in a VPC that exists, a security group is made', () => {
    const stack = newStack(PLATFORM);
    network({ vpc: importedVpc(stack, 'vpc-own') }, stack);
    expect(ofType(stack, 'AWS::EC2::SecurityGroup')[0]?.Properties.VpcId).toBe('vpc-own');
    expect(ofType(stack, 'AWS::EC2::VPC')).toEqual([]);
  });

  test('a VPC without DNS hostnames is refused where that is known', () => {
    const vpc = (stack: Stack, enableDnsHostnames: boolean) =>
      new ec2.Vpc(stack, `Vpc${enableDnsHostnames}`, {
        enableDnsHostnames,
        enableDnsSupport: true,
        restrictDefaultSecurityGroup: false,
      });
    const stack = newStack();
    expect(() => network({ vpc: vpc(stack, false) }, stack)).toThrow(
      'Stack/Network: the VPC Stack/Vpcfalse has no DNS hostnames, which the cluster needs',
    );
    expect(() => network({ vpc: vpc(newStack(), true) }, newStack())).not.toThrow();
  });
});

test.each<[string, hopsworks.ClusterNetworkProps | ((stack: Stack) => hopsworks.ClusterNetworkProps), string]>([
  [
    'a security group without its VPC',
    (stack) => ({ securityGroup: ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1') }),
    'securityGroup is given without vpc',
  ],
  [
    'zones of a VPC that exists',
    (stack) => ({ vpc: importedVpc(stack, 'vpc-1'), maxAzs: 2 }),
    'maxAzs is given with vpc',
  ],
  [
    'an ACL in a VPC that exists',
    (stack) => ({ vpc: importedVpc(stack, 'vpc-1'), networkAcl: true }),
    'networkAcl is given with vpc',
  ],
  [
    'port 80 of a security group that exists',
    (stack) => ({
      vpc: importedVpc(stack, 'vpc-1'),
      securityGroup: ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1'),
      certificatePort80: true,
    }),
    'certificatePort80 is given with securityGroup',
  ],
  ['no zone', { maxAzs: 0 }, 'maxAzs is 0: a whole number from 1 to 6'],
  ['a symbol of a zone', { maxAzs: Symbol('1') as never }, 'maxAzs is Symbol(1): a whole number from 1 to 6'],
  ['no address', { staticOutboundCidrs: [] }, 'staticOutboundCidrs is empty'],
  ['every address', { staticOutboundCidrs: ['0.0.0.0/0'] }, 'staticOutboundCidrs holds "0.0.0.0/0"'],
  ['a name', { staticOutboundCidrs: ['api.hopsworks.ai'] }, 'staticOutboundCidrs holds "api.hopsworks.ai"'],
  [
    'policies without endpoints',
    { endpointPolicies: [] },
    'endpointPolicies is given, but s3Endpoint and ecrEndpoints are off',
  ],
])('refuses %s', (_, props, message) => {
  const stack = newStack(PLATFORM);
  expect(() => network(typeof props === 'function' ? props(stack) : props, stack)).toThrow(`Stack/Network: ${message}`);
});
