import fc from 'fast-check';
import { type Request, type Requests, allowedBy, isSubset } from '.';
import { carries } from '../../lib/private/aws/actions/service-authorization';
import { decide } from '../identity-simulator';
import { type IdentityPolicy, type IdentityStatement, checksOf } from '../service-authorization';
import { runs } from '../support';
import { OPERATORS, type Operator } from './conditions';
import { ARN_OPERATORS, KEYS as COMMON, type KeyUse, STRINGS, ifExists, sets } from '../operators';

/**
 * Random policies and requests over a small alphabet, about which the proofs and the simulator must say the same. Each fault that
 * is planted into the proofs must be found in this way.
 */
const RUNS = runs(100);
const SAMPLES = 4;
jest.setTimeout(runs(600_000));

const ec2 = (resource: string) => `arn:aws:ec2:eu-west-1:111122223333:${resource}`;

const RESOURCES: Record<string, string[]> = {
  's3:GetObject': [
    'arn:aws:s3:::a/a',
    'arn:aws:s3:::a/b/a',
    'arn:aws:s3:::b/a:b',
    'arn:aws:s3:eu-west-1:111122223333:accesspoint/a/object/a',
  ],
  's3:ListBucket': ['arn:aws:s3:::a', 'arn:aws:s3:::ab'],
  'ec2:CreateTags': [ec2('instance/i-a'), ec2('instance/i-b'), ec2('volume/v-a'), 'arn:aws:ec2:eu-west-1::image/a'],
  'ec2:StopInstances': [ec2('instance/i-a'), ec2('instance/i-b')],
  'ec2:DescribeInstances': ['*'],
};
const PATTERNS = [
  ...Object.values(RESOURCES).flat(),
  ...[
    '*',
    'arn:aws:s3:::*',
    'arn:aws:s3:::a/*',
    'arn:aws:s3:::?/a',
    'arn:aws:s3:*:*:accesspoint/*',
    'arn:aws:s3:::*/*a',
  ],
  ...['arn:aws:ec2:*:*:instance/*', 'arn:*:ec2:eu-*::image/?', ec2('instance/i-?'), ec2('v*'), ec2('*')],
];
const ACTIONS = [
  ...Object.keys(RESOURCES),
  '*',
  '*',
  's3:*',
  'ec2:*',
  's3:get*',
  'EC2:Stop*',
  'ec2:*Tags',
  'ec2:?escribe*',
];

const KEYS: Record<string, KeyUse> = {
  ...COMMON,
  'ec2:InstanceProfile': {
    ...COMMON['ec2:InstanceProfile'],
    operators: [...ifExists(ARN_OPERATORS), ...sets(ARN_OPERATORS), ...STRINGS],
  },
};
const keys = Object.keys(KEYS);

type Conditions = Record<string, Record<string, unknown>>;

function some(values: string[]): fc.Arbitrary<string[]> {
  return fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 });
}

function conditionOn(key: string, operators = KEYS[key]!.operators): fc.Arbitrary<Conditions> {
  const { expected } = KEYS[key]!;
  const values = fc.oneof(fc.constantFrom(...expected), some(expected));
  return fc.tuple(fc.constantFrom(...operators), values).map(([operator, value]) => ({ [operator]: { [key]: value } }));
}

const presence = fc
  .tuple(fc.constantFrom(...keys), fc.constantFrom('true', 'false'))
  .map(([key, value]) => ({ Null: { [key]: value } }));
const condition: fc.Arbitrary<Conditions> = fc.oneof(
  { weight: 1, arbitrary: presence },
  { weight: 4, arbitrary: fc.constantFrom(...keys).chain((key) => conditionOn(key)) },
);

/** Conditions of several operators, and of several keys under one operator. */
const conditions = fc.array(condition, { maxLength: 3 }).map((parts) => {
  const merged: Conditions = {};
  for (const [operator, uses] of parts.flatMap((part) => Object.entries(part)))
    merged[operator] = { ...merged[operator], ...uses };
  return merged;
});

const elements = (name: 'Action' | 'Resource', values: string[]) =>
  fc.tuple(fc.constantFrom(name, name, `Not${name}`), some(values)).map(([element, chosen]) => ({ [element]: chosen }));

const statement: fc.Arbitrary<IdentityStatement> = fc
  .tuple(
    fc.constantFrom('Allow', 'Allow', 'Deny'),
    elements('Action', ACTIONS),
    elements('Resource', PATTERNS),
    conditions,
  )
  .map(([Effect, actions, resources, Condition]) => ({ Effect, ...actions, ...resources, Condition }));

const policy: fc.Arbitrary<IdentityPolicy> = fc
  .array(statement, { minLength: 1, maxLength: 3 })
  .map((Statement) => ({ Statement }));

