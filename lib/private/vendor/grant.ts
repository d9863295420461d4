import { Aws, Stack, aws_iam as iam } from 'aws-cdk-lib';
import { Construct, type IConstruct } from 'constructs';
import { isDeployedElsewhere, knownPartition, areDifferent } from '../aws/environment';
import { stateOf } from '../role/app-state';
import { endOf, isImmutable, literalArn, type RoleLike } from '../role/identity';
import type { Carrier } from '../role/kept-role';
import { checkWhenSettled, namingTexts } from '../role/late-tokens';
import { checkAtSynth } from '../role/synth-check';
import { fail, warn, literalJson, placeholderNote } from '../words/errors';
import { checkGiven } from '../words/given';
import { policiesOfOthers, sidSuffix } from './data-owners';

/** What holds the grantee's policy: it stands in a stack, which tells account, region and partition. */
export type Holder = iam.IPrincipal & IConstruct;

/** A statement that allows something. */
export interface Permission {
  readonly sid: string;
  readonly actions: string[];
  readonly resources: string[];
  readonly conditions?: Record<string, Record<string, unknown>>;
}

/** Finds what holds the policy of a grantee; throws for a principal that can hold none. */
export function holderOf(grantee: iam.IGrantable, call: string): Holder {
  checkGiven(call, 'grantee', grantee, { is: 'a role, or what has one', has: 'grantPrincipal' });
  const { grantPrincipal: principal } = grantee;
  if (Construct.isConstruct(principal) && 'addToPrincipalPolicy' in principal) return principal;
  fail(call, 'grantee is a principal without a policy of its own in this app: give a role, or what has one.');
}

/** Where a grantee is: an imported role may be in another account than the stack that it is imported into. */
export function placeOf(holder: Holder): { readonly account: string; readonly region: string } {
  const stack = Stack.of(holder);
  const { account, region } = isDeployedElsewhere(stack) ? { account: Aws.ACCOUNT_ID, region: Aws.REGION } : stack;
  const own = isRoleLike(holder) ? endOf(holder) : { isOwned: true, account };
  const isOther = !own.isOwned && areDifferent(own.account, account);
  return { account: isOther ? own.account : account, region };
}

/** The ARN of something in the account and region of a grantee, or in others. */
export function arnFor(
  holder: Holder,
  service: string,
  resource: string,
  where: { readonly account?: string; readonly region?: string } = {},
): string {
  const own = placeOf(holder);
  const { account = own.account, region = own.region } = where;
  return `arn:${knownPartition(holder) ?? Aws.PARTITION}:${service}:${region}:${account}:${resource}`;
}

/** Adds statements to the policy of a grantee, and says what must be added by hand: to a role or to data of somebody else. */
export function grantTo(holder: Holder, permissions: Permission[]): iam.Grant {
  const named = permissions.map((each) => ({ ...each, sid: unusedSid(holder, each.sid) }));
  checkWhenSettled(holder, holder.node.path, named.flatMap(namingTexts));
  if (isCarrier(holder)) checkAtSynth(holder);
  warnOfOtherOwners(holder, named);
  if (!isImmutable(holder)) return named.map((each) => add(holder, each)).reduce((all, each) => all.combine(each));
  warnOfImmutable(holder, named);
  return iam.Grant.drop(holder, 'the role is immutable');
}

function add(holder: Holder, { sid, actions, resources: resourceArns, conditions }: Permission): iam.Grant {
  const granted = iam.Grant.addToPrincipal({ grantee: holder, actions, resourceArns, conditions });
  for (const statement of granted.principalStatements) statement.sid = sid;
  return granted;
}

/** IAM wants the Sids of one policy different. */
function unusedSid(holder: Holder, sid: string): string {
  const timesUsed = stateOf(holder, 'grantedSids', () => new Map<string, number>());
  const count = (timesUsed.get(sid) ?? 0) + 1;
  timesUsed.set(sid, count);
  return `${sid}${count === 1 ? '' : count}`;
}

function warnOfImmutable(holder: Holder, permissions: Permission[]): void {
  const json = literalJson(holder, {
    Version: '2012-10-17',
    Statement: permissions.map((each) => new iam.PolicyStatement(each).toStatementJson() as unknown),
  });
  warn(
    holder,
    'permissionsPolicyNotWritten',
    'Its permissions policy is not written, because it is in another account or was imported with `mutable: false`. ' +
      `Its owner attaches this policy to it, or adds the statements to one that it has: ${json}${placeholderNote(holder, json)}`,
  );
}

function warnOfOtherOwners(holder: Holder, permissions: Permission[]): void {
  const statements = permissions.map((each) => new iam.PolicyStatement(each));
  const caller = { scope: holder, account: placeOf(holder).account, principal: () => principalOf(holder) };
  for (const { account, kind, of, statements: needed } of policiesOfOthers(caller, statements)) {
    for (const statement of needed) statement.sid = `${statement.sid ?? ''}${sidSuffix(holder, of)}`;
    const json = literalJson(
      holder,
      needed.map((statement) => statement.toStatementJson() as unknown),
    );
    warn(
      holder,
      'dataPolicyNotWritten',
      `${of} is of account ${account}, whose owner must let ${holder.node.path} in too, by these statements in its ${kind}: ` +
        `${json}${placeholderNote(holder, json)}`,
    );
  }
}

/** A role is named by its literal ARN, since nobody deploys what the owner of data pastes. */
function principalOf(holder: Holder): iam.IPrincipal {
  if (isRoleLike(holder)) return new iam.ArnPrincipal(literalArn(endOf(holder)));
  if (!('groupName' in holder)) return holder;
  fail(holder, 'data or a key of another account, whose policies can name no group: grant a role or a user.');
}

/** Of this app or imported; CDK's wrapper of one that is not to be changed carries nothing. */
function isCarrier(holder: Holder): holder is Holder & Carrier {
  return isRoleLike(holder) && 'roleName' in holder && !isImmutable(holder);
}

function isRoleLike(holder: Holder): holder is Holder & RoleLike {
  return 'roleArn' in holder;
}
