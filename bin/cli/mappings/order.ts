import type { Change, ExistingMapping } from './change';
import type { ProjectRole } from './document';

/** What a mapping of a project shall be; without `wanted` it is deleted. */
export interface Target {
  readonly role: string;
  readonly existing: ExistingMapping | undefined;
  readonly wanted: State | undefined;
}

interface State {
  readonly projectRole: ProjectRole;
  readonly defaultRole: boolean;
}

/**
 * The calls that bring the mappings of one project to what they shall be, in an order that Hopsworks accepts, and in which no default
 * is missing for longer than one call.
 *
 * Each project role has a place for one default. A mapping that is made a default takes the place from the one that has it; but one
 * that has a place already and moves onto another that is taken is refused. So whoever gives up a place waits until its successor has
 * taken it over; where nobody can begin, because they wait for each other, one gives up its place first; and a place that got empty
 * is filled next.
 */
export function inOrder(project: string, targets: readonly Target[]): Change[] {
  const now = new Map(targets.map((target) => [target, target.existing as State | undefined]));
  const holders = places(targets, ({ existing }) => existing);
  const successors = places(targets, ({ wanted }) => wanted);
  const heldAtFirst = [...holders.keys()];
  const isSettled = (target: Target) => isEqual(now.get(target), target.wanted);

  /** Which place a mapping has now and shall not keep. */
  const placeGivenUp = (target: Target) => {
    const place = placeOf(now.get(target));
    return place === placeOf(target.wanted) ? undefined : place;
  };
  const isAccepted = (target: Target) => {
    const { wanted } = target;
    const place = placeGivenUp(target);
    if (place === undefined || wanted === undefined || wanted.projectRole === place) return true;
    return wanted.defaultRole && !holders.has(wanted.projectRole);
  };
  const isAwaited = (target: Target) => {
    const place = placeGivenUp(target);
    return place !== undefined && successors.has(place);
  };

  const changes: Change[] = [];
  const make = (target: Target, state: State | undefined) => {
    changes.push(changeOf(project, target, now.get(target), state));
    const place = placeOf(now.get(target));
    if (place !== undefined) holders.delete(place);
    now.set(target, state);
    const taken = placeOf(state);
    if (taken === undefined) return;
    const former = holders.get(taken);
    if (former !== undefined) now.set(former, { projectRole: taken, defaultRole: false });
    holders.set(taken, target);
  };
  for (let pending = targets.slice(); ;) {
    pending = pending.filter((target) => !isSettled(target));
    if (pending.length === 0) return changes;
    const emptied = heldAtFirst.filter((place) => !holders.has(place)).map((place) => successors.get(place));
    const next =
      emptied.find((target) => target !== undefined && pending.includes(target)) ??
      pending.find((target) => isAccepted(target) && !isAwaited(target));
    if (next !== undefined) {
      make(next, next.wanted);
      continue;
    }
    // All that is left has a place. The best to give up is one that nobody shall have.
    const blocked = pending.find((target) => !isAwaited(target)) ?? pending[0];
    if (blocked !== undefined) make(blocked, { ...(now.get(blocked) as State), defaultRole: false });
  }
}

/** Who has the place of each project role, by some state of each. */
function places(targets: readonly Target[], stateOf: (target: Target) => State | undefined): Map<ProjectRole, Target> {
  return new Map(
    targets.flatMap((target) => {
      const place = placeOf(stateOf(target));
      return place === undefined ? [] : [[place, target] as const];
    }),
  );
}

function placeOf(state: State | undefined): ProjectRole | undefined {
  return state?.defaultRole === true ? state.projectRole : undefined;
}

function changeOf(
  project: string,
  { role, existing }: Target,
  before: State | undefined,
  after: State | undefined,
): Change {
  const { projectRole, defaultRole } = (after ?? before) as State;
  const common = { project, projectRole, role, defaultRole };
  if (existing === undefined || before === undefined) return { action: 'create', ...common };
  return {
    action: after === undefined ? 'delete' : 'update',
    ...common,
    before: { id: existing.id, projectRole: before.projectRole, defaultRole: before.defaultRole },
  };
}

function isEqual(one: State | undefined, other: State | undefined): boolean {
  return one?.projectRole === other?.projectRole && one?.defaultRole === other?.defaultRole;
}
