import { type Pattern, actionLike, compiled, mayFit } from './pattern';
import { remembered } from './remembered';
import type { Choice } from './statement';
import { type Truth, not, some } from './truth';

/** Which actions AWS has, as far as a table knows them. Without a table, every text is an action. */
export interface ActionTable {
  /** The actions that a pattern of a policy stands for; undefined where it names a service that the table does not know. */
  matching(pattern: string): readonly KnownAction[] | undefined;
  /** Whether a condition key holds a list; undefined where the table does not know it. */
  isList?(key: string): boolean | undefined;
}

export interface KnownAction {
  /** In AWS's own case, such as `s3:GetObject`. */
  readonly name: string;
  /** One for each type of resource that the action is about. */
  readonly forms: readonly ActionForm[];
}

/** What a request says of a type of resource. Equal forms should be one object: they are looked at once. */
export interface ActionForm {
  /** The ARN with wildcards, or `*` where the action is about no resource. */
  readonly resource: string;
  /** Whether such a request can carry a condition key; by default any. */
  readonly carries?: (key: string) => boolean;
}

/** Whether an action is among those of a statement. The same few are asked for again and again, so a list remembers its answers. */
export function isAction(actions: Choice, action: string): Truth {
  return remembered(
    remembered(answersOf, actions, () => new Map<string, Truth>()),
    action,
    () => isAmong(actions, compiled(actions.patterns, actionLike), action),
  );
}

const answersOf = new WeakMap<Choice, Map<string, Truth>>();

/** Whether a text is among what a list stands for, of which the patterns are given. */
export function isAmong({ not: isNot }: Choice, patterns: readonly Pattern[], text: string): Truth {
  const found = some(patterns.map((pattern) => mayFit(pattern, text)));
  return isNot ? not(found) : found;
}
