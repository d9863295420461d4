import { Stack } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { partitionOfRegion } from '../../../lib/private/aws/partition';
import { longestDocument } from '../../../lib/private/role/quotas';
import { RoleChainingError } from '../../../lib/private/words/errors';
import { formatPath } from '../problems';
import type { Path } from '../problems';
import type { Report } from '../section';
import { statementsOf } from './access';
import type { Access } from './access';
import { checkDeclared, checkPartition } from './accounts';
import type { Accounts } from './accounts';
import { placesOf } from './data-access';
import type { DeclaredResourceRole } from './resource-role-schema';
import { revocationLength } from './revoke-sessions';
import { wideness } from './wideness';

/** Characters of all inline policies of a role, which IAM does not raise. */
const inlinePolicyLimit = 10_240;

/** Data of an entry, and what of it must fit together. */
interface Place {
  readonly at: Path;
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  /** The key of its own ARN, and the ARN. */
  readonly arn?: readonly [key: string, arn: string];
  readonly kmsKeyArn?: string | undefined;
  /** What is encrypted with the key, and why the key must be where that is. */
  readonly encrypted?: readonly [what: string, rule: string];
}

const S3_KEYS = "S3 uses keys of its bucket's region; where the bucket is in REGION, say region: REGION";
const DYNAMODB_KEYS = "DynamoDB uses keys of its table's region; where the table is in REGION, give its ARN";
const SECRET_KEYS = "Secrets Manager uses keys of its secret's region";

function placesIn({ s3, glue, athena, dynamodb, secretsManager, kms, redshift }: Access[number], at: Path): Place[] {
  if (s3) return [{ ...s3, at: [...at, 's3'], encrypted: [s3.bucket, S3_KEYS] }];
  if (glue) return [{ ...glue, at: [...at, 'glue'] }];
  if (athena) {
    const results = athena.resultsLocation;
    return [
      { region: athena.region, at: [...at, 'athena'] },
      { ...results, at: [...at, 'athena', 'resultsLocation'], encrypted: [results.bucket, S3_KEYS] },
    ];
  }
  if (redshift) return [{ ...redshift, at: [...at, 'redshift'] }];
  if (kms) return [{ at: [...at, 'kms'], arn: ['keyArn', kms.keyArn] }];
  if (dynamodb) {
    const { table, kmsKeyArn } = dynamodb;
    const arn = table.startsWith('arn:') ? (['table', table] as const) : undefined;
    return [{ at: [...at, 'dynamodb'], arn, kmsKeyArn, encrypted: [table, DYNAMODB_KEYS] }];
  }
  if (!secretsManager) return [];
  const { secretArn, kmsKeyArn } = secretsManager;
  const encrypted = ['the secret', SECRET_KEYS] as const;
  return [{ at: [...at, 'secretsManager'], arn: ['secretArn', secretArn], kmsKeyArn, encrypted }];
}

/** Stacks in which access is tried before there is an app, one for each account. */
export function stacksToTryIn(accounts: Accounts): (account: string) => Stack {
  const stacks = new Map<string, Stack>();
  return (account) => {
    const { id, region } = accounts[account] ?? {};
    const stack = stacks.get(account) ?? new Stack(undefined, 'Access', { env: { account: id, region } });
    stacks.set(account, stack);
    return stack;
  };
}

/** Reports what is wrong with the access of a role in an account, beyond what a schema can say. */
export function checkAccess(
  account: string,
  accounts: Accounts,
  entries: Access,
  path: Path,
  report: Report,
  stack: Stack,
): void {
  const told = new Set<unknown>();
  checkFit(account, accounts, entries, path, (at, message) => {
    told.add(at[path.length]);
    report(at, message);
  });
  checkReasons(entries, path, report);
  checkRepeated(entries, path, report);
  // The library refuses what was told above with the very key.
  const unrefused = entries.map((entry, index) => (told.has(index) ? undefined : entry));
  checkPolicy(stack, accounts, unrefused, path, report);
}

/** Reports what an account can't use: ARNs and regions of other partitions, keys of other regions than the data's. */
function checkFit(account: string, accounts: Accounts, entries: Access, path: Path, report: Report): void {
  for (const [index, entry] of entries.entries()) {
    const at = [...path, index];
    entry.statement?.resources.forEach((resource, each) => {
      checkPartition(resource, account, accounts, [...at, 'statement', 'resources', each], report);
    });
    for (const place of placesIn(entry, at)) checkPlace(place, account, accounts, report);
    checkKeyOfSecret(entry, account, accounts, at, report);
  }
}

