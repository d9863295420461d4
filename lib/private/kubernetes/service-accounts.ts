import { Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { ServiceAccount } from '../../service-account';
import { fail, pathOf, shown } from '../words/errors';

const LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** Throws for namespaces and names that no Kubernetes API server accepts, and for wildcards, which an exact match never fits. */
export function checkServiceAccounts(
  scope: Construct,
  id: string,
  prop: string,
  serviceAccounts: ServiceAccount[],
): void {
  const subjects = serviceAccounts.map(subjectOf);
  for (const [index, { namespace, name }] of serviceAccounts.entries()) {
    if (subjects.indexOf(subjectOf({ namespace, name })) < index) {
      fail(pathOf(scope, id), `${prop} holds ${shown(namespace)}, ${shown(name)} twice: keep one of the two.`);
    }
    checkPresent(scope, id, prop, [namespace, name]);
    for (const value of [namespace, name]) {
      if (/[*?]/.test(value)) {
        fail(
          pathOf(scope, id),
          `${prop} holds ${shown(value)}, but these are compared exactly and a wildcard would match nothing. ` +
            'Name each service account; a ServiceAccountRole takes wildcards in `serviceAccountPatterns`.',
        );
      }
    }
    if (!Token.isUnresolved(namespace) && !LABEL.test(namespace)) {
      fail(
        pathOf(scope, id),
        `${prop} holds the namespace ${shown(namespace)}, which Kubernetes does not allow: 1 to 63 lower-case letters, digits or "-", ` +
          'beginning and ending with a letter or digit.',
      );
    }
    if (!Token.isUnresolved(name) && (name.length > 253 || !SUBDOMAIN.test(name))) {
      fail(
        pathOf(scope, id),
        `${prop} holds the name ${shown(name)}, which Kubernetes does not allow: 1 to 253 lower-case letters, digits, "-" or ".", ` +
          'beginning and ending with a letter or digit.',
      );
    }
  }
}

/** The same for patterns: every part is what Kubernetes allows or a wildcard, and one of the two holds a wildcard. */
export function checkServiceAccountPatterns(scope: Construct, id: string, patterns: ServiceAccount[]): void {
  for (const { namespace, name } of patterns) {
    checkPresent(scope, id, 'serviceAccountPatterns', [namespace, name]);
    for (const value of [namespace, name]) {
      if (!Token.isUnresolved(value) && !/^[a-z0-9.*?-]{1,253}$/.test(value)) {
        fail(
          pathOf(scope, id),
          `serviceAccountPatterns holds ${shown(value)}: lower-case letters, digits, "-", ".", "*" and "?" are allowed.`,
        );
      }
    }
    if (!Token.isUnresolved(namespace + name) && !/[*?]/.test(namespace + name)) {
      fail(
        pathOf(scope, id),
        `serviceAccountPatterns holds ${namespace}/${name}, which has no wildcard: put it into \`serviceAccounts\`.`,
      );
    }
  }
}

/** Without types, a missing name would be trusted as "undefined". */
function checkPresent(scope: Construct, id: string, prop: string, values: unknown[]): void {
  if (values.some((value) => typeof value !== 'string')) {
    fail(pathOf(scope, id), `${prop} holds a service account without namespace or name: both are needed.`);
  }
}

/** The subject that Kubernetes puts into the tokens of a service account. */
export function subjectOf({ namespace, name }: ServiceAccount): string {
  return `system:serviceaccount:${namespace}:${name}`;
}
