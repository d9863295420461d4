import { CfnOutput, aws_iam as iam, aws_kms as kms, aws_s3 as s3 } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { z } from 'zod';
import { qubole as library } from '../../../lib';
import { acknowledgeAdministrator, acknowledgeRule } from '../checks';
import { accountId, externalId, listOf, roleKey, roleName, rolePath, strict } from '../fields';
import { kmsKeyArn } from '../regions';
import { acknowledge, awsManagedPolicies, wildcardsOf } from '../nag';
import { pascalCase } from '../names';
import type { Path } from '../problems';
import type { Rendering } from '../rendering';
import { section } from '../section';
import type { Report } from '../section';
import { checkDeclared, checkDiskKeys, checkPartition, checkVendorAccount } from './accounts';
import type { Accounts } from './accounts';
import type { Defaults } from './defaults';
import { managedPolicy } from './managed-policy';
import type { Outputs } from './outputs';
import { checkRole } from './role';
import { boundary } from './role-fields';
import { s3Access } from './s3-access';

const location = strict({
  bucket: s3Access.shape.bucket,
  prefix: s3Access.shape.prefix,
  kmsKeyArn: s3Access.shape.kmsKeyArn,
  account: z
    .string()
    .optional()
    .describe("Name of the bucket's account, below accounts, where it is not that of the roles."),
}).describe('A bucket, or the objects below a prefix of it.');

const dataLocations = listOf(location, 'name the sensitive data').describe(
  'The sensitive data, which the Service role must not reach.',
);

const schema = strict(
  {
    account: z.string().describe('Name of the account, below accounts, in which the roles live.'),
    vendorAccountId: accountId.describe(
      "The 12 digits of Qubole's own account, as its account settings show it; 805246085872 is the published one.",
    ),
    externalId: externalId.describe('The external id that Qubole shows beside its account.'),
    serviceRoleName: roleName.optional().describe('Name of the Service role; without it, a derived one.'),
    secondaryRoleName: roleName
      .optional()
      .describe('Name of the first Secondary role and of its instance profile; without it, a derived one.'),
    path: rolePath.optional().describe('IAM path of the roles; without it, that of defaults.'),
    permissionsBoundary: boundary
      .optional()
      .describe(
        "Name, in the roles' account, or ARN of the managed policy that bounds them; without it, that of defaults.",
      ),
    defaultLocation: location.describe('Where Qubole keeps logs and results. All roles read and write there.'),
    dataLocations,
    nonSecureLocations: listOf(location, 'name a location, or remove the key')
      .optional()
      .describe('Data that the Service role may use too.'),
    secondaryRoles: z
      .record(
        roleKey,
        strict({
          dataLocations,
          roleName: roleName.optional().describe("Name of the role, where it is not the role's key."),
        }).describe('The role of another cluster, with data of its own.'),
      )
      .default({})
      .describe('Secondary roles of further clusters, each under its name.'),
    heterogeneousClusters: z
      .boolean()
      .optional()
      .describe('Whether clusters mix instance types by Spot Fleet and EC2 Fleet; needs allowSnapshots.'),
    asDocumented: z
      .boolean()
      .optional()
      .describe('Whether the roles get the documents that Qubole publishes, unhardened.'),
    aclActions: z.boolean().optional().describe('Whether the roles may read and write ACLs of their locations.'),
    allowSnapshots: z
      .boolean()
      .optional()
      .describe("Whether clusters may use snapshots and the account's own images, which hold disks of any instance."),
    ebsKmsKeyArns: listOf(kmsKeyArn.describe('A key.'), 'name a key, or remove the key')
      .optional()
      .describe('Keys that encrypt the volumes of clusters.'),
    untaggedResources: z
      .boolean()
      .optional()
      .describe(
        "Whether clusters may use volumes, security groups and the like without the tag secondary-role, other machines' too; for a Qubole that tags instances only.",
      ),
  },
  { quboleAccountId: 'it is called vendorAccountId' },
)
  .optional()
  .describe("Qubole's dual roles: its control plane has no S3 path to the sensitive data, the clusters have.");

interface QuboleConfig {
  readonly accounts: Accounts;
  readonly defaults: Defaults;
  readonly outputs: Outputs;
  readonly qubole?: z.infer<typeof schema>;
}

type Qubole = NonNullable<QuboleConfig['qubole']>;
type Location = z.infer<typeof location>;

export const qubole = section({
  key: 'qubole',
  schema,
  check(config: QuboleConfig, report) {
    if (config.qubole === undefined) return;
    const { defaultLocation, nonSecureLocations = [], secondaryRoles } = config.qubole;
    checkRole(config.qubole, ['qubole'], config, report);
    checkVendorAccount(config.qubole.vendorAccountId, config.accounts, ['qubole'], report);
    checkFleets(config.qubole, report);
    const { account, ebsKmsKeyArns } = config.qubole;
    checkDiskKeys(ebsKmsKeyArns, account, config.accounts, ['qubole', 'ebsKmsKeyArns'], report);
    checkLocation(defaultLocation, ['qubole', 'defaultLocation'], config, report);
    checkLocations(nonSecureLocations, ['qubole', 'nonSecureLocations'], config, report);
    checkLocations(config.qubole.dataLocations, ['qubole', 'dataLocations'], config, report);
    for (const [key, role] of Object.entries(secondaryRoles)) {
      checkLocations(role.dataLocations, ['qubole', 'secondaryRoles', key, 'dataLocations'], config, report);
    }
  },
  render(config: QuboleConfig, rendering) {
    if (config.qubole !== undefined) render(config.qubole, config, rendering);
  },
});

