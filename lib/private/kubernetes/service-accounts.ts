import type { ServiceAccount } from '../../service-account';
import { fail, shown } from '../words/errors';
import { isKnownLater, described, givenMembers } from '../words/given';
import { NAMESPACE, SERVICE_ACCOUNT_NAME, SERVICE_ACCOUNT_PATTERN } from './objects';

/**
 * Reads `serviceAccounts`.
 *
 * Throws for namespaces and names that no Kubernetes API server accepts, and for wildcards, which an exact match never fits.
 */
export function exactServiceAccounts(place: string, value: unknown): ServiceAccount[] {
  const serviceAccounts = serviceAccountsFrom(place, 'serviceAccounts', value);
  const subjects = new Set<string>();
  for (const { namespace, name } of serviceAccounts) {
    if (subjects.has(subjectOf({ namespace, name }))) {
      fail(place, `serviceAccounts holds ${shown(namespace)}, ${shown(name)} twice: keep one of the two.`);
    }
    subjects.add(subjectOf({ namespace, name }));
    for (const part of [namespace, name]) {
      if (/[*?]/.test(part)) {
        fail(
          place,
          `serviceAccounts holds ${shown(part)}, but these are compared exactly and a wildcard would match nothing. ` +
            'Name each service account; a ServiceAccountRole takes wildcards in `serviceAccountPatterns`.',
        );
      }
    }
    if (!isKnownLater(namespace) && !NAMESPACE.test(namespace)) {
      fail(
        place,
        `serviceAccounts holds the namespace ${shown(namespace)}, which Kubernetes does not allow: 1 to 63 lower-case letters, ` +
          'digits or "-", beginning and ending with a letter or digit.',
      );
    }
    if (!isKnownLater(name) && !SERVICE_ACCOUNT_NAME.test(name)) {
      fail(
        place,
        `serviceAccounts holds the name ${shown(name)}, which Kubernetes does not allow: 1 to 253 lower-case letters, digits, ` +
          '"-" or ".", beginning and ending with a letter or digit.',
      );
    }
  }
  return serviceAccounts;
}

/** Reads `serviceAccountPatterns`: every part is what Kubernetes allows or a wildcard, and one of the two holds a wildcard. */
export function serviceAccountPatterns(place: string, value: unknown): ServiceAccount[] {
  const patterns = serviceAccountsFrom(place, 'serviceAccountPatterns', value);
  for (const { namespace, name } of patterns) {
    for (const part of [namespace, name]) {
      if (!isKnownLater(part) && !SERVICE_ACCOUNT_PATTERN.test(part)) {
        fail(
          place,
          `serviceAccountPatterns holds ${shown(part)}: lower-case letters, digits, "-", ".", "*" and "?" are allowed.`,
        );
      }
    }
    if (!isKnownLater(namespace + name) && !/[*?]/.test(namespace + name)) {
      fail(
        place,
        `serviceAccountPatterns holds ${namespace}/${name}, which has no wildcard: put it into \`serviceAccounts\`.`,
      );
    }
  }
  return patterns;
}

/** Copies; without types, a missing name would be trusted as "undefined". */
function serviceAccountsFrom(place: string, prop: string, value: unknown): ServiceAccount[] {
  return givenMembers(place, prop, value, 'service accounts, each { namespace, name },').map((member) => {
    if (typeof member !== 'object' || member === null || Array.isArray(member)) {
      fail(place, `${prop} holds ${described(member)}: a service account is allowed, { namespace, name }.`);
    }
    const { namespace, name } = member as Partial<Record<keyof ServiceAccount, unknown>>;
    const text = (part: keyof ServiceAccount, given: unknown) =>
      typeof given === 'string'
        ? given
        : fail(
            place,
            `${prop} holds a service account whose ${part} is ${described(given)}: both namespace and name are needed, as text.`,
          );
    return { namespace: text('namespace', namespace), name: text('name', name) };
  });
}

/** The subject that Kubernetes puts into the tokens of a service account. */
export function subjectOf({ namespace, name }: ServiceAccount): string {
  return `system:serviceaccount:${namespace}:${name}`;
}
