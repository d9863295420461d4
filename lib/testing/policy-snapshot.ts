import { CfnElement, Stage } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { Estate } from '../private/access/model/estate';
import { readAssembly } from '../private/access/sources/assembly/assembly';
import { userPath } from '../private/access/sources/assembly/templates';
import { fail } from '../private/words/errors';
import { type PolicySnapshotEntries, snapshotEntries } from './entries';
import { checkUnchanged, notRead, pathsOfAssets } from './live-app';
import { policyText } from './policy-text';
import { Words } from './words';

const taken = new WeakSet();

/**
 * What the IAM policies of an app say, without what can change while they say the same.
 *
 * @example
 * expect.addSnapshotSerializer(PolicySnapshot.serializer);
 *
 * test('nobody gains or loses access unnoticed', () => {
 *   expect(PolicySnapshot.of(app)).toMatchSnapshot();
 * });
 */
export class PolicySnapshot {
  /** For jest and vitest: `expect.addSnapshotSerializer(PolicySnapshot.serializer)` prints snapshots as `toText` does. */
  public static readonly serializer = {
    test: (value: unknown): boolean => typeof value === 'object' && value !== null && taken.has(value),
    serialize: (value: PolicySnapshotEntries): string => PolicySnapshot.toText(value).trimEnd(),
  };

  /**
   * Every IAM policy below a scope, as plain JSON. Synthesizes the app that the scope is in, as `Template.fromStack` does.
   *
   * Throws where there is no policy, because such a test could not fail.
   */
  public static of(scope: IConstruct): PolicySnapshotEntries {
    const app = scope.node.root;
    if (!Stage.isStage(app)) {
      fail(scope, 'it is in no App, so there is nothing to synthesize: make it below a Stack of an App.');
    }
    const { directory } = app.synth();
    const read = readAssembly(directory, { paths: pathsOfAssets(app) });
    const model = { ...read, gaps: [...read.gaps, ...notRead(scope, directory, read)] };
    checkUnchanged(scope);
    const scopePath = CfnElement.isCfnElement(scope) ? userPath(scope.node.path) : scope.node.path;
    const isBelow = (path: string) => scopePath === '' || path === scopePath || path.startsWith(`${scopePath}/`);
    const stacks = model.stacks.map(({ path }) => path);
    const entries = snapshotEntries(new Estate(model), { isBelow, words: new Words(scopePath, stacks) });
    if (Object.keys(entries).length === 0) {
      fail(
        scope,
        'there is no IAM role, user, group or policy below it, and a snapshot of nothing could not fail: ' +
          'take it of the App, or of a scope that holds roles.',
      );
    }
    taken.add(entries);
    return entries;
  }

  /** A snapshot as YAML in which each fact has a line of its own, for a file or for the differences of any test runner. */
  public static toText(snapshot: PolicySnapshotEntries): string {
    return policyText(snapshot);
  }
}
