import { Stack, Token, region_info } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

const partitionOfRegion = new Map<string, string | undefined>();

/** The partition of a stack whose region is known; undefined otherwise. */
export function knownPartition(construct: IConstruct): string | undefined {
  const { region } = Stack.of(construct);
  if (Token.isUnresolved(region)) return undefined;
  if (!partitionOfRegion.has(region)) partitionOfRegion.set(region, region_info.RegionInfo.get(region).partition);
  return partitionOfRegion.get(region);
}
