import { Stack, aws_iam as iam } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Location } from '../../private/vendor/s3-location';
import { type Vendor, vendorTrust } from '../../private/vendor/vendor-role';
import type { Owner } from './ec2-access';

/*
 * Qubole's documents as they are published, without Sids and with their dead grants.
 *
 * "Dual IAM roles" has the EC2, PassRole and trust documents of the Secondary role and the S3 document of the Service role. Where
 * its steps are empty, Qubole's Terraform module (qubole/qubole-terraform, account_integration/policies) fills them in.
 */

/** Dual IAM roles, Secondary role, step 1: "Sample Amazon EC2 policy". */
const EC2_ACTIONS = [
  'ec2:AuthorizeSecurityGroupEgress',
  'ec2:AuthorizeSecurityGroupIngress',
  'ec2:AttachVolume',
  'ec2:CancelSpotInstanceRequests',
  'ec2:CreateSecurityGroup',
  'ec2:CreateTags',
  'ec2:CreateVolume',
  'ec2:DeleteSecurityGroup',
  'ec2:DeleteTags',
  'ec2:DeleteVolume',
  'ec2:Describe*',
  'ec2:DescribeVolumes',
  'ec2:DetachVolume',
  'ec2:ImportKeyPair',
  'ec2:DescribeKeyPairs',
  'ec2:ModifyInstanceAttribute',
  'ec2:RequestSpotInstances',
  'ec2:RevokeSecurityGroupIngress',
  'ec2:RunInstances',
  'ec2:StartInstances',
  'ec2:StopInstances',
  'ec2:TerminateInstances',
];

/** What the Terraform module's EC2 document has beyond it. */
const FURTHER_EC2_ACTIONS = [
  'ec2:RequestSpotFleet',
  'ec2:DescribeSpotFleetInstances',
  'ec2:DescribeSpotFleetRequests',
  'ec2:DescribeSpotFleetRequestHistory',
  'ec2:CancelSpotFleetRequests',
  'iam:PassRole',
  'iam:ListRoles',
  'iam:GetRole',
  'iam:ListInstanceProfiles',
];

/** qubole_heterogeneous_policy_doc.json */
const HETEROGENEOUS_ACTIONS = [
  'ec2:RequestSpotFleet',
  'ec2:CreateFleet',
  'ec2:DescribeSpotFleetInstances',
  'ec2:DescribeSpotFleetRequests',
  'ec2:DescribeSpotFleetRequestHistory',
  'ec2:CancelSpotFleetRequests',
  'ec2:DeleteLaunchTemplate',
  'ec2:DeleteLaunchTemplateVersions',
  'ec2:CreateLaunchTemplateVersion',
  'ec2:CreateLaunchTemplate',
  'ec2:DescribeLaunchTemplates',
  'ec2:DescribeLaunchTemplateVersions',
  'iam:PassRole',
  'iam:ListRoles',
  'iam:GetRole',
  'iam:ListInstanceProfiles',
];

/** Dual IAM roles, Service role, step 3. */
const S3_ACTIONS = [
  's3:DeleteObject',
  's3:GetObject',
  's3:GetObjectAcl',
  's3:PutObject',
  's3:PutObjectAcl',
  's3:GetBucketAcl',
  's3:GetBucketLocation',
  's3:ListBucket',
];

/** Dual IAM roles, Secondary role, step 1. */
export function documentedEc2(scope: IConstruct): iam.PolicyStatement[] {
  return [allow(EC2_ACTIONS, ['*']), allow(['sts:DecodeAuthorizationMessage'], ['*']), spotRoles(scope)];
}

/** qubole_ca_ec2_policy_doc.json, for the Service role's empty step 2. */
export function documentedServiceEc2(scope: IConstruct): iam.PolicyStatement[] {
  return [
    allow([...EC2_ACTIONS, ...FURTHER_EC2_ACTIONS], ['*']),
    allow(['sts:DecodeAuthorizationMessage'], ['*']),
    spotRoles(scope),
  ];
}

export function documentedHeterogeneous(scope: IConstruct): iam.PolicyStatement[] {
  return [allow(HETEROGENEOUS_ACTIONS, ['*']), spotRoles(scope)];
}

/** Dual IAM roles, Service role, step 3, for any location. */
export function documentedS3(...locations: Location[]): iam.PolicyStatement[] {
  return locations.map(({ objectsArn, bucketArn }) => allow(S3_ACTIONS, [objectsArn, bucketArn]));
}

/** qubole_ca_s3_policy_doc.json, for the Secondary role's empty step 2: it reads every bucket. */
export function documentedSecondaryS3(defaultLocation: Location): iam.PolicyStatement[] {
  return [
    ...documentedS3(defaultLocation),
    allow(['s3:GetObject', 's3:ListBucket', 's3:GetBucketLocation'], ['*']),
    allow(['s3:ListAllMyBuckets'], ['*']),
  ];
}

/** Dual IAM roles, Secondary role, step 4; the same as qubole_ca_cross_account_policy_doc.json for the Service role's step 5. */
export function documentedPassing({ roleArn, instanceProfileArn }: Owner): iam.PolicyStatement[] {
  return [allow(['iam:GetInstanceProfile'], [instanceProfileArn]), allow(['iam:PassRole'], [roleArn])];
}

/** qubole_ca_role_trust_doc.json, for the Service role's empty step 7. Its first statement is needed by a single role only. */
export function documentedServiceTrust(vendor: Vendor): iam.PolicyStatement[] {
  return [...documentedSecondaryTrust(), vendorTrust(vendor)];
}

/** Dual IAM roles, Secondary role, step 7. */
export function documentedSecondaryTrust(): iam.PolicyStatement[] {
  const ec2 = new iam.ServicePrincipal('ec2.amazonaws.com');
  return [new iam.PolicyStatement({ actions: ['sts:AssumeRole'], principals: [ec2] })];
}

function spotRoles(scope: IConstruct): iam.PolicyStatement {
  const role = `arn:${Stack.of(scope).partition}:iam::*:role/aws-service-role`;
  return new iam.PolicyStatement({
    actions: ['iam:CreateServiceLinkedRole', 'iam:PutRolePolicy'],
    resources: [
      `${role}/spot.amazonaws.com/AWSServiceRoleForEC2Spot`,
      `${role}/spotfleet.amazonaws.com/AWSServiceRoleForEC2SpotFleet`,
    ],
    conditions: { StringLike: { 'iam:AWSServiceName': ['spot.amazonaws.com', 'spotfleet.amazonaws.com'] } },
  });
}

function allow(actions: string[], resources: string[]): iam.PolicyStatement {
  return new iam.PolicyStatement({ actions, resources });
}
