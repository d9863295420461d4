import type { Principal } from '../../../private/access/model/model';
import { arnLike, mayFit } from '../../../private/access/policy/pattern';
import type { Statement } from '../../../private/access/policy/statement';
import { segmentsOf } from '../../../private/access/policy/text';
import type { Finding } from '../finding';
import { awsCaller, permission } from '../probes';
import { filledIn } from '../trusted-callers';
import { type View, accountIn } from '../view';

const READ = 's3:GetObject';
/** Qubole's own account, as its Terraform module names it. */
const QUBOLE = '805246085872';
/** How `DualRoles` calls what each role is meant to do with its locations. */
const OF_LOCATIONS = 'UseObjects';

/** Data of Qubole's Secondary roles that the Service role reaches by itself: the roles are two so that it does not. */
export function serviceRoleReachesData(view: View): Omit<Finding, 'rule'>[] {
  return view.roles
    .filter((role) => isServiceRole(view, role))
    .flatMap((service) => {
      const passed = view
        .edgesFrom(service)
        .filter(({ mechanism }) => mechanism === 'passRole')
        .flatMap(({ to }) => view.principal(to) ?? [])
        .filter((role) => view.ofMachines.has(role) && role !== service);
      return passed.flatMap((secondary) => reached(view, service, secondary) ?? []).slice(0, 1);
    });
}

/** Who is made as one and lets somebody in, or lets in the account that Qubole publishes. */
function isServiceRole(view: View, role: Principal): boolean {
  const letIn = view.edgesInto(role).filter(({ mechanism, from }) => mechanism === 'assume' && view.isOutside(from));
  const isMade = view.tree.serviceRoles.includes(role.place.path);
  return letIn.some(({ from, complete }) => complete && (accountIn(from) === QUBOLE || isMade));
}

function reached(view: View, service: Principal, secondary: Principal): Omit<Finding, 'rule'> | undefined {
  const own = objectsOf(view, secondary).flatMap((object) => {
    const statement = reading(view, service, object);
    return statement === undefined || reading(view, secondary, object) === undefined ? [] : [{ object, statement }];
  });
  const meant = view.estate
    .knownAccessOf(service)
    .statements.filter(({ sid, effect }) => sid === OF_LOCATIONS && effect === 'Allow')
    .flatMap(({ resources }) => resources?.patterns ?? []);
  const [first, ...others] =
    meant.length > 0
      ? own.filter(({ object }) => !meant.some((pattern) => mayFit(arnLike(pattern), object) === true))
      : // One bucket is the default location, which both of them use.
        [...new Map(own.map((each) => [bucketOf(each.object), each])).values()].slice(1);
  if (first === undefined) return undefined;
  const { path } = service.place;
  const more = others.length === 0 ? '' : ` and ${others.length} locations more`;
  return {
    severity: 'warning',
    path,
    statement: first.statement.source,
    reason: `${path}, which Qubole's control plane assumes, may itself read ${first.object}${more}, which ${secondary.place.path} is there for: every user of the Qubole account reaches it without a cluster.`,
    fix: `Take the permission from ${path}: it needs the default location, and what \`nonSecureLocations\` names.`,
  };
}

function reading({ estate }: View, role: Principal, resource: string): Statement | undefined {
  const caller = awsCaller(estate.arnOf(role));
  return permission(estate.knownAccessOf(role), { caller, action: READ, resource })?.statement;
}

/** Objects of each location that a role's statements name. */
function objectsOf(view: View, role: Principal): string[] {
  const patterns = view.dataOf(role).flatMap(({ service, resource }) => (service === 's3' ? resource : []));
  return [...new Set(patterns.filter((pattern) => pattern.includes('/')).map((pattern) => filledIn(pattern)))];
}

function bucketOf(object: string): string | undefined {
  return segmentsOf(object).at(-1)?.split('/')[0];
}
