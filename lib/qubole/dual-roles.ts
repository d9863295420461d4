import { CfnOutput, aws_iam as iam, type aws_kms as kms } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { checkRoleOptions } from '../private/role/role-name';
import { TrustDocument } from '../private/role/trust-document';
import { readLocation } from '../private/vendor/s3-location';
import { checkVendor, vendorTrust } from '../private/vendor/vendor-role';
import { pathOf } from '../private/words/errors';
import { ANYTHING, checkFlags, given, optionalList } from '../private/words/given';
import { QUBOLE_SERVICE_ROLE } from '../private/words/metadata';
import { checkEbsKeys, checkFleets, warnOfChoices, warnOfOtherAccounts } from './private/checks';
import { documentedServiceTrust } from './private/documented';
import { spotFleetRole } from './private/passing';
import { BucketGuard } from './private/s3-barrier';
import { SecondaryRole } from './private/secondary-role';
import { ServicePolicies } from './private/service-policies';
import { unreservedNaming, checkRole, type Setup } from './private/setup';
import type { S3Location } from './s3-location';
import type { ISecondaryRole, SecondaryRoleProps } from './secondary-role';

/** What dual roles are made from. */
export interface DualRolesProps {
  /** The 12 digits of Qubole's own account, as its account settings show it; `DualRoles.PUBLISHED_ACCOUNT_ID` is the published one. */
  readonly vendorAccountId: string;

  /** The external id that Qubole shows beside its account: 2 to 1,224 characters from `A-Z a-z 0-9 _ + = , . @ : / -`. */
  readonly externalId: string;

  /** Where Qubole keeps logs, results and notebooks; both roles read and write there. */
  readonly defaultLocation: S3Location;

  /** The sensitive data of the first Secondary role; at least one location. */
  readonly dataLocations: S3Location[];

  /**
   * Data that the Service role may use too, for S3 Explorer, file dependencies and paths in commands.
   *
   * Secondary roles get no access by this; grant it to those that need it.
   *
   * @default - the Service role reaches the default location only
   */
  readonly nonSecureLocations?: S3Location[];

  /**
   * Whether clusters mix instance types by Spot Fleet and EC2 Fleet: adds what that needs, and the role `qubole-ec2-spot-fleet-role`,
   * once for an account. Needs `allowSnapshots` with the hardened policies: EC2 does not check fleets on the snapshots of their disks.
   *
   * @default false
   */
  readonly heterogeneousClusters?: boolean;

  /**
   * Whether the roles get Qubole's documents as published, in policies of their own, instead of the hardened ones. They keep no
   * promise: the Service role may then pass any role to any service, and change, stop and tag every instance of the account.
   *
   * @default false
   */
  readonly asDocumented?: boolean;

  /**
   * Whether roles may read and write the ACLs of their locations. Buckets refuse it where ACLs are disabled, as on new ones.
   *
   * @default false
   */
  readonly aclActions?: boolean;

  /**
   * Whether clusters may make volumes of snapshots and launch this account's own images. Both can hold disks of any instance.
   *
   * @default false
   */
  readonly allowSnapshots?: boolean;

  /**
   * The keys that encrypt the volumes of clusters, where the account's default encryption or Qubole's settings name keys of yours: both
   * roles may use and lend them through EC2. No document of Qubole has this. Not with `asDocumented`.
   *
   * @default - no customer managed keys
   */
  readonly ebsKmsKeys?: kms.IKeyRef[];

  /**
   * Whether clusters may make and use volumes, security groups, spot requests, launch templates and fleets without a tag, for a Qubole
   * that gives custom EC2 tags to instances only, or not in the calls that make these. Those of all clusters and of every other
   * machine in the account are then open to each cluster; instances stay apart.
   *
   * @default - only what carries the tag `ISecondaryRole.ec2Tag` from the moment it is made
   */
  readonly untaggedResources?: boolean;

  /**
   * Whether the policies of the data buckets deny the Service role too, so that its own policies are not all that holds it back.
   *
   * Written for buckets of this app; for others, the warning `quboleBucketGuardNotWritten` prints what their owner can add.
   *
   * @default false
   */
  readonly guardBuckets?: boolean;

  /**
   * Whether the stack outputs what is typed into Qubole's pages.
   *
   * @default true
   */
  readonly outputs?: boolean;

  /**
   * The name of the Service role: 1 to 64 characters from `A-Z a-z 0-9 _ + = , . @ -`, unique in its account and without the word Qubole.
   *
   * @default - derived from the construct path, the region when it is known, and the IAM path; it never changes afterwards
   */
  readonly serviceRoleName?: string;

  /**
   * The name of the first Secondary role and of its instance profile, as `serviceRoleName` is written.
   *
   * @default - derived in the same way
   */
  readonly secondaryRoleName?: string;

  /**
   * The IAM path of roles, instance profiles and policies: begins and ends with a slash, without the word Qubole.
   *
   * @default "/"
   */
  readonly path?: string;

  /**
   * The permissions boundary of all roles.
   *
   * @default - no boundary of their own; one that an aspect sets is kept
   */
  readonly permissionsBoundary?: iam.IManagedPolicy;
}

