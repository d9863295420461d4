/** Makes the buckets that the data teams have already, when they deploy the quickstart. */
import { CreateBucketCommand, PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import type { AwsClients } from './clients';
import { ACCOUNTS, BUCKETS, REGION } from './quickstart';

export async function createLakes(aws: AwsClients): Promise<void> {
  for (const [Bucket, owner] of Object.entries(BUCKETS)) {
    const s3 = aws.s3(aws.root(owner));
    await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: REGION } }));
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: openToAllAccounts(Bucket) }));
  }
}

/**
 * Without it, whoever comes from another account is refused by the bucket, whatever its role may do. With it, the
 * refusals that the walks expect are the roles' own.
 */
function openToAllAccounts(bucket: string): string {
  const statement = {
    Effect: 'Allow',
    Principal: { AWS: Object.values(ACCOUNTS).map((account) => `arn:aws:iam::${account}:root`) },
    Action: 's3:*',
    Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
  };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}
