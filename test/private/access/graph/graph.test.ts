import { type AccessGraph, graphOf } from '../../../../lib/private/access/graph/graph';
import { Estate } from '../../../../lib/private/access/model/estate';
import type { AccessModel, Principal } from '../../../../lib/private/access/model/model';
import { ACCOUNT, OTHER_ACCOUNT, type RoleProps, allow, arnOf, document, model, role } from '../support';

function graph(principals: readonly Principal[], more: Partial<AccessModel> = {}): AccessGraph {
  return graphOf(new Estate(model(principals, more)));
}

/** The edges of one mechanism, in short. */
function edges(of: AccessGraph, mechanism = 'assume'): string[] {
  return of.edges
    .filter((edge) => edge.mechanism === mechanism)
    .map(({ from, to, complete, missing }) => `${from} ${complete ? '->' : `-x ${missing?.half ?? ''} x-`} ${to}`)
    .sort();
}

const assume = (resource: unknown, condition?: unknown) => allow('sts:AssumeRole', resource, condition);
const chain = (head: RoleProps, data: RoleProps) => edges(graph([role('head', head), role('data', data)]));

describe('assume', () => {
  const other = { account: OTHER_ACCOUNT };
  const toData = [assume(arnOf('data'))];
  const toOther = [assume(arnOf('data', OTHER_ACCOUNT))];

  test.each<[string, RoleProps, RoleProps, string[]]>([
    ['both halves', { permissions: toData }, { trusts: { AWS: arnOf('head') } }, ['head -> data']],
    ['in one account, a trust in the exact role is enough', {}, { trusts: { AWS: arnOf('head') } }, ['head -> data']],
    [
      'not under a Deny',
      { permissions: [{ ...assume('*'), Effect: 'Deny' }] },
      { trusts: { AWS: arnOf('head') } },
      ['head -x permission x- data'],
    ],
    ['across accounts it is not', {}, { trusts: { AWS: arnOf('head') }, ...other }, ['head -x permission x- data']],
    [
      'across accounts with both',
      { permissions: toOther },
      { trusts: { AWS: arnOf('head') }, ...other },
      ['head -> data'],
    ],
    [
      'a permission on an exact role without its trust',
      { permissions: toData },
      { trusts: { Service: 'ec2.amazonaws.com' } },
      ['head -x trust x- data'],
    ],
    [
      'a permission on a wildcard without trust is none',
      { permissions: [assume('*')] },
      { trusts: { Service: 'ec2.amazonaws.com' } },
      [],
    ],
    [
      'a wildcard with trust',
      { permissions: [assume('arn:aws:iam::*:role/d*')] },
      { trusts: { AWS: arnOf('head') }, ...other },
      ['head -> data'],
    ],
    ['the root with a permission', { permissions: toData }, { trusts: { AWS: ACCOUNT } }, ['head -> data']],
    ['the root without one', {}, { trusts: { AWS: ACCOUNT } }, []],
    [
      'NotResource with trust',
      { permissions: [{ Effect: 'Allow', Action: 'sts:*', NotResource: arnOf('x') }] },
      { trusts: { AWS: ACCOUNT } },
      ['head -> data'],
    ],
    ['TagSession alone', { permissions: [allow('sts:TagSession', '*')] }, { trusts: { AWS: ACCOUNT } }, []],
  ])('%s', (_, head, data, expected) => {
    expect(chain(head, data).filter((edge) => edge.startsWith('head'))).toEqual(expected);
  });

  test('a trust that denies the caller leaves half an edge, with the reason', () => {
    const denied = { Sid: 'NoHead', Effect: 'Deny', Action: '*', Principal: { AWS: ACCOUNT } };
    const trust = [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: arnOf('head') } }, denied];
    const found = graph([role('head', { permissions: toData }), role('data', { trust })]).edges;
    expect(found).toMatchObject([
      { complete: false, missing: { half: 'trust', why: 'the statement NoHead denies it' } },
    ]);
  });

  test('conditions travel with the edge, those on the caller are decided', () => {
    const Condition = { StringEquals: { 'sts:ExternalId': 'x' }, ArnLike: { 'aws:PrincipalArn': arnOf('h*') } };
    const trust = [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: ACCOUNT }, Condition }];
    const roles = ['head', 'other'].map((name) => role(name, { permissions: toData }));
    const found = graph([...roles, role('data', { trust })]).edges;
    expect(found).toMatchObject([
      { from: 'head', complete: true, conditions: ['StringEquals sts:ExternalId "x"'] },
      { from: 'other', complete: false },
    ]);
  });

  test('a boundary counts, in one account with an exact trust as well', () => {
    const boundary = (Action: string): Partial<Principal> => ({
      boundary: `arn:aws:iam::${ACCOUNT}:policy/b-${Action}`,
    });
    const policies = ['sts:*', 's3:*'].map((Action) => ({
      isManaged: true,
      name: `b-${Action}`,
      arns: [`arn:aws:iam::${ACCOUNT}:policy/b-${Action}`],
      place: { path: Action, stack: ACCOUNT, file: 'x', logicalId: 'x' },
      document: document(allow(Action, '*')),
      attachedTo: [],
    }));
    const of = (Action: string, permissions?: Record<string, unknown>[]) =>
      edges(
        graph(
          [role('head', { permissions, more: boundary(Action) }), role('data', { trusts: { AWS: arnOf('head') } })],
          { policies },
        ),
      );
    expect(of('sts:*', toData)).toEqual(['head -> data']);
    expect(of('s3:*', toData)).toEqual(['head -x permission x- data']);
    expect(of('sts:*')).toEqual(['head -> data']);
    expect(of('s3:*')).toEqual(['head -x permission x- data']);
    // What the boundary allows in any case, takes no condition from the permission.
    const more = boundary('sts:*');
    const permissions = toData.map((each) => ({ ...each, Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }));
    const bounded = graph(
      [role('head', { permissions, more }), role('data', { trusts: { AWS: `arn:aws:iam::${ACCOUNT}:root` } })],
      { policies },
    );
    expect(bounded.edges).toMatchObject([{ complete: true, conditions: ['IpAddress aws:SourceIp "10.0.0.0/8"'] }]);
  });

  test('a role that the model does not hold is half an edge', () => {
    expect(edges(graph([role('head', { permissions: toOther })]))).toEqual([
      `head -x trust x- ${arnOf('data', OTHER_ACCOUNT)}`,
    ]);
  });

  test('the index finds what asking every pair finds', () => {
    const names = Array.from({ length: 12 }, (_, index) => `r${index}`);
    const roles = names.map((name, index) =>
      role(name, {
        account: index % 2 === 0 ? ACCOUNT : OTHER_ACCOUNT,
        trusts: { AWS: [ACCOUNT, arnOf(`r${(index * 5) % 12}`, (index * 5) % 2 === 0 ? ACCOUNT : OTHER_ACCOUNT)] },
        permissions: index % 3 === 0 ? [assume(['arn:aws:iam::*:role/r1*', arnOf('r2')])] : [assume(arnOf('r4'))],
      }),
    );
    const all = graph(roles);
    const pairwise = roles.flatMap((a) =>
      roles
        .filter((b) => a !== b)
        .flatMap((b) =>
          edges(graph([a, b])).filter((edge) => edge.includes(`${a.id} ->`) && edge.endsWith(` ${b.id}`)),
        ),
    );
    const complete = edges(all).filter((edge) => edge.includes('->') && !edge.startsWith('arn:'));
    expect(complete.filter((edge) => edge.split(' -> ')[0] !== edge.split(' -> ')[1])).toEqual(
      [...new Set(pairwise)].sort(),
    );
    expect(pairwise.length).toBeGreaterThan(5);
  });
});

