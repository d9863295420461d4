import { Aws, type aws_iam as iam, Fn, type IResolveContext, Lazy, Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { ChainTrust, TrustOptions } from '../../chain';
import { splitArn } from '../aws/arn';
import { AccountRelation, areApart, compareAccounts } from '../aws/environment';
import { EXTERNAL_ID, ORGANIZATION_ID } from '../aws/patterns';
import { arnIn, computedArn, literalArn, type RoleEnd } from '../role/identity';
import { comesToNothing, intruders } from '../role/late-tokens';
import { fail, shown } from '../words/errors';
import { checkFlags, copyOf, described, given, isLookupDummy, isRecord, isText } from '../words/given';

const OPERATOR =
  /^((ForAllValues|ForAnyValue):)?(String(Not)?(Equals|EqualsIgnoreCase|Like)|Numeric(Not)?Equals|Numeric(LessThan|GreaterThan)(Equals)?|Date(Not)?Equals|Date(LessThan|GreaterThan)(Equals)?|Bool|BinaryEquals|(Not)?IpAddress|Arn(Not)?(Equals|Like))(IfExists)?$|^Null$/;

/** Condition keys that an action of the trust never carries: a condition on one would deny every call. */
const KEYS_NOT_CARRIED: Record<string, RegExp> = {
  'sts:AssumeRole': /^$/,
  'sts:TagSession': /^sts:(ExternalId|RoleSessionName|SourceIdentity)$/i,
  'sts:SetSourceIdentity': /^(sts:(ExternalId|RoleSessionName|TransitiveTagKeys)|aws:(RequestTag\/.*|TagKeys))$/i,
};

/** An external id as STS takes it. Without types, it may be missing where it is required, and the trust would ask for none. */
export function checkExternalId(at: string, externalId: string | undefined): void {
  if (typeof externalId !== 'string') {
    fail(at, `externalId is missing, got ${shown(externalId)}: give the id that the caller will send.`);
  }
  if (!Token.isUnresolved(externalId) && !EXTERNAL_ID.test(externalId)) {
    fail(
      at,
      `externalId ${shown(externalId)} (${externalId.length} characters) is not allowed: 2 to 1,224 characters from A-Z a-z 0-9 _ + = , . @ : / -`,
    );
  }
}

/** The conditions that one action's statement of the trust carries. */
export function trustConditions(options: TrustOptions, action: string): iam.Conditions {
  const all = [
    ...(options.externalId === undefined ? [] : [['StringEquals', 'sts:ExternalId', options.externalId] as const]),
    ...(options.organizationId === undefined
      ? []
      : [['StringEquals', 'aws:PrincipalOrgID', options.organizationId] as const]),
    ...furtherConditions(options),
  ];
  const conditions: Record<string, Record<string, unknown>> = {};
  for (const [operator, key, value] of all) {
    if (KEYS_NOT_CARRIED[action]?.test(key) !== true) conditions[operator] = { ...conditions[operator], [key]: value };
  }
  return conditions;
}

/** The options as they are now: what the caller does to their objects afterwards changes nothing. */
export function copyOfOptions(options: TrustOptions): TrustOptions {
  const { trust, externalId, organizationId, allowSourceIdentity, allowSessionTags, trustRevision } = options;
  const flat = { trust, externalId, organizationId, allowSourceIdentity, allowSessionTags, trustRevision };
  if (options.conditions === undefined) return flat;
  const conditions: Record<string, Record<string, unknown>> = {};
  for (const [operator, key, value] of furtherConditions(options)) {
    conditions[operator] = { ...conditions[operator], [key]: copyOf(value) };
  }
  return { ...flat, conditions };
}

/** The options with every token an error where it yields nothing, or what no caller sends: for statements that end in a trust which nobody compares. */
export function demanding(at: string, options: TrustOptions): TrustOptions {
  const { externalId, organizationId } = options;
  const conditions: Record<string, Record<string, unknown>> = {};
  for (const [operator, key, value] of furtherConditions(options)) {
    const whole = Array.isArray(value) && !Token.isUnresolved(value) ? value : undefined;
    const demandedValue = whole?.map((each: unknown) => demanded(at, key, each)) ?? demanded(at, key, value);
    conditions[operator] = { ...conditions[operator], [key]: demandedValue };
  }
  return {
    ...options,
    externalId: demanded(at, 'externalId', externalId, EXTERNAL_ID),
    organizationId: demanded(at, 'organizationId', organizationId, ORGANIZATION_ID),
    ...(options.conditions === undefined ? {} : { conditions }),
  };
}

function demanded<T>(at: string, what: string, value: T, fits = /^/): T {
  if (!Token.isUnresolved(value)) return value;
  const produce = (context: IResolveContext): unknown => {
    if (comesToNothing(context.scope, value)) {
      fail(
        at,
        `${what} is empty at synth, because a token that was given for it yields nothing. Give a value, or leave it out.`,
      );
    }
    const [stranger] = typeof value === 'string' ? intruders(context.scope, [{ where: what, text: value, fits }]) : [];
    if (stranger !== undefined) fail(at, stranger);
    return context.resolve(value);
  };
  const token = typeof value === 'string' ? Lazy.uncachedString({ produce } as never) : Lazy.uncachedAny({ produce });
  return token as T;
}

/** Checks all that a user writes about a trust, before any of it is written. */
export function checkTrustOptions(at: string, options: TrustOptions): void {
  const { trust, externalId, organizationId, trustRevision, conditions } = given(at, options, 'options');
  if (
    trust !== undefined &&
    !['exactRole', 'accountRoot'].includes((trust as Partial<ChainTrust> | null)?._kind ?? '')
  ) {
    fail(at, `trust is ${shown(trust)}: give ChainTrust.exactRole() or ChainTrust.accountRoot().`);
  }
  if (externalId !== undefined) checkExternalId(at, externalId);
  if (organizationId !== undefined && !isText(organizationId, ORGANIZATION_ID)) {
    fail(at, `organizationId ${shown(organizationId)} is not allowed: "o-" and 10 to 32 lower-case letters or digits.`);
  }
  if (
    trustRevision !== undefined &&
    (typeof trustRevision !== 'string' || !(isLookupDummy(trustRevision) || /^[A-Za-z0-9]{1,32}$/.test(trustRevision)))
  ) {
    fail(
      at,
      `trustRevision ${shown(trustRevision)} is not allowed: 1 to 32 letters and digits, because it goes into a Sid.`,
    );
  }
  checkFlags(at, options, 'allowSourceIdentity', 'allowSessionTags');
  if (conditions === undefined) return;
  checkMap(at, 'conditions', conditions, 'keys, each with its value, by operator');
  for (const [operator, keys] of Object.entries(conditions)) {
    checkMap(at, `conditions.${operator}`, keys, 'values by condition key');
    if (!OPERATOR.test(operator)) {
      fail(at, `conditions has ${shown(operator)} where an IAM condition operator stands, such as "StringEquals".`);
    }
  }
  const taken = new Map<string, string>([
    ...(externalId === undefined ? [] : [['stringequals sts:externalid', 'externalId'] as const]),
    ...(organizationId === undefined ? [] : [['stringequals aws:principalorgid', 'organizationId'] as const]),
    ...(options.trust?._kind === 'accountRoot'
      ? [['arnequals aws:principalarn', 'trust: ChainTrust.accountRoot()'] as const]
      : []),
  ]);
  for (const [operator, key, value] of furtherConditions(options)) {
    const prop = taken.get(`${operator} ${key}`.toLowerCase());
    if (prop !== undefined) {
      fail(at, `conditions.${operator} sets "${key}", which ${prop} sets already: keep one of the two.`);
    }
    if (Token.isUnresolved(key)) {
      fail(at, `conditions.${operator} has a token as key, which a template's object cannot hold: write the key out.`);
    }
    if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) {
      fail(at, `conditions.${operator} has no value for "${key}".`);
    }
  }
}

