import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { escapeText } from './escape';

/** Where a command writes, asks and reads its settings. */
export interface Terminal {
  readonly environment: NodeJS.ProcessEnv;
  /** The result, which may be piped on. */
  out(text: string): void;
  /** Questions, progress and errors. */
  err(text: string): void;
  /** Undefined when there is nobody to answer, or the question is taken back. */
  ask(question: string, takenBack?: AbortSignal): Promise<string | undefined>;
  /** Waits, until it is cut short. */
  pause(milliseconds: number, cutShort?: AbortSignal): Promise<unknown>;
  /** Tells of signals that would end the process, which goes on instead; returns what ends that. */
  onSignal(listener: (signal: NodeJS.Signals) => void): () => void;
}

/** What API keys of Hopsworks look like, for those that were given where nobody expects one. */
const LIKE_AN_API_KEY = /(?<![A-Za-z0-9])[A-Za-z0-9]{16}\.[\w-]{24,}/g;
const HIDDEN = '[API key]';

/** Shows no secret that it was told to hide, whoever repeats it, and lets no error move the cursor. */
export class DiscreetTerminal implements Terminal {
  readonly environment: NodeJS.ProcessEnv;
  private readonly hidden = new Set<RegExp>();

  constructor(private readonly terminal: Terminal) {
    this.environment = terminal.environment;
  }

  /** In any case, since hosts are written in lower case, as URLs and as JSON write it; and what follows its name by itself. */
  hide(secret: string): void {
    const [, afterName = ''] = /^[^.]{8,}\.(.{16,})$/.exec(secret) ?? [];
    for (const part of [secret, afterName].filter((each) => each !== '')) {
      for (const written of [part, encodeURIComponent(part), JSON.stringify(part).slice(1, -1)]) {
        this.hidden.add(new RegExp(written.replace(/[^\w]/g, '\\$&'), 'gi'));
      }
    }
  }

  redact(text: string): string {
    return [...this.hidden].reduce((rest, secret) => rest.replace(secret, HIDDEN), text);
  }

  out(text: string): void {
    this.terminal.out(this.redact(text));
  }

  err(text: string): void {
    this.terminal.err(this.forPeople(text));
  }

  ask(question: string, takenBack?: AbortSignal): Promise<string | undefined> {
    return this.terminal.ask(this.forPeople(question), takenBack);
  }

  pause(milliseconds: number, cutShort?: AbortSignal): Promise<unknown> {
    return this.terminal.pause(milliseconds, cutShort);
  }

  onSignal(listener: (signal: NodeJS.Signals) => void): () => void {
    return this.terminal.onSignal(listener);
  }

  private forPeople(text: string): string {
    return escapeText(this.redact(text).replace(LIKE_AN_API_KEY, HIDDEN), '\n\t');
  }
}

// Whoever reads the output may stop early, as `head` does; what is being done goes on.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

const ENDING_SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

export const processTerminal: Terminal = {
  environment: process.env,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  pause: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }).catch(() => undefined),
  ask: (question, takenBack) =>
    new Promise((resolve) => {
      // Its own question() does not hear an answer that ends without a line break.
      const lines = createInterface({ input: process.stdin, output: process.stderr });
      lines.once('line', (answer) => {
        resolve(answer);
        lines.close();
      });
      lines.once('close', () => {
        resolve(undefined);
      });
      takenBack?.addEventListener('abort', () => {
        lines.close();
      });
      lines.setPrompt(question);
      lines.prompt();
    }),
  onSignal: (listener) => {
    for (const signal of ENDING_SIGNALS) process.on(signal, listener);
    return () => {
      for (const signal of ENDING_SIGNALS) process.off(signal, listener);
    };
  },
};
