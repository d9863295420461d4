import * as iam from 'aws-cdk-lib/aws-iam';
import { z } from 'zod';
import { meantActions } from '../../../lib/private/aws/actions/meant-actions';
import { actionsLike } from '../../../lib/private/aws/actions/service-authorization';
import { ACCOUNT_ID } from '../../../lib/private/aws/patterns';
import { isRegion, unknownRegion } from '../regions';
import { conditions, conditionTexts, listOf, strict, text } from '../fields';

/** The table of actions does not hold every service: of others, any action is taken. */
function isOfAws(action: string): boolean {
  const { actions, complete } = actionsLike(action);
  return actions.length > 0 || !complete;
}

function unknownAction(action: string): string {
  const meant = meantActions(action).map((each) => JSON.stringify(each));
  const hint = meant.length === 0 ? '' : ` (did you mean ${meant.join(' or ')}?)`;
  return `got ${JSON.stringify(action)}, which AWS does not have${hint}`;
}

/** An ARN of a region or of an account that there cannot be matches nothing, and nobody is told. */
function checkArn(arn: string, context: z.RefinementCtx): void {
  const [, , , region = '', account = ''] = arn.split(':');
  const tell = (message: string) => {
    context.addIssue({ code: 'custom', message });
  };
  if (/^[a-z]+(-[a-z]+)+-\d+$/.test(region) && !isRegion(region)) tell(`${arn}: ${unknownRegion(region)}`);
  if (/^\d+$/.test(account) && !ACCOUNT_ID.test(account)) tell(`${arn}: got account ${account}, expected 12 digits`);
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
    text(/^(\*|arn:\S+)$/, 'an ARN, or "*"')
      .superRefine(checkArn)
      .describe('An ARN, or "*".'),
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
