import { CfnResource, Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** What a resource looks like in a template. */
export interface RenderedResource {
  readonly Type?: unknown;
  readonly Properties?: Record<string, unknown>;
}

/** Whether an escape hatch may change one of these properties, which the L1's own properties do not show. */
export function isOverridden(resource: CfnResource, ...properties: string[]): boolean {
  const { rawOverrides } = resource as unknown as { readonly rawOverrides: Record<string, unknown> };
  if ('Type' in rawOverrides) return true;
  if (!('Properties' in rawOverrides)) return false;
  const overrides = rawOverrides.Properties;
  if (typeof overrides !== 'object' || overrides === null || Token.isUnresolved(overrides)) return true;
  return properties.some((property) => property in overrides);
}

/** A resource as its template will hold it, escape hatches included. */
export function render(
  resource: CfnResource,
  resolve: (value: unknown) => unknown = (value) => Stack.of(resource).resolve(value),
): RenderedResource {
  const template = resolve(toCloudFormation(resource)) as { readonly Resources?: Record<string, RenderedResource> };
  return Object.values(template.Resources ?? {})[0] ?? {};
}

function toCloudFormation(resource: CfnResource): unknown {
  return (resource as unknown as { _toCloudFormation(): unknown })._toCloudFormation();
}

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
