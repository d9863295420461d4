import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack, aws_ec2 as ec2, aws_iam as iam, aws_kms as kms, aws_s3 as s3 } from 'aws-cdk-lib';
import { hopsworks } from '../../lib';
import { Deployed, list, newStack, PLATFORM, type PolicyDocument, type Statement } from '../support';

export const { CrossAccountPolicy, InstanceProfilePolicy, ControlPlaneListing } = hopsworks;

export const ACCOUNT = PLATFORM.account;
export const REGION = PLATFORM.region;

/** A document as it would be deployed, without a token left. */
export function rendered(stack: Stack, document: iam.PolicyDocument): PolicyDocument {
  return new Deployed(stack).evaluate(stack.resolve(document)) as PolicyDocument;
}

/** A document of the vendor, its placeholders filled in, and `S3:` as the library writes it. */
export function published(name: string, placeholders: Record<string, string> = {}): PolicyDocument {
  const text = readFileSync(join(__dirname, '../fixtures/vendor/hopsworks', `${name}.json`), 'utf8');
  const filled = Object.entries(placeholders).reduce(
    (so, [placeholder, value]) => so.replaceAll(placeholder, value),
    text,
  );
  return withSingleTexts(JSON.parse(filled.replaceAll('"S3:', '"s3:')) as PolicyDocument);
}

/** A list of one is the same as its member for IAM, and CDK writes the member. */
function withSingleTexts({ Version, Statement: statements }: PolicyDocument): PolicyDocument {
  const single = (value: string | string[] | undefined) => (value?.length === 1 ? list(value)[0] : value);
  return {
    Version,
    Statement: statements.map((statement) => ({
      ...statement,
      Action: single(statement.Action) ?? [],
      Resource: single(statement.Resource),
    })),
  };
}

/** The actions that a document has, in any statement. */
export function actionsOf(document: PolicyDocument): string[] {
  return [...new Set(document.Statement.flatMap(({ Action }) => list(Action)))].sort();
}

export function statementOf(document: PolicyDocument, sid: string): Statement | undefined {
  return document.Statement.find(({ Sid }) => Sid === sid);
}

/** What a policy is locked to in most tests: one VPC, and one profile whose name is not that of its role. */
export interface Place {
  readonly stack: Stack;
  readonly vpcs: ec2.IVpc[];
  readonly instanceProfiles: iam.IInstanceProfile[];
}

export function place(env = PLATFORM, app = new App()): Place {
  const stack = newStack(env, 'Stack', app);
  return {
    stack,
    vpcs: [importedVpc(stack, 'vpc-good')],
    instanceProfiles: [importedProfile(stack, 'hopsworks', 'hopsworks-role')],
  };
}

export function importedVpc(stack: Stack, vpcId: string, region?: string): ec2.IVpc {
  return ec2.Vpc.fromVpcAttributes(stack, vpcId, { vpcId, availabilityZones: ['a'], region });
}

export function importedProfile(stack: Stack, name: string, roleName: string, account = ACCOUNT): iam.IInstanceProfile {
  const role = iam.Role.fromRoleArn(stack, `${name}Role`, `arn:${partitionOf(stack)}:iam::${account}:role/${roleName}`);
  return iam.InstanceProfile.fromInstanceProfileAttributes(stack, name, {
    instanceProfileArn: `arn:${partitionOf(stack)}:iam::${account}:instance-profile/${name}`,
    role,
  });
}

function partitionOf({ region }: Stack): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

export const BACKUP_TAG = { key: 'hopsworks-backup', value: 'c1' };
export const INSTANCE_TAG = { key: 'hopsworks', value: 'c1' };
export const OWN_KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/own`;

/** What a key says by default: its account's policies decide. */
export const KEY_POLICY = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' }],
};

/** Every switch and scope that `lockedTo` has, on. */
export function everyScope(stack: Stack): Partial<hopsworks.LockedPolicyProps> {
  return {
    backupTag: BACKUP_TAG,
    instanceTag: INSTANCE_TAG,
    imageOwners: ['amazon'],
    requireImdsV2: true,
    securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'ClusterGroup', 'sg-cluster')],
    ebsKmsKeys: [kms.Key.fromKeyArn(stack, 'EbsKey', OWN_KEY)],
    spot: true,
    loadBalancers: true,
    instanceTypeChange: true,
    roleTesting: true,
  };
}

export function importedBucket(stack: Stack): s3.IBucket {
  return s3.Bucket.fromBucketName(stack, 'Bucket', 'my-bucket');
}
