import type { aws_iam as iam } from 'aws-cdk-lib';
import type { IChainingRole } from '../../chain';
import { decideCall } from '../../private/chain/existing-trust';
import { ChainTrustDocument, type Trusted } from '../../private/chain/trust';

/** The chaining roles that may become a role of this app. */
export function chainingRolesOf(role: iam.Role): Trusted[] {
  return ChainTrustDocument.of(role)?.trusted ?? [];
}

/**
 * The condition keys that a role's trust asks for and a call of Hopsworks does not carry; none while any of its chaining roles
 * can become it without them.
 *
 * Hopsworks sends the role's ARN, a session name and a duration, and nothing else.
 */
export function keysNotSent(role: iam.Role): string[] {
  const document = role.assumeRolePolicy;
  if (document === undefined) return [];
  const asked = chainingRolesOf(role).map(({ chainingRole, end }) => {
    const isMissing = (key: string) => notSent(chainingRole).test(key);
    if (decideCall(role, document, end, (key) => !isMissing(key)).answer !== 'no') return [];
    const { allowing, denying } = decideCall(role, document, end, () => true);
    return [...allowing, ...denying].flatMap(({ conditions }) => conditions.map(({ key }) => key)).filter(isMissing);
  });
  return asked.some((keys) => keys.length === 0) ? [] : [...new Set(asked.flat())];
}

/** The tags of an EKS Pod Identity session are transitive, and so part of every call. */
function notSent({ requiresTagSession }: IChainingRole): RegExp {
  return requiresTagSession
    ? /^(sts:(ExternalId|SourceIdentity)|aws:RequestTag\/(?!kubernetes-|eks-).*)$/i
    : /^(sts:(ExternalId|SourceIdentity|TransitiveTagKeys)|aws:(RequestTag\/.*|TagKeys))$/i;
}
