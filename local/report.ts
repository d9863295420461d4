/** What the user reads at the end: expected against got, then what the emulator could not tell. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Table from 'cli-table3';
import { readReport } from '../bin/cli/report/command';
import { pageOf } from '../report/page';
import { differences, type CheckResult } from './check';
import type { Plan } from './role-mappings';
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

const HEAD = ['check', 'expected', 'got'];
/** As wide as `not mapped` and `DIFFERENT`, with a space on both sides. */
const DECISION_WIDTH = 12;
const BORDERS = 4;
const NARROWEST = 60;

/** A table that fits the terminal. */
export function renderTable(results: readonly CheckResult[]): string {
  const room = terminalWidth() - 2 * DECISION_WIDTH - BORDERS;
  const longest = Math.max(0, ...results.flatMap(({ walk, name }) => [walk.length, indented(name).length]));
  const checkWidth = Math.min(room, longest + 2);
  const table = new Table({
    head: HEAD,
    colWidths: [checkWidth, DECISION_WIDTH, DECISION_WIDTH],
    style: { head: [], border: [], compact: true },
  });
  for (const [index, { walk, name, expected, got }] of results.entries()) {
    if (results[index - 1]?.walk !== walk) table.push([{ content: walk, colSpan: HEAD.length }]);
    table.push([wrapped(name, checkWidth - 2), expected, expected === got ? got : `${got}\nDIFFERENT`]);
  }
  return table.toString();
}

/** Below 60 columns all stays as it is there. */
function terminalWidth(): number {
  return Math.max(NARROWEST, Number(process.env.COLUMNS ?? process.stdout.columns) || 80);
}

/** Below the name of its walk. */
function indented(text: string): string {
  return `  ${text}`;
}

/** In lines of at most a width, broken between words. */
function wrapped(text: string, width: number): string {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = lines.length === 0 ? undefined : `${lines.at(-1) ?? ''} ${word}`;
    if (longer !== undefined && longer.length <= width) lines[lines.length - 1] = longer;
    else lines.push(indented(word));
  }
  return lines.join('\n');
}

/** The roles by their names: ARNs would not fit. */
export function renderPlan({ changes, leaks }: Plan): string {
  const row = ({ project, projectRole, role, defaultRole }: Plan['leaks'][number]) =>
    `${project}, ${projectRole}: ${role.replace(/^.*\//, '')}${defaultRole ? ', default' : ''}`;
  return [
    'mappings plan before apply, against a stand-in of Hopsworks:',
    ...changes.map((change) => indented(`${change.action} ${row(change)}`)),
    ...leaks.map((leak) => indented(`leak ${row(leak)}`)),
  ].join('\n');
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
  return `${verdict}\n\n${renderLimits(NOT_CHECKED)}`;
}

/** What the emulator could not tell. */
export function renderLimits(limits: readonly string[]): string {
  return ['Not checked by the emulator:', ...limits.map((limit) => wrapped(`- ${limit}`, terminalWidth()))].join('\n');
}

/** The page that `cdk-iam-role-chaining report` writes of what was deployed, where it outlives the run. */
export function writePage(assembly: string): string {
  const file = join(LOCAL_STATE, 'report.html');
  writeFileSync(file, pageOf({ ...readReport(assembly, []), title: 'The quickstart' }));
  return file;
}
