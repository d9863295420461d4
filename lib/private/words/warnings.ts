import { Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { isDeployedElsewhere, outermost } from './deployed-elsewhere';

/** The prefix of every warning id and context key of this library. */
export const LIBRARY = 'cdk-iam-role-chaining';

/** Adds advice that the user can acknowledge with `Validations.of(scope).acknowledge({ id: 'Annotation::cdk-iam-role-chaining:<id>', reason })`. */
export function warn(scope: IConstruct, id: string, message: string): void {
  const place = shownAt(scope);
  const text = place === scope ? message : `${scope.node.path}: ${message}`;
  Validations.of(place).addWarning(`${LIBRARY}:${id}`, text);
}

/** CDK shows nothing of what is said inside the template of a product or a stack set. */
function shownAt(scope: IConstruct): IConstruct {
  const stack = Stack.of(scope);
  const { scope: outer } = outermost(stack).node;
  return isDeployedElsewhere(stack) && outer !== undefined ? shownAt(outer) : scope;
}
