import type { IConstruct } from 'constructs';
import { type Location, idOfKey, overlap } from '../../private/vendor/s3-location';
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

/** Throws where a data location and volumes have a key in common: the Service role would be denied it, and no launch would succeed. */
export function checkKeysApart(scope: IConstruct, id: string, data: Location[], ebsKeyArns: string[]): void {
  const ids = ebsKeyArns.map(idOfKey);
  const shared = data.find(({ key }) => key !== undefined && ids.includes(key.id));
  if (shared === undefined) return;
  fail(
    pathOf(scope, id),
    `ebsKmsKeys holds the key of the data location ${shared.text}, which the Service role is denied and would launch with. ` +
      'Encrypt volumes with another key.',
  );
}
