/**
 * A statement in its canonical form: every list is an array, sorted and without duplicates.
 *
 * Where `Fn::If` chooses between objects, it stands for them as `{ 'Fn::If': [condition, one, other] }`.
 */
export interface CanonicalStatement {
  readonly Sid?: string;
  readonly Effect?: string;
  readonly Principal?: '*' | Readonly<Record<string, readonly unknown[]>>;
  readonly NotPrincipal?: '*' | Readonly<Record<string, readonly unknown[]>>;
  readonly Action?: readonly string[];
  readonly NotAction?: readonly string[];
  readonly Resource?: readonly string[];
  readonly NotResource?: readonly string[];
  readonly Condition?: Readonly<Record<string, readonly unknown[] | Readonly<Record<string, readonly unknown[]>>>>;
  /** The version of the statement's document; absent for "2012-10-17". */
  readonly Version?: string;
  /** When CloudFormation makes the statement's policy; absent for always. */
  readonly condition?: string;
}

type Statement = Record<string, unknown>;

/** One element of each list that a statement is the cross product of; undefined where the statement lacks that list. */
type Principal = { readonly type: string; readonly value: string } | undefined;

const ANYBODY = '*';
const CHOICE = 'Fn::If';

/**
 * Documents as one list of statements, equal for documents that say the same.
 *
 * A statement is a cross product of principals, actions and resources. Statements that agree in all else, Sid included, are taken
 * apart and put together again: for each principal and resource what may be done, then equal ones joined. How CDK merged them, or
 * over how many policies they were spread, leaves no trace.
 */
export function canonicalStatements(documents: readonly unknown[]): CanonicalStatement[] {
  const frames = new Map<string, { frame: CanonicalStatement; statements: Statement[] }>();
  for (const statement of documents.flatMap(statementsOf)) {
    const frame = frameOf(statement);
    // Lists that one statement lacks, "*" for anybody and choices can't be joined with lists of another.
    const { Principal, Action, Resource } = statement;
    const key = JSON.stringify([
      frame,
      Principal === ANYBODY || choiceOf(Principal),
      ...[Principal, Action, Resource].map((each) => each === undefined),
    ]);
    const known = frames.get(key);
    if (known === undefined) frames.set(key, { frame, statements: [statement] });
    else known.statements.push(statement);
  }
  return [...frames.values()]
    .flatMap(({ frame, statements }) => joined(statements).map((lists) => inOrder({ ...frame, ...lists })))
    .sort((a, b) => compare(sortKey(a), sortKey(b)));
}

/** A document whose statements hold only where CloudFormation makes its policy. */
export function underCondition(condition: string | undefined, document: unknown): unknown {
  return condition === undefined ? document : { ...asObject(document), condition };
}

/** Sorts by code units, the same on every machine. */
export function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function statementsOf(document: unknown): Statement[] {
  const { Version, Statement: statements, condition, ...rest } = asObject(document);
  // Something that only CloudFormation can put into words.
  if (statements === undefined) return [{ ...rest, condition }];
  return [statements].flat().map((statement) => ({
    ...asObject(statement),
    ...(Version === '2012-10-17' ? {} : { Version: Version ?? '2008-10-17' }),
    condition,
  }));
}

/** A document or statement that is no object stands in words, as its only member. */
function asObject(value: unknown): Statement {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Statement)
    : { Unknown: value };
}

/** All of a statement but the lists that statements are joined by. */
function frameOf(statement: Statement): CanonicalStatement {
  const { NotPrincipal, NotAction, NotResource, Condition, ...rest } = statement;
  for (const list of ['Principal', 'Action', 'Resource']) Reflect.deleteProperty(rest, list);
  return {
    ...Object.fromEntries(Object.entries(rest).sort(([a], [b]) => compare(a, b))),
    ...(NotPrincipal === undefined ? {} : { NotPrincipal: fromPrincipals(principalsOf(NotPrincipal)) }),
    ...(NotAction === undefined ? {} : { NotAction: textsOf(NotAction) }),
    ...(NotResource === undefined ? {} : { NotResource: textsOf(NotResource) }),
    ...(Condition === undefined ? {} : { Condition: conditionOf(Condition) }),
  };
}

function conditionOf(condition: unknown): NonNullable<CanonicalStatement['Condition']> {
  return choosing(condition, (keyed) =>
    mapped(keyed, (keys) => choosing(keys, (valued) => mapped(valued, textsOf))),
  ) as NonNullable<CanonicalStatement['Condition']>;
}

/** What a function of CloudFormation chooses from: a condition and its branches, whose order says when which of them holds. */
function choiceOf(value: unknown): unknown[] | undefined {
  const { [CHOICE]: choice } = asObject(value);
  return Array.isArray(choice) ? choice : undefined;
}

