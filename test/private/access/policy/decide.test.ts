import fc from 'fast-check';
import { type Answer, decide } from '../../../../lib/private/access/policy/decide';
import type { Request } from '../../../../lib/private/access/policy/request';
import { type Statement, statementsOf, unknownStatements } from '../../../../lib/private/access/policy/statement';

const OBJECT = 'arn:aws:s3:::lake/sales/a';
const request: Request = { action: 's3:GetObject', resource: OBJECT };

function policy(...statements: object[]): Statement[] {
  return statementsOf({ Version: '2012-10-17', Statement: statements });
}

const allow = (more: object = {}) => ({ Effect: 'Allow', Action: 's3:GetObject', Resource: '*', ...more });
const without = (element: string, more: object) =>
  Object.fromEntries(Object.entries(allow(more)).filter(([key]) => key !== element));

function answer(statements: Statement[], more: Partial<Request> = {}, boundary?: Statement[]): Answer {
  return decide(boundary === undefined ? [statements] : [statements, boundary], { ...request, ...more }).answer;
}

/** Of each pair, the first allows the request, and the second, which differs in one fact, does not. */
describe('actions and resources', () => {
  test.each<[string, object, object]>([
    ['an action in any case', allow({ Action: 'S3:getobject' }), allow({ Action: 's3:GetObjects' })],
    ['a wildcard', allow({ Action: 's3:Get*' }), allow({ Action: 's3:Get' })],
    ['a question mark', allow({ Action: 's3:?etObject' }), allow({ Action: 's3:?GetObject' })],
    [
      'NotAction',
      without('Action', { NotAction: 's3:Put*' }),
      without('Action', { NotAction: ['s3:Put*', 's3:get*'] }),
    ],
    ['a resource', allow({ Resource: OBJECT }), allow({ Resource: OBJECT.toUpperCase() })],
    [
      'a wildcard over slashes',
      allow({ Resource: 'arn:aws:s3:::lake/*' }),
      allow({ Resource: 'arn:aws:s3:::lake/*/b' }),
    ],
    [
      'a wildcard in its segment',
      allow({ Resource: 'arn:*:s3:*:*:lake/*' }),
      allow({ Resource: 'arn:*:lake/*:*:*:*' }),
    ],
    [
      'NotResource',
      without('Resource', { NotResource: 'arn:aws:s3:::logs/*' }),
      without('Resource', { NotResource: 'arn:aws:s3:::l*' }),
    ],
    [
      'an escaped character',
      allow({ Resource: 'arn:aws:s3:::lake/sales/${*}' }),
      allow({ Resource: 'arn:aws:s3:::lake/sales/a${*}' }),
    ],
  ])('%s', (title, allows, refuses) => {
    const resource = title === 'an escaped character' ? 'arn:aws:s3:::lake/sales/*' : OBJECT;
    expect(answer(policy(allows), { resource })).toBe('yes');
    expect(answer(policy(refuses), { resource })).toBe('no');
  });

  test('a Deny wins, and one for something else does not', () => {
    const deny = (more: object) => ({ ...allow(more), Effect: 'Deny' });
    expect(answer(policy(allow(), deny({ Resource: 'arn:aws:s3:::lake/*' })))).toBe('no');
    expect(answer(policy(allow(), deny({ Resource: 'arn:aws:s3:::logs/*' })))).toBe('yes');
  });

  test('a boundary must allow it as well, and grants nothing', () => {
    expect(answer(policy(allow()), {}, policy(allow({ Action: 's3:*' })))).toBe('yes');
    expect(answer(policy(allow()), {}, policy(allow({ Action: 's3:Put*' })))).toBe('no');
    expect(answer(policy(), {}, policy(allow()))).toBe('no');
    expect(answer(policy(allow()), {}, policy(allow(), { ...allow(), Effect: 'Deny' }))).toBe('no');
  });

  test('a document that is not in view may allow and deny', () => {
    const unknown = unknownStatements('the document of x is not in view');
    expect(answer(unknown)).toBe('depends');
    expect(answer([...policy(allow()), ...unknown])).toBe('depends');
    expect(answer(policy(allow()), {}, unknown)).toBe('depends');
    expect(answer(policy(), {}, unknown)).toBe('no');
  });
});

