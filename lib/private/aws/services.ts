import type { IConstruct } from 'constructs';
import { knownPartition } from './environment';

const EVERYWHERE = 'ec2.amazonaws.com';
const IN_CHINA = 'ec2.amazonaws.com.cn';

/** EC2 as a trust names it. In China, EC2 itself takes either name and EKS node groups ask for the second; elsewhere IAM refuses it. */
export function ec2Principals(scope: IConstruct): string[] {
  return knownPartition(scope) === 'aws-cn' ? [EVERYWHERE, IN_CHINA] : [EVERYWHERE];
}

/** EC2 as `iam:PassedToService` names it; under both names where the partition is not known. */
export function ec2AsPassedTo(partition: string | undefined): string[] {
  return partition === undefined || partition === 'aws-cn' ? [EVERYWHERE, IN_CHINA] : [EVERYWHERE];
}
