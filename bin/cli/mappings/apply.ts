import { UserError } from '../errors';
import { type Hopsworks, HopsworksError } from './hopsworks';
import type { Change } from './change';

/** What became of a change. */
export interface Applied extends Change {
  readonly status: 'done' | 'failed' | 'skipped';
  readonly error?: string;
}

const FAILURES_OF_SERVER_IN_A_ROW = 3;

/**
 * Makes changes one after the other.
 *
 * After a failure the rest of its project is left out, because their order matters; other projects go on, until it is clear that
 * nothing will succeed: the server itself fails again and again, or refuses the key. Whatever is left is found again by the next plan.
 */
export async function applyChanges(
  hopsworks: Hopsworks,
  changes: readonly Change[],
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
    if (isHopeless || failedProjects.has(change.project)) {
      add({ ...change, status: 'skipped' });
      continue;
    }
    try {
      await hopsworks.make(change);
      failuresInARow = 0;
      add({ ...change, status: 'done' });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      failedProjects.add(change.project);
      failuresInARow = error instanceof HopsworksError && error.isAboutOneCall ? 0 : failuresInARow + 1;
      isHopeless = failuresInARow === FAILURES_OF_SERVER_IN_A_ROW || (error instanceof HopsworksError && error.isFinal);
      add({ ...change, status: 'failed', error: error.message });
    }
  }
  return results;
}
