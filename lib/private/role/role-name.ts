import { createHash } from 'node:crypto';
import { Stack, Token, aws_iam as iam } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import { accountOrStage } from '../aws/environment';
import { fail, pathOf, shown } from '../words/errors';

const MAX_NAME = 64;
const MAX_PATH = 512;
const HASH_LENGTH = 8;

/** What a role's name is made from. */
export interface RoleNaming {
  readonly roleName?: string;
  readonly path?: string;
}

/**
 * Checks the user's name and path, or derives a name; the name never changes afterwards.
 *
 * A derived name hashes the construct path, the region when it is known, and the IAM path: the same app in two regions or stages
 * does not collide, and a changed path can be deployed, since CloudFormation creates the new role before it deletes the old one.
 */
export function fixedRoleName(scope: Construct, id: string, naming: RoleNaming): string {
  const { roleName, path } = naming;
  if (path !== undefined) checkPath(scope, id, 'path', path);
  if (roleName !== undefined) {
    if (!Token.isUnresolved(roleName) && !/^[\w+=,.@-]{1,64}$/.test(roleName)) {
      fail(
        pathOf(scope, id),
        `roleName ${shown(roleName)} (${roleName.length} characters) is not allowed: 1 to ${MAX_NAME} characters from A-Z a-z 0-9 _ + = , . @ -`,
      );
    }
    return roleName;
  }
  const region = Stack.of(scope).region;
  return derivedRoleName(
    [scope.node.path, id].filter(Boolean).join('/'),
    Token.isUnresolved(region) ? undefined : region,
    path,
  );
}

/** The name of a role that was given none. */
export function derivedRoleName(constructPath: string, region?: string, path = '/'): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([constructPath, region ?? '', path]))
    .digest('hex')
    .slice(0, HASH_LENGTH);
  const readable = constructPath.replace(/[^\w+=,.@-]+/g, '-').slice(-(MAX_NAME - HASH_LENGTH - 1));
  return `${readable.replace(/^-+/, '')}-${hash}`;
}

/** Checks an IAM path. Wildcards are legal in a path for IAM, but in an ARN of a policy they would match other roles. */
export function checkPath(scope: IConstruct, id: string, prop: string, path: string): void {
  if (Token.isUnresolved(path)) return;
  if (path.length > MAX_PATH || !/^\/([\u0021-\u007e]+\/)?$/.test(path) || /[*?]|\$\{|\/\//.test(path)) {
    fail(
      pathOf(scope, id),
      `${prop} ${shown(path)} is not allowed: it begins and ends with a slash, for example "/hopsworks/", ` +
        `has at most ${MAX_PATH} characters and holds no space, wildcard, "\${" or empty segment.`,
    );
  }
}

/** Role names already given, per app. IAM compares them without regard to case, whatever their path. */
const namesOfApp = new WeakMap<IConstruct, Map<string, Construct>>();

/**
 * Takes a name for a role; throws when another role of the app has it in the same account.
 *
 * ARNs are computed from it from now on, so that a change of name or path, by an aspect for example, is an error at synth.
 */
export function claimRoleName(role: Construct, { name, path = '/' }: { name: string; path?: string }): void {
  if (Token.isUnresolved(name)) return;
  const names = namesOfApp.get(role.node.root) ?? new Map<string, Construct>();
  namesOfApp.set(role.node.root, names);
  const key = `${accountOrStage(role, Stack.of(role).account)}/${name.toLowerCase()}`;
  const owner = names.get(key);
  if (owner !== undefined && owner !== role && isInTree(owner)) {
    fail(
      role,
      `the role name "${name}" is already taken by ${owner.node.path} in the same account; ` +
        'IAM wants it unique there, whatever path or upper case. Change one `roleName`, or leave it out to derive one.',
    );
  }
  names.set(key, role);
  role.node.addValidation({ validate: () => renameErrors(role, name, path) });
}

function isInTree(construct: IConstruct): boolean {
  const { scope, id } = construct.node;
  return scope === undefined || (scope.node.tryFindChild(id) === construct && isInTree(scope));
}

function renameErrors(role: Construct, name: string, path: string): string[] {
  const resource = role.node.defaultChild;
  if (!(resource instanceof iam.CfnRole)) return [];
  // `addPropertyOverride` reaches the template past the L1's own properties.
  const { rawOverrides } = resource as unknown as {
    rawOverrides?: { Properties?: { RoleName?: string; Path?: string } };
  };
  const { RoleName: newName = resource.roleName, Path: newPath = resource.path ?? '/' } =
    rawOverrides?.Properties ?? {};
  if (newName === name && newPath === path) return [];
  return [
    `${role.node.path} was renamed from ${path}${name} to ${newPath}${newName ?? ''} after its ARN was written into other documents. ` +
      'Give `roleName` and `path` to the construct instead of changing them on its L1 or by an aspect.',
  ];
}
