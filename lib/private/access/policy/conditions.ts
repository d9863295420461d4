import { combined } from './caller';
import { type Operator, operatorNamed } from './operators';
import { type Substitute, mayFit } from './pattern';
import type { Lookup } from './request';
import type { Condition } from './statement';
import { variableOf, variablesIn } from './text';
import { type Truth, all, not, some } from './truth';

/** A key that has one value, although a caller may be known by several names. */
const CALLER_KEYS = ['aws:principalarn', 'aws:principalaccount'];

/** Whether a request meets a condition. */
export function isMet(condition: Condition, lookup: Lookup): Truth {
  const operator = operatorNamed(condition.operator);
  const given = lookup(condition.key);
  if (operator === undefined || given === undefined) return undefined;
  if (operator.comparison === 'null') {
    return condition.values.some((value) => value.toLowerCase() === String(given.length === 0));
  }
  const valued = all(condition.values.flatMap(variablesIn).map((variable) => hasValue(variable, lookup)));
  // What a negated operator says where a variable has no value, is not documented.
  if (valued !== true) return operator.negated ? undefined : valued;
  if (given.length === 0) return operator.absent;
  return isMetBy(operator, condition.key, given, (value) => holds(operator, condition, value, lookup));
}

function isMetBy({ set }: Operator, key: string, given: readonly string[], held: (value: string) => Truth): Truth {
  if (CALLER_KEYS.includes(key.toLowerCase())) return combined(given, held);
  if (set === 'all') return all(given.map(held));
  // Without ForAnyValue or ForAllValues, what a list means is not documented.
  if (set === undefined && given.length > 1) return undefined;
  return some(given.map(held));
}

/** Whether one value of the request is what the condition asks for. */
function holds({ comparison, negated }: Operator, { values }: Condition, given: string, lookup: Lookup): Truth {
  const found = some(
    values.map((expected) => {
      if (comparison === 'null') return undefined;
      if (comparison.kind === 'value')
        return given.includes('${') ? undefined : comparison.compare.with(expected)?.holds(given);
      const pattern = comparison.pattern(expected, substituting(lookup));
      return pattern && mayFit(pattern, given);
    }),
  );
  return negated ? not(found) : found;
}

/** Whether a variable stands for a text; false for a statement that then says nothing. */
export function hasValue({ key, otherwise }: { key: string; otherwise?: string }, lookup: Lookup): Truth {
  if (otherwise !== undefined) return true;
  const values = lookup(key);
  if (values === undefined) return undefined;
  return values.length === 0 ? false : values.length === 1 ? true : undefined;
}

/** Puts what the request says in the place of IAM's variables. */
export function substituting(lookup: Lookup): Substitute {
  return (letter) => {
    const variable = variableOf(letter);
    if (variable === undefined) return undefined;
    const values = lookup(variable.key);
    return values?.length === 0 ? variable.otherwise : values?.[0];
  };
}
