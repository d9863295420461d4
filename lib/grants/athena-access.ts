import type { aws_iam as iam } from 'aws-cdk-lib';
import { regionIn } from '../private/aws/arn';
import { areDifferent, checkRegion } from '../private/aws/environment';
import { WORKGROUP } from '../private/aws/patterns';
import { arnFor, grantTo, type Holder, holderOf, placeOf } from '../private/vendor/grant';
import { fail, shown } from '../private/words/errors';
import { given, isText } from '../private/words/given';
import type { BucketLocation } from './bucket-location';
import { objectPermissions } from './private/objects';

/** In which workgroup queries may be run. */
export interface AthenaAccessProps {
  /** The name of the workgroup. */
  readonly workgroup: string;

  /** Where the workgroup, or the client, has the results of queries written. */
  readonly resultsLocation: BucketLocation;

  /**
   * The region of the workgroup.
   *
   * @default - the region of the grantee's stack
   */
  readonly region?: string;
}

/**
 * Running queries in one workgroup of Athena, in the account of the grantee.
 *
 * Queries read tables and objects as whoever runs them: what they are about needs a `GlueAccess` and an `S3Access`. Saved queries and
 * the workgroup itself are not changed. Adds statements to the policy of the role, or of whatever else is granted. Where the bucket of
 * the results is of another account, the warning `dataPolicyNotWritten` prints what its owner must add. Throws for what is no name of a
 * workgroup, no location, no region, and a principal that can hold no policy.
 *
 * @see https://docs.aws.amazon.com/athena/latest/ug/example-policies-workgroup.html
 *
 * @example
 * declare const head: InstanceProfileRole;
 * const analysts = new ResourceRole(this, 'Analysts', { chainingRoles: [head] });
 * AthenaAccess.grant(analysts, {
 *   workgroup: 'analysts',
 *   resultsLocation: { bucket: 'query-results', prefix: 'analysts/' },
 * });
 */
export class AthenaAccess {
  /**
   * Lets a grantee run queries and read their results.
   *
   * @param grantee is who may run them
   * @param props names the workgroup
   */
  public static grant(grantee: iam.IGrantable, props: AthenaAccessProps): iam.Grant {
    const holder = holderOf(grantee, 'AthenaAccess.grant');
    const { workgroup, region } = given(holder, props);
    if (!isText(workgroup, WORKGROUP)) {
      fail(
        holder,
        `workgroup ${shown(workgroup)} is not allowed: the name of a workgroup, 1 to 128 letters, digits and _.-.`,
      );
    }
    if (region !== undefined) checkRegion(holder, 'region', region);
    const results = given(holder, props.resultsLocation, 'resultsLocation');
    const permissions = objectPermissions(holder, results, RESULTS);
    checkResultsRegion(holder, results, region);
    const arn = (service: string, resource: string) => arnFor(holder, service, resource, { region });
    return grantTo(holder, [
      { sid: 'RunQueries', actions: QUERY, resources: [arn('athena', `workgroup/${workgroup}`)] },
      // Drivers ask Athena what there is; it answers what Glue lets the caller see.
      { sid: 'DescribeTables', actions: DESCRIBE, resources: [arn('athena', 'datacatalog/AwsDataCatalog')] },
      // Athena runs no query without.
      {
        sid: 'FindDefaultDatabase',
        actions: ['glue:GetDatabase'],
        resources: [arn('glue', 'catalog'), arn('glue', 'database/default')],
      },
      ...permissions,
    ]);
  }

  private constructor() {}
}

/** Athena writes results in its own region only, with a key of that region. */
function checkResultsRegion(
  holder: Holder,
  { bucket, region, kmsKeyArn = '' }: BucketLocation,
  workgroups?: string,
): void {
  const own = workgroups ?? placeOf(holder).region;
  for (const [prop, other] of Object.entries({ region, bucket: regionIn(bucket), kmsKeyArn: regionIn(kmsKeyArn) })) {
    if (other === undefined || !areDifferent(other, own)) continue;
    fail(
      holder,
      `${prop} of resultsLocation is of ${other}, and the workgroup of ${own}: Athena writes results in its own region only.`,
    );
  }
}

const QUERY = [
  'athena:BatchGetQueryExecution',
  'athena:GetQueryExecution',
  'athena:GetQueryResults',
  'athena:GetQueryResultsStream',
  'athena:GetQueryRuntimeStatistics',
  'athena:GetWorkGroup',
  'athena:ListQueryExecutions',
  'athena:StartQueryExecution',
  'athena:StopQueryExecution',
];

const DESCRIBE = [
  'athena:GetDataCatalog',
  'athena:GetDatabase',
  'athena:GetTableMetadata',
  'athena:ListDatabases',
  'athena:ListTableMetadata',
];

/** Athena writes results as the caller, in parts, and never deletes them. */
const RESULTS = {
  sids: { list: 'ListResults', describe: 'DescribeResultsBucket', objects: 'ReadWriteResults', key: 'UseResultsKey' },
  actions: ['s3:AbortMultipartUpload', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:PutObject'],
  writes: true,
  within: 'resultsLocation',
};
