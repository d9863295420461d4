import { CfnOutput, Stack, aws_iam as iam, type CfnTag } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { formatRoleArn, type RoleNaming } from '../../private/aws/arn';
import { ec2Principals } from '../../private/aws/statements';
import { ownedResource } from '../../private/role/identity';
import { keepInstanceProfile } from '../../private/role/kept-role';
import { TrustDocument } from '../../private/role/trust-document';
import { s3Access } from '../../private/vendor/s3-access';
import { readLocation, type Location } from '../../private/vendor/s3-location';
import { attachPolicy } from '../../private/vendor/vendor-role';
import { fail, pathOf } from '../../private/words/errors';
import { ANYTHING, given, givenList } from '../../private/words/given';
import type { ISecondaryRole, SecondaryRoleProps } from '../secondary-role';
import { checkApart, checkKeysApart } from './checks';
import {
  documentedEc2,
  documentedHeterogeneous,
  documentedPassing,
  documentedS3,
  documentedSecondaryS3,
  documentedSecondaryTrust,
} from './documented';
import { Ec2Access, OWNER_TAG, type Owner } from './ec2-access';
import { passing } from './passing';
import { unreservedNaming, checkRole, type Setup, useOfEbsKeys } from './setup';

/** A Secondary role, with what the Service role has to know of it. */
export class SecondaryRole extends iam.Role implements ISecondaryRole {
  /** @param prop is what the user calls the name of the role */
  public static make(
    scope: Construct,
    id: string,
    prop: string,
    props: SecondaryRoleProps,
    setup: Setup,
  ): SecondaryRole {
    const about = pathOf(scope, id);
    const { roleName, dataLocations } = given(about, props);
    const locations = givenList(about, 'dataLocations', dataLocations, { are: 'locations', have: ANYTHING });
    if (locations.length === 0) {
      fail(about, 'dataLocations is empty: give the sensitive data that this Secondary role is for, at least one.');
    }
    const naming = unreservedNaming(scope, id, prop, { roleName, path: setup.path });
    const data = locations.map((each, index) => readLocation(scope, id, `dataLocations[${index}]`, each));
    checkApart(scope, id, data, [setup.defaultLocation, ...setup.nonSecureLocations]);
    checkKeysApart(scope, id, data, setup.ebsKeyArns);
    return new SecondaryRole(scope, id, naming, data, setup);
  }

  public readonly instanceProfile: iam.InstanceProfile;
  public readonly ec2Tag: CfnTag;
  public readonly owner: Owner;

  private constructor(
    scope: Construct,
    id: string,
    naming: RoleNaming,
    public readonly dataLocations: Location[],
    setup: Setup,
  ) {
    const { permissionsBoundary } = setup;
    const { roleName, path } = naming;
    super(scope, id, {
      assumedBy: new TrustDocument(...(setup.asDocumented ? documentedSecondaryTrust() : [onlyInstances(scope)])),
      roleName,
      path,
      description: 'Secondary role of dual roles: held by the instances of clusters, and reaches the sensitive data',
      permissionsBoundary,
    });
    checkRole(this, naming);
    this.instanceProfile = new iam.InstanceProfile(this, 'InstanceProfile', {
      role: this,
      // A role that `Role.customizeRoles` replaces keeps the name that it was created under.
      instanceProfileName: ownedResource(this) === undefined ? this.roleName : this.physicalName,
      path,
    });
    keepInstanceProfile(this, this.instanceProfile);
    this.ec2Tag = { key: OWNER_TAG, value: roleName };
    this.owner = ownerOf(this, roleName, path);
    if (setup.asDocumented) this.attachDocumented(setup);
    else this.attachHardened(setup);
    if (setup.outputs) this.addOutputs(setup);
  }

  private attachHardened(setup: Setup): void {
    const ec2 = new Ec2Access(this, [this.owner], setup);
    this.attach('Ec2Instances', setup, ec2.instanceStatements());
    this.attach('Ec2Tagged', setup, ec2.taggedStatements());
    this.attach('S3Access', setup, s3Access([setup.defaultLocation, ...this.dataLocations], setup.aclActions));
    this.attach('PassRole', setup, passing(this, [this.owner], setup.spotFleetRoleArn));
    if (setup.ebsKeyArns.length > 0) this.attach('EbsKeys', setup, useOfEbsKeys(this, setup.ebsKeyArns));
  }

  private attachDocumented(setup: Setup): void {
    this.attach('Ec2Policy', setup, documentedEc2(this));
    this.attach('S3Policy', setup, documentedSecondaryS3(setup.defaultLocation));
    this.attach('DataS3Policy', setup, documentedS3(...this.dataLocations));
    this.attach('PassRolePolicy', setup, documentedPassing(this.owner));
    if (setup.heterogeneousClusters) this.attach('HeterogeneousPolicy', setup, documentedHeterogeneous(this));
  }

  private attach(id: string, { path }: Setup, statements: iam.PolicyStatement[]): void {
    attachPolicy(this, id, path, () => statements);
  }

  private addOutputs(setup: Setup): void {
    new CfnOutput(this, 'InstanceProfileName', {
      value: this.ec2Tag.value,
      description:
        "Instance Profile of the cluster, in its EC2 Settings (role-instance-profile in the API). Whoever uses the Service role can launch an instance with it, and so run code that reaches this role's data; console output and disks of its instances may hold some",
    });
    if (setup.asDocumented || setup.untaggedResources) return;
    new CfnOutput(this, 'CustomEc2Tag', {
      value: `${this.ec2Tag.key}=${this.ec2Tag.value}`,
      description:
        'Custom EC2 Tags of the cluster, in its EC2 Settings (custom_ec2_tags in the API): without it volumes and security groups cannot be made',
    });
  }
}

/** Not by ServicePrincipals: CDK writes China's second name of EC2 as the first one. */
function onlyInstances(scope: Construct): iam.PolicyStatement {
  return iam.PolicyStatement.fromJson({
    Sid: 'AllowEc2Instances',
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Principal: { Service: ec2Principals(scope) },
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
