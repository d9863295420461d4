import { posix } from 'node:path';
import { CfnElement, Stage } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { fail } from '../private/words/errors';
import { derivedNames } from '../private/reader/derived-names';
import { readIamResources } from '../private/reader/identities';
import { TemplateTexts } from '../private/reader/template-texts';
import { readTemplates, userPath } from '../private/reader/templates';
import { checkUnchanged } from './check-unchanged';
import { type PolicySnapshotEntries, snapshotEntries } from './entries';
import { policyText } from './policy-text';

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
    const templates = readTemplates(app.synth());
    checkUnchanged(scope, templates);
    const scopePath = CfnElement.isCfnElement(scope) ? userPath(scope.node.path) : scope.node.path;
    const nameOf = (path: string) => relativePath(scopePath, path);
    const resources = readIamResources(templates, new TemplateTexts(templates, nameOf, derivedNames(templates)));
    const isBelow = (path: string) => scopePath === '' || path === scopePath || path.startsWith(`${scopePath}/`);
    const entries = snapshotEntries(resources, { isBelow, nameOf });
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

/** The scope itself is "."; what lies outside begins with "..". */
function relativePath(from: string, path: string): string {
  return posix.relative(`/${from}`, `/${path}`) || '.';
}
