import type { aws_iam as iam } from 'aws-cdk-lib';
import { isOneToken, referenceIn, splitArn, checkArn } from '../private/aws/arn';
import { TABLE_ARN, TABLE_NAME } from '../private/aws/patterns';
import { arnFor, grantTo, type Holder, holderOf } from '../private/vendor/grant';
import { keyPermission } from '../private/vendor/keys';
import { fail } from '../private/words/errors';
import { isLookupDummy, given, isText } from '../private/words/given';
import { AccessLevel, isWriting } from './access-level';

/** Which table may be used, and how. */
export interface DynamoDbAccessProps {
  /**
   * The table: its name, which is looked for in the account and region of the grantee, or its ARN. `table.tableName` and
   * `table.tableArn` of a table of this app name it wherever it is.
   */
  readonly table: string;

  /** Get, query and scan items, or put, change and delete them too. */
  readonly level: AccessLevel;

  /**
   * The ARN of the KMS key that encrypts the table; never an alias. It can be used through DynamoDB only.
   *
   * @default - no key but DynamoDB's own
   */
  readonly kmsKeyArn?: string;
}

/**
 * Access to the items of a DynamoDB table, by its indexes too.
 *
 * The table itself, its streams and backups stay out of reach. Adds statements to the policy of the role, or of whatever else is
 * granted. Where the table or its key is of another account, the warning `dataPolicyNotWritten` prints what their owner must add.
 * Throws for what is neither name nor ARN of a table, no ARN of a key, a key of another region than the table's, and a principal that
 * can hold no policy.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/access-control-overview.html
 *
 * @example
 * declare const head: InstanceProfileRole;
 * const ledger = new ResourceRole(this, 'Ledger', { chainingRoles: [head] });
 * DynamoDbAccess.grant(ledger, { table: 'ledger', level: AccessLevel.READ });
 */
export class DynamoDbAccess {
  /**
   * Lets a grantee use the items.
   *
   * @param grantee is who may use them
   * @param props names the table
   */
  public static grant(grantee: iam.IGrantable, props: DynamoDbAccessProps): iam.Grant {
    const holder = holderOf(grantee, 'DynamoDbAccess.grant');
    const { table, level, kmsKeyArn } = given(holder, props);
    const arn = tableArn(holder, table);
    const writes = isWriting(holder, level);
    return grantTo(holder, [
      {
        sid: writes ? 'ReadWriteItems' : 'ReadItems',
        actions: writes ? [...READ, ...WRITE].sort() : READ,
        resources: [arn, `${arn}/index/*`],
      },
      ...keyPermission(holder, kmsKeyArn, {
        prop: 'kmsKeyArn',
        sid: 'UseTableKey',
        // DynamoDB decrypts the table's key as the caller, for writing too; the rest it does for itself.
        actions: ['kms:Decrypt'],
        service: 'dynamodb',
        region: splitArn(arn)?.region ?? referenceIn(arn)?.resource.stack.region,
      }),
    ]);
  }

  private constructor() {}
}

const READ = [
  'dynamodb:BatchGetItem',
  'dynamodb:ConditionCheckItem',
  'dynamodb:DescribeTable',
  'dynamodb:GetItem',
  'dynamodb:Query',
  'dynamodb:Scan',
];

const WRITE = ['dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'];

function tableArn(holder: Holder, table: string): string {
  const { resource, attribute } = typeof table === 'string' ? (referenceIn(table) ?? {}) : {};
  if (attribute === 'Arn') return table;
  // The name of a table of this app says in which stack it is.
  if (attribute === 'Ref') return arnFor(holder, 'dynamodb', `table/${table}`, resource?.stack);
  if (typeof table !== 'string' || table.startsWith('arn:') || !isText(table, TABLE_NAME)) {
    checkArn(holder, 'table', table, {
      is: 'the name of a table is, 3 to 255 letters, digits and _.-, or its ARN, as "arn:aws:dynamodb:eu-west-1:111122223333:table/ledger"',
      pattern: TABLE_ARN,
    });
    return table;
  }
  if (isOneToken(table) && !isLookupDummy(table)) {
    fail(
      holder,
      'table is known only at deployment, and nobody can tell whether as a name or as an ARN: ' +
        'write the ARN out, as `arn:${Aws.PARTITION}:dynamodb:${Aws.REGION}:${Aws.ACCOUNT_ID}:table/${name}`.',
    );
  }
  return arnFor(holder, 'dynamodb', `table/${table}`);
}
