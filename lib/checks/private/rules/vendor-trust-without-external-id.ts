import type { Principal } from '../../../private/access/model/model';
import { LOAD_BALANCER_ACCOUNTS } from '../../../private/aws/load-balancers';
import type { Finding } from '../finding';
import { OTHER_ORGANIZATION, admission, awsCaller } from '../probes';
import { callersOf } from '../trusted-callers';
import { unlessParameters } from '../by-default';
import { type View, accountIn } from '../view';

const CALLER = /^aws:principal(arn|account)$|^sts:externalid$/i;
const EXTERNAL_ID = 'sts:ExternalId';
/** What nobody agreed on with anybody. */
const WRONG_ID = ['', 'an-id-that-nobody-gave', 'Q7~x'];

/** Accounts outside the app that are let in without the external id which only the vendor's customer knows. */
export function vendorTrustWithoutExternalId(view: View): Omit<Finding, 'rule'>[] {
  return view.roles.flatMap((role) => {
    const outside = callersOf(view, role).filter((arn) => view.isOutside(arn) && !isKnown(view, arn));
    const found = [...new Set(outside)].flatMap((arn) => {
      const match = letIn(view, role, arn);
      return match === undefined ? [] : [{ account: accountIn(arn), match }];
    });
    return [...new Map(found.map((each) => [each.account, each])).values()].map(({ account, match }) => ({
      severity: 'error' as const,
      path: role.place.path,
      statement: match.statement.source,
      reason: `${role.place.path} lets in account ${account}, which no stack of the app has, without a mandatory ${EXTERNAL_ID}: whoever uses the same vendor could have it call your role${unlessParameters(match.statement, CALLER)}.`,
      fix: `Add "Condition": { "StringEquals": { "${EXTERNAL_ID}": "<the id that was agreed on>" } }; an operator that ends in IfExists asks for nothing. For an account of your own, pin aws:PrincipalOrgID, or import its role with \`ChainingRole.fromChainingRoleArn\`.`,
    }));
  });
}

function letIn(view: View, role: Principal, arn: string) {
  const ids = [[], ...WRONG_ID.map((id) => [id])];
  return ids
    .flatMap((id) => OTHER_ORGANIZATION.map((organization) => ({ [EXTERNAL_ID]: id, ...organization })))
    .map((context) => admission(view, role, awsCaller(arn), 'sts:AssumeRole', context))
    .find((match) => match !== undefined);
}

/** A chaining role that the app imports or makes is its own; AWS's accounts are no vendor's. */
function isKnown(view: View, arn: string): boolean {
  return (
    view.importOf(arn)?.isChainingRole === true ||
    view.isMadeSomewhere(arn) ||
    LOAD_BALANCER_ACCOUNTS.has(accountIn(arn))
  );
}
