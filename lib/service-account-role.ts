import { Resource, Token, aws_iam as iam } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ChainingRole, type ChainingRoleOptions } from './chaining-role';
import type { ServiceAccount } from './service-account';
import { fail, pathOf, shown } from './private/words/errors';
import { readable } from './private/words/readable';
import { warn } from './private/words/warnings';
import {
  deployAfterProvider,
  providerArn,
  trustedProvider,
  type TrustedProvider,
} from './private/kubernetes/oidc-issuer';
import { oneOrMany } from './private/words/one-or-many';
import { endOf, literalArn } from './private/role/identity';
import { checkServiceAccountPatterns, checkServiceAccounts, subjectOf } from './private/kubernetes/service-accounts';
import { renderTrust, TrustDocument } from './private/role/trust-document';

const ANNOTATION_KEY = 'eks.amazonaws.com/role-arn';
const DEFAULT_AUDIENCES = ['sts.amazonaws.com'];

/** What a service-account role is made from. */
export interface ServiceAccountRoleProps extends ChainingRoleOptions {
  /**
   * The cluster's OIDC provider in IAM, in the role's own account: created here, imported, or from `providerFromIssuer`.
   *
   * A provider whose issuer only CloudFormation knows works without a custom resource.
   */
  readonly oidcProvider: iam.IOIDCProviderRef;

  /**
   * The service accounts that may assume the role, compared exactly.
   *
   * @default - none; then `serviceAccountPatterns` is needed
   */
  readonly serviceAccounts?: ServiceAccount[];

  /**
   * Service accounts that may assume the role, in which `*` and `?` are wildcards.
   *
   * Everybody who may create a matching service account can assume the role, hence the warning `serviceAccountPatterns`.
   *
   * @default - none; then `serviceAccounts` is needed
   */
  readonly serviceAccountPatterns?: ServiceAccount[];

  /**
   * The audiences that the token may be minted for.
   *
   * @default ["sts.amazonaws.com"], in every partition
   */
  readonly audiences?: string[];
}

/**
 * A chaining role for pods, through their service account and the cluster's OIDC provider (IAM roles for service accounts).
 *
 * Creates the role only. The trust compares both the audience and the subject of the token. Throws without any service account, for
 * wildcards among the exact ones, and for names that Kubernetes does not allow.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html
 *
 * @example
 * const pods = new ServiceAccountRole(this, 'Pods', {
 *   oidcProvider: ServiceAccountRole.providerFromIssuer(this, 'Oidc', 'https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE'),
 *   serviceAccounts: [{ namespace: 'hopsworks', name: 'hopsworks-instance' }],
 * });
 */
export class ServiceAccountRole extends ChainingRole {
  /**
   * The OIDC provider that IAM has for an issuer, in the account of the scope's stack; it is not created.
   *
   * Throws for what is no issuer URL, and for an EKS issuer without its `/id/…`.
   *
   * @param scope is the scope to import into
   * @param id is the construct id
   * @param issuerUrl is what `aws eks describe-cluster --query cluster.identity.oidc.issuer` prints; with or without `https://`
   */
  public static providerFromIssuer(scope: Construct, id: string, issuerUrl: string): iam.IOIDCProviderRef {
    return new IssuerProvider(scope, id, providerArn(scope, id, issuerUrl));
  }

  private readonly serviceAccounts: ServiceAccount[];

  /**
   * @param scope is the scope to create the role in
   * @param id is the construct id
   * @param props names the cluster and its service accounts
   */
  constructor(scope: Construct, id: string, props: ServiceAccountRoleProps) {
    const { oidcProvider, serviceAccounts = [], serviceAccountPatterns = [] } = props;
    const provider = trustedProvider(scope, id, oidcProvider);
    if (serviceAccounts.length + serviceAccountPatterns.length === 0) {
      fail(
        pathOf(scope, id),
        'it has neither serviceAccounts nor serviceAccountPatterns: name at least one service account.',
      );
    }
    checkServiceAccounts(scope, id, 'serviceAccounts', serviceAccounts);
    checkServiceAccountPatterns(scope, id, serviceAccountPatterns);
    checkAudiences(scope, id, props.audiences);
    super(scope, id, {
      ...props,
      assumedBy: new TrustDocument(...trustStatements(reportable(scope, provider), props)),
    });
    this.serviceAccounts = [...serviceAccounts];
    if (Token.isUnresolved(provider.issuer)) renderTrust(this, true);
    if (provider.resource !== undefined) deployAfterProvider(this, provider.resource);
    if (serviceAccountPatterns.length > 0) {
      warn(
        this,
        'serviceAccountPatterns',
        `Whoever may create a service account that fits ${readable(this, serviceAccountPatterns.map(subjectOf).join(' or '))} can assume it: ` +
          'name the service accounts in `serviceAccounts` where they are known.',
      );
    }
  }

