import type { aws_iam as iam } from 'aws-cdk-lib';
import { isInTree } from '../../private/role/identity';
import { s3Access } from '../../private/vendor/s3-access';
import { attachPolicy } from '../../private/vendor/vendor-role';
import { documentedHeterogeneous, documentedPassing, documentedS3, documentedServiceEc2 } from './documented';
import { Ec2Access, type Owner } from './ec2-access';
import { passing, passingBarrier } from './passing';
import { keyBarrier, s3Barrier } from './s3-barrier';
import type { SecondaryRole } from './secondary-role';
import { type Setup, useOfEbsKeys } from './setup';

/**
 * The policies of a Service role, which launches the clusters of Secondary roles and must not reach their data.
 *
 * Secondary roles come one by one, and go again with `tryRemoveChild`: the documents name those that are there when they are read.
 */
export class ServicePolicies {
  private readonly admitted: SecondaryRole[] = [];

  constructor(
    private readonly role: iam.Role,
    private readonly setup: Setup,
  ) {
    if (setup.asDocumented) this.attachDocumented();
    else this.attachHardened();
    role.node.addValidation({
      validate: () =>
        this.current.length > 0
          ? []
          : [`${role.node.path} has no Secondary role left to launch clusters with: add one.`],
    });
  }

  public admit(role: SecondaryRole): void {
    this.admitted.push(role);
  }

  private attachHardened(): void {
    const { role, setup } = this;
    const { aclActions, spotFleetRoleArn } = setup;
    const open = [setup.defaultLocation, ...setup.nonSecureLocations];
    const ec2 = () => new Ec2Access(role, this.owners, setup);
    this.attach('Barrier', () => [
      ...s3Barrier(open, aclActions),
      ...passingBarrier(role, this.owners, spotFleetRoleArn),
      ...keyBarrier(
        open,
        this.current.flatMap(({ dataLocations }) => dataLocations),
      ),
    ]);
    this.attach('Ec2Instances', () => ec2().instanceStatements());
    this.attach('Ec2Tagged', () => ec2().taggedStatements());
    this.attach('S3Access', () => s3Access(open, aclActions));
    this.attach('CrossAccount', () => passing(role, this.owners, spotFleetRoleArn));
    if (setup.ebsKeyArns.length > 0) this.attach('EbsKeys', () => useOfEbsKeys(role, setup.ebsKeyArns));
  }

  private attachDocumented(): void {
    const { role, setup } = this;
    const { defaultLocation, nonSecureLocations } = setup;
    this.attach('Ec2Policy', () => documentedServiceEc2(role));
    this.attach('S3Policy', () => documentedS3(defaultLocation));
    if (nonSecureLocations.length > 0) this.attach('NonSecureS3Policy', () => documentedS3(...nonSecureLocations));
    if (setup.heterogeneousClusters) this.attach('HeterogeneousPolicy', () => documentedHeterogeneous(role));
    this.attach('CrossAccountPolicy', () => this.owners.flatMap((owner) => documentedPassing(owner)));
  }

  private attach(id: string, statements: () => iam.PolicyStatement[]): void {
    attachPolicy(this.role, id, this.setup.path, statements);
  }

  private get current(): SecondaryRole[] {
    return this.admitted.filter((role) => isInTree(role));
  }

  private get owners(): Owner[] {
    return this.current.map(({ owner }) => owner);
  }
}
