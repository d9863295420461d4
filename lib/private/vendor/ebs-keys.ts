import type { aws_iam as iam } from 'aws-cdk-lib';
import { viaService } from '../aws/services';

/**
 * What EC2 needs of the keys that encrypt volumes, in the name of whoever launches an instance or makes and attaches a volume.
 *
 * @see https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html
 */
export function ebsKeys(
  keyArns: string[],
  regions: string[],
): { sid: string; actions: string[]; resources: string[]; conditions: iam.Conditions }[] {
  const throughEbs = viaService('ec2', regions);
  return [
    {
      sid: 'UseEbsKeys',
      actions: [
        'kms:Decrypt',
        'kms:DescribeKey',
        'kms:GenerateDataKeyWithoutPlaintext',
        'kms:ReEncryptFrom',
        'kms:ReEncryptTo',
      ],
      resources: keyArns,
      conditions: throughEbs,
    },
    {
      sid: 'LendEbsKeys',
      actions: ['kms:CreateGrant'],
      resources: keyArns,
      conditions: { ...throughEbs, Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    },
  ];
}
