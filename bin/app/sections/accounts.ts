import { z } from 'zod';
import { partitionOfRegion } from '../../../lib/private/aws/partition';
import { ACCOUNT_ID } from '../../../lib/private/aws/patterns';
import { listOf, strict, text } from '../fields';
import { region } from '../regions';
import { nearest } from '../../../lib/private/words/nearest';
import type { Path } from '../problems';
import { section } from '../section';
import type { Report } from '../section';

const account = strict({
  id: z
    .string({
      error: ({ input }) =>
        typeof input === 'number'
          ? `got the number ${input}: put the 12 digits in quotes; YAML reads an id that begins with 0 as another number`
          : undefined,
    })
    .regex(ACCOUNT_ID, { error: ({ input }) => `got ${JSON.stringify(input)}, expected 12 digits in quotes` })
    .describe('The 12 digits of the account, in quotes.'),
  region: region.describe("The account's home region: its stacks live there. IAM itself is global."),
  dataStacks: listOf(
    text(/^[A-Za-z0-9][A-Za-z0-9-]{0,31}$/, 'up to 32 letters, digits and hyphens').describe('Name of a stack.'),
    'name a stack, or remove the key',
  )
    .optional()
    .describe(
      'Names of further data stacks, <name>-<account id>-Data-<stack>, for resource roles that say stack: one stack holds 500 ' +
        'resources and 200 outputs.',
    ),
}).describe('An AWS account.');

const schema = z
  .record(text(/^[A-Za-z][A-Za-z0-9-]{0,63}$/, 'a name of letters, digits and hyphens'), account)
  .refine((given) => Object.keys(given).length > 0, 'is empty: declare an account')
  .describe(
    'The accounts, each under a name of your own. An account gets a platform stack and a data stack, which are named by its id: its name here may change.',
  );

export type Accounts = z.infer<typeof schema>;

export const accounts = section({
  key: 'accounts',
  schema,
  check(config: { accounts: Accounts }, report) {
    const owners = new Map<string, string>();
    for (const [name, { id, dataStacks = [] }] of Object.entries(config.accounts)) {
      const owner = owners.get(id);
      if (owner) report(['accounts', name, 'id'], `${id} is accounts.${owner} already; declare an account once`);
      else owners.set(id, name);
      for (const [index, stack] of dataStacks.entries()) {
        if (dataStacks.indexOf(stack) === index) continue;
        report(['accounts', name, 'dataStacks', index], `names ${stack} twice; keep one of the two`);
      }
    }
  },
});

/** Reports a name that the config does not declare, with the names that it does; `elsewhere` says what it is instead, if it is something. */
export function checkDeclared(
  kind: string,
  name: string,
  declared: object,
  path: Path,
  report: Report,
  elsewhere?: string,
): boolean {
  if (Object.hasOwn(declared, name)) return true;
  const names = Object.keys(declared);
  const hasId = (each: unknown) => (each as { id?: unknown } | undefined)?.id === name;
  const near = Object.entries(declared).find(([, value]) => hasId(value))?.[0] ?? nearest(name, names);
  const ofArn = name.startsWith('arn:')
    ? 'a key is wanted here, below which a role that exists says its arn'
    : undefined;
  const advice = elsewhere ?? ofArn ?? (near === undefined ? undefined : `did you mean "${near}"?`);
  const hint = advice === undefined ? '' : ` (${advice})`;
  report(path, `undeclared ${kind} "${name}", declared: ${names.join(', ') || 'none'}${hint}`);
  return false;
}

/** Reports an account of a vendor that is declared: the vendor would stay out, and anybody of ours come in. */
export function checkVendorAccount(id: string, accounts: Accounts, path: Path, report: Report): void {
  const own = Object.keys(accounts).find((name) => accounts[name]?.id === id);
  if (own === undefined) return;
  report(
    [...path, 'vendorAccountId'],
    `${id} is accounts.${own}, one of your own: give the account of the vendor, as it shows it beside the external id`,
  );
}

/** Reports an ARN of another partition than that of the account that it is used in. */
export function checkPartition(arn: string, account: string, accounts: Accounts, path: Path, report: Report): void {
  const partition = /^arn:([^:]*):/.exec(arn)?.[1];
  const { region } = accounts[account] ?? {};
  if (partition === undefined || region === undefined || /[*?$]/.test(partition)) return;
  const own = partitionOfRegion(region);
  if (own === undefined || partition === own) return;
  report(path, `${arn} is of partition ${partition}, accounts.${account} (${region}) is in ${own}`);
}

/** Reports keys of disks that machines of an account cannot use: EBS uses keys of its own region. */
export function checkDiskKeys(
  arns: readonly string[] | undefined,
  account: string,
  accounts: Accounts,
  path: Path,
  report: Report,
): void {
  const { region } = accounts[account] ?? {};
  for (const [index, arn] of (arns ?? []).entries()) {
    const ofKey = arn.split(':')[3] ?? '';
    if (region === undefined || ofKey === region) continue;
    report(
      [...path, index],
      `is a key of ${ofKey}, accounts.${account} is in ${region}: EBS uses keys of its own region`,
    );
  }
}
