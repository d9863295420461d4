import type { IConstruct } from 'constructs';
import { type Location, overlap } from '../../private/vendor/s3-location';
import { fail, pathOf } from '../../private/words/errors';

/** Throws where a data location and one that the Service role may use have objects in common. */
export function checkApart(scope: IConstruct, id: string, data: Location[], open: Location[]): void {
  for (const location of data) {
    const other = open.find((candidate) => overlap(location, candidate));
    if (other === undefined) continue;
    fail(
      pathOf(scope, id),
      `the data location ${location.text} and the location ${other.text}, which the Service role may use, have objects in common. ` +
        'Give them different buckets, or prefixes of which none begins with the other.',
    );
  }
}
