import { type Duration, Stack, aws_iam as iam } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { AccountRelation, accountOf, compareAccounts } from '../private/aws/accounts';
import { keepRole } from '../private/role/keep-role';
import { fail, pathOf, shown } from '../private/words/errors';
import { warn } from '../private/words/warnings';
import { fixedRoleName } from '../private/role/role-name';
import { ACCOUNT_ID, isText } from '../private/aws/patterns';
import { checkExternalId } from '../private/chain/trust-conditions';
import { TrustDocument } from '../private/role/trust-document';
import { warnOfChainingRoles } from './private/chaining-warning';
import { originOf } from './private/policy-origin';
import { splitForManagedPolicies } from '../private/vendor/split-policy';

/** What a cross-account role is made from. */
export interface CrossAccountRoleProps {
  /** The account of the vendor's control plane, 12 digits, as its web console shows it. No value is published. */
  readonly controlPlaneAccountId: string;

  /** The external id that the vendor's web console shows: 2 to 1,224 characters from `A-Z a-z 0-9 _ + = , . @ : / -`. */
  readonly externalId: string;

  /** What the control plane may do: `CrossAccountPolicy.lockedTo` or `.unrestricted`. Add statements before it is given here. */
  readonly policy: iam.PolicyDocument;

  /**
   * The name of the role: 1 to 64 characters from `A-Z a-z 0-9 _ + = , . @ -`, unique in its account.
   *
   * @default - derived from the construct path, the region when it is known, and the IAM path; it never changes afterwards
   */
  readonly roleName?: string;

  /**
   * The IAM path of the role, which begins and ends with a slash; at most 512 characters.
   *
   * @default "/"
   */
  readonly path?: string;

  /**
   * What the role is for; at most 1,000 characters.
   *
   * @default - no description
   */
  readonly description?: string;

  /**
   * The permissions boundary of the role.
   *
   * @default - no boundary of its own; one that an aspect sets is kept
   */
  readonly permissionsBoundary?: iam.IManagedPolicy;

  /**
   * Further managed policies of the role; they count towards the ten that a role may carry.
   *
   * @default - only those that hold `policy`
   */
  readonly managedPolicies?: iam.IManagedPolicy[];

  /**
   * The longest session of the control plane, between 1 and 12 hours.
   *
   * @default Duration.hours(1)
   */
  readonly maxSessionDuration?: Duration;
}

/**
 * The role through which the vendor's control plane works in an account.
 *
 * Creates the role, which trusts the control plane's account with the external id, and as few managed policies as hold `policy`.
 * Throws for an account or external id that AWS rejects, an empty policy, and a policy that does not fit. Warns of a policy that
 * is wider than the default, and of an instance profile through which the control plane could become resource roles.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
 *
 * @example
 * declare const policy: iam.PolicyDocument;
 * new hopsworks.CrossAccountRole(this, 'ControlPlane', {
 *   controlPlaneAccountId: '123456789012',
 *   externalId: 'from-the-web-console',
 *   policy,
 * });
 */
export class CrossAccountRole extends iam.Role {
  /**
   * @param scope is the scope to create the role in
   * @param id is the construct id
   * @param props names the control plane and what it may do
   */
  constructor(scope: Construct, id: string, props: CrossAccountRoleProps) {
    const { policy, managedPolicies = [] } = props;
    const roleName = fixedRoleName(scope, id, props);
    checkProps(scope, id, props);
    super(scope, id, {
      assumedBy: new TrustDocument(trustStatement(Stack.of(scope), props)),
      roleName,
      path: props.path,
      description: props.description,
      permissionsBoundary: props.permissionsBoundary,
      managedPolicies: props.managedPolicies,
      maxSessionDuration: props.maxSessionDuration,
    });
    keepRole(this, roleName, props.path);
    for (const [index, document] of splitForManagedPolicies(this, policy, managedPolicies.length).entries()) {
      const policyId = `Policy${index === 0 ? '' : index + 1}`;
      new iam.ManagedPolicy(this, policyId, { path: props.path, roles: [this], document });
    }
    const { statementCount } = policy;
    this.node.addValidation({
      validate: () =>
        policy.statementCount === statementCount
          ? []
          : [`${this.node.path}: its policy got statements after it was given to the role, which are missing there.`],
    });
    const origin = originOf(policy);
    if (origin?.wider !== undefined) {
      warn(
        this,
        'widerCrossAccountPolicy',
        `${origin.wider} lets the control plane do more than its clusters need: whoever gets hold of it can take over instances that are ` +
          'not theirs. CrossAccountPolicy.lockedTo without asDocumented has these holes closed.',
      );
    }
    if (origin !== undefined) warnOfChainingRoles(this, origin);
  }
}

function checkProps(scope: Construct, id: string, props: CrossAccountRoleProps): void {
  const { controlPlaneAccountId, externalId } = props;
  const policy = props.policy as iam.PolicyDocument | undefined;
  if (!isText(controlPlaneAccountId, ACCOUNT_ID)) {
    fail(
      pathOf(scope, id),
      `controlPlaneAccountId ${shown(controlPlaneAccountId)} is not allowed: the 12 digits that the vendor's web console shows.`,
    );
  }
  checkExternalId(scope, id, externalId);
  if (policy === undefined || policy.isEmpty) {
    const problem = policy === undefined ? 'is missing' : 'has no statement, which IAM rejects';
    fail(pathOf(scope, id), `policy ${problem}: use CrossAccountPolicy.lockedTo.`);
  }
  const { account } = Stack.of(scope);
  for (const { role } of originOf(policy)?.instanceProfiles ?? []) {
    if (role === undefined || compareAccounts(accountOf(role), account) !== AccountRelation.DIFFERENT) continue;
    fail(
      pathOf(scope, id),
      `policy is locked to instance profiles of account ${accountOf(role)}, which a role of account ${account} cannot pass: ` +
        'create the role in a stack of their account.',
    );
  }
}

function trustStatement(stack: Stack, props: CrossAccountRoleProps): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: 'AllowControlPlane',
    actions: ['sts:AssumeRole'],
    principals: [new iam.ArnPrincipal(`arn:${stack.partition}:iam::${props.controlPlaneAccountId}:root`)],
    conditions: { StringEquals: { 'sts:ExternalId': props.externalId } },
  });
}
