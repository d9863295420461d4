import type { Principal } from '../../../private/access/model/model';
import { operatorNamed } from '../../../private/access/policy/operators';
import { arnLike, mayFit } from '../../../private/access/policy/pattern';
import type { Statement } from '../../../private/access/policy/statement';
import { segmentsOf, withSymbols } from '../../../private/access/policy/text';
import {
  type Action,
  actionsLike,
  carries,
  conditionKey,
  isGlobal,
  knownServices,
  nearestAction,
} from '../../../private/aws/actions/service-authorization';
import type { Finding } from '../finding';
import type { View } from '../view';

type Found = Omit<Finding, 'rule'>;

/** Actions that AWS does not have, and statements that no request ever meets: what they were meant for is missing. */
export function invalidPermission(view: View): Found[] {
  return view.estate.model.principals.flatMap((principal) => {
    const { statements } = view.estate.knownAccessOf(principal);
    const found = statements.flatMap((statement) => [
      ...unknownActions(principal, statement),
      ...withoutEffect(view, principal, statement),
    ]);
    return [...new Map(found.map((each) => [each.reason, each])).values()];
  });
}

function unknownActions({ place }: Principal, { actions, source }: Statement): Found[] {
  return actions.patterns
    .filter((pattern) => !pattern.includes('${'))
    .filter((pattern) => {
      const known = actionsLike(pattern);
      return known.complete && known.actions.length === 0;
    })
    .map((pattern) => {
      const near = nearestAction(pattern);
      return {
        severity: 'error',
        path: place.path,
        statement: source,
        reason: `${place.path} names ${pattern}, and AWS has no such action.`,
        fix: near === undefined ? 'Look the action up in the Service Authorization Reference.' : `Write ${near}.`,
      };
    });
}

function withoutEffect({ estate }: View, { place }: Principal, statement: Statement): Found[] {
  const { effect, actions, resources, conditions, source, assumptions } = statement;
  const known = actions.patterns.map((pattern) => actionsLike(pattern));
  const all = known.flatMap((each) => each.actions);
  const isUnclear = assumptions.some(({ kind }) => kind === 'unclear');
  if (effect !== 'Allow' || actions.not || isUnclear || all.length === 0 || !known.every(({ complete }) => complete))
    return [];
  const found = (reason: string, fix: string): Found[] => [
    { severity: 'warning', path: place.path, statement: source, reason: `${place.path} ${reason}`, fix },
  ];
  const names = actions.patterns.join(', ');
  // A bucket of the app has a name, whatever it is, without a slash.
  const named = (pattern: string) =>
    pattern.replace(/:s3:::(\$\{[^{}]+)\}/, (text, symbol: string) =>
      estate.model.symbols[`${symbol}.Arn}`] === undefined ? text : ':s3:::bucket',
    );
  if (resources?.not === false && !all.some((action) => takes(action, resources.patterns.map(named)))) {
    const forms = [...new Set(all.flatMap(({ resourceTypes }) => resourceTypes.map(({ arnFormat }) => arnFormat)))];
    return found(
      `allows ${names} on ${resources.patterns.join(', ')}, and these actions take no such resource: nothing is allowed.`,
      `Resources of these actions look like ${forms.slice(0, 4).join(', ')}.`,
    );
  }
  return conditions
    .filter(({ operator, key }) => operatorNamed(operator)?.absent === false && isAwsKey(key) && !isGlobal(key))
    .filter(({ operator, values }) => !(/^null$/i.test(operator) && values.includes('true')))
    .filter(({ key }) => !all.some(({ resourceTypes }) => resourceTypes.some((type) => carries(type, key))))
    .flatMap(({ key }) =>
      found(
        `allows ${names} under a condition on ${key}, which requests of these actions never carry: nothing is allowed.`,
        'Use a condition key that the Service Authorization Reference lists for these actions.',
      ),
    );
}

/** Identity providers have keys of their own, and so may services that the table does not hold. */
function isAwsKey(key: string): boolean {
  const prefix = key.split(':', 1)[0]?.toLowerCase() ?? '';
  return (
    !key.includes('${') && (knownServices().includes(prefix) || (prefix === 'aws' && conditionKey(key) !== undefined))
  );
}

function takes({ resourceTypes }: Action, patterns: readonly string[]): boolean {
  return resourceTypes.some(({ arnFormat }) =>
    patterns.some(
      (pattern) =>
        mayFit(arnLike(pattern), placed(arnFormat, pattern)) !== false && !isObjectForBucket(pattern, arnFormat),
    ),
  );
}

/** The form of an ARN where a pattern has its partition, region and account: a form with a region is none without. */
function placed(arnFormat: string, pattern: string): string {
  const [, partition = '', , region = '', account = ''] = segmentsOf(pattern);
  const written = (text: string, otherwise: string) => (text === '' || /[*?]/.test(text) ? otherwise : text);
  return withSymbols(arnFormat, {
    '${Partition}': written(partition, 'aws'),
    '${Region}': written(region, 'eu-west-1'),
    '${Account}': written(account, '111122223333'),
  });
}

/** The name of a bucket holds no slash. */
function isObjectForBucket(pattern: string, arnFormat: string): boolean {
  return /:s3:::\$\{\w+\}$/.test(arnFormat) && /^arn:[^:]*:s3:::[^*?$]*\//.test(pattern);
}
