import { createHash } from 'node:crypto';

/** The id that CDK makes of a construct path, as `Names.nodeUniqueId` does. */
export function uniqueId(path: string): string {
  const parts = path.split('/').filter((part) => part !== 'Default');
  const plain = (part: string) => part.replace(/[^A-Za-z0-9]/g, '');
  const [only = ''] = parts;
  if (parts.length === 1 && plain(only).length <= 255) return plain(only);
  const hash = createHash('md5').update(parts.join('/')).digest('hex').slice(0, 8).toUpperCase();
  const distinct = parts.reduce<string[]>(
    (kept, part) => (kept.at(-1)?.endsWith(part) === true ? kept : [...kept, part]),
    [],
  );
  const readable = distinct.filter((part) => part !== 'Resource').map(plain);
  return `${readable.join('').slice(0, 240)}${hash}`;
}
