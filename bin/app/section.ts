import type { z } from 'zod';
import type { Path } from './problems';
import type { Rendering } from './rendering';

/** Tells what is wrong with the value at a path of the config. */
export type Report = (path: Path, message: string) => void;

/**
 * One top-level key of the config: what may stand there and what it becomes. `Needed` is the part of the config, the
 * section's own included, that its functions read.
 */
export interface Section<Key extends string, Schema extends z.ZodType, Needed> {
  readonly key: Key;
  readonly schema: Schema;
  /** What a schema cannot say: names that must be declared elsewhere, combinations, clashes. */
  check?(config: Needed, report: Report): void;
  /** Runs in the order of registration; what was made is found again on the rendering. */
  render?(config: Needed, rendering: Rendering): void;
}

/** Keeps the exact types of a section's key and schema. */
export function section<const Key extends string, Schema extends z.ZodType, Needed = unknown>(
  definition: Section<Key, Schema, Needed>,
): Section<Key, Schema, Needed> {
  return definition;
}
