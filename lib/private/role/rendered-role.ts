import { Stack, Token, type aws_iam as iam } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { ROLE_NAME, ROLE_PATH } from '../aws/patterns';
import { shown, readable } from '../words/errors';
import { isDynamicReference } from '../words/given';
import type { DeclaredTrust, KeptRole } from './kept-role';
import { comesToNothing } from './late-tokens';
import { isOverridden, render } from './rendering';
import { declaredStatements } from './trust-document';

interface Statement {
  readonly Sid?: string;
  readonly Effect?: string;
  readonly Action?: unknown;
  readonly Principal?: string | Record<string, unknown>;
  readonly Condition?: Record<string, Record<string, unknown> | undefined>;
}

/** What to do where something was taken away after it was declared. */
export const KEEP = 'Remove the override or the later write that took it away, or declare the role without it.';

/** What was taken away of a role that stays, of the parts that it made for itself. */
export function missingParts({ role, parts }: KeptRole, constructs: Set<IConstruct>): string[] {
  const missing = parts.filter((part) => !constructs.has(part) && constructs.has(Stack.of(part)));
  // What stood inside another part went with it.
  const outermost = missing.filter(({ node }) => node.scope === undefined || !missing.includes(node.scope));
  return outermost.map(
    (part) =>
      `${role.node.path} has lost its part ${part.node.path}, which was removed from the tree. ` +
      'Keep it, or remove the whole construct.',
  );
}

/** Whether anything changed a role after it was declared that its own properties, or its escape hatches, show. */
export function isTouched({ resource, naming, trust }: KeptRole): boolean {
  if (resource === undefined) return false;
  return (
    isOverridden(resource, 'RoleName', 'Path', 'AssumeRolePolicyDocument') ||
    (naming !== undefined && !isNamed(resource, naming)) ||
    (trust !== undefined && isTrustTouched(resource, trust))
  );
}

/** The same of its trust alone. */
export function isTrustTouched(resource: iam.CfnRole, { property }: DeclaredTrust): boolean {
  return isOverridden(resource, 'AssumeRolePolicyDocument') || resource.assumeRolePolicyDocument !== property;
}

function isNamed(resource: iam.CfnRole, { name, path }: { name: string; path: string }): boolean {
  return resource.roleName === name && (resource.path ?? '/') === path && !Token.isUnresolved(name + path);
}

/** What was declared of a role beside its names, its trust and its policies, to be compared at synth. */
export function declaredOptions({ role, resource }: KeptRole): (() => string[])[] {
  if (resource === undefined) return [];
  const { maxSessionDuration, description } = resource;
  if (maxSessionDuration === undefined && description === undefined) return [];
  return [
    () => {
      const isAsMade = resource.maxSessionDuration === maxSessionDuration && resource.description === description;
      const isText = description === undefined || !Token.isUnresolved(description);
      if (isAsMade && isText && !isOverridden(resource, 'MaxSessionDuration', 'Description')) return [];
      const { MaxSessionDuration: seconds, Description: text } = render(resource).Properties ?? {};
      return [
        // Who shortens sessions means it: a company's aspect may cap them.
        ...(maxSessionDuration === undefined || Number(seconds) <= maxSessionDuration
          ? []
          : [`its maxSessionDuration of ${maxSessionDuration} seconds`]),
        // Another text does no harm.
        ...(description === undefined || Boolean(text) ? [] : ['its description']),
      ].map((what) => `${role.node.path} is not rendered as declared: ${what} is missing. ${KEEP}`);
    },
  ];
}

/** Compares a role of this app, as it is rendered, with what was declared of it. */
export function renderedErrors({ role, resource, naming, trust }: KeptRole): string[] {
  if (resource === undefined) return [];
  const { Type: type, Properties: properties = {} } = render(resource);
  if (type !== resource.cfnResourceType)
    return [`${role.node.path} is no ${resource.cfnResourceType} any more. ${KEEP}`];
  return [
    ...(naming === undefined ? [] : renameErrors(role, naming, properties)),
    ...(trust === undefined ? [] : trustErrors(role, resource, trust, properties.AssumeRolePolicyDocument)),
  ];
}

