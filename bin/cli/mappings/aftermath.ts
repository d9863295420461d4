import { UserError } from '../errors';
import type { Applied, Change, ExistingMapping } from './change';
import type { ProjectRole } from './document';

/** A default that was there, was to stay or to be followed by another, and is missing because not all changes were made. */
export interface LostDefault {
  readonly project: string;
  readonly projectRole: ProjectRole;
  /** Which was the default. */
  readonly role: string;
  /** Whether it is the default again; `unknown` where Hopsworks could not be asked. */
  readonly state: 'put back' | 'missing' | 'unknown';
}

/** How things are after changes of which not all were made. */
export interface Aftermath {
  readonly results: readonly Applied[];
  readonly lostDefaults: readonly LostDefault[];
  /** Why Hopsworks could not be read again; what is unknown stays so. */
  readonly unread?: string;
}

interface Cluster {
  mappings(): Promise<ExistingMapping[]>;
  make(change: Change): Promise<void>;
}

/** Reads what became of changes that no answer told of, and puts defaults back that were given up for changes that were not made. */
export async function readAgain(
  cluster: Cluster,
  before: readonly ExistingMapping[],
  results: readonly Applied[],
): Promise<Aftermath> {
  const now = await reading(cluster);
  if (now instanceof UserError) {
    const lost = lostDefaults(before, assumed(before, results), results);
    return { results, lostDefaults: lost.map((each) => ({ ...named(each), state: 'unknown' })), unread: now.message };
  }
  const settled = results.map((result) => (result.status === 'unknown' ? settledBy(now, result) : result));
  const lost = lostDefaults(before, now, settled);
  return { results: settled, lostDefaults: lost.length === 0 ? [] : await putBack(cluster, lost, now) };
}

async function reading(cluster: Cluster): Promise<ExistingMapping[] | UserError> {
  try {
    return await cluster.mappings();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

/** Puts the defaults back whose mappings are where they were, and looks whether that was done where it was not answered. */
async function putBack(
  cluster: Cluster,
  lost: readonly ExistingMapping[],
  now: readonly ExistingMapping[],
): Promise<LostDefault[]> {
  const done = new Set<ExistingMapping>();
  let isUnanswered = false;
  for (const each of lost) {
    const there = now.find(({ project, role }) => project === each.project && role === each.role);
    if (there?.projectRole !== each.projectRole) continue;
    try {
      const before = { id: there.id, projectRole: there.projectRole, defaultRole: false };
      await cluster.make({ ...named(each), action: 'update', defaultRole: true, before });
      done.add(each);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      isUnanswered = true;
    }
  }
  const seen = isUnanswered ? await reading(cluster) : now;
  const stateOf = (each: ExistingMapping) => {
    if (done.has(each)) return 'put back';
    if (seen instanceof UserError) return 'unknown';
    return seen.some((other) => other.defaultRole && isSamePlace(other, each)) ? 'put back' : 'missing';
  };
  return lost.map((each) => ({ ...named(each), state: stateOf(each) }));
}

/** What is there at the least, by the answers that came: what is unknown may have taken a default away, and is not relied upon. */
function assumed(before: readonly ExistingMapping[], results: readonly Applied[]): ExistingMapping[] {
  let now = [...before];
  for (const { status, action, project, projectRole, role, defaultRole, before: from } of results) {
    if (status !== 'done' && status !== 'unknown') continue;
    const isHolder = defaultRole && status === 'done' && action !== 'delete';
    now = now
      .filter((each) => each.project !== project || each.role !== role)
      .map((each) =>
        isHolder && isSamePlace(each, { project, projectRole }) ? { ...each, defaultRole: false } : each,
      );
    if (action !== 'delete') now.push({ id: from?.id ?? 0, project, projectRole, role, defaultRole: isHolder });
  }
  return now;
}

function settledBy(now: readonly ExistingMapping[], result: Applied): Applied {
  const { action, project, projectRole, role, defaultRole, before } = result;
  const there = now.find((each) => each.project === project && each.role === role);
  const isAsWanted =
    action === 'delete' ? there === undefined : there?.projectRole === projectRole && there.defaultRole === defaultRole;
  if (isAsWanted) return { ...result, status: 'done', readAgain: true };
  const isAsBefore =
    before === undefined
      ? there === undefined
      : there?.projectRole === before.projectRole && there.defaultRole === before.defaultRole;
  return { ...result, status: isAsBefore ? 'failed' : 'unknown', readAgain: true };
}

/** Where nobody holds the place of a default that was held, although it was to be held, or its mapping is not where it was to go. */
function lostDefaults(
  before: readonly ExistingMapping[],
  now: readonly ExistingMapping[],
  results: readonly Applied[],
): ExistingMapping[] {
  const undone = results.filter(({ status }) => status !== 'done');
  return before.filter((held) => {
    if (!held.defaultRole) return false;
    const isHeld = now.some((each) => each.defaultRole && isSamePlace(each, held));
    if (isHeld) return false;
    const isAwaited = undone.some(
      (change) => change.defaultRole && change.action !== 'delete' && isSamePlace(change, held),
    );
    const isUnderWay = undone.some(({ before: from }) => from?.id === held.id);
    return isAwaited || isUnderWay;
  });
}

function isSamePlace(
  one: Pick<Change, 'project' | 'projectRole'>,
  other: Pick<Change, 'project' | 'projectRole'>,
): boolean {
  return one.project === other.project && one.projectRole === other.projectRole;
}

function named({ project, projectRole, role }: ExistingMapping) {
  return { project, projectRole, role };
}
