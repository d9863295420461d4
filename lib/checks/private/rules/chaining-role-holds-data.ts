import type { Principal } from '../../../private/access/model/model';
import { actionsLike } from '../../../private/aws/actions/service-authorization';
import type { Finding } from '../finding';
import { awsCaller, permission } from '../probes';
import { filledIn } from '../trusted-callers';
import type { View } from '../view';

/** Services whose actions are about no data, or of which everybody has some. */
const NO_DATA = new Set([
  'logs',
  'ecr',
  'ecr-public',
  'xray',
  'events',
  'kms',
  'eks',
  'elasticloadbalancing',
  'autoscaling',
  'cloudtrail',
  'lambda',
  'states',
]);
/** Of buckets, not of what lies in them. */
const OF_BUCKETS =
  /^s3:(get|put|list)(bucket|lifecycle|encryption|account|replication|accelerate|analytics|inventory|metrics)/i;

/** What a chaining role reaches itself, everybody reaches who shares it, and no resource role keeps it apart. */
export function chainingRoleHoldsData(view: View): Omit<Finding, 'rule'>[] {
  return [...view.chaining].flatMap((chaining) => {
    const own = requestsOf(view, chaining);
    for (const target of view.targets(chaining)) {
      const shared = sharedRequest(view, chaining, target, [...requestsOf(view, target), ...own]);
      if (shared !== undefined) return [shared];
    }
    return [];
  });
}

interface DataRequest {
  readonly action: string;
  readonly resource: string;
}

function sharedRequest(
  view: View,
  chaining: Principal,
  target: Principal,
  requests: readonly DataRequest[],
): Omit<Finding, 'rule'> | undefined {
  const allowing = (role: Principal, request: DataRequest) =>
    permission(view.estate.knownAccessOf(role), { caller: awsCaller(view.estate.arnOf(role)), ...request })?.statement;
  for (const request of requests) {
    const own = allowing(chaining, request);
    const others = own && allowing(target, request);
    // Of what an administrator reaches, nothing is its own.
    if (own === undefined || others?.resources?.patterns.includes('*') !== false) continue;
    return {
      severity: 'warning',
      path: chaining.place.path,
      statement: own.source,
      reason: `${chaining.place.path} may itself call ${request.action} on ${request.resource}, which ${target.place.path} is there for: everybody who shares the chaining role reaches it, without any other role.`,
      fix: `Take it from the chaining role, and leave it to ${target.place.path}.`,
    };
  }
  return undefined;
}

/** Requests on named data that a role's statements are about. */
function requestsOf(view: View, role: Principal): DataRequest[] {
  return view
    .dataOf(role)
    .filter(({ service, resource }) => !NO_DATA.has(service) && resource !== '*')
    .flatMap(({ resource, actions }) =>
      actions.flatMap(dataActions).map((action) => ({ action, resource: filledIn(resource) })),
    );
}

/** The actions of a pattern that are about data. */
function dataActions(pattern: string): string[] {
  if (pattern === '*:*') return [];
  const { actions } = actionsLike(pattern);
  const known = actions
    .filter(({ name, accessLevel }) => (accessLevel === 'Read' || accessLevel === 'Write') && !OF_BUCKETS.test(name))
    .map(({ name }) => name);
  return /[*?]/.test(pattern) ? known : actions.length === 0 ? [pattern] : known;
}
