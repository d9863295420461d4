import { Aws, Stack, aws_iam as iam } from 'aws-cdk-lib';
import { Construct, type IConstruct } from 'constructs';
import { checkAccountId, checkRegion, isText } from '../private/aws/checks';
import { knownPartition } from '../private/aws/environment';
import { stateOf } from '../private/role/app-state';
import { fail, shown } from '../private/words/errors';
import { checkFlags, checkGiven, given, givenList, TEXT } from '../private/words/given';

/** Where a Redshift database is. */
export interface RedshiftLocation {
  /**
   * The account of the database, 12 digits.
   *
   * @default - the account of the grantee's stack
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
      names.map((name) => arn(holder, props, 'redshift', `${type}:${clusterIdentifier}/${name}`));
    const users = arns('dbuser', dbUsers);
    const connecting = grant(
      holder,
      'ConnectToRedshift',
      ['redshift:GetClusterCredentials', ...(dbGroups.length > 0 ? ['redshift:JoinGroup'] : [])],
      [...users, ...arns('dbname', dbNames), ...arns('dbgroup', dbGroups)],
    );
    if (!createUsers) return connecting;
    return connecting.combine(grant(holder, 'CreateRedshiftUsers', ['redshift:CreateClusterUser'], users));
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
    const workgroup = arn(holder, props, 'redshift-serverless', `workgroup/${workgroupId}`);
    return grant(holder, 'ConnectToRedshiftServerless', ['redshift-serverless:GetCredentials'], [workgroup]);
  }

  private constructor() {}
}

/** What holds the grantee's policy: it stands in a stack, which tells account and region. */
type Holder = iam.IPrincipal & IConstruct;

function holderOf(grantee: iam.IGrantable, call: string): Holder {
  checkGiven(call, 'grantee', grantee, { is: 'a role, or what has one', has: 'grantPrincipal' });
  const { grantPrincipal } = grantee;
  if (Construct.isConstruct(grantPrincipal)) return grantPrincipal;
  fail(call, 'grantee is a principal without a policy of its own in this app: give a role, or what has one.');
}

function arn(holder: Holder, location: RedshiftLocation, service: string, resource: string): string {
  const stack = Stack.of(holder);
  const { account = stack.account, region = stack.region } = location;
  const partition = knownPartition(holder) ?? Aws.PARTITION;
  return `arn:${partition}:${service}:${region}:${account}:${resource}`;
}

function grant(holder: Holder, sid: string, actions: string[], resourceArns: string[]): iam.Grant {
  // IAM wants the Sids of one policy different.
  const timesUsed = stateOf(holder, 'hopsworks.redshiftSids', () => new Map<string, number>());
  const count = (timesUsed.get(sid) ?? 0) + 1;
  timesUsed.set(sid, count);
  const granted = iam.Grant.addToPrincipal({ grantee: holder, actions, resourceArns });
  for (const statement of granted.principalStatements) statement.sid = `${sid}${count === 1 ? '' : count}`;
  return granted;
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
  if (isText(name, /^[^\s*?/:${}]{1,127}$/)) return;
  fail(holder, `${prop} holds ${shown(name)}: 1 to 127 characters without wildcards, spaces, ":", "/" or "\${".`);
}