/**
 * Qubole's dual IAM roles: a Service role for Qubole's control plane, which has no S3 path to the sensitive data, and Secondary roles
 * for the clusters, which have.
 *
 * Creates the roles, an instance profile for each Secondary role and managed policies. Explicit denials keep the Service role from
 * the data whatever S3, KMS and PassRole permissions it gets elsewhere; still, it launches instances with a Secondary role, and so
 * can run code as it. Throws for locations that overlap or can't be told apart, names and paths with words that Qubole
 * reserves, `heterogeneousClusters` without `allowSnapshots`, and values that IAM would reject.
 *
 * @see https://docs.qubole.com/en/latest/user-guide/managing-accounts/aws/iam-roles/create-iam-roles.html
 *
 * @example
 * const lake = s3.Bucket.fromBucketName(this, 'Lake', 'insurance-lake');
 * new qubole.DualRoles(this, 'Roles', {
 *   vendorAccountId: qubole.DualRoles.PUBLISHED_ACCOUNT_ID,
 *   externalId: 'shown-in-the-account-settings',
 *   defaultLocation: { bucket: s3.Bucket.fromBucketName(this, 'Results', 'cluster-results') },
 *   dataLocations: [{ bucket: lake, prefix: 'claims/' }],
 * });
 */
export class DualRoles extends Construct {
  /** The account that Qubole's own Terraform module names. Compare it with the one in your account settings: never assumed. */
  public static readonly PUBLISHED_ACCOUNT_ID: string = '805246085872';

  /** The role that Qubole's control plane assumes. */
  public readonly serviceRole: iam.Role;

  /** The role of the first cluster. */
  public readonly secondaryRole: ISecondaryRole;

  private readonly setup: Setup;
  private readonly servicePolicies: ServicePolicies;
  private readonly guard?: BucketGuard;

  /**
   * @param scope is the scope to create the roles in
   * @param id is the construct id
   * @param props names Qubole's account and the locations
   */
  constructor(scope: Construct, id: string, props: DualRolesProps) {
    checkVendor(scope, id, given(pathOf(scope, id), props));
    super(scope, id);
    this.setup = this.readSetup(props);
    const { defaultLocation, nonSecureLocations, aclActions } = this.setup;
    const open = [defaultLocation, ...nonSecureLocations];
    this.serviceRole = this.makeServiceRole(props);
    this.servicePolicies = new ServicePolicies(this.serviceRole, this.setup);
    if (props.guardBuckets === true) this.guard = new BucketGuard(this.serviceRole, open, aclActions);
    warnOfOtherAccounts(this.serviceRole, open, this.setup);
    this.secondaryRole = this.makeSecondaryRole('SecondaryRole', 'secondaryRoleName', {
      dataLocations: props.dataLocations,
      roleName: props.secondaryRoleName,
    });
    if (this.setup.outputs) this.addOutputs();
    warnOfChoices(this, props);
  }

  /**
   * Adds the role of another cluster, with data of its own, which the Service role may launch too.
   *
   * @param id is the construct id
   * @param props names the data
   */
  public addSecondaryRole(id: string, props: SecondaryRoleProps): ISecondaryRole {
    return this.makeSecondaryRole(id, 'roleName', props);
  }

  private readSetup(props: DualRolesProps): Setup {
    const { permissionsBoundary } = props;
    checkRoleOptions(this.node.path, { permissionsBoundary });
    checkFlags(
      this,
      props,
      'asDocumented',
      'aclActions',
      'allowSnapshots',
      'heterogeneousClusters',
      'untaggedResources',
      'guardBuckets',
      'outputs',
    );
    checkFleets(this, props);
    checkEbsKeys(this, props);
    const nonSecure =
      optionalList(this, 'nonSecureLocations', props.nonSecureLocations, { are: 'locations', have: ANYTHING }) ?? [];
    const read = (prop: string, location: S3Location) => readLocation(this, '', prop, location);
    return {
      asDocumented: props.asDocumented ?? false,
      aclActions: props.aclActions ?? false,
      allowSnapshots: props.allowSnapshots ?? false,
      heterogeneousClusters: props.heterogeneousClusters ?? false,
      untaggedResources: props.untaggedResources ?? false,
      ebsKeyArns: (props.ebsKmsKeys ?? []).map(({ keyRef }) => keyRef.keyArn),
      outputs: props.outputs ?? true,
      path: props.path,
      permissionsBoundary,
      defaultLocation: read('defaultLocation', props.defaultLocation),
      nonSecureLocations: nonSecure.map((each, index) => read(`nonSecureLocations[${index}]`, each)),
      spotFleetRoleArn: props.heterogeneousClusters === true ? spotFleetRole(this, permissionsBoundary) : undefined,
    };
  }

  private makeServiceRole(props: DualRolesProps): iam.Role {
    const { path, permissionsBoundary } = props;
    const trust =
      props.asDocumented === true ? documentedServiceTrust(props) : [vendorTrust(props, 'AllowControlPlane')];
    const naming = unreservedNaming(this, 'ServiceRole', 'serviceRoleName', { roleName: props.serviceRoleName, path });
    const role = new iam.Role(this, 'ServiceRole', {
      assumedBy: new TrustDocument(...trust),
      ...naming,
      description:
        'Service role of dual roles: reaches the default location, and launches clusters with Secondary roles',
      permissionsBoundary,
    });
    checkRole(role, naming);
    role.node.addMetadata(QUBOLE_SERVICE_ROLE, true);
    return role;
  }

  private makeSecondaryRole(id: string, prop: string, props: SecondaryRoleProps): SecondaryRole {
    const { defaultLocation } = this.setup;
    const role = SecondaryRole.make(this, id, prop, props, this.setup);
    this.servicePolicies.admit(role);
    this.guard?.protect(role);
    warnOfOtherAccounts(role, [defaultLocation, ...role.dataLocations], this.setup);
    return role;
  }

  private addOutputs(): void {
    new CfnOutput(this, 'ServiceRoleArn', {
      value: this.serviceRole.roleArn,
      description: "Role ARN of Qubole's account settings, with IAM Role as access mode type",
    });
    new CfnOutput(this, 'DefaultLocation', {
      value: this.setup.defaultLocation.uri,
      description:
        "Default location of Qubole's account settings; results and logs in it are open to all users of the Qubole account",
    });
  }
}
