import type { ActionTable } from './actions';
import { operatorNamed } from './operators';
import type { Statement } from './statement';

/** What the values of a condition key are. */
export interface KeyType {
  readonly values: 'text' | 'arn' | 'boolean' | 'number' | 'date' | 'address';
  readonly isList: boolean;
}

const KNOWN: Readonly<Record<string, KeyType['values']>> = {
  'aws:principalarn': 'arn',
  'aws:sourcearn': 'arn',
  'aws:securetransport': 'boolean',
  'aws:multifactorauthpresent': 'boolean',
  'aws:viaawsservice': 'boolean',
  'aws:principalisawsservice': 'boolean',
};

/** Global keys that hold lists; all other global ones hold one value. */
const GLOBAL_LISTS = [
  'aws:calledvia',
  'aws:principalorgpaths',
  'aws:principalservicenameslist',
  'aws:resourceorgpaths',
  'aws:sourceorgpaths',
  'aws:tagkeys',
  'aws:vpceorgpaths',
];

/**
 * The types of all keys in some statements, by how they are used; `unclear` for a key that is used as two types at once.
 */
export function keyTypes(
  statements: readonly Statement[],
  table: ActionTable | undefined,
): Map<string, KeyType | 'unclear'> {
  const uses = new Map<string, { values: Set<KeyType['values']>; sets: Set<boolean> }>();
  for (const { operator: name, key } of statements.flatMap((statement) => statement.conditions)) {
    const operator = operatorNamed(name);
    const lower = key.toLowerCase();
    const use = uses.get(lower) ?? { values: new Set(), sets: new Set() };
    uses.set(lower, use);
    if (operator === undefined || operator.comparison === 'null') continue;
    use.values.add(operator.values);
    use.sets.add(operator.set !== undefined);
  }
  return new Map([...uses].map(([key, { values, sets }]) => [key, typeOf(key, [...values], [...sets], table)]));
}

function typeOf(
  key: string,
  used: KeyType['values'][],
  sets: boolean[],
  table: ActionTable | undefined,
): KeyType | 'unclear' {
  const global = key.startsWith('aws:') ? GLOBAL_LISTS.includes(key) : undefined;
  const known = table?.isList?.(key) ?? global ?? (sets.length > 1 ? undefined : sets[0] === true);
  // A list under an operator for one value says nothing that is documented.
  if (known === undefined || (known && sets.includes(false))) return 'unclear';
  const narrow = [...new Set(used.filter((each) => each !== 'text'))];
  const [values = KNOWN[key] ?? 'text', ...others] = narrow;
  const isMixed = others.length > 0 || (!['text', 'arn', 'boolean'].includes(values) && used.includes('text'));
  return isMixed ? 'unclear' : { values, isList: known };
}
