import { UserError } from '../errors';

/** Somebody whom a command may be asked about. */
export interface Named {
  readonly id: string;
  /** A path, a name, an ARN: what people may call it. */
  readonly names: readonly (string | undefined)[];
  readonly arn?: string;
}

const SHOWN = 20;

/** The id of the one that an ARN, a construct path or a name stands for. */
export function idNamed(given: string, all: readonly Named[]): string {
  const fitting = all.filter(({ id, names }) => [id, ...names].includes(given));
  const [one, ...others] = fitting;
  if (one !== undefined && others.length === 0) return one.id;
  if (one !== undefined) {
    const each = fitting.map(({ id, arn }) => (arn === undefined || arn === id ? id : `${id} (${arn})`));
    throw new UserError(`${given} fits several principals: ${each.join(', ')}. Give the path or the ARN of one.`);
  }
  const more = all.length > SHOWN ? ` and ${all.length - SHOWN} more` : '';
  const known = all.slice(0, SHOWN).map(({ id }) => id);
  throw new UserError(
    `there is no principal ${given}: give an ARN, a construct path or a role name. There is ${known.join(', ') || 'none'}${more}.`,
  );
}
