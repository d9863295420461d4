import { type Duration, Token } from 'aws-cdk-lib';
import { fail } from '../words/errors';
import { described, given } from '../words/given';

/** As IAM takes it. */
const DESCRIPTION = /^[\t\n\r -~\u00A1-\u00FF]{0,1000}$/;
const A_POLICY = 'an iam.IManagedPolicy, such as iam.ManagedPolicy.fromManagedPolicyArn returns';

interface Wanted {
  readonly prop: string;
  readonly what: string;
  readonly fits: (value: unknown) => boolean;
}

const WANTED: Wanted[] = [
  { prop: 'roleName', what: 'text', fits: isText },
  { prop: 'path', what: 'text', fits: isText },
  {
    prop: 'description',
    what: 'text of at most 1,000 characters, none of them beyond "ÿ" or for control',
    fits: isDescription,
  },
  { prop: 'managedPolicies', what: `a list, each member of which is ${A_POLICY}`, fits: Array.isArray },
  { prop: 'permissionsBoundary', what: A_POLICY, fits: isPolicy },
  {
    prop: 'maxSessionDuration',
    what: 'a Duration of 1 to 12 hours, in whole seconds and no token, such as Duration.hours(1)',
    fits: isSessionDuration,
  },
];

/**
 * Checks the kind of what every role takes, which callers without type checks get wrong.
 *
 * @param options may hold further props, which are not looked at
 */
export function checkRoleOptions(at: string, options: object): void {
  const all = given(at, options as { [prop: string]: unknown });
  for (const { prop, what, fits } of WANTED) {
    const value = all[prop];
    if (value !== undefined && !fits(value)) fail(at, `${prop} is ${described(value)}: give ${what}, or leave it out.`);
  }
  for (const [index, policy] of ((all.managedPolicies ?? []) as unknown[]).entries()) {
    if (!isPolicy(policy)) fail(at, `managedPolicies[${index}] is ${described(policy)}: give ${A_POLICY}.`);
  }
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isDescription(value: unknown): boolean {
  return typeof value === 'string' && (Token.isUnresolved(value) || DESCRIPTION.test(value));
}

function isSessionDuration(value: unknown): boolean {
  if (!has(value, 'toSeconds')) return false;
  const duration = value as Duration;
  // CDK would take the number that stands for a token for its seconds.
  if (duration.isUnresolved()) return false;
  const seconds = duration.toSeconds({ integral: false });
  return Number.isInteger(seconds) && seconds >= 3_600 && seconds <= 43_200;
}

function isPolicy(value: unknown): boolean {
  return has(value, 'managedPolicyArn');
}

/** Without reading it: the ARN of a policy can't be read where `Role.customizeRoles` prevents synthesis. */
function has(value: unknown, member: string): boolean {
  return typeof value === 'object' && value !== null && member in value;
}
