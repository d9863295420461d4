import { Stack, Stage } from 'aws-cdk-lib';
import { Construct, type IConstruct } from 'constructs';
import { type Diff, diffOf } from '../private/access/diff/diff';
import { diffText } from '../private/access/diff/diff-text';
import type { AccessModel } from '../private/access/model/model';
import { partOf } from '../private/access/model/part';
import { readSource } from '../private/access/sources/source';
import { fail, shown } from '../private/words/errors';
import { escapeText } from '../private/words/escape';
import { modelOf } from './live-app';

/**
 * A state of an app: the app itself, a Stage or a Stack of it; a cloud assembly; or the path of the folder of one, or of a file that
 * `npx cdk-iam-role-chaining snapshot cdk.out --model <file>` has saved.
 */
export type PolicyDiffSource = IConstruct | { readonly directory: string } | string;

/**
 * What access one state of an app adds to another, by what their policies mean: as `npx cdk-iam-role-chaining diff` says it.
 *
 * @example
 * test('nobody gains access', () => {
 *   const diff = PolicyDiff.of('test/access.json', app);
 *   expect(diff.widens ? diff.toText() : '').toBe('');
 * });
 */
export class PolicyDiff {
  /** Compares two states. Synthesizes apps as `Template.fromStack` does. */
  public static of(before: PolicyDiffSource, after: PolicyDiffSource): PolicyDiff {
    return new PolicyDiff(diffOf(readState('before', before), readState('after', after), { all: false }));
  }

  /** Whether somebody gains something, or it cannot be decided that nobody does. */
  public readonly widens: boolean;

  private constructor(private readonly diff: Diff) {
    this.widens = diff.widens;
  }

  /** What is gained, each with a request that was refused before and is allowed now, and what is lost. */
  public toText(): string {
    return diffText(this.diff, escapeText);
  }
}

function readState(name: string, given: PolicyDiffSource): AccessModel {
  if (typeof given === 'string') return readSource(given);
  if (Construct.isConstruct(given)) return stateOf(given);
  // Untyped callers give anything.
  const { directory } = Object(given) as { directory?: unknown };
  if (typeof directory === 'string') return readSource(directory);
  return fail(
    'PolicyDiff.of',
    `${name} is ${shown(given)}: give an App, a Stage, a Stack, a cloud assembly, or the path of a cdk.out ` +
      'folder or of a model that `npx cdk-iam-role-chaining snapshot --model` has saved.',
  );
}

function stateOf(scope: IConstruct): AccessModel {
  const { path } = scope.node;
  if (!Stage.isStage(scope) && !Stack.isStack(scope)) {
    fail(
      scope,
      'PolicyDiff compares whole stacks, for what a policy allows is spread over them: give a Stack, a Stage or the App.',
    );
  }
  const model = modelOf(scope);
  return path === '' ? model : partOf(model, (stack) => stack.path === path || stack.path.startsWith(`${path}/`));
}
