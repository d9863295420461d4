import { Duration, Stack, Token, aws_iam as iam } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { IChainingRole, TrustOptions } from './chain';
import { deployAfter, TRUSTS_BY_ARN } from './private/chain/deployment-order';
import { keepRole } from './private/role/keep-role';
import { fail, pathOf } from './private/words/errors';
import { warn } from './private/words/warnings';
import { checkPair } from './private/chain/pair-check';
import { permissionStatements } from './private/chain/permission-half';
import { literalRoleArn } from './private/role/role-arn';
import { fixedRoleName } from './private/role/role-name';
import { checkTrustOptions } from './private/chain/trust-conditions';
import { TrustHalf } from './private/chain/trust-half';
import type { RoleOptions } from './role-options';

/** What a resource role is made from. */
export interface ResourceRoleProps extends RoleOptions, TrustOptions {
  /** The chaining roles that may become this role; at least one. Both halves of each chain are written. */
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
    const [first] = chainingRoles;
    if (first === undefined)
      throw new Error('ResourceRole.trustStatements: chainingRoles is empty, give at least one.');
    checkTrustOptions(first, 'trustStatements', options);
    const trustHalf = new TrustHalf(options);
    for (const chainingRole of chainingRoles) trustHalf.add(chainingRole);
    return trustHalf.statements;
  }

  private readonly trustHalf: TrustHalf;

  /**
   * @param scope is the scope to create the role in
   * @param id is the construct id
   * @param props names the chaining roles and the data permissions
   */
  constructor(scope: Construct, id: string, props: ResourceRoleProps) {
    const roleName = fixedRoleName(scope, id, props);
    checkProps(scope, id, props);
    const { account, partition } = Stack.of(scope);
    const trustHalf = new TrustHalf(props, scope);
    const orders: IChainingRole[] = [];
    for (const chainingRole of props.chainingRoles) {
      checkPair(scope, id, { partition, account, path: props.path ?? '/', name: roleName }, chainingRole, true);
      if (trustHalf.add(chainingRole)) orders.push(chainingRole);
    }
    super(scope, id, {
      assumedBy: trustHalf,
      roleName,
      path: props.path,
      description: props.description,
      permissionsBoundary: props.permissionsBoundary,
      managedPolicies: props.managedPolicies,
      inlinePolicies: props.inlinePolicies,
      maxSessionDuration: props.maxSessionDuration,
    });
    keepRole(this, roleName, props.path);
    this.trustHalf = trustHalf;
    trustHalf.attachTo(this);
    for (const chainingRole of orders) deployAfter(this, chainingRole, TRUSTS_BY_ARN);
    for (const chainingRole of new Set(props.chainingRoles)) chainingRole.allowAssuming(this);
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
    return this.trustHalf.chainingRoles;
  }

  /**
   * The statements that a chaining role needs to become this role: what the owner of an imported chaining role must add.
   *
   * With `sts:TagSession` if any of the chaining roles needs it. Literal where the stack's account and region are known.
   */
  public get permissionHalf(): iam.PolicyStatement[] {
    const features = this.trustHalf.chainingRoles.map((chainingRole) => this.trustHalf.featuresFor(chainingRole));
    return permissionStatements(literalRoleArn(this), {
      tags: features.some(({ tags }) => tags),
      sourceIdentity: features.some(({ sourceIdentity }) => sourceIdentity),
    });
  }
}

function checkProps(scope: Construct, id: string, props: ResourceRoleProps): void {
  if (props.chainingRoles.length === 0) {
    fail(
      pathOf(scope, id),
      'chainingRoles is empty: give at least one chaining role, since nothing else can assume a resource role.',
    );
  }
  checkTrustOptions(scope, id, props);
  for (const [name, document] of Object.entries(props.inlinePolicies ?? {})) {
    if (document.isEmpty) {
      fail(
        pathOf(scope, id),
        `inlinePolicies["${name}"] has no statement, which CloudFormation rejects: add one, or leave the policy out.`,
      );
    }
    if (!Token.isUnresolved(name) && !/^[\w+=,.@-]{1,128}$/.test(name)) {
      fail(
        pathOf(scope, id),
        `inlinePolicies has the name "${name}": 1 to 128 characters from A-Z a-z 0-9 _ + = , . @ - are allowed.`,
      );
    }
  }
}
