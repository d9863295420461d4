import type { aws_iam as iam } from 'aws-cdk-lib';
import { documentedHeterogeneous, documentedPassing, documentedS3, documentedServiceEc2 } from './documented';
import { Ec2Access, type Owner } from './ec2-access';
import type { Location } from './location';
import { Passing, PassingBarrier } from './passing';
import { attachPolicy } from './policies';
import { s3Access } from './s3-access';
import { KeyBarrier, s3Barrier } from './s3-barrier';
import type { Setup } from './setup';

/** The policies of a Service role, which learn of Secondary roles one by one. */
export abstract class ServicePolicies {
  public static of(role: iam.Role, setup: Setup): ServicePolicies {
    return setup.asDocumented ? new DocumentedService(role, setup) : new HardenedService(role, setup);
  }

  /** Lets the Service role launch the clusters of a Secondary role, whose data it must not reach. */
  public abstract admit(owner: Owner, data: Location[]): void;
}

class HardenedService extends ServicePolicies {
  private readonly owners: Owner[] = [];
  private readonly passing: Passing;
  private readonly passingBarrier: PassingBarrier;
  private readonly keyBarrier: KeyBarrier;

  constructor(role: iam.Role, setup: Setup) {
    super();
    const { path, aclActions, spotFleetRoleArn } = setup;
    const open = [setup.defaultLocation, ...setup.nonSecureLocations];
    const ec2 = new Ec2Access(role, this.owners, setup);
    this.passing = new Passing(role, spotFleetRoleArn);
    this.passingBarrier = new PassingBarrier(role, spotFleetRoleArn);
    const barrier = [...s3Barrier(open, aclActions), ...this.passingBarrier.statements];
    this.keyBarrier = new KeyBarrier(open, attachPolicy(role, 'Barrier', path, barrier));
    attachPolicy(role, 'Ec2Instances', path, ec2.instanceStatements());
    attachPolicy(role, 'Ec2Tagged', path, ec2.taggedStatements());
    attachPolicy(role, 'S3Access', path, s3Access(open, aclActions));
    attachPolicy(role, 'CrossAccount', path, this.passing.statements);
  }

  public admit(owner: Owner, data: Location[]): void {
    this.owners.push(owner);
    this.passing.add(owner);
    this.passingBarrier.add(owner);
    this.keyBarrier.deny(data);
  }
}

class DocumentedService extends ServicePolicies {
  private readonly crossAccount: iam.ManagedPolicy;

  constructor(role: iam.Role, setup: Setup) {
    super();
    const { path, defaultLocation, nonSecureLocations } = setup;
    attachPolicy(role, 'Ec2Policy', path, documentedServiceEc2(role));
    attachPolicy(role, 'S3Policy', path, documentedS3(defaultLocation));
    if (nonSecureLocations.length > 0) {
      attachPolicy(role, 'NonSecureS3Policy', path, documentedS3(...nonSecureLocations));
    }
    if (setup.heterogeneousClusters) attachPolicy(role, 'HeterogeneousPolicy', path, documentedHeterogeneous(role));
    this.crossAccount = attachPolicy(role, 'CrossAccountPolicy', path, []);
  }

  public admit(owner: Owner): void {
    this.crossAccount.addStatements(...documentedPassing(owner));
  }
}
