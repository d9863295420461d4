import * as iam from 'aws-cdk-lib/aws-iam';
import { text } from '../fields';
import { section } from '../section';

/** Characters of inline policy that are kept free on each role, so that a revocation never fails for a quota. */
export const revocationLength = 240;

const expected = 'an instant in UTC to the second, as 2026-11-25T03:00:00Z';

const schema = text(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, expected)
  .refine(isInTheCalendar, { error: ({ input }) => `got ${JSON.stringify(input)}, expected ${expected}` })
  .optional()
  .describe(
    'Ends the sessions of every role of the app that began before this instant, in UTC, as 2026-11-25T03:00:00Z. ' +
      'An instant in the future also refuses the sessions that begin until then.',
  );

export const revokeSessionsBefore = section({
  key: 'revokeSessionsBefore',
  schema,
  render({ revokeSessionsBefore: instant }: { revokeSessionsBefore?: string }, rendering) {
    if (instant === undefined) return;
    // A chained session outlives the session that it came from: one without the other revokes nothing.
    for (const role of rendering.roles) role.addToPrincipalPolicy(denyOlderSessions(instant));
  },
});

function denyOlderSessions(instant: string): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: 'RevokeOlderSessions',
    effect: iam.Effect.DENY,
    actions: ['*'],
    resources: ['*'],
    conditions: { DateLessThan: { 'aws:TokenIssueTime': instant } },
  });
}

/** The 30th of February is not. */
function isInTheCalendar(instant: string): boolean {
  const date = new Date(instant);
  return !Number.isNaN(date.getTime()) && date.toISOString().replace('.000Z', 'Z') === instant;
}
