import type { AccessModel, StackInfo } from '../model/model';

/** The members of a model that hold construct paths. */
const PATHS = new Set(['path', 'stack', 'id', 'about']);

/** What stacks are called before and now. */
export interface Stacks {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/**
 * The old model with the paths that its stacks have now, and the stacks that only one of the models has.
 *
 * A stack has moved if it keeps its name in CloudFormation, or its id under another parent, and nothing else could be meant.
 */
export function withStacksMoved(old: AccessModel, now: AccessModel): { readonly model: AccessModel } & Stacks {
  let model = old;
  for (const same of [isSameStack, hasSameId]) {
    const [gone, come] = [without(model, now), without(now, model)];
    for (const stack of gone) {
      const targets = come.filter((each) => same(stack, each));
      const [target] = targets;
      const rivals = gone.filter((each) => target !== undefined && same(each, target));
      if (target !== undefined && targets.length === 1 && rivals.length === 1) model = renamed(model, stack, target);
    }
  }
  return { model, added: pathsOf(without(now, model)), removed: pathsOf(without(model, now)) };
}

function without({ stacks }: AccessModel, other: AccessModel): StackInfo[] {
  const paths = new Set(pathsOf(other.stacks));
  return stacks.filter(({ path }) => !paths.has(path));
}

function isSameStack(old: StackInfo, now: StackInfo): boolean {
  return old.name === now.name && old.account === now.account && old.region === now.region && !isNested(old, now);
}

function hasSameId(old: StackInfo, now: StackInfo): boolean {
  return idOf(old) === idOf(now) && old.account === now.account && old.region === now.region;
}

function idOf({ path }: StackInfo): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Nested stacks bear the name of the outermost: they move with it. */
function isNested(...stacks: readonly StackInfo[]): boolean {
  return stacks.some(({ stage, path }) => path.slice(stage === '' ? 0 : stage.length + 1).includes('/'));
}

/** Wherever it stands: in places, and in the names of symbols. */
function renamed(model: AccessModel, { path, stage }: StackInfo, target: StackInfo): AccessModel {
  const quoted = path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const inSymbols = new RegExp(`(\\$\\{)${quoted}(?=[/.}])`, 'g');
  const within = (text: string) => text === path || text.startsWith(`${path}/`);
  const rename = (text: string, isPath: boolean) =>
    isPath && within(text)
      ? `${target.path}${text.slice(path.length)}`
      : text.replace(inSymbols, (_, start: string) => `${start}${target.path}`);
  const walk = (value: unknown, member?: string): unknown => {
    if (typeof value === 'string') return rename(value, PATHS.has(member ?? ''));
    if (Array.isArray(value)) return value.map((each) => walk(each));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [rename(key, false), walk(each, key)]));
  };
  const moved = walk(model) as AccessModel;
  const isWithin = (each: StackInfo) => each.path === target.path || each.path.startsWith(`${target.path}/`);
  const stacks = moved.stacks.map((each) =>
    isWithin(each) && each.stage === stage ? { ...each, stage: target.stage, name: target.name } : each,
  );
  return { ...moved, stacks };
}

function pathsOf(stacks: readonly StackInfo[]): string[] {
  return stacks.map(({ path }) => path);
}
