/** A check is one call to AWS and the decision that is expected of it. */

/**
 * `gone`: the thing asked for does not exist. `not mapped`: Hopsworks refuses, before AWS is asked. `error`: any other failure,
 * which is never what is expected.
 */
export type Outcome = 'allowed' | 'refused' | 'gone' | 'not mapped' | 'error';

export interface Check {
  readonly name: string;
  readonly expected: Exclude<Outcome, 'error'>;
  readonly run: () => Promise<unknown>;
}

export interface CheckResult {
  readonly walk: string;
  readonly name: string;
  readonly expected: Outcome;
  readonly got: Outcome;
  /** What AWS said, when that was not expected. */
  readonly detail?: string;
}

const OUTCOME_OF_ERROR: Record<string, Outcome> = {
  AccessDenied: 'refused',
  NoSuchEntityException: 'gone',
  NotMapped: 'not mapped',
};

/** In the order given, as a check may break and mend what the next one relies on. */
export async function runChecks(walk: string, checks: readonly Check[], signal: AbortSignal): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const { name, expected, run } of checks) {
    signal.throwIfAborted();
    results.push({ walk, name, expected, ...(await outcomeOf(run)) });
  }
  return results;
}

export function differences(results: readonly CheckResult[]): CheckResult[] {
  return results.filter(({ expected, got }) => expected !== got);
}

/**
 * For what must work before the call that is checked: its failure is an error, whatever AWS said. Without it, a check
 * for a refusal would also pass when the session that should be refused was never obtained.
 */
export async function prepared<T>(preparation: Promise<T>): Promise<T> {
  try {
    return await preparation;
  } catch (error) {
    throw new Error(`could not be prepared: ${describe(error)}`, { cause: error });
  }
}

async function outcomeOf(run: Check['run']): Promise<Pick<CheckResult, 'got' | 'detail'>> {
  try {
    await run();
    return { got: 'allowed' };
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    return { got: OUTCOME_OF_ERROR[name] ?? 'error', detail: describe(error) };
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
