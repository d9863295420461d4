import { Lazy, aws_iam as iam } from 'aws-cdk-lib';
import { ownedResource } from './identity';
import { keptRole } from './kept-role';

const DECLARED = Symbol.for('cdk-iam-role-chaining.declaredTrust');

interface Declaring {
  [DECLARED]?: iam.PolicyStatement[][];
}

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

  public override addToAssumeRolePolicy(document: iam.PolicyDocument): void {
    this.document = document;
    document.addStatements(...this.statements);
    const declaring = document as Declaring;
    declaring[DECLARED] = [...(declaring[DECLARED] ?? []), this.statements];
  }

  public override dedupeString(): undefined {
    return undefined;
  }

  protected addStatement(statement: iam.PolicyStatement): void {
    this.statements.push(statement);
    this.document?.addStatements(statement);
  }
}

/** The statements that this library put into a trust. */
export function declaredStatements(document: iam.PolicyDocument): iam.PolicyStatement[] {
  return (document as Declaring)[DECLARED]?.flat() ?? [];
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
  const { assumeRolePolicy: document } = role;
  if (resource === undefined || document === undefined) return;
  const property = Lazy.any({
    produce: (): unknown => (asText ? resource.stack.toJsonString(document.toJSON()) : document.toJSON()),
  });
  resource.assumeRolePolicyDocument = property;
  keptRole(role).trust = { document, property, asText };
}
