import { aws_ec2 as ec2 } from 'aws-cdk-lib';
import { z } from 'zod';
import { hopsworks } from '../../../lib';
import { listOf, strict, text } from '../fields';
import { acknowledge } from '../nag';
import { section } from '../section';
import { checkDeclared } from './accounts';
import type { Accounts } from './accounts';
import { existingVpc } from './existing-vpc';

const vpcId = text(/^vpc-[a-z0-9]+$/, 'the id of a VPC, as vpc-0a1b2c3d');

const schema = strict({
  account: z.string().describe('Name of the account, below accounts, in which the network lives.'),
  existing: strict({
    vpcId: vpcId.describe('Id of the VPC. It needs DNS hostnames and a way to the internet.'),
    securityGroupId: text(/^sg-[a-z0-9]+$/, 'the id of a security group, as sg-0a1b2c3d')
      .optional()
      .describe('Id of a security group of that VPC; without it, one is made.'),
  })
    .optional()
    .describe('A VPC that exists already, instead of a new one.'),
  maxAzs: z
    .int()
    .min(1)
    .max(6)
    .optional()
    .describe('In how many availability zones the VPC has a subnet; 1 by default.'),
  certificatePort80: z
    .boolean()
    .optional()
    .describe('Whether port 80 is open, so that the certificate can be signed. Otherwise the cluster signs its own.'),
  staticOutboundCidrs: listOf(
    text(/^(\d{1,3}\.){3}\d{1,3}\/\d{1,2}$/, 'an IPv4 range, as 203.0.113.7/32').describe('An IPv4 range.'),
    'name an address, or remove the key',
  )
    .optional()
    .describe('The addresses that may be called by HTTPS, for clusters with static IPs. Without it, all.'),
  networkAcl: z.boolean().optional().describe('Whether the subnets have a network ACL beside the security group.'),
  flowLogs: z.boolean().optional().describe("Whether the VPC's traffic is written to CloudWatch Logs."),
  s3Endpoint: z.boolean().optional().describe('Whether S3 is reached through an endpoint of the VPC.'),
  ecrEndpoints: z.boolean().optional().describe('Whether ECR is reached through endpoints of the VPC.'),
})
  .optional()
  .describe('The VPC and the security group of a managed Hopsworks cluster.');

export type NetworkConfig = z.infer<typeof schema>;

interface NeededConfig {
  readonly accounts: Accounts;
  readonly network?: NetworkConfig;
  readonly outputs: boolean;
}

export const network = section({
  key: 'network',
  schema,
  check({ accounts, network: given }: NeededConfig, report) {
    if (given === undefined) return;
    checkDeclared('account', given.account, accounts, ['hopsworks', 'network', 'account'], report);
    for (const key of ['s3Endpoint', 'ecrEndpoints'] as const) {
      if (given.existing === undefined || given[key] !== true) continue;
      report(
        ['hopsworks', 'network', key],
        'needs the subnets and route tables of the VPC, which hopsworks.network.existing does not tell',
      );
    }
  },
  render({ network: given, outputs }: NeededConfig, rendering) {
    if (given === undefined) return;
    const { account, existing, ...props } = given;
    const stack = rendering.platformStack(account);
    const made = rendering.at(
      ['hopsworks', 'network'],
      () =>
        new hopsworks.ClusterNetwork(stack, 'Network', {
          ...props,
          ...(existing && {
            vpc: existingVpc(stack, 'ExistingVpc', existing.vpcId),
          }),
          ...(existing?.securityGroupId !== undefined && {
            securityGroup: ec2.SecurityGroup.fromSecurityGroupId(stack, 'ExistingGroup', existing.securityGroupId),
          }),
        }),
    );
    if (existing === undefined && given.flowLogs !== true) {
      acknowledge(made, ['AwsSolutions-VPC7'], 'hopsworks.network.flowLogs is not set');
    }
    if (given.certificatePort80 === true) {
      acknowledge(
        made,
        ['AwsSolutions-EC23'],
        'hopsworks.network.certificatePort80 opens port 80 to have the certificate signed',
      );
    }
    if (given.networkAcl === true) {
      acknowledge(made, ['AwsSolutions-VPC3'], 'hopsworks.network.networkAcl asks for a network ACL');
    }
    rendering.network = made;
    if (!outputs) return;
    rendering.output(made, 'VpcId', made.vpc.vpcId, 'The VPC to select for the cluster');
    const { securityGroupId } = made.securityGroup;
    rendering.output(made, 'SecurityGroupId', securityGroupId, 'The security group to select for the cluster');
  },
});
