import type { Caller } from '../../../../lib/private/access/policy/caller';
import { statementsOf } from '../../../../lib/private/access/policy/statement';
import { type SessionAction, decideTrust, needsPermission } from '../../../../lib/private/access/policy/trust';

const ACCOUNT = '111122223333';
const HEAD = `arn:aws:iam::${ACCOUNT}:role/hopsworks-head`;
const head: Caller = { type: 'aws', names: [HEAD] };
const ROOT = `arn:aws:iam::${ACCOUNT}:root`;

type Statement = Record<string, unknown>;

const allow = (Principal: unknown, Condition?: unknown): Statement => ({
  Effect: 'Allow',
  Action: 'sts:AssumeRole',
  Principal,
  ...(Condition === undefined ? {} : { Condition }),
});
const deny = (principal: Statement, Condition?: unknown): Statement => ({
  Effect: 'Deny',
  Action: 'sts:*',
  ...principal,
  ...(Condition === undefined ? {} : { Condition }),
});
const byArn = (operator: string, value: string | string[]) => ({ [operator]: { 'aws:PrincipalArn': value } });

function decided(
  statements: Statement[],
  caller = head,
  action: SessionAction = 'sts:AssumeRole',
  request: Parameters<typeof decideTrust>[3] = {},
) {
  return decideTrust(statementsOf({ Version: '2012-10-17', Statement: statements }), caller, action, request);
}

/** Of each pair, the first lets the caller in, and the second, which differs in one fact, does not. */
describe('whom a principal lets in', () => {
  test.each<[string, unknown, unknown]>([
    ['its ARN', { AWS: HEAD }, { AWS: `${HEAD}x` }],
    ['its ARN, not below another path', { AWS: HEAD }, { AWS: HEAD.replace('role/', 'role/x/') }],
    ['its ARN, in its own case', { AWS: HEAD }, { AWS: HEAD.replace('head', 'Head') }],
    [
      'one of several',
      { AWS: ['arn:aws:iam::111122223333:role/x', HEAD] },
      { AWS: ['arn:aws:iam::111122223333:role/x'] },
    ],
    ['the root of its account', { AWS: ROOT }, { AWS: 'arn:aws:iam::222233334444:root' }],
    ['the id of its account', { AWS: ACCOUNT }, { AWS: '222233334444' }],
    ['everybody', '*', { Service: '*' }],
    ['everybody of AWS', { AWS: '*' }, { Federated: '*' }],
    ['roles, not services', { AWS: HEAD }, { Service: 'ec2.amazonaws.com' }],
    ['roles that are there', { AWS: HEAD }, { AWS: 'AROAEXAMPLEID12345678' }],
    [
      'a partition that is left open',
      { AWS: HEAD.replace('aws', '${AWS::Partition}') },
      { AWS: 'arn:${AWS::Partition}:iam::222233334444:root' },
    ],
  ])('%s', (_, lets, refuses) => {
    expect(decided([allow(lets)]).answer).toBe('yes');
    expect(decided([allow(refuses)]).answer).toBe('no');
  });

  test('a service by its name, and a web identity by its provider', () => {
    const service: Caller = { type: 'service', names: ['ec2.amazonaws.com'] };
    const provider: Caller = { type: 'federated', names: ['arn:aws:iam::111122223333:oidc-provider/example.com'] };
    expect(decided([allow({ Service: ['ec2.amazonaws.com'] })], service).answer).toBe('yes');
    expect(decided([allow({ Service: ['lambda.amazonaws.com'] })], service).answer).toBe('no');
    expect(decided([allow({ AWS: ROOT })], service).answer).toBe('no');
    const web = (Federated: string) => [{ ...allow({ Federated }), Action: 'sts:AssumeRoleWithWebIdentity' }];
    const action = 'sts:AssumeRoleWithWebIdentity';
    expect(decided(web(provider.names[0]!), provider, action).answer).toBe('yes');
    expect(decided(web(`${provider.names[0]!}/other`), provider, action).answer).toBe('no');
    expect(decided(web(provider.names[0]!), provider, 'sts:AssumeRole').answer).toBe('no');
  });

  test('the closest way in is told, and with it whether a permission is needed', () => {
    const reach = (principal: unknown) => decided([allow(principal), allow('*')]);
    expect(reach({ AWS: HEAD }).reach).toBe('name');
    expect(reach({ AWS: ROOT }).reach).toBe('account');
    expect(reach('*').reach).toBe('everybody');
    expect(needsPermission(reach({ AWS: HEAD }), true)).toBe(false);
    expect(needsPermission(reach({ AWS: HEAD }), false)).toBe(true);
    expect(needsPermission(reach({ AWS: ACCOUNT }), true)).toBe(true);
  });

  test('a symbol may be the caller, and is it where the caller is known by it', () => {
    const trust = [allow({ AWS: '${Stack/Head.Arn}' })];
    expect(decided(trust)).toMatchObject({ answer: 'depends', why: 'it depends on the principal ${Stack/Head.Arn}' });
    expect(decided(trust, { type: 'aws', names: [HEAD, '${Stack/Head.Arn}'] }).answer).toBe('yes');
    expect(decided(trust, { type: 'service', names: ['ec2.amazonaws.com'] }).answer).toBe('no');
  });

  test('names that IAM refuses, and sessions, are not decided', () => {
    expect(decided([allow({ AWS: 'arn:aws:iam::111122223333:role/hopsworks-*' })]).answer).toBe('depends');
    expect(decided([allow({ AWS: 'arn:aws:sts::111122223333:assumed-role/hopsworks-head/i-1' })]).answer).toBe(
      'depends',
    );
    expect(decided([allow({ AWS: 'arn:aws:sts::111122223333:assumed-role/other/i-1' })]).answer).toBe('no');
  });
});

