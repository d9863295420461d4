import { Stack, type aws_kms as kms } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { checkKeys } from '../../private/aws/checks';
import { checkWhenSettled } from '../../private/role/late-tokens';
import { checkEbsRegions } from '../../private/vendor/ebs-keys';
import { fail } from '../../private/words/errors';
import { warn } from '../../private/words/warnings';

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
