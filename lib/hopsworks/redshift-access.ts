import { Aws, Stack, aws_iam as iam } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { knownPartition } from '../private/aws/environment';
import { fail, shown } from '../private/words/errors';
import { ACCOUNT_ID, isEmpty, isText, REGION } from '../private/aws/patterns';

/** Where a Redshift database is. */
export interface RedshiftLocation {
  /**
   * The account of the database, 12 digits.
   *
   * @default - the account of the role's stack
   */
  readonly account?: string;

  /**
   * The region of the database.
   *
   * @default - the region of the role's stack
   */
  readonly region?: string;
}

/** Which users and databases of a provisioned cluster a role may connect to. */
export interface ProvisionedRedshiftProps extends RedshiftLocation {
  /** The identifier of the cluster. */
  readonly clusterIdentifier: string;

  /** The database users that the role may log in as; at least one. */
  readonly dbUsers: string[];

  /** The databases that it may log in to; at least one. */
  readonly dbNames: string[];

  /**
   * The groups that it may have its users join while they are logged in (`redshift:JoinGroup`).
   *
   * @default - none
   */
  readonly dbGroups?: string[];

  /**
   * Whether it may create the users where they do not exist (`redshift:CreateClusterUser`).
   *
   * @default false
   */
  readonly createUsers?: boolean;
}

/** Which workgroup of Redshift Serverless a role may connect to. */
export interface ServerlessRedshiftProps extends RedshiftLocation {
  /** The id of the workgroup, which is not its name: `aws redshift-serverless get-workgroup` prints it. */
  readonly workgroupId: string;
}

/**
 * Lets a resource role get temporary credentials of a Redshift database, as Hopsworks does for its Redshift data sources.
 *
 * Adds statements to the role's policy. Throws for an empty list, names with wildcards, and what is no account or region.
 *
 * @see https://docs.aws.amazon.com/redshift/latest/mgmt/generating-iam-credentials-role-permissions.html
 *
 * @example
 * declare const head: InstanceProfileRole;
 * const redshift = new ResourceRole(this, 'Redshift', { chainingRoles: [head], roleName: 'redshift' });
 * hopsworks.RedshiftAccess.grantProvisioned(redshift, {
 *   clusterIdentifier: 'analytics',
 *   dbUsers: ['hopsworks'],
 *   dbNames: ['dev'],
 * });
 */
export class RedshiftAccess {
  /**
   * Credentials of users of a provisioned cluster.
   *
   * @param role is who gets them
   * @param props names cluster, users and databases
   */
  public static grantProvisioned(role: iam.IRole, props: ProvisionedRedshiftProps): iam.Grant {
    const { clusterIdentifier, dbUsers, dbNames, dbGroups = [], createUsers = false } = props;
    checkLocation(role, props);
    checkNames(role, 'clusterIdentifier', [clusterIdentifier]);
    for (const [prop, names] of Object.entries({ dbUsers, dbNames, ...(props.dbGroups && { dbGroups }) })) {
      if (isEmpty(names)) fail(role, `${prop} is empty: name at least one.`);
      checkNames(role, prop, names);
    }
    const arns = (type: string, names: string[]) =>
      names.map((name) => arn(role, props, 'redshift', `${type}:${clusterIdentifier}/${name}`));
    const users = arns('dbuser', dbUsers);
    const connecting = grant(
      role,
      'ConnectToRedshift',
      ['redshift:GetClusterCredentials', ...(dbGroups.length > 0 ? ['redshift:JoinGroup'] : [])],
      [...users, ...arns('dbname', dbNames), ...arns('dbgroup', dbGroups)],
    );
    if (!createUsers) return connecting;
    return connecting.combine(grant(role, 'CreateRedshiftUsers', ['redshift:CreateClusterUser'], users));
  }

  /**
   * Credentials of a workgroup of Redshift Serverless, as the database user that stands for the role.
   *
   * @param role is who gets them
   * @param props names the workgroup
   */
  public static grantServerless(role: iam.IRole, props: ServerlessRedshiftProps): iam.Grant {
    checkLocation(role, props);
    checkNames(role, 'workgroupId', [props.workgroupId]);
    const workgroup = arn(role, props, 'redshift-serverless', `workgroup/${props.workgroupId}`);
    return grant(role, 'ConnectToRedshiftServerless', ['redshift-serverless:GetCredentials'], [workgroup]);
  }

  private constructor() {}
}

function arn(role: IConstruct, location: RedshiftLocation, service: string, resource: string): string {
  const stack = Stack.of(role);
  const { account = stack.account, region = stack.region } = location;
  const partition = knownPartition(role) ?? Aws.PARTITION;
  return `arn:${partition}:${service}:${region}:${account}:${resource}`;
}

/** How often each Sid stands in a role's policy already: IAM wants them different. */
const sidsOfRole = new WeakMap<IConstruct, Map<string, number>>();

function grant(role: iam.IRole, sid: string, actions: string[], resourceArns: string[]): iam.Grant {
  const sids = sidsOfRole.get(role) ?? new Map<string, number>();
  sidsOfRole.set(role, sids);
  const count = (sids.get(sid) ?? 0) + 1;
  sids.set(sid, count);
  const granted = iam.Grant.addToPrincipal({ grantee: role, actions, resourceArns });
  for (const statement of granted.principalStatements) statement.sid = `${sid}${count === 1 ? '' : count}`;
  return granted;
}

function checkLocation(role: IConstruct, { account, region }: RedshiftLocation): void {
  if (account !== undefined && !isText(account, ACCOUNT_ID)) {
    fail(role, `account ${shown(account)} is not allowed: the 12 digits of an AWS account.`);
  }
  if (region !== undefined && !isText(region, REGION)) {
    fail(role, `region ${shown(region)} is not allowed: a region, such as "eu-west-1".`);
  }
}

function checkNames(role: IConstruct, prop: string, names: string[]): void {
  for (const name of names) {
    if (isText(name, /^[^\s*?/:${}]{1,127}$/)) continue;
    fail(role, `${prop} holds ${shown(name)}: 1 to 127 characters without wildcards, spaces, ":", "/" or "\${".`);
  }
}
