import { type CfnResource, type IResolvable, type IResolveContext, Stack, Token } from 'aws-cdk-lib';

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

/**
 * A document that an L1 renders: put together when CDK prepares the app, and not again for the template and the tree.
 *
 * A `Lazy` would keep what it yielded to whoever asked first, such as an aspect, and lose what is added later.
 */
export class RenderedDocument implements IResolvable {
  private prepared?: unknown;

  /** @param render gives the document as it is now */
  constructor(private readonly render: () => unknown) {}

  public get creationStack(): string[] {
    return [];
  }

  public resolve({ preparing }: IResolveContext): unknown {
    if (preparing) this.prepared = this.render();
    return this.prepared ?? this.render();
  }

  public toJSON(): unknown {
    return this.render();
  }

  public toString(): string {
    return Token.asString(this);
  }
}
