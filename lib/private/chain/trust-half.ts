import { aws_iam as iam } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { ChainTrust, type IChainingRole, type TrustOptions } from '../../chain';
import type { ExistingTrust } from './existing-trust';
import { ownerOf } from '../role/identity';
import { trustConditions } from './trust-conditions';
import { needsChainingRole, trustedPrincipal } from './trusted-principal';
import { TrustDocument } from '../role/trust-document';

/** What a chaining role needs beyond sts:AssumeRole to become a role; the same on both halves. */
export interface SessionFeatures {
  readonly tags: boolean;
  readonly sourceIdentity: boolean;
}

/**
 * The trust half of a role: one statement per action, which grows as chaining roles are added.
 *
 * Tags and source identity have statements of their own, because their actions carry no external id.
 */
export class TrustHalf extends TrustDocument {
  private static readonly ofRole = new WeakMap<IConstruct, TrustHalf>();

  /** The trust half that this library writes for a role, if it does. */
  public static of(role: IConstruct): TrustHalf | undefined {
    return TrustHalf.ofRole.get(role);
  }

  private readonly trust: ChainTrust;
  private readonly trusted: IChainingRole[] = [];
  private readonly statementOf = new Map<string, iam.PolicyStatement>();

  constructor(
    private readonly options: TrustOptions,
    private readonly consumer?: IConstruct,
  ) {
    super();
    this.trust = options.trust ?? ChainTrust.exactRole();
  }

  public get chainingRoles(): IChainingRole[] {
    return [...this.trusted];
  }

  /** From now on this is the trust half of the role. */
  public attachTo(role: IConstruct): void {
    TrustHalf.ofRole.set(role, this);
  }

  /** What a chaining role's permission half must carry to match this trust. */
  public featuresFor(chainingRole: IChainingRole): SessionFeatures {
    return {
      tags: this.options.allowSessionTags === true || chainingRole.requiresTagSession,
      sourceIdentity: this.options.allowSourceIdentity === true,
    };
  }

  public names(chainingRole: IChainingRole): boolean {
    const owner = ownerOf(chainingRole);
    return this.trusted.some((trusted) => ownerOf(trusted) === owner);
  }

  /**
   * Writes the statements for a chaining role, apart from those that the role's trust holds already.
   *
   * @returns whether a statement names the chaining role by its ARN, so that it must exist first
   */
  public add(chainingRole: IChainingRole, existing?: ExistingTrust): boolean {
    if (this.names(chainingRole)) return false;
    this.trusted.push(chainingRole);
    const { tags, sourceIdentity } = this.featuresFor(chainingRole);
    const statements = [
      { action: 'sts:AssumeRole', suffix: '', wanted: true },
      { action: 'sts:TagSession', suffix: 'WithTags', wanted: tags },
      { action: 'sts:SetSourceIdentity', suffix: 'WithSourceIdentity', wanted: sourceIdentity },
    ].filter(({ action, wanted }) => wanted && existing?.allows(action) !== true);
    for (const { action, suffix } of statements) this.write(action, suffix, chainingRole);
    return existing?.namesRole === true || (statements.length > 0 && needsChainingRole(this.trust));
  }

  private write(action: string, suffix: string, chainingRole: IChainingRole): void {
    const statement = this.statementOf.get(action) ?? this.newStatement(action, suffix);
    const { arn, condition } = trustedPrincipal(this.trust, chainingRole, this.consumer);
    // Several chaining roles of one account share its root.
    const named = statement.principals.some(
      (principal) => principal instanceof iam.ArnPrincipal && principal.arn === arn,
    );
    if (!named) statement.addPrincipals(new iam.ArnPrincipal(arn));
    if (condition === undefined) return;
    const { operator, key, value } = condition;
    const conditions = statement.conditions as Record<string, Record<string, string | string[]> | undefined>;
    const before = conditions[operator]?.[key];
    const values = [...new Set([before ?? [], value].flat())];
    statement.addCondition(operator, { [key]: values.length === 1 ? value : values });
  }

  private newStatement(action: string, suffix: string): iam.PolicyStatement {
    const statement = new iam.PolicyStatement({
      sid: `AllowChainingRoles${suffix}${this.options.trustRevision ?? ''}`,
      actions: [action],
      conditions: trustConditions(this.options, action),
    });
    this.statementOf.set(action, statement);
    this.addStatement(statement);
    return statement;
  }
}
