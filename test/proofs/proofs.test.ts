import { PROVED, allowedBy, equivalent, isSubset, never, unrefuted } from '.';
import { decide } from '../identity-simulator';
import { type IdentityPolicy, type IdentityStatement } from '../service-authorization';

const principal = 'arn:aws:iam::111122223333:role/vendor';
const ec2 = (resource: string) => `arn:aws:ec2:eu-west-1:111122223333:${resource}`;
const PROFILE = 'arn:aws:iam::111122223333:instance-profile/hopsworks';
const LAKE = 'arn:aws:s3:::lake';

function policy(Effect: string, statement: Omit<IdentityStatement, 'Effect'>): IdentityPolicy {
  const resources = 'NotResource' in statement ? {} : { Resource: '*' };
  return { Statement: [{ ...resources, ...statement, Effect }] };
}

const allow = (statement: Omit<IdentityStatement, 'Effect'>) => policy('Allow', statement);
const deny = (statement: Omit<IdentityStatement, 'Effect'>) => policy('Deny', statement);

describe('conditions', () => {
  const context = (key: string, value: string | string[] | undefined) => (value === undefined ? {} : { [key]: value });

  /** Whether a condition on a key is met by a value of it. */
  async function met(operator: string, key: string, expected: string | string[], value: string | string[] | undefined) {
    const request = { action: 'ec2:CreateTags', resource: ec2('instance/i-1'), context: context(key, value) };
    const policy = allow({ Action: 'ec2:CreateTags', Condition: { [operator]: { [key]: expected } } });
    const access = await allowedBy(
      [policy],
      { Action: 'ec2:CreateTags', resourceTypes: ['instance'] },
      { keys: [key] },
    );
    return access.has(request);
  }

  test.each<[string, string | string[], (string | undefined)[], (string | undefined)[]]>([
    ['StringEquals', 'a*', ['a*'], ['ab', 'A*', '', undefined]],
    ['StringEquals', ['a', 'b'], ['a', 'b'], ['ab', undefined]],
    ['StringNotEquals', ['a', 'b'], ['c', 'A', '', undefined], ['a', 'b']],
    ['StringEqualsIgnoreCase', 'aB', ['ab', 'AB'], ['a', undefined]],
    ['StringNotEqualsIgnoreCase', 'aB', ['a', undefined], ['ab', 'AB']],
    ['StringLike', ['a*c', '?'], ['ac', 'a/:c', 'x'], ['Ac', 'xx', undefined]],
    ['StringLike', 'a.b', ['a.b'], ['axb']],
    ['StringNotLike', 'a*', ['ba', '', undefined], ['a', 'ab']],
    ['StringEqualsIfExists', 'a', ['a', undefined], ['b']],
    ['StringNotLikeIfExists', 'a', ['b', undefined], ['a']],
    ['Null', 'true', [undefined], ['a', '']],
    ['Null', 'false', ['a', ''], [undefined]],
    ['ForAnyValue:StringEquals', 'a', ['a'], ['b', undefined]],
    ['ForAllValues:StringEquals', 'a', ['a', undefined], ['b']],
  ])('%s %j', async (operator, expected, hits, misses) => {
    for (const value of hits)
      expect([value, await met(operator, 'aws:RequestTag/x', expected, value)]).toEqual([value, true]);
    for (const value of misses)
      expect([value, await met(operator, 'aws:RequestTag/x', expected, value)]).toEqual([value, false]);
  });

  test.each<[string, string | string[], (string | undefined)[], (string | undefined)[]]>([
    ['ArnEquals', PROFILE, [PROFILE], [`${PROFILE}x`, undefined]],
    ['ArnLike', 'arn:aws:iam::*:instance-profile/*', [PROFILE], ['arn:aws:iam::1:2:instance-profile/x', undefined]],
    ['ArnEquals', 'arn:aws:iam::*:instance-profile/hop*', [PROFILE], ['arn:aws:iam::1:instance-profile/x']],
    ['ArnNotLike', PROFILE, [`${PROFILE}x`, undefined], [PROFILE]],
    ['ArnNotEqualsIfExists', PROFILE, [`${PROFILE}x`, undefined], [PROFILE]],
    ['StringLike', 'arn:*/hopsworks', [PROFILE], [`${PROFILE}x`, undefined]],
  ])('%s %j of an ARN', async (operator, expected, hits, misses) => {
    for (const value of hits)
      expect([value, await met(operator, 'ec2:InstanceProfile', expected, value)]).toEqual([value, true]);
    for (const value of misses)
      expect([value, await met(operator, 'ec2:InstanceProfile', expected, value)]).toEqual([value, false]);
  });

  test.each<[string, string | string[], (string[] | undefined)[], (string[] | undefined)[]]>([
    ['ForAllValues:StringEquals', ['a', 'b'], [['a'], ['b', 'a', 'b'], undefined], [['a', 'c'], ['c'], ['ab']]],
    ['ForAllValues:StringNotEquals', 'a', [['b', 'c'], undefined], [['a'], ['b', 'a']]],
    ['ForAnyValue:StringLike', 'a*', [['ab'], ['c', 'a', 'd']], [['c'], ['c', 'ba'], undefined]],
    ['ForAnyValue:StringNotEquals', 'a', [['b'], ['a', 'b']], [['a'], ['a', 'a'], undefined]],
    ['Null', 'false', [['a', 'b']], [undefined]],
  ])('%s %j of many values', async (operator, expected, hits, misses) => {
    for (const value of hits)
      expect([value, await met(operator, 'aws:TagKeys', expected, value)]).toEqual([value, true]);
    for (const value of misses)
      expect([value, await met(operator, 'aws:TagKeys', expected, value)]).toEqual([value, false]);
  });

  test('Bool', async () => {
    const values = await Promise.all(
      ['true', 'false', undefined].map((value) => met('Bool', 'aws:SecureTransport', 'True', value)),
    );
    expect(values).toEqual([true, false, false]);
  });
});

