import { DefaultTokenResolver, StringConcat, Tokenization } from 'aws-cdk-lib';
import type { IPostProcessor, IResolvable, IResolveContext } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Whether a value, or a token anywhere in it, is empty at synth: a template leaves that out without a word. */
export function comesToNothing(scope: IConstruct, value: unknown): boolean {
  const resolver = new FindNothing();
  const resolved: unknown = Tokenization.resolve(value, { scope, resolver, preparing: false });
  return resolver.found || isNothing(value) || isNothing(resolved);
}

/** `AWS::NoValue` has CloudFormation leave out what it stands for. */
function isNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  if (Array.isArray(value)) return value.length === 0 || value.some(isNothing);
  if (typeof value !== 'object') return false;
  const entries = Object.entries(value);
  return (
    entries.length === 0 || (entries.length === 1 && entries[0]?.[0] === 'Ref' && entries[0][1] === 'AWS::NoValue')
  );
}

class FindNothing extends DefaultTokenResolver {
  public found = false;

  constructor() {
    super(new StringConcat());
  }

  public override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    // Resolving a list drops what is undefined in it.
    const given: unknown = token.resolve(context);
    const resolved = postProcessor.postProcess(context.resolve(given), context) as unknown;
    this.found ||= isNothing(given) || isNothing(resolved);
    return resolved;
  }
}
