import { CfnResource, aws_iam as iam } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { ChainTrust, type IChainingRole, type TrustOptions } from '../../chain';
import { conditionOf, mayLack } from '../role/deployment-condition';
import { render } from '../role/rendering';
import { isGone, type RoleEnd } from '../role/identity';
import type { KeptRole } from '../role/kept-role';
import { isTrustTouched } from '../role/rendered-role';
import { TrustDocument } from '../role/trust-document';
import type { SessionAction } from '../access/policy/trust';
import { type ExistingTrust, lateErrors } from './existing-trust';
import type { SessionFeatures } from './session';
import {
  checkTrustOptions,
  copyOfOptions,
  trustConditions,
  needsChainingRole,
  trustedPrincipal,
} from './trust-conditions';

const TRUST = Symbol.for('cdk-iam-role-chaining.chainTrust');

/** A chaining role as a trust sees it. */
export interface Trusted {
  readonly chainingRole: IChainingRole;
  readonly end: RoleEnd;
}

/** A chaining role in a trust, with what its sessions may carry. */
interface Link extends Trusted {
  readonly features: SessionFeatures;
  /** The actions that statements of ours allow it; the role's author allows the others. */
  readonly allowed: readonly Allowed[];
}

interface Allowed {
  readonly action: SessionAction;
  readonly suffix: string;
  readonly isWanted: (features: SessionFeatures) => boolean;
}

const ACTIONS: Allowed[] = [
  { action: 'sts:AssumeRole', suffix: '', isWanted: () => true },
  { action: 'sts:TagSession', suffix: 'WithTags', isWanted: ({ tags }) => tags },
  {
    action: 'sts:SetSourceIdentity',
    suffix: 'WithSourceIdentity',
    isWanted: ({ sourceIdentity }) => sourceIdentity,
  },
];

/**
 * What this library writes into the trust policy of a role: one statement per action, which grows as chaining roles are added.
 *
 * Tags and source identity have statements of their own, because their actions carry no external id.
 */
export class ChainTrustDocument extends TrustDocument {
  /** What this library writes into the trust of a role, if it does. */
  public static of(role: IConstruct): ChainTrustDocument | undefined {
    return (role as { [TRUST]?: ChainTrustDocument })[TRUST];
  }

  private readonly options: TrustOptions;
  private readonly trust: ChainTrust;
  // Most hold one: a list that is copied takes no more room than it needs, one that grows takes seventeen places.
  private links: readonly Link[] = [];

  /**
   * Throws for options that IAM would reject.
   *
   * @param at is what errors are about
   * @param options is what the trust demands of chaining roles
   * @param consumer holds the document; without it, the document is handed to somebody else
   */
  constructor(
    private readonly at: string,
    options: TrustOptions,
    private readonly consumer?: IConstruct,
  ) {
    super();
    checkTrustOptions(at, options);
    this.options = copyOfOptions(options);
    this.trust = options.trust ?? ChainTrust.exactRole();
  }

  /** In declared order; those that were taken out of their tree are gone. */
  public get trusted(): Trusted[] {
    return this.liveLinks;
  }

  /**
   * From now on this is what the library writes into the trust of the role.
   *
   * @param kept is what is kept of the role
   * @param isOnlyWayIn tells whether nobody but its chaining roles assumes it
   */
  public attachTo(kept: KeptRole, isOnlyWayIn: boolean): void {
    Object.defineProperty(kept.role, TRUST, { value: this });
    kept.checks = [...kept.checks, () => this.errorsAtSynth(kept, isOnlyWayIn)];
  }

  /** What a chaining role's permissions policy must carry to match this trust; undefined for one that it does not name. */
  public featuresFor({ role }: RoleEnd): SessionFeatures | undefined {
    return this.links.find(({ end }) => end.role === role)?.features;
  }

  /**
   * Writes the statements for a chaining role, apart from those that the role's trust holds already.
   *
   * @returns whether a statement names the chaining role by its ARN, so that it must exist first
   */
  public add(trusted: Trusted, existing?: ExistingTrust): boolean {
    const { chainingRole, end } = trusted;
    if (this.featuresFor(end) !== undefined) return false;
    const features = {
      tags:
        this.options.allowSessionTags === true ||
        chainingRole.requiresTagSession ||
        existing?.allows('sts:TagSession') === true,
      sourceIdentity: this.options.allowSourceIdentity === true || existing?.allows('sts:SetSourceIdentity') === true,
    };
    const allowed = ACTIONS.filter(({ action, isWanted }) => isWanted(features) && existing?.allows(action) !== true);
    this.links = [...this.links, { chainingRole, end, features, allowed }];
    for (const each of allowed) this.write(each, end);
    return existing?.namesRole === true || (allowed.length > 0 && needsChainingRole(this.trust));
  }

  /** Chaining roles that were taken out of their tree are trusted no more. */
  public override get declared(): iam.PolicyStatement[] {
    const live = this.liveLinks;
    if (live.length === this.links.length) return this.statements;
    const rest = new ChainTrustDocument(this.at, this.options, this.consumer);
    for (const { end, allowed } of live) for (const each of allowed) rest.write(each, end);
    return rest.statements;
  }