describe('what is never allowed', () => {
  const outside = { Action: 's3:GetObject', NotResource: `${LAKE}/*` };

  test('is proved for all requests', async () => {
    const policy = allow({ Action: 's3:Get*', Resource: [LAKE, `${LAKE}/*`] });
    expect(await never([policy], outside, { keys: [] })).toEqual({
      ...PROVED,
      keys: [],
      checks: ['s3:GetObject on accesspointobject', 's3:GetObject on object'],
    });
  });

  test('is refuted by a request that the simulator allows', async () => {
    const policy = allow({ Action: 's3:Get*', Resource: 'arn:aws:s3:::lak?/*' });
    const { proved, witness } = await never([policy], outside, { keys: [] });
    expect(proved).toBe(false);
    expect(witness!.resource).toMatch(/^arn:aws:s3:::lak[^e]\/./);
    expect(await decide({ ...witness!, principal, policies: [policy] })).toBe(true);
  });

  test('is what a Deny forbids, whatever else is granted', async () => {
    const everything = allow({ Action: '*' });
    const forbidden = deny({ Action: 's3:*', NotResource: [LAKE, `${LAKE}/*`] });
    const requests = { Action: 's3:*Object', NotResource: [LAKE, `${LAKE}/*`] };
    expect(await never([everything, forbidden], requests, { keys: [] })).toMatchObject(PROVED);
    expect(await never([everything], requests, { keys: [] })).toMatchObject({ proved: false });
    expect(await never([everything, forbidden], { Action: 's3:GetObject' }, { keys: [] })).toMatchObject({
      proved: false,
      witness: { resource: expect.stringMatching(/^arn:aws:s3:::lake\//) as string },
    });
  });

  test('can be asked of some resources without others', async () => {
    const open = allow({ Action: 's3:GetObject', Resource: [`${LAKE}/open/*`, `${LAKE}/secret`] });
    const secret = { Action: 's3:GetObject', Resource: `${LAKE}/*`, NotResource: `${LAKE}/open/*` };
    expect((await never([open], secret, { keys: [] })).witness!.resource).toBe(`${LAKE}/secret`);
    expect(
      await never([open, deny({ Action: 's3:*', Resource: `${LAKE}/secret` })], secret, { keys: [] }),
    ).toMatchObject(PROVED);
  });

  test('is what a Deny forbids, where all of its conditions are met', async () => {
    const [x, y] = ['aws:PrincipalTag/x', 'aws:PrincipalTag/y'];
    const forbidden = deny({ Action: 's3:*', Condition: { StringEquals: { [x]: 'a', [y]: 'b' } } });
    const proofOf = (first: string, second: string) => {
      const Condition = { StringEquals: { [x]: first }, StringLike: { [y]: second } };
      return never([allow({ Action: '*' }), forbidden], { Action: 's3:GetObject', Condition }, { keys: [x, y] });
    };
    expect(await proofOf('a', 'b')).toMatchObject(PROVED);
    expect((await proofOf('a', 'a')).witness!.context).toEqual({ [x]: 'a', [y]: 'a' });
    expect((await proofOf('b', 'b')).witness!.context).toEqual({ [x]: 'b', [y]: 'b' });
  });

  test('depends on each resource of a call', async () => {
    const vpc = (id: string) => ec2(`vpc/${id}`);
    const launch = allow({
      Action: 'ec2:RunInstances',
      Resource: ec2('subnet/*'),
      Condition: { ArnEquals: { 'ec2:Vpc': vpc('mine') } },
    });
    const options = { keys: ['ec2:Vpc'] };
    const elsewhere = {
      Action: 'ec2:RunInstances',
      resourceTypes: ['subnet'],
      Condition: { ArnNotEquals: { 'ec2:Vpc': vpc('mine') } },
    };
    expect(await never([launch], elsewhere, options)).toMatchObject({ ...PROVED, keys: ['ec2:Vpc'] });
    const { witness } = await never([launch, allow({ Action: 'ec2:Run*', Resource: ec2('*') })], elsewhere, options);
    expect(witness).toMatchObject({
      action: 'ec2:RunInstances',
      resource: expect.stringMatching(/:subnet\//) as string,
    });
  });

  test('takes a key in another case, and several keys together', async () => {
    const policy = allow({
      Action: 'EC2:stopinstances',
      Condition: { ArnEquals: { 'EC2:instanceprofile': PROFILE }, StringEquals: { 'aws:ResourceTag/Team': 'data' } },
    });
    const keys = ['ec2:InstanceProfile', 'aws:resourcetag/team'];
    const requests = (Condition: IdentityStatement['Condition']) => ({ Action: 'ec2:StopInstances', Condition });
    const without = (key: string) => requests({ Null: { [key]: 'true' } });
    expect(await never([policy], without('ec2:InstanceProfile'), { keys })).toMatchObject(PROVED);
    expect(await never([policy], without('aws:ResourceTag/team'), { keys })).toMatchObject(PROVED);
    const { witness } = await never([policy], requests({}), { keys });
    expect(witness!.context).toEqual({ 'ec2:InstanceProfile': PROFILE, 'aws:resourcetag/team': 'data' });
  });
});

describe('the checks that no other statement would refute', () => {
  const requests = { Action: ['s3:GetObject', 's3:PutObject'], resourceTypes: ['object'], NotResource: `${LAKE}/*` };
  const objects = allow({ Action: 's3:*Object', Resource: `${LAKE}/*` });
  const forbidden = deny({ Action: 's3:PutObject' });
  const standing = (...policies: IdentityPolicy[]) => unrefuted(policies, requests, { keys: [] });

  test('are none where a wider Allow, a Deny less or an Allow more is enough', async () => {
    expect(await standing(objects)).toEqual([]);
    expect(await standing(allow({ Action: 's3:*' }), deny({ NotAction: 'ec2:*' }))).toEqual([]);
    expect(await standing(allow({ Action: 'ec2:*' }))).toEqual([]);
  });

  test('are those that two statements forbid', async () => {
    expect(await standing(objects, forbidden)).toEqual(['s3:PutObject on object']);
    expect(await standing(allow({ Action: 's3:*' }), forbidden, deny({ Action: '*' }))).toEqual([
      's3:PutObject on object',
    ]);
  });
});

describe('what is allowed by others as well', () => {
  const objects = allow({ Action: 's3:GetObject', Resource: `${LAKE}/*` });
  const reading = allow({ Action: ['s3:Get*', 's3:List*'] });

  test('is proved one way and refuted the other', async () => {
    expect(await isSubset([objects], [reading], { keys: [] })).toMatchObject(PROVED);
    const { witness } = await isSubset([reading], [objects], { keys: [] });
    expect(await decide({ ...witness!, principal, policies: [reading] })).toBe(true);
    expect(await decide({ ...witness!, principal, policies: [objects] })).toBe(false);
  });

  test('is found over several statements', async () => {
    const tag = 's3:ExistingObjectTag/x';
    const [tagged, untagged] = ['false', 'true'].map((absent) =>
      allow({ Action: 's3:GetObject', Resource: `${LAKE}/*`, Condition: { Null: { [tag]: absent } } }),
    );
    expect(await isSubset([objects], [tagged!], { keys: [tag] })).toMatchObject({
      proved: false,
      witness: { context: {} },
    });
    expect(await equivalent([objects], [tagged!, untagged!], { keys: [tag] })).toMatchObject(PROVED);
    expect(await equivalent([tagged!], [objects], { keys: [tag] })).toMatchObject({ proved: false });
  });

  test('can be asked of some requests', async () => {
    const within = { Action: 's3:GetObject', Resource: `${LAKE}/*` };
    expect(await isSubset([reading], [objects], { keys: [], within })).toMatchObject(PROVED);
  });

  test('is asked within some requests when all but some actions are allowed', async () => {
    const all = allow({ NotAction: 's3:*' });
    const within = { Action: ['s3:GetObject', 'ec2:DescribeInstances'] };
    await expect(isSubset([all], [reading], { keys: [] })).rejects.toThrow('say within which requests');
    const { witness } = await isSubset([all], [reading], { keys: [], within });
    expect(witness).toEqual({ action: 'ec2:DescribeInstances', resource: '*', context: {} });
  });
});

describe('requests', () => {
  const everything = allow({ Action: '*' });

  test.each([
    ['ec2:RunInstances', 'image', /^arn:aws:ec2:[^:]+::image\/[^:]+$/],
    ['ec2:RunInstances', 'subnet', /^arn:aws:ec2:[^:]+:\d{12}:subnet\/[^:]+$/],
    ['s3:ListBucket', 'bucket', /^arn:aws:s3:::[^:/]+$/],
    ['ec2:DescribeInstances', '*', /^\*$/],
  ])('%s on %s has ARNs of the type', async (Action, type, arn) => {
    const { witness } = await never([everything], { Action, resourceTypes: [type] }, { keys: [] });
    expect(witness!.resource).toMatch(arn);
  });

  test('no segment of an ARN holds a colon', async () => {
    const elsewhere = { Action: 'ec2:StopInstances', NotResource: 'arn:*:ec2:*:*:instance/*' };
    await expect(never([everything], elsewhere, { keys: [] })).rejects.toThrow('nothing is proved');
  });

  test('a resource is of one type, the narrower one', async () => {
    const Resource = 'arn:aws:elasticmapreduce:eu-west-1:111122223333:cluster/a/session/b';
    const { checks } = await never([everything], { Action: 'elasticmapreduce:AddTags', Resource }, { keys: [] });
    expect(checks).toEqual(['elasticmapreduce:AddTags on session']);
  });

  test('a wildcard-only action needs the resource *', async () => {
    const requests = { Action: 'ec2:DescribeInstances' };
    expect(await never([allow({ Action: 'ec2:*', Resource: ec2('*') })], requests, { keys: [] })).toMatchObject(PROVED);
    expect(
      await never([everything, deny({ Action: '*', NotResource: ec2('*') })], requests, { keys: [] }),
    ).toMatchObject(PROVED);
  });

  test('a key that the action never carries on the type is absent', async () => {
    const policy = allow({ Action: 'ec2:RunInstances', Condition: { StringEquals: { 'ec2:ResourceTag/a': 'b' } } });
    const tagged = (type: string) =>
      never([policy], { Action: 'ec2:RunInstances', resourceTypes: [type] }, { keys: ['ec2:ResourceTag/a'] });
    expect(await tagged('instance')).toMatchObject(PROVED);
    expect(await tagged('image')).toMatchObject({ proved: false, witness: { context: { 'ec2:ResourceTag/a': 'b' } } });
  });
});

describe('what the proofs do not know is an error', () => {
  const read = { Action: 's3:GetObject' };
  const keys = [
    'aws:PrincipalTag/a',
    'aws:TagKeys',
    'aws:PrincipalArn',
    'aws:MultiFactorAuthAge',
    'aws:SourceIp',
    'aws:TokenIssueTime',
  ];
  const when = (operator: string, key: string, value: unknown) => ({ Condition: { [operator]: { [key]: value } } });

  test.each<[string, Omit<IdentityStatement, 'Effect'>, string]>([
    [
      'a key that is not modelled',
      when('StringEquals', 'aws:PrincipalTag/b', 'x'),
      'does not model aws:PrincipalTag/b',
    ],
    ['a policy variable in a value', when('StringLike', 'aws:PrincipalTag/a', '${aws:username}'), 'policy variables'],
    ['a policy variable in a resource', { Resource: `${LAKE}/\${aws:username}` }, 'policy variables'],
    ['a number', when('NumericLessThan', 'aws:MultiFactorAuthAge', '5'), 'operator NumericLessThan'],
    ['an address', when('IpAddress', 'aws:SourceIp', '10.0.0.0/8'), 'operator IpAddress'],
    ['a date', when('DateLessThan', 'aws:TokenIssueTime', '2030-01-01T00:00:00Z'), 'operator DateLessThan'],
    ['an operator in another case', when('stringequals', 'aws:PrincipalTag/a', 'x'), 'operator stringequals'],
    [
      'IfExists of a set',
      when('ForAnyValue:StringLikeIfExists', 'aws:TagKeys', 'x'),
      'operator ForAnyValue:StringLikeIfExists',
    ],
    ['many values without a set operator', when('StringEquals', 'aws:TagKeys', 'x'), 'aws:TagKeys has many values'],
    [
      'a negated ARN operator of another key',
      when('ArnNotLike', 'aws:PrincipalTag/a', 'arn:aws:iam::1:role/a'),
      'need not hold an ARN',
    ],
    ['an ARN that is a wildcard', when('ArnLike', 'aws:PrincipalArn', '*'), 'compares ARNs'],
    ['a short ARN in a condition', when('ArnLike', 'aws:PrincipalArn', 'arn:aws:iam:*'), 'six segments'],
    ['neither true nor false', when('Bool', 'aws:PrincipalTag/a', 'yes'), 'Bool compares with'],
    ['neither absent nor present', when('Null', 'aws:PrincipalTag/a', 'yes'), 'Null compares with'],
    [
      'an automaton that grows too large',
      when('StringLike', 'aws:PrincipalTag/a', `*a${'?'.repeat(16)}`),
      'more than 10000 nodes',
    ],
    ['no values', when('StringEquals', 'aws:PrincipalTag/a', []), 'has no values'],
    ['a short ARN', { Resource: 'arn:aws:s3*' }, 'six segments'],
    ['a wildcard in the kind of a resource', { Resource: 'arn:aws:s3:*:*:*/object/*' }, 'kind of a resource'],
    ['upper case in an ARN', { Resource: 'arn:aws:S3:::lake/*' }, 'upper case in arn:aws:S3::'],
    ['a wildcard in a service', { Action: 's*:GetObject' }, 'actions like s*:GetObject'],
    ['no actions', { Action: undefined }, 'has no actions'],
    ['no resources', { Resource: undefined }, 'has no resources'],
    ['a principal', { Principal: '*' } as Omit<IdentityStatement, 'Effect'>, 'element Principal'],
  ])('%s', async (_, statement, message) => {
    await expect(never([allow({ ...read, ...statement })], read, { keys })).rejects.toThrow(message);
    await expect(never([allow(read), deny({ ...read, ...statement })], read, { keys })).rejects.toThrow(message);
  });

  test.each([
    [
      'an effect',
      () => never([{ Statement: [{ ...read, Resource: '*', Effect: 'allow' }] }], read, { keys }),
      'neither Allow nor Deny',
    ],
    ['an unknown key', () => never([allow(read)], read, { keys: ['s3:Nothing'] }), 'no condition key s3:Nothing'],
    ['an unknown action', () => never([allow(read)], { Action: 's3:Fetch*' }, { keys }), 'no action s3:Fetch*'],
    [
      'an unknown type',
      () => never([allow(read)], { ...read, resourceTypes: ['bucket'] }, { keys }),
      'no resource type bucket',
    ],
    ['no requests', () => never([allow(read)], { ...read, Resource: LAKE }, { keys }), 'nothing is proved'],
    [
      'one action among others on which there are no such requests',
      () =>
        never(
          [allow(read)],
          { Action: ['ec2:RunInstances', 'ec2:CreateFleet'], resourceTypes: ['snapshot'] },
          { keys },
        ),
      'AWS has no ec2:CreateFleet with {"resourceTypes":["snapshot"]}, so nothing is proved',
    ],
    [
      'requests that contradict themselves',
      () => never([allow(read)], { ...read, Condition: { Null: { 'aws:TagKeys': 'false' } } }, { keys }),
      'nothing is proved',
    ],
  ])('%s', async (_, prove, message) => {
    await expect(prove()).rejects.toThrow(message);
  });
});
