import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { outermost } from '../words/deployed-elsewhere';
import { isInTree } from './identity';

/** Has a stack deployed after another as long as that one is in the app: CDK would go on asking for one that was taken out. */
export function deployStackAfter(stack: Stack, before: Stack, reason: string): void {
  stack.addStackDependency(before, reason);
  forgetWhenGone(stack, before);
}

/** The same of an order that CDK makes of a dependency between constructs. */
export function forgetWhenGone(source: IConstruct, target: IConstruct): void {
  const [stack, before] = [outermost(Stack.of(source)), outermost(Stack.of(target))];
  // CDK writes down the order of stacks after it has validated the app.
  stack.node.addValidation({
    validate: () => {
      if (!isInTree(before)) forget(stack, before);
      return [];
    },
  });
}

function forget(stack: Stack, before: Stack): void {
  const { _stackDependencies: known = {} } = stack as unknown as {
    _stackDependencies?: Record<string, { readonly stack: Stack }>;
  };
  for (const [key, { stack: other }] of Object.entries(known)) if (other === before) Reflect.deleteProperty(known, key);
}
