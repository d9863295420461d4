import { CfnOutput, CfnResource } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Rendering } from './rendering';

/** What CloudFormation takes of one stack. */
const RESOURCES = 500;
const OUTPUTS = 200;
const TEMPLATE_BYTES = 1_000_000;

/** Refuses stacks that CloudFormation would refuse: which role is in which stack is the config's choice, as a role that moves is made again. */
export function checkStackLimits(rendering: Rendering): void {
  for (const { account, stack } of rendering.allStacks) {
    const elements = stack.node.findAll();
    const resources = elements.filter((each) => CfnResource.isCfnResource(each)).length;
    const outputs = elements.filter((each) => each instanceof CfnOutput).length;
    const which = `${stack.stackName} would hold`;
    if (resources > RESOURCES) {
      rendering.refuse(
        ['accounts', account],
        `${which} ${resources} resources, and CloudFormation takes ${RESOURCES}: ${adviceFor(stack)}`,
      );
    }
    if (outputs > OUTPUTS) {
      rendering.refuse(
        ['accounts', account],
        `${which} ${outputs} outputs, and CloudFormation takes ${OUTPUTS}: list the roles whose ARNs you need, as outputs: [s3-role], ` +
          'say outputs: false, or spread the resource roles as dataStacks and stack do',
      );
    }
  }
}

/** Only what is written tells how large it is. */
export function checkTemplateSizes(outdir: string, rendering: Rendering): void {
  for (const { account, stack } of rendering.allStacks) {
    const { size } = statSync(join(outdir, stack.templateFile));
    if (size <= TEMPLATE_BYTES) continue;
    rendering.refuse(
      ['accounts', account],
      `${stack.stackName} has a template of ${size} bytes, and CloudFormation takes ${TEMPLATE_BYTES}: ${adviceFor(stack)}`,
    );
  }
}

function adviceFor({ stackName }: Stack): string {
  return stackName.endsWith('-Platform')
    ? 'make some of its roles in a configuration of their own, with another name'
    : 'name further stacks in dataStacks, and give new roles a stack: a role that is deployed keeps its stack';
}
