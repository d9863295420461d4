import { App, type Environment, Stack, Token, type aws_iam as iam, region_info } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { type Construct } from 'constructs';

export const PLATFORM: Required<Environment> = { account: '111122223333', region: 'eu-west-1' };
export const FINANCE: Required<Environment> = { account: '444455556666', region: 'eu-west-1' };
export const ISSUER = 'https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE';

/** How often a property is tried: `npm run nightly` takes many times as many, up to a limit. */
export function runs(count: number, most = Infinity): number {
  return Math.min(count * Number(process.env.RUNS_TIMES ?? 1), most);
}

export function newStack(env?: Environment, id = 'Stack', scope: Construct = new App()): Stack {
  return new Stack(scope, id, { env });
}

export interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Principal?: Record<string, string | string[]>;
  readonly Resource?: string | string[];
  readonly Condition?: Record<string, Record<string, unknown>>;
}

export interface PolicyDocument {
  readonly Version: string;
  readonly Statement: Statement[];
}

/** A role as IAM would hold it after deployment. */
export interface DeployedRole {
  readonly arn: string;
  readonly name: string;
  readonly trust: PolicyDocument;
  /** Managed and inline policies. */
  readonly permissions: PolicyDocument[];
}

interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
}

/** What a stack deploys, with every intrinsic function put into words: nothing is left to CloudFormation. */
export class Deployed {
  public readonly resources: Record<string, Resource>;
  private readonly account: string;
  private readonly region: string;

  /** A stack without an environment is taken to be deployed into the platform's. */
  constructor(stack: Stack) {
    this.resources = (Template.fromStack(stack).toJSON().Resources ?? {}) as Record<string, Resource>;
    this.account = Token.isUnresolved(stack.account) ? PLATFORM.account : stack.account;
    this.region = Token.isUnresolved(stack.region) ? PLATFORM.region : stack.region;
  }

  public ofType(type: string): Resource[] {
    return Object.values(this.resources)
      .filter((resource) => resource.Type === type)
      .map((resource) => this.evaluate(resource) as Resource);
  }

  public of(role: iam.IRole): DeployedRole {
    return this.role(Stack.of(role).getLogicalId(role.node.defaultChild as iam.CfnRole));
  }

  private role(logicalId: string): DeployedRole {
    const properties = this.evaluate(this.resources[logicalId]?.Properties) as Record<string, unknown>;
    const name = this.nameOf(logicalId);
    const trust = properties.AssumeRolePolicyDocument;
    const attached = [...this.ofType('AWS::IAM::ManagedPolicy'), ...this.ofType('AWS::IAM::Policy')]
      .filter((policy) => ((policy.Properties.Roles ?? []) as string[]).includes(name))
      .map((policy) => policy.Properties.PolicyDocument as PolicyDocument);
    const inline = ((properties.Policies ?? []) as { PolicyDocument: PolicyDocument }[]).map(
      (policy) => policy.PolicyDocument,
    );
    return {
      arn: this.arnOf(logicalId),
      name,
      trust: (typeof trust === 'string' ? JSON.parse(trust) : trust) as PolicyDocument,
      permissions: [...attached, ...inline],
    };
  }

  private nameOf(logicalId: string): string {
    return (this.evaluate(this.resources[logicalId]?.Properties.RoleName) as string | undefined) ?? logicalId;
  }

  private arnOf(logicalId: string): string {
    const path = (this.resources[logicalId]?.Properties.Path as string | undefined) ?? '/';
    return `arn:${this.partition}:iam::${this.account}:role${path}${this.nameOf(logicalId)}`;
  }

  private get partition(): string {
    return region_info.RegionInfo.get(this.region).partition ?? 'aws';
  }

