import type { aws_iam as iam } from 'aws-cdk-lib';
import type { IChainingRole } from '../../chain';
import { type Conditions, readTrust } from '../../private/chain/existing-trust';
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
    const { conditions } = readTrust(role, document, end);
    const isSent = (key: string) => !notSent(chainingRole).test(key);
    const allowing = conditions('Allow').map((each) => keysAsked(each).filter((key) => !isSent(key)));
    const denied = conditions('Deny').filter((each) => matchesWithout(each, isSent));
    return [
      ...(allowing.some((keys) => keys.length === 0) ? [] : allowing.flat()),
      ...denied.flatMap((each) => keysOf(each).map(({ key }) => key)),
    ];
  });
  return asked.some((keys) => keys.length === 0) ? [] : [...new Set(asked.flat())];
}

/** The tags of an EKS Pod Identity session are transitive, and so part of every call. */
function notSent({ requiresTagSession }: IChainingRole): RegExp {
  return requiresTagSession
    ? /^(sts:(ExternalId|SourceIdentity)|aws:RequestTag\/(?!kubernetes-|eks-).*)$/i
    : /^(sts:(ExternalId|SourceIdentity|TransitiveTagKeys)|aws:(RequestTag\/.*|TagKeys))$/i;
}

function keysAsked(conditions: Conditions): string[] {
  return keysOf(conditions)
    .filter(({ needsKey }) => needsKey)
    .map(({ key }) => key);
}

/** Whether a denial holds for every call without the keys that are not sent, whatever else the call says. */
function matchesWithout(conditions: Conditions, isSent: (key: string) => boolean): boolean {
  const keys = keysOf(conditions);
  return keys.length > 0 && keys.every(({ key, needsKey }) => !isSent(key) && !needsKey);
}

function keysOf(conditions: Conditions): { key: string; needsKey: boolean }[] {
  return Object.entries(conditions).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, value]) => ({ key, needsKey: needsKey(operator, value) })),
  );
}

/** Whether a condition is false for a call that lacks its key. */
function needsKey(operator: string, value: unknown): boolean {
  if (operator === 'Null') return String(value) === 'false';
  if (operator.endsWith('IfExists') || operator.startsWith('ForAllValues:')) return false;
  return operator.startsWith('ForAnyValue:') || !operator.includes('Not');
}
