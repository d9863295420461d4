import { Duration, Token, aws_iam as iam } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { IChainingRole, TrustOptions } from './chain';
import { ChainingSide } from './private/chain/chaining-side';
import { deployAfter, TRUSTS_BY_ARN } from './private/chain/order';
import { checkPair } from './private/chain/pair';
import { permissionStatements } from './private/chain/packed-policy';
import { ChainTrustDocument, type Trusted } from './private/chain/trust';
import { checkTrustOptions, demanding, inItsAccount } from './private/chain/trust-conditions';
import { endOf, endToMake, literalArn, type RoleEnd } from './private/role/identity';
import { keepRole, fixedNaming } from './private/role/role-name';
import { fail, pathOf, shown, warn } from './private/words/errors';
import { checkConditionKeys, given } from './private/words/given';
import type { RoleOptions } from './role-options';

/** What a resource role is made from. */
export interface ResourceRoleProps extends RoleOptions, TrustOptions {
  /** The chaining roles that may become this role; at least one. Trust and permissions policy of each chain are written. */
  readonly chainingRoles: IChainingRole[];

  /**
   * Inline policies that give the role its data permissions, by name; each with at least one statement.
   *
   * @default - none
   */
  readonly inlinePolicies?: { [name: string]: iam.PolicyDocument };
}

/**
 * A role that owns data permissions and is assumed through chaining roles.
 *
 * Creates one `AWS::IAM::Role`, and writes its ARN into a managed policy of each chaining role. Throws for an empty list of chaining
 * roles, a role that would trust itself, environments that can't be compared, and values that IAM would reject.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining
 *
 * @example
 * declare const head: InstanceProfileRole;
 * new ResourceRole(this, 'Athena', {
 *   chainingRoles: [head],
 *   managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonAthenaFullAccess')],
 * });
 */
export class ResourceRole extends iam.Role {
  /**
   * The trust statements that a resource role needs which exists already and is managed elsewhere.
   *
   * They set no order of deployment. Two calls for one role need different `trustRevision`s, since no Sid may stand twice in a
   * trust. Throws for an empty list and for options that IAM would reject.
   *
   * @param chainingRoles are the roles to trust; at least one
   * @param options is what the trust demands of them
   */
  public static trustStatements(chainingRoles: IChainingRole[], options: TrustOptions = {}): iam.PolicyStatement[] {
    const at = 'ResourceRole.trustStatements';
    checkTrustOptions(at, options);
    const trust = new ChainTrustDocument(at, demanding(at, options));
    for (const each of trustedRoles(at, chainingRoles)) trust.add(each);
    return trust.statements;
  }

  private readonly trustDocument: ChainTrustDocument;
  private readonly end: RoleEnd;

  /**
   * @param scope is the scope to create the role in
   * @param id is the construct id
   * @param props names the chaining roles and the data permissions
   */
  constructor(scope: Construct, id: string, props: ResourceRoleProps) {
    const at = pathOf(scope, id);
    const naming = fixedNaming(scope, id, props);
    checkInlinePolicies(at, props.inlinePolicies);
    const trusted = trustedRoles(at, props.chainingRoles);
    const trust = new ChainTrustDocument(at, props, scope);
    const own = endToMake(scope, naming);
    const orders: RoleEnd[] = [];
    for (const each of trusted) {
      checkPair(at, own, each.end);
      if (trust.add(each)) orders.push(each.end);
    }
    super(scope, id, {
      assumedBy: trust,
      ...naming,
      description: props.description,
      permissionsBoundary: props.permissionsBoundary,
      managedPolicies: props.managedPolicies,
      inlinePolicies: props.inlinePolicies && { ...props.inlinePolicies },
      maxSessionDuration: props.maxSessionDuration,
    });
    this.trustDocument = trust;
    trust.attachTo(keepRole(this, naming), true);
    for (const end of orders) deployAfter(this, end, TRUSTS_BY_ARN);
    this.end = endOf(this);
    for (const { chainingRole } of trusted) {
      const side = ChainingSide.of(chainingRole);
      if (side === undefined) chainingRole.allowAssuming(this);
      else side.admit(this, this.end);
    }
    const { maxSessionDuration } = props;
    if (maxSessionDuration !== undefined && maxSessionDuration.toSeconds() > Duration.hours(1).toSeconds()) {
      warn(
        this,
        'chainedSessionOneHour',
        `maxSessionDuration is ${maxSessionDuration.toHumanString()}, but a session reached through a chaining role lasts 1 hour at most, ` +
          'and asking for more is refused. Leave it out, unless somebody assumes this role directly.',
      );
    }
  }

