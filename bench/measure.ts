/** Timing side by side: the contenders take turns in one process, so that whatever slows the machine slows all of them. */
export interface Sample {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

export interface Comparison {
  readonly times: Sample[];
  /** The first contender's time over each other one's: the median of the ratios round by round. */
  readonly ratios: number[];
}

/**
 * Milliseconds of processor time, which other programs on the machine hardly change.
 *
 * @param repeats is how often a contender works in one sample: of a few milliseconds, the compiler decides what they take, and the
 * collector comes never or once
 */
export function compare(contenders: (() => unknown)[], rounds: number, repeats = 1): Comparison {
  for (const contender of contenders) timeOf(contender, repeats);
  const times = contenders.map((): number[] => []);
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < contenders.length; turn += 1) {
      const index = (round + turn) % contenders.length;
      times[index]?.push(timeOf(contenders[index], repeats));
    }
  }
  const [first = [], ...others] = times;
  return {
    times: times.map(sampleOf),
    ratios: others.map((other) => sampleOf(first.map((time, round) => time / (other[round] ?? NaN))).median),
  };
}

export function sampleOf(values: number[]): Sample {
  const sorted = [...values].sort((a, b) => a - b);
  return {
    median: sorted[Math.floor(sorted.length / 2)] ?? NaN,
    least: sorted[0] ?? NaN,
    most: sorted.at(-1) ?? NaN,
  };
}

function timeOf(contender: (() => unknown) | undefined, repeats: number): number {
  globalThis.gc?.();
  const start = process.cpuUsage();
  for (let repeat = 0; repeat < repeats; repeat += 1) contender?.();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000 / repeats;
}
