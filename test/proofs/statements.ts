import { remembered } from '../../lib/private/access/policy/remembered';
import { type IdentityStatement, arnsLike } from '../service-authorization';
import { list } from '../support';
import { type Language, union } from './language';

/** Proofs ask of the same statements again and again. */
const expressions = new Map<string, RegExp>();
const languages = new Map<string, Language>();

const ELEMENTS = ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'];

/** `Allow` or `Deny`. Throws for a statement with elements that the proofs don't know. */
export function effectOf(statement: IdentityStatement): string {
  const other = Object.keys(statement).find((element) => !ELEMENTS.includes(element));
  if (other !== undefined) throw new Error(`the proofs do not know the element ${other}`);
  if (['Allow', 'Deny'].includes(statement.Effect)) return statement.Effect;
  throw new Error(`the effect ${statement.Effect} is neither Allow nor Deny`);
}

export function isAbout({ Action, NotAction, Sid }: IdentityStatement, action: string): boolean {
  if ((Action === undefined) === (NotAction === undefined)) throw new Error(`${Sid ?? 'a statement'} has no actions`);
  return list(Action ?? NotAction).some((pattern) => matches(pattern, action)) === (Action !== undefined);
}

export function resourcesOf({ Resource, NotResource, Sid }: IdentityStatement): Language {
  if (Resource !== undefined && NotResource === undefined) return resourcesLike(list(Resource));
  if (Resource === undefined && NotResource !== undefined) return resourcesLike(list(NotResource)).not();
  throw new Error(`${Sid ?? 'a statement'} has no resources`);
}

/**
 * AWS does not document what it makes of upper case before the resource, and of a wildcard in its kind, before the first slash or
 * colon; buckets have no kind.
 */
export function resourcesLike(patterns: string[]): Language {
  return remembered(languages, JSON.stringify(patterns), () => likeAny(patterns));
}

function likeAny(patterns: string[]): Language {
  for (const pattern of patterns) {
    const [, place = '', kind = ''] = /^(arn:[^:]*:[^:]*:[^:]*:[^:]*):([^/:]*[/:])?/.exec(pattern) ?? [];
    if (/[A-Z]/.test(place)) throw new Error(`the proofs do not know upper case in ${place}`);
    if (!/[*?]/.test(kind) || place.endsWith(':s3::')) continue;
    throw new Error(`the proofs do not know a wildcard in the kind of a resource: ${pattern}`);
  }
  return union(patterns.map(arnsLike));
}

function matches(pattern: string, action: string): boolean {
  return remembered(expressions, pattern, () => expressionOf(pattern)).test(action);
}

function expressionOf(pattern: string): RegExp {
  if (!/^(\*|[a-z0-9-]+:[a-z0-9*?]+)$/i.test(pattern))
    throw new Error(`the proofs do not know actions like ${pattern}`);
  return new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'i');
}
