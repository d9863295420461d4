import type { ActionTable } from './actions';
import { type Operator, operatorNamed } from './operators';
import { remembered } from './remembered';
import type { Statement } from './statement';

/** What the values of a condition key are. */
export interface KeyType {
  readonly values: Exclude<Operator['values'], 'null'>;
  readonly isList: boolean;
}

/** The types of keys in lower case; `unclear` for one that is used as two types at once. */
export type KeyTypes = ReadonlyMap<string, KeyType | 'unclear'>;

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

/** The types of all keys in some statements, by how they are used. */
export function keyTypes(statements: readonly Statement[], table: ActionTable | undefined): KeyTypes {
  const uses = new Map<string, Operator[]>();
  for (const { operator: name, key } of statements.flatMap((statement) => statement.conditions)) {
    const operator = operatorNamed(name);
    const operators = remembered(uses, key.toLowerCase(), () => []);
    if (operator !== undefined && operator.values !== 'null') operators.push(operator);
  }
  return new Map([...uses].map(([key, operators]) => [key, typeOf(key, operators, table)]));
}

function typeOf(key: string, operators: readonly Operator[], table: ActionTable | undefined): KeyType | 'unclear' {
  const sets = new Set(operators.map(({ set }) => set !== undefined));
  const used = new Set(operators.map(({ values }) => values as KeyType['values']));
  const global = key.startsWith('aws:') ? GLOBAL_LISTS.includes(key) : undefined;
  const isList = table?.isList?.(key) ?? global ?? (sets.size > 1 ? undefined : sets.has(true));
  // A list under an operator for one value says nothing that is documented.
  if (isList === undefined || (isList && sets.has(false))) return 'unclear';
  const [values = KNOWN[key] ?? 'text', ...others] = [...used].filter((each) => each !== 'text');
  const isMixed = others.length > 0 || (!['text', 'arn', 'boolean'].includes(values) && used.has('text'));
  return isMixed ? 'unclear' : { values, isList };
}