function renameErrors(
  role: IConstruct,
  { name, path }: { name: string; path: string },
  { RoleName: newName, Path: newPath = '/' }: Record<string, unknown>,
): string[] {
  const empty = Object.entries({ roleName: name, path }).filter(([, value]) => comesToNothing(role, value));
  if (empty.length > 0) {
    return empty.map(
      ([prop]) =>
        `${role.node.path}: the token that was given as its ${prop} is empty at synth. Give a value, or leave it out.`,
    );
  }
  const unfit = Object.entries({ roleName: [name, ROLE_NAME], path: [path, ROLE_PATH] } as const).filter(
    ([, [given, pattern]]) => Token.isUnresolved(given) && !fitsWhenSettled(role, given, pattern),
  );
  if (unfit.length > 0) {
    return unfit.map(
      ([prop, [given]]) =>
        `${role.node.path}: the token that was given as its ${prop} is ${shown(Stack.of(role).resolve(given))} at synth, which is no ${prop === 'path' ? 'path' : 'name'} of a role.`,
    );
  }
  const [before, after] = [readable(role, path + name), readable(role, newPath) + readable(role, newName ?? '')];
  if (before === after) return [];
  return [
    `${role.node.path} was renamed from ${before} to ${after}${newName === undefined ? ' and a name that CloudFormation chooses' : ''} ` +
      'after its ARN was written into other documents. ' +
      'Give `roleName` and `path` to the construct instead of changing them on its L1 or by an aspect.',
  ];
}

/** Of what the deployment fills in, nothing is known. */
function fitsWhenSettled(role: IConstruct, given: string, pattern: RegExp): boolean {
  const settled: unknown = Stack.of(role).resolve(given);
  return typeof settled !== 'string' || isDynamicReference(settled) || pattern.test(settled);
}

function trustErrors(role: IConstruct, { stack }: iam.CfnRole, trust: DeclaredTrust, rendered: unknown): string[] {
  const found = statementsIn(rendered);
  return declaredStatements(trust.document).flatMap((statement) => {
    const document = { Statement: statement.toStatementJson() as unknown };
    const declared = statementsIn(stack.resolve(trust.asText ? stack.toJsonString(document) : document));
    return declared
      .flatMap((each) => lost(each, found))
      .map((what) => `${role.node.path}: its trust policy is not rendered as declared, ${what} is missing. ${KEEP}`);
  });
}

/** The statements of a document that may be text, with what only CloudFormation knows in it; none of what is no document. */
function statementsIn(document: unknown): Statement[] {
  const { 'Fn::Join': join } = (document ?? {}) as { readonly 'Fn::Join'?: [separator: string, parts: unknown[]] };
  const parts = typeof document === 'string' ? [document] : join?.[1];
  try {
    const whole: unknown = parts === undefined ? document : JSON.parse(parts.map(asTextInJson).join(''));
    const { Statement: statements = [] } = (whole ?? {}) as { readonly Statement?: Statement | Statement[] };
    return [statements].flat();
  } catch {
    return [];
  }
}

function asTextInJson(part: unknown): string {
  return typeof part === 'string' ? part : JSON.stringify(JSON.stringify(part)).slice(1, -1);
}

/** What is in no statement of the same Sid; nothing where one of them has it all. */
function lost(declared: Statement, rendered: Statement[]): string[] {
  const name = declared.Sid === undefined ? 'a statement without Sid' : `the statement ${declared.Sid}`;
  const losses = rendered.filter(({ Sid }) => Sid === declared.Sid).map((each) => lostIn(declared, each));
  const least = losses.sort((one, other) => one.length - other.length)[0];
  return least === undefined ? [name] : least.map((what) => `${what} of ${name}`);
}

function lostIn(declared: Statement, rendered: Statement): string[] {
  const without = (what: string, all: string[], present: string[]) =>
    all.filter((each) => !present.includes(each)).map((each) => `${what} ${each}`);
  return [
    ...without('the effect', [declared.Effect ?? ''], [rendered.Effect ?? '']),
    ...without('the action', textsOf(declared.Action), textsOf(rendered.Action)),
    ...without('the principal', principals(declared.Principal), principals(rendered.Principal)),
    ...Object.entries(declared.Condition ?? {}).flatMap(([operator, keys = {}]) =>
      Object.entries(keys)
        .filter(([key, value]) => !isSame(value, rendered.Condition?.[operator]?.[key]))
        .map(([key]) => `the condition ${operator} "${key}"`),
    ),
  ];
}

function principals(principal: Statement['Principal']): string[] {
  if (typeof principal !== 'object') return textsOf(principal);
  return Object.entries(principal).flatMap(([kind, values]) => textsOf(values).map((value) => `${kind} ${value}`));
}

function textsOf(values: unknown): string[] {
  return [values ?? []].flat().map((value) => (typeof value === 'string' ? value : JSON.stringify(value)));
}

/** In any order, but no more: another value would let in others. */
function isSame(one: unknown, other: unknown): boolean {
  const sorted = (values: unknown) => JSON.stringify(textsOf(values).sort());
  return sorted(one) === sorted(other);
}
