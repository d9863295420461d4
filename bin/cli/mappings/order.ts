import type { Change } from './change';

/**
 * Orders the changes of one project so that no default is missing for longer than one request.
 *
 * Where a mapping gives up its default, the one that takes it over goes first: Hopsworks then moves the default. Where they go round
 * in a ring, any of them goes first, and each is followed at once by the one that fills the gap it left.
 */
export function inSafeOrder(changes: readonly Change[]): Change[] {
  const fills = new Map(changes.filter(({ defaultRole }) => defaultRole).map((change) => [change.projectRole, change]));
  const successorOf = (change: Change) => {
    const { before } = change;
    if (before?.defaultRole !== true || before.projectRole === change.projectRole) return undefined;
    return fills.get(before.projectRole);
  };
  const ordered = new Set<Change>();
  for (const first of changes) {
    const chain: Change[] = [];
    let next: Change | undefined = first;
    while (next !== undefined && !ordered.has(next) && !chain.includes(next)) {
      chain.push(next);
      next = successorOf(next);
    }
    const isRing = next !== undefined && chain.includes(next);
    for (const change of isRing ? chain : chain.reverse()) ordered.add(change);
  }
  return [...ordered];
}