describe('condition operators', () => {
  const one = (value: string) => ({ 'k:x': value });

  /** The operator and what it expects; contexts that meet it, and contexts that do not. */
  test.each<[string, unknown, object[], object[]]>([
    ['StringEquals', 'a', [one('a')], [one('A'), one('ab'), {}]],
    ['StringNotEquals', ['a', 'b'], [one('c'), {}], [one('a'), one('b')]],
    ['StringEqualsIgnoreCase', 'aB', [one('Ab')], [one('a'), {}]],
    ['StringNotEqualsIgnoreCase', 'aB', [one('a'), {}], [one('AB')]],
    ['StringLike', 'a*?', [one('ab'), one('axxb')], [one('a'), one('Ab'), {}]],
    ['StringNotLike', 'a*', [one('b'), {}], [one('a')]],
    ['StringEqualsIfExists', 'a', [one('a'), {}], [one('b')]],
    ['StringNotEqualsIfExists', 'a', [one('b'), {}], [one('a')]],
    ['Bool', true, [one('true'), one('True')], [one('false'), {}]],
    ['BoolIfExists', 'false', [one('false'), {}], [one('true')]],
    ['Null', 'true', [{}], [one('')]],
    ['Null', false, [one('a')], [{}]],
    ['NumericEquals', '10', [one('10'), one('10.0')], [one('11'), one('x'), {}]],
    ['NumericNotEquals', 10, [one('11'), {}], [one('10')]],
    ['NumericLessThan', '10', [one('9')], [one('10'), {}]],
    ['NumericLessThanEquals', '10', [one('10')], [one('11')]],
    ['NumericGreaterThan', '10', [one('11')], [one('10')]],
    ['NumericGreaterThanEquals', '10', [one('10')], [one('9')]],
    [
      'DateLessThan',
      '2026-01-01T00:00:00Z',
      [one('2025-12-31T23:59:59Z'), one('1735689600')],
      [one('2026-01-01T00:00:00Z'), {}],
    ],
    ['DateGreaterThanEquals', '2026-01-01', [one('2026-01-01T00:00:00Z')], [one('2025-12-31T00:00:00Z')]],
    [
      'IpAddress',
      ['10.0.0.0/8', '2001:db8::/32'],
      [one('10.1.2.3'), one('2001:db8:1::1')],
      [one('11.0.0.0'), one('2001:db9::1'), {}],
    ],
    ['NotIpAddress', '10.0.0.0/8', [one('11.0.0.0'), {}], [one('10.255.255.255')]],
    ['IpAddress', '10.1.2.3', [one('10.1.2.3')], [one('10.1.2.4')]],
    ['ArnEquals', 'arn:*:iam::*:role/a*', [one('arn:aws:iam::1:role/ab')], [one('arn:aws:iam::1:user/ab'), {}]],
    ['ArnNotLike', 'arn:aws:iam::1:role/*', [one('arn:aws:iam::2:role/a'), {}], [one('arn:aws:iam::1:role/a')]],
    ['BinaryEquals', 'QmFzZTY0', [one('QmFzZTY0')], [one('qmFzZTY0')]],
    ['ForAnyValue:StringEquals', ['a', 'b'], [{ 'k:x': ['c', 'a'] }, one('b')], [{ 'k:x': ['c'] }, {}]],
    ['ForAllValues:StringEquals', ['a', 'b'], [{ 'k:x': ['b', 'a'] }, {}], [{ 'k:x': ['a', 'c'] }]],
    ['ForAnyValue:StringNotEquals', ['a'], [{ 'k:x': ['a', 'c'] }], [{ 'k:x': ['a'] }, {}]],
    ['ForAllValues:StringNotLike', ['a*'], [{ 'k:x': ['b', 'c'] }, {}], [{ 'k:x': ['b', 'ab'] }]],
    ['ForAnyValue:StringLikeIfExists', ['a*'], [{ 'k:x': ['ab'] }, {}], [{ 'k:x': ['b'] }]],
  ])('%s %j', (operator, expected, met, unmet) => {
    const statements = policy(allow({ Condition: { [operator]: { 'K:X': expected } } }));
    const answers = (contexts: object[]) =>
      contexts.map((context) => [context, answer(statements, { context: { ...context } })]);
    expect(answers(met)).toEqual(met.map((context) => [context, 'yes']));
    expect(answers(unmet)).toEqual(unmet.map((context) => [context, 'no']));
  });

  test('all conditions must be met', () => {
    const Condition = { StringEquals: { 'k:x': 'a', 'k:y': 'b' }, Bool: { 'k:z': 'true' } };
    const context = { 'k:x': 'a', 'k:y': 'b', 'k:z': 'true' };
    expect(answer(policy(allow({ Condition })), { context })).toBe('yes');
    for (const key of Object.keys(context)) {
      expect(answer(policy(allow({ Condition })), { context: { ...context, [key]: 'other' } })).toBe('no');
    }
  });

  test('a list under an operator for one value, and a number that is none, are not decided', () => {
    const list = policy(allow({ Condition: { StringEquals: { 'k:x': 'a' } } }));
    expect(answer(list, { context: { 'k:x': ['a', 'b'] } })).toBe('depends');
    const number = policy(allow({ Condition: { NumericLessThan: { 'k:x': '${Limit}' } } }));
    expect(answer(number, { context: { 'k:x': '1' } })).toBe('depends');
  });
});

