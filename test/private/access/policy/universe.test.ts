import fc from 'fast-check';
import type { ActionTable } from '../../../../lib/private/access/policy/actions';
import type { Box, Literal } from '../../../../lib/private/access/policy/boxes';
import { type Comparison, compareAccess } from '../../../../lib/private/access/policy/compare';
import { decide } from '../../../../lib/private/access/policy/decide';
import type { Request } from '../../../../lib/private/access/policy/request';
import { type Statement, statementsOf } from '../../../../lib/private/access/policy/statement';
import { runs } from '../../../support';

/**
 * A universe so small that every request in it can be asked: what policies write out, and one of everything else.
 */
const RUNS = runs(60);
jest.setTimeout(3_600_000);

type Boxes = typeof import('../../../../lib/private/access/policy/boxes');
type Fault = (box: Box, rebuilt: (change: Partial<Statement>) => Box) => Box;

/** What is planted into the engine; nothing by default. */
const mockPlanted: { fault?: Fault; identity?: (statement: Statement, identity: string) => string } = {};

jest.mock('../../../../lib/private/access/policy/boxes', () => {
  const actual = jest.requireActual<Boxes>('../../../../lib/private/access/policy/boxes');
  return {
    ...actual,
    boxOf: (...[statement, types, ids]: Parameters<Boxes['boxOf']>) => {
      const rebuilt = (change: Partial<Statement>) => actual.boxOf({ ...statement, ...change }, types, ids);
      const box = mockPlanted.fault?.(rebuilt({}), rebuilt) ?? rebuilt({});
      return { ...box, identity: mockPlanted.identity?.(statement, box.identity) ?? box.identity };
    },
  };
});

const RESOURCES = ['arn:aws:s3:::a', 'arn:aws:s3:::x'];
const WORDS = [undefined, 'a', 'x', '*'];
const LISTS = [undefined, ['a'], ['b'], ['x'], ['a', 'b'], ['a', 'x'], ['b', 'x'], ['a', 'b', 'x']];
const NUMBERS = [undefined, '1', '2', '3'];

const UNIVERSE: Request[] = ['s3:A', 's3:X'].flatMap((action) =>
  RESOURCES.flatMap((resource) =>
    WORDS.flatMap((word) =>
      LISTS.flatMap((list) =>
        NUMBERS.map((number) => {
          const given = { 'k:word': word, 'aws:TagKeys': list, 'k:number': number };
          const context = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
          return { action, resource, context: context as Request['context'] };
        }),
      ),
    ),
  ),
);

/** There is nothing outside of it. */
const actions: ActionTable = {
  matching: (pattern) => {
    const known = ['s3:A', 's3:X'].map((name) => ({ name, forms: [FORM] }));
    return pattern === 's3:A' ? known.slice(0, 1) : known;
  },
};
const FORM = { resource: 'arn:aws:s3:::*' };

const condition = fc.oneof(
  fc.tuple(
    fc.constantFrom('StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLikeIfExists', 'StringEqualsIfExists'),
    fc.constant('k:word'),
    fc.constantFrom('a', '*'),
  ),
  fc.tuple(
    fc.constantFrom(
      ...[
        'ForAllValues:StringEquals',
        'ForAnyValue:StringEquals',
        'ForAllValues:StringNotEquals',
        'ForAnyValue:StringNotEquals',
      ],
    ),
    fc.constant('aws:TagKeys'),
    fc.constantFrom('a', 'b', ['a', 'b']),
  ),
  fc.tuple(
    fc.constantFrom(
      'NumericLessThan',
      'NumericLessThanEquals',
      'NumericGreaterThan',
      'NumericEquals',
      'NumericNotEquals',
    ),
    fc.constant('k:number'),
    fc.constantFrom('2'),
  ),
  fc.tuple(fc.constant('Null'), fc.constantFrom('k:word', 'aws:TagKeys', 'k:number'), fc.constantFrom('true', 'false')),
);

