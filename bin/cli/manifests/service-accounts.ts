import { partitionOfRegion } from '../../../lib/private/partition-of-region';
import type { AssemblyStack, TemplateResource } from '../assembly';
import { UserError } from '../errors';

/** The outputs of stacks, as `cdk deploy --outputs-file` writes them. */
export type Outputs = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A role that pods hold through service accounts. */
export interface PodRole {
  readonly arn: string;
  readonly issuer: string;
  readonly serviceAccounts: readonly { readonly namespace: string; readonly name: string }[];
  /** Subjects with wildcards: nobody knows which service accounts those are. */
  readonly patterns: readonly string[];
}

interface Statement {
  readonly Effect?: string;
  readonly Action?: string | string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | string[]>>>>;
}

/** The roles of a stack that trust service accounts of a cluster (IAM roles for service accounts). */
export function podRoles(stack: AssemblyStack, outputs: Outputs | undefined): PodRole[] {
  return Object.entries(stack.template.Resources ?? {}).flatMap(([logicalId, resource]) => {
    if (resource.Type !== 'AWS::IAM::Role') return [];
    const subjects = trustOf(resource).flatMap(subjectsOf);
    const [first] = subjects;
    if (first === undefined) return [];
    const exact = subjects.filter(({ operator }) => operator === 'StringEquals');
    return [
      {
        arn: arnOf(stack, logicalId, resource, outputs),
        issuer: first.issuer,
        serviceAccounts: exact.map(({ subject }) => {
          const [namespace = '', name = ''] = subject.split(':').slice(2);
          return { namespace, name };
        }),
        patterns: subjects.filter((each) => !exact.includes(each)).map(({ subject }) => subject),
      },
    ];
  });
}

function trustOf({ Properties }: TemplateResource): Statement[] {
  const trust = inWords(Properties?.AssumeRolePolicyDocument);
  // JSON text where a condition key is known to CloudFormation only.
  const document = (typeof trust === 'string' ? JSON.parse(trust) : trust) as
    { Statement?: Statement | Statement[] } | undefined;
  return [document?.Statement ?? []].flat();
}

function subjectsOf({
  Effect,
  Action,
  Condition = {},
}: Statement): { issuer: string; operator: string; subject: string }[] {
  if (Effect !== 'Allow' || ![Action].flat().includes('sts:AssumeRoleWithWebIdentity')) return [];
  return Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys)
      .filter(([key]) => key.endsWith(':sub'))
      .flatMap(([key, values]) =>
        [values].flat().map((subject) => ({ issuer: key.slice(0, -':sub'.length), operator, subject })),
      )
      .filter(({ subject }) => subject.startsWith('system:serviceaccount:')),
  );
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
  const output = Object.entries(stack.template.Outputs ?? {}).find(([, { Value }]) => isArnOf(Value, logicalId));
  const arn = output && outputs?.[stack.name]?.[output[0]];
  if (typeof arn === 'string') return arn;
  const why = `the ARN of ${logicalId} in stack ${stack.name} (${stack.file}) is known only after its deployment`;
  if (output === undefined) {
    throw new UserError(
      `${why}, and no output of the stack holds it: give the stack an account and region, or a CfnOutput of the role's ARN.`,
    );
  }
  throw new UserError(
    outputs === undefined
      ? `${why}: give --outputs-file <file>, as \`cdk deploy --outputs-file\` writes it.`
      : `${why}, and the outputs file has no ${stack.name}.${output[0]}: deploy that stack with --outputs-file.`,
  );
}

function isArnOf(value: unknown, logicalId: string): boolean {
  return (
    JSON.stringify((value as { 'Fn::GetAtt'?: unknown } | undefined)?.['Fn::GetAtt']) ===
    JSON.stringify([logicalId, 'Arn'])
  );
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
