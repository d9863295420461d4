import { Fn, Stack, Token, aws_iam as iam } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import { sampleArn, splitArn } from './arn';
import { fail, shown } from './messages';
import { AccountRelation, compareAccounts } from './role-arn';

/** How a role's trust names an OIDC provider. */
export interface TrustedProvider {
  readonly arn: string;
  /** As it stands in condition keys: without scheme. A token where only CloudFormation knows it. */
  readonly issuer: string;
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
  const [own, other] = [Stack.of(scope), Stack.of(provider)];
  checkAccount(scope, id, other.account);
  const issuer = literalIssuer(provider);
  if (issuer !== undefined) return { arn: own === other ? arn : formatProviderArn(own, issuer), issuer };
  if (own !== other && own.region !== other.region) {
    fail(
      scope,
      id,
      `oidcProvider is in ${other.node.path}, a stack of another region, and its URL is a token, which cannot reach this region. ` +
        'Give the provider a literal URL, or use ServiceAccountRole.providerFromIssuer.',
    );
  }
  return { arn, issuer: Fn.select(1, Fn.split(':oidc-provider/', arn)) };
}

/** The issuer of a provider that this app creates from a URL that was written out. */
function literalIssuer(provider: iam.IOIDCProviderRef): string | undefined {
  const resource: IConstruct | undefined =
    provider instanceof iam.CfnOIDCProvider ? provider : provider.node.defaultChild;
  const url = resource instanceof iam.CfnOIDCProvider ? resource.url : undefined;
  return url === undefined || Token.isUnresolved(url) ? undefined : withoutScheme(url);
}

function checkArn(scope: Construct, id: string, arn: string): void {
  const sample = sampleArn(arn);
  if (!/^arn:[a-z]+(-[a-z]+)*:iam::\d{12}:oidc-provider\/[^\s*?$]+$/.test(sample)) {
    fail(
      scope,
      id,
      `oidcProvider has the ARN ${shown(arn)}, which is no OIDC provider's: arn:<partition>:iam::<12 digits>:oidc-provider/<issuer>.`,
    );
  }
  checkAccount(scope, id, splitArn(arn)?.account ?? '');
}

function checkAccount(scope: Construct, id: string, account: string): void {
  const own = Stack.of(scope).account;
  if (compareAccounts(account, own) !== AccountRelation.DIFFERENT) return;
  fail(
    scope,
    id,
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
  const issuer = withoutScheme(issuerUrl);
  if (!/^[a-z0-9.-]+\.[a-z]+(\/[\w.~%-]+)*$/i.test(issuer)) {
    fail(
      scope,
      id,
      `${shown(issuerUrl)} is no issuer URL: https://<host>/<path> without port, as printed by ` +
        '`aws eks describe-cluster --name <cluster> --query cluster.identity.oidc.issuer --output text`.',
    );
  }
  if (/^oidc\.eks\./.test(issuer) && !/\/id\/[A-Z0-9]+$/.test(issuer)) {
    fail(
      scope,
      id,
      `${shown(issuerUrl)} lacks the cluster's own part: an EKS issuer ends in "/id/" and upper-case letters and digits.`,
    );
  }
  return issuer;
}

function withoutScheme(url: string): string {
  return url.replace(/^https:\/\//, '').replace(/\/+$/, '');
}
