import { CfnOutput, Token, aws_ec2 as ec2, type aws_iam as iam } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { fail, pathOf, shown } from '../private/words/errors';
import { checkFlags, checkGiven, described, given, optionalList, TEXT, isText } from '../private/words/given';
import { addEndpoints, addNetworkAcl, addVpc } from './private/vpc';

const OCTET = '(25[0-5]|2[0-4]\\d|1?\\d?\\d)';
const IPV4_RANGE = new RegExp(`^(${OCTET}\\.){3}${OCTET}/([1-9]|[12]\\d|3[0-2])$`);

/** What a cluster's network is made from. */
export interface ClusterNetworkProps {
  /**
   * A VPC that exists already. It must have DNS hostnames enabled and a way to the internet.
   *
   * @default - a VPC is created
   */
  readonly vpc?: ec2.IVpc;

  /**
   * A security group of that VPC. It must allow all TCP within itself, in both directions, and HTTPS to the internet.
   *
   * @default - a security group is created
   */
  readonly securityGroup?: ec2.ISecurityGroup;

  /**
   * In how many availability zones the VPC has a subnet, 1 to 6. Not with `vpc`.
   *
   * @default 1
   */
  readonly maxAzs?: number;

  /**
   * Opens TCP port 80 to the internet, through which the cluster's certificate is signed. Not with `securityGroup`.
   *
   * @default false - the output `Certificate` says to go on with a self-signed certificate
   */
  readonly certificatePort80?: boolean;

  /**
   * The addresses that the cluster may call by HTTPS, when it was created with the option of static IPs. Not with `securityGroup`.
   *
   * @default - everywhere, because the addresses of api.hopsworks.ai can't be predicted
   */
  readonly staticOutboundCidrs?: string[];

  /**
   * Adds a network ACL to the subnets: inbound, TCP of the VPC, ports 32768 to 65535 for answers, and port 80 with
   * `certificatePort80`. Ports that are opened later in a security group stay closed to the internet then. Not with `vpc`.
   *
   * @default false - open, and security groups decide, as the vendor recommends
   */
  readonly networkAcl?: boolean;

  /**
   * Writes the VPC's traffic to CloudWatch Logs, through a role of its own.
   *
   * @default false
   */
  readonly flowLogs?: boolean;

  /**
   * Adds a gateway endpoint for S3.
   *
   * @default false
   */
  readonly s3Endpoint?: boolean;

  /**
   * Adds interface endpoints for ECR, in the security group.
   *
   * @default false
   */
  readonly ecrEndpoints?: boolean;

  /**
   * Everything that is done through the endpoints: the policies of the machines, such as `InstanceProfilePolicy.forCluster`, and of
   * the resource roles. What none of them allows, the endpoints refuse, whoever asks; what one of them denies, it denies to its own
   * holder only.
   *
   * @default - the endpoints allow everything
   */
  readonly endpointPolicies?: iam.PolicyDocument[];
}

/**
 * The network of a cluster: a VPC with a way to the internet and DNS hostnames, and a security group for its machines.
 *
 * Creates a VPC with public subnets, an internet gateway and a route, a security group with all TCP within itself and HTTPS to the
 * internet, and what the switches add; nothing of what is given. Throws for a given VPC that is known to have no DNS hostnames, and
 * for props about something that is given.
 *
 * Managed users also need `cognito-idp.us-east-2.amazonaws.com` and `managedhopsworks-prod.auth.us-east-2.amazoncognito.com`, which
 * `staticOutboundCidrs` would close.
 *
 * @see https://docs.hopsworks.ai/3.7/setup_installation/aws/restrictive_permissions/
 *
 * @example
 * const network = new hopsworks.ClusterNetwork(this, 'Network', { certificatePort80: true });
 */
export class ClusterNetwork extends Construct {
  /** The VPC to select in the web console. */
  public readonly vpc: ec2.IVpc;

  /** The security group to select in the web console. */
  public readonly securityGroup: ec2.ISecurityGroup;

  /**
   * @param scope is the scope to create the network in
   * @param id is the construct id
   * @param props are all optional
   */
  constructor(scope: Construct, id: string, props: ClusterNetworkProps = {}) {
    checkProps(scope, id, props);
    super(scope, id);
    const { certificatePort80 = false, flowLogs = false } = props;
    if (props.vpc !== undefined) checkDnsHostnames(this, props.vpc);
    this.vpc = props.vpc ?? addVpc(this, props.maxAzs ?? 1);
    if (props.networkAcl === true) addNetworkAcl(this, this.vpc, certificatePort80);
    this.securityGroup = props.securityGroup ?? this.addSecurityGroup(props);
    if (flowLogs) new ec2.FlowLog(this, 'FlowLog', { resourceType: ec2.FlowLogResourceType.fromVpc(this.vpc) });
    addEndpoints(this, this.vpc, this.securityGroup, props);
  }

