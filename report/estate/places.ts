import type { ReportData } from '../report';

/** Data that a reader would speak of: a bucket with all that is in it, or what another service calls a resource. */
export interface Place {
  readonly key: string;
  readonly service: string;
  /** An ARN or a pattern of ARNs; of S3 without what stands behind the bucket. */
  readonly resource: string;
  readonly isPattern: boolean;
}

/** The places of data by service and resource. */
export function placesOf(data: readonly ReportData[]): Map<string, Place> {
  const byKey = new Map<string, Place>();
  const byData = new Map<string, Place>();
  for (const { service, resource } of data) {
    const name = `${service} ${resource}`;
    if (byData.has(name)) continue;
    const part = service === 's3' || /^arn:[^:]*:s3:::/.test(resource) ? bucketOf(resource) : resource;
    const key = `${service} ${part}`;
    const place = byKey.get(key) ?? { key, service, resource: part, isPattern: /[*?]/.test(part) };
    byKey.set(key, place);
    byData.set(name, place);
  }
  return byData;
}

/** What stands before the first slash, of which a `${Stack/Bucket.Arn}` has its own. */
function bucketOf(resource: string): string {
  return /^(?:\$\{[^}]*\}|[^/])+/.exec(resource)?.[0] ?? resource;
}

/** Whether a place, of which a pattern may be one, means all that another one means. */
export function covers(wide: Place, narrow: Place): boolean {
  // Who may call every action, may those of each service.
  if (wide.service !== narrow.service && wide.service !== '*') return false;
  if (wide.resource === narrow.resource) return true;
  if (!wide.isPattern) return false;
  // What only CloudFormation knows may be anything.
  const known = narrow.resource.replace(/\$\{[^}]*\}/g, '*');
  return known === narrow.resource ? matches(wide.resource, known) : meet(wide.resource, known);
}

/** A wildcard of the text is one more character: only a wildcard as wide stands for it. */
function matches(pattern: string, text: string): boolean {
  let [at, here] = [0, 0];
  let back: { readonly at: number; readonly here: number } | undefined;
  while (here < text.length) {
    if (pattern[at] === '*') {
      back = { at, here };
      at++;
    } else if (pattern[at] === text[here] || (pattern[at] === '?' && text[here] !== '*')) {
      at++;
      here++;
    } else if (back === undefined) return false;
    else {
      // The last star takes one character more.
      back = { at: back.at, here: back.here + 1 };
      at = back.at + 1;
      here = back.here;
    }
  }
  return /^\**$/.test(pattern.slice(at));
}

/** Whether something may be meant by both. */
export function overlaps(a: Place, b: Place): boolean {
  if (a.service !== b.service && a.service !== '*' && b.service !== '*') return false;
  if (a.resource === b.resource) return true;
  return (a.isPattern || b.isPattern) && startAlike(a.resource, b.resource) && meet(a.resource, b.resource);
}

/** What most pairs fail at, before the first wildcard of either. */
function startAlike(a: string, b: string): boolean {
  for (let index = 0; index < a.length && index < b.length; index++) {
    if (a[index] === '*' || b[index] === '*') return true;
    if (!fits(a[index], b[index])) return false;
  }
  return true;
}

/** Whether a text exists that two patterns match. */
function meet(a: string, b: string): boolean {
  // Row by row: whether what is left of `a` and `b` from here meets.
  let below = new Array<boolean>(b.length + 1).fill(false);
  for (let i = a.length; i >= 0; i--) {
    const row = new Array<boolean>(b.length + 1).fill(false);
    for (let j = b.length; j >= 0; j--) {
      const [one, other] = [a[i], b[j]];
      if (one === undefined && other === undefined) row[j] = true;
      else if (one === '*') row[j] = (below[j] ?? false) || (j < b.length && (row[j + 1] ?? false));
      else if (other === '*') row[j] = (row[j + 1] ?? false) || (i < a.length && (below[j] ?? false));
      else row[j] = i < a.length && j < b.length && fits(one, other) && (below[j + 1] ?? false);
    }
    below = row;
  }
  return below[0] ?? false;
}

function fits(one: string | undefined, other: string | undefined): boolean {
  return one === other || one === '?' || other === '?';
}
