import { CfnResource } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** The condition on which a resource is deployed, in a form that tells those of two stacks apart. */
export function conditionOf(resource: CfnResource): string | undefined {
  const { rawOverrides } = resource as unknown as { readonly rawOverrides: Record<string, unknown> };
  const { condition } = resource.cfnOptions;
  const given = 'Condition' in rawOverrides ? rawOverrides.Condition : condition?.logicalId;
  if (given === undefined) return undefined;
  return `${String(resource.stack.resolve(given))} of ${resource.stack.node.path}`;
}

/** What is attached to a role that may be left out, and would be deployed without it. */
export function unconditionalParts(role: IConstruct, resource: CfnResource, parts: readonly IConstruct[]): string[] {
  const condition = conditionOf(resource);
  if (condition === undefined) return [];
  const others = parts.filter((part) => CfnResource.isCfnResource(part) && conditionOf(part) !== condition);
  return others.map(
    (part) =>
      `${role.node.path} is deployed on the condition ${condition} only, and ${part.node.path}, which belongs to it, is not: without the ` +
      'role its deployment fails. Set the condition on every resource of the role.',
  );
}
