import { Validations } from 'aws-cdk-lib';
import type { App, Stack } from 'aws-cdk-lib';
import { Effect } from 'aws-cdk-lib/aws-iam';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { AwsSolutionsChecks } from 'cdk-nag';
import { flattenCfnReference } from 'cdk-nag/lib/utils/flatten-cfn-reference';
import type { IConstruct } from 'constructs';

/** The exact id of one finding of cdk-nag, as `AwsSolutions-IAM5[Action::s3:*]`. */
export type Finding = string;

/** Has cdk-nag's AwsSolutions rules check the app at synth: a finding that nobody acknowledged fails it. */
export function addNagChecks(app: App): void {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
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

/** An ARN as findings have it, without tokens. */
export function flatArn(arn: string, stack: Stack): string {
  return flattenCfnReference(stack.resolve(arn));
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
