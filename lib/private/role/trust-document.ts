import { Lazy, aws_iam as iam } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { fail, pathOf } from '../words/errors';
import { checkConditionKeys, copyOf, described } from '../words/given';
import { keptRole, type KeptRole } from './kept-role';
import { RenderedDocument } from './rendering';

const DECLARED = Symbol.for('cdk-iam-role-chaining.declaredTrust');

/** Of no principal that anything could be granted to. */
const NOBODY = new iam.PrincipalPolicyFragment({});

/** A trust policy, with what this library wrote into it. */
interface Declaring {
  [DECLARED]?: TrustDocument[];
}

/**
 * Lets a role be made with trust statements of its own, Sids included, instead of a principal that CDK turns into a statement.
 *
 * Statements that are added later reach the role's document too.
 */
export class TrustDocument extends iam.PrincipalBase {
  public statements: iam.PolicyStatement[];
  private document?: iam.PolicyDocument;

  constructor(...statements: iam.PolicyStatement[]) {
    super();
    this.statements = statements;
  }

  /** The statements that a principal would write, with Sids; throws where there is no principal. */
  public static from(scope: IConstruct, id: string, assumedBy: iam.IPrincipal): TrustDocument {
    if (assumedBy instanceof TrustDocument) return assumedBy;
    const principal = (assumedBy as Partial<iam.IPrincipal> | undefined)?.grantPrincipal;
    if (principal === undefined || 'groupName' in principal) {
      fail(
        pathOf(scope, id),
        `assumedBy is ${described(assumedBy)}: give a principal, no group, such as \`new iam.ServicePrincipal("ecs-tasks.amazonaws.com")\`.`,
      );
    }
    const document = new iam.PolicyDocument({ minimize: false });
    if (principal instanceof iam.PrincipalBase) principal.addToAssumeRolePolicy(document);
    else
      document.addStatements(
        new iam.PolicyStatement({ actions: [principal.assumeRoleAction], principals: [principal] }),
      );
    checkConditionKeys(pathOf(scope, id), 'assumedBy', document.toJSON());
    const { Statement: statements = [] } = document.toJSON() as { Statement?: { Sid?: string }[] };
    return new TrustDocument(
      ...statements.map((statement, index) =>
        iam.PolicyStatement.fromJson({
          Sid: `AllowAssumedBy${index === 0 ? '' : index + 1}`,
          ...(copyOf(statement) as object),
        }),
      ),
    );
  }

  public get policyFragment(): iam.PrincipalPolicyFragment {
    return NOBODY;
  }

  public override addToAssumeRolePolicy(document: iam.PolicyDocument): void {
    this.document = document;
    document.addStatements(...this.statements);
    const declaring = document as Declaring;
    declaring[DECLARED] = [...(declaring[DECLARED] ?? []), this];
  }

  public override dedupeString(): undefined {
    return undefined;
  }

  /** The statements that must be found in what is rendered. */
  public get declared(): iam.PolicyStatement[] {
    return this.statements;
  }

  /** What is equal for trusts that say the same, where that can be told without rendering them. */
  public get likeness(): string | undefined {
    return undefined;
  }

  /** The trust policy as it is rendered, from all that was added to it. */
  public rendered(document: object): object {
    return document;
  }

  protected addStatement(statement: iam.PolicyStatement): void {
    this.statements = [...this.statements, statement];
    this.document?.addStatements(statement);
  }
}

/** The statements that this library put into a trust. */
export function declaredStatements(document: iam.PolicyDocument): iam.PolicyStatement[] {
  return (document as Declaring)[DECLARED]?.flatMap(({ declared }) => declared) ?? [];
}

/** What is equal for trust policies that say the same, as far as that is known of what stands in them. */
export function likenessOf(document: iam.PolicyDocument): string | undefined {
  const [only, ...others] = (document as Declaring)[DECLARED] ?? [];
  const isWhole = others.length === 0 && only?.statements.length === document.statementCount;
  return isWhole ? only.likeness : undefined;
}

function rendered(document: iam.PolicyDocument, all: object): object {
  return (document as Declaring)[DECLARED]?.reduce((rest, each) => each.rendered(rest), all) ?? all;
}

/**
 * Renders a role's trust as it was declared, statements that are added later included.
 *
 * CDK would sort it under the feature flag `minimizePolicies` only, and a flag must not change a trust.
 *
 * @param asText renders JSON text: a condition key can be a token there, which it can't be in a template's object
 */
export function renderTrust(kept: KeptRole, asText = false): void {
  const { role, resource } = kept;
  const document = kept.trust?.document;
  if (resource === undefined || document === undefined) return;
  if ((document as Declaring)[DECLARED] === undefined) {
    fail(role, 'its trust was replaced while it was made: a property injector for `iam.Role` must keep `assumedBy`.');
  }
  const property = new RenderedDocument(() => {
    const all = rendered(document, document.toJSON() as object);
    return asText ? resource.stack.toJsonString(all) : all;
  });
  resource.assumeRolePolicyDocument = property;
  kept.trust = { document, property, asText };
}

/** The same for a role that its author made without this library: rendered as CDK does, flags included. */
export function renderPlainTrust(role: iam.Role): void {
  const kept = keptRole(role);
  const { assumeRolePolicy: document } = role;
  // Where its author has it render something else, the comparison at synth tells.
  if (document === undefined || kept.resource?.assumeRolePolicyDocument !== document) return;
  const property = Lazy.uncachedAny({ produce: (context) => rendered(document, context.resolve(document) as object) });
  kept.resource.assumeRolePolicyDocument = property;
  kept.trust = { document, property, asText: false };
}