  /** Puts the intrinsic functions of a template's value into words. */
  public evaluate(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((member) => this.evaluate(member));
    if (typeof value !== 'object' || value === null) return value;
    const [[key, argument] = ['', undefined], ...others] = Object.entries(value);
    if (others.length === 0 && key === 'Ref') return this.ref(argument as string);
    if (others.length === 0 && key === 'Fn::Join') {
      const [separator, parts] = argument as [string, unknown];
      return (this.evaluate(parts) as string[]).join(separator);
    }
    if (others.length === 0 && key === 'Fn::Split') {
      const [separator, text] = argument as [string, unknown];
      return (this.evaluate(text) as string).split(separator);
    }
    if (others.length === 0 && key === 'Fn::Select') {
      const [index, list] = argument as [number | string, unknown];
      return (this.evaluate(list) as unknown[])[Number(index)];
    }
    if (others.length === 0 && key === 'Fn::GetAtt') return this.getAtt(argument as [string, string]);
    if (others.length === 0 && key === 'Fn::ImportValue') return '${imported}';
    if (others.length === 0 && key.startsWith('Fn::')) throw new Error(`${key} is not expected in these templates`);
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, this.evaluate(member)]));
  }

  private ref(logicalId: string): unknown {
    const pseudo: Record<string, string> = {
      'AWS::AccountId': this.account,
      'AWS::Region': this.region,
      'AWS::Partition': this.partition,
      'AWS::URLSuffix': 'amazonaws.com',
    };
    if (pseudo[logicalId] !== undefined) return pseudo[logicalId];
    const resource = this.resources[logicalId];
    if (resource?.Type === 'AWS::IAM::Role') return this.nameOf(logicalId);
    if (resource?.Type === 'AWS::IAM::OIDCProvider') {
      const url = this.evaluate(resource.Properties.Url) as string;
      return `arn:${this.partition}:iam::${this.account}:oidc-provider/${url.replace(/^https:\/\//, '')}`;
    }
    return `\${${logicalId}}`;
  }

  private getAtt([logicalId, attribute]: [string, string]): unknown {
    const resource = this.resources[logicalId];
    if (resource?.Type === 'AWS::IAM::Role' && attribute === 'Arn') return this.arnOf(logicalId);
    if (resource?.Type === 'AWS::IAM::OIDCProvider' && attribute === 'Arn') return this.ref(logicalId);
    if (attribute === 'OpenIdConnectIssuerUrl') return ISSUER;
    if (resource?.Type === 'AWS::EKS::Cluster' && attribute === 'Arn') {
      return `arn:${this.partition}:eks:${this.region}:${this.account}:cluster/${logicalId}`;
    }
    return `\${${logicalId}.${attribute}}`;
  }
}

export function list(value: string | string[] | undefined): string[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}

/** The ARNs for which a role's permissions allow an action. */
export function mayCall(role: DeployedRole, action: string): string[] {
  return role.permissions
    .flatMap((document) => document.Statement)
    .filter((statement) => statement.Effect === 'Allow' && list(statement.Action).includes(action))
    .flatMap((statement) => list(statement.Resource));
}

/** The AWS principals to which a role's trust allows an action. */
export function trusts(role: DeployedRole, action: string): string[] {
  return role.trust.Statement.filter((statement) => list(statement.Action).includes(action)).flatMap((statement) =>
    list(statement.Principal?.AWS),
  );
}

/** The warnings that the CLI would print for a stack. */
export function warningsOf(stack: Stack): { path: string; text: string }[] {
  return (stack.node.root as App)
    .synth()
    .getStackArtifact(stack.artifactId)
    .messages.map((message) => ({ path: message.id, text: message.entry.data as string }));
}

/** The lines that two texts do not share, as a diff shows them. */
export function difference(before: string, after: string): string[] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  // common[i][j]: how many lines the texts share from old[i] and now[j] on
  const common = Array.from({ length: old.length + 1 }, () => Array<number>(now.length + 1).fill(0));
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      common[i]![j] = old[i] === now[j] ? common[i + 1]![j + 1]! + 1 : Math.max(common[i + 1]![j]!, common[i]![j + 1]!);
    }
  }
  const lines: string[] = [];
  for (let i = 0, j = 0; i < old.length || j < now.length;) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      i++;
      j++;
    } else if (j >= now.length || (i < old.length && common[i + 1]![j]! >= common[i]![j + 1]!))
      lines.push(`-${old[i++]!}`);
    else lines.push(`+${now[j++]!}`);
  }
  return lines;
}
