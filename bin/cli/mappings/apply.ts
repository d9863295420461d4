import { UserError } from '../errors';
import type { Applied, Change } from './change';
import { NoAnswer } from './http';
import { HopsworksError } from './refusals';

const FAILURES_IN_A_ROW = 3;

/**
 * Makes changes one after the other, until a signal comes.
 *
 * After a failure the rest of its project is left out, because their order matters; other projects go on, until it is clear that
 * nothing will succeed: the server itself fails again and again, or refuses the key. Whatever is left is found again by the next plan.
 */
export async function applyChanges(
  make: (change: Change) => Promise<void>,
  changes: readonly Change[],
  interrupted: AbortSignal,
  progress: (result: Applied) => void,
): Promise<Applied[]> {
  const results: Applied[] = [];
  const add = (result: Applied) => {
    results.push(result);
    progress(result);
  };
  const failedProjects = new Set<string>();
  let failuresInARow = 0;
  let isHopeless = false;
  for (const change of changes) {
    if (interrupted.aborted || isHopeless || failedProjects.has(change.project)) {
      add({ ...change, status: 'skipped' });
      continue;
    }
    try {
      await make(change);
      failuresInARow = 0;
      add({ ...change, status: 'done' });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      failedProjects.add(change.project);
      failuresInARow = error instanceof HopsworksError && error.isAboutOneCall ? 0 : failuresInARow + 1;
      isHopeless = failuresInARow === FAILURES_IN_A_ROW || (error instanceof HopsworksError && error.isFinal);
      add({ ...change, status: mayBeDone(error) ? 'unknown' : 'failed', error: error.message });
    }
  }
  return results;
}

/** Hopsworks makes a mapping and its default one after the other: after a failure of its own it may have done one, both or none. */
function mayBeDone(error: UserError): boolean {
  return error instanceof NoAnswer ? error.mayBeDone : error instanceof HopsworksError && error.status >= 500;
}
