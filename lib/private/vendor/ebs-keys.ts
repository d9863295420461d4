import { Token, type aws_iam as iam, type aws_kms as kms } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { regionIn } from '../aws/arn';
import { viaService } from '../aws/services';
import { fail, shown } from '../words/errors';

/** Throws for a key of another region than all in which instances run: EC2 encrypts with keys of its own region only. */
export function checkEbsRegions(
  about: IConstruct | string,
  keys: readonly kms.IKeyRef[],
  regions: readonly string[],
): void {
  if (regions.some((region) => Token.isUnresolved(region))) return;
  for (const { keyRef } of keys) {
    const region = regionIn(keyRef.keyArn);
    if (region === undefined || regions.includes(region)) continue;
    fail(
      about,
      `ebsKmsKeys holds ${shown(keyRef.keyArn)}: the instances are in ${[...new Set(regions)].join(' and ')}, and EC2 uses keys of their region only.`,
    );
  }
}

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
