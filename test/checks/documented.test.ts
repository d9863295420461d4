import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib';
import { RULE_IDS } from '../../lib/checks/private/rule-ids';
import { run, snippetsOf } from '../snippets';
import { check } from './support';

const text = readFileSync(join(__dirname, '..', '..', 'docs', 'checks.md'), 'utf8');
const snippets = snippetsOf('checks.md', 'ts');
const sections = [...text.matchAll(/^### (\w+)$/gm)].map(({ 1: rule = '', index }) => ({
  rule,
  line: text.slice(0, index).split('\n').length,
}));

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