function checkPlace(place: Place, account: string, accounts: Accounts, report: Report): void {
  const { at, arn: [key = '', arn] = [], region, kmsKeyArn, encrypted: [what = '', rule = ''] = [] } = place;
  if (place.account !== undefined && !/^\d/.test(place.account)) {
    checkDeclared('account', place.account, accounts, [...at, 'account'], report);
  }
  const home = accounts[account]?.region;
  if (home === undefined) return;
  const [own, other] = [home, region ?? home].map(partitionOfRegion);
  if (region !== undefined && own !== other) {
    report(
      [...at, 'region'],
      `${region} is in partition ${other ?? ''}, accounts.${account} (${home}) is in ${own ?? ''}`,
    );
  }
  if (arn !== undefined) checkPartition(arn, account, accounts, [...at, key], report);
  if (kmsKeyArn === undefined) return;
  checkPartition(kmsKeyArn, account, accounts, [...at, 'kmsKeyArn'], report);
  const ofData = regionIn(arn) ?? region ?? home;
  const ofKey = regionIn(kmsKeyArn) ?? '';
  if (ofKey === ofData) return;
  report([...at, 'kmsKeyArn'], `is a key of ${ofKey}, ${what} is in ${ofData}: ${rule.replaceAll('REGION', ofKey)}`);
}

/** Reports a bucket that is said to be in two regions: by its region, or by that of the account where it has a key. */
export function checkRegionsOfBuckets(
  roles: readonly DeclaredResourceRole[],
  accounts: Accounts,
  report: Report,
): void {
  const known = new Map<string, { readonly at: Path; readonly region: string }>();
  for (const role of roles) {
    const home = accounts[role.account]?.region;
    const places = role.access.flatMap((entry, index) => placesIn(entry, [...role.at('access'), index]));
    for (const { at, region: said, kmsKeyArn, encrypted: [bucket, rule] = [] } of places) {
      const region = said ?? (kmsKeyArn === undefined ? undefined : home);
      if (rule !== S3_KEYS || region === undefined) continue;
      const key = `${partitionOfRegion(region) ?? ''} ${bucket}`;
      const before = known.get(key) ?? { at, region };
      known.set(key, before);
      if (before.region === region) continue;
      report(
        at,
        `has ${bucket} in ${region}, ${formatPath(before.at)} has it in ${before.region}: a bucket is in one region, and S3 uses keys of that`,
      );
    }
  }
}

/** The key of Secrets Manager itself serves its own account only. */
function checkKeyOfSecret(
  { secretsManager }: Access[number],
  account: string,
  accounts: Accounts,
  at: Path,
  report: Report,
) {
  if (secretsManager === undefined || secretsManager.kmsKeyArn !== undefined) return;
  const owner = secretsManager.secretArn.split(':')[4];
  const own = accounts[account]?.id;
  if (own === undefined || owner === own) return;
  report(
    [...at, 'secretsManager'],
    `is a secret of account ${owner ?? ''}, and a role of accounts.${account} (${own}) can read it only where a key of that account encrypts it: give that as kmsKeyArn`,
  );
}

function regionIn(arn: string | undefined): string | undefined {
  return arn?.split(':')[3];
}

/** Reports what makes a role an administrator, or lets it become any role, without a reason. */
function checkReasons(entries: Access, path: Path, report: Report): void {
  for (const [index, entry] of entries.entries()) {
    const wide = wideness(entry);
    if (wide !== undefined && entry.reason === undefined) {
      report([...path, index], `${wide}: narrow it, or say why beside it, as reason: …`);
    }
  }
}

/** Reports one thing that is given twice: two levels of one thing are one, and the wider one. */
function checkRepeated(entries: Access, path: Path, report: Report): void {
  const owners = new Map<string, Path>();
  for (const [index, entry] of entries.entries()) {
    for (const { kind, place } of placesOf(entry)) {
      const owner = owners.get(`${kind} ${place}`);
      if (owner === undefined) owners.set(`${kind} ${place}`, [...path, index]);
      else report([...path, index, kind], `is the place of ${formatPath(owner)}, ${place}; keep one of the two`);
    }
  }
}

/** Reports what the library refuses, Sids that are not unique in the role's policy, and a policy that is too long. */
function checkPolicy(
  stack: Stack,
  accounts: Accounts,
  entries: (Access[number] | undefined)[],
  path: Path,
  report: Report,
): void {
  const owners = new Map<string, Path>();
  const all = entries.flatMap((entry, index) => {
    const at = [...path, index];
    const statements = entry === undefined ? [] : grantedBy(entry, index, stack, accounts, at, report);
    for (const { sid = '' } of statements) {
      const owner = owners.get(sid);
      if (owner === undefined) owners.set(sid, at);
      else report([...at, 'statement', 'sid'], `"${sid}" is the Sid of a statement of ${formatPath(owner)} already`);
    }
    return statements;
  });
  const length = longestDocument(
    stack,
    all.map((each) => each.toStatementJson() as unknown),
  );
  if (length <= inlinePolicyLimit - revocationLength) return;
  report(
    path,
    `makes a policy of ${length} characters, IAM takes ${inlinePolicyLimit}, of which ${revocationLength} are kept for ` +
      'revokeSessionsBefore; split the role, or move statements into a managedPolicy',
  );
}

function grantedBy(
  entry: Access[number],
  index: number,
  stack: Stack,
  accounts: Accounts,
  at: Path,
  report: Report,
): PolicyStatement[] {
  try {
    return statementsOf(entry, index, stack, accounts);
  } catch (error) {
    if (!(error instanceof RoleChainingError)) throw error;
    const { kind = '' } = placesOf(entry)[0] ?? {};
    report([...at, kind], error.message.replace(/^Access\/FutureRole: /, ''));
    return [];
  }
}
