import type { Principal } from '../../../private/access/model/model';
import { isAction } from '../../../private/access/policy/actions';
import { decideAccess } from '../../../private/access/policy/decide';
import type { Condition, Statement } from '../../../private/access/policy/statement';
import { decideTrust, needsPermission } from '../../../private/access/policy/trust';
import { arnLike, mayFit } from '../../../private/access/policy/pattern';
import type { Finding } from '../finding';
import { awsCaller } from '../probes';
import type { View } from '../view';

type Found = Omit<Finding, 'rule'>;

const ASSUME = 'sts:AssumeRole';
const EXACT_ROLE = /^arn:[^:*?]+:iam::[^:*?]+:role\/[^*?]+$/;
/** Roles that `cdk bootstrap` makes, and those that AWS does: in no stack of any app. */
const OF_OTHERS =
  /:role\/(cdk-[^/]*-(deploy|file-publishing|image-publishing|lookup|cfn-exec)-role-|aws-service-role\/|aws-reserved\/)/;

/** A permission without the trust, a trust without the permission, and a trust in nobody. */
export function halfChain(view: View): Found[] {
  return [
    ...view.estate.model.principals.flatMap((role) => halves(view, role)),
    ...view.roles.flatMap((role) => trustsInNobody(view, role)),
  ];
}

function halves(view: View, role: Principal): Found[] {
  const { estate } = view;
  const found = view.edgesInto(role).flatMap(({ from, mechanism, complete, missing }) => {
    const caller = view.principal(from);
    if (mechanism === 'podIdentity' && missing !== undefined) return [withoutPods(role, from, missing.why)];
    if (mechanism !== 'assume' || complete || missing === undefined || caller === undefined) return [];
    return missing.half === 'trust'
      ? [withoutTrust(view, caller, role, missing.why)]
      : [withoutPermission(view, caller, role, missing.why)];
  });
  // A trust in an account that spares one of its roles names a caller as well.
  const spared = estate
    .trustOf(role)
    .flatMap((statement) => callersInConditions(statement).flatMap((arn) => estate.principalOf(arn) ?? []));
  const known = new Set(view.edgesInto(role).map(({ from }) => from));
  return [
    ...found,
    ...[...new Set(spared)]
      .filter((caller) => caller !== role && !known.has(caller.id))
      .flatMap((caller) => {
        const trust = decideTrust(estate.trustOf(role), awsCaller(estate.arnOf(caller)), ASSUME);
        const isSameAccount = estate.accountOf(caller) === estate.accountOf(role);
        if (trust.answer === 'no' || !needsPermission(trust, isSameAccount)) return [];
        const request = { action: ASSUME, resource: estate.arnOf(role), isOpen: () => true };
        const permission = decideAccess(estate.knownAccessOf(caller), request);
        return permission.answer === 'no' ? [withoutPermission(view, caller, role, permission.why)] : [];
      }),
  ];
}

function withoutTrust({ estate }: View, caller: Principal, role: Principal, why: string): Found {
  const arn = estate.arnOf(role);
  return {
    severity: 'error',
    path: caller.place.path,
    statement: estate
      .accessOf(caller)
      .statements.find((statement) => allows(statement) && statement.resources?.patterns.includes(arn))?.source,
    reason: `${caller.place.path} may call ${ASSUME} on ${role.place.path}, whose trust does not let it in: ${why}.`,
    fix: `Let the trust of ${role.place.path} name ${estate.arnOf(caller)}, or take the permission away.`,
  };
}

function withoutPods({ place }: Principal, pod: string, why: string): Found {
  return {
    severity: 'error',
    path: place.path,
    reason: `An association of EKS Pod Identity gives ${place.path} to ${pod}, and ${why}.`,
    fix: `Let the trust of ${place.path} allow pods.eks.amazonaws.com sts:AssumeRole and sts:TagSession.`,
  };
}

function withoutPermission({ estate }: View, caller: Principal, role: Principal, why: string): Found {
  const arn = estate.arnOf(caller);
  return {
    severity: 'error',
    path: role.place.path,
    statement: estate.trustOf(role).find((statement) => namesCaller(statement, arn))?.source,
    reason: `${role.place.path} trusts ${caller.place.path}, whose policies do not let it call ${ASSUME} on it: ${why}.`,
    fix: `Allow ${caller.place.path} ${ASSUME} on ${estate.arnOf(role)}, or take it out of the trust.`,
  };
}

/** Callers that no stack of their account has, although the app has that account. */
function trustsInNobody(view: View, role: Principal): Found[] {
  const { estate } = view;
  return estate.trustOf(role).flatMap((statement) => {
    if (!allows(statement) || statement.principals?.not === true) return [];
    const named = (statement.principals?.names ?? []).flatMap(({ type, name }) => (type === 'AWS' ? name : []));
    const deleted = named.filter((name) => /^AROA[A-Z0-9]{8,}$/.test(name));
    const missing = [...named, ...callersInConditions(statement)].filter(
      (arn) =>
        EXACT_ROLE.test(arn) &&
        !arn.includes('${') &&
        !OF_OTHERS.test(arn) &&
        !view.isOutside(arn) &&
        estate.principalOf(arn) === undefined &&
        view.importOf(arn) === undefined &&
        !view.isMadeSomewhere(arn),
    );
    return [
      ...deleted.map((name): Found => ({
        severity: 'error',
        path: role.place.path,
        statement: statement.source,
        reason: `${role.place.path} trusts ${name}, which is how IAM writes a role that was deleted: not even one made anew under its name is let in.`,
        fix: 'Name the role by its ARN.',
      })),
      ...[...new Set(missing)].map((arn): Found => ({
        severity: 'error',
        path: role.place.path,
        statement: statement.source,
        reason: `${role.place.path} trusts ${arn}, and no stack of the app makes or imports that role in this account.`,
        fix: 'Correct the ARN; for a role that others make, import it with `iam.Role.fromRoleArn` or `ChainingRole.fromChainingRoleArn`.',
        excuse: 'the app imports that role',
      })),
    ];
  });
}

function allows({ effect, actions }: Statement): boolean {
  return effect === 'Allow' && isAction(actions, ASSUME) !== false;
}

function namesCaller(statement: Statement, arn: string): boolean {
  const named = (statement.principals?.names ?? []).map(({ name }) => name);
  return (
    allows(statement) &&
    [...named, ...callersInConditions(statement)].some((each) => mayFit(arnLike(each), arn) === true)
  );
}

/** The roles that a condition asks the caller to be. */
function callersInConditions({ conditions }: Statement): string[] {
  const isAbout = ({ operator, key }: Condition) =>
    key.toLowerCase() === 'aws:principalarn' && /^(arnequals|arnlike|stringequals|stringlike)/i.test(operator);
  return conditions.filter(isAbout).flatMap(({ values }) => values.filter((value) => EXACT_ROLE.test(value)));
}
