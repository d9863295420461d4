import { Fn, Reference, Stack, Stage, Token, Tokenization, aws_iam as iam } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import { PARTITION, sampleArn, splitArn } from '../aws/arn';
import { areDifferent } from '../aws/environment';
import { resourceBehind } from '../role/identity';
import { fail, shown } from '../words/errors';
import { isLookupDummy, described } from '../words/given';

/** IAM's quota for the URL of a provider. */
const MAX_URL = 255;

/** An issuer, as clusters and people write it. */
export const ISSUER_URL = /^(https:\/\/)?[A-Za-z0-9.-]+\.[A-Za-z]+(\/[\w.~%-]+)*\/*$/;

export const PROVIDER_ARN = new RegExp(`^arn:${PARTITION}:iam::\\d{12}:oidc-provider/[^\\s*?$]+$`);

/** What EKS calls API servers, over IPv4 and IPv6: the region stands before the service. In issuers it stands behind. */
const API_SERVER =
  /^(?!oidc-eks\.)[\w.-]+\.[a-z]{2,}(-[a-z]+)+-\d+\.(eks\.(amazonaws\.(com|com\.cn|eu)|(c2s|csp\.hci)\.ic\.gov|sc2s\.sgov\.gov|cloud\.adc-e\.uk)|api\.aws|(api\.)?amazonwebservices\.com\.cn)(\/|$)/i;

const WANTED =
  'the issuer of the cluster is wanted, https://oidc.eks.<region>.amazonaws.com/id/<id>, as printed by ' +
  '`aws eks describe-cluster --name <cluster> --query cluster.identity.oidc.issuer --output text`.';

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
export function trustedProvider(scope: Construct, place: string, provider: iam.IOIDCProviderRef): TrustedProvider {
  const arn = arnOf(place, provider);
  const own = Stack.of(scope);
  const parts = splitArn(arn);
  if (parts !== undefined || !Token.isUnresolved(arn)) {
    if (!isLookupDummy(arn)) checkArn(place, own, arn);
    const issuer = parts?.resource.slice('oidc-provider/'.length) ?? arn;
    refuseApiServer(place, issuer);
    return { arn, issuer };
  }
  const resource = providerResource(provider, arn);
  const creator: IConstruct = resource ?? provider;
  const other = Stack.of(creator);
  checkAccount(place, own, other.account);
  const issuer =
    resource === undefined || Token.isUnresolved(resource.url) ? undefined : withoutScheme(String(resource.url));
  if (issuer !== undefined) {
    refuseApiServer(place, issuer);
    return { arn: own === other ? arn : formatProviderArn(own, issuer), issuer, resource };
  }
  if (own.region !== other.region || Stage.of(own) !== Stage.of(other)) {
    fail(
      place,
      `oidcProvider is in ${other.node.path}, of another region or Stage, and its issuer is not known at synth, so it cannot be named ` +
        'here. Give the provider a literal URL, or use OidcProviders.fromIssuer.',
    );
  }
  return { arn, issuer: Fn.select(1, Fn.split(':oidc-provider/', arn)), resource };
}

/** The L1 of a provider that this app creates, also behind an import of its ARN attribute. */
function providerResource(provider: iam.IOIDCProviderRef, arn: string): iam.CfnOIDCProvider | undefined {
  const candidates = [provider, provider.node.defaultChild, resourceBehind(arn)];
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
      `${role.node.path} trusts ${provider.node.path}, which must exist first; OidcProviders.fromIssuer needs no order`,
    );
  }
}

/** Without types, anything may stand for a provider: mostly its ARN, its issuer or the cluster. */
function arnOf(place: string, provider: unknown): string {
  const { oidcProviderRef } = (provider ?? {}) as Partial<iam.IOIDCProviderRef>;
  const arn: unknown = oidcProviderRef?.oidcProviderArn;
  if (typeof arn === 'string') return arn;
  fail(
    place,
    `oidcProvider is ${described(provider)}: an OIDC provider of IAM is needed, such as OidcProviders.fromIssuer(this, 'Oidc', issuerUrl).`,
  );
}

function checkArn(place: string, own: Stack, arn: string): void {
  if (!PROVIDER_ARN.test(sampleArn(arn))) {
    fail(
      place,
      `oidcProvider has the ARN ${shown(arn)}, which is no OIDC provider's: arn:<partition>:iam::<12 digits>:oidc-provider/<issuer>.`,
    );
  }
  checkAccount(place, own, splitArn(arn)?.account ?? '');
}

function checkAccount(place: string, { account: own }: Stack, account: string): void {
  if (!areDifferent(account, own)) return;
  fail(
    place,
    `oidcProvider is in account ${account} and the role in ${own}. IAM finds providers in the role's own account only: ` +
      "create the provider there too, or move the role into the cluster's account.",
  );
}

/** The ARN of the provider for a cluster's issuer URL, in the account of a stack. */
export function providerArn(place: string, stack: Stack, issuerUrl: unknown): string {
  return formatProviderArn(stack, issuerFromUrl(place, issuerUrl));
}

function formatProviderArn({ partition, account }: Stack, issuer: string): string {
  return `arn:${partition}:iam::${account}:oidc-provider/${issuer}`;
}

function issuerFromUrl(place: string, issuerUrl: unknown): string {
  if (typeof issuerUrl !== 'string') fail(place, `the issuer is ${described(issuerUrl)}: ${WANTED}`);
  if (Token.isUnresolved(issuerUrl)) {
    const { tokens } = Tokenization.reverseString(issuerUrl);
    if (tokens.some((token) => Reference.isReference(token) && token.displayName === 'Endpoint')) {
      fail(place, `this is the endpoint of a cluster's API server: ${WANTED}`);
    }
    // Joining the parts leaves a URL without scheme as it is.
    return Fn.join('', Fn.split('https://', issuerUrl));
  }
  const issuer = withoutScheme(issuerUrl);
  if (isLookupDummy(issuerUrl)) return issuer;
  refuseApiServer(place, issuer);
  if (issuerUrl.length > MAX_URL || !ISSUER_URL.test(issuerUrl)) {
    fail(place, `${shown(issuerUrl)} is no issuer URL: https://<host>/<path> without port. For EKS, ${WANTED}`);
  }
  if (/^oidc[.-]eks\./.test(issuer) && !/\/id\/[A-Z0-9]+$/.test(issuer)) {
    fail(
      place,
      `${shown(issuerUrl)} lacks the cluster's own part: an EKS issuer ends in "/id/" and upper-case letters and digits.`,
    );
  }
  return issuer;
}

function refuseApiServer(place: string, issuer: string): void {
  if (API_SERVER.test(issuer)) fail(place, `${shown(issuer)} is the endpoint of a cluster's API server: ${WANTED}`);
}

/** An issuer as IAM names it. */
export function withoutScheme(url: string): string {
  return url.replace(/^https:\/\//, '').replace(/\/+$/, '');
}