/** A value in its canonical form, or a choice between values in theirs. */
function choosing(value: unknown, form: (value: unknown) => unknown): unknown {
  const [condition, ...branches] = choiceOf(value) ?? [];
  if (condition === undefined) return form(value);
  // A branch that is a text is nothing, anybody, or what only CloudFormation can put into words.
  return {
    [CHOICE]: [condition, ...branches.map((each) => (typeof each === 'string' ? each : choosing(each, form)))],
  };
}

function mapped<T>(value: unknown, map: (member: unknown) => T): Record<string, T> {
  const entries = Object.entries(asObject(value)).sort(([a], [b]) => compare(a, b));
  return Object.fromEntries(entries.map(([key, member]) => [key, map(member)]));
}

/** IAM takes booleans and numbers for their text. */
function textsOf(value: unknown): string[] {
  const texts = [value].flat().map((item) => (typeof item === 'string' ? item : JSON.stringify(item)));
  return [...new Set(texts)].sort(compare);
}

function principalsOf(value: unknown): Principal[] {
  if (value === undefined) return [undefined];
  if (value === ANYBODY) return [{ type: ANYBODY, value: ANYBODY }];
  if (choiceOf(value) !== undefined) {
    return [{ type: CHOICE, value: JSON.stringify(choosing(value, (each) => fromPrincipals(principalsOf(each)))) }];
  }
  return Object.entries(asObject(value)).flatMap(([type, values]) =>
    textsOf(values).map((text) => ({ type, value: text })),
  );
}

function fromPrincipals(principals: readonly Principal[]): CanonicalStatement['Principal'] {
  const byType = new Map<string, string[]>();
  for (const principal of principals) {
    if (principal === undefined) return undefined;
    if (principal.type === ANYBODY) return ANYBODY;
    if (principal.type === CHOICE) return JSON.parse(principal.value) as CanonicalStatement['Principal'];
    byType.set(principal.type, [...(byType.get(principal.type) ?? []), principal.value]);
  }
  const entries = [...byType].sort(([a], [b]) => compare(a, b));
  return Object.fromEntries(entries.map(([type, values]) => [type, [...new Set(values)].sort(compare)]));
}

type Lists = Pick<CanonicalStatement, 'Principal' | 'Action' | 'Resource'>;

/** The lists of statements that agree in all else, put together anew. */
function joined(statements: readonly Statement[]): Lists[] {
  const actionsOf = new Map<string, Set<string | null>>();
  for (const { Principal, Action, Resource } of statements) {
    for (const principal of principalsOf(Principal)) {
      for (const resource of elements(Resource)) {
        const cell = JSON.stringify([principal ?? null, resource]);
        const actions = actionsOf.get(cell) ?? new Set();
        for (const action of elements(Action)) actions.add(action);
        actionsOf.set(cell, actions);
      }
    }
  }
  const cells = [...actionsOf].map(([cell, actions]) => {
    const [principal, resource] = JSON.parse(cell) as [Principal | null, string | null];
    return {
      principal: JSON.stringify(principal),
      resource,
      actions: JSON.stringify([...actions].sort(compareElements)),
    };
  });
  const byPrincipal = grouped(cells, ({ principal, actions }) => JSON.stringify([principal, actions])).map((group) => ({
    ...group[0],
    resources: JSON.stringify(group.map(({ resource }) => resource).sort(compareElements)),
  }));
  return grouped(byPrincipal, ({ actions, resources }) => JSON.stringify([actions, resources])).map((group) => {
    const principals = group.map(({ principal }) => (JSON.parse(principal) as Principal | null) ?? undefined);
    return {
      Principal: fromPrincipals(principals),
      Action: list(group[0].actions),
      Resource: list(group[0].resources),
    };
  });
}

/** What a list holds; null stands for a list that is absent. */
function elements(value: unknown): (string | null)[] {
  return value === undefined ? [null] : textsOf(value);
}

function compareElements(a: string | null, b: string | null): number {
  return compare(a ?? '', b ?? '');
}

function list(text: string): string[] | undefined {
  const items = JSON.parse(text) as (string | null)[];
  return items.includes(null) ? undefined : (items as string[]);
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): [T, ...T[]][] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return [...groups.values()];
}

/** The members as people read them; absent ones are left out. */
function inOrder(statement: CanonicalStatement): CanonicalStatement {
  const { Sid, Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition, ...rest } =
    statement;
  const ordered = {
    Sid,
    Effect,
    Principal,
    NotPrincipal,
    Action,
    NotAction,
    Resource,
    NotResource,
    Condition,
    ...rest,
  };
  return Object.fromEntries(Object.entries(ordered).filter(([, value]) => value !== undefined));
}

/** The Sid first; then what widening changes last, so that a statement without a Sid keeps its place. */
function sortKey({ Sid = '', Action, NotAction, Condition, ...rest }: CanonicalStatement): string {
  return JSON.stringify([Sid, rest.Principal ?? null, rest.Resource ?? null, rest, Action ?? NotAction, Condition]);
}
