import { type CfnTag, Token, aws_iam as iam } from 'aws-cdk-lib';
import { IMAGE_OWNER, TAG_KEY, TAG_VALUE } from '../private/aws/patterns';
import { allowing, type StatementEntry } from '../private/aws/statements';
import { checkWhenSettled, namingTexts } from '../private/role/late-tokens';
import { checkKeys, checkEbsRegions } from '../private/vendor/keys';
import { fail, shown } from '../private/words/errors';
import { checkFlags, given, optionalList, TEXT, isText } from '../private/words/given';
import type { CrossAccountFeatures } from './cross-account-features';
import type { LockedPolicyProps } from './locked-policy-props';
import { restrictedStatements, unrestrictedStatements } from './private/documented-cross-account';
import { type Features, featuresOf } from './private/features';
import { hardenedStatements } from './private/hardened-cross-account';
import { lockTo } from './private/lock';
import { markOrigin, type PolicyOrigin } from './private/policy-origin';

/**
 * The permissions of the role through which managed.hopsworks.ai works in an account; give them to a `CrossAccountRole`.
 *
 * Creates nothing by itself. Both calls throw for switches that contradict each other; `lockedTo` also for a list without VPC or
 * instance profile, an instance profile whose role is not known, wildcards, and places that do not go together.
 *
 * @see https://docs.hopsworks.ai/3.7/setup_installation/aws/restrictive_permissions/
 *
 * @example
 * declare const head: InstanceProfileRole;
 * declare const vpc: ec2.Vpc;
 * const policy = hopsworks.CrossAccountPolicy.lockedTo({ vpcs: [vpc], instanceProfiles: [head.instanceProfile] });
 */
export class CrossAccountPolicy extends iam.PolicyDocument {
  /**
   * The vendor's default permissions: any instance, network and role of the account.
   *
   * Whoever holds them can become every role of the account that EC2 may have. A `CrossAccountRole` warns of it.
   *
   * @param props takes features away
   */
  public static unrestricted(props: CrossAccountFeatures = {}): CrossAccountPolicy {
    const factory = 'CrossAccountPolicy.unrestricted';
    const features = featuresOf(factory, given(factory, props), {
      backup: true,
      openPorts: true,
      loadBalancers: true,
      instanceTypeChange: true,
      roleTesting: true,
    });
    return new CrossAccountPolicy(unrestrictedStatements(features), {
      call: `${factory}()`,
      isLocked: false,
      instanceProfiles: [],
    });
  }

  /**
   * Permissions that are locked to VPCs and instance profiles: the vendor's restricted policy with its holes closed, or, with
   * `asDocumented`, as it is published.
   *
   * @param props names the VPCs and the instance profiles
   */
  public static lockedTo(props: LockedPolicyProps): CrossAccountPolicy {
    const factory = 'CrossAccountPolicy.lockedTo';
    const { asDocumented = false } = given(factory, props);
    checkFlags(factory, props, 'asDocumented', 'requireImdsV2', 'spot');
    const features = featuresOf(factory, props, {
      backup: asDocumented || props.backupTag !== undefined,
      openPorts: true,
      loadBalancers: false,
      instanceTypeChange: false,
      roleTesting: false,
    });
    if (asDocumented) checkDocumented(factory, props);
    else checkHardened(factory, props, features);
    const lock = lockTo(factory, props);
    checkEbsRegions(
      factory,
      props.ebsKmsKeys ?? [],
      lock.vpcs.map(({ region }) => region),
    );
    const statements = asDocumented ? restrictedStatements(lock, features) : hardenedStatements(lock, features, props);
    const [vpc] = props.vpcs;
    if (vpc !== undefined) checkWhenSettled(vpc, factory, statements.flatMap(namingTexts));
    return new CrossAccountPolicy(statements, {
      call: asDocumented ? `${factory}({ asDocumented: true })` : `${factory}()`,
      isLocked: !asDocumented,
      instanceProfiles: [...props.instanceProfiles],
    });
  }

  private constructor(statements: StatementEntry[], origin: PolicyOrigin) {
    super(allowing(statements));
    markOrigin(this, origin);
  }
}

function checkDocumented(factory: string, props: LockedPolicyProps): void {
  const { backupTag, instanceTag, imageOwners, requireImdsV2, securityGroups, ebsKmsKeys, spot } = props;
  const given = { backupTag, instanceTag, imageOwners, requireImdsV2, securityGroups, ebsKmsKeys, spot };
  for (const [prop, value] of Object.entries(given)) {
    if (value === undefined || value === false) continue;
    fail(factory, `${prop} is given with asDocumented, but the vendor's document has no such thing: leave one out.`);
  }
}

function checkHardened(factory: string, props: LockedPolicyProps, features: Features): void {
  const { backupTag, instanceTag, imageOwners, securityGroups, ebsKmsKeys } = props;
  if (features.backup && backupTag === undefined) {
    fail(
      factory,
      'backup is true without backupTag, which would allow snapshots of every disk in the account: give backupTag, ' +
        "or take the vendor's own policy with asDocumented.",
    );
  }
  if (!features.backup && backupTag !== undefined) {
    fail(factory, 'backup is false, but backupTag is given: leave one of the two out.');
  }
  if (!features.openPorts && securityGroups !== undefined) {
    fail(factory, 'openPorts is false, but securityGroups is given: leave one of the two out.');
  }
  if (backupTag !== undefined) checkTag(factory, 'backupTag', backupTag);
  if (instanceTag !== undefined) checkTag(factory, 'instanceTag', instanceTag);
  optionalList(factory, 'imageOwners', imageOwners, { are: 'texts', have: TEXT });
  optionalList(factory, 'securityGroups', securityGroups, { are: 'security groups', have: 'securityGroupRef' });
  for (const [prop, list] of Object.entries({ imageOwners, securityGroups, ebsKmsKeys })) {
    if (list?.length === 0) fail(factory, `${prop} is empty: leave it out, or name at least one.`);
  }
  for (const { securityGroupRef } of securityGroups ?? []) {
    const { securityGroupId } = securityGroupRef;
    if (isText(securityGroupId, /^sg-[\w-]+$/)) continue;
    fail(
      factory,
      `securityGroups holds ${shown(securityGroupId)}, which is no id of a security group: "sg-" and letters or digits, without wildcards.`,
    );
  }
  checkKeys(factory, 'ebsKmsKeys', ebsKmsKeys);
  for (const owner of imageOwners ?? []) {
    if (isText(owner, IMAGE_OWNER)) continue;
    fail(factory, `imageOwners holds ${shown(owner)}: 12 digits, "amazon" or "aws-marketplace" are allowed.`);
  }
}

function checkTag(factory: string, prop: string, tag: CfnTag): void {
  const { key, value } = given(factory, tag, prop);
  if (Token.isUnresolved(key) || !isText(key, TAG_KEY)) {
    fail(
      factory,
      `${prop} has the key ${shown(key)}: 1 to 128 letters, digits, spaces or _ . : / = + - @ are allowed, not beginning with "aws:".`,
    );
  }
  if (!isText(value, TAG_VALUE)) {
    fail(
      factory,
      `${prop} has the value ${shown(value)}: at most 256 letters, digits, spaces or _ . : / = + - @ are allowed.`,
    );
  }
}
