import type { Level, RuleId } from './rule-ids';
import type { View } from './view';

/** What a rule has found. */
export interface Finding {
  readonly rule: RuleId;
  readonly severity: Level;
  /** The construct whose statement it is. */
  readonly path: string;
  /** As it stands in its document. */
  readonly statement?: unknown;
  readonly reason: string;
  readonly fix: string;
  /** What the tree of constructs may know that excuses it, in words; a rule that has seen the tree knows better. */
  readonly excuse?: string;
}

/** What one rule says of an app. */
export type Rule = (view: View) => Omit<Finding, 'rule'>[];
