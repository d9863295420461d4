import { Estate } from '../../../lib/private/access/model/estate';
import type { AccessModel, Gap } from '../../../lib/private/access/model/model';
import { type Change, SAME, type Section, compareSides } from './compare';
import { withStacksMoved } from './moved-stacks';
import { newcomer } from './newcomer';
import { type Subject, subjectsOf } from './subjects';

/** What differs between two models; printed as JSON without its gaps. */
export interface Diff {
  readonly version: 1;
  readonly widens: boolean;
  readonly stacks: { readonly added: readonly string[]; readonly removed: readonly string[] };
  readonly principals: readonly PrincipalDiff[];
  /** What the new model could not read, and the old one either had not or could. */
  readonly gaps: readonly Gap[];
}

export interface PrincipalDiff {
  readonly path: string;
  readonly type: Subject['type'];
  readonly change: Change;
  readonly permissions: Section;
  readonly trust: Section;
  readonly other: readonly string[];
}

export interface DiffOptions {
  /** Whether to list those that do not differ. */
  readonly all: boolean;
}

/** Compares what each principal may do, and who may become it. */
export function diffOf(old: AccessModel, now: AccessModel, { all }: DiffOptions): Diff {
  const { model, added, removed } = withStacksMoved(old, now);
  const [before, after] = [new Estate(model), new Estate(now)];
  const [subjects, subjectsNow] = [subjectsOf(before), subjectsOf(after)];
  const arrival = newcomer(before, after);
  const paths = [...new Set([...subjects.keys(), ...subjectsNow.keys()])].sort();
  const compared = paths.map((path) => principalDiff(path, subjects.get(path), subjectsNow.get(path), arrival));
  const principals = compared.filter((each) => all || each.change !== 'same' || each.other.length > 0);
  const known = new Set(model.gaps.map(gapKey));
  return {
    version: 1,
    widens: principals.some(widens),
    stacks: { added, removed },
    principals,
    gaps: now.gaps.filter((gap) => !known.has(gapKey(gap))),
  };
}

/** Whether something is gained, or may be. */
export function widens({ change, permissions, trust }: PrincipalDiff): boolean {
  const sections = [permissions, trust].map((section) => section.change);
  return [change, ...sections].some((each) => ['wider', 'both', 'undecided'].includes(each));
}

function principalDiff(
  path: string,
  old: Subject | undefined,
  now: Subject | undefined,
  arrival: ReturnType<typeof newcomer>,
): PrincipalDiff {
  const present = now ?? old;
  if (present === undefined) throw new Error(`nobody is at ${path}`);
  const { type } = present;
  if (old?.type !== type && old !== undefined) {
    // Another kind of principal at the same path.
    return { ...principalDiff(path, undefined, now, arrival), other: [`${old.type} → ${type}`] };
  }
  if (present.principal === undefined && type !== 'managed policy') {
    // It stands elsewhere, with policies of its own: it neither comes nor goes.
    const permissions = compareSides(old?.access ?? { statements: [] }, now?.access ?? { statements: [] });
    return { path, type, change: permissions.change, permissions, trust: SAME, other: [] };
  }
  if (now === undefined) return { path, type, change: 'removed', permissions: SAME, trust: SAME, other: [] };
  if (old === undefined) {
    const { trust, other } = arrival(now);
    return { path, type, change: 'added', permissions: SAME, trust, other };
  }
  const permissions = compareSides(old.access, now.access);
  const trust = compareSides({ statements: old.trust }, { statements: now.trust });
  const session = sessionChange(old, now);
  return {
    path,
    type,
    change: together([permissions.change, trust.change, session]),
    permissions,
    trust,
    other: others(old, now),
  };
}

function sessionChange({ maxSessionDuration: old }: Subject, { maxSessionDuration: now }: Subject): Change {
  if (old === now) return 'same';
  const [before, after] = [Number(old), Number(now)];
  if (Number.isNaN(before) || Number.isNaN(after)) return 'undecided';
  return after > before ? 'wider' : 'narrower';
}

function together(changes: readonly Change[]): Change {
  if (changes.includes('undecided')) return 'undecided';
  const wider = changes.some((each) => ['wider', 'both'].includes(each));
  const narrower = changes.some((each) => ['narrower', 'both'].includes(each));
  if (wider) return narrower ? 'both' : 'wider';
  return narrower ? 'narrower' : 'same';
}

/** What differs beside the meaning of policies, in words. */
function others(old: Subject, now: Subject): string[] {
  const session =
    old.maxSessionDuration === now.maxSessionDuration
      ? []
      : [`maxSessionDuration ${old.maxSessionDuration} → ${now.maxSessionDuration}`];
  const facts = [...now.facts].flatMap(([name, values]) => {
    const before = old.facts.get(name) ?? [];
    const gone = before.filter((each) => !values.includes(each));
    const come = values.filter((each) => !before.includes(each));
    return gone.length + come.length === 0 ? [] : [`${name} ${listed(gone)} → ${listed(come)}`];
  });
  return [...session, ...facts];
}

function listed(values: readonly string[]): string {
  return values.length === 0 ? 'none' : values.join(', ');
}

function gapKey({ about, what }: Gap): string {
  return `${about}\n${what}`;
}
