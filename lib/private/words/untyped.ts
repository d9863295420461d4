import { Token } from 'aws-cdk-lib';
import { fail, shown } from './errors';

/** A copy of a caller's list, to which later changes of the caller do nothing; callers without types give anything for one. */
export function listFrom(place: string, prop: string, value: unknown, members: string): unknown[] {
  if (Token.isUnresolved(value)) {
    fail(place, `${prop} is a list known only at deployment: name each member, as text or as a token of its own.`);
  }
  if (!Array.isArray(value)) fail(place, `${prop} is ${described(value)}: a list of ${members} is allowed.`);
  // A list with holes has members too: they are undefined.
  return Array.from(value as unknown[]);
}

/** What was given for something else. An object is not shown: constructs hold the whole app. */
export function described(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'function') return 'a function';
  return typeof value === 'object' && value !== null ? 'an object' : shown(value);
}
