import { Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { partitionOfRegion } from './partition-of-region';

/** The partition of a construct's stack, where its region is known. */
export function knownPartition(construct: IConstruct): string | undefined {
  const { region } = Stack.of(construct);
  return Token.isUnresolved(region) ? undefined : partitionOfRegion(region);
}
