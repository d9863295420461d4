import type { Change, ExistingMapping } from './change';
import { ProjectRole } from './document';

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
  const holderOf = (projectRole: ProjectRole) =>
    targets.find((target) => {
      const state = now.get(target);
      return state?.defaultRole === true && state.projectRole === projectRole;
    });
  const successorOf = (projectRole: ProjectRole) =>
    targets.find(({ wanted }) => wanted?.defaultRole === true && wanted.projectRole === projectRole);
  const heldAtFirst = Object.values(ProjectRole).filter((projectRole) => holderOf(projectRole) !== undefined);
  const isSettled = (target: Target) => isEqual(now.get(target), target.wanted);

  /** Which place a mapping has now and shall not keep. */
  const placeGivenUp = (target: Target) => {
    const state = now.get(target);
    if (state?.defaultRole !== true) return undefined;
    const { wanted } = target;
    return wanted?.defaultRole === true && wanted.projectRole === state.projectRole ? undefined : state.projectRole;
  };
  const isAccepted = (target: Target) => {
    const { wanted } = target;
    const place = placeGivenUp(target);
    if (place === undefined || wanted === undefined || wanted.projectRole === place) return true;
    return wanted.defaultRole && holderOf(wanted.projectRole) === undefined;
  };
  const isAwaited = (target: Target) => {
    const place = placeGivenUp(target);
    return place !== undefined && successorOf(place) !== undefined;
  };

  const changes: Change[] = [];
  const make = (target: Target, state: State | undefined) => {
    changes.push(changeOf(project, target, now.get(target), state));
    const holder = state?.defaultRole === true ? holderOf(state.projectRole) : undefined;
    if (holder !== undefined) now.set(holder, { ...(now.get(holder) as State), defaultRole: false });
    now.set(target, state);
  };
  for (let pending = targets.slice(); ;) {
    pending = pending.filter((target) => !isSettled(target));
    if (pending.length === 0) return changes;
    const emptied = heldAtFirst.filter((projectRole) => holderOf(projectRole) === undefined).map(successorOf);
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
