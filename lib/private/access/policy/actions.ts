import { actionLike, compiled, mayFit } from './pattern';
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

/**
 * Whether an action is among those of a statement. The same few are asked for again and again, so a list remembers its answers.
 */
export function isAction(actions: Choice, action: string): Truth {
  const answers = answersOf.get(actions) ?? new Map<string, Truth>();
  answersOf.set(actions, answers);
  if (answers.has(action)) return answers.get(action);
  const found = some(compiled(actions.patterns, actionLike).map((pattern) => mayFit(pattern, action)));
  const answer = actions.not ? not(found) : found;
  answers.set(action, answer);
  return answer;
}

const answersOf = new WeakMap<Choice, Map<string, Truth>>();
