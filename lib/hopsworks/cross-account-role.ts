import { Stack, aws_iam as iam } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { AccountRelation, compareAccounts } from '../private/aws/environment';
import { endOf } from '../private/role/identity';
import { keepRole } from '../private/role/keep-role';
import { keepPart } from '../private/role/kept-role';
import { fail, pathOf, shown } from '../private/words/errors';
import { warn } from '../private/words/warnings';
import { fixedRoleName } from '../private/role/role-name';
import { ACCOUNT_ID, isText } from '../private/aws/patterns';
import { checkExternalId } from '../private/chain/trust-conditions';
import { TrustDocument } from '../private/role/trust-document';
import type { RoleOptions } from '../role-options';
import { warnOfChainingRoles } from './private/chaining-warning';
import { originOf } from './private/policy-origin';
import { splitForManagedPolicies } from '../private/vendor/split-policy';

/** What a cross-account role is made from. */
export interface CrossAccountRoleProps extends RoleOptions {
  /** The account of the vendor's control plane, 12 digits, as its web console shows it. No value is published. */
  readonly controlPlaneAccountId: string;

  /** The external id that the vendor's web console shows: 2 to 1,224 characters from `A-Z a-z 0-9 _ + = , . @ : / -`. */
  readonly externalId: string;

  /** What the control plane may do: `CrossAccountPolicy.lockedTo` or `.unrestricted`. Add statements before it is given here. */
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
      keepPart(this, new iam.ManagedPolicy(this, policyId, { path: props.path, roles: [this], document }));
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
  checkExternalId(pathOf(scope, id), externalId);
  if (policy === undefined || policy.isEmpty) {
    const problem = policy === undefined ? 'is missing' : 'has no statement, which IAM rejects';
    fail(pathOf(scope, id), `policy ${problem}: use CrossAccountPolicy.lockedTo.`);
  }
  const { account } = Stack.of(scope);
  for (const { role } of originOf(policy)?.instanceProfiles ?? []) {
    if (role === undefined || compareAccounts(endOf(role).account, account) !== AccountRelation.DIFFERENT) continue;
    fail(
      pathOf(scope, id),
      `policy is locked to instance profiles of account ${endOf(role).account}, which a role of account ${account} cannot pass: ` +
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
