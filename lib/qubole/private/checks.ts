import { aws_iam as iam, type aws_kms as kms, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { endOf, literalArn } from '../../private/role/identity';
import { checkWhenSettled } from '../../private/role/late-tokens';
import { inAccount, policiesOfOthers, sidSuffix } from '../../private/vendor/data-owners';
import { checkEbsRegions, checkKeys } from '../../private/vendor/keys';
import { s3Access } from '../../private/vendor/s3-access';
import { idOfKey, type Location, overlap } from '../../private/vendor/s3-location';
import { fail, literalJson, pathOf, warn } from '../../private/words/errors';
import { type Setup, useOfEbsKeys } from './setup';

/** What of the props of dual roles widens their policies. */
interface Choices {
  readonly asDocumented?: boolean;
  readonly heterogeneousClusters?: boolean;
  readonly allowSnapshots?: boolean;
  readonly untaggedResources?: boolean;
  readonly ebsKmsKeys?: kms.IKeyRef[];
}

/** A condition can't help: `ec2:ParentSnapshot` is there for the root volume of every image too. */
export function checkFleets(roles: IConstruct, { heterogeneousClusters, allowSnapshots, asDocumented }: Choices): void {
  if (heterogeneousClusters !== true || allowSnapshots === true || asDocumented === true) return;
  fail(
    roles,
    'heterogeneousClusters lets clusters read every snapshot of the account: EC2 does not check a fleet on the snapshots of its disks. ' +
      'Give `allowSnapshots: true` too if that may be so, else leave `heterogeneousClusters` out.',
  );
}

export function checkEbsKeys(roles: IConstruct, { ebsKmsKeys, asDocumented }: Choices): void {
  checkKeys(roles, 'ebsKmsKeys', ebsKmsKeys);
  const arns = (ebsKmsKeys ?? []).map(({ keyRef }) => ({ where: 'ebsKmsKeys', text: keyRef.keyArn }));
  checkWhenSettled(roles, roles.node.path, arns);
  checkEbsRegions(roles, ebsKmsKeys ?? [], [Stack.of(roles).region]);
  if (ebsKmsKeys?.length === 0) fail(roles, 'ebsKmsKeys is empty: leave it out, or name at least one.');
  if (ebsKmsKeys === undefined || asDocumented !== true) return;
  fail(roles, 'ebsKmsKeys is given with asDocumented, but no document of Qubole has such a thing: leave one out.');
}

/** Throws where a data location and one that the Service role may use have objects in common. */
export function checkApart(scope: IConstruct, id: string, data: Location[], open: Location[]): void {
  for (const location of data) {
    const other = open.find((candidate) => overlap(location, candidate));
    if (other === undefined) continue;
    fail(
      pathOf(scope, id),
      `the data location ${location.text} and the location ${other.text}, which the Service role may use, have objects in common. ` +
        'Give them different buckets, or prefixes of which none begins with the other.',
    );
  }
}

/** Throws where a data location and volumes have a key in common: the Service role would be denied it, and no launch would succeed. */
export function checkKeysApart(scope: IConstruct, id: string, data: Location[], ebsKeyArns: string[]): void {
  const ids = ebsKeyArns.map(idOfKey);
  const shared = data.find(({ key }) => key !== undefined && ids.includes(key.id));
  if (shared === undefined) return;
  fail(
    pathOf(scope, id),
    `ebsKmsKeys holds the key of the data location ${shared.text}, which the Service role is denied and would launch with. ` +
      'Encrypt volumes with another key.',
  );
}

/** Warns of what is wider than the default. */
export function warnOfChoices(roles: IConstruct, { asDocumented, allowSnapshots, untaggedResources }: Choices): void {
  if (asDocumented === true) {
    warn(
      roles,
      'quboleAsDocumented',
      'the roles get the documents that Qubole publishes: the Service role may pass any role and change any instance, so it reaches ' +
        'the data, and each cluster reads every bucket. Leave `asDocumented` out for the hardened documents.',
    );
    return;
  }
  if (allowSnapshots === true) {
    warn(
      roles,
      'quboleSnapshots',
      'every snapshot and image of the account can become a disk of a cluster, and so can be read there. ' +
        'Leave `allowSnapshots` out, or keep no snapshots of other machines in this account.',
    );
  }
  if (untaggedResources === true) {
    warn(
      roles,
      'quboleUntaggedResources',
      'each cluster may attach, change and delete every volume and security group of the account, and so reads disks of others. ' +
        'Leave `untaggedResources` out if Qubole sends the custom EC2 tag in the calls that make them, or keep no other machines in this account.',
    );
  }
}

/** Says what the owners of another account's buckets and keys must add: there, the role's own policies are not enough. */
export function warnOfOtherAccounts(role: iam.Role, locations: Location[], setup: Setup): void {
  for (const location of locations) {
    const asked = asksOf(role, location.text, ownedAccess(location, setup.aclActions));
    if (asked.length === 0) continue;
    const text = `${location.text} is of another account, whose owner must let this role in too. ${asked.join(' ')}`;
    warn(role, 'quboleLocationPolicyNotWritten', text);
  }
  const asked = setup.ebsKeyArns.flatMap((arn) => asksOf(role, arn, useOfEbsKeys(role, [arn])));
  if (asked.length === 0) return;
  const text = `ebsKmsKeys holds keys of another account, whose owner must let this role in too. ${asked.join(' ')}`;
  warn(role, 'quboleKeyPolicyNotWritten', text);
}

/** The policies of others that a role needs beside its own, and their statements; `subject` tells the Sids apart. */
function asksOf(role: iam.Role, subject: string, own: iam.PolicyStatement[]): string[] {
  const end = endOf(role);
  const caller = { scope: role, account: end.account, principal: () => new iam.ArnPrincipal(literalArn(end)) };
  return policiesOfOthers(caller, own).map(({ kind, of, statements }) => {
    for (const statement of statements) statement.sid = `${statement.sid ?? ''}${sidSuffix(role, subject)}`;
    const json = literalJson(
      role,
      statements.map((statement) => statement.toStatementJson() as unknown),
    );
    return `In the ${kind} of ${of}: ${json}`;
  });
}

/** A bucket's ARN names no account: the construct of the bucket does. */
function ownedAccess(location: Location, aclActions: boolean): iam.PolicyStatement[] {
  const statements = s3Access([location], aclActions);
  for (const statement of statements) {
    if (statement.actions.some((action) => action.startsWith('s3:'))) {
      statement.addConditions(inAccount(location.bucket.env.account));
    }
  }
  return statements;
}
