import { RegionInfo } from 'aws-cdk-lib/region-info';
import { nearest } from '../../lib/private/words/nearest';

/** Whether AWS has the region, as far as this version of aws-cdk-lib knows. */
export function isRegion(name: string): boolean {
  return RegionInfo.regions.some((region) => region.name === name);
}

/** What to say of a name that is none. */
export function unknownRegion(name: string): string {
  const near = nearest(
    name,
    RegionInfo.regions.map((region) => region.name),
  );
  const hint = near === undefined ? '' : ` (did you mean "${near}"?)`;
  return `got ${JSON.stringify(name)}, expected a region, as eu-west-1${hint}`;
}