describe('conditions on who calls', () => {
  test.each<[string, unknown, unknown, unknown, unknown]>([
    [
      'ArnLike',
      { AWS: ROOT },
      byArn('ArnLike', 'arn:aws:iam::*:role/hopsworks-*'),
      { AWS: ROOT },
      byArn('ArnLike', 'arn:aws:iam::*:role/x-*'),
    ],
    [
      'ArnEquals is ArnLike',
      { AWS: ROOT },
      byArn('ArnEquals', 'arn:aws:iam::*:role/hopsworks-*'),
      { AWS: ROOT },
      byArn('StringEquals', 'arn:aws:iam::*:role/hopsworks-*'),
    ],
    [
      'only where the principal covers the caller',
      { AWS: ROOT },
      byArn('ArnLike', 'arn:aws:iam::*:role/*'),
      { AWS: ['222233334444'] },
      byArn('ArnLike', 'arn:aws:iam::*:role/*'),
    ],
    [
      'never for a service',
      '*',
      byArn('ArnLike', 'arn:aws:iam::*:role/*'),
      { Service: 'ec2.amazonaws.com' },
      byArn('ArnLike', 'arn:aws:iam::*:role/*'),
    ],
    [
      'StringLike',
      '*',
      byArn('StringLike', '*:role/hopsworks-head'),
      '*',
      byArn('StringEquals', '*:role/hopsworks-head'),
    ],
    [
      'IgnoreCase',
      '*',
      byArn('StringEqualsIgnoreCase', HEAD.toUpperCase()),
      '*',
      byArn('StringEquals', HEAD.toUpperCase()),
    ],
    ['IfExists', '*', byArn('ArnLikeIfExists', HEAD), '*', byArn('ArnLikeIfExists', `${HEAD}x`)],
    [
      'ForAnyValue',
      '*',
      byArn('ForAnyValue:ArnLike', [`${HEAD}x`, HEAD]),
      '*',
      byArn('ForAnyValue:ArnLike', [`${HEAD}x`]),
    ],
    [
      'ForAllValues',
      '*',
      byArn('ForAllValues:StringEquals', [HEAD]),
      '*',
      byArn('ForAllValues:StringEquals', [`${HEAD}x`]),
    ],
    [
      'negated',
      '*',
      byArn('ArnNotLike', 'arn:aws:iam::*:role/x-*'),
      '*',
      byArn('ArnNotLike', 'arn:aws:iam::*:role/hopsworks-*'),
    ],
    ['Null', '*', byArn('Null', 'false'), '*', byArn('Null', 'true')],
    [
      'the account',
      '*',
      { StringEquals: { 'AWS:principalaccount': ACCOUNT } },
      '*',
      { StringEquals: { 'AWS:principalaccount': '222233334444' } },
    ],
    [
      'a wildcard stays in its segment',
      '*',
      byArn('ArnLike', 'arn:*:iam::*:role/*'),
      '*',
      byArn('ArnLike', 'arn:*:role/*:*:*:*'),
    ],
  ])('%s', (_, principal, lets, otherPrincipal, refuses) => {
    expect(decided([allow(principal, lets)]).answer).toBe('yes');
    expect(decided([allow(otherPrincipal, refuses)]).answer).toBe('no');
  });

  test('other conditions travel with the answer, unless the request says what they ask', () => {
    const condition = { StringEquals: { 'sts:ExternalId': 'secret' }, ArnLike: { 'aws:PrincipalArn': HEAD } };
    const trust = [allow({ AWS: ROOT }, condition)];
    const conditions = [[{ operator: 'StringEquals', key: 'sts:ExternalId', values: ['secret'] }]];
    expect(decided(trust)).toMatchObject({
      answer: 'depends',
      why: 'it depends on StringEquals sts:ExternalId "secret"',
      conditions,
    });
    const request = (value: string) => ({ context: { 'STS:externalid': value }, isOpen: () => false });
    expect(decided(trust, head, 'sts:AssumeRole', request('secret'))).toMatchObject({
      answer: 'yes',
      conditions: [[]],
    });
    expect(decided(trust, head, 'sts:AssumeRole', request('Secret')).answer).toBe('no');
    expect(decided(trust, head, 'sts:AssumeRole', { isOpen: () => false }).answer).toBe('no');
  });

  test('each action has its own answer', () => {
    const trust = [{ ...allow({ AWS: HEAD }), Action: ['sts:assumerole', 'sts:Tag*'] }];
    const answers = (['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'] as const).map(
      (action) => decided(trust, head, action).answer,
    );
    expect(answers).toEqual(['yes', 'yes', 'no']);
    expect(decided([{ Effect: 'Allow', NotAction: 'sts:TagSession', Principal: '*' }]).answer).toBe('yes');
    expect(decided([{ Effect: 'Allow', NotAction: 'sts:Assume*', Principal: '*' }]).answer).toBe('no');
  });
});

