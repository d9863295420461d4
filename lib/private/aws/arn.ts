import { CfnResource, Reference, Stack, StringConcat, Token, Tokenization } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { fail, shown } from '../words/errors';
import { isLookupDummy } from '../words/given';
import { knownPartition } from './environment';
import { ROLE_ARN } from './patterns';

/** The part of every ARN that names a partition. */
export const PARTITION = '[a-z]+(-[a-z]+)*';

/** The parts of an ARN; any of them may hold tokens. */
export interface ArnParts {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  /** All that follows the account. */
  readonly resource: string;
}

/** Splits an ARN that is written as one; undefined for an ARN that is a single token. A token's own marker may hold colons. */
export function splitArn(arn: string): ArnParts | undefined {
  if (!arn.startsWith('arn:')) return undefined;
  const tokens = Token.isUnresolved(arn) ? Tokenization.reverseString(arn).tokens : [];
  const restore = (text = '') =>
    text.replace(/<(\d+)>/g, (literal, index: string) => {
      const token = tokens[Number(index)];
      return token === undefined ? literal : Token.asString(token);
    });
  const [, partition, service, region, account, ...resource] = withTokensAs(arn, (index) => `<${index}>`).split(':');
  return {
    partition: restore(partition),
    service: restore(service),
    region: restore(region),
    account: restore(account),
    resource: restore(resource.join(':')),
  };
}

/** An ARN with legal text in the place of its tokens, so that one token does not spare the rest from being checked. */
export function sampleArn(arn: string): string {
  const parts = splitArn(arn);
  if (parts === undefined) return arn;
  const sample = (text: string, whole: string) => (isOneToken(text) ? whole : withTokensAs(text, () => 'x'));
  return [
    'arn',
    sample(parts.partition, 'aws'),
    sample(parts.service, 'x'),
    sample(parts.region, 'us-east-1'),
    sample(parts.account, '000000000000'),
    sample(parts.resource, 'x'),
  ].join(':');
}

/** Whether a text is nothing but one token. */
export function isOneToken(text: string): boolean {
  return Token.isUnresolved(text) && withTokensAs(text, () => '') === '';
}

/** Whether an ARN stands for more than one thing; one that only the deployment knows does not. */
export function hasWildcard(arn: string): boolean {
  return !isOneToken(arn) && /[*?]|\$\{/.test(sampleArn(arn));
}

/** The resource of this app, and its attribute (`Ref` included), that a text stands for; undefined for any other text. */
export function referenceIn(text: string): { readonly resource: CfnResource; readonly attribute: string } | undefined {
  const token = isOneToken(text) ? Tokenization.reverseString(text).firstToken : undefined;
  if (!Reference.isReference(token) || !CfnResource.isCfnResource(token.target)) return undefined;
  return { resource: token.target, attribute: token.displayName };
}

/** The region of what an ARN names, or of the resource of this app that a text stands for; undefined where nothing tells it yet. */
export function regionIn(text: string): string | undefined {
  const region = splitArn(text)?.region ?? referenceIn(text)?.resource.stack.region;
  return region === undefined || region === '' || Token.isUnresolved(region) ? undefined : region;
}

/** Throws for an ARN of anything else than one thing of a kind, or of another partition than the stack's; a token is taken for one. */
export function checkArn(about: IConstruct, prop: string, arn: string, kind: { is: string; pattern: RegExp }): void {
  if (typeof arn === 'string' && (isOneToken(arn) || isLookupDummy(arn))) return;
  if (typeof arn !== 'string' || !kind.pattern.test(sampleArn(arn))) {
    fail(about, `${prop} ${shown(arn)} is not allowed: ${kind.is}.`);
  }
  const { partition = '' } = splitArn(arn) ?? {};
  const own = knownPartition(about);
  if (Token.isUnresolved(partition) || own === undefined || partition === own) return;
  fail(about, `${prop} ${shown(arn)} is of partition ${partition}, ${Stack.of(about).node.path} is in ${own}.`);
}

function withTokensAs(text: string, substitute: (index: number) => string): string {
  if (!Token.isUnresolved(text)) return text;
  let index = 0;
  const fragments = Tokenization.reverseString(text).mapTokens({ mapToken: () => substitute(index++) });
  return String(fragments.join(new StringConcat()));
}

/** What identifies a role across stacks and accounts. Any member may be a token. */
export interface RoleIdentity {
  readonly partition: string;
  readonly account: string;
  /** Begins and ends with a slash. */
  readonly path: string;
  readonly name: string;
}

/** What a role is named by in IAM; neither changes after construction. */
export interface RoleNaming {
  readonly roleName: string;
  readonly path?: string;
}

/** Reads a role's ARN; throws for an ARN of anything else. Undefined when the ARN is one opaque token, or CDK has yet to look it up. */
export function parseRoleArn(at: IConstruct | string, arn: string): RoleIdentity | undefined {
  const parts = splitArn(arn);
  if ((parts === undefined && Token.isUnresolved(arn)) || isLookupDummy(arn)) return undefined;
  const sample = sampleArn(arn);
  if (parts === undefined || !ROLE_ARN.test(sample) || /[*?]|\$\{|\/arn:/.test(sample)) {
    fail(
      at,
      `${shown(arn)} is no role ARN. Allowed: arn:<partition>:iam::<12 digits>:role/<path and name>, without wildcards. ` +
        hintFor(arn),
    );
  }
  const slash = parts.resource.lastIndexOf('/');
  return {
    partition: parts.partition,
    account: parts.account,
    path: parts.resource.slice('role'.length, slash + 1),
    name: parts.resource.slice(slash + 1),
  };
}

function hintFor(arn: string): string {
  if (arn.includes('/arn:')) {
    return 'An ARN was given where a role name was asked for: import the role with `Role.fromRoleArn`, not with `Role.fromRoleName`.';
  }
  if (arn.includes(':assumed-role/')) return 'This is a session of a role: give the ARN of the role itself.';
  if (arn.includes(':instance-profile/')) return 'This is an instance profile: give the ARN of the role inside it.';
  if (/:(user|group)\/|:root$/.test(arn)) {
    return (
      'Only roles chain. Where a user or an account shall assume a role directly, say so in that role itself: ' +
      '`role.assumeRolePolicy?.addStatements(…)`.'
    );
  }
  return 'Copy it from `aws iam get-role --role-name <name> --query Role.Arn`.';
}

/** What alone changes a role of AWS's own; IAM refuses everybody else what would be attached to it, and another trust. */
export enum Keeper {
  SERVICE,
  PERMISSION_SET,
}

/** Undefined for roles that their account changes as it likes. A role that is imported by its name has no path: nobody else has such names. */
export function keeperOf({ path, name }: Pick<RoleIdentity, 'path' | 'name'>): Keeper | undefined {
  if (/^\/aws-reserved\/sso\./.test(path) || name.startsWith('AWSReservedSSO_')) return Keeper.PERMISSION_SET;
  const isOfAws = /^\/aws-(reserved|service-role)\//.test(path) || name.startsWith('AWSServiceRoleFor');
  return isOfAws ? Keeper.SERVICE : undefined;
}

export function formatRoleArn({ partition, account, path, name }: RoleIdentity): string {
  return `arn:${partition}:iam::${account}:role${path}${name}`;
}
