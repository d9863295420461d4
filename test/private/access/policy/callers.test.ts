import fc from 'fast-check';
import type { Caller } from '../../../../lib/private/access/policy/caller';
import { type Comparison, compareAccess } from '../../../../lib/private/access/policy/compare';
import { decide } from '../../../../lib/private/access/policy/decide';
import { type Statement, statementsOf } from '../../../../lib/private/access/policy/statement';
import { runs } from '../../../support';

/** All kinds of callers that trusts tell apart, each asked with and without an external id. */
const RUNS = runs(60);
jest.setTimeout(3_600_000);

const ACCOUNTS = ['111122223333', '444455556666', '777788889999'];
const HEAD = 'arn:aws:iam::111122223333:role/head';

const CALLERS: Caller[] = [
  ...ACCOUNTS.flatMap((account) =>
    ['role/head', 'role/HEAD', 'role/head2', 'role/x', 'user/head', 'user/x'].map(
      (name) => `arn:aws:iam::${account}:${name}`,
    ),
  ).map((arn): Caller => ({ type: 'aws', names: [arn] })),
  ...['ec2.amazonaws.com', 'x.amazonaws.com'].map((name): Caller => ({ type: 'service', names: [name] })),
  { type: 'federated', names: ['arn:aws:iam::111122223333:oidc-provider/x'] },
];

const CONTEXTS: Record<string, string>[] = [{}, { 'sts:ExternalId': 'a' }, { 'sts:ExternalId': 'x' }];

const principal = fc.constantFrom<unknown>(
  ...['*', '*', { AWS: '*' }, { AWS: HEAD }, { AWS: ACCOUNTS[0] }, { AWS: `arn:aws:iam::${ACCOUNTS[1]!}:root` }],
  ...[{ AWS: [HEAD, ACCOUNTS[1]] }, { Service: 'ec2.amazonaws.com' }, { AWS: HEAD, Service: 'ec2.amazonaws.com' }],
  ...[{ AWS: 'AROAEXAMPLEID12345678' }, { Federated: '*' }, { Service: '*' }],
);

const condition = fc.oneof(
  fc.tuple(
    fc.constantFrom(
      ...[
        'ArnLike',
        'ArnNotEquals',
        'StringEquals',
        'StringNotLikeIfExists',
        'StringLikeIfExists',
        'ForAnyValue:ArnLike',
      ],
      ...['ForAllValues:StringLike', 'StringEqualsIgnoreCase'],
    ),
    fc.constant('aws:PrincipalArn'),
    fc.constantFrom(HEAD, 'arn:aws:iam::*:role/head*', 'arn:*:iam::*:user/*'),
  ),
  fc.tuple(
    fc.constantFrom('StringEquals', 'StringNotEquals', 'StringLikeIfExists'),
    fc.constant('aws:PrincipalAccount'),
    fc.constantFrom(...ACCOUNTS.slice(0, 2)),
  ),
  fc.tuple(
    fc.constant('Null'),
    fc.constantFrom('aws:PrincipalArn', 'sts:ExternalId'),
    fc.constantFrom('true', 'false'),
  ),
  fc.tuple(fc.constantFrom('StringEquals', 'StringNotEquals'), fc.constant('sts:ExternalId'), fc.constant('a')),
);

const statement = fc
  .tuple(fc.constantFrom('Allow', 'Allow', 'Deny'), principal, fc.boolean(), fc.array(condition, { maxLength: 2 }))
  .map(([Effect, Principal, isAllBut, conditions]) => {
    const Condition: Record<string, Record<string, unknown>> = {};
    for (const [operator, key, value] of conditions) Condition[operator] = { ...Condition[operator], [key]: value };
    const spared = { NotPrincipal: { AWS: [HEAD, ACCOUNTS[0]] } };
    return { Effect, Action: 'sts:AssumeRole', ...(isAllBut && Effect === 'Deny' ? spared : { Principal }), Condition };
  });

const trust = fc
  .array(statement, { minLength: 1, maxLength: 3 })
  .map((Statement) => statementsOf({ Version: '2012-10-17', Statement }));

function asked(old: Statement[], now: Statement[]): Comparison['change'] {
  const answers = CALLERS.flatMap((caller) =>
    CONTEXTS.map((context) =>
      [old, now].map((each) => decide([each], { caller, action: 'sts:AssumeRole', context }).answer === 'yes'),
    ),
  );
  const isWider = answers.some(([before, after]) => after === true && before === false);
  const isNarrower = answers.some(([before, after]) => before === true && after === false);
  return isWider ? (isNarrower ? 'both' : 'wider') : isNarrower ? 'narrower' : 'same';
}

test('every caller says of two trusts what the comparison says', () => {
  fc.assert(
    fc.property(trust, trust, trust, (shared, a, b) => {
      const [old, now] = [
        [...shared, ...a],
        [...shared, ...b],
      ];
      const compared = compareAccess({ statements: old }, { statements: now });
      expect([compared.change, compared.undecided]).toEqual([asked(old, now), []]);
    }),
    { numRuns: RUNS * 5 },
  );
});
