import { Validations } from 'aws-cdk-lib';
import { Construct, type IConstruct } from 'constructs';

/** Misuse of the library, told at the line that caused it; any other error is a defect of the library. */
export class RoleChainingError extends Error {
  public override readonly name = 'RoleChainingError';
}

/** Throws an error about a construct, about one that is about to be made (`pathOf`), or about a call. */
export function fail(about: IConstruct | string, message: string): never {
  throw new RoleChainingError(`${typeof about === 'string' ? about : about.node.path || 'the app'}: ${message}`);
}

/** The path of a construct that is about to be made. */
export function pathOf(scope: IConstruct, id: string): string {
  return [scope.node.path, id].filter(Boolean).join('/');
}

/**
 * Shows a value in an error message, `undefined` too; a token is shown as such, because its marker would say nothing to the reader, and
 * a construct by its path, because it holds the whole app.
 */
export function shown(value: unknown): string {
  if (Construct.isConstruct(value)) return `the construct ${value.node.path}`;
  if (typeof value === 'symbol') return String(value);
  return String(jsonOf(value)).replace(/[$#]\{Token\[[^\]]*\]\}/g, '<token>');
}

function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value, (_, member: unknown) => {
      if (Construct.isConstruct(member)) return member.node.path;
      return typeof member === 'bigint' ? String(member) : member;
    });
  } catch {
    return 'an object that holds itself';
  }
}

/** The prefix of every warning id and context key of this library. */
export const LIBRARY = 'cdk-iam-role-chaining';

/** Adds advice that the user can acknowledge with `Validations.of(scope).acknowledge({ id: 'Annotation::cdk-iam-role-chaining:<id>', reason })`. */
export function warn(scope: IConstruct, id: string, message: string): void {
  Validations.of(scope).addWarning(`${LIBRARY}:${id}`, message);
}
