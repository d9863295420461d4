import { App } from 'aws-cdk-lib';
import { buildApp } from '../../../bin/app/build-app';
import { parseConfig } from '../../../bin/app/config';
import { ConfigError } from '../../../bin/app/problems';
import { remembered } from '../../../lib/private/access/policy/remembered';

/** A chaining role in one account: what every small config begins with. */
export const base = `name: RoleChaining
accounts:
  platform: { id: '111122223333', region: eu-west-1 }
  finance: { id: '444455556666', region: eu-west-1 }
chainingRoles:
  head: { account: platform, type: instance-profile, usedElsewhere: true }
`;

const known = { problems: new Map<string, string[]>(), templates: new Map<string, Record<string, Template>>() };

/** The lines that a config is refused with; none when it is accepted. */
export function problemsOf(text: string): string[] {
  return remembered(known.problems, text, () => problemsFound(text));
}

function problemsFound(text: string): string[] {
  try {
    buildApp(new App({ autoSynth: false }), parseConfig(text, 'c.yaml'));
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n');
    throw error;
  }
}

export interface Statement {
  readonly Sid: string;
  readonly Resource?: unknown;
  readonly Condition?: Record<string, Record<string, unknown>>;
}

export interface Resource {
  readonly Type: string;
  readonly DependsOn?: string[];
  readonly Properties: Readonly<Record<string, unknown>> & {
    readonly AssumeRolePolicyDocument?: { Statement: Statement[] };
    readonly PolicyDocument?: { Statement: Statement[] };
  };
}

export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, unknown>>;
}

/** The templates of a config's stacks by the stacks' names, without the stacks that hold nothing. */
export function templatesOf(text: string, app?: App): Record<string, Template> {
  return app === undefined
    ? remembered(known.templates, text, () => synthesized(text, new App()))
    : synthesized(text, app);
}

function synthesized(text: string, app: App): Record<string, Template> {
  buildApp(app, parseConfig(text, 'c.yaml'));
  const templates = app.synth().stacks.map(({ stackName, template }) => [stackName, template as Template] as const);
  return Object.fromEntries(templates.filter(([, template]) => 'Resources' in template));
}

/** The resources of a type in a template. */
export function resourcesOf(template: Template | undefined, type: string): Resource[] {
  return Object.values(template?.Resources ?? {}).filter(({ Type }) => Type === type);
}

/** An ARN with the partition that CloudFormation fills in. */
export function arn(rest: string): object {
  return { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:${rest}`]] };
}
