import type { AccessModel } from '../../private/access/model/model';
import { partOf } from '../../private/access/model/part';

/**
 * The parts of a model that may meet each other.
 *
 * Stages of which nobody knows the account usually go to different ones, with the same names in each: only stacks of known accounts
 * and those of one such Stage are looked at together.
 */
export function worldsOf(model: AccessModel): AccessModel[] {
  const unknown = [...new Set(model.stacks.flatMap(({ account, stage }) => (account === undefined ? [stage] : [])))];
  if (unknown.length < 2) return [model];
  return unknown.map((stage) => partOf(model, (stack) => stack.account !== undefined || stack.stage === stage));
}
