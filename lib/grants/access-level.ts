import type { Holder } from '../private/vendor/grant';
import { fail, shown } from '../private/words/errors';

/** What may be done with data. */
export enum AccessLevel {
  /** Get and list. */
  READ = 'read',

  /** Put, change and delete too. */
  READ_WRITE = 'read-write',
}

/** Whether a level takes in writing; throws for what is no level, as callers without types may give. */
export function isWriting(holder: Holder, level: AccessLevel): boolean {
  if (Object.values(AccessLevel).includes(level)) return level === AccessLevel.READ_WRITE;
  fail(holder, `level ${shown(level)} is not allowed: AccessLevel.READ or AccessLevel.READ_WRITE.`);
}
