import type { Principal } from '../../../private/access/model/model';
import type { Match } from '../../../private/access/policy/decide';
import { operatorNamed } from '../../../private/access/policy/operators';
import { segmentsOf } from '../../../private/access/policy/text';
import type { Finding } from '../finding';
import { type Context, admission, awsCaller } from '../probes';
import { SOME_ACCOUNT, UNNAMED, callersOf } from '../trusted-callers';
import { isAllBut, unlessParameters } from '../by-default';
import type { View } from '../view';

type Found = Omit<Finding, 'rule'>;

/** Who carries it has been chosen by somebody in his own account or organization: elsewhere, everybody gives it to himself. */
const CHOSEN = /^(aws:principaltag\/|aws:userid$|aws:username$|aws:principalarn$)/i;
const ORGANIZATION = /^aws:principalorg/i;
/** The unique id of one role or user, which nobody has elsewhere. */
const UNIQUE_ID = /^A(ROA|IDA)[A-Z0-9]/;
const CALLER = /^aws:principal/i;
const WITHOUT_ID: Context = { 'sts:ExternalId': [] };

/** Anybody, or everybody in an account, whom no document names. */
export function trustTooWide(view: View): Found[] {
  return view.roles.flatMap((role) => {
    const callers = callersOf(view, role);
    const strangers = [...UNNAMED.map((name) => `arn:aws:iam::${SOME_ACCOUNT}:${name}`), ...callers.filter(isStranger)];
    const anybody = strangers.flatMap((arn) => strangerLetIn(view, role, arn) ?? [])[0];
    if (anybody !== undefined) return [openToAll(role, anybody)];
    const accounts = new Set(callers.map((arn) => segmentsOf(arn).slice(0, 5).join(':')));
    return [...accounts].flatMap((prefix) => {
      const match = UNNAMED.flatMap((name) => letIn(view, role, `${prefix}:${name}`) ?? [])[0];
      return match === undefined || isOfPipelines(view, role) ? [] : [openToAccount(view, role, prefix, match)];
    });
  });
}

function letIn(view: View, role: Principal, arn: string): Match | undefined {
  const match = admission(view, role, awsCaller(arn), 'sts:AssumeRole', WITHOUT_ID);
  return match === undefined || isOfChosen(match) ? undefined : match;
}

/** An external id is no secret: it tells for whom a vendor calls, and not who calls. */
function strangerLetIn(view: View, role: Principal, arn: string): Match | undefined {
  const match = admission(view, role, awsCaller(arn), 'sts:AssumeRole');
  if (match === undefined) return undefined;
  const isWithin = match.conditions.some(({ key }) => ORGANIZATION.test(key));
  // Roles of a name that the organization's accounts have are chosen by it.
  const isNamed = !UNNAMED.some((name) => arn.endsWith(`:${name}`));
  return (isWithin && (isNamed || isOfChosen(match))) || isOfOne(match) ? undefined : match;
}

/** A condition that holds without its key chooses nobody. */
function isOfChosen({ conditions }: Match): boolean {
  return conditions.some(({ key, operator }) => CHOSEN.test(key) && operatorNamed(operator)?.absent === false);
}

function isOfOne({ conditions }: Match): boolean {
  return conditions.some(
    ({ key, operator, values }) =>
      /^aws:userid$/i.test(key) &&
      operatorNamed(operator)?.absent === false &&
      values.every((value) => UNIQUE_ID.test(value)),
  );
}

/** Somebody like a pattern takes him from whatever account. */
function isStranger(arn: string): boolean {
  return segmentsOf(arn)[4] === SOME_ACCOUNT;
}

function openToAll({ place }: Principal, { statement, conditions }: Match): Found {
  const isWithin = conditions.some(({ key }) => ORGANIZATION.test(key));
  const unless = unlessParameters(statement, CALLER);
  return {
    severity: isWithin ? 'warning' : 'error',
    path: place.path,
    statement: statement.source,
    reason: isWithin
      ? `${place.path} lets in every principal of a whole organization that has a permission${unless}.`
      : isAllBut(statement)
        ? `${place.path} lets in everybody but those whom NotPrincipal names, of any account.`
        : `${place.path} lets in principals of any account${unless}.`,
    fix: 'Name the roles that may assume it as Principal, by their ARNs.',
  };
}

function openToAccount(view: View, role: Principal, prefix: string, { statement }: Match): Found {
  const account = segmentsOf(prefix)[4] ?? '';
  const isOwn = account === view.estate.accountOf(role);
  const { path } = role.place;
  return {
    severity: isOwn ? 'warning' : 'error',
    path,
    statement: statement.source,
    reason: `${path} lets in every principal of ${isOwn ? 'its own account' : `account ${account}`} that has a permission: who may write policies there decides who becomes it${unlessParameters(statement, CALLER)}.`,
    fix: 'Name the roles that may assume it as Principal, or add "Condition": { "ArnEquals": { "aws:PrincipalArn": "<their ARNs>" } }.',
  };
}

/** CDK lets CodePipeline's roles into the other accounts of a pipeline by their account. */
function isOfPipelines(view: View, role: Principal): boolean {
  const callers = view.edgesInto(role).flatMap(({ from, complete }) => (complete ? (view.principal(from) ?? []) : []));
  return callers.length > 0 && callers.every((caller) => view.isHeldOnlyBy(caller, /^codepipeline\.amazonaws\.com$/));
}
