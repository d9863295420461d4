/** As AWS's SDKs tell partitions; CDK's own table would be loaded for this alone, which takes longer than a small app. */
const PARTITIONS: [region: RegExp, partition: string][] = [
  [/^(af|ap|ca|eu|il|me|mx|sa|us)-[a-z]+-\d+$/, 'aws'],
  [/^cn-[a-z]+-\d+$/, 'aws-cn'],
  [/^us-gov-[a-z]+-\d+$/, 'aws-us-gov'],
  [/^us-iso-[a-z]+-\d+$/, 'aws-iso'],
  [/^us-isob-[a-z]+-\d+$/, 'aws-iso-b'],
  [/^eu-isoe-[a-z]+-\d+$/, 'aws-iso-e'],
  [/^us-isof-[a-z]+-\d+$/, 'aws-iso-f'],
  [/^eusc-[a-z]+-[a-z]+-\d+$/, 'aws-eusc'],
];

/** Remembered, because both roles of each chain ask for theirs. */
const known = new Map<string, string | undefined>();

/** The partition of a region; undefined for a region that is a token or not known here. */
export function partitionOfRegion(region: string): string | undefined {
  if (!known.has(region)) known.set(region, PARTITIONS.find(([pattern]) => pattern.test(region))?.[1]);
  return known.get(region);
}