describe('from outside', () => {
  test('some principals of another account', () => {
    const etl = { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::999988887777:role/etl-*' } };
    const assume = { Effect: 'Allow', Action: 'sts:AssumeRole' };
    const trust = [
      { ...assume, Principal: { AWS: '999988887777' }, Condition: etl },
      { ...assume, Principal: { AWS: '888877776666' }, Condition: etl },
    ];
    expect(graph([role('data', { trust })]).edges).toMatchObject([
      {
        from: 'arn:aws:iam::999988887777:root',
        complete: true,
        conditions: ['ArnLike aws:PrincipalArn "arn:aws:iam::999988887777:role/etl-*"'],
      },
    ]);
  });

  test('services, identity providers, other accounts and everybody, each with what must be so', () => {
    const provider = `arn:aws:iam::${ACCOUNT}:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/X`;
    const trust = [
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { Service: ['ec2.amazonaws.com', 'pods.eks.amazonaws.com'] },
      },
      { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: ['999988887777', 'AROAEXAMPLEID12345678'] } },
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRoleWithWebIdentity',
        Principal: { Federated: provider },
        Condition: { StringEquals: { 'oidc.eks.eu-west-1.amazonaws.com/id/X:sub': 'system:serviceaccount:a:b' } },
      },
    ];
    const found = graph([role('data', { trust }), role('open', { trusts: '*' })]);
    expect(found.edges.map(({ from, to, mechanism, conditions }) => [from, to, mechanism, ...conditions])).toEqual([
      ['ec2.amazonaws.com', 'data', 'service'],
      ['pods.eks.amazonaws.com', 'data', 'podIdentity'],
      ['arn:aws:iam::999988887777:root', 'data', 'assume'],
      [
        provider,
        'data',
        'webIdentity',
        'StringEquals oidc.eks.eu-west-1.amazonaws.com/id/X:sub "system:serviceaccount:a:b"',
      ],
      ['*', 'open', 'assume'],
    ]);
    expect(found.outside.map(({ type }) => type)).toEqual([
      'service',
      'service',
      'account',
      'identityProvider',
      'anybody',
    ]);
  });

  test('Pod Identity associations need the trust of the service', () => {
    const place = { path: 'a', stack: ACCOUNT, file: 'x', logicalId: 'a' };
    const association = { place, cluster: 'c', namespace: 'ns', serviceAccount: 'sa', role: arnOf('pods') };
    const of = (service: string) =>
      edges(graph([role('pods', { trusts: { Service: service } })], { podIdentities: [association] }), 'podIdentity');
    expect(of('pods.eks.amazonaws.com')).toContain('c/ns/sa -> pods');
    expect(of('ec2.amazonaws.com')).toEqual(['c/ns/sa -x trust x- pods']);
    const forNamespace = (namespace: string) =>
      graph(
        [
          role('pods', {
            trust: [
              {
                Effect: 'Allow',
                Action: 'sts:AssumeRole',
                Principal: { Service: 'pods.eks.amazonaws.com' },
                Condition: {
                  StringEquals: { 'aws:RequestTag/kubernetes-namespace': namespace, 'aws:SourceAccount': ACCOUNT },
                },
              },
            ],
          }),
        ],
        { podIdentities: [association] },
      ).edges.find(({ from }) => from === 'c/ns/sa');
    expect(forNamespace('ns')).toMatchObject({
      complete: true,
      conditions: [`StringEquals aws:SourceAccount "${ACCOUNT}"`],
    });
    expect(forNamespace('other')).toMatchObject({
      complete: false,
      missing: { half: 'trust', why: 'its trust does not let pods.eks.amazonaws.com in for this service account' },
    });
  });
});

