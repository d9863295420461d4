import fc from 'fast-check';
import { compareAccess } from '../../../../lib/private/access/policy/compare';
import { decide } from '../../../../lib/private/access/policy/decide';
import { statementsOf } from '../../../../lib/private/access/policy/statement';
import { decide as simulated } from '../../../identity-simulator';
import { isSubset } from '../../../proofs';
import type { IdentityPolicy } from '../../../service-authorization';
import { KEY_NAMES, RESOURCES, TYPES, asSent, densePolicy, pairs, policy, request, tableOfAlphabet } from './random';
import { runs } from '../../../support';

/** Three engines say the same of random policies: ours, the automata of the proofs, and the simulator. */
const RUNS = runs(300);
/** Of each of two kinds: a thousand by default, and ten thousand at night. */
const PAIRS = runs(500, 5_000);
jest.setTimeout(3_600_000);

type Operators = typeof import('../../../../lib/private/access/policy/operators');
type Named = Operators['operatorNamed'];

/** What is planted into the operators of our engine; nothing by default. */
const mockPlanted: { fault?: (name: string, known: Named) => ReturnType<Named> } = {};

jest.mock('../../../../lib/private/access/policy/operators', () => {
  const actual = jest.requireActual<Operators>('../../../../lib/private/access/policy/operators');
  const operatorNamed: Named = (name) =>
    mockPlanted.fault === undefined ? actual.operatorNamed(name) : mockPlanted.fault(name, actual.operatorNamed);
  return { ...actual, operatorNamed };
});

afterEach(() => {
  delete mockPlanted.fault;
});

const principal = 'arn:aws:iam::111122223333:role/vendor';

function simulate(asked: { action: string; resource: string; context: object }, policies: IdentityPolicy[]) {
  const { action, resource, context } = asked;
  return simulated({
    action,
    resource,
    context: context as Record<string, string>,
    principal,
    resourceAccount: '111122223333',
    policies,
  });
}

const decidedAlike = fc.asyncProperty(policy, policy, request, async (a, b, given) => {
  const sent = asSent(given);
  const { answer } = decide([[...statementsOf(a), ...statementsOf(b)]], sent);
  expect({ sent, answer }).toEqual({ sent, answer: (await simulate(sent, [a, b])) ? 'yes' : 'no' });
});

test('a request is decided as the simulator decides it', async () => {
  await fc.assert(decidedAlike, { numRuns: RUNS });
});

test.each<[string, NonNullable<typeof mockPlanted.fault>]>([
  [
    'a negated operator that an absent key does not meet',
    (name, known) => ((found) => found && { ...found, absent: found.absent && !found.negated })(known(name)),
  ],
  ['IfExists forgotten', (name, known) => known(name.replace(/IfExists$/, ''))],
  ['ForAllValues as ForAnyValue', (name, known) => known(name.replace(/^ForAllValues:/, 'ForAnyValue:'))],
  ['wildcards where there are none', (name, known) => known(name.replace(/StringEquals$/, 'StringLike'))],
  ['an operator that is not negated', (name, known) => known(name.replace('NotLike', 'Like'))],
])('%s is found by the simulator', async (_, fault) => {
  mockPlanted.fault = fault;
  expect(await fc.check(decidedAlike, { numRuns: 1000, seed: 1, endOnFailure: true })).toMatchObject({
    failed: true,
    errorInstance: { matcherResult: { name: 'toEqual' } },
  });
});

test.each([
  ['all kinds of statements', policy],
  ['statements that differ in conditions', densePolicy],
])('%s are compared as the automata compare them, with witnesses that the simulator confirms', async (_, from) => {
  const actions = await tableOfAlphabet();
  const within = { Action: Object.keys(RESOURCES), resourceTypes: TYPES };
  await fc.assert(
    fc.asyncProperty(pairs(from), async ([old, now]) => {
      const compared = compareAccess({ statements: statementsOf(old) }, { statements: statementsOf(now) }, { actions });
      const proof = await isSubset([now], [old], { keys: KEY_NAMES, within });
      expect({ undecided: compared.undecided, isGained: compared.gained.length > 0 }).toEqual({
        undecided: [],
        isGained: !proof.proved,
      });
      for (const { witness } of compared.gained) {
        const asked = { ...witness, resource: witness.resource ?? '*' };
        expect([asked, await simulate(asked, [now]), await simulate(asked, [old])]).toEqual([asked, true, false]);
      }
    }),
    { numRuns: PAIRS },
  );
});

test('a symbol is compared as a text of its own, or not decided', () => {
  const named = (bucket: string, { Statement }: IdentityPolicy) =>
    JSON.parse(
      JSON.stringify({ Version: '2012-10-17', Statement }).replaceAll('arn:aws:s3:::a', `arn:aws:s3:::${bucket}`),
    ) as IdentityPolicy;
  const change = (bucket: string, sides: IdentityPolicy[]) => {
    const [old, now] = sides.map((each) => ({ statements: statementsOf(named(bucket, each)) }));
    return compareAccess(old!, now!).change;
  };
  fc.assert(
    fc.property(pairs(policy), (sides) => {
      expect(['undecided', change('text-of-its-own', sides)]).toContain(change('${Stack/Lake}', sides));
    }),
    { numRuns: RUNS },
  );
});
