import fc from 'fast-check';
import { type Request, allowedBy, isSubset } from '.';
import { decide } from '../identity-simulator';
import { type IdentityPolicy, type IdentityStatement, carries, checksOf } from '../service-authorization';
import { OPERATORS, type Operator } from './conditions';

/**
 * Random policies and requests over a small alphabet, about which the proofs and the simulator must say the same. Each fault that
 * is planted into the proofs must be found in this way.
 */
const RUNS = Number(process.env.PROOF_RUNS ?? 200);
const SAMPLES = 4;

const ec2 = (resource: string) => `arn:aws:ec2:eu-west-1:111122223333:${resource}`;
const profile = (name: string) => `arn:aws:iam::111122223333:instance-profile/${name}`;

const WORDS = ['a', 'A', 'ab', 'b', 'a*', ''];
const ARNS = [profile('a'), profile('ab'), profile('b/a')];
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
const ACTIONS = [...Object.keys(RESOURCES), '*', 's3:*', 's3:get*', 'EC2:Stop*', 'ec2:*Tags', 'ec2:?escribe*'];

const STRINGS = ['Equals', 'NotEquals', 'EqualsIgnoreCase', 'NotEqualsIgnoreCase', 'Like', 'NotLike'].map(
  (name) => `String${name}`,
);
const ARN_OPERATORS = ['ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike'];
const ifExists = (names: string[]) => names.flatMap((name) => [name, `${name}IfExists`]);
const sets = (names: string[]) => names.flatMap((name) => [`ForAllValues:${name}`, `ForAnyValue:${name}`]);

interface KeyUse {
  readonly operators: string[];
  readonly expected: string[];
  readonly given: fc.Arbitrary<string | string[]>;
}

const KEYS: Record<string, KeyUse> = {
  'aws:PrincipalTag/a': {
    operators: [...ifExists(STRINGS), ...sets(STRINGS)],
    expected: ['?', ...WORDS],
    given: fc.constantFrom(...WORDS),
  },
  'aws:TagKeys': {
    operators: sets(STRINGS),
    expected: ['?b', ...WORDS],
    given: fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 3 }),
  },
  'ec2:InstanceProfile': {
    operators: [...ifExists(ARN_OPERATORS), ...sets(ARN_OPERATORS), ...STRINGS],
    expected: ['arn:aws:iam::*:instance-profile/a*', 'arn:*:iam:*:*:*/?', ...ARNS],
    given: fc.constantFrom(...ARNS),
  },
  's3:prefix': { operators: ifExists(STRINGS), expected: WORDS, given: fc.constantFrom(...WORDS) },
  'aws:SecureTransport': {
    operators: [...ifExists(['Bool']), 'StringEquals'],
    expected: ['true', 'false'],
    given: fc.constantFrom('true', 'false'),
  },
};
const keys = Object.keys(KEYS);

const condition = fc.constantFrom(...keys).chain((key) => {
  const { operators, expected } = KEYS[key]!;
  const values = fc.oneof(
    fc.constantFrom(...expected),
    fc.uniqueArray(fc.constantFrom(...expected), { minLength: 1, maxLength: 3 }),
  );
  const presence = fc.constantFrom('true', 'false').map((value) => ({ Null: { [key]: value } }));
  const comparison = fc
    .tuple(fc.constantFrom(...operators), values)
    .map(([operator, value]) => ({ [operator]: { [key]: value } }));
  return fc.oneof({ weight: 1, arbitrary: presence }, { weight: 4, arbitrary: comparison });
});

/** Conditions of several operators, and of several keys under one operator. */
const conditions = fc.array(condition, { maxLength: 3 }).map((parts) => {
  const merged: Record<string, Record<string, unknown>> = {};
  for (const [operator, uses] of parts.flatMap((part) => Object.entries(part)))
    merged[operator] = { ...merged[operator], ...uses };
  return merged;
});

const some = (values: string[]) => fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 });
const elements = <T extends string>(name: T, values: string[]) =>
  fc
    .tuple(fc.constantFrom(name, name, `Not${name}` as const), some(values))
    .map(([element, list]) => ({ [element]: list }));

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

const action = fc.constantFrom(...Object.keys(RESOURCES));
const context = fc.record(Object.fromEntries(keys.map((key) => [key, fc.option(KEYS[key]!.given)])));

function requestsOf(name: string): fc.Arbitrary<Request> {
  return fc.tuple(fc.constantFrom(...RESOURCES[name]!), context).map(([resource, given]) => {
    const present = Object.entries(given).filter((entry): entry is [string, string | string[]] => entry[1] !== null);
    return { action: name, resource, context: Object.fromEntries(present) };
  });
}

/** The request without the keys that AWS would not send. */
async function asSent(request: Request): Promise<Request> {
  const check = (await checksOf(request.action)).find(({ resources }) => resources.has(request.resource))!;
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

interface Outcome {
  readonly decided: boolean;
  readonly simulated: boolean;
}

/** Every request is decided alike. */
function decisions(operators: Record<string, Operator>) {
  return fc.asyncProperty(
    policy,
    policy,
    action.chain((name) => fc.array(requestsOf(name), { minLength: 1, maxLength: SAMPLES })),
    async (a, b, requests) => {
      const access = await allowedBy([a, b], { Action: requests[0]!.action }, { keys, operators });
      for (const request of requests) {
        const sent = await asSent(request);
        const outcome: Outcome = { decided: access.has(sent), simulated: await simulate(sent, [a, b]) };
        expect({ sent, ...outcome }).toEqual({ sent, decided: outcome.simulated, simulated: outcome.simulated });
      }
    },
  );
}

/** A containment that is proved is never contradicted by a request; one that is refuted comes with a request that shows it. */
function containments(operators: Record<string, Operator>) {
  return fc.asyncProperty(
    policy,
    policy,
    action.chain((name) => fc.array(requestsOf(name), { minLength: 1, maxLength: SAMPLES })),
    async (a, b, requests) => {
      const { proved, witness } = await isSubset([a], [b], {
        keys,
        operators,
        within: { Action: requests[0]!.action },
      });
      const allowedByFirstOnly = async (request: Request) =>
        (await simulate(request, [a])) && !(await simulate(request, [b]));
      if (!proved) return expect(await allowedByFirstOnly(witness!)).toBe(true);
      for (const request of requests) expect(await allowedByFirstOnly(await asSent(request))).toBe(false);
    },
  );
}

test('the proofs and the simulator decide alike', async () => {
  await fc.assert(decisions(OPERATORS), { numRuns: RUNS });
});

test('containments are never contradicted, and refuted by requests that show it', async () => {
  await fc.assert(containments(OPERATORS), { numRuns: RUNS });
});
