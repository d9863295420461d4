import { Lazy } from 'aws-cdk-lib';
import { RoleChainingError, shown } from '../lib/private/words/errors';

/** What JavaScript and Python may give for a prop: nothing, and things of every other kind. */
const WRONG: Record<string, unknown[]> = {
  text: [undefined, null, 7, true, {}, [], ['a'], new Map(), Symbol('text'), 7n, () => 'text'],
  list: [
    undefined,
    null,
    7,
    'text',
    {},
    [],
    [undefined],
    [null],
    [7],
    [[]],
    new Set(['a']),
    Lazy.list({ produce: () => ['a'] }),
  ],
  object: [undefined, null, 7, 'text', [], {}, new Date(0), () => ({})],
  map: [undefined, null, 7, 'text', ['a'], new Map([['a', 1]]), Lazy.any({ produce: () => ({}) })],
  flag: [undefined, null, 7, 'true', {}, []],
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
  const told = (what: string, error: Error | undefined, ...names: string[]) =>
    error instanceof RoleChainingError && names.some((name) => error.message.includes(name))
      ? []
      : [`${what}: ${String(error)}`];
  const worksAsItIs = attempt(right());
  const required = Object.keys(props).filter((prop) => !optional.includes(prop));
  return [
    ...(worksAsItIs === undefined ? [] : [`right: ${String(worksAsItIs)}`]),
    ...[undefined, null, 7, 'text', [], new Map(), new Date(0), Lazy.any({ produce: () => right() })].flatMap(
      (given) => {
        const mayBeLeftOut = given === undefined && required.length === 0;
        // Where all are left out, it helps as much to hear which is needed.
        const names = given === undefined ? ['props', ...required] : ['props'];
        return mayBeLeftOut ? [] : told(`props ${shown(given)}`, attempt(given), ...names);
      },
    ),
    ...Object.entries(props).flatMap(([prop, kind]) =>
      (WRONG[kind] ?? [])
        .filter((value) => value !== undefined || !optional.includes(prop))
        .flatMap((value) => told(`${prop} ${shown(value)}`, attempt({ ...right(), [prop]: value }), prop)),
    ),
  ];
}
