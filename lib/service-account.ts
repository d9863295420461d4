/** A Kubernetes service account. */
export interface ServiceAccount {
  /** The namespace: a DNS label of at most 63 characters. */
  readonly namespace: string;

  /** The name: a DNS subdomain of at most 253 characters. */
  readonly name: string;
}