  private addSecurityGroup({
    certificatePort80 = false,
    staticOutboundCidrs,
  }: ClusterNetworkProps): ec2.ISecurityGroup {
    const group = new ec2.SecurityGroup(this, 'SecurityGroup', {
      vpc: this.vpc,
      description: 'Machines of the Hopsworks cluster',
      allowAllOutbound: false,
    });
    group.addIngressRule(group, ec2.Port.allTcp(), 'All TCP within the cluster');
    group.addEgressRule(group, ec2.Port.allTcp(), 'All TCP within the cluster');
    const targets = staticOutboundCidrs?.map((cidr) => ec2.Peer.ipv4(cidr)) ?? [ec2.Peer.anyIpv4()];
    for (const target of targets) group.addEgressRule(target, ec2.Port.tcp(443), 'HTTPS to api.hopsworks.ai and AWS');
    if (certificatePort80) {
      group.addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(80), 'Signing of the certificate');
    } else {
      new CfnOutput(this, 'Certificate', {
        value: 'Tick "Continue with self-signed certificate" in the step Security Group: port 80 is closed.',
      });
    }
    return group;
  }
}

function checkProps(scope: Construct, id: string, props: ClusterNetworkProps): void {
  const { vpc, securityGroup, maxAzs, networkAcl, certificatePort80, staticOutboundCidrs } = given(
    pathOf(scope, id),
    props,
  );
  checkFlags(pathOf(scope, id), props, 'certificatePort80', 'networkAcl', 'flowLogs', 's3Endpoint', 'ecrEndpoints');
  if (vpc !== undefined) checkGiven(pathOf(scope, id), 'vpc', vpc, { is: 'a VPC', has: 'vpcId' });
  if (securityGroup !== undefined) {
    checkGiven(pathOf(scope, id), 'securityGroup', securityGroup, { is: 'a security group', has: 'securityGroupId' });
  }
  optionalList(pathOf(scope, id), 'staticOutboundCidrs', staticOutboundCidrs, { are: 'IPv4 ranges', have: TEXT });
  optionalList(pathOf(scope, id), 'endpointPolicies', props.endpointPolicies, {
    are: 'policy documents',
    have: 'toJSON',
  });
  if (securityGroup !== undefined && vpc === undefined) {
    fail(pathOf(scope, id), 'securityGroup is given without vpc, but it belongs to a VPC: give that one too.');
  }
  const about = [
    ...(vpc === undefined ? [] : Object.entries({ maxAzs, networkAcl }).map((entry) => ['vpc', ...entry] as const)),
    ...(securityGroup === undefined
      ? []
      : Object.entries({ certificatePort80, staticOutboundCidrs }).map(
          (entry) => ['securityGroup', ...entry] as const,
        )),
  ];
  for (const [given, prop, value] of about) {
    if (value === undefined || value === false) continue;
    fail(pathOf(scope, id), `${prop} is given with ${given}, which is not changed here: leave one of the two out.`);
  }
  if (maxAzs !== undefined && !(Number.isInteger(maxAzs) && maxAzs >= 1 && maxAzs <= 6)) {
    fail(pathOf(scope, id), `maxAzs is ${described(maxAzs)}: a whole number from 1 to 6 is allowed.`);
  }
  if (staticOutboundCidrs?.length === 0) {
    fail(
      pathOf(scope, id),
      'staticOutboundCidrs is empty, which would close HTTPS: leave it out, or name the addresses.',
    );
  }
  for (const cidr of staticOutboundCidrs ?? []) {
    if (isText(cidr, IPV4_RANGE)) continue;
    fail(
      pathOf(scope, id),
      `staticOutboundCidrs holds ${shown(cidr)}: IPv4 addresses with a prefix of 1 to 32 are allowed, such as "203.0.113.7/32".`,
    );
  }
  const endpoints = props.s3Endpoint === true || props.ecrEndpoints === true;
  if (props.endpointPolicies !== undefined && !endpoints) {
    fail(pathOf(scope, id), 'endpointPolicies is given, but s3Endpoint and ecrEndpoints are off: leave it out.');
  }
}

/** Only the L1 of a VPC that this app creates tells. */
function checkDnsHostnames(network: ClusterNetwork, vpc: ec2.IVpc): void {
  const resource = vpc.node.defaultChild;
  if (!(resource instanceof ec2.CfnVPC) || Token.isUnresolved(resource.enableDnsHostnames)) return;
  if (resource.enableDnsHostnames === true && resource.enableDnsSupport !== false) return;
  fail(
    network,
    `the VPC ${vpc.node.path} has no DNS hostnames, which the cluster needs: set enableDnsHostnames and enableDnsSupport to true.`,
  );
}
