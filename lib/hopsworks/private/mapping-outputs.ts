import { CfnOutput, Lazy, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { stateOf } from '../../private/role/app-state';
import { isInTree } from '../../private/role/identity';
import { fail } from '../../private/words/errors';
import type { MappingDocument } from './mapping-documents';

/** Who writes outputs of a name, and which; a number at the end of the name tells one's own apart. */
interface Claim {
  readonly by: Construct;
  readonly outputs: CfnOutput[];
}

/** The outputs of role mappings in the outermost stack: one for each document, as long as the mappings are part of the app. */
export class MappingOutputs {
  private readonly outputs: CfnOutput[] = [];

  constructor(
    private readonly mappings: Construct,
    private readonly stack: Stack,
    private readonly name: string,
    private readonly documents: () => MappingDocument[],
  ) {
    const claims = stateOf(stack, 'hopsworks.mappingOutputs', () => new Map<string, Claim>());
    const base = name.replace(/\d+$/, '');
    const other = claims.get(base);
    if (other !== undefined && isInTree(other.by)) {
      fail(
        mappings,
        `outputName "${name}" would write the same outputs of ${stack.node.path} as ${other.by.node.path}. ` +
          'Give one of the two an `outputName` that differs by more than a number at its end, or add the mappings there with `addMapping`.',
      );
    }
    // Those of removed mappings of a nested stack still have their names here.
    for (const output of other?.outputs ?? []) output.node.scope?.node.tryRemoveChild(output.node.id);
    claims.set(base, { by: mappings, outputs: this.outputs });
  }

  /** Adds the outputs that further mappings need. */
  public grow(): void {
    const count = this.documents().length;
    while (this.outputs.length < count) this.outputs.push(this.addOutput(this.outputs.length));
  }

  private addOutput(index: number): CfnOutput {
    const { mappings, stack } = this;
    const name = `${this.name}${index === 0 ? '' : index + 1}`;
    const value = Lazy.string({ produce: () => stack.toJsonString(this.documents()[index]) });
    // Outputs of a nested stack never reach the outputs file.
    const output = new CfnOutput(Stack.of(mappings) === stack ? mappings : stack, name, {
      value,
      description: 'Role mappings of Hopsworks projects',
    });
    output.overrideLogicalId(name);
    this.leaveTemplateWithMappings(output, index);
    return output;
  }

  /** An output stays in the tree when the mappings, or enough of the mapped roles, are taken out of it. */
  private leaveTemplateWithMappings(output: CfnOutput, index: number): void {
    const rendering = output as unknown as { _toCloudFormation(): object };
    const render = rendering._toCloudFormation.bind(output);
    rendering._toCloudFormation = () => (index < this.documents().length ? render() : {});
  }
}
