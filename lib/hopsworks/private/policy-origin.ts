import type { aws_iam as iam } from 'aws-cdk-lib';

/** What a document of this library says about itself to the role that takes it. */
export interface PolicyOrigin {
  /** The call that made it, where that asks for more than the default. */
  readonly wider?: string;
  /** The instance profiles that it lets its holder launch with. */
  readonly instanceProfiles: iam.IInstanceProfile[];
}

const origins = new WeakMap<iam.PolicyDocument, PolicyOrigin>();

export function withOrigin(document: iam.PolicyDocument, origin: PolicyOrigin): iam.PolicyDocument {
  origins.set(document, origin);
  return document;
}

export function originOf(document: iam.PolicyDocument): PolicyOrigin | undefined {
  return origins.get(document);
}
