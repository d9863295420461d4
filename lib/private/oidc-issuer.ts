import { Fn, Stack, Token, aws_iam as iam } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import { fail, shown } from './messages';

/**
 * The issuer of an IAM OIDC provider as it stands in condition keys: without scheme.
 *
 * A token where only CloudFormation knows the provider.
 */
export function issuerOf(provider: iam.IOIDCProviderRef): string {
  const arn = provider.oidcProviderRef.oidcProviderArn;
  if (!Token.isUnresolved(arn)) return arn.slice(arn.indexOf('/') + 1);
  return literalIssuer(provider) ?? Fn.select(1, Fn.split(':oidc-provider/', arn));
}

/** The issuer of a provider whose ARN holds tokens, but whose URL or ARN ending was written out. */
function literalIssuer(provider: iam.IOIDCProviderRef): string | undefined {
  const [, issuer] = provider.oidcProviderRef.oidcProviderArn.split(':oidc-provider/');
  if (issuer !== undefined && !Token.isUnresolved(issuer)) return issuer;
  const resource: IConstruct | undefined =
    provider instanceof iam.CfnOIDCProvider ? provider : provider.node.defaultChild;
  const url = resource instanceof iam.CfnOIDCProvider ? resource.url : undefined;
  return url === undefined || Token.isUnresolved(url) ? undefined : withoutScheme(url);
}

/** Checks a provider that a service-account role is to trust: IAM finds providers in the role's own account only. */
export function checkProvider(scope: Construct, id: string, provider: iam.IOIDCProviderRef): void {
  const arn = provider.oidcProviderRef.oidcProviderArn;
  if (Token.isUnresolved(arn)) return;
  const match = /^arn:[a-z-]+:iam::(\d{12}):oidc-provider\/[^\s*?]+$/.exec(arn);
  if (match === null) {
    fail(
      scope,
      id,
      `oidcProvider has the ARN ${shown(arn)}, which is no OIDC provider's: arn:<partition>:iam::<12 digits>:oidc-provider/<issuer>.`,
    );
  }
  const { account } = Stack.of(scope);
  if (!Token.isUnresolved(account) && match[1] !== account) {
    fail(
      scope,
      id,
      `oidcProvider is in account ${String(match[1])} and the role in ${account}. IAM finds providers in the role's own account only: ` +
        'create the provider there too, or move the role into the cluster’s account.',
    );
  }
}

/** The ARN of the provider for a cluster's issuer URL, in the account of the scope's stack. */
export function providerArn(scope: Construct, id: string, issuerUrl: string): string {
  const { partition, account } = Stack.of(scope);
  return `arn:${partition}:iam::${account}:oidc-provider/${issuerFromUrl(scope, id, issuerUrl)}`;
}

function issuerFromUrl(scope: Construct, id: string, issuerUrl: string): string {
  // Joining the parts leaves a URL without scheme as it is.
  if (Token.isUnresolved(issuerUrl)) return Fn.join('', Fn.split('https://', issuerUrl));
  const issuer = withoutScheme(issuerUrl);
  if (!/^[a-z0-9.-]+\.[a-z]+(:\d+)?(\/[\w.~%-]+)*$/i.test(issuer)) {
    fail(
      scope,
      id,
      `${shown(issuerUrl)} is no issuer URL: https://<host>/<path>, as printed by ` +
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
