import { App, Stack, Validations, aws_iam as iam } from 'aws-cdk-lib';
import { RoleChainingChecks, type RoleChainingChecksProps } from '../../lib';
import { PLATFORM } from '../support';

export const DATA = { account: '444455556666', region: 'eu-west-1' };
export const VENDOR = '999988887777';

export interface Found {
  readonly rule: string;
  readonly severity: string;
  readonly path: string;
  readonly text: string;
  readonly fix: string;
}

/** What the checks say of an app, and whether its synth would pass. */
export function check(app: App, props: RoleChainingChecksProps = {}): { success: boolean; found: Found[] } {
  app.synth({ force: true });
  const stacks = app.node.findAll().filter((construct): construct is Stack => Stack.isStack(construct));
  const { success, violations } = new RoleChainingChecks(props).validate({
    appConstruct: app,
    templatePaths: [],
    stackTemplates: stacks.map(({ node }) => ({
      stackConstructPath: node.path,
      templatePath: '',
      accountId: undefined,
      region: undefined,
    })),
  });
  const found = violations.flatMap(({ ruleName, severity = '', description, fix = '', violatingResources }) =>
    violatingResources.map(({ constructPath: path = '' }) => ({
      rule: ruleName,
      severity,
      path,
      text: description,
      fix,
    })),
  );
  return { success, found };
}

/** The findings of one rule, as `severity path`, in an app with one stack. */
export function findingsOf(rule: string, build: (stack: Stack) => void, stack = platform()): string[] {
  build(stack);
  const { found } = check(stack.node.root as App, { rules: [rule] });
  return found.map(({ severity, path }) => `${severity} ${path}`).sort();
}

export function platform(app = new App()): Stack {
  return new Stack(app, 'S', { env: PLATFORM });
}

export function dataStack(app: App): Stack {
  return new Stack(app, 'D', { env: DATA });
}

/** A role of whatever trust, as L1. */
export function cfnRole(
  stack: Stack,
  id: string,
  trust: unknown,
  permissions?: unknown,
  more: Partial<iam.CfnRoleProps> = {},
): iam.CfnRole {
  const statements = (value: unknown) => ({ Version: '2012-10-17', Statement: value });
  return new iam.CfnRole(stack, id, {
    roleName: id,
    assumeRolePolicyDocument: statements(trust),
    ...(permissions === undefined ? {} : { policies: [{ policyName: 'p', policyDocument: statements(permissions) }] }),
    ...more,
  });
}

export const trusting = (principal: unknown, more: object = {}) => ({
  Effect: 'Allow',
  Principal: principal,
  Action: 'sts:AssumeRole',
  ...more,
});
export const EC2 = trusting({ Service: 'ec2.amazonaws.com' });
export const allow = (action: unknown, resource: unknown, more: object = {}) => ({
  Effect: 'Allow',
  Action: action,
  Resource: resource,
  ...more,
});
export const arn = (name: string, account = PLATFORM.account) => `arn:aws:iam::${account}:role/${name}`;
export const ofVendor = (more: object = {}) => trusting({ AWS: `arn:aws:iam::${VENDOR}:root` }, more);

export function acknowledge(scope: Parameters<typeof Validations.of>[0], id: string): void {
  Validations.of(scope).acknowledge({ id: `RoleChainingChecks::${id}`, reason: 'tested' });
}

export type Build = (stack: Stack) => unknown;

/** The findings of one rule in what a function builds, whatever it returns. */
export const rule = (id: string) => (build: Build) =>
  findingsOf(id, (stack) => {
    build(stack);
  });

/** A statement that lets its holder become roles of these names. */
export const assume = (...names: string[]) =>
  allow(
    'sts:AssumeRole',
    names.map((name) => arn(name)),
  );

export const LAMBDA = trusting({ Service: 'lambda.amazonaws.com' });

/** A role of Lambda functions that holds these statements. */
export const holds =
  (...statements: unknown[]): Build =>
  (stack) =>
    cfnRole(stack, 'r', LAMBDA, statements);
