import { Token, aws_iam as iam } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ChainingRole, type ChainingRoleOptions } from './chaining-role';
import { oneOrMany } from './private/aws/statements';
import {
  annotateCommand,
  annotationsFor,
  AUDIENCE,
  DEFAULT_AUDIENCE,
  serviceAccountManifest,
} from './private/kubernetes/objects';
import { deployAfterProvider, trustedProvider, type TrustedProvider } from './private/kubernetes/oidc-issuer';
import {
  exactServiceAccounts,
  namingOf,
  serviceAccountPatterns,
  subjectOf,
} from './private/kubernetes/service-accounts';
import { endOf, literalArn } from './private/role/identity';
import { keepLiteral, keepTrusted, keptRole } from './private/role/kept-role';
import { checkWhenSettled } from './private/role/late-tokens';
import { renderTrust, TrustDocument } from './private/role/trust-document';
import { fail, pathOf, shown, warn, readable } from './private/words/errors';
import { described, given, givenMembers } from './private/words/given';
import type { ServiceAccount } from './service-account';

/** What a service-account role is made from. */
export interface ServiceAccountRoleProps extends ChainingRoleOptions {
  /**
   * The cluster's OIDC provider in IAM, in the role's own account: created here, imported, or from `OidcProviders.fromIssuer`.
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
   * The audiences that the token may be minted for; the provider must list them as its client ids.
   *
   * A token is for one audience. Where the default is not among them, `annotations` asks the cluster for the first.
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
 *   oidcProvider: OidcProviders.fromIssuer(this, 'Oidc', 'https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE'),
 *   serviceAccounts: [{ namespace: 'hopsworks', name: 'hopsworks-instance' }],
 * });
 */
export class ServiceAccountRole extends ChainingRole {
  private readonly serviceAccounts: ServiceAccount[];
  private readonly audiences: string[];

  /**
   * @param scope is the scope to create the role in
   * @param id is the construct id
   * @param props names the cluster and its service accounts
   */
  constructor(scope: Construct, id: string, props: ServiceAccountRoleProps) {
    const trusted = resolved(scope, pathOf(scope, id), props);
    super(scope, id, { ...props, assumedBy: new TrustDocument(...trustStatements(scope, trusted)) });
    this.serviceAccounts = trusted.serviceAccounts;
    this.audiences = trusted.audiences;
    const { provider, patterns } = trusted;
    if (Token.isUnresolved(provider.issuer)) renderTrust(keptRole(this), true);
    if (provider.resource !== undefined) deployAfterProvider(this, provider.resource);
    keepTrusted(this, 'oidcProvider', provider.resource);
    keepLiteral(this, provider.resource, 'Url');
    checkWhenSettled(this, this.node.path, [
      ...namingOf(trusted.serviceAccounts),
      ...patterns.map((pattern) => ({ where: 'serviceAccountPatterns', text: subjectOf(pattern) })),
      ...trusted.audiences.map((text) => ({ where: 'audiences', text })),
    ]);
    if (patterns.length > 0) {
      warn(
        this,
        'serviceAccountPatterns',
        `Whoever may create a service account that fits ${readable(this, patterns.map(subjectOf).join(' or '))} can assume it: ` +
          'name the service accounts in `serviceAccounts` where they are known.',
      );
    }
  }

  /**
   * The annotations that a service account needs: `eks.amazonaws.com/role-arn` with the role's ARN, and `eks.amazonaws.com/audience`
   * with the first of `audiences` where `sts.amazonaws.com`, for which clusters mint tokens anyhow, is not among them.
   *
   * Literal where the stack's account and region are known; otherwise they hold tokens, for outputs and manifests of the same app.
   */
  public get annotations(): { [key: string]: string } {
    return annotationsFor(literalArn(endOf(this)), this.audiences);
  }

  /**
   * One `kubectl annotate` command for each exact service account. Running pods take the annotations when they are restarted.
   *
   * Holds tokens where `annotations` does.
   */
  public kubectlAnnotateCommands(): string[] {
    return this.serviceAccounts.map((serviceAccount) => annotateCommand(serviceAccount, this.annotations));
  }

  /** One Kubernetes ServiceAccount object, ready for YAML, for each exact service account. Holds tokens where `annotations` does. */
  public serviceAccountManifests(): any[] {
    return this.serviceAccounts.map((serviceAccount) => serviceAccountManifest(serviceAccount, this.annotations));
  }
}

/** Whom the trust names, checked. */
interface Trusted {
  readonly provider: TrustedProvider;
  readonly audiences: string[];
  readonly serviceAccounts: ServiceAccount[];
  readonly patterns: ServiceAccount[];
}

/** Callers without types may leave out even the props. */
function resolved(scope: Construct, place: string, props = {} as ServiceAccountRoleProps): Trusted {
  const { oidcProvider, serviceAccounts = [], serviceAccountPatterns: patterns = [] } = given(place, props);
  const trusted = {
    provider: trustedProvider(scope, place, oidcProvider),
    audiences: audiencesFrom(place, props.audiences),
    serviceAccounts: exactServiceAccounts(place, serviceAccounts),
    patterns: serviceAccountPatterns(place, patterns),
  };
  if (trusted.serviceAccounts.length + trusted.patterns.length === 0) {
    fail(place, 'it has neither serviceAccounts nor serviceAccountPatterns: name at least one service account.');
  }
  return trusted;
}

function audiencesFrom(place: string, value: unknown = [DEFAULT_AUDIENCE]): string[] {
  const audiences = givenMembers(place, 'audiences', value, 'texts');
  if (audiences.length === 0) {
    fail(place, 'audiences is empty: leave it out for "sts.amazonaws.com", or name at least one.');
  }
  return audiences.map((audience) => {
    if (typeof audience !== 'string') fail(place, `audiences holds ${described(audience)}: texts are allowed.`);
    if (!AUDIENCE.test(audience) || (!Token.isUnresolved(audience) && audience.includes('${'))) {
      fail(
        place,
        `audiences holds ${shown(audience)}: these are compared exactly, without wildcards, policy variables or spaces.`,
      );
    }
    return audience;
  });
}

function trustStatements(scope: Construct, trusted: Trusted): iam.PolicyStatement[] {
  const { provider, audiences, serviceAccounts, patterns } = trusted;
  const issuer = issuerAsKey(scope, provider);
  const audience = { [`${issuer}:aud`]: oneOrMany(audiences) };
  const subjects = (accounts: ServiceAccount[]) => ({ [`${issuer}:sub`]: oneOrMany(accounts.map(subjectOf)) });
  const statement = (sid: string, conditions: iam.Conditions) =>
    new iam.PolicyStatement({
      sid,
      actions: ['sts:AssumeRoleWithWebIdentity'],
      principals: [new iam.FederatedPrincipal(provider.arn)],
      conditions,
    });
  return [
    ...(serviceAccounts.length === 0
      ? []
      : [statement('AllowServiceAccounts', { StringEquals: { ...audience, ...subjects(serviceAccounts) } })]),
    ...(patterns.length === 0
      ? []
      : [statement('AllowServiceAccountPatterns', { StringEquals: audience, StringLike: subjects(patterns) })]),
  ];
}

/** Where `Role.customizeRoles` makes a report instead of templates, condition keys must be text: it is read by people only. */
function issuerAsKey(scope: Construct, { issuer }: TrustedProvider): string {
  const customizing = scope.node.tryGetContext('@aws-cdk/iam:customizeRoles') as
    { preventSynthesis?: boolean } | undefined;
  return customizing?.preventSynthesis === true ? readable(scope, issuer) : issuer;
}
