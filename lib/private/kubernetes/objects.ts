import type { ServiceAccount } from '../../service-account';

/** What clusters mint the tokens of service accounts for, in every partition, unless an annotation asks for another audience. */
export const DEFAULT_AUDIENCE = 'sts.amazonaws.com';

/** The annotations of one service account. */
export interface ServiceAccountAnnotations {
  readonly [key: string]: string;
}

/** What Kubernetes allows as a namespace: a DNS label. */
export const NAMESPACE = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** What Kubernetes allows as the name of a service account: a DNS subdomain. */
export const SERVICE_ACCOUNT_NAME = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** A part of either with wildcards. */
export const SERVICE_ACCOUNT_PATTERN = /^[a-z0-9.*?-]{1,253}$/;

/** Compared exactly: neither wildcards nor spaces. */
export const AUDIENCE = /^[^\s*?]+$/;

/**
 * What tells a cluster which role a service account's pods hold.
 *
 * A token is for one audience: the first that the role trusts, where the default is not among them.
 */
export function annotationsFor(roleArn: string, audiences: readonly string[]): ServiceAccountAnnotations {
  const [audience] = audiences.includes(DEFAULT_AUDIENCE) ? [] : audiences;
  return {
    'eks.amazonaws.com/role-arn': roleArn,
    ...(audience === undefined ? {} : { 'eks.amazonaws.com/audience': audience }),
  };
}

/** Annotations as `kubectl annotate` takes them. */
export function annotationWords(annotations: ServiceAccountAnnotations): string {
  return Object.entries(annotations)
    .map(([key, value]) => `${key}=${shellWord(value)}`)
    .join(' ');
}

/** The command that annotates a service account which exists. */
export function annotateCommand({ namespace, name }: ServiceAccount, annotations: ServiceAccountAnnotations): string {
  return `kubectl annotate serviceaccount --namespace ${namespace} ${name} ${annotationWords(annotations)} --overwrite`;
}

/** The Kubernetes object of a service account. */
export function serviceAccountManifest({ namespace, name }: ServiceAccount, annotations: ServiceAccountAnnotations) {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { namespace, name, annotations } };
}

/** Quoted where a shell would read more than text in it. Tokens stay as they are: nobody could quote what they will hold. */
function shellWord(text: string): string {
  const literal = text.replace(/\$\{Token\[[^\]]*\]\}/g, '');
  return /^[\w+=,.@:/-]*$/.test(literal) ? text : `'${text.replace(/'/g, "'\\''")}'`;
}
