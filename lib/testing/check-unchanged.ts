import { CfnResource } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { fail } from '../private/words/errors';
import type { Template } from '../private/reader/templates';

/**
 * Throws where a policy was changed after the synth that the templates are from.
 *
 * CDK synthesizes an app once. It refuses constructs that are added later, but not a statement: the templates would say nothing of it.
 */
export function checkUnchanged(scope: IConstruct, templates: readonly Template[]): void {
  const byPath = new Map(templates.map((template) => [template.stackPath, template]));
  for (const child of scope.node.findAll()) {
    if (!CfnResource.isCfnResource(child) || !child.cfnResourceType.startsWith('AWS::IAM::')) continue;
    const logicalId = child.stack.getLogicalId(child);
    const now = rendered(child).Resources?.[logicalId];
    const then = byPath.get(child.stack.node.path)?.body.Resources?.[logicalId];
    if (JSON.stringify(now) === JSON.stringify(then)) continue;
    fail(
      child,
      'it was changed after the app was synthesized, so the snapshot would not show it. PolicySnapshot.of and ' +
        'Template.fromStack synthesize the app: complete it first, and build another one to compare with.',
    );
  }
}

/** What CloudFormation would get now. CDK has no public name for it. */
function rendered(resource: CfnResource): { Resources?: Record<string, unknown> } {
  const { _toCloudFormation } = resource as unknown as { _toCloudFormation: () => object };
  return resource.stack.resolve(_toCloudFormation.call(resource)) as { Resources?: Record<string, unknown> };
}
