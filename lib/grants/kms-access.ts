import type { aws_iam as iam } from 'aws-cdk-lib';
import { grantTo, holderOf } from '../private/vendor/grant';
import { checkKey } from '../private/vendor/keys';
import { fail, shown } from '../private/words/errors';
import { given } from '../private/words/given';

/** What may be done with a key. */
export enum KmsAccessLevel {
  /** Decrypt what was encrypted with it. */
  DECRYPT = 'decrypt',

  /** Encrypt too, and make data keys. */
  ENCRYPT_DECRYPT = 'encrypt-decrypt',
}

/** Which key may be used, and how. */
export interface KmsAccessProps {
  /** The ARN of the key itself, as `key.keyArn` gives it; never an alias. */
  readonly keyArn: string;

  /** Decrypt, or encrypt too. */
  readonly level: KmsAccessLevel;
}

/**
 * Use of a KMS key by the grantee itself, as clients that encrypt need it.
 *
 * A key that encrypts what S3, DynamoDB or Secrets Manager keep belongs to the access to that, as `kmsKeyArn`, which keeps it to that
 * service. Adds one statement to the policy of the role, or of whatever else is granted. Where the key is of another account, the
 * warning `dataPolicyNotWritten` prints what its owner must add. Throws for what is no ARN of a key, and a principal that can hold no
 * policy.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/iam-policies-best-practices.html
 *
 * @example
 * declare const head: InstanceProfileRole;
 * const ledger = new ResourceRole(this, 'Ledger', { chainingRoles: [head] });
 * KmsAccess.grant(ledger, {
 *   keyArn: 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
 *   level: KmsAccessLevel.DECRYPT,
 * });
 */
export class KmsAccess {
  /**
   * Lets a grantee use the key.
   *
   * @param grantee is who may use it
   * @param props names the key
   */
  public static grant(grantee: iam.IGrantable, props: KmsAccessProps): iam.Grant {
    const holder = holderOf(grantee, 'KmsAccess.grant');
    const { keyArn, level } = given(holder, props);
    checkKey(holder, 'keyArn', keyArn);
    if (!Object.values(KmsAccessLevel).includes(level)) {
      fail(holder, `level ${shown(level)} is not allowed: KmsAccessLevel.DECRYPT or KmsAccessLevel.ENCRYPT_DECRYPT.`);
    }
    const encrypts = level === KmsAccessLevel.ENCRYPT_DECRYPT;
    const permission = {
      sid: encrypts ? 'EncryptAndDecrypt' : 'Decrypt',
      actions: ['kms:Decrypt', ...(encrypts ? ['kms:Encrypt', 'kms:GenerateDataKey'] : [])],
      resources: [keyArn],
    };
    return grantTo(holder, [permission]);
  }

  private constructor() {}
}
