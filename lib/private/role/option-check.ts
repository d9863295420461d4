import { Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { fail, pathOf, shown } from '../words/errors';

const A_POLICY = 'an iam.IManagedPolicy, such as iam.ManagedPolicy.fromManagedPolicyArn returns';

interface Wanted {
  readonly prop: string;
  readonly what: string;
  readonly fits: (value: unknown) => boolean;
}

const WANTED: Wanted[] = [
  { prop: 'roleName', what: 'text', fits: isText },
  { prop: 'path', what: 'text', fits: isText },
  { prop: 'description', what: 'text', fits: isText },
  { prop: 'managedPolicies', what: `a list, each member of which is ${A_POLICY}`, fits: Array.isArray },
  { prop: 'permissionsBoundary', what: A_POLICY, fits: isPolicy },
  {
    prop: 'maxSessionDuration',
    what: 'a Duration, such as Duration.hours(1)',
    fits: (value) => has(value, 'toSeconds'),
  },
];

/**
 * Checks the kind of what every role takes, which callers without type checks get wrong.
 *
 * @param options may hold further props, which are not looked at
 */
export function checkRoleOptions(scope: Construct, id: string, options: object): void {
  const given = options as { [prop: string]: unknown } | null | undefined;
  if (typeof given !== 'object' || given === null) {
    fail(pathOf(scope, id), `its props are ${kindOf(given)}: give an object.`);
  }
  for (const { prop, what, fits } of WANTED) {
    if (given[prop] !== undefined && !fits(given[prop])) failAt(scope, id, prop, given[prop], what);
  }
  const policies = (given.managedPolicies ?? []) as unknown[];
  for (const [index, policy] of policies.entries()) {
    if (!isPolicy(policy)) failAt(scope, id, `managedPolicies[${index}]`, policy, A_POLICY);
  }
}

function failAt(scope: Construct, id: string, prop: string, value: unknown, wanted: string): never {
  fail(pathOf(scope, id), `${prop} is ${kindOf(value)}: give ${wanted}, or leave it out.`);
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isPolicy(value: unknown): boolean {
  return has(value, 'managedPolicyArn');
}

/** Without reading it: the ARN of a policy can't be read where `Role.customizeRoles` prevents synthesis. */
function has(value: unknown, member: string): boolean {
  return typeof value === 'object' && value !== null && member in value;
}

function kindOf(value: unknown): string {
  if (typeof value === 'string') return Token.isUnresolved(value) ? 'a token' : shown(value);
  if (value === null || typeof value !== 'object') return shown(value);
  return Array.isArray(value) ? 'a list' : `an object (${value.constructor.name})`;
}
