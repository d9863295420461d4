import { aws_iam as iam, type aws_s3 as s3 } from 'aws-cdk-lib';
import { literalJson } from '../../private/words/readable';
import { warn } from '../../private/words/warnings';
import { computedArn, endOf } from '../../private/role/identity';
import { byBucket, type InOneBucket, type Location } from './location';
import { arnOf, numbered } from './s3-access';
import { denyConfiguration, denyListing } from './s3-barrier';

/**
 * The barrier once more, in the policies of the buckets that hold data.
 *
 * It names the Service role by a condition on its ARN: a principal would be stored by the role's unique id, and a role that was
 * deleted and created again would pass.
 */
export class BucketGuard {
  private readonly timesGuarded = new Map<string, number>();

  constructor(
    private readonly serviceRole: iam.Role,
    private readonly open: Location[],
    private readonly aclActions: boolean,
  ) {}

  public protect(data: Location[]): void {
    for (const locations of byBucket(data)) this.protectBucket(locations);
  }

  private protectBucket(locations: InOneBucket): void {
    const [{ bucket, bucketId, text }] = locations;
    const times = this.timesGuarded.get(bucketId) ?? 0;
    this.timesGuarded.set(bucketId, times + 1);
    const statements = [this.denyObjects(locations, times), ...(times === 0 ? this.denyRest(locations) : [])];
    for (const statement of statements) this.restrictToServiceRole(statement);
    const { addToResourcePolicy } = bucket as Partial<s3.IBucket>;
    const added = statements.map((statement) => addToResourcePolicy?.call(bucket, statement).statementAdded === true);
    if (added.every(Boolean)) return;
    const json = literalJson(
      this.serviceRole,
      statements.map((statement) => statement.toStatementJson() as unknown),
    );
    warn(
      this.serviceRole,
      'bucketGuardNotWritten',
      `guardBuckets can't write the policy of the bucket of ${text}, which is no Bucket construct of this app. Its owner can add: ${json}`,
    );
  }

  private denyObjects(locations: Location[], times: number): iam.PolicyStatement {
    return new iam.PolicyStatement({
      sid: numbered('DenyObjects', times),
      effect: iam.Effect.DENY,
      actions: ['s3:*'],
      resources: locations.map(({ objectsArn }) => objectsArn),
    });
  }

  private denyRest(locations: InOneBucket): iam.PolicyStatement[] {
    const [openHere] = byBucket(this.open.filter(({ bucketId }) => bucketId === locations[0].bucketId));
    if (openHere !== undefined) return [denyConfiguration([openHere], this.aclActions), denyListing(openHere, 0)];
    return [
      new iam.PolicyStatement({
        sid: 'DenyBucket',
        effect: iam.Effect.DENY,
        actions: ['s3:*'],
        resources: [arnOf(locations)],
      }),
    ];
  }

  /** The Sid tells several Service roles apart that are kept from one bucket. */
  private restrictToServiceRole(statement: iam.PolicyStatement): void {
    statement.sid = `${statement.sid ?? ''}${this.serviceRole.node.addr.slice(-8)}`;
    statement.addPrincipals(new iam.StarPrincipal());
    statement.addCondition('ArnEquals', { 'aws:PrincipalArn': computedArn(endOf(this.serviceRole)) });
  }
}
