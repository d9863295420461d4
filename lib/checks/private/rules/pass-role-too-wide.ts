import type { Principal } from '../../../private/access/model/model';
import type { Statement } from '../../../private/access/policy/statement';
import { segmentsOf } from '../../../private/access/policy/text';
import { isAction } from '../../../private/access/policy/actions';
import type { Finding } from '../finding';
import { accountPrefixes, awsCaller, permission } from '../probes';
import { filledIn } from '../trusted-callers';
import { accessOf, unlessPermission } from '../by-default';
import type { View } from '../view';

type Found = Omit<Finding, 'rule'>;

const PASS = 'iam:PassRole';
/** Services that no policy names. */
const SERVICES = ['nobody.example.com', 'nobody-7f3a.amazonaws.com'];
/** AWS wants the role that scales a cluster of EMR to trust this one besides EMR. */
const WITH_EMR = /^application-autoscaling\./;
/** Deploying is making what others pass and hold. */
const DEPLOYS = /^cloudformation\.amazonaws\.com$/;

/** Permissions to hand out roles that nobody has named, or named ones to services that nobody has named. */
export function passRoleTooWide(view: View): Found[] {
  return view.holders
    .filter((principal) => !view.isHeldOnlyBy(principal, DEPLOYS))
    .flatMap((principal) => ofPrincipal(view, principal));
}

function ofPrincipal(view: View, principal: Principal): Found[] {
  const found = accessOf(view, principal).statements.flatMap((statement) => {
    if (statement.effect !== 'Allow' || isAction(statement.actions, PASS) === false) return [];
    const wide = widePatterns(statement).find((pattern) =>
      rolesLike(view, principal, pattern).some((role) => passes(view, principal, role)),
    );
    if (wide !== undefined) return [anyRole(principal, statement, wide)];
    return exactRoles(view, statement)
      .filter(
        (role) =>
          isWorthMore(view, role) &&
          SERVICES.some((service) => passes(view, principal, view.estate.arnOf(role), service)),
      )
      .map((role) => anyService(principal, statement, role));
  });
  return [...new Map(found.map((each) => [each.reason, each])).values()];
}

function passes(view: View, principal: Principal, role: string, service?: string): boolean {
  const caller = awsCaller(view.estate.arnOf(principal));
  const context = service === undefined ? undefined : { 'iam:PassedToService': [service] };
  return permission(accessOf(view, principal), { caller, action: PASS, resource: role }, context) !== undefined;
}

function anyRole({ place }: Principal, statement: Statement, pattern: string): Found {
  return {
    severity: 'warning',
    path: place.path,
    statement: statement.source,
    reason: `${place.path} may pass ${pattern === '*' ? 'every role of its account' : `every role like ${pattern}`}, those that come later included${unlessPermission(statement)}.`,
    fix: `Name the roles by their ARNs, with "Condition": { "StringEquals": { "iam:PassedToService": "<service>" } }.`,
  };
}

function anyService({ place }: Principal, { source }: Statement, role: Principal): Found {
  return {
    severity: 'warning',
    path: place.path,
    statement: source,
    reason: `${place.path} may pass ${role.place.path} to every service that the role trusts, and that is more than one, or a role through which others are assumed.`,
    fix: 'Add "Condition": { "StringEquals": { "iam:PassedToService": "<service>" } }.',
  };
}

/** Whether it matters which service gets a role. */
function isWorthMore(view: View, role: Principal): boolean {
  const services = view
    .edgesInto(role)
    .flatMap(({ mechanism, from }) => (mechanism === 'service' || mechanism === 'podIdentity' ? from : []));
  const names = services.map((service) => service.replace(/\.cn$/, '')).filter((service) => !WITH_EMR.test(service));
  return new Set(names).size > 1 || view.chaining.has(role);
}

function exactRoles({ estate }: View, { resources }: Statement): Principal[] {
  return (resources?.not === false ? resources.patterns : []).flatMap((pattern) => estate.principalOf(pattern) ?? []);
}

/** Resources that stand for roles by a wildcard in their names. */
function widePatterns({ resources }: Statement): string[] {
  if (resources === undefined || resources.not) return ['*'];
  return resources.patterns.filter((pattern) => pattern === '*' || /[*?]/.test(segmentsOf(pattern).slice(5).join(':')));
}

/** ARNs of roles that a pattern takes. */
function rolesLike(view: View, principal: Principal, pattern: string): string[] {
  const resource = pattern === '*' ? '*' : segmentsOf(pattern).slice(5).join(':');
  const name = /^\*|^r?\?/.test(resource) ? 'role/x7f3a' : filledIn(resource);
  return accountPrefixes(view, principal).map((prefix) => `${prefix}:${name}`);
}
