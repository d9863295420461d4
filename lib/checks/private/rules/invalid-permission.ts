import type { Principal } from '../../../private/access/model/model';
import { operatorNamed } from '../../../private/access/policy/operators';
import {
  ANY_IN_SEGMENT,
  ANY_TEXT,
  ONE_IN_SEGMENT,
  type Pattern,
  type Piece,
  arnLike,
  fits,
  mayMeet,
  newPattern,
} from '../../../private/access/policy/pattern';
import { remembered } from '../../../private/access/policy/remembered';
import type { Choice, Statement } from '../../../private/access/policy/statement';
import { isPlaceholder, lettersOf } from '../../../private/access/policy/text';
import {
  type Action,
  actionsLike,
  carries,
  conditionKey,
  isGlobal,
  isKnownService,
} from '../../../private/aws/actions/service-authorization';
import { meantActions } from '../../../private/aws/actions/meant-actions';
import type { Finding } from '../finding';
import { filledIn } from '../trusted-callers';
import type { View } from '../view';

type Found = Omit<Finding, 'rule'>;

/** AWS describes them twice, for load balancers of two generations, and the table holds the older ones. */
const TWICE = /^elasticloadbalancing:(add|remove)tags$/i;
/** Parameters of AWS's own, which are nobody's. */
const PUBLIC = /^arn:[^:]*:ssm:[^:]*::parameter\/aws\//;

/** What a list of actions stands for. */
interface KnownActions {
  readonly all: readonly Action[];
  /** Whether the table holds the services of all of them. */
  readonly isComplete: boolean;
  /** The patterns that stand for nothing. */
  readonly unknown: readonly string[];
}

/** Actions that AWS does not have, and statements that no request ever meets: what they were meant for is missing. */
export function invalidPermission(view: View): Found[] {
  const read = new Map<Choice, KnownActions>();
  const actionsOf = ({ actions }: Statement) => remembered(read, actions, () => knownActions(actions));
  return [...view.holders, ...view.unattached].flatMap((holder) => {
    const trust = view.estate.trustOf(holder);
    const { statements } = view.estate.knownAccessOf(holder);
    const found = [
      ...[...trust, ...statements].flatMap((statement) => unknownActions(holder, statement, actionsOf(statement))),
      ...statements.flatMap((statement) => withoutEffect(view, holder, statement, actionsOf(statement))),
    ];
    return [...new Map(found.map((each) => [each.reason, each])).values()];
  });
}

function knownActions({ patterns }: Choice): KnownActions {
  const known = patterns.map((pattern) => ({ pattern, ...actionsLike(pattern) }));
  return {
    all: known.flatMap(({ actions }) => actions),
    isComplete: known.every(({ complete }) => complete),
    unknown: known
      .filter(({ pattern, actions, complete }) => complete && actions.length === 0 && !pattern.includes('${'))
      .map(({ pattern }) => pattern),
  };
}

function unknownActions({ place }: Principal, { source }: Statement, { unknown }: KnownActions): Found[] {
  return unknown.map((pattern) => {
    const meant = meantActions(pattern);
    return {
      severity: 'error',
      path: place.path,
      statement: source,
      reason: `${place.path} names ${pattern}, and AWS has no such action.`,
      fix:
        meant.length === 0
          ? 'Look the action up in the Service Authorization Reference.'
          : `Write ${meant.join(' or ')}.`,
    };
  });
}

function withoutEffect(
  { estate }: View,
  { place }: Principal,
  { effect, actions, resources, conditions, source, assumptions }: Statement,
  { all, isComplete }: KnownActions,
): Found[] {
  const isUnclear = assumptions.some(({ kind }) => kind === 'unclear');
  const isKnown = isComplete && !all.some(({ name }) => TWICE.test(name));
  if (effect !== 'Allow' || actions.not || isUnclear || all.length === 0 || !isKnown) return [];
  const found = (reason: string, fix: string): Found[] => [
    { severity: 'warning', path: place.path, statement: source, reason: `${place.path} ${reason}`, fix },
  ];
  const names = actions.patterns.join(', ');
  // A bucket of the app has a name, whatever it is, without a slash.
  const named = (pattern: string) =>
    pattern.replace(/:s3:::(\$\{[^{}]+)\}/, (text, symbol: string) =>
      estate.model.symbols[`${symbol}.Arn}`] === undefined ? text : ':s3:::bucket',
    );
  const types = () => all.flatMap(({ resourceTypes }) => resourceTypes);
  if (resources?.not === false && !resources.patterns.map(named).some((pattern) => isTaken(pattern, all))) {
    const forms = [...new Set(types().map(({ arnFormat }) => arnFormat))];
    return found(
      `allows ${names} on ${resources.patterns.join(', ')}, and these actions take no such resource: nothing is allowed.`,
      `Resources of these actions look like ${forms.slice(0, 4).join(', ')}.`,
    );
  }
  return (
    conditions
      .filter(({ operator, values }) => !(/^null$/i.test(operator) && values.includes('true')))
      .filter(({ operator, key }) => operatorNamed(operator)?.absent === false && !isGlobal(key) && isAwsKey(key))
      // Keys about KMS keys of SageMaker have a second name, which AWS's guides write and its reference does not list.
      .filter(({ key }) => !types().some((type) => carries(type, key) || carries(type, `${key}Arn`)))
      .flatMap(({ key }) =>
        found(
          `allows ${names} under a condition on ${key}, which requests of these actions never carry: nothing is allowed.`,
          'Use a condition key that the Service Authorization Reference lists for these actions.',
        ),
      )
  );
}

/** Identity providers have keys of their own, and so may services that the table does not hold. */
function isAwsKey(key: string): boolean {
  const prefix = key.split(':', 1)[0]?.toLowerCase() ?? '';
  return !key.includes('${') && (isKnownService(prefix) || (prefix === 'aws' && conditionKey(key) !== undefined));
}

/** Whether a pattern may stand for a resource that one of some actions is about. */
function isTaken(pattern: string, actions: readonly Action[]): boolean {
  if (PUBLIC.test(pattern)) return true;
  const example = filledIn(pattern);
  return actions.some(({ resourceTypes }) =>
    resourceTypes.some(({ arnFormat }) => {
      const form = formOf(arnFormat);
      // Most often an example tells.
      return (fits(form, example) || mayMeet(form, arnLike(pattern))) && !isObjectForBucket(pattern, arnFormat);
    }),
  );
}

/** The ARNs of a type of resource: with any partition, region and account where AWS writes that there is one. */
function formOf(arnFormat: string): Pattern {
  return remembered(forms, arnFormat, () => newPattern(lettersOf(arnFormat).flatMap(pieceOf)));
}

const forms = new Map<string, Pattern>();

function pieceOf(letter: string): Piece | Piece[] {
  if (/^\$\{(Partition|Region|Account)\}$/.test(letter)) return [ONE_IN_SEGMENT, ANY_IN_SEGMENT];
  return isPlaceholder(letter) ? ANY_TEXT : letter;
}

/** The name of a bucket holds no slash. */
function isObjectForBucket(pattern: string, arnFormat: string): boolean {
  return /:s3:::\$\{\w+\}$/.test(arnFormat) && /^arn:[^:]*:s3:::[^*?$]*\//.test(pattern);
}
