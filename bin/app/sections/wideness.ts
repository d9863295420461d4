import type { z } from 'zod';
import { actionsLike } from '../../../lib/private/aws/actions/service-authorization';
import type { statement } from './statement';

interface Entry {
  readonly managedPolicy?: string | undefined;
  readonly statement?: z.infer<typeof statement> | undefined;
}

/** AWS's policies with which a role can do, or give itself, everything. */
const ADMINISTRATORS = /:iam::aws:policy\/(AdministratorAccess|IAMFullAccess)$/;

const BECOMES_ANY = 'lets the role become any role that trusts its account';

/** Why an entry is far wider than data access; undefined where it is not. */
export function wideness({ managedPolicy, statement: given }: Entry): string | undefined {
  if (managedPolicy !== undefined && ADMINISTRATORS.test(managedPolicy)) return 'makes the role an administrator';
  if (managedPolicy?.endsWith(':iam::aws:policy/PowerUserAccess')) return BECOMES_ANY;
  if (given?.effect !== 'Allow') return undefined;
  if (given.actions.some((action) => /^[*?:]+$/.test(action))) return 'makes the role an administrator';
  if (given.actions.some(changesIam)) return 'lets the role change IAM or pass roles, and so give itself more';
  const anyRole = given.resources.some((resource) => ANY_ROLE.test(resource));
  if (anyRole && given.actions.some((action) => coversAction(action, 'sts:AssumeRole'))) {
    return BECOMES_ANY;
  }
  return undefined;
}

/** `*`, and ARNs whose account or whole role is a wildcard. */
const ANY_ROLE = /^(\*+|arn:[^:]*:(\*|iam):[^:]*:([^:]*\*[^:]*:.*|[^:]*:(\*+|role\/\*+)))$/;

function changesIam(action: string): boolean {
  return actionsLike(action).actions.some(
    ({ name, accessLevel }) => name.startsWith('iam:') && accessLevel !== 'List' && accessLevel !== 'Read',
  );
}

function coversAction(pattern: string, action: string): boolean {
  return actionsLike(pattern).actions.some(({ name }) => name === action);
}
