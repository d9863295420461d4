import type { Estate } from '../../../lib/private/access/model/estate';
import type { Answer } from '../../../lib/private/access/policy/decide';
import { meantActions } from '../../../lib/private/aws/actions/meant-actions';
import { actionsLike } from '../../../lib/private/aws/actions/service-authorization';
import { UserError } from '../errors';
import { idNamed } from './named';
import { Reach } from './reach';

export interface CanAnswer {
  readonly version: 1;
  readonly answer: Answer;
  readonly why: string;
  /** Of principals, from the one that was asked about to the one whose policies allow it. */
  readonly paths: readonly (readonly string[])[];
}

export interface WhoCanAnswer {
  readonly version: 1;
  readonly principals: readonly {
    readonly principal: string;
    readonly answer: Exclude<Answer, 'no'>;
    readonly why: string;
    readonly path: readonly string[];
  }[];
}

/** Whether a principal may do something, by itself or as a role that it can become. */
export function can(estate: Estate, principal: string, action: string, resource: string): CanAnswer {
  requireRequest(action, resource);
  const reach = new Reach(estate, action, resource);
  const id = idOf(principal, reach);
  const ways = reach.waysOf(id);
  const [first] = ways;
  if (first === undefined) {
    const why = `${reach.ownAnswer(id).why}, and it can become no role that may`;
    return { version: 1, answer: 'no', why, paths: [] };
  }
  return { version: 1, answer: first.answer, why: first.why, paths: ways.map(({ path }) => path) };
}

/** Who may do something, those outside of the source included where a role lets them in. */
export function whoCan(estate: Estate, action: string, resource: string): WhoCanAnswer {
  requireRequest(action, resource);
  const reach = new Reach(estate, action, resource);
  const principals = reach.estate.model.principals.filter(({ type }) => type !== 'group').map(({ id }) => id);
  const asked = [...new Set([...principals, ...reach.outsiders])];
  const able = asked.sort().flatMap((principal) => {
    const [way] = reach.waysOf(principal);
    return way === undefined || way.answer === 'no'
      ? []
      : [{ principal, answer: way.answer, why: way.why, path: way.path }];
  });
  const sureFirst = (answer: Answer) => able.filter((each) => each.answer === answer);
  return { version: 1, principals: [...sureFirst('yes'), ...sureFirst('depends')] };
}

/** The principal that an ARN, a construct path or a name stands for. */
function idOf(given: string, reach: Reach): string {
  const { estate } = reach;
  const principals = estate.model.principals.map((principal) => {
    const arn = estate.arnOf(principal);
    return { id: principal.id, names: [principal.place.path, principal.name, arn], arn };
  });
  const known = new Set(principals.map(({ id }) => id));
  const outsiders = reach.outsiders.filter((id) => !known.has(id));
  return idNamed(given, [...principals, ...outsiders.map((id) => ({ id, names: [] }))]);
}

function requireRequest(action: string, resource: string): void {
  if (!/^[\w-]+:\w+$/.test(action)) {
    throw new UserError(`the action is ${action}: name a single one, such as s3:GetObject.`);
  }
  const { actions, complete } = actionsLike(action);
  if (complete && actions.length === 0) {
    const meant = meantActions(action);
    throw new UserError(`AWS has no action ${action}${meant.length === 0 ? '' : `: is it ${meant.join(' or ')}?`}`);
  }
  if (resource !== '*' && !/^(arn:|\$\{)/.test(resource)) {
    throw new UserError(`the resource is ${resource}: give an ARN, or * for an action that is about no resource.`);
  }
}