/** Without types, a list or a text may stand where names and values belong. */
function checkMap(at: string, prop: string, value: unknown, what: string): void {
  if (Token.isUnresolved(value)) {
    fail(at, `${prop} is a token: write its keys out; their values may be tokens.`);
  }
  if (!isRecord(value)) {
    fail(
      at,
      `${prop} is ${Array.isArray(value) ? shown(value) : described(value)}: a map is allowed, as a plain object, with ${what}.`,
    );
  }
}

function furtherConditions(options: TrustOptions): [operator: string, key: string, value: unknown][] {
  return Object.entries(options.conditions ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, value]): [string, string, unknown] => [operator, key, value]),
  );
}

/** How a trust names a chaining role: a principal, and the condition that makes it exact. */
export interface TrustedPrincipal {
  readonly arn: string;
  readonly condition?: { readonly operator: string; readonly key: string; readonly value: string };
}

/** Whether the chaining role must exist before the trust is written. */
export function needsChainingRole({ _kind }: ChainTrust): boolean {
  return _kind === 'exactRole';
}

/** For a document of the consumer's stack; without a consumer, for a document that is handed to somebody else. */
export function trustedPrincipal({ _kind }: ChainTrust, given: RoleEnd, consumer?: IConstruct): TrustedPrincipal {
  const chaining = consumer === undefined ? inItsAccount(given) : given;
  if (_kind === 'exactRole') return { arn: consumer === undefined ? literalArn(chaining) : arnIn(chaining, consumer) };
  // Computed in one stack too: a reference would bring back the order that this trust does without.
  const value = consumer === undefined ? literalArn(chaining) : computedArn(chaining, consumer);
  const partition =
    splitArn(value)?.partition ?? (Token.isUnresolved(value) ? Fn.select(1, Fn.split(':', value)) : Aws.PARTITION);
  return {
    arn: `arn:${partition}:iam::${chaining.account}:root`,
    condition: { operator: 'ArnEquals', key: 'aws:PrincipalArn', value },
  };
}

/** A role for a document that is handed on: an account that only the deployment knows would become that of whatever stack the document ends in. */
export function inItsAccount(chaining: RoleEnd): RoleEnd {
  const { role, stack, isOwned, identity } = chaining;
  if (!isOwned || identity === undefined || !Token.isUnresolved(chaining.account)) return chaining;
  const produce = ({ scope }: IResolveContext) => {
    const consumer = Stack.of(scope);
    if (areApart(consumer, stack) || compareAccounts(consumer.account, chaining.account) !== AccountRelation.SAME) {
      fail(
        consumer,
        `a policy of it names ${role.node.path}, and it can't be told whether ${stack.node.path} is in its account. Import the chaining role ` +
          'by its literal ARN for these statements: `ChainingRole.fromChainingRoleArn`.',
      );
    }
    return chaining.account;
  };
  const account = Lazy.uncachedString({ produce });
  return { ...chaining, account, identity: { ...identity, account } };
}
