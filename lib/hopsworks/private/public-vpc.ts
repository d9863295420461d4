import { Fn, aws_ec2 as ec2 } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

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
