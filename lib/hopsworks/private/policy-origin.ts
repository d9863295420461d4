import type { aws_iam as iam } from 'aws-cdk-lib';

/** A property of the document itself, found by whichever copy of the package reads it. */
const ORIGIN = Symbol.for('cdk-iam-role-chaining.hopsworks.policyOrigin');

/** What a document of this library says about itself to the role that takes it. */
export interface PolicyOrigin {
  /** The call that made it. */
  readonly call: string;
  /** Whether it is for the control plane, and allows no more than the default. */
  readonly isLocked: boolean;
  /** The instance profiles that it lets its holder launch with. */
  readonly instanceProfiles: iam.IInstanceProfile[];
}

interface Marked extends PolicyOrigin {
  /** What it was made with: whoever adds a statement makes it another document. */
  readonly statementCount: number;
}

export function markOrigin(document: iam.PolicyDocument, origin: PolicyOrigin): void {
  const marked: Marked = { ...origin, statementCount: document.statementCount };
  Object.defineProperty(document, ORIGIN, { value: marked });
}

/** Undefined for a document that somebody else made. */
export function originOf(document: iam.PolicyDocument): PolicyOrigin | undefined {
  const origin = (document as unknown as { [ORIGIN]?: Marked })[ORIGIN];
  if (origin === undefined || origin.statementCount === document.statementCount) return origin;
  return { ...origin, call: `${origin.call} with statements of its own`, isLocked: false };
}
