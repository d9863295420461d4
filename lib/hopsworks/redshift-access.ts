import type { aws_iam as iam } from 'aws-cdk-lib';
import { checkAccountId, checkRegion } from '../private/aws/environment';
import { arnFor, grantTo, type Holder, holderOf } from '../private/vendor/grant';
import { fail, shown } from '../private/words/errors';
import { checkFlags, given, givenList, TEXT, isText } from '../private/words/given';

/** Where a Redshift database is. */
export interface RedshiftLocation {
  /**
   * The account of the database, 12 digits.
   *
   * @default - the account of the grantee
   */
  readonly account?: string;

  /**
   * The region of the database.
   *
   * @default - the region of the grantee's stack
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
 * Adds statements to the policy of the role, or of whatever else is granted. Throws for an empty list, names with wildcards, what is
 * no account or region, and a principal that can hold no policy.
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
   * @param grantee is who gets them
   * @param props names cluster, users and databases
   */
  public static grantProvisioned(grantee: iam.IGrantable, props: ProvisionedRedshiftProps): iam.Grant {
    const holder = holderOf(grantee, 'RedshiftAccess.grantProvisioned');
    const { clusterIdentifier, createUsers = false } = given(holder, props);
    checkFlags(holder, props, 'createUsers');
    checkLocation(holder, props);
    checkName(holder, 'clusterIdentifier', clusterIdentifier);
    const dbUsers = namesOf(holder, 'dbUsers', props.dbUsers);
    const dbNames = namesOf(holder, 'dbNames', props.dbNames);
    const dbGroups = props.dbGroups === undefined ? [] : namesOf(holder, 'dbGroups', props.dbGroups);
    const arns = (type: string, names: string[]) =>
      names.map((name) => arnFor(holder, 'redshift', `${type}:${clusterIdentifier}/${name}`, props));
    const users = arns('dbuser', dbUsers);
    const connecting = {
      sid: 'ConnectToRedshift',
      actions: ['redshift:GetClusterCredentials', ...(dbGroups.length > 0 ? ['redshift:JoinGroup'] : [])],
      resources: [...users, ...arns('dbname', dbNames), ...arns('dbgroup', dbGroups)],
    };
    const creating = { sid: 'CreateRedshiftUsers', actions: ['redshift:CreateClusterUser'], resources: users };
    return grantTo(holder, createUsers ? [connecting, creating] : [connecting]);
  }

  /**
   * Credentials of a workgroup of Redshift Serverless, as the database user that stands for the grantee's role.
   *
   * @param grantee is who gets them
   * @param props names the workgroup
   */
  public static grantServerless(grantee: iam.IGrantable, props: ServerlessRedshiftProps): iam.Grant {
    const holder = holderOf(grantee, 'RedshiftAccess.grantServerless');
    const { workgroupId } = given(holder, props);
    checkLocation(holder, props);
    checkName(holder, 'workgroupId', workgroupId);
    const workgroup = arnFor(holder, 'redshift-serverless', `workgroup/${workgroupId}`, props);
    const connecting = {
      sid: 'ConnectToRedshiftServerless',
      actions: ['redshift-serverless:GetCredentials'],
      resources: [workgroup],
    };
    return grantTo(holder, [connecting]);
  }

  private constructor() {}
}

function checkLocation(holder: Holder, { account, region }: RedshiftLocation): void {
  if (account !== undefined) checkAccountId(holder, 'account', account);
  if (region !== undefined) checkRegion(holder, 'region', region);
}

function namesOf(holder: Holder, prop: string, list: string[]): string[] {
  const names = givenList(holder, prop, list, { are: 'texts', have: TEXT });
  if (names.length === 0) fail(holder, `${prop} is empty: name at least one.`);
  for (const name of names) checkName(holder, prop, name);
  return names;
}

function checkName(holder: Holder, prop: string, name: string): void {
  if (isText(name, /^[^\s*?/:${}\u0100-\uFFFF]{1,127}$/)) return;
  fail(
    holder,
    `${prop} holds ${shown(name)}: 1 to 127 characters without wildcards, spaces, ":", "/", "\${" and letters beyond "ÿ", which policies can't hold.`,
  );
}
