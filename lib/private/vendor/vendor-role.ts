import { aws_iam as iam, type IResolveContext } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ACCOUNT_ID } from '../aws/patterns';
import { MANAGED_POLICY_LIMIT } from '../aws/quotas';
import { checkExternalId } from '../chain/trust-conditions';
import { keepPolicy } from '../role/kept-role';
import { longestDocument, managedPoliciesPerRole } from '../role/quotas';
import { fail, pathOf, shown } from '../words/errors';
import { isText } from '../words/given';

/** Who at a vendor assumes a role of the user's account. */
export interface Vendor {
  readonly vendorAccountId: string;
  readonly externalId: string;
}

/** Throws for an account or an external id that AWS would reject, or that is missing: the trust would then ask for less. */
export function checkVendor(scope: Construct, id: string, { vendorAccountId, externalId }: Vendor): void {
  if (!isText(vendorAccountId, ACCOUNT_ID)) {
    fail(
      pathOf(scope, id),
      `vendorAccountId ${shown(vendorAccountId)} is not allowed: the 12 digits of the vendor's own account, as the vendor shows them.`,
    );
  }
  checkExternalId(pathOf(scope, id), externalId);
}

/** Trusts a vendor's account, as far as it sends the external id: whoever else names the role to the vendor is refused. */
export function vendorTrust({ vendorAccountId, externalId }: Vendor, sid?: string): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid,
    actions: ['sts:AssumeRole'],
    principals: [new iam.AccountPrincipal(vendorAccountId)],
    conditions: { StringEquals: { 'sts:ExternalId': externalId } },
  });
}

/**
 * Attaches statements to a role as a managed policy.
 *
 * @param statements are asked for whenever the document is read: what they are about may come and go until synth
 */
export function attachPolicy(
  role: iam.Role,
  id: string,
  path: string | undefined,
  statements: () => iam.PolicyStatement[],
): void {
  keepPolicy(role, new iam.ManagedPolicy(role, id, { path, roles: [role], document: new CurrentDocument(statements) }));
}

/** A document that is made anew whenever it is read, and looks the same under every feature flag. */
class CurrentDocument extends iam.PolicyDocument {
  /** Made when it is needed, because the constructor of CDK's document asks for it before fields are set. */
  private added?: iam.PolicyStatement[];

  constructor(private readonly produce: () => iam.PolicyStatement[]) {
    super();
  }

  public override get isEmpty(): boolean {
    return this.current.isEmpty;
  }

  public override get statementCount(): number {
    return this.current.statementCount;
  }

  public override addStatements(...statements: iam.PolicyStatement[]): void {
    (this.added ??= []).push(...statements);
  }

  public override resolve(context: IResolveContext): unknown {
    return this.current.resolve(context);
  }

  public override toJSON(): unknown {
    return this.current.toJSON();
  }

  public override validateForIdentityPolicy(): string[] {
    return this.current.validateForIdentityPolicy();
  }

  private get current(): iam.PolicyDocument {
    return new iam.PolicyDocument({ minimize: false, statements: [...this.produce(), ...(this.added ?? [])] });
  }
}

/**
 * Attaches a document to a role in as few managed policies as hold it, its statements in their order.
 *
 * @param own is the number of policies that the role carries anyway
 * @param advice says how a vendor's user makes the document shorter
 */
export function attachInParts(
  role: iam.Role,
  path: string | undefined,
  document: iam.PolicyDocument,
  own: number,
  advice: string,
): void {
  for (const [index, part] of splitForManagedPolicies(role, document, own, advice).entries()) {
    const id = `Policy${index === 0 ? '' : index + 1}`;
    keepPolicy(role, new iam.ManagedPolicy(role, id, { path, roles: [role], document: part }));
  }
}

/** Splits a document, in its order, into as few documents as IAM takes for managed policies of a role. */
export function splitForManagedPolicies(
  role: Construct,
  document: iam.PolicyDocument,
  own: number,
  advice: string,
): iam.PolicyDocument[] {
  const { Statement: statements } = document.toJSON() as { Statement: object[] };
  const parts: object[][] = [[]];
  for (const [index, statement] of statements.entries()) {
    const last = parts.at(-1) ?? [];
    if (lengthOf(role, [...last, statement]) <= MANAGED_POLICY_LIMIT) last.push(statement);
    else if (last.length > 0 && lengthOf(role, [statement]) <= MANAGED_POLICY_LIMIT) parts.push([statement]);
    else failTooLong(role, statement, index, advice);
  }
  const limit = managedPoliciesPerRole(role);
  if (own + parts.length > limit) {
    fail(
      role,
      `its policy fills ${parts.length} managed policies beside ${own} of its own, more than the ${limit} that one role may carry. ` +
        `${advice}, or raise the quota at AWS and the context key "cdk-iam-role-chaining:managedPoliciesPerRole".`,
    );
  }
  return parts.map((part) => {
    const copies = part.map((statement) => iam.PolicyStatement.fromJson(statement));
    return new iam.PolicyDocument({ minimize: false, statements: copies });
  });
}

function lengthOf(role: Construct, statements: object[]): number {
  return longestDocument(role, { Statement: statements, Version: '2012-10-17' });
}

function failTooLong(role: Construct, statement: object, index: number, advice: string): never {
  const { Sid: sid = `number ${index + 1}` } = statement as { Sid?: string };
  fail(
    role,
    `the statement ${sid} of its policy has ${lengthOf(role, [statement])} characters with all that a document needs, more than the ` +
      `${MANAGED_POLICY_LIMIT} of a managed policy. ${advice}, and use a second role for the others.`,
  );
}
