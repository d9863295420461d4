import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** The prefix of every warning id and context key of this library. */
export const LIBRARY = 'cdk-iam-role-chaining';

/** Adds advice that the user can acknowledge with `Validations.of(scope).acknowledge({ id: 'Annotation::cdk-iam-role-chaining:<id>', reason })`. */
export function warn(scope: IConstruct, id: string, message: string): void {
  Validations.of(scope).addWarning(`${LIBRARY}:${id}`, message);
}
