import * as iam from 'aws-cdk-lib/aws-iam';
import { z } from 'zod';
import { actionsLike, nearestAction } from '../../../lib/private/aws/actions/service-authorization';
import { conditions, conditionTexts, listOf, strict, text } from '../fields';

/** The table of actions does not hold every service: of others, any action is taken. */
function isOfAws(action: string): boolean {
  const { actions, complete } = actionsLike(action);
  return actions.length > 0 || !complete;
}

function unknownAction(action: string): string {
  const near = nearestAction(action);
  const hint = near === undefined ? '' : ` (did you mean "${near}"?)`;
  return `got ${JSON.stringify(action)}, which AWS does not have${hint}`;
}

/** A policy statement of the config's owner. */
export const statement = strict({
  sid: text(/^[A-Za-z0-9]+$/, 'letters and digits')
    .optional()
    .describe('Sid of the statement, unique in its role.'),
  effect: z.enum(['Allow', 'Deny']).default('Allow').describe('Allow (default) or Deny.'),
  actions: listOf(
    text(/^(\*|[a-z0-9-]+:[A-Za-z0-9*?]+)$/, 'an action, as glue:GetTable')
      .refine(isOfAws, { error: ({ input }) => unknownAction(String(input)) })
      .describe('An action, as glue:GetTable.'),
    'name an action',
  ).describe('The actions.'),
  resources: listOf(
    text(/^(\*|arn:\S+)$/, 'an ARN, or "*"').describe('An ARN, or "*".'),
    'name a resource, or "*" for actions that take none',
  ).describe('The ARNs of the resources.'),
  conditions: conditions.optional().describe('Conditions: operator, then context key, then value or values.'),
}).describe('A policy statement of your own.');

/** The statement as it stands in the config. */
export function ownStatement(given: z.infer<typeof statement>, suffix: string): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: given.sid ?? `Statement${suffix}`,
    effect: given.effect === 'Deny' ? iam.Effect.DENY : iam.Effect.ALLOW,
    actions: [...given.actions].sort(),
    resources: given.resources,
    conditions: given.conditions && conditionTexts(given.conditions),
  });
}