describe('a Deny', () => {
  const both = ['arn:aws:iam::111122223333:role/hopsworks-head', ACCOUNT];

  test.each<[string, Statement, Statement]>([
    ['by name', deny({ Principal: { AWS: HEAD } }), deny({ Principal: { AWS: `${HEAD}x` } })],
    ['by the root', deny({ Principal: { AWS: ROOT } }), deny({ Principal: { AWS: 'arn:aws:iam::222233334444:root' } })],
    ['by the account id', deny({ Principal: { AWS: ACCOUNT } }), deny({ Principal: { AWS: '222233334444' } })],
    ['of everybody', deny({ Principal: '*' }), deny({ Principal: { Service: '*' } })],
    ['of all but others', deny({ NotPrincipal: { AWS: `${HEAD}x` } }), deny({ NotPrincipal: { AWS: both } })],
    [
      'by a condition',
      deny({ Principal: '*' }, byArn('ArnLike', 'arn:aws:iam::*:role/hopsworks-*')),
      deny({ Principal: '*' }, byArn('ArnLike', 'arn:aws:iam::*:role/x')),
    ],
    [
      'by a negated condition',
      deny({ Principal: '*' }, byArn('ArnNotEquals', `${HEAD}x`)),
      deny({ Principal: '*' }, byArn('ArnNotEquals', HEAD)),
    ],
    [
      'of the account, by a condition',
      deny({ Principal: { AWS: ACCOUNT } }, byArn('StringNotLike', '*:role/x*')),
      deny({ Principal: { AWS: ACCOUNT } }, byArn('StringNotLike', '*:role/hops*')),
    ],
    ['of the action', deny({ Principal: '*' }), { ...deny({ Principal: '*' }), Action: 'sts:TagSession' }],
  ])('%s is seen, and its neighbour is not', (_, reaching, other) => {
    expect(decided([allow({ AWS: HEAD }), reaching])).toMatchObject({ answer: 'no', reach: undefined });
    expect(decided([allow({ AWS: HEAD }), other]).answer).toBe('yes');
  });

  test('under conditions of the call is told as what it depends on', () => {
    const conditional = deny({ Principal: '*' }, { Bool: { 'aws:MultiFactorAuthPresent': 'false' } });
    expect(decided([allow({ AWS: HEAD }), conditional])).toMatchObject({
      answer: 'depends',
      why: 'it depends on Bool aws:MultiFactorAuthPresent "false"',
      denying: [{ isCertain: false, conditions: [{ key: 'aws:MultiFactorAuthPresent' }] }],
    });
  });

  test('of all but the caller, whose account is not named beside it, is not decided; nor that of all but the account', () => {
    const allBut = (AWS: unknown) => decided([allow('*'), deny({ NotPrincipal: { AWS } })]).answer;
    expect([allBut(HEAD), allBut(ACCOUNT)]).toEqual(['depends', 'depends']);
    expect([allBut([HEAD, ROOT]), allBut([`${HEAD}x`, ROOT])]).toEqual(['yes', 'no']);
  });

  test('names the statement that denies', () => {
    expect(decided([allow('*'), { ...deny({ Principal: '*' }), Sid: 'NoOne' }]).why).toBe(
      'the statement NoOne denies it',
    );
  });
});

