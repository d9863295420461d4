import { Lazy, aws_iam as iam } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { fail, pathOf } from '../words/errors';
import { ownedResource } from './identity';

const TRUST = Symbol.for('cdk-iam-role-chaining.trust');

/**
 * Lets a role be made with trust statements of its own, Sids included, instead of a principal that CDK turns into a statement.
 *
 * Statements that are added later reach the role's document too.
 */
export class TrustDocument extends iam.PrincipalBase {
  /** Empty: this stands for no principal that anything could be granted to. */
  public readonly policyFragment = new iam.PrincipalPolicyFragment({});
  public readonly statements: iam.PolicyStatement[];
  private document?: iam.PolicyDocument;

  constructor(...statements: iam.PolicyStatement[]) {
    super();
    this.statements = statements;
  }

  /** The statements that a principal would write, with Sids; throws where there is no principal. */
  public static from(scope: IConstruct, id: string, assumedBy: iam.IPrincipal): TrustDocument {
    if (assumedBy instanceof TrustDocument) return assumedBy;
    const principal = (assumedBy as Partial<iam.IPrincipal> | undefined)?.grantPrincipal;
    if (principal === undefined) {
      fail(
        pathOf(scope, id),
        'assumedBy is no principal: give one, such as `new iam.ServicePrincipal("ecs-tasks.amazonaws.com")`.',
      );
    }
    const document = new iam.PolicyDocument({ minimize: false });
    if (principal instanceof iam.PrincipalBase) principal.addToAssumeRolePolicy(document);
    else
      document.addStatements(
        new iam.PolicyStatement({ actions: [principal.assumeRoleAction], principals: [principal] }),
      );
    const { Statement: statements = [] } = document.toJSON() as { Statement?: { Sid?: string }[] };
    return new TrustDocument(
      ...statements.map((statement, index) =>
        iam.PolicyStatement.fromJson({ Sid: `AllowAssumedBy${index === 0 ? '' : index + 1}`, ...statement }),
      ),
    );
  }

  /** What this library writes into a trust policy, if it does. */
  public static in(document: iam.PolicyDocument | undefined): TrustDocument | undefined {
    return (document as { [TRUST]?: TrustDocument } | undefined)?.[TRUST];
  }

  public override addToAssumeRolePolicy(document: iam.PolicyDocument): void {
    this.document = document;
    Object.defineProperty(document, TRUST, { value: this, configurable: true });
    document.addStatements(...this.statements);
  }

  public override dedupeString(): undefined {
    return undefined;
  }

  /** The trust policy as it is rendered, from all that was added to it. */
  public rendered(document: object): object {
    return document;
  }

  protected addStatement(statement: iam.PolicyStatement): void {
    this.statements.push(statement);
    this.document?.addStatements(statement);
  }
}

/**
 * Renders a role's trust as it was declared, statements that are added later included.
 *
 * CDK would sort it under the feature flag `minimizePolicies` only, and a flag must not change a trust.
 *
 * @param asText renders JSON text: a condition key can be a token there, which it can't be in a template's object
 */
export function renderTrust(role: iam.Role, asText = false): void {
  const resource = ownedResource(role);
  if (resource === undefined) return;
  resource.assumeRolePolicyDocument = Lazy.any({
    produce: (): unknown => {
      const { assumeRolePolicy } = role;
      const all = assumeRolePolicy?.toJSON() as object | undefined;
      const document = all && (TrustDocument.in(assumeRolePolicy)?.rendered(all) ?? all);
      return asText ? resource.stack.toJsonString(document) : document;
    },
  });
}

/** The same for a role that its author made without this library: rendered as CDK does, flags included. */
export function renderPlainTrust(role: iam.Role): void {
  const resource = ownedResource(role);
  if (resource === undefined) return;
  const before: unknown = resource.assumeRolePolicyDocument;
  resource.assumeRolePolicyDocument = Lazy.uncachedAny({
    produce: (context) =>
      TrustDocument.in(role.assumeRolePolicy)?.rendered(context.resolve(before) as object) ?? before,
  });
}