const statement = fc
  .tuple(
    fc.constantFrom('Allow', 'Allow', 'Deny'),
    fc.constantFrom({ Action: 's3:*' }, { Action: 's3:*' }, { Action: 's3:A' }, { NotAction: 's3:A' }),
    fc.constantFrom(
      { Resource: '*' },
      { Resource: '*' },
      { Resource: 'arn:aws:s3:::a' },
      { NotResource: 'arn:aws:s3:::a' },
    ),
    fc.array(condition, { maxLength: 3 }),
  )
  .map(([Effect, actions, resources, conditions]) => {
    const Condition: Record<string, Record<string, unknown>> = {};
    for (const [operator, key, value] of conditions) Condition[operator] = { ...Condition[operator], [key]: value };
    return { Effect, ...actions, ...resources, Condition };
  });

const statements = fc
  .array(statement, { minLength: 1, maxLength: 3 })
  .map((Statement) => statementsOf({ Version: '2012-10-17', Statement }));
const access = fc.record({ statements, boundary: fc.option(statements, { nil: undefined, freq: 4 }) });
const pairs = fc
  .tuple(statements, access, access)
  .map(([shared, a, b]) => [a, b].map((each) => ({ ...each, statements: [...shared, ...each.statements] })));

/** What every request of the universe says. */
function asked([old, now]: { statements: Statement[]; boundary?: Statement[] }[]): Comparison['change'] {
  const allowed = ({ statements: own, boundary }: NonNullable<typeof old>, request: Request) =>
    decide(boundary === undefined ? [own] : [own, boundary], request).answer === 'yes';
  const answers = UNIVERSE.map((request) => [allowed(old!, request), allowed(now!, request)]);
  const isWider = answers.some(([before, after]) => after && !before);
  const isNarrower = answers.some(([before, after]) => before && !after);
  return isWider ? (isNarrower ? 'both' : 'wider') : isNarrower ? 'narrower' : 'same';
}

const agrees = fc.property(pairs, ([old, now]) => {
  expect(compareAccess(old!, now!, { actions }).change).toBe(asked([old!, now!]));
});

afterEach(() => {
  delete mockPlanted.fault;
  delete mockPlanted.identity;
});

test('every request of the universe says what the comparison says', () => {
  fc.assert(agrees, { numRuns: RUNS });
});

describe('a fault in the engine is found', () => {
  const renamed =
    (from: RegExp, to: string): Fault =>
    (box, rebuilt) =>
      rebuilt({
        conditions: box.statement.conditions.map((each) => ({ ...each, operator: each.operator.replace(from, to) })),
      });
  const literals =
    (change: (literal: Literal) => Literal): Fault =>
    (box) => ({ ...box, literals: box.literals.map(change) });

  test.each<[string, Fault]>([
    ['a later condition forgotten', (box, rebuilt) => rebuilt({ conditions: box.statement.conditions.slice(0, 2) })],
    [
      'NotResource read as Resource',
      (box, rebuilt) => rebuilt({ resources: { not: false, patterns: box.statement.resources?.patterns ?? [] } }),
    ],
    ['ForAllValues as ForAnyValue', renamed(/^ForAllValues:/, 'ForAnyValue:')],
    ['LessThan as LessThanEquals', renamed(/LessThan$/, 'LessThanEquals')],
    [
      'a negated operator not met by an absent key',
      literals((each) => (each.test.negated ? { ...each, absent: false } : each)),
    ],
    ['IfExists forgotten', renamed(/IfExists$/, '')],
    ['NotAction read as Action', (box, rebuilt) => rebuilt({ actions: { ...box.statement.actions, not: false } })],
  ])('%s', (_, fault) => {
    mockPlanted.fault = fault;
    expect(fc.check(agrees, { numRuns: 500, seed: 1, endOnFailure: true }).failed).toBe(true);
  });

  test('a removed Deny not looked at', () => {
    mockPlanted.identity = ({ effect }, identity) => (effect === 'Deny' ? 'one and the same' : identity);
    expect(fc.check(agrees, { numRuns: 500, seed: 1, endOnFailure: true }).failed).toBe(true);
  });
});
