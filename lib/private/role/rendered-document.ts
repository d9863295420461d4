import { type IResolvable, type IResolveContext, Token } from 'aws-cdk-lib';

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
