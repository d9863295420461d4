import * as iam from 'aws-cdk-lib/aws-iam';
import type { Stack } from 'aws-cdk-lib';
import type { z } from 'zod';
import { listOf, oneOf, policyArn, text } from '../fields';
import { awsManagedPolicies, wildcardsOf } from '../nag';
import type { Finding } from '../nag';
import { formatPath } from '../problems';
import type { Path } from '../problems';
import type { Report } from '../section';
import { checkPartition } from './accounts';
import type { Accounts } from './accounts';
import { revocationLength } from './revoke-sessions';
import { managedPolicy } from './managed-policy';
import { coveredObjects, s3Access, s3Statements } from './s3-access';
import { ownStatement, statement } from './statement';
import { wideness } from './wideness';

/** What a resource role may do. */
export const access = listOf(
  oneOf(
    {
      s3: s3Access,
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
  'a resource role without access grants nothing; give s3, managedPolicy or statement',
).describe('What the role may do.');

export type Access = z.infer<typeof access>;

/** What a role's `access` becomes: props of the role, and the findings of cdk-nag that the config asks for. */
export interface RenderedAccess {
  readonly managedPolicies: iam.IManagedPolicy[];
  readonly inlinePolicies: Record<string, iam.PolicyDocument>;
  readonly findings: { readonly ids: Finding[]; readonly reason: string }[];
  /** Why the role may be an administrator, as the statements say that have a reason. */
  readonly widenings: string[];
}

/** Renders a role's access into one inline policy and the managed policies that it names. */
export function renderAccess(stack: Stack, entries: Access, path: Path): RenderedAccess {
  const perEntry = entries.map((entry, index) => statementsOf(entry, index, stack.partition));
  const statements = perEntry.flat();
  const arns = entries.flatMap(({ managedPolicy: arn }) => arn ?? []);
  return {
    managedPolicies: arns.map((arn) => managedPolicy(stack, arn)),
    inlinePolicies: statements.length > 0 ? { DataAccess: new iam.PolicyDocument({ statements }) } : {},
    findings: entries.map((entry, index) => ({
      ids: [
        ...awsManagedPolicies(entry.managedPolicy === undefined ? [] : [entry.managedPolicy]),
        ...(perEntry[index] ?? []).flatMap((each) => wildcardsOf(each, stack)),
      ],
      reason: reasonOf(entry, formatPath([...path, index])),
    })),
    widenings: entries.flatMap((entry, index) =>
      entry.reason === undefined || entry.statement === undefined
        ? []
        : [reasonOf(entry, formatPath([...path, index]))],
    ),
  };
}

/** Characters of all inline policies of a role, which IAM does not raise. */
const inlinePolicyLimit = 10_240;
/** The longest partition that a role's ARNs may hold, to stay within the limit everywhere. */
const longestPartition = 'aws-us-gov';

/** Reports what an account can't use: ARNs of other partitions, keys of other regions than the bucket's. */
export function checkAccessIn(account: string, accounts: Accounts, entries: Access, path: Path, report: Report): void {
  for (const [index, { s3, statement: given }] of entries.entries()) {
    const at = [...path, index];
    given?.resources.forEach((resource, each) => {
      checkPartition(resource, account, accounts, [...at, 'statement', 'resources', each], report);
    });
    if (s3?.kmsKeyArn === undefined) continue;
    checkPartition(s3.kmsKeyArn, account, accounts, [...at, 's3', 'kmsKeyArn'], report);
    const ofBucket = s3.region ?? accounts[account]?.region;
    const ofKey = s3.kmsKeyArn.split(':')[3] ?? '';
    if (ofBucket === undefined || ofKey === ofBucket) continue;
    report(
      [...at, 's3', 'kmsKeyArn'],
      `is a key of ${ofKey}, ${s3.bucket} is in ${ofBucket}: S3 uses keys of its bucket's region; where the bucket is in ${ofKey}, say region: ${ofKey}`,
    );
  }
}

/** Reports what makes a role an administrator, or lets it become any role, without a reason. */
export function checkReasons(entries: Access, path: Path, report: Report): void {
  for (const [index, entry] of entries.entries()) {
    const wide = wideness(entry);
    if (wide !== undefined && entry.reason === undefined) {
      report([...path, index], `${wide}: narrow it, or say why beside it, as reason: …`);
    }
  }
}

/** Reports one place that is given twice: two levels of one place are one, and the wider one. */
export function checkS3Places(entries: Access, path: Path, report: Report): void {
  const owners = new Map<string, Path>();
  for (const [index, { s3 }] of entries.entries()) {
    if (s3 === undefined) continue;
    const place = coveredObjects(s3);
    const owner = owners.get(place);
    if (owner === undefined) owners.set(place, [...path, index]);
    else report([...path, index, 's3'], `is the place of ${formatPath(owner)}, ${place}; keep one of the two`);
  }
}

/** Reports Sids that are not unique in the role's policy, and a policy that is too long. */
export function checkAccess(entries: Access, path: Path, report: Report): void {
  const owners = new Map<string, Path>();
  const all = entries.flatMap((entry, index) => {
    const statements = statementsOf(entry, index, longestPartition);
    for (const { sid = '' } of statements) {
      const owner = owners.get(sid);
      if (owner === undefined) owners.set(sid, [...path, index]);
      else
        report(
          [...path, index, 'statement', 'sid'],
          `"${sid}" is the Sid of a statement of ${formatPath(owner)} already`,
        );
    }
    return statements;
  });
  const { length } = JSON.stringify(all.map((each) => each.toStatementJson() as unknown));
  if (length <= inlinePolicyLimit - revocationLength) return;
  report(
    path,
    `makes a policy of ${length} characters, IAM takes ${inlinePolicyLimit}, of which ${revocationLength} are kept for ` +
      'revokeSessionsBefore; split the role, or move statements into a managedPolicy',
  );
}

function statementsOf(entry: Access[number], index: number, partition: string): iam.PolicyStatement[] {
  const suffix = index === 0 ? '' : String(index + 1);
  if (entry.s3) return s3Statements(entry.s3, partition, suffix);
  return entry.statement ? [ownStatement(entry.statement, suffix)] : [];
}

function reasonOf(entry: Access[number], at: string): string {
  if (entry.reason !== undefined) return `${at}: ${entry.reason}`;
  if (entry.s3) return `${at} grants the objects below ${coveredObjects(entry.s3)}`;
  return entry.statement ? `${at} holds this wildcard by its owner's choice` : `${at} names this AWS managed policy`;
}
