import { Fn, Stack, Stage, Token, aws_iam as iam } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import { PARTITION, sampleArn, splitArn } from '../aws/arn';
import { AccountRelation, compareAccounts } from '../aws/environment';
import { fail, pathOf, shown } from '../words/errors';
import { resourceBehind } from '../role/identity';

/** IAM's quota for the URL of a provider. */
const MAX_URL = 255;

/** How a role's trust names an OIDC provider. */
export interface TrustedProvider {
  readonly arn: string;
  /** As it stands in condition keys: without scheme. A token where only CloudFormation knows it. */
  readonly issuer: string;
  /** Where this app creates it. */
  readonly resource?: iam.CfnOIDCProvider;
}

/**
 * Checks a provider and says how a role in this scope names it.
 *
 * IAM finds providers in the role's own account only. A provider of another stack is named by a computed ARN where its issuer is
 * known: a reference would be an export, or a custom resource between two regions.
 */
export function trustedProvider(scope: Construct, id: string, provider: iam.IOIDCProviderRef): TrustedProvider {
  const arn = provider.oidcProviderRef.oidcProviderArn;
  const parts = splitArn(arn);
  if (parts !== undefined || !Token.isUnresolved(arn)) {
    checkArn(scope, id, arn);
    return { arn, issuer: parts?.resource.slice('oidc-provider/'.length) ?? '' };
  }
  const resource = providerResource(provider);
  const creator: IConstruct = resource ?? provider;
  const [own, other] = [Stack.of(scope), Stack.of(creator)];
  checkAccount(scope, id, other.account);
  const issuer =
    resource === undefined || Token.isUnresolved(resource.url) ? undefined : withoutScheme(String(resource.url));
  if (issuer !== undefined) return { arn: own === other ? arn : formatProviderArn(own, issuer), issuer, resource };
  if (own.region !== other.region || Stage.of(own) !== Stage.of(other)) {
    fail(
      pathOf(scope, id),
      `oidcProvider is in ${other.node.path}, of another region or Stage, and its issuer is not known at synth, so it cannot be named ` +
        'here. Give the provider a literal URL, or use ServiceAccountRole.providerFromIssuer.',
    );
  }
  return { arn, issuer: Fn.select(1, Fn.split(':oidc-provider/', arn)), resource };
}

/** The L1 of a provider that this app creates, also behind an import of its ARN attribute. */
function providerResource(provider: iam.IOIDCProviderRef): iam.CfnOIDCProvider | undefined {
  const candidates = [provider, provider.node.defaultChild, resourceBehind(provider.oidcProviderRef.oidcProviderArn)];
  return candidates.find((candidate) => candidate instanceof iam.CfnOIDCProvider);
}

/** Has a role deployed after the provider that its trust names: IAM refuses one that does not exist. */
export function deployAfterProvider(role: Construct, provider: iam.CfnOIDCProvider): void {
  const [own, other] = [Stack.of(role), provider.stack];
  if (own === other || Stage.of(own) !== Stage.of(other)) return;
  if (own.nested || other.nested) role.node.addDependency(provider);
  else {
    own.addStackDependency(
      other,
      `${role.node.path} trusts ${provider.node.path}, which must exist first; ServiceAccountRole.providerFromIssuer needs no order`,
    );
  }
}

function checkArn(scope: Construct, id: string, arn: string): void {
  const sample = sampleArn(arn);
  if (!new RegExp(`^arn:${PARTITION}:iam::\\d{12}:oidc-provider/[^\\s*?$]+$`).test(sample)) {
    fail(
      pathOf(scope, id),
      `oidcProvider has the ARN ${shown(arn)}, which is no OIDC provider's: arn:<partition>:iam::<12 digits>:oidc-provider/<issuer>.`,
    );
  }
  checkAccount(scope, id, splitArn(arn)?.account ?? '');
}

function checkAccount(scope: Construct, id: string, account: string): void {
  const own = Stack.of(scope).account;
  if (compareAccounts(account, own) !== AccountRelation.DIFFERENT) return;
  fail(
    pathOf(scope, id),
    `oidcProvider is in account ${account} and the role in ${own}. IAM finds providers in the role's own account only: ` +
      "create the provider there too, or move the role into the cluster's account.",
  );
}

/** The ARN of the provider for a cluster's issuer URL, in the account of the scope's stack. */
export function providerArn(scope: Construct, id: string, issuerUrl: string): string {
  return formatProviderArn(Stack.of(scope), issuerFromUrl(scope, id, issuerUrl));
}

function formatProviderArn({ partition, account }: Stack, issuer: string): string {
  return `arn:${partition}:iam::${account}:oidc-provider/${issuer}`;
}

function issuerFromUrl(scope: Construct, id: string, issuerUrl: string): string {
  // Joining the parts leaves a URL without scheme as it is.
  if (Token.isUnresolved(issuerUrl)) return Fn.join('', Fn.split('https://', issuerUrl));
  const issuer = issuerUrl.length > MAX_URL ? '' : withoutScheme(issuerUrl);
  if (!/^[a-z0-9.-]+\.[a-z]+(\/[\w.~%-]+)*$/i.test(issuer)) {
    fail(
      pathOf(scope, id),
      `${shown(issuerUrl)} is no issuer URL: https://<host>/<path> without port, as printed by ` +
        '`aws eks describe-cluster --name <cluster> --query cluster.identity.oidc.issuer --output text`.',
    );
  }
  if (/^oidc\.eks\./.test(issuer) && !/\/id\/[A-Z0-9]+$/.test(issuer)) {
    fail(
      pathOf(scope, id),
      `${shown(issuerUrl)} lacks the cluster's own part: an EKS issuer ends in "/id/" and upper-case letters and digits.`,
    );
  }
  return issuer;
}

function withoutScheme(url: string): string {
  return url.replace(/^https:\/\//, '').replace(/\/+$/, '');
}
