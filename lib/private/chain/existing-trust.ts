import { Stack, Token, aws_iam as iam } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Caller } from '../access/policy/caller';
import type { Match } from '../access/policy/decide';
import type { Statement } from '../access/policy/statement';
import type { SessionAction, TrustDecision } from '../access/policy/trust';
import { knownPartition } from '../aws/environment';
import { PODS } from '../aws/statements';
import { computedArn, resourceBehind, type RoleEnd } from '../role/identity';
import { fail, RoleChainingError, readableDocument } from '../words/errors';

/** What a role's own trust says of a chaining role, before anything is added to it. */
export interface ExistingTrust {
  readonly sids: string[];
  /** Whether an action is allowed to the chaining role already, by its ARN or through its account, on whatever conditions. */
  readonly allows: (action: SessionAction) => boolean;
  /** Whether nothing in it lets the chaining role in, whatever the call and the deployment. */
  readonly refuses: boolean;
  /** Whether the chaining role is named by its ARN, so that it must exist first. */
  readonly namesRole: boolean;
}

/** The access model, loaded by those alone who read a trust: most apps write theirs only. */
function model() {
  /* eslint-disable @typescript-eslint/no-require-imports */
  const { statementsOf } = require('../access/policy/statement') as typeof import('../access/policy/statement');
  const { withSymbolsBound } = require('../access/policy/symbols') as typeof import('../access/policy/symbols');
  const { withSymbols } = require('../access/policy/text') as typeof import('../access/policy/text');
  const { decideTrust } = require('../access/policy/trust') as typeof import('../access/policy/trust');
  /* eslint-enable */
  return { statementsOf, withSymbolsBound, withSymbols, decideTrust };
}

/**
 * Reads what a role's author wrote about a chaining role; throws for a Deny that would leave the chain dead, and where it depends on
 * the deployment whether the chaining role is let in.
 *
 * A second statement without the author's conditions would undo them, so a chaining role that is let in already is left as it is.
 *
 * @param document is the trust, which may hold tokens
 */
export function readTrust(role: IConstruct, document: unknown, chaining: RoleEnd): ExistingTrust {
  const trust = reading(role, document, chaining);
  const decisionOn = (action: SessionAction) => decide(role, chaining, trust, action);
  const lettingIn = (action: SessionAction) => decisionOn(action).allowing.filter(isSureOfCaller);
  const assume = decisionOn('sts:AssumeRole');
  const allowing = assume.allowing.filter(isSureOfCaller);
  return {
    sids: trust.statements.flatMap(({ sid }) => sid ?? []),
    allows: (action) => (action === 'sts:AssumeRole' ? allowing : lettingIn(action)).length > 0,
    refuses: assume.answer === 'no',
    namesRole: allowing.some(({ reach }) => reach === 'name'),
  };
}

/** What a role's trust says of a call by a chaining role, of which nothing is known but what the request lacks. */
export function decideCall(
  role: IConstruct,
  document: unknown,
  chaining: RoleEnd,
  isOpen: (key: string) => boolean,
): TrustDecision {
  const { statements, caller } = reading(role, document, chaining);
  return model().decideTrust(statements, caller, 'sts:AssumeRole', { isOpen });
}

/**
 * What was done to a trust after a chaining role was linked, in an error's words.
 *
 * @param byAuthor tells whether a statement of the role's author lets the chaining role in
 */
export function lateErrors(role: IConstruct, document: unknown, chaining: RoleEnd, byAuthor: boolean): string[] {
  try {
    if (!readTrust(role, document, chaining).refuses || !byAuthor) return [];
  } catch (error) {
    if (error instanceof RoleChainingError) return [error.message];
    throw error;
  }
  return [
    `the trust policy of ${role.node.path} let ${chaining.role.node.path} in when \`allowAssuming\` was called, and does not as it is ` +
      'rendered. Remove the override or the later write that took the statement away.',
  ];
}

/** Whether EKS Pod Identity may assume a role; statements that its trust gets later count, and have it read anew. */
export class PodsTrust {
  private known?: { readonly statements: number; readonly isTrusted: boolean };

  constructor(private readonly end: RoleEnd) {}

