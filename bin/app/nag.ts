import { Validations } from 'aws-cdk-lib';
import type { App, Stack } from 'aws-cdk-lib';
import { Effect } from 'aws-cdk-lib/aws-iam';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { LIBRARY } from '../../lib/private/words/errors';
import { UserError } from '../cli/errors';

/** The exact id of one finding of cdk-nag, as `AwsSolutions-IAM5[Action::s3:*]`. */
export type Finding = string;

interface Nag {
  readonly AwsSolutionsChecks: typeof AwsSolutionsChecks;
  readonly flattenCfnReference: (reference: string) => string;
}

/** The major version whose findings are acknowledged here. */
const MAJOR = '3';

/** cdk-nag, where the folder has it. It is the user's choice: without it nothing is checked, and nothing acknowledged. */
const nag = loadNag();

function loadNag(): Nag | undefined {
  const load = createRequire(join(process.cwd(), 'package.json'));
  try {
    load.resolve('cdk-nag');
  } catch {
    return undefined;
  }
  const { version } = load('cdk-nag/package.json') as { version: string };
  if (version.split('.')[0] !== MAJOR) {
    throw new UserError(
      `cdk-nag ${version} is installed, and version ${MAJOR} is needed: npm install cdk-nag@${MAJOR}`,
    );
  }
  return {
    ...(load('cdk-nag') as Pick<Nag, 'AwsSolutionsChecks'>),
    ...(load('cdk-nag/lib/utils/flatten-cfn-reference') as Pick<Nag, 'flattenCfnReference'>),
  };
}

/** Has cdk-nag's AwsSolutions rules check the app at synth: a finding that nobody acknowledged fails it. */
export function addNagChecks(app: App): void {
  if (nag !== undefined) Validations.of(app).addPlugins(new nag.AwsSolutionsChecks(app));
}

/** What cdk-nag finds in a statement: each action and resource of an Allow that holds a wildcard. */
export function wildcardsOf(statement: PolicyStatement, stack: Stack): Finding[] {
  if (statement.effect !== Effect.ALLOW) return [];
  const actions = statement.actions.filter((action) => action.includes('*'));
  return [
    ...actions.map((action) => `AwsSolutions-IAM5[Action::${action}]`),
    ...wildcardResources(statement.resources, stack),
  ];
}

/** What cdk-nag finds in resources: those that hold a wildcard. */
export function wildcardResources(resources: string[], stack: Stack): Finding[] {
  return resources
    .map((resource) => flatArn(resource, stack))
    .filter((resource) => resource.includes('*'))
    .map((resource) => `AwsSolutions-IAM5[Resource::${resource}]`);
}

/** An ARN as findings have it, without tokens; without cdk-nag there are no findings. */
export function flatArn(arn: string, stack: Stack): string {
  return nag?.flattenCfnReference(stack.resolve(arn) as string) ?? '';
}

/** What cdk-nag finds in attached managed policies: those that AWS writes. */
export function awsManagedPolicies(arns: string[]): Finding[] {
  return arns.filter((arn) => arn.includes(':iam::aws:')).map((arn) => `AwsSolutions-IAM4[Policy::${arn}]`);
}

/**
 * Acknowledges findings on one construct. Without the `AwsSolutions::` prefix an id is compared by cdk-nag itself, on this
 * construct and what is in it; with it, CDK would take the finding as acknowledged everywhere in the app.
 */
export function acknowledge(construct: IConstruct, findings: readonly Finding[], reason: string): void {
  Validations.of(construct).acknowledge(...findings.map((id) => ({ id, reason })));
}

/** Acknowledges a warning of the library, given before, where the app tells the same in another way. */
export function acknowledgeWarning(construct: IConstruct, warning: string, reason: string): void {
  acknowledge(construct, [`Annotation::${LIBRARY}:${warning}`], reason);
}
