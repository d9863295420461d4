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
  private readonly values: string[] = [];

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

  /** What was taken away of the outputs, which are all that a cluster gets to know of the mappings. */
  public lostErrors(): string[] {
    const needed = this.outputs.slice(0, this.documents().length);
    return needed.flatMap((output, index) => {
      const isKept = output.value === this.values[index] && output.condition === undefined;
      const hasName = this.stack.resolve(output.logicalId) === this.nameOf(index);
      if (isInTree(output) && isKept && hasName) return [];
      return [
        `${output.node.path}, an output of ${this.mappings.node.path}, is not rendered as declared: it was removed, renamed or given another value ` +
          'or a condition. Keep it, or remove the whole construct.',
      ];
    });
  }

  private nameOf(index: number): string {
    return `${this.name}${index === 0 ? '' : index + 1}`;
  }

  private addOutput(index: number): CfnOutput {
    const { mappings, stack } = this;
    const name = this.nameOf(index);
    const value = Lazy.string({ produce: () => stack.toJsonString(this.documents()[index]) });
    this.values.push(value);
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