describe('by launching what holds a role', () => {
  const profile = {
    name: 'head',
    arn: `arn:aws:iam::${ACCOUNT}:instance-profile/head`,
    place: { path: 'p', stack: ACCOUNT, file: 'x', logicalId: 'p' },
    roles: ['head'],
  };
  const EC2 = { Service: 'ec2.amazonaws.com' };
  const of = (permissions: Record<string, unknown>[], mechanism: string, account = ACCOUNT, trusts: unknown = EC2) => {
    const roles = [role('vendor', { account, permissions }), role('head', { trusts })];
    return edges(graph(roles, { instanceProfiles: [profile] }), mechanism);
  };
  const pass = allow('iam:PassRole', arnOf('head'), { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } });

  test.each<[string, Record<string, unknown>[], Record<string, unknown>[]]>([
    ['passRole', [pass], [allow('iam:PassRole', arnOf('other'))]],
    ['attachProfile', [pass, allow('ec2:RunInstances', '*')], [pass]],
    ['userData', [allow('ec2:ModifyInstanceAttribute', '*')], [allow('ec2:DescribeInstanceAttribute', '*')]],
    ['command', [allow('ssm:Send*', '*')], [allow('ssm:Get*', '*')]],
  ])('%s', (mechanism, able, unable) => {
    expect(of(able, mechanism)).toEqual(['vendor -> head']);
    expect(of(unable, mechanism)).toEqual([]);
    expect(of(able, mechanism, OTHER_ACCOUNT)).toEqual([]);
  });

  test('a role is passed to no service that it does not trust', () => {
    const any = [allow('iam:PassRole', '*')];
    expect(of(any, 'passRole', ACCOUNT, { AWS: arnOf('other') })).toEqual([]);
    expect(of(any, 'passRole', ACCOUNT, { Service: 'glue.amazonaws.com' })).toEqual(['vendor -> head']);
  });

  test('a condition on the instance profile keeps who has it from machines with another', () => {
    const change = (name: string) => [
      allow('ec2:ModifyInstanceAttribute', '*', {
        ArnEquals: { 'ec2:InstanceProfile': `arn:aws:iam::${ACCOUNT}:instance-profile/${name}` },
      }),
    ];
    expect(of(change('head'), 'userData')).toEqual(['vendor -> head']);
    expect(of(change('other'), 'userData')).toEqual([]);
    const on = (kind: string) => allow('ec2:ModifyInstanceAttribute', `arn:aws:ec2:eu-west-1:${ACCOUNT}:${kind}/*`);
    expect(of([...change('other'), on('instance')], 'userData')).toEqual(['vendor -> head']);
    expect(of([...change('other'), on('security-group')], 'userData')).toEqual([]);
  });
});

