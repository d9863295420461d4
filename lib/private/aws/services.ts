import { Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { oneOrMany } from '../words/one-or-many';
import { knownPartition } from './environment';
import { partitionOfRegion } from './partition';

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

/** What the endpoints of a partition end in, as AWS publishes it for `kms:ViaService`: `AWS::URLSuffix` differs in some. */
const ENDPOINT_SUFFIX: Record<string, string> = {
  aws: 'amazonaws.com',
  'aws-cn': 'amazonaws.com.cn',
  'aws-us-gov': 'amazonaws.com',
};

/**
 * Keeps the use of KMS keys to one service, which calls KMS in the keys' regions.
 *
 * Where the end of a service's name is not known, any is taken: a wrong one would refuse the service too.
 */
export function viaService(service: string, regions: string[]): Record<string, Record<string, string | string[]>> {
  const suffixes = regions.map((region) => (Token.isUnresolved(region) ? undefined : endpointSuffix(region)));
  const names = regions.map((region, index) => `${service}.${region}.${suffixes[index] ?? '*'}`);
  const operator = suffixes.includes(undefined) ? 'StringLike' : 'StringEquals';
  return { [operator]: { 'kms:ViaService': oneOrMany([...new Set(names)]) } };
}

function endpointSuffix(region: string): string | undefined {
  return ENDPOINT_SUFFIX[partitionOfRegion(region) ?? ''];
}
