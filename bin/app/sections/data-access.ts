import { z } from 'zod';
import { AccessLevel, KmsAccessLevel } from '../../../lib';
import {
  GLUE_NAME,
  GLUE_TABLES,
  SECRET_ARN,
  TABLE_ARN,
  TABLE_NAME,
  WORKGROUP,
} from '../../../lib/private/aws/patterns';
import { listOf, strict, text } from '../fields';
import { kmsKeyArn, region, regionalArn } from '../regions';
import { redshiftAccess } from './redshift-access';
import { coveredObjects, dataAccount, resultsLocation, s3Access } from './s3-access';

const level = z.enum(AccessLevel);

const glueAccess = strict({
  databases: listOf(
    text(GLUE_NAME, 'the name of a database, in lower case and without wildcards').describe('Name of a database.'),
    'name a database',
  ).describe('Names of the databases.'),
  tables: listOf(
    text(GLUE_TABLES, 'the name of a table, in lower case, or what names begin with and *, as orders_*').describe(
      'Name of a table, or what names begin with and *.',
    ),
    'name a table, or leave the key out for all',
  )
    .optional()
    .describe('Tables of each of these databases; without it, all of them.'),
  level: level.describe(
    "read (the tables' definitions), or read-write (create, change and delete tables and partitions too).",
  ),
  account: dataAccount
    .optional()
    .describe('Account of the catalog, where it is not that of the role: its name below accounts, or 12 digits.'),
  region: region.optional().describe('Region of the catalog, where it is not that of the account.'),
}).describe('Access to tables of the Glue Data Catalog; their rows are objects in S3.');

const athenaAccess = strict({
  workgroup: text(WORKGROUP, 'the name of a workgroup: up to 128 letters, digits and _.-').describe(
    'Name of the workgroup.',
  ),
  resultsLocation,
  region: region.optional().describe('Region of the workgroup, where it is not that of the account.'),
}).describe('Running queries in a workgroup of Athena; what they are about needs glue and s3.');

const dynamodbAccess = strict({
  table: regionalArn(
    new RegExp(`${TABLE_NAME.source}|${TABLE_ARN.source}`),
    'the name of a table, or its ARN, as arn:aws:dynamodb:eu-west-1:111122223333:table/ledger',
  ).describe("Name of the table, in the role's account and its region, or ARN."),
  level: level.describe('read (get, query and scan items), or read-write (put, change and delete them too).'),
  kmsKeyArn: kmsKeyArn.optional().describe('ARN of the KMS key that encrypts the table; used through DynamoDB only.'),
}).describe('Access to the items of a DynamoDB table, by its indexes too.');

const secretsManagerAccess = strict({
  secretArn: regionalArn(
    SECRET_ARN,
    'the ARN of a secret, as arn:aws:secretsmanager:eu-west-1:111122223333:secret:ledger/database-a1B2c3',
  ).describe(
    'ARN of the secret, with the six random characters at its end or without; -?????? stands for them where its name looks as if it had them.',
  ),
  kmsKeyArn: kmsKeyArn
    .optional()
    .describe('ARN of the KMS key that encrypts the secret; used through Secrets Manager only.'),
}).describe('Reading a secret of Secrets Manager.');

const kmsAccess = strict({
  keyArn: kmsKeyArn.describe('ARN of the key.'),
  level: z
    .enum(KmsAccessLevel)
    .describe('decrypt, or encrypt-decrypt (encrypt and make data keys too), each by the role itself.'),
}).describe('Use of a KMS key by the role itself; keys that a service uses for it are kmsKeyArn of that access.');

/** The kinds of access that the library grants, by their keys. */
export const dataKinds = {
  s3: s3Access,
  glue: glueAccess,
  athena: athenaAccess,
  dynamodb: dynamodbAccess,
  secretsManager: secretsManagerAccess,
  kms: kmsAccess,
  redshift: redshiftAccess,
};

export type DataKind = keyof typeof dataKinds;

/** An entry of `access`, as far as it is about data. */
export type DataAccess = { readonly [Kind in DataKind]?: z.infer<(typeof dataKinds)[Kind]> | undefined };

/** What an entry lets the role use, for people; undefined for an entry of another kind. */
export function coveredData({
  s3,
  glue,
  athena,
  dynamodb,
  secretsManager,
  kms,
  redshift,
}: DataAccess): string | undefined {
  if (s3) return `the objects below ${coveredObjects(s3)}`;
  if (glue) return `the tables of ${glue.databases.join(', ')}`;
  if (athena) return `the results below ${coveredObjects(athena.resultsLocation)}`;
  if (dynamodb) return `the items of ${dynamodb.table}`;
  if (secretsManager) return `the secret ${secretsManager.secretArn}`;
  if (kms) return `the key ${kms.keyArn}`;
  return redshift && `the database of ${redshift.clusterIdentifier ?? redshift.workgroupId ?? ''}`;
}

/** Each thing that an entry names: one that two entries name may have two levels. */
export function placesOf(entry: DataAccess): { readonly kind: DataKind; readonly place: string }[] {
  const { s3, glue, athena, dynamodb, secretsManager, kms, redshift } = entry;
  const { databases = [], tables = ['*'], account, region } = glue ?? {};
  const catalog = [account, region].flatMap((each) => (each === undefined ? [] : `${each}:`)).join('');
  const places: Record<DataKind, (string | undefined)[]> = {
    s3: [s3 && coveredObjects(s3)],
    glue: databases.flatMap((database) => tables.map((table) => `${catalog}${database}.${table}`)),
    athena: [athena?.workgroup],
    dynamodb: [dynamodb?.table],
    secretsManager: [secretsManager?.secretArn],
    kms: [kms?.keyArn],
    redshift: [redshift?.workgroupId ?? redshift?.clusterIdentifier],
  };
  return Object.entries(places).flatMap(([kind, each]) =>
    each.flatMap((place) => (place === undefined ? [] : { kind: kind as DataKind, place })),
  );
}
