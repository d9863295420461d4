import { createHash } from 'node:crypto';

export const MAX_ROLE_NAME = 64;
const HASH_LENGTH = 8;

/**
 * The name that this library gives a role without one: what is readable of its path, and a hash.
 *
 * @param path is the IAM path; empty where only the deployment knows it
 */
export function derivedRoleName(constructPath: string, region = '', path = '/'): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([constructPath, region, path]))
    .digest('hex')
    .slice(0, HASH_LENGTH);
  const readable = constructPath.replace(/[^\w+=,.@-]+/g, '-').slice(-(MAX_ROLE_NAME - HASH_LENGTH - 1));
  return `${readable.replace(/^-+/, '')}-${hash}`;
}
