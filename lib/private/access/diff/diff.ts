import { Estate } from '../model/estate';
import type { AccessModel, Gap } from '../model/model';
import type { Undecided } from '../policy/compare';
import type { Access } from '../policy/decide';
import { type Change, SAME, type Section, compareSides, sectionOf } from './compare';
import { withStacksMoved } from './moved-stacks';
import { newcomer } from './newcomer';
import { compareData } from './data-policies';
import { type Subject, subjectsOf } from './subjects';
import { tagReaders } from './tags';

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

/** What is nothing that anybody gains, when it is new. All others without a principal of the model stand elsewhere, and were there before. */
const COMES_AND_GOES: readonly Subject['type'][] = ['managed policy', 'instance profile'];
const NOTHING: Access = { statements: [] };

/** Compares what each principal may do, and who may become it. */
export function diffOf(old: AccessModel, now: AccessModel, { all }: DiffOptions): Diff {
  const { model, added, removed } = withStacksMoved(old, now);
  const [before, after] = [new Estate(model), new Estate(now)];
  const [subjects, subjectsNow] = [subjectsOf(before), subjectsOf(after)];
  const arrival = newcomer(before, after);
  const byTags = tagReaders(subjects, subjectsNow);
  const keys = [...new Set([...subjects.keys(), ...subjectsNow.keys()])].sort();
  const compared = keys.map((key) => principalDiff(subjects.get(key), subjectsNow.get(key), arrival, byTags));
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
  old: Subject | undefined,
  now: Subject | undefined,
  arrival: ReturnType<typeof newcomer>,
  byTags: ReturnType<typeof tagReaders>,
): PrincipalDiff {
  const present = (now ?? old) as Subject;
  const { path, type } = present;
  if (present.data !== undefined) {
    const trust = compareData(old?.data, now?.data);
    return { path, type, change: trust.change, permissions: SAME, trust, other: [] };
  }
  if (present.principal === undefined && !COMES_AND_GOES.includes(type)) {
    const permissions = permissionsOf(old, now);
    return { path, type, change: permissions.change, permissions, trust: SAME, other: [] };
  }
  if (now === undefined) return { path, type, change: 'removed', permissions: SAME, trust: SAME, other: [] };
  if (old === undefined) {
    return { path, type, change: 'added', ...arrival(now) };
  }
  const tags = old.principal && now.principal ? byTags(old.principal, now.principal) : undefined;
  const permissions = withUndecided(permissionsOf(old, now), tags?.permissions);
  const trust = withUndecided(compareSides({ statements: old.trust }, { statements: now.trust }), tags?.trust);
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

function withUndecided(section: Section, undecided: readonly Undecided[] = []): Section {
  return undecided.length === 0 ? section : sectionOf({ ...section, undecided: [...section.undecided, ...undecided] });
}

/** What holds the same role as before gains nothing that is not told of the role. */
function permissionsOf(old: Subject | undefined, now: Subject | undefined): Section {
  const role = now?.facts.get('role')?.[0];
  if (role !== undefined && role === old?.facts.get('role')?.[0]) return SAME;
  return compareSides(old?.access ?? NOTHING, now?.access ?? NOTHING);
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