  /**
   * The annotation that a service account needs: `eks.amazonaws.com/role-arn` and the role's ARN.
   *
   * Literal where the stack's account and region are known; otherwise it holds tokens, for outputs and manifests of the same app.
   */
  public get annotation(): { [key: string]: string } {
    return { [ANNOTATION_KEY]: literalArn(endOf(this)) };
  }

  /**
   * One `kubectl annotate` command for each exact service account. Running pods take the annotation when they are restarted.
   *
   * Holds tokens where `annotation` does.
   */
  public kubectlAnnotateCommands(): string[] {
    return this.serviceAccounts.map(
      ({ namespace, name }) =>
        `kubectl annotate serviceaccount --namespace ${namespace} ${name} ${ANNOTATION_KEY}=${literalArn(endOf(this))} --overwrite`,
    );
  }

  /** One Kubernetes ServiceAccount object, ready for YAML, for each exact service account. Holds tokens where `annotation` does. */
  public serviceAccountManifests(): any[] {
    return this.serviceAccounts.map(({ namespace, name }) => ({
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { namespace, name, annotations: this.annotation },
    }));
  }
}

/** Where `Role.customizeRoles` makes a report instead of templates, condition keys must be text: it is read by people only. */
function reportable(scope: Construct, { arn, issuer }: TrustedProvider): TrustedProvider {
  const customizing = scope.node.tryGetContext('@aws-cdk/iam:customizeRoles') as
    { preventSynthesis?: boolean } | undefined;
  return { arn, issuer: customizing?.preventSynthesis === true ? readable(scope, issuer) : issuer };
}

function checkAudiences(scope: Construct, id: string, audiences = DEFAULT_AUDIENCES): void {
  if (Token.isUnresolved(audiences)) {
    fail(
      pathOf(scope, id),
      'audiences is a list known only at deployment: name each audience, as text or as a token of its own.',
    );
  }
  if (audiences.length === 0) {
    fail(pathOf(scope, id), 'audiences is empty: leave it out for "sts.amazonaws.com", or name at least one.');
  }
  for (const audience of audiences) {
    if (/^$|[*?\s]/.test(audience)) {
      fail(
        pathOf(scope, id),
        `audiences holds ${shown(audience)}: these are compared exactly, without wildcards or spaces.`,
      );
    }
  }
}

function trustStatements({ arn, issuer }: TrustedProvider, props: ServiceAccountRoleProps): iam.PolicyStatement[] {
  const { serviceAccounts = [], serviceAccountPatterns = [], audiences = DEFAULT_AUDIENCES } = props;
  const audience = { [`${issuer}:aud`]: oneOrMany(audiences) };
  const subjects = (accounts: ServiceAccount[]) => ({ [`${issuer}:sub`]: oneOrMany(accounts.map(subjectOf)) });
  const statement = (sid: string, conditions: iam.Conditions) =>
    new iam.PolicyStatement({
      sid,
      actions: ['sts:AssumeRoleWithWebIdentity'],
      principals: [new iam.FederatedPrincipal(arn)],
      conditions,
    });
  return [
    ...(serviceAccounts.length === 0
      ? []
      : [statement('AllowServiceAccounts', { StringEquals: { ...audience, ...subjects(serviceAccounts) } })]),
    ...(serviceAccountPatterns.length === 0
      ? []
      : [
          statement('AllowServiceAccountPatterns', {
            StringEquals: audience,
            StringLike: subjects(serviceAccountPatterns),
          }),
        ]),
  ];
}

/** A provider that is known by its issuer. */
class IssuerProvider extends Resource implements iam.IOIDCProviderRef {
  constructor(
    scope: Construct,
    id: string,
    private readonly arn: string,
  ) {
    super(scope, id);
  }

  public get oidcProviderRef(): iam.OIDCProviderReference {
    return { oidcProviderArn: this.arn };
  }
}
