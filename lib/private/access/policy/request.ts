import { type Caller, contextOf } from './caller';

/** One call that IAM decides, or what is known of it. */
export interface Request {
  /** Who calls; for a trust, and for conditions that speak of the caller. */
  readonly caller?: Caller;
  readonly action: string;
  /** An ARN, or `*` for an action that is about none. */
  readonly resource?: string;
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
  /** Whether nobody knows if the request carries a key, and with what; by default it carries its context and no more. */
  readonly isOpen?: (key: string) => boolean;
  /** Which conditions of CloudFormation, and which of the things that are unclear, are so. */
  readonly assumed?: Readonly<Record<string, boolean>>;
}

/** The values of a key: none if the request lacks it, undefined if that is not known. */
export type Lookup = (key: string) => readonly string[] | undefined;

/** Reads a request's keys, whose case does not count. */
export function lookupOf({ caller, context = {}, isOpen = () => false }: Request): Lookup {
  let known: Map<string, readonly string[] | undefined> | undefined;
  return (key) => {
    // Most requests are decided before anything asks for a key.
    known ??= new Map([
      ...Object.entries(caller === undefined ? {} : contextOf(caller)),
      ...Object.entries(context).map(([each, value]) => [each.toLowerCase(), [value].flat()] as const),
    ]);
    const name = key.toLowerCase();
    if (known.has(name)) return known.get(name);
    return isOpen(name) ? undefined : [];
  };
}
