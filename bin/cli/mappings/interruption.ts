import type { DiscreetTerminal } from '../terminal';

/** How long an answer is waited for once a signal has come: who sent it may kill the process soon. */
const GRACE_MS = 3000;

/** Between a signal and the end: nothing new begins, what waits for an answer is given up soon, and a second signal ends even that. */
export class Interruption {
  private readonly first = new AbortController();
  private readonly second = new AbortController();
  private name: NodeJS.Signals | undefined;

  /** The signal that came. */
  get signal(): NodeJS.Signals | undefined {
    return this.name;
  }

  /** Aborted when the first signal comes. */
  get begun(): AbortSignal {
    return this.first.signal;
  }

  /** Listens to signals until the returned function is called. */
  listen(terminal: DiscreetTerminal): () => void {
    return terminal.onSignal((signal) => {
      if (this.name !== undefined) this.second.abort();
      this.name ??= signal;
      this.first.abort();
    });
  }

  /** Lets something run for a time, which a signal shortens. */
  async within<Result>(milliseconds: number, run: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    const limit = new AbortController();
    const timers: NodeJS.Timeout[] = [];
    const endAfter = (wait: number, reason: string) => {
      timers.push(
        setTimeout(() => {
          limit.abort(new OutOfTime(reason));
        }, wait),
      );
    };
    const hurry = () => {
      endAfter(Math.min(milliseconds, GRACE_MS), `gave no answer before it was given up, after ${this.name ?? ''}`);
    };
    const end = () => {
      limit.abort(new OutOfTime('gave no answer before it was given up, after a second signal'));
    };
    if (this.second.signal.aborted) end();
    else if (this.first.signal.aborted) hurry();
    else endAfter(milliseconds, `gave no answer within ${milliseconds / 1000} s (--timeout)`);
    this.first.signal.addEventListener('abort', hurry);
    this.second.signal.addEventListener('abort', end);
    try {
      return await run(limit.signal);
    } finally {
      for (const timer of timers) clearTimeout(timer);
      this.first.signal.removeEventListener('abort', hurry);
      this.second.signal.removeEventListener('abort', end);
    }
  }
}

/** Why something was ended before it was through, as it is said of whom was asked. */
export class OutOfTime extends Error {}
