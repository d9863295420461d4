import { aws_ec2 as ec2, aws_iam as iam, Fn, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { fail } from '../../private/words/errors';

const CIDR = '10.0.0.0/16';
const ANYWHERE = '0.0.0.0/0';

/**
 * A VPC with a public subnet in each of the first availability zones.
 *
 * The L2 would look up the zones of an account with the credentials of whoever synthesizes.
 */
export function addVpc(scope: Construct, zones: number): ec2.IVpc {
  const vpc = new ec2.CfnVPC(scope, 'Vpc', {
    cidrBlock: CIDR,
    enableDnsHostnames: true,
    enableDnsSupport: true,
    tags: [{ key: 'Name', value: scope.node.path }],
  });
  const gateway = new ec2.CfnInternetGateway(scope, 'InternetGateway');
  const attachment = new ec2.CfnVPCGatewayAttachment(scope, 'GatewayAttachment', {
    vpcId: vpc.ref,
    internetGatewayId: gateway.ref,
  });
  const routeTable = new ec2.CfnRouteTable(scope, 'RouteTable', { vpcId: vpc.ref });
  const route = new ec2.CfnRoute(scope, 'DefaultRoute', {
    routeTableId: routeTable.ref,
    destinationCidrBlock: ANYWHERE,
    gatewayId: gateway.ref,
  });
  route.addResourceDependency(attachment);
  const availabilityZones = Array.from({ length: zones }, (_, index) => Fn.select(index, Fn.getAzs()));
  const subnets = availabilityZones.map((availabilityZone, index) => {
    const subnet = new ec2.CfnSubnet(scope, `Subnet${index + 1}`, {
      vpcId: vpc.ref,
      availabilityZone,
      cidrBlock: `10.0.${index * 16}.0/20`,
      mapPublicIpOnLaunch: true,
    });
    new ec2.CfnSubnetRouteTableAssociation(scope, `Subnet${index + 1}RouteTable`, {
      subnetId: subnet.ref,
      routeTableId: routeTable.ref,
    });
    return subnet;
  });
  return ec2.Vpc.fromVpcAttributes(scope, 'Imported', {
    vpcId: vpc.ref,
    vpcCidrBlock: CIDR,
    availabilityZones,
    publicSubnetIds: subnets.map(({ ref }) => ref),
    publicSubnetRouteTableIds: subnets.map(() => routeTable.ref),
  });
}

/** Network ACLs have no state: what the machines ask for outside is answered to ephemeral ports. */
export function addNetworkAcl(scope: Construct, vpc: ec2.IVpc, certificatePort80: boolean): void {
  const acl = new ec2.CfnNetworkAcl(scope, 'NetworkAcl', { vpcId: vpc.vpcId });
  const TCP = 6;
  const ALL = -1;
  const inbound = [
    { id: 'FromVpc', cidrBlock: CIDR, portRange: { from: 0, to: 65535 } },
    { id: 'Answers', cidrBlock: ANYWHERE, portRange: { from: 32768, to: 65535 } },
    ...(certificatePort80 ? [{ id: 'Certificate', cidrBlock: ANYWHERE, portRange: { from: 80, to: 80 } }] : []),
  ];
  for (const [index, { id, cidrBlock, portRange }] of inbound.entries()) {
    new ec2.CfnNetworkAclEntry(scope, `NetworkAcl${id}`, {
      networkAclId: acl.ref,
      ruleNumber: 100 + index * 10,
      protocol: TCP,
      ruleAction: 'allow',
      egress: false,
      cidrBlock,
      portRange,
    });
  }
  new ec2.CfnNetworkAclEntry(scope, 'NetworkAclOutbound', {
    networkAclId: acl.ref,
    ruleNumber: 100,
    protocol: ALL,
    ruleAction: 'allow',
    egress: true,
    cidrBlock: ANYWHERE,
  });
  for (const [index, { subnetId }] of vpc.publicSubnets.entries()) {
    new ec2.CfnSubnetNetworkAclAssociation(scope, `Subnet${index + 1}NetworkAcl`, {
      networkAclId: acl.ref,
      subnetId,
    });
  }
}

/** Which endpoints are asked for; documented at `ClusterNetworkProps`. */
interface EndpointOptions {
  readonly vpc?: ec2.IVpc;
  readonly s3Endpoint?: boolean;
  readonly ecrEndpoints?: boolean;
  readonly endpointPolicies?: iam.PolicyDocument[];
}

/** Adds the endpoints that are asked for; their policies allow what is done through them. */
export function addEndpoints(
  scope: Construct,
  vpc: ec2.IVpc,
  securityGroup: ec2.ISecurityGroup,
  { s3Endpoint = false, ecrEndpoints = false, endpointPolicies, vpc: given }: EndpointOptions,
): void {
  // A VPC that is made here has public subnets only; of a given one, CDK chooses.
  const subnets = given === undefined ? { subnetType: ec2.SubnetType.PUBLIC } : undefined;
  if (s3Endpoint) {
    const endpoint = new ec2.GatewayVpcEndpoint(scope, 'S3Endpoint', {
      vpc,
      service: ec2.GatewayVpcEndpointAwsService.S3,
      ...(subnets && { subnets: [subnets] }),
    });
    allow(scope, endpoint, 's3', endpointPolicies, [ecrLayers(scope)]);
  }
  if (!ecrEndpoints) return;
  for (const [id, service] of [
    ['EcrApiEndpoint', ec2.InterfaceVpcEndpointAwsService.ECR],
    ['EcrDockerEndpoint', ec2.InterfaceVpcEndpointAwsService.ECR_DOCKER],
  ] as const) {
    const endpoint = new ec2.InterfaceVpcEndpoint(scope, id, {
      vpc,
      service,
      subnets,
      securityGroups: [securityGroup],
      open: false,
    });
    allow(scope, endpoint, 'ecr', endpointPolicies, []);
  }
}

/** ECR hands out its layers from a bucket of AWS's own. */
function ecrLayers(scope: Construct): iam.PolicyStatement {
  const { partition, region } = Stack.of(scope);
  return new iam.PolicyStatement({
    sid: 'ReadEcrLayers',
    actions: ['s3:GetObject'],
    resources: [`arn:${partition}:s3:::prod-${region}-starport-layer-bucket/*`],
    principals: [new iam.AnyPrincipal()],
  });
}

/**
 * What the policies allow of a service, for every caller: the callers' own policies tell them apart.
 *
 * What a policy denies is denied to its holder by that policy already, and here it would be denied to all.
 */
function allow(
  scope: Construct,
  endpoint: ec2.VpcEndpoint,
  service: string,
  policies: iam.PolicyDocument[] | undefined,
  further: iam.PolicyStatement[],
): void {
  if (policies === undefined) return;
  const statements = policies.flatMap((policy) => (policy.toJSON() as { Statement: StatementJson[] }).Statement);
  const own = statements.flatMap((json) => allowedOf(service, json) ?? []);
  if (own.length === 0) {
    fail(
      scope,
      `endpointPolicies allow nothing of ${service}, so that its endpoint would refuse everything: give the policies of all who use it.`,
    );
  }
  const sids = new Set<string>();
  for (const statement of [...own.map((json) => iam.PolicyStatement.fromJson(json)), ...further]) {
    statement.sid = unique(statement.sid ?? 'Statement', sids);
    endpoint.addToPolicy(statement);
  }
}

interface StatementJson {
  readonly Effect: iam.Effect;
  readonly Action?: string | string[];
}

/** A statement with its actions of one service, for everybody; undefined where it allows none of them. */
function allowedOf(service: string, { Action, ...json }: StatementJson): object | undefined {
  if (json.Effect !== iam.Effect.ALLOW) return undefined;
  const everybody = { ...json, Principal: { AWS: '*' } };
  // It has NotAction.
  if (Action === undefined) return everybody;
  const actions = [Action].flat().filter((action) => ['*', service].includes(action.replace(/:.*/, '').toLowerCase()));
  return actions.length === 0 ? undefined : { ...everybody, Action: actions };
}

function unique(sid: string, taken: Set<string>): string {
  let free = sid;
  for (let count = 2; taken.has(free); count += 1) free = `${sid}${count}`;
  taken.add(free);
  return free;
}
