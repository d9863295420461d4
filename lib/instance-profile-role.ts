import { aws_iam as iam } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ChainingRole, type ChainingRoleOptions } from './chaining-role';
import { ec2Principals } from './private/aws/statements';
import { ownedResource } from './private/role/identity';
import { keepInstanceProfile } from './private/role/kept-role';
import { TrustDocument } from './private/role/trust-document';
import { pathOf } from './private/words/errors';
import { given } from './private/words/given';

/** What an instance-profile role is made from. */
export interface InstanceProfileRoleProps extends ChainingRoleOptions {}

/**
 * A chaining role for EC2 instances, with an instance profile of the same name and path.
 *
 * Creates the role and the instance profile. Whoever can run code on an instance with this profile can become every resource role:
 * attach it to the platform's head node only. In a region of China, the role trusts both names that EC2 has there.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-roles-for-amazon-ec2.html
 *
 * @example
 * const head = new InstanceProfileRole(this, 'Head', { roleName: 'hopsworks-head' });
 * new ResourceRole(this, 'Fraud', { chainingRoles: [head] });
 */
export class InstanceProfileRole extends ChainingRole {
  /** The instance profile to launch the platform's machines with. */
  public readonly instanceProfile: iam.InstanceProfile;

  /**
   * @param scope is the scope to create the role in
   * @param id is the construct id
   * @param props are all optional
   */
  constructor(scope: Construct, id: string, props: InstanceProfileRoleProps = {}) {
    given(pathOf(scope, id), props);
    const statement = iam.PolicyStatement.fromJson({
      Sid: 'AllowEc2Instances',
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { Service: ec2Principals(scope) },
    });
    super(scope, id, { ...props, assumedBy: new TrustDocument(statement) });
    this.instanceProfile = new iam.InstanceProfile(this, 'InstanceProfile', {
      role: this,
      // A role that `Role.customizeRoles` replaces keeps the name that it was created under.
      instanceProfileName: ownedResource(this) === undefined ? this.roleName : this.physicalName,
      path: props.path,
    });
    keepInstanceProfile(this, this.instanceProfile);
  }
}
