import { aws_iam as iam } from 'aws-cdk-lib';

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
  }

  public override dedupeString(): undefined {
    return undefined;
  }

  protected addStatement(statement: iam.PolicyStatement): void {
    this.statements.push(statement);
    this.document?.addStatements(statement);
  }
}
