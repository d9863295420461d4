import fc from 'fast-check';
import { type CanonicalStatement, canonicalStatements } from '../../../../lib/private/access/snapshot/statements';
import { runs } from '../../../support';

const document = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });

const some = (...items: string[]) => fc.subarray(items, { minLength: 1 });
const statements = fc.array(
  fc.record(
    {
      Sid: fc.constantFrom('One', 'Two'),
      Effect: fc.constantFrom('Allow', 'Deny'),
      Principal: fc.oneof(fc.constant('*'), fc.record({ AWS: some('a', 'b'), Service: some('c', 'd') })),
      Action: some('s3:Get', 's3:List', 's3:Put'),
      Resource: some('x', 'x/*', '*'),
      Condition: fc.constant({ Bool: { 'aws:SecureTransport': true } }),
    },
    { requiredKeys: ['Effect', 'Action', 'Resource'] },
  ),
  { minLength: 1, maxLength: 6 },
);

/** Each single fact of statements: who may do what with which resource, under which Sid and condition. */
function facts(list: readonly CanonicalStatement[]): Set<string> {
  return new Set(
    list.flatMap(({ Sid, Effect, Principal = { none: ['none'] }, Action = [], Resource = [], Condition }) =>
      Object.entries(Principal === '*' ? { anybody: ['*'] } : Principal).flatMap(([type, values]) =>
        [values]
          .flat()
          .flatMap((value) =>
            Action.flatMap((action) =>
              Resource.map((resource) =>
                JSON.stringify([Sid, Effect, type, value, action, resource, Condition !== undefined]),
              ),
            ),
          ),
      ),
    ),
  );
}

test('the canonical form says what the statements say', () => {
  fc.assert(
    fc.property(statements, (list) => {
      expect(facts(canonicalStatements([document(...list)]))).toEqual(facts(list as unknown as CanonicalStatement[]));
    }),
    { numRuns: runs(100) },
  );
});

test('it does not depend on how statements are split, ordered and spread over documents', () => {
  const seeded = fc.tuple(statements, fc.array(fc.nat(), { minLength: 60, maxLength: 60 }));
  fc.assert(
    fc.property(seeded, ([list, random]) => {
      let next = 0;
      const pick = () => random[next++ % random.length]!;
      const pieces = list.flatMap((statement): object[] =>
        pick() % 2 === 0
          ? [statement]
          : statement.Action.flatMap((Action) =>
              statement.Resource.map((Resource) => ({ ...statement, Action, Resource })),
            ),
      );
      const shuffled = pieces
        .map((piece) => ({ piece, order: pick() }))
        .sort((a, b) => a.order - b.order)
        .map(({ piece }) => piece);
      const cut = pick() % (shuffled.length + 1);
      expect(canonicalStatements([document(...shuffled.slice(0, cut)), document(...shuffled.slice(cut))])).toEqual(
        canonicalStatements([document(...list)]),
      );
    }),
    { numRuns: runs(100) },
  );
});

test('one text and a list of one, booleans and their texts, are alike', () => {
  const canonical = {
    Effect: 'Allow',
    Action: ['s3:GetObject'],
    Resource: ['*'],
    Condition: { Bool: { 'aws:SecureTransport': ['true'] }, NumericLessThan: { 's3:max-keys': ['10'] } },
  };
  expect(
    canonicalStatements([
      {
        Version: '2012-10-17',
        Statement: {
          Effect: 'Allow',
          Action: 's3:GetObject',
          Resource: ['*', '*'],
          Condition: { NumericLessThan: { 's3:max-keys': 10 }, Bool: { 'aws:SecureTransport': true } },
        },
      },
    ]),
  ).toEqual([canonical]);
  expect(canonicalStatements([document(canonical)])).toEqual([canonical]);
});

test('statements are joined only where all else is equal', () => {
  const base = { Sid: 'A', Effect: 'Allow', Action: 's3:GetObject', Resource: 'x' };
  const others = [
    { ...base, Sid: 'B' },
    { ...base, Effect: 'Deny' },
    { ...base, Condition: { Bool: { 'aws:SecureTransport': 'true' } } },
    { Sid: 'A', Effect: 'Allow', NotAction: 's3:GetObject', Resource: 'x' },
    { Sid: 'A', Effect: 'Allow', Action: 's3:GetObject', NotResource: 'x' },
    { ...base, NotPrincipal: { AWS: 'a' } },
    { ...base, Principal: '*' },
  ];
  for (const other of others) {
    expect(
      canonicalStatements([document(base, { ...other, ...('Resource' in other ? { Resource: 'y' } : {}) })]),
    ).toHaveLength(2);
  }
  expect(canonicalStatements([document(base, { ...base, Resource: 'y' })])).toHaveLength(1);
});

test('NotAction, NotResource and NotPrincipal are kept as they are, sorted', () => {
  expect(
    canonicalStatements([
      document(
        {
          Effect: 'Deny',
          NotAction: ['s3:Put', 's3:Get'],
          NotResource: ['y', 'x'],
          NotPrincipal: { Service: 's', AWS: ['b', 'a'] },
        },
        { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' },
      ),
    ]),
  ).toEqual([
    { Effect: 'Allow', Principal: '*', Action: ['sts:AssumeRole'] },
    {
      Effect: 'Deny',
      NotPrincipal: { AWS: ['a', 'b'], Service: ['s'] },
      NotAction: ['s3:Get', 's3:Put'],
      NotResource: ['x', 'y'],
    },
  ]);
});

test('the old policy language, in which variables are plain text, is shown', () => {
  const statement = { Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['*'] };
  expect(canonicalStatements([{ Statement: [statement] }])).toEqual([{ ...statement, Version: '2008-10-17' }]);
});

test('they are sorted by Sid', () => {
  const statement = (Sid: string) => ({ Sid, Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['*'] });
  expect(canonicalStatements([document(statement('B'), statement('A'), statement('a'))]).map(({ Sid }) => Sid)).toEqual(
    ['A', 'B', 'a'],
  );
});

test('a choice of principals is joined with no other principals, nor with another choice', () => {
  const statement = { Effect: 'Allow', Action: ['sts:AssumeRole'] };
  const choice = (...branches: unknown[]) => ({ ...statement, Principal: { 'Fn::If': ['c', ...branches] } });
  const all = [
    choice({ AWS: ['a'] }, '*'),
    choice('*', { AWS: ['a'] }),
    { ...statement, Principal: { AWS: ['a', 'b'] } },
  ];
  expect(canonicalStatements([document(...all, ...all)])).toEqual(expect.arrayContaining(all));
  expect(canonicalStatements([document(...all, ...all)])).toHaveLength(3);
});
