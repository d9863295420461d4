export type Vendor = 'hopsworks' | 'qubole';
export type Platform = 'ec2' | 'eks';

export interface NewConfig {
  readonly name: string;
  readonly vendor: Vendor | undefined;
  readonly platform: Platform;
}

/** A config to begin with, whose comments say what to change. */
export function renderConfig({ name, vendor, platform }: NewConfig): string {
  const parts = vendor === 'qubole' ? [qubole] : [CHAINING_ROLES[platform], resourceRoles(platform)];
  if (vendor === 'hopsworks') parts.push(mappings, ...(platform === 'ec2' ? [hopsworksMachines] : []));
  return [head(name), ...parts].join('\n');
}

const head = (
  name: string,
) => `# yaml-language-server: $schema=./node_modules/cdk-iam-role-chaining/role-chaining.schema.json
#
# Check this file:  npx cdk-iam-role-chaining validate
# Deploy it:        npx cdk deploy --all

# Begins the names of the stacks, <name>-<account id>-Platform and -Data. Choose it once: another name is another configuration.
name: ${name}

# Your accounts: put your own ids and regions here. The names on the left are yours too, and may change.
accounts:
  platform: { id: '111122223333', region: eu-west-1 }
  finance: { id: '444455556666', region: eu-west-1 }

defaults:
  path: /data-platform/ # IAM path of every role
  tags: { team: data-platform }
`;

const CHAINING_ROLES: Record<Platform, string> = {
  ec2: `# What the platform's machines hold: a role without any data permissions, and its instance profile.
chainingRoles:
  platform-head:
    account: platform
    type: instance-profile
`,
  eks: `# What the platform's pods hold: a role without any data permissions.
chainingRoles:
  platform-pods:
    account: platform
    type: service-account
    # From: aws eks describe-cluster --name <cluster> --query cluster.identity.oidc.issuer --output text
    oidcProvider: { issuer: https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE }
    serviceAccounts:
      - { namespace: platform, name: platform-instance }
`,
};

const resourceRoles = (platform: Platform) => {
  const holder = platform === 'ec2' ? 'platform-head' : 'platform-pods';
  return `# What each project may become: a role that owns data permissions and trusts the chaining roles that it names.
resourceRoles:
  fraud-analysts:
    account: finance
    chainedFrom: [${holder}]
    access:
      - s3: { bucket: example-finance-lake, prefix: fraud/, level: read-write }
  fraud-readers:
    account: finance
    chainedFrom: [${holder}]
    access:
      - s3: { bucket: example-finance-lake, prefix: fraud/, level: read-only }
  # A role that exists already keeps its access; cdk.out/owners says what its owner must add to its trust.
  # warehouse: { arn: 'arn:aws:iam::777788889999:role/warehouse', chainedFrom: [${holder}] }
`;
};

const mappings = `hopsworks:
  # Who in which Hopsworks project may assume which role; \`npx cdk-iam-role-chaining mappings\` brings it to the cluster.
  mappings:
    - { project: fraud, projectRole: DATA_OWNER, role: fraud-analysts, defaultRole: true }
    - { project: fraud, projectRole: DATA_SCIENTIST, role: fraud-readers, defaultRole: true }
`;

const hopsworksMachines = `  # A managed cluster: its network, its machines, and the role through which the vendor's control plane launches them.
  network:
    account: platform

  cluster:
    account: platform
    bucket: example-hopsworks # the cluster's own: every machine reads all of it
    head: platform-head
    workers: { roleName: hopsworks-workers }

  crossAccountRole:
    account: platform
    roleName: hopsworks-control-plane
    vendorAccountId: '999988887777' # both as the vendor's web console shows them
    externalId: from-the-web-console
    lockedTo:
      instanceProfiles: [workers]
      # requireImdsV2: true # once you have seen that the control plane launches with IMDSv2 required
`;

const qubole = `# Qubole's dual roles: its control plane has no S3 path to the sensitive data, the clusters have.
qubole:
  account: platform
  vendorAccountId: '805246085872' # compare it with the one in your account settings
  externalId: from-the-account-settings
  serviceRoleName: control-plane
  secondaryRoleName: cluster
  defaultLocation: { bucket: example-cluster-home, prefix: results/ }
  dataLocations:
    - { bucket: example-finance-lake, prefix: claims/ }
  # Qubole must send the cluster's custom EC2 tag in the calls that make volumes and security groups. If yours tags instances only:
  # untaggedResources: true
`;
