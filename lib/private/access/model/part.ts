import type { AccessModel, Place, StackInfo } from './model';

/** What some of the stacks of a model hold: of each list, what stands in one of them, and what stands in none. */
export function partOf(model: AccessModel, isKept: (stack: StackInfo) => boolean): AccessModel {
  const stacks = model.stacks.filter(isKept);
  const paths = new Set(stacks.map(({ path }) => path));
  const isWithin = ({ place }: { readonly place?: Place }) => place === undefined || paths.has(place.stack);
  const lists = Object.entries(model).flatMap(([name, list]) =>
    Array.isArray(list) ? [[name, list.filter(isWithin)]] : [],
  );
  return { ...model, ...(Object.fromEntries(lists) as Partial<AccessModel>), stacks };
}
