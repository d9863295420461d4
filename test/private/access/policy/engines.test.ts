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
const RUNS = runs(60);
jest.setTimeout(3_600_000);

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

test('a request is decided as the simulator decides it', async () => {
  await fc.assert(
    fc.asyncProperty(policy, policy, request, async (a, b, given) => {
      const sent = asSent(given);
      const { answer } = decide([[...statementsOf(a), ...statementsOf(b)]], sent);
      expect({ sent, answer }).toEqual({ sent, answer: (await simulate(sent, [a, b])) ? 'yes' : 'no' });
    }),
    { numRuns: RUNS * 5 },
  );
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
    { numRuns: RUNS },
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
    { numRuns: RUNS * 5 },
  );
});
