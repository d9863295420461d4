import { hasGeneratedName } from '../../../lib/private/access/sources/assembly/arns';
import type { StackOutput } from '../../../lib/private/access/sources/assembly/assembly';
import type { Estate } from '../../../lib/private/access/model/estate';
import type { Principal, StackInfo } from '../../../lib/private/access/model/model';
import { isPlaceholder, lettersOf, segmentsOf } from '../../../lib/private/access/policy/text';
import { ROLE_ARN } from '../../../lib/private/aws/patterns';
import { partitionOfRegion } from '../../../lib/private/aws/partition';
import { UserError } from '../errors';
import { escapeText } from '../escape';

/** The outputs of stacks, as `cdk deploy --outputs-file` writes them. */
export type Outputs = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Where the ARNs of roles are looked up. */
export interface ArnSources {
  readonly estate: Estate;
  /** The outputs that the templates declare. */
  readonly declared: readonly StackOutput[];
  /** What the deployment gave for them. */
  readonly deployed: Outputs | undefined;
}

/** The ARN of a role, where it is known before the deployment. */
export function knownArn(estate: Estate, role: Principal): string | undefined {
  const { region = '' } = stackOf(estate, role);
  const arn = estate.arnOf(role);
  const isKnown = partitionOfRegion(region) !== undefined && !arn.includes('${') && !hasGeneratedName(arn);
  return isKnown ? arn : undefined;
}

/** From the environment of the stack, else from the outputs of its deployment. */
export function arnOfRole({ estate, declared, deployed }: ArnSources, role: Principal): string {
  const known = knownArn(estate, role);
  if (known !== undefined) return known;
  const { path, logicalId, file, stack: stackPath } = role.place;
  const { name, stage } = stackOf(estate, role);
  const why = escapeText(`the ARN of ${logicalId} in stack ${name} (${file}) is known only after its deployment`);
  const own = declared.filter(({ stack }) => stack.name === name && stack.stage === stage);
  const output = own.find(({ text }) => text === `\${${path}.Arn}`)?.name;
  if (output === undefined) {
    const isNested = estate.model.stacks.some(
      (each) => each.name === name && each.stage === stage && stackPath.startsWith(`${each.path}/`),
    );
    throw new UserError(
      isNested
        ? `${why}, and no output of the stack around it holds it: give that one an account and region, or a CfnOutput of the role's ARN there.`
        : `${why}, and no output of the stack holds it: give the stack an account and region, or a CfnOutput of the role's ARN.`,
    );
  }
  const arn = deployed?.[name]?.[output];
  if (arn !== undefined) return checkedArn(arn, `${name}.${output}`, estate.arnOf(role));
  throw new UserError(
    deployed === undefined
      ? `${why}: give --outputs-file <file>, as \`cdk deploy --outputs-file\` writes it.`
      : `${why}, and the outputs file has no ${name}.${output}: deploy that stack with --outputs-file.`,
  );
}

/** The file may be an old one, or written by hand. */
function checkedArn(arn: unknown, output: string, expected: string): string {
  const ending = segmentsOf(expected).slice(5).join(':').replace(/^role/, '');
  const isKnown = !ending.includes('${') && !hasGeneratedName(ending);
  const fits = typeof arn === 'string' && ROLE_ARN.test(arn) && anyOf(ending).test(arn.replace(/^.*:role/, ''));
  if (fits) return arn;
  const known = isKnown ? ` that ends in ${escapeText(ending)}` : '';
  throw new UserError(
    `${output} of the outputs file is ${JSON.stringify(arn)}, and not the ARN of a role${known}: deploy that stack again with --outputs-file.`,
  );
}

/** A path and name of a role, of which CloudFormation may know a part only. */
function anyOf(ending: string): RegExp {
  const letters = lettersOf(hasGeneratedName(ending) ? ending.replace(/[^/]*$/, '${name}') : ending);
  const parts = letters.map((letter) => (isPlaceholder(letter) ? '.+' : letter.replace(/[^\w]/, '\\$&')));
  return new RegExp(`^${parts.join('')}$`);
}

function stackOf({ model }: Estate, { place }: Principal): StackInfo {
  const stack = model.stacks.find(({ path }) => path === place.stack);
  if (stack === undefined) throw new Error(`${place.path} stands in no stack of the model`);
  return stack;
}
