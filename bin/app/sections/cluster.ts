import { aws_iam as iam, aws_kms as kms, aws_s3 as s3 } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { z } from 'zod';
import { hopsworks, InstanceProfileRole } from '../../../lib';
import { claimRoleName } from '../../../lib/private/role/role-name';
import { accountId, bucketName, listOf, roleName, strict, text } from '../fields';
import { kmsKeyArn } from '../regions';
import { acknowledge, awsManagedPolicies, flatArn, wildcardsOf } from '../nag';
import type { Rendering } from '../rendering';
import { section } from '../section';
import { checkDeclared, checkPartition } from './accounts';
import type { Accounts } from './accounts';
import type { ChainingRoles } from './chaining-role-types';
import type { Defaults } from './defaults';
import { isExisting } from './existing-roles';
import { roleProps } from './role';

const name = text(/^[A-Za-z0-9][\w.-]{0,199}$/, 'letters, digits and _.-, without wildcards');

/** Keys that are gone, and what takes their place. */
const GONE = {
  prefix:
    'remove it, and let bucket name a bucket of the cluster alone: it keeps its blocks at the root, and its machines read all of it',
};

const shape = {
  account: z.string().describe('Name of the account, below accounts, in which the cluster runs.'),
  bucket: bucketName.describe(
    "Name of the cluster's bucket, its own and whole: every machine reads all of it. Projects' data belongs in another.",
  ),
  head: z
    .string()
    .optional()
    .describe(
      'Key of the chaining role, of type instance-profile, that the head node holds. Only it may become resource roles.',
    ),
  workers: strict({
    roleName: roleName.describe("Name of the workers' role, and of its instance profile."),
  }).describe("The role of the workers, on which users' code runs: it can't become any resource role."),
  backup: z
    .boolean()
    .default(false)
    .describe('Whether the head node takes backups. Workers never can, nor destroy them.'),
  cloudWatch: z.boolean().default(true).describe('Whether the machines write logs and metrics to CloudWatch.'),
  ecr: z.boolean().default(true).describe('Whether the machines use images of ECR.'),
  clusterId: name.optional().describe('Id of the cluster, which its repositories begin with; without it, all.'),
  ecrRegistryAccount: accountId.optional().describe("Account whose registry holds the cluster's images."),
  eksClusterName: name.optional().describe("EKS cluster that runs users' jobs."),
  kmsKeyArns: listOf(kmsKeyArn.describe('A key.'), 'name a key, or remove the key')
    .optional()
    .describe('Keys that encrypt the bucket.'),
  ssm: z.boolean().default(false).describe('Whether Systems Manager may reach and patch the machines.'),
};

const schema = strict(shape, GONE)
  .optional()
  .describe('The roles and permissions of the machines of a managed Hopsworks cluster.');

/** What `crossAccountRole.lockedTo.instanceProfiles` calls the workers' profile. */
export const WORKERS = 'workers';

export type ClusterConfig = NonNullable<z.infer<typeof schema>>;

interface NeededConfig {
  readonly accounts: Accounts;
  readonly defaults: Defaults;
  readonly chainingRoles: ChainingRoles;
  readonly cluster?: ClusterConfig;
  readonly outputs: boolean;
}

export const cluster = section({
  key: 'cluster',
  schema,
  check({ accounts, chainingRoles, cluster: given }: NeededConfig, report) {
    if (given === undefined) return;
    if (WORKERS in chainingRoles) {
      report(['chainingRoles', WORKERS], "takes the key of the cluster's workers: rename it, and keep its roleName");
    }
    if (!checkDeclared('account', given.account, accounts, ['hopsworks', 'cluster', 'account'], report)) return;
    given.kmsKeyArns?.forEach((arn, index) => {
      checkPartition(arn, given.account, accounts, ['hopsworks', 'cluster', 'kmsKeyArns', index], report);
    });
    const { head } = given;
    if (
      head === undefined ||
      !checkDeclared('chaining role', head, chainingRoles, ['hopsworks', 'cluster', 'head'], report)
    )
      return;
    const role = chainingRoles[head];
    if (role === undefined || isExisting(role) || role.type !== 'instance-profile') {
      const what = role === undefined || isExisting(role) ? 'exists already' : `is of type ${role.type}`;
      report(
        ['hopsworks', 'cluster', 'head'],
        `${head} ${what}; a head node holds one of type instance-profile that is made here`,
      );
    } else if (role.account !== given.account) {
      report(
        ['hopsworks', 'cluster', 'head'],
        `${head} is of account ${role.account}; machines take profiles of their own account`,
      );
    }
  },
  render({ cluster: given, defaults, outputs }: NeededConfig, rendering) {
    if (given === undefined) return;
    const stack = rendering.platformStack(given.account);
    const { workers } = given;
    const role = rendering.at(
      ['hopsworks', 'cluster'],
      () =>
        new iam.Role(stack, 'Workers', {
          ...roleProps(stack, workers.roleName, { account: given.account }, defaults),
          assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'),
        }),
    );
    rendering.at(['hopsworks', 'cluster', 'workers', 'roleName'], () => {
      claimRoleName(role, { name: workers.roleName, path: defaults.path });
    });
    rendering.at(['hopsworks', 'cluster'], () => {
      rendering.workers = new iam.InstanceProfile(stack, 'WorkersInstanceProfile', {
        role,
        instanceProfileName: workers.roleName,
        path: defaults.path,
      });
      permit(stack, 'Workers', role, given, false);
      const head = given.head === undefined ? undefined : rendering.chainingRoles.get(given.head);
      if (head instanceof InstanceProfileRole) permit(stack, 'Head', head, given, given.backup);
    });
    if (outputs) outputWorkers(rendering, rendering.workers);
  },
});

function permit(stack: Stack, machines: string, role: iam.Role, given: ClusterConfig, backup: boolean): void {
  const { bucket, kmsKeyArns, cloudWatch, ecr, clusterId, ecrRegistryAccount, eksClusterName, ssm } = given;
  const id = `${machines}Permissions`;
  const document = hopsworks.InstanceProfilePolicy.forCluster({
    bucket: s3.Bucket.fromBucketName(stack, `${machines}Bucket`, bucket),
    kmsKeys: kmsKeyArns?.map((arn, index) => kms.Key.fromKeyArn(stack, `${machines}Key${index}`, arn)),
    region: stack.region,
    ...{ backup, cloudWatch, ecr, clusterId, ecrRegistryAccount, eksClusterName },
  });
  const policy = new iam.ManagedPolicy(stack, id, { roles: [role], document });
  const { Statement: statements } = document.toJSON() as { Statement: object[] };
  const findings = statements.flatMap((json) => wildcardsOf(iam.PolicyStatement.fromJson(json), stack));
  acknowledge(policy, [...new Set(findings)], `cluster lets its machines use what it names, and nothing wider`);
  if (!ssm) return;
  const policies = hopsworks.InstanceProfilePolicy.ssmManagedPolicies();
  for (const each of policies) role.addManagedPolicy(each);
  const arns = policies.map(({ managedPolicyArn }) => flatArn(managedPolicyArn, stack));
  acknowledge(role, awsManagedPolicies(arns), 'hopsworks.cluster.ssm names these AWS managed policies');
}

function outputWorkers(rendering: Rendering, workers: iam.InstanceProfile | undefined): void {
  if (workers === undefined) return;
  rendering.output(
    workers,
    'WorkersInstanceProfileName',
    workers.instanceProfileName,
    'Instance profile of the workers',
  );
  rendering.output(workers, 'WorkersInstanceProfileArn', workers.instanceProfileArn, 'ARN of that instance profile');
}
