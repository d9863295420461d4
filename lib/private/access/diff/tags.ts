import type { Principal } from '../model/model';
import type { Undecided } from '../policy/compare';
import type { Subject } from './subjects';

/** What conditions read of a principal's tags. */
const READERS = {
  /** As it asks for something; a session may bring tags of its own, so that no value of the role's decides. */
  own: /aws:principaltag\/([^"}\\]+)/gi,
  /** As others ask for it. */
  target: /(?:aws|iam):resourcetag\/([^"}\\]+)/gi,
};

/** What may be gained because a principal's tags have other values, by it and by others who become it. */
export interface ByTags {
  readonly permissions: readonly Undecided[];
  readonly trust: readonly Undecided[];
}

/** Tells of a principal whose tags differ which of them any statement of either side looks at. */
export function tagReaders(
  ...sides: readonly ReadonlyMap<string, Subject>[]
): (old: Principal, now: Principal) => ByTags {
  let readers: Record<keyof typeof READERS, Map<string, unknown>> | undefined;
  return ({ tags: old }, { tags: now }) => {
    const changed = Object.keys({ ...old, ...now }).filter((key) => old[key] !== now[key]);
    if (changed.length === 0) return { permissions: [], trust: [] };
    readers ??= { own: readersOf(sides, READERS.own), target: readersOf(sides, READERS.target) };
    const undecided = (statements: Map<string, unknown>) =>
      changed.flatMap((key) => {
        const statement = statements.get(key.toLowerCase());
        const why = `its tag ${key} is ${valueOf(now, key)} and was ${valueOf(old, key)}, and a condition looks at it`;
        return statement === undefined ? [] : [{ statement, why }];
      });
    return { permissions: undecided(readers.own), trust: undecided(readers.target) };
  };
}

/** The first statement that looks at a tag, by the tag's key, which IAM compares without regard to case. */
function readersOf(sides: readonly ReadonlyMap<string, Subject>[], pattern: RegExp): Map<string, unknown> {
  const found = new Map<string, unknown>();
  for (const { access, trust, data } of sides.flatMap((side) => [...side.values()])) {
    const statements = [access.statements, access.boundary ?? [], trust, data?.statements ?? []].flat();
    for (const source of new Set(statements.map((statement) => statement.source))) {
      for (const [, key = ''] of JSON.stringify(source).matchAll(pattern)) {
        if (!found.has(key.toLowerCase())) found.set(key.toLowerCase(), source);
      }
    }
  }
  return found;
}

function valueOf(tags: Principal['tags'], key: string): string {
  const value = tags[key];
  return value === undefined ? 'not set' : JSON.stringify(value);
}
