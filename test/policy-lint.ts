import { carries } from '../lib/private/aws/actions/service-authorization';
import {
  type Check,
  type IdentityPolicy,
  type IdentityStatement,
  actionsMatching,
  arnsLike,
  checksOf,
} from './service-authorization';
import { list } from './support';

/**
 * What AWS's service authorization data finds wrong with a policy: actions, resources and condition keys that grant or deny
 * nothing. One line for each fault, none for a sound policy.
 *
 *     expect(await lint(policy)).toEqual([]);
 */
export async function lint(policy: IdentityPolicy): Promise<string[]> {
  const faults = await Promise.all(policy.Statement.map((statement, index) => lintStatement(statement, index)));
  return faults.flat();
}

async function lintStatement(statement: IdentityStatement, index: number): Promise<string[]> {
  const name = statement.Sid ?? `statement ${index}`;
  const patterns = [...list(statement.Action), ...list(statement.NotAction)];
  const granted = await Promise.all(
    patterns.map(async (pattern) => ({ pattern, checks: await checksMatching(pattern) })),
  );
  const faults = granted
    .filter(({ checks }) => checks.length === 0)
    .map(({ pattern }) => `no action is called ${pattern}`);
  if (statement.NotAction === undefined) {
    const known = granted.filter(({ checks }) => checks.length > 0);
    faults.push(...lintResources(statement, known), ...lintKeys(statement, known));
  }
  return faults.map((fault) => `${name}: ${fault}`);
}

interface Granted {
  readonly pattern: string;
  readonly checks: Check[];
}

function lintResources(statement: IdentityStatement, granted: Granted[]): string[] {
  const resources = list(statement.Resource ?? statement.NotResource);
  const dead = resources.filter((resource) => !granted.some(({ checks }) => reached(checks, resource).length > 0));
  const faults = dead.map((resource) => `no action has resources like ${resource}`);
  if (statement.NotResource !== undefined) return faults;
  for (const { pattern, checks } of granted) {
    if (resources.some((resource) => reached(checks, resource).length > 0)) continue;
    const wildcardOnly = checks.every(({ resourceType }) => resourceType === '*');
    faults.push(
      wildcardOnly ? `${pattern} needs the resource *` : `${pattern} has no resources like ${resources.join(', ')}`,
    );
  }
  return faults;
}

/** A pattern of actions, or of resources, is served by a key if one of its members is. */
function lintKeys(statement: IdentityStatement, granted: Granted[]): string[] {
  const keys = Object.values(statement.Condition ?? {}).flatMap((condition) => Object.keys(condition));
  const resources = list(statement.Resource ?? '*');
  return granted.flatMap(({ pattern, checks }) =>
    resources.flatMap((resource) => {
      const types = reached(checks, resource);
      const unsupported = keys.filter((key) => types.length > 0 && !types.some((check) => carries(check, key)));
      return unsupported.map((key) => `${pattern} on ${resource} never carries ${key}`);
    }),
  );
}

async function checksMatching(pattern: string): Promise<Check[]> {
  return (await actionsMatching(pattern)).flatMap(checksOf);
}

function reached(checks: Check[], resource: string): Check[] {
  if (resource === '*') return checks;
  const arns = arnsLike(resource.replace(/\$\{[^}]*\}/g, '*'));
  return checks.filter(({ resources }) => !resources.and(arns).isEmpty);
}
