import * as iam from 'aws-cdk-lib/aws-iam';
import type { Stack } from 'aws-cdk-lib';
import { z } from 'zod';
import { OidcProviders } from '../../../lib';
import { ISSUER_URL, PROVIDER_ARN, withoutScheme } from '../../../lib/private/kubernetes/oidc-issuer';
import { oneOf, strict, text } from '../fields';
import { isRegion, unknownRegion } from '../regions';

/** What the issuers of EKS are called by, over IPv4 and IPv6. */
const OF_EKS = /\boidc[.-]eks\.([\w-]+)\./;

/** An issuer of a region that there cannot be would let nobody in. */
function withKnownRegion(schema: z.ZodString) {
  return schema.superRefine((given, context) => {
    const region = OF_EKS.exec(given)?.[1];
    if (region === undefined || isRegion(region)) return;
    context.addIssue({ code: 'custom', message: `${given}: ${unknownRegion(region)}` });
  });
}

const issuer = withKnownRegion(
  text(ISSUER_URL, 'an https URL, as `aws eks describe-cluster --query cluster.identity.oidc.issuer` prints it'),
).describe("The issuer's URL, as `aws eks describe-cluster --query cluster.identity.oidc.issuer` prints it.");

/** The OIDC provider that a service-account role trusts. */
export const oidcProvider = oneOf(
  {
    issuer: issuer.describe('Issuer URL of a cluster whose provider exists in the account.'),
    arn: withKnownRegion(
      text(PROVIDER_ARN, 'the ARN of an OIDC provider, as arn:aws:iam::111122223333:oidc-provider/…'),
    ).describe('ARN of a provider that exists in the account.'),
    create: strict({ issuer }).describe('Makes the provider in the platform stack. An account has one per issuer.'),
  },
  {},
).describe("The OIDC provider of the pods' cluster.");

export type OidcProviderConfig = z.infer<typeof oidcProvider>;

/** The provider of a role, imported. One that the stack makes too is imported by its issuer: so the trust stays readable. */
export function importProvider(
  stack: Stack,
  id: string,
  { issuer, arn, create }: OidcProviderConfig,
): iam.IOIDCProviderRef {
  return arn === undefined
    ? OidcProviders.fromIssuer(stack, id, create?.issuer ?? issuer ?? '')
    : iam.OidcProviderNative.fromOidcProviderArn(stack, id, arn);
}

/** The provider that the stack makes for an issuer; roles with the same issuer share it. */
export function createdProvider(stack: Stack, issuer: string, audiences: string[]): iam.OidcProviderNative {
  const id = `OidcProvider ${issuer}`;
  const made = stack.node.tryFindChild(id) as iam.OidcProviderNative | undefined;
  return made ?? new iam.OidcProviderNative(stack, id, { url: `https://${issuer}`, clientIds: audiences });
}

/** The issuer of a provider as IAM names it: without scheme and trailing slash. */
export function issuerOf({ issuer, arn, create }: OidcProviderConfig): string {
  return withoutScheme(arn?.split(':oidc-provider/')[1] ?? create?.issuer ?? issuer ?? '');
}
