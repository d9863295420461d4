import { Stack, type aws_iam as iam } from 'aws-cdk-lib';
import { isOneToken, referenceIn, sampleArn, splitArn, checkArn } from '../private/aws/arn';
import { areDifferent } from '../private/aws/environment';
import { SECRET_ARN } from '../private/aws/patterns';
import { grantTo, type Holder, holderOf } from '../private/vendor/grant';
import { keyPermission } from '../private/vendor/keys';
import { isLookupDummy, given } from '../private/words/given';

/** Which secret may be read. */
export interface SecretsManagerAccessProps {
  /**
   * The ARN of the secret: complete, with the hyphen and six random characters at its end, or without them. What ends in a hyphen and
   * six letters or digits counts as complete; where the secret's own name does, write `-??????` behind it.
   */
  readonly secretArn: string;

  /**
   * The ARN of the KMS key that encrypts the secret; never an alias. It can be used through Secrets Manager only.
   *
   * @default - no key but Secrets Manager's own, which no other account can use
   */
  readonly kmsKeyArn?: string;
}

/**
 * Reading one secret of Secrets Manager.
 *
 * Adds statements to the policy of the role, or of whatever else is granted. Where the secret or its key is of another account, the
 * warning `dataPolicyNotWritten` prints what their owner must add. Throws for what is no ARN of a secret, no ARN of a key, a key of
 * another region than the secret's, and a principal that can hold no policy.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_iam-policies.html
 *
 * @example
 * declare const head: InstanceProfileRole;
 * const ledger = new ResourceRole(this, 'Ledger', { chainingRoles: [head] });
 * SecretsManagerAccess.grant(ledger, {
 *   secretArn: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:ledger/database-a1B2c3',
 * });
 */
export class SecretsManagerAccess {
  /**
   * Lets a grantee read the secret.
   *
   * @param grantee is who may read it
   * @param props names the secret
   */
  public static grant(grantee: iam.IGrantable, props: SecretsManagerAccessProps): iam.Grant {
    const holder = holderOf(grantee, 'SecretsManagerAccess.grant');
    const { secretArn, kmsKeyArn } = given(holder, props);
    checkArn(holder, 'secretArn', secretArn, {
      is: 'the ARN of a secret is, as "arn:aws:secretsmanager:eu-west-1:111122223333:secret:ledger/database-a1B2c3", no wildcards but "-??????" at its end',
      pattern: SECRET_ARN,
    });
    return grantTo(holder, [
      {
        sid: 'ReadSecret',
        actions: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'],
        resources: [withRandomCharacters(holder, secretArn)],
      },
      ...keyPermission(holder, kmsKeyArn, {
        prop: 'kmsKeyArn',
        sid: 'UseSecretKey',
        actions: ['kms:Decrypt'],
        service: 'secretsmanager',
        region: splitArn(secretArn)?.region ?? referenceIn(secretArn)?.resource.stack.region,
      }),
    ]);
  }

  private constructor() {}
}

const RANDOM = '-??????';

/** Secrets Manager puts a hyphen and six characters behind the name of each secret, which only the complete ARN has. */
function withRandomCharacters(holder: Holder, arn: string): string {
  if (isLookupDummy(arn)) return arn;
  if (isOneToken(arn)) return isElsewhere(holder, arn) ? `${arn}${RANDOM}` : arn;
  return /-([A-Za-z0-9]{6}|\?{6})$/.test(sampleArn(arn)) ? arn : `${arn}${RANDOM}`;
}

/** The ARN of a secret in another environment of this app is computed from its name, so that it has none of them. */
function isElsewhere(holder: Holder, arn: string): boolean {
  const here = Stack.of(holder);
  const { account, region } = referenceIn(arn)?.resource.stack ?? here;
  return areDifferent(account, here.account) || areDifferent(region, here.region);
}
