import { aws_ec2 as ec2, Fn } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';

/** A VPC of which only the id is needed; CDK wants to hear of a zone all the same. */
export function existingVpc(stack: Stack, id: string, vpcId: string): ec2.IVpc {
  return ec2.Vpc.fromVpcAttributes(stack, id, { vpcId, availabilityZones: [Fn.select(0, Fn.getAzs())] });
}
