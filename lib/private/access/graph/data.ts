import type { Estate } from '../model/estate';
import type { Principal } from '../model/model';
import { type Access, decideAccess } from '../policy/decide';
import type { Request } from '../policy/request';

/** What a principal itself may do with something, as its policies write it. */
export interface DataAccess {
  /** The id of the principal. */
  readonly principal: string;
  readonly service: string;
  readonly resource: string;
  readonly actions: readonly string[];
  readonly level: 'read' | 'write' | 'admin';
}

/** Services that hold no data of their own. */
const NO_DATA = new Set([
  'sts',
  'iam',
  'ec2',
  'ssm',
  'ssmmessages',
  'ec2messages',
  'cloudwatch',
  'cloudformation',
  'tag',
  'sso',
]);
const READ =
  /^(get|list|describe|head|select|query|scan|batchget|search|lookup|read|view|decrypt|partiqlselect|conditioncheck|startquery)/i;
const ADMIN =
  /^(\*|put.*policy|delete.*policy|set.*policy|put.*acl|putbucket|deletebucket|createbucket|create(grant|key)|schedulekeydeletion|add.*permission|grant|revoke)/i;

/** What the statements of a principal allow on data, those left out that something denies altogether. */
export function dataOf(estate: Estate, principal: Principal): DataAccess[] {
  return dataBy(principal.id, estate.knownAccessOf(principal));
}

/** What statements allow somebody on data. */
export function dataBy(principal: string, access: Access): DataAccess[] {
  const { statements, boundary } = access;
  const denials = statements.filter(({ effect }) => effect === 'Deny');
  const isDenied = (request: Request) =>
    (boundary !== undefined || decideAccess({ statements: denials }, request).denying.length > 0) &&
    decideAccess(access, request).answer === 'no';
  const found = new Map<string, { service: string; resource: string; actions: Set<string> }>();
  for (const { effect, actions, resources, assumptions } of statements) {
    const isUnknown = assumptions.some(({ kind }) => kind === 'unclear');
    if (effect !== 'Allow' || isUnknown || resources === undefined) continue;
    for (const action of actions.not ? ['*:*'] : actions.patterns.map((each) => (each === '*' ? '*:*' : each))) {
      const [service = '*'] = action.startsWith('${') ? [] : action.toLowerCase().split(':');
      if (NO_DATA.has(service)) continue;
      for (const resource of resources.not ? ['*'] : resources.patterns) {
        const request = { action, resource, isOpen: () => true };
        if (!actions.not && !resources.not && isDenied(request)) continue;
        const key = `${service}\n${resource}`;
        const known = found.get(key) ?? { service, resource, actions: new Set() };
        found.set(key, known);
        known.actions.add(action);
      }
    }
  }
  return [...found.values()].map(({ service, resource, actions }) => ({
    principal,
    service,
    resource,
    actions: [...actions].sort(),
    level: levelOf([...actions]),
  }));
}

/** The most that some actions are. */
export function levelOf(actions: readonly string[]): DataAccess['level'] {
  // Of an action that only CloudFormation knows, nobody knows how much it is.
  const names = actions.map((action) => (action.includes('${') ? '*' : (action.split(':')[1] ?? '*')));
  if (names.some((name) => ADMIN.test(name))) return 'admin';
  return names.every((name) => READ.test(name)) ? 'read' : 'write';
}
