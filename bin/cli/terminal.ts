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
