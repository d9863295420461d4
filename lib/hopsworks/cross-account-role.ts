import { Stack, aws_iam as iam } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { areDifferent } from '../private/aws/environment';
import { endOf } from '../private/role/identity';
import { keepRole, fixedNaming } from '../private/role/role-name';
import { TrustDocument } from '../private/role/trust-document';
import { attachInParts, checkVendor, vendorTrust } from '../private/vendor/vendor-role';
import { fail, pathOf, warn } from '../private/words/errors';
import { checkConditionKeys, checkGiven, given } from '../private/words/given';
import type { RoleOptions } from '../role-options';
import { warnOfChainingRoles, originOf, type PolicyOrigin } from './private/policy-origin';

/** What a cross-account role is made from. */
export interface CrossAccountRoleProps extends RoleOptions {
  /** The account of the vendor's control plane, 12 digits, as its web console shows it. No value is published. */
  readonly vendorAccountId: string;

  /** The external id that the vendor's web console shows: 2 to 1,224 characters from `A-Z a-z 0-9 _ + = , . @ : / -`. */
  readonly externalId: string;

  /**
   * What the control plane may do: `CrossAccountPolicy.lockedTo` or `.unrestricted`. Any other document, and statements of your own
   * in one of these, count as wider than the default. Add statements before it is given here.
   */
  readonly policy: iam.PolicyDocument;
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
 *   vendorAccountId: '123456789012',
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
    checkProps(scope, id, props);
    const { policy, managedPolicies = [] } = props;
    const naming = fixedNaming(scope, id, props);
    super(scope, id, {
      assumedBy: new TrustDocument(vendorTrust(props, 'AllowControlPlane')),
      ...naming,
      description: props.description,
      permissionsBoundary: props.permissionsBoundary,
      managedPolicies: props.managedPolicies,
      maxSessionDuration: props.maxSessionDuration,
    });
    keepRole(this, naming);
    attachInParts(
      this,
      props.path,
      policy,
      managedPolicies.length,
      'Lock the policy to fewer VPCs or instance profiles',
    );
    const { statementCount } = policy;
    this.node.addValidation({
      validate: () =>
        policy.statementCount === statementCount
          ? []
          : [`${this.node.path}: its policy got statements after it was given to the role, which are missing there.`],
    });
    const origin = originOf(policy);
    if (origin?.isLocked !== true) warn(this, 'hopsworksWiderCrossAccountPolicy', tooWide(origin));
    if (origin !== undefined) warnOfChainingRoles(this, origin);
  }
}

function checkProps(scope: Construct, id: string, props: CrossAccountRoleProps): void {
  const { policy } = given(pathOf(scope, id), props);
  checkVendor(scope, id, props);
  checkGiven(pathOf(scope, id), 'policy', policy, { is: 'a document of CrossAccountPolicy.lockedTo', has: 'isEmpty' });
  if (policy.isEmpty) {
    fail(pathOf(scope, id), 'policy has no statement, which IAM rejects: use CrossAccountPolicy.lockedTo.');
  }
  checkConditionKeys(pathOf(scope, id), 'policy', policy.toJSON());
  const { account } = Stack.of(scope);
  for (const { role } of originOf(policy)?.instanceProfiles ?? []) {
    if (role === undefined || !areDifferent(endOf(role).account, account)) continue;
    fail(
      pathOf(scope, id),
      `policy is locked to instance profiles of account ${endOf(role).account}, which a role of account ${account} cannot pass: ` +
        'create the role in a stack of their account.',
    );
  }
}

function tooWide(origin: PolicyOrigin | undefined): string {
  const advice = 'CrossAccountPolicy.lockedTo without asDocumented has these holes closed.';
  if (origin === undefined) {
    return (
      'the policy is not made by CrossAccountPolicy, so that it counts as wider than what clusters need: nothing is known of what it lets ' +
      `the control plane take over. ${advice}`
    );
  }
  return (
    `${origin.call} lets the control plane do more than its clusters need: whoever gets hold of it can take over instances that are ` +
    `not theirs. ${advice}`
  );
}
