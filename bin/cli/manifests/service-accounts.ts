import type { ServiceAccount } from '../../../lib';
import { partitionOfRegion } from '../../../lib/private/aws/partition';
import {
  annotationsFor,
  NAMESPACE,
  SERVICE_ACCOUNT_NAME,
  type ServiceAccountAnnotations,
} from '../../../lib/private/kubernetes/objects';
import type { AssemblyStack, Template, TemplateResource } from '../assembly';
import { ROLE_ARN } from '../../../lib/private/aws/patterns';
import { UserError } from '../errors';

/** The outputs of stacks, as `cdk deploy --outputs-file` writes them. */
export type Outputs = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A role that pods hold through service accounts. */
export interface PodRole {
  readonly arn: string;
  readonly serviceAccounts: readonly (Trusted & ServiceAccount)[];
  /** Subjects with wildcards: nobody knows which service accounts those are. */
  readonly patterns: readonly Trusted[];
  /** Subjects that are compared exactly and name no service account as they stand. */
  readonly unclear: readonly Trusted[];
}

/** A subject that a role trusts, and what its service account is to be annotated with. */
interface Trusted {
  readonly subject: string;
  readonly issuer: string;
  readonly annotations: ServiceAccountAnnotations;
}

interface Statement {
  readonly Effect?: string;
  readonly Action?: string | string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** The roles of a stack that trust service accounts of a cluster (IAM roles for service accounts). */
export function podRoles(stack: AssemblyStack, outputs: Outputs | undefined): PodRole[] {
  return Object.entries(stack.template.Resources ?? {}).flatMap(([logicalId, resource]) => {
    if (resource.Type !== 'AWS::IAM::Role') return [];
    const subjects = trustOf(resource).flatMap(subjectsOf);
    if (subjects.length === 0) return [];
    const arn = arnOf(stack, logicalId, resource, outputs);
    const trusted = subjects.map(({ operator, subject, issuer, audiences }) => {
      return { operator, subject, issuer, annotations: annotationsFor(arn, audiences) };
    });
    const exact = trusted.filter(({ operator }) => operator === 'StringEquals');
    const serviceAccounts = exact.flatMap((each) => {
      const named = serviceAccountOf(each);
      return named === undefined ? [] : [{ ...each, ...named }];
    });
    return [
      {
        arn,
        serviceAccounts,
        patterns: trusted.filter((each) => !exact.includes(each)),
        unclear: exact.filter((each) => serviceAccountOf(each) === undefined),
      },
    ];
  });
}

/** Undefined for what Kubernetes does not allow, and for what only CloudFormation knows. */
function serviceAccountOf({ subject, annotations }: Trusted): ServiceAccount | undefined {
  const [namespace = '', name = '', ...more] = subject.split(':').slice(2);
  const isClear =
    NAMESPACE.test(namespace) &&
    SERVICE_ACCOUNT_NAME.test(name) &&
    more.length === 0 &&
    !Object.values(annotations).some((value) => value.includes('${'));
  return isClear ? { namespace, name } : undefined;
}

function trustOf({ Properties }: TemplateResource): Statement[] {
  const trust = inWords(Properties?.AssumeRolePolicyDocument);
  // JSON text where a condition key is known to CloudFormation only.
  const document = (typeof trust === 'string' ? JSON.parse(trust) : trust) as
    { Statement?: Statement | Statement[] } | undefined;
  return [document?.Statement ?? []].flat();
}

interface Subject {
  readonly subject: string;
  readonly operator: string;
  readonly issuer: string;
  readonly audiences: string[];
}

function subjectsOf({ Effect, Action, Condition = {} }: Statement): Subject[] {
  if (Effect !== 'Allow' || ![Action].flat().includes('sts:AssumeRoleWithWebIdentity')) return [];
  const texts = Object.entries(Condition)
    // StringNotEquals and StringNotLike name who is kept out.
    .filter(([operator]) => operator.includes('String') && !operator.includes('Not'))
    .flatMap(([operator, keys]) =>
      Object.entries(keys).flatMap(([key, values]) =>
        [values].flat().map((value) => ({ operator, key, text: String(value) })),
      ),
    );
  return texts
    .filter(({ key, text }) => key.endsWith(':sub') && text.startsWith('system:serviceaccount:'))
    .map(({ operator, key, text: subject }) => {
      const issuer = key.slice(0, -':sub'.length);
      const audiences = texts.filter((each) => each.key === `${issuer}:aud`).map(({ text }) => text);
      // A pattern is written to take in the default.
      return { subject, operator, issuer, audiences: audiences.some((text) => /[*?]/.test(text)) ? [] : audiences };
    });
}

/** From the environment of the stack, else from the outputs of its deployment. */
function arnOf(
  stack: AssemblyStack,
  logicalId: string,
  { Properties = {} }: TemplateResource,
  outputs: Outputs | undefined,
): string {
  const { RoleName: name, Path: path = '/' } = Properties;
  const partition = partitionOfRegion(stack.region ?? '');
  if (stack.account !== undefined && partition !== undefined && typeof name === 'string' && typeof path === 'string') {
    return `arn:${partition}:iam::${stack.account}:role${path}${name}`;
  }
  const output = outermostOutput(
    stack,
    stack.template,
    ({ name: target, attribute }) => target === logicalId && attribute === 'Arn',
  );
  const why = `the ARN of ${logicalId} in stack ${stack.name} (${stack.file}) is known only after its deployment`;
  if (output === undefined) {
    throw new UserError(
      stack.nested
        ? `${why}, and no output of the stack around it holds it: give that one an account and region, or a CfnOutput of the role's ARN there.`
        : `${why}, and no output of the stack holds it: give the stack an account and region, or a CfnOutput of the role's ARN.`,
    );
  }
  const arn = outputs?.[stack.name]?.[output];
  if (arn !== undefined) return checkedArn(arn, `${stack.name}.${output}`, name, path);
  throw new UserError(
    outputs === undefined
      ? `${why}: give --outputs-file <file>, as \`cdk deploy --outputs-file\` writes it.`
      : `${why}, and the outputs file has no ${stack.name}.${output}: deploy that stack with --outputs-file.`,
  );
}

/** The file may be an old one, or written by hand. */
function checkedArn(arn: unknown, output: string, name: unknown, path: unknown): string {
  const [, foundPath, foundName] = (typeof arn === 'string' && ROLE_ARN.exec(arn)) || [];
  const fits =
    foundName !== undefined &&
    (typeof path !== 'string' || path === foundPath) &&
    (typeof name !== 'string' || name === foundName);
  if (fits) return String(arn);
  const known = typeof path === 'string' && typeof name === 'string' ? ` that ends in ${path}${name}` : '';
  throw new UserError(
    `${output} of the outputs file is ${JSON.stringify(arn)}, and not the ARN of a role${known}: deploy that stack again with --outputs-file.`,
  );
}

/** What `Fn::GetAtt` reads. */
interface Reference {
  readonly name: string;
  readonly attribute: string;
}

/** The output of the outermost stack that holds a value of one of its templates; stacks around a nested one read its outputs. */
function outermostOutput(
  stack: AssemblyStack,
  template: Template,
  isWanted: (reference: Reference) => boolean,
): string | undefined {
  const names = Object.entries(template.Outputs ?? {})
    .filter(([, { Value }]) => {
      const reference = referenceOf(Value);
      return reference !== undefined && isWanted(reference);
    })
    .map(([name]) => name);
  if (template === stack.outermost) return names[0];
  // Where two nested stacks name an output alike, nobody knows which is read.
  const unique = names.filter(
    (name) => stack.nestedTemplates.filter(({ Outputs = {} }) => name in Outputs).length === 1,
  );
  for (const around of [stack.outermost, ...stack.nestedTemplates.filter((each) => each !== template)]) {
    for (const name of unique) {
      const found = outermostOutput(stack, around, ({ attribute }) => attribute === `Outputs.${name}`);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function referenceOf(value: unknown): Reference | undefined {
  const argument = (value as { 'Fn::GetAtt'?: string | [string, string] } | undefined)?.['Fn::GetAtt'];
  if (!Array.isArray(argument)) return undefined;
  const [name, attribute] = argument;
  return { name, attribute };
}

/** What only CloudFormation knows stands as `${…}`; what the manifests are made of is literal. */
function inWords(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inWords);
  if (typeof value !== 'object' || value === null) return value;
  const [[key, argument] = ['', undefined], ...others] = Object.entries(value);
  if (others.length === 0 && key === 'Fn::Join') {
    const [separator, parts] = argument as [string, unknown[]];
    return parts.map((part) => String(inWords(part))).join(separator);
  }
  if (others.length === 0 && (key === 'Ref' || key.startsWith('Fn::')))
    return `\${${[argument].flat().map(String).join('.')}}`;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, inWords(member)]));
}
