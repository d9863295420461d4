import {
  Aws,
  DefaultTokenResolver,
  Intrinsic,
  type IPostProcessor,
  type IResolvable,
  type IResolveContext,
  Lazy,
  Reference,
  Stack,
  StringConcat,
  Token,
  Tokenization,
} from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { isOneToken } from '../aws/arn';
import { fail, shown } from '../words/errors';
import { described, isDynamicReference, withoutDynamicReferences } from '../words/given';

/** A text that names one thing, and where it stands. */
export interface NamingText {
  readonly where: string;
  readonly text: string;
  /** What it may be as a whole; by default anything without wildcards and ARNs in it. */
  readonly fits?: RegExp;
  /** Whether an `Fn::If` may have the deployment leave it out. */
  readonly mayBeLeftOut?: boolean;
}

/**
 * Has texts looked at once more at synth, where code settles a token of theirs only then: they were taken for the names of one thing
 * each, and must not come to stand for others, or for nothing.
 *
 * @param scope is validated
 * @param about begins the errors
 */
export function checkWhenSettled(scope: IConstruct, about: string, texts: readonly NamingText[]): void {
  const late = texts.filter(({ text }) => isSettledAtSynth(text));
  if (late.length === 0) return;
  scope.node.addValidation({ validate: () => intruders(scope, late).map((error) => `${about}: ${error}`) });
}

/** The text, for a document that no construct holds: an error where it is rendered, if its tokens come to something else. */
export function settling(about: string, naming: NamingText): string {
  const { text } = naming;
  if (!isSettledAtSynth(text)) return text;
  const produce = (context: IResolveContext): unknown => {
    const [error] = intruders(context.scope, [naming]);
    if (error !== undefined) fail(about, error);
    return context.resolve(text);
  };
  return Lazy.uncachedString({ produce } as never);
}

/** What such tokens put into texts that name something, and that would not be taken if it stood there at once: in words of errors. */
export function intruders(scope: IConstruct, texts: readonly NamingText[]): string[] {
  return texts.flatMap((naming) => {
    const intruder = intruderIn(scope, naming);
    return intruder === undefined
      ? []
      : [
          `a token in ${naming.where} is ${intruder} at synth, where one thing is to be named. Give a value that names it; wildcards, ` +
            'where they are allowed, are written out.',
        ];
  });
}

/** Whether code has the last word on a text, at synth: a `Lazy` may yield what was refused if it stood there at once. */
export function isSettledAtSynth(text: string): boolean {
  return lateTokens(text).length > 0;
}

/** Whether a text holds no other token than the partition of an ARN, as most do. */
export function isLiteral(text: string): boolean {
  return !Token.isUnresolved(text.replaceAll(Aws.PARTITION, ''));
}

/** The texts of a statement that name what it is about. */
export function namingTexts(statement: {
  readonly sid?: string;
  readonly resources?: readonly string[];
  readonly principals?: readonly string[];
  readonly conditions?: Record<string, unknown>;
}): NamingText[] {
  const { sid = 'without Sid', resources = [], principals = [], conditions = {} } = statement;
  const inConditions = Object.entries(conditions).flatMap(([operator, keys]) =>
    Object.entries(keys as object).map(([key, value]): [string, unknown] => [
      `the condition ${operator} "${key}"`,
      value,
    ]),
  );
  return [
    ...[...resources].map((each): [string, unknown] => ['the resources', each]),
    ...[...principals].map((each): [string, unknown] => ['the principal', each]),
    ...inConditions,
  ].flatMap(([what, value]) =>
    [value]
      .flat()
      .flatMap((text) => (typeof text === 'string' ? { where: `${what} of the statement ${sid}`, text } : [])),
  );
}

/** At which Fn::Split takes a text apart, and which is in none of the parts. */
const SEPARATOR = /"Fn::Split":\["[^"]*"/g;

/** Nothing, a list, a wildcard, a policy variable, or the ARN of something else. */
function intruderIn(scope: IConstruct, { text, fits, mayBeLeftOut = false }: NamingText): string | undefined {
  for (const token of lateTokens(text)) {
    const settled: unknown = Stack.of(scope).resolve(token);
    if (!(mayBeLeftOut && isChoice(settled)) && comesToNothing(scope, token)) return 'nothing';
    if (typeof settled === 'object' && !isIntrinsic(settled)) return described(settled);
    if (fits !== undefined) {
      const whole: unknown = Stack.of(scope).resolve(text);
      if (typeof whole === 'string' && !isDynamicReference(whole) && !fits.test(whole)) return shown(settled);
    } else if (typeof settled !== 'string') {
      // Of what the deployment puts together, the parts that are literal; those of Fn::Sub have variables of its own.
      const written = JSON.stringify(settled).replaceAll(SEPARATOR, '');
      if (/[*?]/.test(written) || (written.includes('${') && !written.includes('Fn::Sub'))) {
        return 'a text with a wildcard or a policy variable';
      }
    } else {
      const written = withoutDynamicReferences(settled);
      if (/[*?]|\$\{/.test(written) || (written.includes('arn:') && !isOneToken(text))) return shown(settled);
    }
  }
  return undefined;
}

function isChoice(settled: unknown): boolean {
  return typeof settled === 'object' && settled !== null && 'Fn::If' in settled;
}

/** What CloudFormation makes a text of. */
function isIntrinsic(settled: object | null): boolean {
  const [key = '', ...others] = Object.keys(settled ?? {});
  return others.length === 0 && (key === 'Ref' || key.startsWith('Fn::'));
}

/** References, and what CloudFormation tells of a stack, bring in nothing of their own. */
function lateTokens(text: string): IResolvable[] {
  if (isLiteral(text)) return [];
  return Tokenization.reverseString(text).tokens.filter(
    (token) => !Reference.isReference(token) && token.constructor !== Intrinsic,
  );
}

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
