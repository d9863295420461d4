import { DefaultTokenResolver, Reference, Stack, StringConcat, Token, Tokenization, aws_iam as iam } from 'aws-cdk-lib';
import type { IPostProcessor, IResolvable, IResolveContext } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { fail, LIBRARY } from '../words/errors';
import { identityOf } from './identity';
import { knownPartition } from '../aws/environment';
import {
  INLINE_POLICIES_LIMIT,
  MANAGED_POLICIES_PER_ROLE,
  MANAGED_POLICY_LIMIT,
  TRUST_POLICY_LIMIT,
} from '../aws/quotas';
import { formatRoleArn } from '../aws/arn';

/** As the app says that IAM has raised it. */
export function trustPolicyLimit(scope: IConstruct): number {
  return contextNumber(scope, 'trustPolicyLimit', TRUST_POLICY_LIMIT);
}

/** As the app says that IAM has raised it. */
export function managedPoliciesPerRole(scope: IConstruct): number {
  return contextNumber(scope, 'managedPoliciesPerRole', MANAGED_POLICIES_PER_ROLE);
}

/**
 * The text for a role that carries too many managed policies.
 *
 * @param role carries them; created here, or imported
 * @param count is how many
 * @param subject begins the sentence
 * @param advice is what to do besides raising the quota
 */
export function tooManyManagedPolicies(
  role: IConstruct,
  count: number,
  subject = role.node.path,
  advice = iam.Role.isRole(role) ? FEWER_OF_ROLE : FEWER_OF_IMPORT,
): string {
  return (
    `${subject} carries ${count} managed policies, more than IAM's quota of ${managedPoliciesPerRole(role)}. ${advice}, ` +
    `or raise the quota at AWS and the context key "${LIBRARY}:managedPoliciesPerRole".`
  );
}

const FEWER_OF_ROLE =
  'Attach fewer, put resource roles under one IAM path and set `resourceRolePath` instead of listing them, use a second role';
const FEWER_OF_IMPORT =
  'Each import has policies of its own: import the role once and share that construct. An import has no `resourceRolePath`; where ' +
  'one import lists too many resource roles, have its owner allow `sts:AssumeRole` below a path and import it with `mutable: false`';

/** The text for a managed policy that is too long. */
export function managedPolicyTooLong(policy: IConstruct, length: number): string {
  return (
    `${policy.node.path} has ${length} characters, more than IAM's quota of ${MANAGED_POLICY_LIMIT} for a managed policy. ` +
    'Name fewer resources in it, of which one may take in others, or divide them among several roles.'
  );
}

/** The text for inline policies that are too long together. */
export function inlinePoliciesTooLong(role: IConstruct, length: number): string {
  return (
    `${role.node.path} has inline policies of ${length} characters together, more than IAM's quota of ${INLINE_POLICIES_LIMIT}. ` +
    `Move statements into managed policies, each of which holds ${MANAGED_POLICY_LIMIT}: \`new iam.ManagedPolicy(…, { roles: [role] })\`.`
  );
}

/** The text for a trust policy that is too long. */
export function trustPolicyTooLong(role: IConstruct, length: number): string {
  return (
    `the trust policy of ${role.node.path} has ${length} characters, more than IAM's quota of ${trustPolicyLimit(role)}. ` +
    'Trust fewer chaining roles or service accounts, shorten names and paths, or raise the quota at AWS (up to 8,192) and the ' +
    `context key "${LIBRARY}:trustPolicyLimit".`
  );
}

/** Reads a whole number from the context key `cdk-iam-role-chaining:<key>`; `-c` on the command line gives strings. */
function contextNumber(scope: IConstruct, key: string, otherwise: number): number {
  const value: unknown = scope.node.tryGetContext(`${LIBRARY}:${key}`);
  if (value === undefined) return otherwise;
  const number = typeof value === 'string' || typeof value === 'number' ? Number(value) : NaN;
  if (!Number.isInteger(number) || number < 1) {
    fail(scope, `context key "${LIBRARY}:${key}" must be a whole number above 0, got ${JSON.stringify(value)}.`);
  }
  return number;
}

/** The longest text that CloudFormation can put in the place of a pseudo parameter. */
const LONGEST_PSEUDO: Record<string, number> = {
  'AWS::AccountId': 12,
  'AWS::Partition': 'aws-us-gov'.length,
  'AWS::Region': 'us-isof-south-1'.length,
  'AWS::URLSuffix': 'amazonaws.com.cn'.length,
};
/** For everything else that only CloudFormation knows, such as the issuer of a cluster. */
const LONGEST_OTHER = 100;
const LONGEST_ROLE_NAME = 64;
const LONGEST_PATH = 512;

/** The characters that IAM counts for a document, with every token at its longest. */
export function longestDocument(scope: IConstruct, document: unknown): number {
  return charactersOf(longest(scope, document));
}

/** The characters of one ARN, with every token at its longest. */
export function longestArn(scope: IConstruct, arn: string): number {
  // The ARNs of a chaining role begin with the same few prefixes, which hold the tokens.
  const end = arn.lastIndexOf(':') + 1;
  const [prefix, resource] = [arn.slice(0, end), arn.slice(end)];
  if (/[{}]/.test(resource)) return String(longest(scope, arn)).length;
  const stack = Stack.of(scope);
  const known = lengthOfPrefix.get(stack) ?? new Map<string, number>();
  lengthOfPrefix.set(stack, known);
  const length = known.get(prefix) ?? String(longest(scope, prefix)).length;
  known.set(prefix, length);
  return length + resource.length;
}

const lengthOfPrefix = new WeakMap<Stack, Map<string, number>>();

/** A value with every token replaced by text of the greatest length that it can have. */
export function longest(scope: IConstruct, value: unknown): unknown {
  return Tokenization.resolve(value, { scope, resolver: new LongestTokens(), preparing: false });
}

/** IAM does not count the white space of a document, which may be given as text. */
export function charactersOf(document: unknown): number {
  if (typeof document !== 'string') return JSON.stringify(document).length;
  try {
    return JSON.stringify(JSON.parse(document)).length;
  } catch {
    return document.length;
  }
}

/** Resolves every token to filler text of the greatest length that it can have. */
class LongestTokens extends DefaultTokenResolver {
  constructor() {
    super(new StringConcat());
  }

  public override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    if (Reference.isReference(token)) {
      const { target, displayName } = token;
      return target instanceof iam.CfnRole && displayName === 'Arn'
        ? longest(context.scope, longestRoleArn(target))
        : filler(longestPseudo(context.scope, displayName));
    }
    const resolved: unknown = super.resolveToken(token, context, postProcessor);
    return isIntrinsic(resolved) ? filler(longestPseudo(context.scope, String(Object.values(resolved)[0]))) : resolved;
  }
}

function longestPseudo(scope: IConstruct, name: string): number {
  const known = name === 'AWS::Partition' ? knownPartition(scope)?.length : undefined;
  return known ?? LONGEST_PSEUDO[name] ?? LONGEST_OTHER;
}

function longestRoleArn(resource: iam.CfnRole): string {
  const { path = '/', stack } = resource;
  return formatRoleArn({
    partition: stack.partition,
    account: stack.account,
    path: Token.isUnresolved(path) ? filler(LONGEST_PATH) : path,
    name: identityOf(resource)?.name ?? filler(LONGEST_ROLE_NAME),
  });
}

function isIntrinsic(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const [key, ...others] = Object.keys(value);
  return key !== undefined && others.length === 0 && (key === 'Ref' || key.startsWith('Fn::'));
}

function filler(length: number): string {
  return 'x'.repeat(length);
}