  public override get likeness(): string {
    const links = this.links.map(({ end, allowed }) => [end.role.node.path, allowed.map(({ action }) => action)]);
    return JSON.stringify([this.options, ...links]);
  }

  public override rendered(document: object): object {
    const { declared } = this;
    if (declared === this.statements) return document;
    const own = new Set(this.statements.map(({ sid }) => sid));
    const left = new Map(declared.map((statement) => [statement.sid, statement.toStatementJson() as object]));
    const { Statement: statements = [] } = document as { Statement?: { Sid?: string }[] };
    return {
      ...document,
      Statement: statements.flatMap((each) => (own.has(each.Sid) ? (left.get(each.Sid) ?? []) : [each])),
    };
  }

  /** What was done to the chain after it was made. */
  private errorsAtSynth({ role, resource, trust }: KeptRole, isOnlyWayIn: boolean): string[] {
    const live = this.liveLinks;
    const conditional =
      resource === undefined
        ? []
        : [...this.conditionErrors(role, resource, live), ...this.orderErrors(role, resource, live)];
    if (live.length === 0 && isOnlyWayIn) {
      return [
        `${role.node.path} has no chaining role left: those that it was declared with were taken out of the app. ` +
          'Give it another in `chainingRoles`, or take it out too.',
      ];
    }
    const isTouched = resource !== undefined && trust !== undefined && isTrustTouched(resource, trust);
    if (!isTouched && trust?.document.statementCount === this.statements.length) return conditional;
    const document: unknown = isTouched
      ? render(resource).Properties?.AssumeRolePolicyDocument
      : trust?.document.toJSON();
    return [
      ...conditional,
      ...live.flatMap(({ end, allowed }) =>
        lateErrors(role, document, end, !allowed.some(({ action }) => action === 'sts:AssumeRole')),
      ),
    ];
  }

  /** IAM refuses a principal that does not exist. */
  private conditionErrors(role: IConstruct, resource: iam.CfnRole, links: readonly Link[]): string[] {
    if (!needsChainingRole(this.trust)) return [];
    return links.flatMap(({ end }) => {
      if (end.resource === undefined || !mayLack(resource, end.resource)) return [];
      return [
        `${role.node.path} trusts ${end.role.node.path}, which is deployed on the condition ${conditionOf(end.resource)} only: without it, IAM refuses ` +
          'the trust. Give both the same condition, or use `trust: ChainTrust.accountRoot()`, which needs no role to be there.',
      ];
    });
  }

  /** A dependency of the user may want the order that the reference in the trust forbids; CloudFormation would find the circle. */
  private orderErrors(role: IConstruct, resource: iam.CfnRole, links: readonly Link[]): string[] {
    if (!needsChainingRole(this.trust)) return [];
    return links
      .filter(({ end }) => end.resource?.stack === resource.stack && waitsFor(end.resource, resource))
      .map(
        ({ end }) =>
          `${role.node.path} trusts ${end.role.node.path}, which must exist first, but a dependency has that one wait for it: a circle. ` +
          'Remove `addDependency`, or use `trust: ChainTrust.accountRoot()`, which needs no order.',
      );
  }

  private get liveLinks(): Link[] {
    return this.links.filter(({ end }) => !isGone(end));
  }

  private write({ action, suffix }: Allowed, end: RoleEnd): void {
    const { arn, condition } = trustedPrincipal(this.trust, end, this.consumer);
    const sid = `AllowChainingRoles${suffix}${this.options.trustRevision ?? ''}`;
    const known = this.statements.find((statement) => statement.sid === sid);
    const statement = known ?? this.newStatement(sid, action, arn);
    // Several chaining roles of one account share its root.
    if (
      known?.principals.some((principal) => principal instanceof iam.ArnPrincipal && principal.arn === arn) === false
    ) {
      known.addPrincipals(new iam.ArnPrincipal(arn));
    }
    if (condition === undefined) return;
    const { operator, key, value } = condition;
    const conditions = statement.conditions as Record<string, Record<string, string | string[]> | undefined>;
    const before = conditions[operator]?.[key];
    const values = [...new Set([before ?? [], value].flat())];
    statement.addCondition(operator, { [key]: values.length === 1 ? value : values });
  }

  private newStatement(sid: string, action: string, arn: string): iam.PolicyStatement {
    const statement = new iam.PolicyStatement({
      sid,
      actions: [action],
      principals: [new iam.ArnPrincipal(arn)],
      conditions: trustConditions(this.options, action),
    });
    this.addStatement(statement);
    return statement;
  }
}

/** Whether a resource is deployed after another of its stack, by dependencies that were declared. */
function waitsFor(one: CfnResource, other: CfnResource, seen = new Set<CfnResource>()): boolean {
  if (seen.has(one)) return false;
  seen.add(one);
  return one
    .obtainDependencies()
    .some((next) => CfnResource.isCfnResource(next) && (next === other || waitsFor(next, other, seen)));
}
