import { type aws_iam as iam, type Duration, Reference, Stack, Token, Tokenization } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import { isOneToken, type RoleNaming, splitArn } from '../aws/arn';
import { derivedRoleName, MAX_ROLE_NAME } from '../aws/derived-name';
import { accountOrStage } from '../aws/environment';
import { ROLE_NAME, ROLE_PATH } from '../aws/patterns';
import { fail, pathOf, shown } from '../words/errors';
import { described, given, isLookupDummy } from '../words/given';
import { stateOf } from './app-state';
import { isInTree } from './identity';
import type { KeptRole } from './kept-role';
import { declaredOptions } from './rendered-role';
import { checkAtSynth } from './synth-check';
import { renderTrust } from './trust-document';

const MAX_PATH = 512;

/**
 * Checks the user's name and path, or derives a name; the name never changes afterwards.
 *
 * A derived name hashes the construct path, the region when it is known, and the IAM path: the same app in two regions or stages
 * does not collide, and a changed path can be deployed, since CloudFormation creates the new role before it deletes the old one.
 */
export function fixedNaming(scope: Construct, id: string, options: Partial<RoleNaming>, prop = 'roleName'): RoleNaming {
  const at = pathOf(scope, id);
  checkRoleOptions(at, options);
  const { roleName, path } = options;
  if (path !== undefined) {
    checkPath(scope, id, 'path', path);
    if (/^\/aws-(reserved|service-role)\//.test(path)) {
      fail(
        at,
        `path ${shown(path)} is not allowed: IAM keeps "/aws-reserved/" and "/aws-service-role/" for AWS's own roles.`,
      );
    }
  }
  if (roleName !== undefined) {
    checkRoleName(at, prop, roleName);
    return { roleName, path };
  }
  const region = Stack.of(scope).region;
  const known = Token.isUnresolved(region) ? undefined : region;
  // The marker of a token is another in each synth.
  return { roleName: derivedRoleName(at, known, Token.isUnresolved(path) ? '' : path), path };
}

function checkRoleName(at: string, prop: string, roleName: string): void {
  if (splitArn(roleName) !== undefined || isArnAttribute(roleName)) {
    fail(
      at,
      `${prop} ${shown(roleName)} is an ARN, and a name is wanted: give what follows the last slash. ` +
        'A role that exists already is not made again: import a chaining role with `ChainingRole.fromChainingRoleArn`, ' +
        'any other with `iam.Role.fromRoleArn`.',
    );
  }
  if (!Token.isUnresolved(roleName) && !ROLE_NAME.test(roleName)) {
    fail(
      at,
      `${prop} ${shown(roleName)} (${roleName.length} characters) is not allowed: 1 to ${MAX_ROLE_NAME} characters from A-Z a-z 0-9 _ + = , . @ -${lookupHint(roleName)}`,
    );
  }
}

/** aws-iam refuses the value too with which the first synth of a lookup goes on. */
function lookupHint(value: unknown): string {
  return isLookupDummy(value)
    ? ' CDK has yet to look it up: give `valueFromLookup` a `defaultValue` that is allowed, which stands in until then.'
    : '';
}

/** Whether a token is the ARN of a resource of this app. */
function isArnAttribute(text: string): boolean {
  const token = isOneToken(text) ? Tokenization.reverseString(text).firstToken : undefined;
  return Reference.isReference(token) && token.displayName === 'Arn';
}

/** Checks an IAM path. */
export function checkPath(scope: IConstruct, id: string, prop: string, path: string): void {
  if (Token.isUnresolved(path)) return;
  if (typeof path !== 'string' || !ROLE_PATH.test(path)) {
    fail(
      pathOf(scope, id),
      `${prop} ${shown(path)} is not allowed: it begins and ends with a slash, for example "/hopsworks/", ` +
        `has at most ${MAX_PATH} characters and holds no space, wildcard, "\${" or empty segment.${lookupHint(path)}`,
    );
  }
}

/**
 * Takes a name for a role; throws when another role of the app has it in the same account.
 *
 * ARNs are computed from it from now on, so that a change of name or path, by an aspect for example, is an error at synth.
 */
export function claimRoleName(role: iam.Role, { name, path = '/' }: { name: string; path?: string }): KeptRole {
  const kept = checkAtSynth(role);
  kept.naming = { name, path };
  if (Token.isUnresolved(name)) return kept;
  // IAM compares names without regard to case, whatever their path.
  const names = stateOf(role.node.root, 'roleNames', () => new Map<string, IConstruct>());
  const key = `${accountOrStage(role, role.stack.account)}/${name.toLowerCase()}`;
  const owner = names.get(key);
  if (owner !== undefined && owner !== role && isInTree(owner)) {
    fail(
      role,
      `the role name "${name}" is already taken by ${owner.node.path} in the same account; ` +
        'IAM wants it unique there, whatever path or upper case. Change one `roleName`, or leave it out to derive one.',
    );
  }
  names.set(key, role);
  return kept;
}

/** What every role of the library keeps: a name of its own, trust and options as declared, and IAM's quotas. */
export function keepRole(role: iam.Role, { roleName: name, path }: RoleNaming): KeptRole {
  const kept = claimRoleName(role, { name, path });
  kept.managedPolicyArns = kept.resource?.managedPolicyArns;
  renderTrust(kept);
  kept.checks = [...kept.checks, ...declaredOptions(kept)];
  return kept;
}

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
