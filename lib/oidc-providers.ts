import { Resource, Stack, type aws_iam as iam } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { providerArn } from './private/kubernetes/oidc-issuer';
import { pathOf } from './private/words/errors';

/**
 * The OIDC providers of IAM that clusters have already.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/enable-iam-roles-for-service-accounts.html
 *
 * @example
 * const oidcProvider = OidcProviders.fromIssuer(this, 'Oidc', 'https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE');
 */
export class OidcProviders {
  /**
   * The OIDC provider that IAM has for an issuer, in the account of the scope's stack; it is not created.
   *
   * The issuer may be one that only CloudFormation knows, or one that CDK looks up. Throws for what is no issuer URL, for the
   * endpoint of a cluster's API server, and for an EKS issuer without its `/id/…`.
   *
   * @param scope is the scope to import into
   * @param id is the construct id
   * @param issuerUrl is what `aws eks describe-cluster --query cluster.identity.oidc.issuer` prints; with or without `https://`
   */
  public static fromIssuer(scope: Construct, id: string, issuerUrl: string): iam.IOIDCProviderRef {
    return new IssuerProvider(scope, id, providerArn(pathOf(scope, id), Stack.of(scope), issuerUrl));
  }

  private constructor() {}
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
