import type { aws_iam as iam } from 'aws-cdk-lib';
import { checkAccountId, checkRegion } from '../private/aws/environment';
import { GLUE_NAME, GLUE_TABLES } from '../private/aws/patterns';
import { arnFor, grantTo, type Holder, holderOf } from '../private/vendor/grant';
import { fail, shown } from '../private/words/errors';
import { given, givenList, TEXT, isText } from '../private/words/given';
import { AccessLevel, isWriting } from './access-level';

/** Which tables of a data catalog may be used, and how. */
export interface GlueAccessProps {
  /** The databases; at least one. Their names are in lower case, and none stands for several. */
  readonly databases: string[];

  /**
   * The tables of each of these databases: names, or what names begin with and `*`.
   *
   * @default ['*']
   */
  readonly tables?: string[];

  /** Read the tables' definitions, or create, change and delete tables and partitions too. */
  readonly level: AccessLevel;

  /**
   * The account of the catalog, 12 digits.
   *
   * @default - the account of the grantee
   */
  readonly account?: string;

  /**
   * The region of the catalog.
   *
   * @default - the region of the grantee's stack
   */
  readonly region?: string;
}

/**
 * Access to tables of the Glue Data Catalog, and to no other database.
 *
 * It is about what tables are, not about their rows: those are objects in S3, and need an `S3Access`. Databases themselves are
 * neither made nor deleted, nor listed, which Glue lets only those do who may read all of them. Adds one statement to the policy of
 * the role, or of whatever else is granted. Where the catalog is of another account, the warning `dataPolicyNotWritten` prints what
 * its owner must add. Throws for names that Glue has not, what is no account or region, and a principal that can hold no policy.
 *
 * @see https://docs.aws.amazon.com/glue/latest/dg/glue-specifying-resource-arns.html
 *
 * @example
 * declare const head: InstanceProfileRole;
 * const ledger = new ResourceRole(this, 'Ledger', { chainingRoles: [head] });
 * GlueAccess.grant(ledger, { databases: ['ledger'], level: AccessLevel.READ });
 */
export class GlueAccess {
  /**
   * Lets a grantee use the tables.
   *
   * @param grantee is who may use them
   * @param props names the tables
   */
  public static grant(grantee: iam.IGrantable, props: GlueAccessProps): iam.Grant {
    const holder = holderOf(grantee, 'GlueAccess.grant');
    const { account, region, level, tables: wanted = ['*'] } = given(holder, props);
    if (account !== undefined) checkAccountId(holder, 'account', account);
    if (region !== undefined) checkRegion(holder, 'region', region);
    const databases = namesOf(holder, 'databases', props.databases, GLUE_NAME, 'and without wildcards');
    const tables = namesOf(holder, 'tables', wanted, GLUE_TABLES, 'with * at the end only');
    const writes = isWriting(holder, level);
    const arn = (resource: string) => arnFor(holder, 'glue', resource, { account, region });
    const permission = {
      sid: writes ? 'ReadWriteTables' : 'ReadTables',
      actions: writes ? [...READ, ...WRITE].sort() : READ,
      // Glue asks for each table, its database and the catalog.
      resources: [
        arn('catalog'),
        ...databases.map((database) => arn(`database/${database}`)),
        ...databases.flatMap((database) => tables.map((table) => arn(`table/${database}/${table}`))),
        // Spark and Hive look up the functions of a database that they use.
        ...databases.map((database) => arn(`userDefinedFunction/${database}/*`)),
      ],
    };
    return grantTo(holder, [permission]);
  }

  private constructor() {}
}

const READ = [
  'glue:BatchGetPartition',
  'glue:GetColumnStatisticsForPartition',
  'glue:GetColumnStatisticsForTable',
  'glue:GetDatabase',
  'glue:GetPartition',
  'glue:GetPartitionIndexes',
  'glue:GetPartitions',
  'glue:GetTable',
  'glue:GetTableVersion',
  'glue:GetTableVersions',
  'glue:GetTables',
  'glue:GetUserDefinedFunction',
  'glue:GetUserDefinedFunctions',
];

const WRITE = [
  'glue:BatchCreatePartition',
  'glue:BatchDeletePartition',
  'glue:BatchDeleteTable',
  'glue:BatchDeleteTableVersion',
  'glue:BatchUpdatePartition',
  'glue:CreatePartition',
  'glue:CreatePartitionIndex',
  'glue:CreateTable',
  'glue:DeleteColumnStatisticsForPartition',
  'glue:DeleteColumnStatisticsForTable',
  'glue:DeletePartition',
  'glue:DeletePartitionIndex',
  'glue:DeleteTable',
  'glue:DeleteTableVersion',
  'glue:UpdateColumnStatisticsForPartition',
  'glue:UpdateColumnStatisticsForTable',
  'glue:UpdatePartition',
  'glue:UpdateTable',
];

function namesOf(holder: Holder, prop: string, list: string[], pattern: RegExp, wildcards: string): string[] {
  const names = givenList(holder, prop, list, { are: 'texts', have: TEXT });
  if (names.length === 0) fail(holder, `${prop} is empty: name at least one.`);
  for (const name of names) {
    if (isText(name, pattern)) continue;
    fail(
      holder,
      `${prop} holds ${shown(name)}: 1 to 255 characters in lower case, as Glue keeps them, without spaces, ":", "/", "\${" and letters beyond "ÿ", which policies can't hold, ${wildcards}.`,
    );
  }
  return [...new Set(names)];
}
