// Apart from the other fields, which the command reads mappings files with: its user may have no aws-cdk-lib.
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { z } from 'zod';
import { KMS_KEY_ARN } from '../../lib/private/aws/patterns';
import { nearest } from '../../lib/private/words/nearest';
import { text } from './fields';

/** Of the regions that this version of aws-cdk-lib knows. */
export const region = z.string().refine(isRegion, { error: ({ input }) => unknownRegion(String(input)) });

/** A text that matches the pattern, and that, where it is an ARN, is of a region that there is: any other names nothing. */
export function regionalArn(pattern: RegExp, expected: string) {
  return text(pattern, expected).refine((given) => !given.startsWith('arn:') || isRegion(regionOf(given)), {
    error: ({ input }) => `${String(input)}: ${unknownRegion(regionOf(String(input)))}`,
  });
}

export const kmsKeyArn = regionalArn(
  KMS_KEY_ARN,
  'the ARN of a KMS key (not of an alias), as arn:aws:kms:eu-west-1:111122223333:key/…',
);

function regionOf(arn: string): string {
  return arn.split(':')[3] ?? '';
}

export function isRegion(name: string): boolean {
  return RegionInfo.regions.some((each) => each.name === name);
}

/** What to say of a name that is none. */
export function unknownRegion(name: string): string {
  const near = nearest(
    name,
    RegionInfo.regions.map((each) => each.name),
  );
  const hint = near === undefined ? '' : ` (did you mean "${near}"?)`;
  return `got ${JSON.stringify(name)}, expected a region, as eu-west-1${hint}`;
}
