import { PolicyDocument } from 'aws-cdk-lib/aws-iam';
import type { IManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Stack } from 'aws-cdk-lib';
import type { z } from 'zod';
import { listOf, oneOf, policyArn, text } from '../fields';
import { awsManagedPolicies, wildcardsOf } from '../nag';
import type { Finding } from '../nag';
import { formatPath } from '../problems';
import type { Path } from '../problems';
import type { Accounts } from './accounts';
import { coveredData, dataKinds } from './data-access';
import { dataStatements } from './data-grants';
import type { RoleData } from './data-grants';
import { managedPolicy } from './managed-policy';
import { ownStatement, statement } from './statement';

/** What a resource role may do. */
export const access = listOf(
  oneOf(
    {
      ...dataKinds,
      managedPolicy: policyArn.describe('ARN of a managed policy to attach.'),
      statement,
    },
    {
      reason: text(/^\S(.*\S)?$/, 'a reason of one line')
        .optional()
        .describe(
          'Why the role needs it; `validate` lists the reasons. What makes a role an administrator must have one.',
        ),
    },
  ).describe('One thing that the role may do.'),
  `a resource role without access grants nothing; give ${Object.keys(dataKinds).join(', ')}, managedPolicy or statement`,
).describe('What the role may do.');

export type Access = z.infer<typeof access>;

/** What a role's `access` becomes: props of the role, and the findings of cdk-nag that the config asks for. */
export interface RenderedAccess {
  readonly managedPolicies: IManagedPolicy[];
  readonly inlinePolicies: Record<string, PolicyDocument>;
  readonly data: RoleData[];
  readonly findings: { readonly ids: Finding[]; readonly reason: string }[];
  /** Why the role may be an administrator, as the statements and managed policies say that have a reason. */
  readonly widenings: string[];
}

/** Renders a role's access into one inline policy and the managed policies that it names. */
export function renderAccess(stack: Stack, entries: Access, path: Path, accounts: Accounts): RenderedAccess {
  const perEntry = entries.map((entry, index) => ({ entry, statements: statementsOf(entry, index, stack, accounts) }));
  const statements = perEntry.flatMap((each) => each.statements);
  const arns = entries.flatMap(({ managedPolicy: arn }) => arn ?? []);
  return {
    managedPolicies: arns.map((arn) => managedPolicy(stack, arn)),
    inlinePolicies: statements.length > 0 ? { DataAccess: new PolicyDocument({ statements }) } : {},
    data: perEntry.flatMap(({ entry, statements: own }) => {
      const covered = coveredData(entry);
      return covered === undefined ? [] : { covered, statements: own };
    }),
    findings: perEntry.map(({ entry, statements: own }, index) => ({
      ids: [
        ...awsManagedPolicies(entry.managedPolicy === undefined ? [] : [entry.managedPolicy]),
        ...own.flatMap((each) => wildcardsOf(each, stack)),
      ],
      reason: reasonOf(entry, formatPath([...path, index])),
    })),
    widenings: entries.flatMap((entry, index) =>
      entry.reason === undefined || (entry.statement ?? entry.managedPolicy) === undefined
        ? []
        : [reasonOf(entry, formatPath([...path, index]))],
    ),
  };
}

/** The statements of an entry, whose Sids its number tells apart from those of others. */
export function statementsOf(
  entry: Access[number],
  index: number,
  stack: Stack,
  accounts: Accounts,
): PolicyStatement[] {
  const suffix = index === 0 ? '' : String(index + 1);
  if (entry.statement) return [ownStatement(entry.statement, suffix)];
  const granted = dataStatements(stack, entry, accounts);
  for (const statement of granted) statement.sid = `${statement.sid ?? ''}${suffix}`;
  return granted;
}

function reasonOf(entry: Access[number], at: string): string {
  if (entry.reason !== undefined) return `${at}: ${entry.reason}`;
  const covered = coveredData(entry);
  if (covered !== undefined) return `${at} grants ${covered}`;
  return entry.statement ? `${at} holds this wildcard by its owner's choice` : `${at} names this AWS managed policy`;
}
