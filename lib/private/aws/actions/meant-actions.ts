import { nearest } from '../../words/nearest';
import { actionsLike, isKnownService } from './service-authorization';

/** Operations of S3's API that other actions permit, of which no name reminds. */
const OPERATIONS: Readonly<Record<string, readonly string[]>> = {
  's3:headobject': ['s3:GetObject'],
  's3:headbucket': ['s3:ListBucket'],
  's3:listobjects': ['s3:ListBucket'],
  's3:listobjectsv2': ['s3:ListBucket'],
  's3:copyobject': ['s3:GetObject', 's3:PutObject'],
  's3:uploadpart': ['s3:PutObject'],
};
/** A name that more services have tells nothing. */
const SERVICES = 3;
const MOST = 3;

/**
 * What the name of no action, with or without wildcards, most likely means: its singular or plural, the same name in another service,
 * names of which it is a beginning or that hold its words in their order, or else the one that is nearest by its letters.
 */
export function meantActions(name: string): string[] {
  const [prefix = '', action = ''] = name.split(':');
  const service = prefix.toLowerCase();
  if (!isKnownService(service) || /^[*?]*$/.test(action)) return [];
  const names = actionsLike(`${service}:*`).actions.map((each) => each.name.slice(service.length + 1));
  const written = action.replace(/[*?]/g, '');
  const near = nearest(written, names) ?? [];
  const same = [near].flat().filter((each) => withoutPlural(each) === withoutPlural(written));
  const known = OPERATIONS[name.toLowerCase()] ?? (same.length > 0 ? [] : elsewhere(action));
  if (known.length > 0) return [...known];
  const words = wordsOf(written);
  const longer = names
    .filter((each) => startsWith(each, written) || (words.length > 1 && holds(wordsOf(each), words)))
    .sort((one, other) => one.length - other.length);
  const found = longer.length === 0 ? [near] : longer.length < MOST ? [longer, same] : [same, longer];
  return [...new Set(found.flat())].slice(0, MOST).map((each) => `${service}:${each}`);
}

function elsewhere(action: string): string[] {
  const names = actionsLike(`*:${action}`).actions.map((each) => each.name);
  const services = [...new Set(names.map((each) => each.split(':', 1)[0] ?? ''))];
  if (services.length > SERVICES) return [];
  return /[*?]/.test(action) ? services.map((service) => `${service}:${action}`) : names;
}

/** Whether a name goes on with another word. */
function startsWith(name: string, start: string): boolean {
  return name.toLowerCase().startsWith(start.toLowerCase()) && /^[A-Z0-9]/.test(name.slice(start.length));
}

function wordsOf(name: string): string[] {
  return (name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? []).map((word) => word.toLowerCase());
}

function holds(words: readonly string[], wanted: readonly string[]): boolean {
  let found = 0;
  for (const word of words) if (word === wanted[found]) found++;
  return found === wanted.length;
}

function withoutPlural(name: string): string {
  return name.toLowerCase().replace(/s$/, '');
}
