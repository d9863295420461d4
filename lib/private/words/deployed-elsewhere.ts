import type { Stack } from 'aws-cdk-lib';

/**
 * Whether a stack becomes the template of something else that deploys it, such as a `ProductStack` or a `StackSetStack`: in which
 * accounts, no synth can tell.
 */
export function isDeployedElsewhere(stack: Stack): boolean {
  return '_getTemplateUrl' in outermost(stack);
}

/** The stack that holds a nested one; any other itself. */
export function outermost(stack: Stack): Stack {
  return stack.nestedStackParent === undefined ? stack : outermost(stack.nestedStackParent);
}
