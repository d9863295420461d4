import { compareAccess } from '../../../../lib/private/access/policy/compare';
import { type Statement, statementsOf, unknownStatements } from '../../../../lib/private/access/policy/statement';

type Json = Record<string, unknown>;

const allow = (more: Json = {}): Json => ({ Effect: 'Allow', Action: 's3:*', Resource: '*', ...more });
const deny = (more: Json = {}): Json => ({ ...allow(more), Effect: 'Deny' });
const trust = (Principal: unknown, Condition: unknown = {}): Json => ({
  Effect: 'Allow',
  Action: 'sts:AssumeRole',
  Principal,
  Condition,
});
const policy = (...statements: Json[]): Statement[] => statementsOf({ Version: '2012-10-17', Statement: statements });
const compared = (old: Json[], now: Json[]) =>
  compareAccess({ statements: policy(...old) }, { statements: policy(...now) });

const HEAD = 'arn:aws:iam::111122223333:role/head';
const ROOT = 'arn:aws:iam::111122223333:root';
const a = 'arn:aws:s3:::a/*';
const b = 'arn:aws:s3:::b/*';

describe('says the same', () => {
  test.each<[string, Json[], Json[]]>([
    ['Sid and order', [allow({ Sid: 'A', Resource: [a, b] })], [allow({ Resource: [b, a] })]],
    ['a statement split in two', [allow({ Resource: [a, b] })], [allow({ Resource: a }), allow({ Resource: b })]],
    ['an action that a wildcard covers', [allow()], [allow({ Action: ['s3:*', 's3:GetObject'] })]],
    [
      'the case of actions and keys',
      [allow({ Action: 's3:GetObject', Condition: { StringEquals: { 'aws:PrincipalTag/A': 'a' } } })],
      [allow({ Action: 'S3:getobject', Condition: { StringEquals: { 'AWS:principaltag/a': 'a' } } })],
    ],
    ['what is denied is not allowed', [allow({ Resource: a })], [allow({ Resource: [a, b] }), deny({ Resource: b })]],
    ['NotResource in a Deny', [allow({ Resource: a })], [allow(), { Effect: 'Deny', Action: 's3:*', NotResource: a }]],
    [
      'conditions that exclude each other',
      [allow()],
      [
        allow({ Condition: { Bool: { 'aws:SecureTransport': 'true' } } }),
        allow({ Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        allow({ Condition: { Null: { 'aws:SecureTransport': 'true' } } }),
      ],
    ],
    [
      'adjacent networks',
      [allow({ Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } })],
      [allow({ Condition: { IpAddress: { 'aws:SourceIp': ['10.0.0.0/9', '10.128.0.0/9'] } } })],
    ],
    [
      'a role, and its account with a condition',
      [trust({ AWS: HEAD })],
      [trust({ AWS: ROOT }, { ArnEquals: { 'aws:PrincipalArn': HEAD } })],
    ],
    ['the root, and the id of the account', [trust({ AWS: ROOT })], [trust({ AWS: '111122223333' })]],
    [
      'the root, and everybody of the account',
      [trust({ AWS: ROOT })],
      [trust('*', { StringEquals: { 'aws:PrincipalAccount': '111122223333' } })],
    ],
    ['a principal that was deleted', [trust({ AWS: HEAD })], [trust({ AWS: [HEAD, 'AROAEXAMPLEID12345678'] })]],
  ])('%s', (_, old, now) => {
    expect(compared(old, now)).toEqual({ change: 'same', gained: [], lost: [], undecided: [] });
  });
});

describe('is wider, with a request that shows it', () => {
  test.each<[string, Json[], Json[], Json]>([
    [
      'an action',
      [allow({ Action: 's3:GetObject', Resource: a })],
      [allow({ Action: ['s3:GetObject', 's3:PutObject'], Resource: a })],
      { action: 's3:PutObject' },
    ],
    ['a resource', [allow({ Resource: a })], [allow({ Resource: [a, b] })], { resource: 'arn:aws:s3:::b/x' }],
    ['a removed Deny', [allow(), deny({ Resource: a })], [allow()], { resource: 'arn:aws:s3:::a/x' }],
    ['a narrower Deny', [allow(), deny()], [allow(), deny({ Action: 's3:Put*' })], { resource: '*' }],
    [
      'NotAction',
      [allow({ Action: 'ec2:*' })],
      [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }],
      { resource: '*' },
    ],
    ['a removed Deny of NotAction', [allow(), { Effect: 'Deny', NotAction: 's3:Get*', Resource: '*' }], [allow()], {}],
    [
      'a condition gone',
      [allow({ Condition: { StringEquals: { 'aws:PrincipalTag/a': 'x' } } })],
      [allow()],
      { context: {} },
    ],
    [
      'IfExists',
      [allow({ Condition: { StringEquals: { 'aws:PrincipalTag/a': 'x' } } })],
      [allow({ Condition: { StringEqualsIfExists: { 'aws:PrincipalTag/a': 'x' } } })],
      { context: {} },
    ],
    [
      'one value more',
      [allow({ Condition: { StringEquals: { 'k:x': ['a'] } } })],
      [allow({ Condition: { StringEquals: { 'k:x': ['a', 'b'] } } })],
      { context: { 'k:x': 'b' } },
    ],
    [
      'a pattern',
      [allow({ Condition: { StringEquals: { 'k:x': 'a*' } } })],
      [allow({ Condition: { StringLike: { 'k:x': 'a*' } } })],
      { context: { 'k:x': 'a' } },
    ],
    [
      'case that no longer counts',
      [allow({ Condition: { StringLike: { 'k:x': 'a' } } })],
      [allow({ Condition: { StringEqualsIgnoreCase: { 'k:x': 'a' } } })],
      { context: { 'k:x': 'A' } },
    ],
    [
      'a border',
      [allow({ Condition: { NumericLessThan: { 'k:x': '10' } } })],
      [allow({ Condition: { NumericLessThanEquals: { 'k:x': '10' } } })],
      { context: { 'k:x': '10' } },
    ],
    [
      'a later day',
      [allow({ Condition: { DateLessThan: { 'aws:CurrentTime': '2026-01-01' } } })],
      [allow({ Condition: { DateLessThan: { 'aws:CurrentTime': '2026-01-02' } } })],
      { context: { 'aws:CurrentTime': '2026-01-01T23:59:59.000Z' } },
    ],
    [
      'an address',
      [allow({ Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/9' } } })],
      [allow({ Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } })],
      { context: { 'aws:SourceIp': '10.255.255.255' } },
    ],
    [
      'a member of a list',
      [allow({ Condition: { 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'a' } } })],
      [allow({ Condition: { 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['a', 'b'] } } })],
      { context: { 'aws:TagKeys': ['b'] } },
    ],
    [
      'a list without a key',
      [allow({ Condition: { 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'a' } } })],
      [allow({ Condition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': 'a' } } })],
      { context: {} },
    ],
    ['everybody', [trust({ AWS: ROOT })], [trust('*')], { action: 'sts:AssumeRole' }],
    ['the whole account', [trust({ AWS: HEAD })], [trust({ AWS: ROOT })], { action: 'sts:AssumeRole' }],
    ['a role more', [trust({ AWS: HEAD })], [trust({ AWS: [HEAD, `${HEAD}2`] })], { principal: `${HEAD}2` }],
    [
      'a service',
      [trust({ AWS: HEAD })],
      [trust({ AWS: HEAD, Service: 'ec2.amazonaws.com' })],
      { principal: 'ec2.amazonaws.com' },
    ],
    [
      'an external id gone',
      [trust({ AWS: HEAD }, { StringEquals: { 'sts:ExternalId': 'x' } })],
      [trust({ AWS: HEAD })],
      { principal: HEAD, context: {} },
    ],
    [
      'a variable',
      [allow({ Resource: 'arn:aws:s3:::home/${aws:PrincipalTag/a}/*' })],
      [allow({ Resource: 'arn:aws:s3:::home/*' })],
      { resource: 'arn:aws:s3:::home/x' },
    ],
  ])('%s', (_, old, now, witness) => {
    const there = compared(old, now);
    expect(there).toMatchObject({ change: expect.stringMatching(/^(wider|both)$/) as string, undecided: [] });
    expect(there.gained.map((each) => each.witness)).toContainEqual(expect.objectContaining(witness));
    expect(compared(now, old).lost).toEqual(there.gained);
  });

  test('a boundary that is gone, and one that allows more', () => {
    const statements = policy(allow());
    const [small, large] = [policy(allow({ Resource: a })), policy(allow({ Resource: [a, b] }))];
    const change = (old?: Statement[], now?: Statement[]) =>
      compareAccess({ statements, boundary: old }, { statements, boundary: now }).change;
    expect([change(small), change(small, large), change(large, small), change(undefined, small)]).toEqual([
      'wider',
      'wider',
      'narrower',
      'narrower',
    ]);
    expect(change(small, policy(allow({ Resource: a }), allow({ Resource: a, Action: 's3:Get*' })))).toBe('same');
  });

  test('the statement that makes the difference is named: the new Allow, or the Deny that is gone', () => {
    const [old, now] = [
      [allow(), deny({ Sid: 'Gone' })],
      [allow(), allow({ Sid: 'New', Action: 'sqs:*' })],
    ];
    expect(compared(old, now).gained.map(({ statement }) => (statement as Json).Sid)).toEqual(['Gone', 'New']);
  });
});

describe('with conditions of CloudFormation', () => {
  const either = (then: unknown, otherwise: unknown) => ({ 'Fn::If': ['IsProd', then, otherwise] });

  test('swapped branches are another document, and the witness says in which of them', () => {
    const found = compared([trust(either({ AWS: HEAD }, '*'))], [trust(either('*', { AWS: HEAD }))]);
    expect(found).toMatchObject({
      change: 'both',
      gained: [{ witness: { assuming: ['IsProd'] } }],
      lost: [{ witness: { assuming: ['not IsProd'] } }],
    });
  });

  test('equal branches are no branches', () => {
    expect(compared([trust(either({ AWS: HEAD }, { AWS: HEAD }))], [trust({ AWS: HEAD })]).change).toBe('same');
  });
});

describe('with symbols', () => {
  const lake = (path: string) => allow({ Resource: `arn:aws:s3:::\${Stack/Lake}/${path}` });

  test('a symbol is equal to itself', () => {
    expect(compared([lake('*')], [lake('a*')])).toMatchObject({
      change: 'narrower',
      lost: [{ witness: { resource: 'arn:aws:s3:::${Stack/Lake}/', assuming: [] } }],
    });
    expect(compared([allow({ Resource: 'arn:aws:s3:::*' })], [lake('*')]).change).toBe('narrower');
  });

  test('a gain that a symbol could undo says so', () => {
    expect(compared([lake('*')], [lake('*'), allow({ Resource: b })])).toMatchObject({
      change: 'wider',
      gained: [
        {
          witness: {
            resource: 'arn:aws:s3:::b/x',
            assuming: ['${Stack/Lake} is none of the names that are written out'],
          },
        },
      ],
    });
  });
});

/** Each is said with its reason, in both directions, and counts as a change. */
describe('is undecided', () => {
  test.each<[string, Json[], Json[], RegExp]>([
    [
      'NotPrincipal with Allow',
      [trust({ AWS: HEAD })],
      [{ Effect: 'Allow', Action: 'sts:AssumeRole', NotPrincipal: { AWS: ROOT } }],
      /it allows all but the principals that it names/,
    ],
    [
      'a variable in NotResource',
      [deny(), allow({ Action: 'ec2:*' })],
      [{ Effect: 'Allow', Action: 's3:*', NotResource: 'arn:aws:s3:::a/${aws:PrincipalTag/a}' }],
      /what a negation says where \$\{aws:PrincipalTag\/a\}/,
    ],
    [
      'an unknown operator',
      [trust({ AWS: HEAD }, { StringEquals: { 'k:x': 'a' } })],
      [trust({ AWS: HEAD }, { StringMatches: { 'k:x': 'a' } })],
      /IAM has no operator StringMatches/,
    ],
    ['an unknown element', [allow({ Action: 's3:Get*' })], [allow({ Actions: 's3:*' })], /it has the element Actions/],
    [
      'a Deny of a symbol that is gone',
      [allow({ Resource: a }), deny({ Resource: '${Stack/Lake.Arn}/*' })],
      [allow({ Resource: a })],
      /it depends on \$\{Stack\/Lake\.Arn\}/,
    ],
    [
      'a resource of too few segments',
      [allow({ Resource: a })],
      [allow({ Resource: 'arn:aws:s3*' })],
      /what AWS makes of the resource arn:aws:s3\* is not documented/,
    ],
    [
      'a key of two types',
      [allow({ Condition: { StringLike: { 'k:x': '1*' } } })],
      [allow({ Condition: { NumericLessThan: { 'k:x': '5' } } })],
      /NumericLessThan k:x "5"/,
    ],
    [
      'a principal with a wildcard',
      [trust({ AWS: HEAD })],
      [trust({ AWS: `${HEAD}*` })],
      /whom the principal .*head\* stands for/,
    ],
  ])('%s', (_, old, now, reason) => {
    for (const found of [compared(old, now), compared(now, old)]) {
      expect(found.change).toBe('undecided');
      expect(found.undecided.map(({ why }) => why).join('\n')).toMatch(reason);
    }
    expect(compared(now, now).change).toBe('same');
  });

  test('a document that is not in view, unless it is on both sides', () => {
    const unknown = unknownStatements('the document of arn:aws:iam::aws:policy/ReadOnlyAccess is not in view');
    const statements = policy(allow());
    expect(compareAccess({ statements: [] }, { statements: unknown }).undecided[0]?.why).toContain(
      'ReadOnlyAccess is not in view',
    );
    expect(compareAccess({ statements: unknown }, { statements: [...statements, ...unknown] }).change).toBe(
      'undecided',
    );
    expect(
      compareAccess({ statements: [...statements, ...unknown] }, { statements: [...unknown, ...statements] }).change,
    ).toBe('same');
  });

  test('a search that grows beyond its limit', () => {
    const words = Array.from({ length: 12 }, (_, index) => `arn:aws:s3:::*${String(index)}*${String(index + 1)}*`);
    const [old, now] = [words.map((Resource) => allow({ Resource })), [allow({ Resource: 'arn:aws:s3:::*0*1*2*3*' })]];
    const found = compareAccess({ statements: policy(...old) }, { statements: policy(...now) }, { limit: 10 });
    expect(found.undecided[0]?.why).toBe('the search was given up, because the policies are too entangled');
  });
});
