import { createHash } from 'node:crypto';
import { aws_iam as iam } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { splitArn } from '../aws/arn';
import { knownPartition, areDifferent } from '../aws/environment';
import { resourceBehind } from '../role/identity';
import { literalJson, readable } from '../words/errors';

/** The policies that stand on data, by the service that keeps it. */
const KINDS = {
  s3: 'bucket policy',
  kms: 'key policy',
  secretsmanager: 'secret policy',
  glue: 'catalog policy',
  dynamodb: 'table policy',
} as const;

export type OwnersPolicyKind = (typeof KINDS)[keyof typeof KINDS];

/** A policy that stands on data of another account, and what its owner must add to it. */
export interface OwnersPolicy {
  readonly account: string;
  readonly kind: OwnersPolicyKind;
  /** The ARN of the bucket, the key, the secret, the catalog or the table. */
  readonly of: string;
  readonly statements: iam.PolicyStatement[];
}

/** Who uses data, by these statements in its own policy. */
export interface DataCaller {
  /** Stands in the caller's stack. */
  readonly scope: IConstruct;
  readonly account: string;
  /** As a policy of elsewhere can name it; asked only where there is one. */
  readonly principal: () => iam.IPrincipal;
}

const RESOURCE_ACCOUNT = 'aws:ResourceAccount';

/** Keeps a statement on buckets, whose ARNs name no account, to those of one account. */
export function inAccount(account: string): Record<string, Record<string, string>> {
  return { StringEquals: { [RESOURCE_ACCOUNT]: account } };
}

/**
 * What the owners of data in other accounts must add to its policies: there, a caller's own policy is not enough.
 *
 * @param statements are those of the caller's own policy
 */
export function policiesOfOthers(caller: DataCaller, statements: iam.PolicyStatement[]): OwnersPolicy[] {
  const { scope } = caller;
  const policies = new Map<string, OwnersPolicy>();
  for (const statement of statements) {
    const kind = kindOf(statement);
    const [resource = ''] = statement.resources;
    if (kind === undefined) continue;
    const holder = withPolicy(kind, resource);
    const account = accountOf(holder, statement) ?? caller.account;
    if (!areDifferent(account, caller.account)) continue;
    const of = literal(scope, readable(scope, holder));
    const known = policies.get(of)?.statements ?? [];
    policies.set(of, { account, kind, of, statements: [...known, ownersStatement(kind, caller, statement)] });
  }
  return [...policies.values()];
}

/** Tells apart the statements of several callers, which may meet in one policy. */
export function sidSuffix(scope: IConstruct, of: string): string {
  const hash = createHash('sha256').update(JSON.stringify([scope.node.addr, of]));
  return hash.digest('hex').slice(0, 8);
}

function kindOf({ actions: [action = ''] }: iam.PolicyStatement): OwnersPolicyKind | undefined {
  return (KINDS as Partial<Record<string, OwnersPolicyKind>>)[action.split(':', 1)[0] ?? ''];
}

/** The account of data; undefined where nothing says it. */
function accountOf(arn: string, { conditions }: iam.PolicyStatement): string | undefined {
  const written = splitArn(arn)?.account ?? resourceBehind(arn)?.stack.account ?? '';
  const { StringEquals: equals = {} } = conditions as { StringEquals?: Record<string, string> };
  return written === '' ? equals[RESOURCE_ACCOUNT] : written;
}

/** The ARN of what the policy stands on. */
function withPolicy(kind: OwnersPolicyKind, resource: string): string {
  if (kind === 'bucket policy') return resource.replace(/\/.*$/s, '');
  return kind === 'secret policy' ? resource.replace(/-\?{6}$/, '') : resource;
}

function ownersStatement(
  kind: OwnersPolicyKind,
  { scope, principal }: DataCaller,
  statement: iam.PolicyStatement,
): iam.PolicyStatement {
  const copy = statement.copy();
  copy.addPrincipals(principal());
  const json = JSON.parse(literal(scope, literalJson(scope, copy.toStatementJson()))) as Record<string, unknown>;
  const { StringEquals: equals = {}, ...others } = (json.Condition ?? {}) as Record<string, Record<string, unknown>>;
  const kept = Object.fromEntries(Object.entries(equals).filter(([key]) => key !== RESOURCE_ACCOUNT));
  const conditions = { ...others, ...(Object.keys(kept).length > 0 && { StringEquals: kept }) };
  return iam.PolicyStatement.fromJson({
    ...json,
    // A statement of a key policy without the asterisk has no effect; it stands for the key itself, as in a secret's policy.
    ...((kind === 'key policy' || kind === 'secret policy') && { Resource: '*' }),
    Condition: Object.keys(conditions).length > 0 ? conditions : undefined,
  });
}

/** The text for somebody who does not deploy it. */
function literal(scope: IConstruct, text: string): string {
  return text.replaceAll('${AWS::Partition}', knownPartition(scope) ?? '${AWS::Partition}');
}
