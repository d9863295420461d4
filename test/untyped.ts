import { RoleChainingError } from '../lib/private/words/errors';

/** What JavaScript and Python may give for a prop: nothing, and things of every other kind. */
const WRONG: Record<string, unknown[]> = {
  text: [undefined, null, 7, {}, [], ['a']],
  list: [undefined, null, 7, 'text', {}, [], [undefined], [null], [7], [[]]],
  object: [undefined, null, 7, 'text', [], {}],
};

/** A call of the library with props that are right, and the kind of each of its required props and of all lists. */
export interface UntypedCall {
  readonly call: (props: never) => unknown;
  readonly right: () => object;
  readonly props: Record<string, keyof typeof WRONG>;
  /** Props that may be left out. */
  readonly optional?: string[];
}

/** What is wrong with the errors for a prop that is not as types say; nothing if each is ours and names the prop. */
export function problemsOfUntyped({ call, right, props, optional = [] }: UntypedCall): string[] {
  const attempt = (given: unknown): Error | undefined => {
    try {
      call(given as never);
    } catch (error) {
      return error as Error;
    }
    return undefined;
  };
  const told = (what: string, error: Error | undefined, name: string) =>
    error instanceof RoleChainingError && error.message.includes(name) ? [] : [`${what}: ${String(error)}`];
  const worksAsItIs = attempt(right());
  return [
    ...(worksAsItIs === undefined ? [] : [`right: ${String(worksAsItIs)}`]),
    ...[undefined, null, 7, 'text', []].flatMap((given) => {
      const mayBeLeftOut = given === undefined && Object.keys(props).every((prop) => optional.includes(prop));
      return mayBeLeftOut ? [] : told(`props ${JSON.stringify(given)}`, attempt(given), 'props');
    }),
    ...Object.entries(props).flatMap(([prop, kind]) =>
      (WRONG[kind] ?? [])
        .filter((value) => value !== undefined || !optional.includes(prop))
        .flatMap((value) => told(`${prop} ${JSON.stringify(value)}`, attempt({ ...right(), [prop]: value }), prop)),
    ),
  ];
}
