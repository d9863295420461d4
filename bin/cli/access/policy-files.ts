import { createHash } from 'node:crypto';
import type { Estate } from '../../../lib/private/access/model/estate';
import type { Place } from '../../../lib/private/access/model/model';

/** A document by itself, as a reviewer reads it and as `aws iam` takes it. */
export interface PolicyFile {
  /** Safe on every file system, and unlike all others whatever their case. */
  readonly name: string;
  readonly document: unknown;
}

interface Labelled {
  readonly label: string;
  readonly document: unknown;
}

const LONGEST = 150;
/** What Windows takes for a device, whatever follows the dot. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/** The trust of each role, and each policy, with all that is known of the environment written out. */
export function policyFiles(estate: Estate, isShown: (path: string) => boolean): PolicyFile[] {
  const { principals, policies } = estate.model;
  const written = (document: unknown, place: Place) => withTexts(document, (text) => estate.text(text, place));
  const ofPrincipals = principals
    .filter(({ place }) => isShown(place.path))
    .flatMap(({ id, trust, policies: own, place }) => [
      ...(trust === undefined ? [] : [{ label: `${id}.trust`, document: written(trust, place) }]),
      ...own.map(({ name, document }) => ({ label: `${id}.${name}`, document: written(document, place) })),
    ]);
  const others = policies
    .filter(({ place }) => isShown(place.path))
    .map(({ document, place }) => ({ label: place.path, document: written(document, place) }));
  return named([...ofPrincipals, ...others]);
}

/** Where a name cannot say all that its label says, or two differ in nothing but their case, a hash of the label is added. */
function named(documents: readonly Labelled[]): PolicyFile[] {
  const names = documents.map(({ label }) => plainName(label));
  const counts = new Map<string, number>();
  for (const { name } of names) counts.set(name.toLowerCase(), (counts.get(name.toLowerCase()) ?? 0) + 1);
  return documents.map(({ label, document }, index) => {
    const { name, isWhole } = names[index] as ReturnType<typeof plainName>;
    const isAlone = counts.get(name.toLowerCase()) === 1;
    const hash = createHash('sha256').update(label).digest('hex').slice(0, 12);
    return { name: `${name}${isWhole && isAlone ? '' : `-${hash}`}.json`, document };
  });
}

function plainName(label: string): { name: string; isWhole: boolean } {
  const flat = label.replaceAll('/', '-');
  const name = flat
    .replace(/[^\w+=,.@-]/g, '_')
    .replace(/^[.-]/, '_')
    .replace(DEVICE, '_$1')
    .slice(0, LONGEST);
  return { name, isWhole: name === flat };
}

function withTexts(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === 'string') return map(value);
  if (Array.isArray(value)) return value.map((each) => withTexts(each, map));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [map(key), withTexts(member, map)]));
}