const context = fc.record(Object.fromEntries(keys.map((key) => [key, fc.option(KEYS[key]!.given)])));

function requestsOf(name: string): fc.Arbitrary<Request> {
  return fc.tuple(fc.constantFrom(...RESOURCES[name]!), context).map(([resource, given]) => {
    const present = Object.entries(given).filter((entry): entry is [string, string | string[]] => entry[1] !== null);
    return { action: name, resource, context: Object.fromEntries(present) };
  });
}

/** The request without the keys that AWS would not send. */
function asSent(request: Request): Request {
  const check = checksOf(request.action).find(({ resources }) => resources.has(request.resource))!;
  return {
    ...request,
    context: Object.fromEntries(Object.entries(request.context).filter(([key]) => carries(check, key))),
  };
}

/** What the caller's own policies say: the resources of other accounts have owners who agree. */
function simulate(request: Request, policies: IdentityPolicy[]): Promise<boolean> {
  const principal = 'arn:aws:iam::111122223333:role/vendor';
  return decide({ ...request, principal, resourceAccount: '111122223333', policies });
}

const requests = fc
  .constantFrom(...Object.keys(RESOURCES))
  .chain((name) => fc.array(requestsOf(name), { minLength: 1, maxLength: SAMPLES }));

/** What the proofs look at: of the many resources that can be tagged, those that are asked about. */
function spaceOf(asked: Request[]): Requests {
  const { action } = asked[0]!;
  return { Action: action, resourceTypes: action === 'ec2:CreateTags' ? ['instance', 'volume', 'image'] : undefined };
}

/** Every request is decided alike. */
function decisions(policies: fc.Arbitrary<IdentityPolicy>, operators: Record<string, Operator>) {
  return fc.asyncProperty(policies, policies, requests, async (a, b, asked) => {
    const access = await allowedBy([a, b], spaceOf(asked), { keys, operators });
    for (const request of asked) {
      const sent = asSent(request);
      expect({ sent, allowed: access.has(sent) }).toEqual({ sent, allowed: await simulate(sent, [a, b]) });
    }
  });
}

/**
 * A containment that is proved is never contradicted by a request; one that is refuted comes with a request that shows it. What
 * both sides share makes many of them hold.
 */
const containments = fc.asyncProperty(policy, policy, policy, requests, async (shared, a, b, asked) => {
  const first = [shared, a];
  const second = [shared, b];
  const { witness } = await isSubset(first, second, { keys, within: spaceOf(asked) });
  const candidates = witness === undefined ? asked.map(asSent) : [witness];
  for (const request of candidates) {
    const onlyInFirst = (await simulate(request, first)) && !(await simulate(request, second));
    expect({ request, onlyInFirst }).toEqual({ request, onlyInFirst: witness !== undefined });
  }
});

test('the proofs and the simulator decide alike', async () => {
  await fc.assert(decisions(policy, OPERATORS), { numRuns: RUNS });
});

test('containments are never contradicted, and refuted by requests that show it', async () => {
  await fc.assert(containments, { numRuns: RUNS });
});

describe('a fault in an operator is found', () => {
  const known = (name: string) => OPERATORS[name]!;

  test.each<[string, string, string, Operator]>([
    [
      'not met by an absent key',
      'aws:PrincipalTag/a',
      'StringNotEquals',
      { ...known('StringNotEquals'), absent: false },
    ],
    ['met by an absent key', 'aws:PrincipalTag/a', 'StringEquals', { ...known('StringEquals'), absent: true }],
    ['knowing wildcards', 'aws:PrincipalTag/a', 'StringEquals', known('StringLike')],
    ['knowing no wildcards', 'aws:PrincipalTag/a', 'StringNotLike', known('StringNotEquals')],
    ['ignoring case', 'aws:PrincipalTag/a', 'StringLike', known('StringEqualsIgnoreCase')],
    ['not negated', 'ec2:InstanceProfile', 'ArnNotLike', known('ArnLike')],
    ['not met by an absent key', 'ec2:InstanceProfile', 'ArnNotEquals', { ...known('ArnNotEquals'), absent: false }],
    ['met by an absent key', 'aws:SecureTransport', 'Bool', { ...known('Bool'), absent: true }],
  ])('%s (%s, %s)', async (_, key, name, faulty) => {
    const allow = { Effect: 'Allow', Action: '*', Resource: '*' };
    const policies = conditionOn(key, [name]).map((Condition) => ({ Statement: [{ ...allow, Condition }] }));
    const property = decisions(policies, { ...OPERATORS, [name]: faulty });
    expect(await fc.check(property, { numRuns: 200, seed: 1, endOnFailure: true })).toMatchObject({
      failed: true,
      errorInstance: { matcherResult: { name: 'toEqual' } },
    });
  });
});
