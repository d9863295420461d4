import { readFileSync, readdirSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib';
import { RULE_IDS } from '../../lib/checks/private/rule-ids';
import { run, snippetsOf } from '../snippets';
import { check } from './support';

const root = join(__dirname, '..', '..');
const out = mkdtempSync(join(tmpdir(), 'role-chaining-checks-'));
const text = readFileSync(join(root, 'docs', 'checks.md'), 'utf8');
const snippets = snippetsOf('checks.md', 'ts');
const sections = [...text.matchAll(/^### (\w+)$/gm)].map(({ 1: rule = '', index }) => ({
  rule,
  line: text.slice(0, index).split('\n').length,
}));

afterAll(() => {
  rmSync(out, { recursive: true });
});

test('every rule has a section, and every section is a rule', () => {
  expect(sections.map(({ rule }) => rule)).toEqual([...RULE_IDS]);
});

test.each(sections)('the bad example of $rule is found, the good one is not', ({ rule, line }) => {
  const [bad, good] = snippets.filter(({ at }) => Number(at.split(':')[1]) > line);
  const rulesOf = (snippet = bad) =>
    check(run(snippet!).node.root as App, { rules: [rule] }).found.map((finding) => finding.rule);
  expect(new Set(rulesOf())).toEqual(new Set([rule]));
  expect(rulesOf(good)).toEqual([]);
});

test.each(readdirSync(join(root, 'examples')).filter((name) => name !== 'quickstart'))(
  'no rule finds anything in the example %s',
  (example) => {
    const report = join(root, 'test', 'fixtures', 'checks-report.ts');
    const app = join('examples', example, 'app.ts');
    const { stdout, stderr } = spawnSync(process.execPath, ['-r', 'ts-node/register', '-r', report, app], {
      cwd: root,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, CDK_OUTDIR: join(out, example), CDK_VALIDATION: 'false' },
    });
    expect({ stdout, stderr }).toEqual({ stdout: expect.stringMatching(/^\d+ stacks\n$/) as string, stderr: '' });
  },
);
