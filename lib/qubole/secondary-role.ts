import { CfnOutput, Stack, aws_iam as iam, type CfnTag } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ec2Principals } from '../private/aws/services';
import { fail, pathOf } from '../private/words/errors';
import { ownedResource } from '../private/role/identity';
import { keepPart } from '../private/role/kept-role';
import { formatRoleArn } from '../private/role/role-arn';
import { TrustDocument } from '../private/role/trust-document';
import {
  documentedEc2,
  documentedHeterogeneous,
  documentedPassing,
  documentedS3,
  documentedSecondaryS3,
  documentedSecondaryTrust,
} from './private/documented';
import { Ec2Access, OWNER_TAG, type Owner } from './private/ec2-access';
import { checkApart, readLocation, type Location } from './private/location';
import { unreservedRoleName } from './private/names';
import { Passing } from './private/passing';
import { attachPolicy } from './private/policies';
import { s3Access } from './private/s3-access';
import { checkRole, type Setup } from './private/setup';
import type { S3Location } from './s3-location';

/** What a further Secondary role is made from. */
export interface SecondaryRoleProps {
  /** The sensitive data that the role's clusters use; at least one location, none of which the Service role may use. */
  readonly dataLocations: S3Location[];

  /**
   * The name of the role and of its instance profile: 1 to 64 characters from `A-Z a-z 0-9 _ + = , . @ -`, unique in its account and
   * without the word Qubole.
   *
   * @default - derived from the construct path, the region when it is known, and the IAM path; it never changes afterwards
   */
  readonly roleName?: string;
}

/**
 * The role of a cluster's instances: reaches the default location and its own data locations.
 *
 * Made by `DualRoles`, with an instance profile of the same name and path, because Qubole takes the role's name for both.
 *
 * @see https://docs.qubole.com/en/latest/user-guide/managing-accounts/aws/iam-roles/create-iam-roles.html
 *
 * @example
 * declare const roles: qubole.DualRoles;
 * const claims = roles.addSecondaryRole('Claims', {
 *   dataLocations: [{ bucket: s3.Bucket.fromBucketName(this, 'Lake', 'insurance-lake'), prefix: 'claims/' }],
 * });
 * new CfnOutput(this, 'ClaimsInstanceProfile', { value: claims.instanceProfile.instanceProfileName });
 */
export class SecondaryRole extends iam.Role {
  /** @internal */
  public static _make(
    scope: Construct,
    id: string,
    prop: string,
    props: SecondaryRoleProps,
    setup: Setup,
  ): SecondaryRole {
    if (props.dataLocations.length === 0) {
      fail(
        pathOf(scope, id),
        'dataLocations is empty: give the sensitive data that this Secondary role is for, at least one.',
      );
    }
    const name = unreservedRoleName(scope, id, prop, { roleName: props.roleName, path: setup.path });
    const data = props.dataLocations.map((each, index) => readLocation(scope, id, `dataLocations[${index}]`, each));
    checkApart(scope, id, data, [setup.defaultLocation, ...setup.nonSecureLocations]);
    return new SecondaryRole(scope, id, name, data, setup);
  }

  /** The instance profile to launch the cluster's instances with; its name is the role's. */
  public readonly instanceProfile: iam.InstanceProfile;

  /**
   * The tag that marks the cluster's volumes, security groups and launch templates: a custom EC2 tag in the cluster's settings.
   *
   * Only what carries it from the moment it is made can be attached, changed or deleted. The documented policies know no tag.
   */
  public readonly ec2Tag: CfnTag;

  /** @internal */
  public readonly _dataLocations: Location[];

  /** @internal */
  public readonly _owner: Owner;

  private constructor(scope: Construct, id: string, roleName: string, data: Location[], setup: Setup) {
    const { path, permissionsBoundary } = setup;
    super(scope, id, {
      assumedBy: new TrustDocument(...(setup.asDocumented ? documentedSecondaryTrust() : [onlyInstances(scope)])),
      roleName,
      path,
      description: 'Secondary role of dual roles: held by the instances of clusters, and reaches the sensitive data',
      permissionsBoundary,
    });
    checkRole(this, roleName, path);
    this.instanceProfile = new iam.InstanceProfile(this, 'InstanceProfile', {
      role: this,
      // A role that `Role.customizeRoles` replaces keeps the name that it was created under.
      instanceProfileName: ownedResource(this) === undefined ? this.roleName : this.physicalName,
      path,
    });
    keepPart(this, this.instanceProfile);
    this.ec2Tag = { key: OWNER_TAG, value: roleName };
    this._dataLocations = data;
    this._owner = ownerOf(this, roleName, path);
    if (setup.asDocumented) this.attachDocumented(setup);
    else this.attachHardened(setup);
    if (setup.outputs) this.addOutputs(setup);
  }

  private attachHardened(setup: Setup): void {
    const { path, aclActions } = setup;
    const ec2 = new Ec2Access(this, [this._owner], setup);
    const passing = new Passing(this, setup.spotFleetRoleArn);
    passing.add(this._owner);
    attachPolicy(this, 'Ec2Instances', path, ec2.instanceStatements());
    attachPolicy(this, 'Ec2Tagged', path, ec2.taggedStatements());
    attachPolicy(this, 'S3Access', path, s3Access([setup.defaultLocation, ...this._dataLocations], aclActions));
    attachPolicy(this, 'PassRole', path, passing.statements);
  }

  private attachDocumented(setup: Setup): void {
    const { path } = setup;
    attachPolicy(this, 'Ec2Policy', path, documentedEc2(this));
    attachPolicy(this, 'S3Policy', path, documentedSecondaryS3(setup.defaultLocation));
    attachPolicy(this, 'DataS3Policy', path, documentedS3(...this._dataLocations));
    attachPolicy(this, 'PassRolePolicy', path, documentedPassing(this._owner));
    if (setup.heterogeneousClusters) attachPolicy(this, 'HeterogeneousPolicy', path, documentedHeterogeneous(this));
  }

  private addOutputs(setup: Setup): void {
    new CfnOutput(this, 'InstanceProfileName', {
      value: this.ec2Tag.value,
      description:
        "Instance Profile of the cluster (role-instance-profile in the API). Whoever uses the Service role can launch an instance with it, and so run code that reaches this role's data; console output and disks of its instances may hold some",
    });
    if (setup.asDocumented) return;
    new CfnOutput(this, 'CustomEc2Tag', {
      value: `${this.ec2Tag.key}=${this.ec2Tag.value}`,
      description: 'Custom EC2 tag of the cluster: without it volumes and security groups cannot be made',
    });
  }
}

function onlyInstances(scope: Construct): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: 'AllowEc2Instances',
    actions: ['sts:AssumeRole'],
    principals: ec2Principals(scope).map((name) => new iam.ServicePrincipal(name)),
  });
}

/** Computed ARNs: a reference from one role's policies to the other role would set an order, or be a cycle. */
function ownerOf(role: iam.Role, roleName: string, path = '/'): Owner {
  const { account, partition } = Stack.of(role);
  return {
    roleName,
    roleArn: formatRoleArn({ partition, account, path, name: roleName }),
    instanceProfileArn: `arn:${partition}:iam::${account}:instance-profile${path}${roleName}`,
  };
}