  public get isTrusted(): boolean {
    const { role, resource, stack } = this.end;
    if (!iam.Role.isRole(role)) {
      const given: unknown = resource?.stack.resolve(resource.assumeRolePolicyDocument);
      return given !== undefined && trustsService(stack, given as object, PODS);
    }
    const { assumeRolePolicy: document } = role;
    const statements = document?.statementCount ?? 0;
    if (this.known?.statements !== statements) {
      const isTrusted = trustsService(stack, (document?.toJSON() ?? {}) as object, PODS);
      this.known = { statements, isTrusted };
    }
    return this.known.isTrusted;
  }
}

/** Whether a trust policy lets a service assume the role; its condition keys may be tokens. */
function trustsService(stack: Stack, document: { Statement?: unknown }, service: string): boolean {
  const statements = [document.Statement ?? []].flat().map((statement) => {
    const { Effect, Action, Principal } = statement as Record<string, unknown>;
    return { Effect, Action, Principal: holdsNoToken(Principal) ? Principal : (stack.resolve(Principal) as unknown) };
  });
  if (!JSON.stringify(statements).includes(service)) return false;
  const { statementsOf, decideTrust } = model();
  const caller: Caller = { type: 'service', names: [service] };
  return decideTrust(statementsOf({ Statement: statements }), caller, 'sts:AssumeRole').answer !== 'no';
}

/** Whether nothing in a value is a token, so that resolving it gives the same. */
function holdsNoToken(value: unknown): boolean {
  if (Token.isUnresolved(value)) return false;
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, member]) => holdsNoToken(key) && holdsNoToken(member));
}

function decide(
  role: IConstruct,
  { role: chainingRole }: RoleEnd,
  { statements, caller }: Reading,
  action: SessionAction,
): TrustDecision {
  const decision = model().decideTrust(statements, caller, action);
  if (action !== 'sts:AssumeRole') return decision;
  const path = chainingRole.node.path;
  if (decision.denying.some(({ isCertain }) => isCertain)) {
    fail(role, `its trust denies sts:AssumeRole to ${path}: remove that statement, or the chain.`);
  }
  const atDeployment = decision.allowing.flatMap(({ statement }) => statement.assumptions);
  const [assumption] = atDeployment.filter(({ kind }) => kind === 'deployment');
  if (assumption !== undefined && decision.answer === 'depends' && !decision.allowing.some(isSureOfCaller)) {
    fail(
      role,
      `whether its trust lets ${path} in depends on the condition ${assumption.about} of the deployment. ` +
        'Write the statement for both branches, or leave it out and have it written here.',
    );
  }
  return decision;
}

/** Whether a statement lets the caller in whatever only the deployment knows; what else the call must carry is the author's wish. */
function isSureOfCaller({ unclear, conditions }: Match): boolean {
  return unclear.length === 0 && !conditions.some(({ key }) => /^aws:principal(arn|account)$/i.test(key));
}

interface Reading {
  readonly statements: readonly Statement[];
  readonly caller: Caller;
}

/** A trust as statements, and the texts by which it can name the chaining role: by a reference, or in words. */
function reading(role: IConstruct, document: unknown, chaining: RoleEnd): Reading {
  const { statementsOf, withSymbolsBound, withSymbols } = model();
  const { role: chainingRole, resource } = chaining;
  const { account } = Stack.of(role);
  const names = [
    referencesByPath(chainingRole.roleArn),
    computedArn(chaining, role),
    // A reference that only a lazy value holds is known by its logical id, which another stack may use for another role.
    ...(resource?.stack === Stack.of(role) ? [chainingRole.roleArn] : []),
  ].map((name) => String(readableDocument(role, name)));
  const trust = readableDocument(role, referencesByPath(document));
  const symbols = {
    // Both roles are in one partition, which either may have written out.
    '${AWS::Partition}': knownPartition(role) ?? /arn:(aws[a-z-]*):/.exec(JSON.stringify([names, trust]))?.[1],
    '${AWS::AccountId}': Token.isUnresolved(account) ? undefined : account,
  };
  return {
    statements: withSymbolsBound(statementsOf(trust), symbols),
    caller: { type: 'aws', names: [...new Set(names.map((name) => withSymbols(name, symbols)))] },
  };
}

/** Writes each reference to a resource with the path of its L1, so that equal logical ids of two stacks are told apart. */
function referencesByPath(value: unknown): unknown {
  if (typeof value === 'string') {
    const resource = resourceBehind(value);
    return resource === undefined ? value : `\${${resource.node.path}}`;
  }
  if (Array.isArray(value)) return value.map(referencesByPath);
  if (typeof value !== 'object' || value === null || Token.isUnresolved(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, referencesByPath(member)]));
}
