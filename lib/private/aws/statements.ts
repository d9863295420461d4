import { aws_iam as iam, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { knownPartition } from './environment';
import { partitionOfRegion } from './partition';

/** One statement of a policy, as the tables of vendors write it. */
export interface StatementEntry {
  readonly sid?: string;
  readonly actions: string[];
  readonly resources: string[];
  readonly conditions?: iam.Conditions;
}

/** Makes a document of Allow statements that looks the same under every feature flag. */
export function allowing(entries: StatementEntry[]): iam.PolicyDocumentProps {
  return { minimize: false, statements: entries.map((entry) => new iam.PolicyStatement(entry)) };
}

/** The entries where the switch is on. */
export function when(on: boolean, ...entries: StatementEntry[]): StatementEntry[] {
  return on ? entries : [];
}

/** A single value as such, several as a list: how people write policy documents, and what IAM shows them. */
export function oneOrMany(values: string[]): string | string[] {
  const [first, ...others] = values;
  return first !== undefined && others.length === 0 ? first : values;
}

/** EKS Pod Identity, as a trust names it. */
export const PODS = 'pods.eks.amazonaws.com';

const EVERYWHERE = 'ec2.amazonaws.com';
const IN_CHINA = 'ec2.amazonaws.com.cn';

/** EC2 as a trust names it. In China, EC2 itself takes either name and EKS node groups ask for the second; elsewhere IAM refuses it. */
export function ec2Principals(scope: IConstruct): string[] {
  return knownPartition(scope) === 'aws-cn' ? [EVERYWHERE, IN_CHINA] : [EVERYWHERE];
}

/** EC2 as `iam:PassedToService` names it; under both names where the partition is not known. */
export function ec2AsPassedTo(partition: string | undefined): string[] {
  const isKnown = partition !== undefined && !Token.isUnresolved(partition);
  return isKnown && partition !== 'aws-cn' ? [EVERYWHERE] : [EVERYWHERE, IN_CHINA];
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
