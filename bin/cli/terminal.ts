import { createInterface } from 'node:readline/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** Where a command writes, asks and reads its settings. */
export interface Terminal {
  readonly environment: NodeJS.ProcessEnv;
  /** The result, which may be piped on. */
  out(text: string): void;
  /** Questions, progress and errors. */
  err(text: string): void;
  /** Undefined when there is nobody to answer. */
  ask(question: string): Promise<string | undefined>;
  /** Waits. */
  pause(milliseconds: number): Promise<unknown>;
}

/** Shows no secret that it was told to hide, whoever repeats it. */
export class DiscreetTerminal implements Terminal {
  readonly environment: NodeJS.ProcessEnv;
  private readonly hidden = new Set<string>();

  constructor(private readonly terminal: Terminal) {
    this.environment = terminal.environment;
  }

  hide(secret: string): void {
    // As it is, and as JSON writes it.
    this.hidden.add(secret).add(JSON.stringify(secret).slice(1, -1));
  }

  redact(text: string): string {
    return [...this.hidden].reduce((rest, secret) => rest.replaceAll(secret, '[API key]'), text);
  }

  out(text: string): void {
    this.terminal.out(this.redact(text));
  }

  err(text: string): void {
    this.terminal.err(this.redact(text));
  }

  ask(question: string): Promise<string | undefined> {
    return this.terminal.ask(this.redact(question));
  }

  pause(milliseconds: number): Promise<unknown> {
    return this.terminal.pause(milliseconds);
  }
}

// Whoever reads the output may stop early, as `head` does; what is being done goes on.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

export const processTerminal: Terminal = {
  environment: process.env,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  pause: (milliseconds) => sleep(milliseconds),
  ask: async (question) => {
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    try {
      return await Promise.race([
        lines.question(question),
        new Promise<undefined>((resolve) => {
          lines.once('close', () => {
            resolve(undefined);
          });
        }),
      ]);
    } finally {
      lines.close();
    }
  },
};
