import type { AccessModel } from '../../../../lib/private/access/model/model';
import { partOf } from '../../../../lib/private/access/model/part';
import { nothingRead } from '../../../../lib/private/access/sources/assembly/resources';

/** A model with one thing of each kind in each of two stacks. */
function twoStacks(): AccessModel {
  const { symbols, gaps, ...lists } = nothingRead();
  const things = ['One', 'Two'].map((stack) => ({ place: { stack } }));
  const filled = Object.fromEntries(Object.keys(lists).map((name) => [name, things]));
  const stacks = ['One', 'Two'].map((path) => ({ path, stage: '', name: path }));
  return { version: 1, stacks, ...filled, symbols, gaps: [...gaps, { about: 'One', what: 'is told' }] } as never;
}

test('a part holds of every list what stands in its stacks, and what stands in none', () => {
  const whole = twoStacks();
  const part = partOf(whole, ({ path }) => path === 'Two');
  expect(Object.keys(part)).toEqual(Object.keys(whole));
  const { version, stacks, symbols, gaps, ...lists } = part;
  expect([version, stacks.map(({ path }) => path), symbols, gaps]).toEqual([1, ['Two'], {}, whole.gaps]);
  expect(Object.keys(lists)).toContain('machines');
  for (const [name, list] of Object.entries(lists)) expect([name, list]).toEqual([name, [{ place: { stack: 'Two' } }]]);
});