function render(given: Qubole, config: QuboleConfig, rendering: Rendering): void {
  const stack = rendering.platformStack(given.account);
  const bound = given.permissionsBoundary ?? config.defaults.permissionsBoundary;
  const { ebsKmsKeyArns, ...same } = given;
  const locations = (all: Location[]) => all.map((each) => importLocation(stack, each, config));
  const roles = rendering.at(
    ['qubole'],
    () =>
      new library.DualRoles(stack, 'DualRoles', {
        ...same,
        ebsKmsKeys: ebsKmsKeyArns?.map((arn) => importKey(stack, arn)),
        path: given.path ?? config.defaults.path,
        permissionsBoundary: bound === undefined ? undefined : managedPolicy(stack, bound),
        outputs: config.outputs !== false,
        defaultLocation: importLocation(stack, given.defaultLocation, config),
        dataLocations: locations(given.dataLocations),
        nonSecureLocations: locations(given.nonSecureLocations ?? []),
      }),
  );
  for (const [key, role] of Object.entries(given.secondaryRoles)) {
    rendering.at(['qubole', 'secondaryRoles', key], () =>
      roles.addSecondaryRole(key, {
        dataLocations: locations(role.dataLocations),
        roleName: role.roleName ?? key,
      }),
    );
  }
  nameOutputs(roles);
  acknowledgeChoices(roles, given.asDocumented === true);
}

/** The app's outputs have no hashes in their names: `QuboleServiceRoleArn`. */
function nameOutputs(roles: library.DualRoles): void {
  for (const construct of roles.node.findAll()) {
    if (!(construct instanceof CfnOutput)) continue;
    construct.overrideLogicalId(`Qubole${pascalCase(construct.node.path.slice(roles.node.path.length))}`);
  }
}

function importLocation(stack: Stack, { bucket, prefix, kmsKeyArn, account }: Location, config: QuboleConfig) {
  const id = `Qubole bucket ${bucket}`;
  const imported = stack.node.tryFindChild(id) as unknown as s3.IBucket | undefined;
  return {
    prefix,
    bucket:
      imported ??
      s3.Bucket.fromBucketAttributes(stack, id, {
        bucketName: bucket,
        account: account === undefined ? undefined : config.accounts[account]?.id,
      }),
    kmsKey: kmsKeyArn === undefined ? undefined : importKey(stack, kmsKeyArn),
  };
}

function importKey(stack: Stack, arn: string): kms.IKey {
  const id = `Qubole key ${arn}`;
  return (stack.node.tryFindChild(id) as unknown as kms.IKey | undefined) ?? kms.Key.fromKeyArn(stack, id, arn);
}

/** Acknowledges what cdk-nag and the checks find in the roles' policies. */
function acknowledgeChoices(roles: library.DualRoles, asDocumented: boolean): void {
  const reason = asDocumented
    ? 'qubole.asDocumented asks for the documents that Qubole publishes'
    : 'qubole needs what is below its locations, and EC2 things that do not exist yet, which conditions keep to their cluster';
  // The tag of their cluster keeps it from the machines of chaining roles.
  if (!asDocumented) acknowledgeRule(roles.serviceRole, 'vendorBecomesChain', reason);
  for (const construct of roles.node.findAll()) {
    if (asDocumented && construct instanceof iam.Role) acknowledgeAdministrator(construct, reason);
    if (construct instanceof iam.ManagedPolicy) {
      const { Statement } = construct.document.toJSON() as { Statement: unknown[] };
      const statements = Statement.map((each) => iam.PolicyStatement.fromJson(each));
      acknowledge(
        construct,
        statements.flatMap((each) => wildcardsOf(each, construct.stack)),
        reason,
      );
    } else if (construct.node.id === 'SpotFleetRole') {
      const arn = `arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonEC2SpotFleetTaggingRole`;
      acknowledge(construct, awsManagedPolicies([arn]), 'qubole.heterogeneousClusters needs the policy of Spot Fleet');
    }
  }
}

function checkFleets({ heterogeneousClusters, allowSnapshots, asDocumented }: Qubole, report: Report): void {
  if (heterogeneousClusters !== true || allowSnapshots === true || asDocumented === true) return;
  report(
    ['qubole', 'heterogeneousClusters'],
    'lets clusters read every snapshot of the account, because EC2 does not check a fleet on the snapshots of its disks: ' +
      'give allowSnapshots: true too if that may be so, else remove the key',
  );
}

function checkLocations(locations: Location[], path: Path, config: QuboleConfig, report: Report): void {
  locations.forEach((each, index) => {
    checkLocation(each, [...path, index], config, report);
  });
}

function checkLocation({ account, kmsKeyArn }: Location, path: Path, config: QuboleConfig, report: Report): void {
  if (account !== undefined) checkDeclared('account', account, config.accounts, [...path, 'account'], report);
  if (kmsKeyArn === undefined) return;
  checkPartition(kmsKeyArn, config.qubole?.account ?? '', config.accounts, [...path, 'kmsKeyArn'], report);
}
