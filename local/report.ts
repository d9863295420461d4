/** What the user reads at the end: expected against got, then what the emulator could not tell. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Table from 'cli-table3';
import { readReport } from '../bin/cli/report/command';
import { pageOf } from '../report/page';
import { differences, type CheckResult } from './check';
import { LOCAL_STATE } from './places';

/** From measurements of MiniStack 1.5.33. Whoever reads the table must not take more from it than was checked. */
const NOT_CHECKED = [
  'web identity tokens: signature, expiry, whether the provider exists and its client ids (issuer, subject and audience are checked)',
  'EC2 and its metadata service: the account root became hopsworks-head and cluster in their place, as the emulator lets a root in that is not trusted',
  'the one-hour limit of chained sessions',
  'account-root trusts: aws:PrincipalArn of a session never equals the role there, so only exact-role trusts are walked',
  'a trust alone inside one account: AWS lets it work, the emulator refuses it, so it is walked across accounts only',
  'Hopsworks: a stand-in that keeps to its published REST description held the mappings, and said who is "not mapped"',
  'policy variables, EC2 conditions, iam:PassRole and whether a trusted role exists: what the control plane may launch is proved, not walked',
  'traffic: the VPC, its routes and its security group are deployed, and nothing runs in them',
];

export function renderTable(results: readonly CheckResult[]): string {
  const table = new Table({
    head: ['walk', 'check', 'expected', 'got', ''],
    style: { head: [], border: [], compact: true },
  });
  for (const [index, { walk, name, expected, got }] of results.entries()) {
    const sameWalk = results[index - 1]?.walk === walk;
    table.push([sameWalk ? '' : walk, name, expected, got, expected === got ? 'ok' : 'DIFFERENT']);
  }
  return table.toString();
}

export function renderSummary(results: readonly CheckResult[]): string {
  const different = differences(results);
  const verdict =
    different.length === 0
      ? `${results.length} of ${results.length} checks as expected.`
      : [
          `${different.length} of ${results.length} checks differ:`,
          ...different.map(
            ({ walk, name, expected, got, detail }) =>
              `  ${walk}: ${name}: expected ${expected}, got ${got}${detail ? ` (${detail})` : ''}`,
          ),
        ].join('\n');
  return [verdict, '', 'Not checked by the emulator:', ...NOT_CHECKED.map((limit) => `  - ${limit}`)].join('\n');
}

/** The page that `cdk-iam-role-chaining report` writes of what was deployed, where it outlives the run. */
export function writePage(assembly: string): string {
  const file = join(LOCAL_STATE, 'report.html');
  writeFileSync(file, pageOf({ ...readReport(assembly, []), title: 'The quickstart' }));
  return file;
}
