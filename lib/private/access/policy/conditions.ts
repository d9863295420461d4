import { combined } from './caller';
import { type Range, operatorNamed } from './operators';
import { type Pattern, type Substitute, mayFit } from './pattern';
import type { Lookup } from './request';
import type { Condition } from './statement';
import { variableOf, variablesIn } from './text';
import { type Truth, all, not, some } from './truth';

/** A key that has one value, although a caller may be known by several names. */
const CALLER_KEYS = ['aws:principalarn', 'aws:principalaccount'];

/** Whether a request meets a condition. */
export function isMet({ operator: name, key, values }: Condition, lookup: Lookup): Truth {
  const operator = operatorNamed(name);
  const given = lookup(key);
  if (operator === undefined || given === undefined) return undefined;
  if (operator.values === 'null') return values.some((value) => value.toLowerCase() === String(given.length === 0));
  const { set, negated, absent, read } = operator;
  const valued = all(values.flatMap(variablesIn).map((variable) => hasValue(variable, lookup)));
  // What a negated operator says where a variable has no value, is not documented.
  if (valued !== true) return negated ? undefined : valued;
  if (given.length === 0) return absent;
  const holds = (value: string): Truth => {
    const found = some(values.map((expected) => isExpected(value, read(expected, substituting(lookup)))));
    return negated ? not(found) : found;
  };
  if (CALLER_KEYS.includes(key.toLowerCase())) return combined(given, holds);
  if (set === 'all') return all(given.map(holds));
  // Without ForAnyValue or ForAllValues, what a list means is not documented.
  return set === undefined && given.length > 1 ? undefined : some(given.map(holds));
}

/** Whether one value of the request is what the condition asks for. */
function isExpected(value: string, expected: Pattern | Range | undefined): Truth {
  if (expected === undefined || 'pieces' in expected) return expected && mayFit(expected, value);
  return value.includes('${') ? undefined : expected.holds(value);
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
