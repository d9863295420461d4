import { DefaultTokenResolver, Reference, StringConcat, Tokenization, aws_iam as iam } from 'aws-cdk-lib';
import type { IPostProcessor, IResolvable, IResolveContext } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { contextNumber } from './messages';
import { formatRoleArn, ownedIdentity } from './role-arn';

/** IAM's fixed quota for one managed policy, in characters without white space. */
export const MANAGED_POLICY_LIMIT = 6144;

/** Characters of a trust policy; IAM raises it on request, up to 8,192. */
export function trustPolicyLimit(scope: IConstruct): number {
  return contextNumber(scope, 'trustPolicyLimit', 2048);
}

/** Managed policies attached to one role; IAM raises it on request. */
export function managedPoliciesPerRole(scope: IConstruct): number {
  return contextNumber(scope, 'managedPoliciesPerRole', 10);
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

/** The characters that IAM counts for a document, with every token at its longest. */
export function longestLength(scope: IConstruct, document: unknown): number {
  if (typeof document !== 'string') return JSON.stringify(longest(scope, document)).length;
  const fragments = Tokenization.reverseString(document).mapTokens({
    mapToken: (token) => longestText(scope, token),
  });
  return String(fragments.join(new StringConcat())).length;
}

const textOfToken = new WeakMap<IResolvable, string>();

function longestText(scope: IConstruct, token: IResolvable): string {
  const text = textOfToken.get(token) ?? String(longest(scope, token));
  textOfToken.set(token, text);
  return text;
}

function longest(scope: IConstruct, value: unknown): unknown {
  return Tokenization.resolve(value, { scope, resolver: new LongestTokens(), preparing: false });
}

/** Resolves every token to filler text of the greatest length that it can have. */
class LongestTokens extends DefaultTokenResolver {
  constructor() {
    super(new StringConcat());
  }

  public override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    if (Reference.isReference(token)) {
      const role = token.target.node.scope;
      return iam.Role.isRole(role) && token.displayName === 'Arn'
        ? longest(context.scope, computedArnOf(role))
        : filler(LONGEST_PSEUDO[token.displayName] ?? LONGEST_OTHER);
    }
    const resolved: unknown = super.resolveToken(token, context, postProcessor);
    return isIntrinsic(resolved)
      ? filler(LONGEST_PSEUDO[String(Object.values(resolved)[0])] ?? LONGEST_OTHER)
      : resolved;
  }
}

/** A role that CloudFormation names has a name of up to 64 characters. */
function computedArnOf(role: iam.Role): string {
  const identity = ownedIdentity(role);
  return identity === undefined ? filler(LONGEST_OTHER) : formatRoleArn(identity);
}

function isIntrinsic(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const [key, ...others] = Object.keys(value);
  return key !== undefined && others.length === 0 && (key === 'Ref' || key.startsWith('Fn::'));
}

function filler(length: number): string {
  return 'x'.repeat(length);
}
