import type { ActionForm, ActionTable, KnownAction } from './actions';
import { type Box, holds } from './boxes';
import type { Question } from './search';
import type { Space } from './solver';

/**
 * Where to search for requests. With a table of actions, once for each group of actions that no box tells apart, with each form
 * that the requests of the group have; those that a policy names are looked at first.
 */
export function spacesOf({ inside, outside }: Question, table: ActionTable | undefined): Space[] {
  const found = table && knownActions(inside, table);
  if (found === undefined) return [{}];
  const isAllowed = ({ name }: KnownAction) => inside.every((box) => isAbout(box, name));
  const groups = new Map<string, Map<ActionForm, Space>>();
  for (const action of found.filter(isAllowed)) {
    const group = outside.map((box) => (isAbout(box, action.name) ? 1 : 0)).join('');
    const forms = groups.get(group) ?? new Map<ActionForm, Space>();
    groups.set(group, forms);
    for (const form of action.forms) if (!forms.has(form)) forms.set(form, { action: action.name, form });
  }
  return [...groups.values()].flatMap((forms) => [...forms.values()]);
}

/** The actions of the patterns of a box that names some; undefined where the table does not know them all. */
function knownActions(inside: readonly Box[], table: ActionTable): KnownAction[] | undefined {
  const choices = inside.map(({ statement }) => statement.actions).filter(({ not }) => !not);
  const narrowest = choices.sort((a, b) => Number(a.patterns.includes('*')) - Number(b.patterns.includes('*')))[0];
  const found = (narrowest?.patterns ?? ['*']).map((pattern) => table.matching(pattern));
  return found.includes(undefined) ? undefined : [...new Set(found.flatMap((actions) => actions ?? []))];
}

function isAbout({ literals }: Box, action: string): boolean {
  return literals.every((literal) => literal.dimension !== 'action' || holds(literal, [action]));
}