test('data that a principal reaches by itself, without what is denied', () => {
  const permissions = [
    allow(['s3:GetObject', 's3:ListBucket'], 'arn:aws:s3:::lake/*'),
    allow('s3:PutObject', 'arn:aws:s3:::logs/*'),
    allow('dynamodb:*', 'arn:aws:dynamodb:eu-west-1:111122223333:table/t'),
    allow('s3:GetObject', 'arn:aws:s3:::secret/*'),
    { ...allow('s3:*', 'arn:aws:s3:::secret/*'), Effect: 'Deny' },
    assume('*'),
  ];
  expect(graph([role('data', { permissions })]).data).toEqual([
    {
      principal: 'data',
      service: 's3',
      resource: 'arn:aws:s3:::lake/*',
      actions: ['s3:GetObject', 's3:ListBucket'],
      level: 'read',
    },
    { principal: 'data', service: 's3', resource: 'arn:aws:s3:::logs/*', actions: ['s3:PutObject'], level: 'write' },
    {
      principal: 'data',
      service: 'dynamodb',
      resource: 'arn:aws:dynamodb:eu-west-1:111122223333:table/t',
      actions: ['dynamodb:*'],
      level: 'admin',
    },
  ]);
});

test('checking a condition of DynamoDB, or asking by PartiQL, reads', () => {
  const levelOf = (...actions: string[]) =>
    graph([role('data', { permissions: [allow(actions, '*')] })]).data[0]?.level;
  expect(levelOf('dynamodb:GetItem', 'dynamodb:ConditionCheckItem', 'dynamodb:PartiQLSelect')).toBe('read');
  expect(levelOf('dynamodb:PartiQLUpdate')).toBe('write');
});

test('data behind an action that a parameter gives, of which nobody knows more', () => {
  const permissions = [
    allow('${S/Action=s3:GetObject}', 'arn:aws:s3:::lake/*'),
    allow('s3:${S/Verb}', 'arn:aws:s3:::x'),
  ];
  const rows = graph([role('data', { permissions })]).data.map(({ service, level }) => `${service} ${level}`);
  expect(rows).toEqual(['* admin', 's3 admin']);
});

test('a graph is plain JSON', () => {
  const found = graph([
    role('head', { permissions: [assume(arnOf('data'))] }),
    role('data', { trusts: { AWS: arnOf('head') } }),
  ]);
  expect(JSON.parse(JSON.stringify(found))).toEqual({
    version: 1,
    outside: [],
    edges: [{ from: 'head', to: 'data', mechanism: 'assume', conditions: [], complete: true }],
    data: [],
  });
});
