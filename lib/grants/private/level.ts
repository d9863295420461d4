import type { Holder } from '../../private/vendor/grant';
import { fail, shown } from '../../private/words/errors';
import { AccessLevel } from '../access-level';

/** Whether a level takes in writing; throws for what is no level, as callers without types may give. */
export function isWriting(holder: Holder, level: AccessLevel): boolean {
  if (Object.values(AccessLevel).includes(level)) return level === AccessLevel.READ_WRITE;
  fail(holder, `level ${shown(level)} is not allowed: AccessLevel.READ or AccessLevel.READ_WRITE.`);
}