  /** The chaining roles that may become this role; a copy. */
  public get chainingRoles(): IChainingRole[] {
    return this.trustDocument.trusted.map(({ chainingRole }) => chainingRole);
  }

  /**
   * The statements that a chaining role's permissions policy needs to become this role: what the owner of an imported one must add.
   *
   * With `sts:TagSession` if any of the chaining roles needs it. Literal where the stack's account and region are known.
   */
  public get assumeRoleStatements(): iam.PolicyStatement[] {
    const features = this.trustDocument.trusted.flatMap(({ end }) => this.trustDocument.featuresFor(end) ?? []);
    return permissionStatements(literalArn(inItsAccount(this.end)), {
      tags: features.some(({ tags }) => tags),
      sourceIdentity: features.some(({ sourceIdentity }) => sourceIdentity),
    });
  }
}

function checkInlinePolicies(at: string, inlinePolicies: ResourceRoleProps['inlinePolicies'] = {}): void {
  for (const [name, document] of Object.entries(given(at, inlinePolicies, 'inlinePolicies'))) {
    if (typeof (document as Partial<iam.PolicyDocument> | undefined)?.toJSON !== 'function') {
      fail(at, `inlinePolicies["${name}"] is ${shown(document)}: give an \`iam.PolicyDocument\`.`);
    }
    if (document.isEmpty) {
      fail(
        at,
        `inlinePolicies["${name}"] has no statement, which CloudFormation rejects: add one, or leave the policy out.`,
      );
    }
    checkConditionKeys(at, `inlinePolicies["${name}"]`, document.toJSON());
    if (!Token.isUnresolved(name) && !/^[\w+=,.@-]{1,128}$/.test(name)) {
      fail(
        at,
        `inlinePolicies has the name "${name}": 1 to 128 characters from A-Z a-z 0-9 _ + = , . @ - are allowed.`,
      );
    }
  }
}

/** Finds out who the chaining roles are; throws for an empty list and for what is none. */
function trustedRoles(at: string, chainingRoles: IChainingRole[] | undefined): Trusted[] {
  if (!Array.isArray(chainingRoles) || chainingRoles.length === 0) {
    fail(
      at,
      `chainingRoles is ${Array.isArray(chainingRoles) ? 'empty' : `no list, but ${shown(chainingRoles)}`}: give a list with at least ` +
        'one chaining role, since nothing else can assume a resource role.',
    );
  }
  return [...new Set(chainingRoles)].map((chainingRole: Partial<IChainingRole> | undefined) => {
    if (typeof chainingRole?.allowAssuming === 'function') {
      return { chainingRole: chainingRole as IChainingRole, end: endOfChaining(chainingRole as IChainingRole) };
    }
    const path = chainingRole?.node?.path;
    fail(
      at,
      path === undefined
        ? `chainingRoles holds ${shown(chainingRole)}, which is no chaining role: give one, such as an InstanceProfileRole, or ` +
            "`ChainingRole.fromChainingRoleArn(this, 'ChainingRole', arn)` for a role that exists already."
        : `chainingRoles holds ${path}, which is no chaining role: give \`ChainingRole.fromRole(this, 'ChainingRole', role)\` for a ` +
            'role that other constructs make.',
    );
  });
}

/** A class of the user's own may stand before a chaining role. */
function endOfChaining(chainingRole: IChainingRole): RoleEnd {
  return ChainingSide.of(chainingRole)?.end ?? endOf(chainingRole);
}