describe('branches of Fn::If', () => {
  const either = (then: unknown, otherwise: unknown) => ({ 'Fn::If': ['IsProd', then, otherwise] });
  const nothing = { Ref: 'AWS::NoValue' };

  test.each<[string, Statement[], Statement[]]>([
    ['Principal', [allow(either({ AWS: HEAD }, '*'))], [allow(either({ AWS: `${HEAD}x` }, { AWS: '222233334444' }))]],
    ['value', [allow({ AWS: either(HEAD, ROOT) })], [allow({ AWS: either(`${HEAD}x`, '222233334444') })]],
    ['item', [allow({ AWS: [either(HEAD, '*'), HEAD] })], [allow({ AWS: [either('222233334444', nothing)] })]],
    [
      'Condition',
      [allow('*', either(byArn('ArnLike', HEAD), nothing))],
      [allow('*', either(byArn('ArnLike', 'arn:aws:iam::1:role/x'), byArn('Null', 'true')))],
    ],
    [
      'operator',
      [allow('*', { ArnLike: either({ 'aws:PrincipalArn': HEAD }, { 'aws:PrincipalArn': 'arn:*:*:*:*:*' }) })],
      [allow('*', { Null: either({ 'aws:PrincipalArn': 'true' }, { 'aws:PrincipalAccount': 'true' }) })],
    ],
    ['statement', [either(allow('*'), allow({ AWS: HEAD }))], [either(allow({ AWS: '222233334444' }), nothing)]],
  ])('both count where it stands for a %s', (_, lets, refuses) => {
    expect(decided(lets).answer).toBe('yes');
    expect(decided(refuses).answer).toBe('no');
  });

  test('one that lets nobody in makes it depend on the condition, in the order of the branches', () => {
    const assumed = (statements: Statement[], is: boolean) =>
      decided(statements, head, 'sts:AssumeRole', { assumed: { IsProd: is } }).answer;
    const first = [allow(either('*', { AWS: '222233334444' }))];
    const second = [allow(either({ AWS: '222233334444' }, '*'))];
    expect(decided(first)).toMatchObject({ answer: 'depends', why: 'it depends on the condition IsProd' });
    expect(decided(second).why).toBe('it depends on the condition IsProd not being so');
    expect([assumed(first, true), assumed(first, false)]).toEqual(['yes', 'no']);
    expect([assumed(second, true), assumed(second, false)]).toEqual(['no', 'yes']);
  });

  test('the same condition is the same in all statements', () => {
    const denied = deny({ Principal: either({ AWS: '222233334444' }, '*') });
    expect(decided([allow(either('*', { AWS: '222233334444' })), denied]).answer).toBe('depends');
    expect(decided([allow(either({ AWS: '222233334444' }, '*')), denied]).answer).toBe('no');
  });

  test('more than four in one statement are not decided', () => {
    const five = ['a', 'b', 'c', 'd', 'e'].map((condition) => ({ 'Fn::If': [condition, HEAD, ROOT] }));
    expect(decided([allow({ AWS: five })]).why).toMatch(/^it depends on .*more than 4 conditions of CloudFormation/);
    expect(decided([allow({ AWS: five.slice(1) })]).answer).toBe('yes');
  });
});

describe('what is not known', () => {
  test.each<[string, unknown]>([
    ['NotPrincipal with Allow', [{ Effect: 'Allow', Action: 'sts:AssumeRole', NotPrincipal: { AWS: '222233334444' } }]],
    ['an unknown operator', [allow('*', { StringMatches: { 'aws:PrincipalArn': HEAD } })]],
    ['an unknown element', [{ ...allow('*'), Principals: HEAD }]],
    ['an unknown effect', [{ ...allow('*'), Effect: 'Maybe' }]],
    ['an ARN operator with a text that is no ARN', [allow('*', byArn('ArnLike', '*'))]],
    ['a statement in words', ['${Fn::Transform(x)}']],
    ['a function in the place of a principal', [allow({ AWS: { 'Fn::Transform': 'x' } })]],
    ['a function in the place of all principals', [allow({ 'Fn::Transform': 'x' })]],
    ['a function in the place of an action', [{ ...allow('*'), Action: { 'Fn::Transform': 'x' } }]],
    [
      'a function in the place of a value',
      [allow('*', { StringEquals: { 'aws:PrincipalArn': { 'Fn::Transform': 'x' } } })],
    ],
    ['both Action and NotAction', [{ ...allow('*'), NotAction: 'sts:TagSession' }]],
  ])('%s is said', (_, statements) => {
    expect(decided(statements as Statement[]).answer).toBe('depends');
    expect(decided([...(statements as Statement[]), deny({ Principal: '*' })]).answer).toBe('no');
  });

  test('a document in JSON text is read, and any other text is not', () => {
    const text = JSON.stringify({ Version: '2012-10-17', Statement: allow({ AWS: HEAD }) });
    expect(decideTrust(statementsOf(text), head, 'sts:AssumeRole').answer).toBe('yes');
    expect(decideTrust(statementsOf(text.slice(1)), head, 'sts:AssumeRole').answer).toBe('depends');
    expect(decideTrust(statementsOf({ Version: '2012-10-17', Statement: [] }), head, 'sts:AssumeRole').answer).toBe(
      'no',
    );
  });
});