describe('variables of IAM', () => {
  const home = policy(allow({ Resource: 'arn:aws:s3:::lake/${aws:PrincipalTag/Team}/*' }));

  test('stand for what the request says, without wildcards, and say nothing where it says nothing', () => {
    expect(answer(home, { context: { 'aws:principaltag/team': 'sales' } })).toBe('yes');
    expect(answer(home, { context: { 'aws:PrincipalTag/Team': 'ops' } })).toBe('no');
    expect(answer(home, { context: { 'aws:PrincipalTag/Team': '*' } })).toBe('no');
    expect(answer(home)).toBe('no');
    expect(decide([home], { ...request, isOpen: () => true }).why).toBe('it depends on ${aws:PrincipalTag/Team}');
  });

  test('have a default', () => {
    const statements = policy(allow({ Resource: "arn:aws:s3:::lake/${aws:PrincipalTag/Team, 'sales'}/*" }));
    expect(answer(statements)).toBe('yes');
    expect(answer(statements, { context: { 'aws:PrincipalTag/Team': 'ops' } })).toBe('no');
  });

  test('in a condition, and in NotResource, where it is not documented', () => {
    const equal = policy(allow({ Condition: { StringEquals: { 's3:prefix': '${aws:PrincipalTag/Team}' } } }));
    expect(answer(equal, { context: { 's3:prefix': 'a', 'aws:PrincipalTag/Team': 'a' } })).toBe('yes');
    expect(answer(equal, { context: { 's3:prefix': 'a', 'aws:PrincipalTag/Team': 'b' } })).toBe('no');
    expect(answer(equal, { context: { 's3:prefix': 'a' } })).toBe('no');
    const others = policy(without('Resource', { NotResource: 'arn:aws:s3:::lake/${aws:PrincipalTag/Team}/*' }));
    expect(answer(others, { context: { 'aws:PrincipalTag/Team': 'ops' } })).toBe('yes');
    expect(answer(others, { context: { 'aws:PrincipalTag/Team': 'sales' } })).toBe('no');
    expect(answer(others)).toBe('depends');
  });

  test('are not known to the old version of documents', () => {
    const old = statementsOf({ Statement: [allow({ Resource: 'arn:aws:s3:::lake/${aws:PrincipalTag/Team}/*' })] });
    expect(answer(old, { context: { 'aws:PrincipalTag/Team': 'sales' } })).toBe('depends');
    expect(answer(statementsOf({ Statement: [allow()] }))).toBe('yes');
  });
});

describe('symbols of CloudFormation', () => {
  const inLake = policy(allow({ Resource: 'arn:aws:s3:::${Stack/Lake}/*' }));

  test('are equal to themselves, and may be any text', () => {
    expect(answer(inLake, { resource: 'arn:aws:s3:::${Stack/Lake}/a' })).toBe('yes');
    expect(decide([inLake], request)).toMatchObject({ answer: 'depends', why: 'it depends on ${Stack/Lake}' });
    expect(answer(inLake, { resource: 'arn:aws:sqs:eu-west-1:1:queue' })).toBe('no');
    expect(answer(policy(allow({ Resource: 'arn:aws:s3:::*/a' })), { resource: 'arn:aws:s3:::${Stack/Lake}/a' })).toBe(
      'yes',
    );
  });

  test('in a Deny make an Allow depend on them', () => {
    const deny = { Effect: 'Deny', Action: '*', Resource: '${Stack/Lake.Arn}/*' };
    expect(answer(policy(allow(), deny))).toBe('depends');
    expect(answer(policy(allow(), { ...deny, Action: 'sqs:*' }))).toBe('yes');
  });
});

test('more conditions of CloudFormation than are looked at leave a statement undecided, and say so', () => {
  const chosen = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ 'Fn::If': [`Is${index}`, 's3:GetObject', 's3:Get*'] }));
  expect(answer(policy(allow({ Action: chosen(4) })))).toBe('yes');
  const { answer: given, why } = decide([policy(allow({ Action: chosen(5) }))], request);
  expect(given).toBe('depends');
  expect(why).toContain('more than 4 conditions of CloudFormation in');
});

test('braces that do not close are characters', () => {
  const open = allow({ Resource: `${OBJECT}\${x` });
  expect(answer(policy(open), { resource: `${OBJECT}\${x` })).toBe('yes');
  expect(answer(policy(open))).toBe('no');
});

test('three values never contradict two: what a partly known request is for sure, every such request is', () => {
  const values = fc.constantFrom('a', 'b', undefined);
  const operator = fc.constantFrom(
    'StringEquals',
    'StringNotEquals',
    'StringLikeIfExists',
    'ForAllValues:StringEquals',
  );
  const condition = fc.tuple(operator, fc.constantFrom('k:x', 'k:y'), fc.constantFrom('a', 'b', '*'));
  const statement = fc
    .tuple(fc.constantFrom('Allow', 'Allow', 'Deny'), fc.array(condition, { maxLength: 2 }))
    .map(([Effect, conditions]) => ({
      ...allow(),
      Effect,
      Condition: Object.fromEntries(conditions.map(([name, key, value]) => [name, { [key]: value }])),
    }));
  fc.assert(
    fc.property(fc.array(statement, { maxLength: 4 }), values, values, fc.boolean(), (statements, x, y, isOpen) => {
      const of = (entries: [string, string | undefined][]) =>
        Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));
      const context = of([
        ['k:x', x],
        ['k:y', y],
      ]);
      const partly = answer(policy(...statements), {
        context: isOpen ? of([['k:x', x]]) : context,
        isOpen: (key) => isOpen && key === 'k:y',
      });
      const fully = answer(policy(...statements), { context });
      expect(fully).not.toBe('depends');
      if (partly !== 'depends') expect(fully).toBe(partly);
    }),
  );
});
