import { CfnElement } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { type PolicySnapshotEntries, snapshotEntries } from '../private/access/snapshot/entries';
import { policyText } from '../private/access/snapshot/policy-text';
import { userPath } from '../private/access/sources/assembly/templates';
import { fail } from '../private/words/errors';
import { modelOf } from './live-app';

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
    const model = modelOf(scope);
    const path = CfnElement.isCfnElement(scope) ? userPath(scope.node.path) : scope.node.path;
    const isBelow = (each: string) => path === '' || each === path || each.startsWith(`${path}/`);
    const entries = snapshotEntries(model, { scope: path, isBelow });
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
