import { z } from 'zod';
import { ACCOUNT_ID, BUCKET_NAME, EXTERNAL_ID } from '../../lib/private/aws/patterns';
import { nearest } from '../../lib/private/words/nearest';
import { TOLD_BY_ARN } from './issues';

/** An object that takes the given keys and no others; `elsewhere` says for further keys where they would be right. */
export function strict<Shape extends z.ZodRawShape>(shape: Shape, elsewhere: Record<string, string> = {}) {
  const allowed = Object.keys(shape);
  return z.strictObject(shape, {
    // One line per key, in the order of the issue's keys: each key stands on a line of its own in the file.
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys
            .map((key) => unknownKey(key, allowed, Object.hasOwn(elsewhere, key) ? elsewhere[key] : undefined))
            .join('\n')
        : undefined,
  });
}

function unknownKey(key: string, allowed: string[], elsewhere: string | undefined): string {
  const near = elsewhere ? undefined : nearest(key, allowed);
  const hint = elsewhere ? ` (${elsewhere})` : near ? ` (did you mean "${near}"?)` : '';
  return `unknown key "${key}", allowed: ${allowed.join(', ')}${hint}`;
}

/** An object with exactly one of the given keys, and what may stand beside it. */
export function oneOf<Shape extends z.ZodRawShape, Beside extends z.ZodRawShape>(shape: Shape, beside: Beside) {
  const keys = Object.keys(shape);
  const optional = Object.fromEntries(
    Object.entries(shape).map(([key, value]) => [key, z.optional(value).describe(descriptionOf(value))]),
  ) as { [Key in keyof Shape]: z.ZodOptional<Shape[Key]> };
  return strict({ ...optional, ...beside })
    .superRefine((value, context) => {
      const given = keys.filter((key) => key in value);
      if (given.length === 1) return;
      const got = given.length === 0 ? 'none' : given.join(' and ');
      context.addIssue({ code: 'custom', message: `takes exactly one of ${keys.join(', ')}; got ${got}` });
    })
    .meta({ minProperties: 1, maxProperties: 1 + Object.keys(beside).length });
}

/** What names a role that exists already, by its `arn`, or else describes one to make; the problems are those of the one that is meant. */
export function existingOr<Existing extends z.ZodType, Made extends z.ZodType>(existing: Existing, made: Made) {
  return z.union([existing, made], { error: () => TOLD_BY_ARN });
}

function descriptionOf(schema: z.core.$ZodType): string {
  return z.globalRegistry.get(schema)?.description ?? '';
}

/** A non-empty list; an empty one is refused with the given advice. */
export function listOf<Item extends z.ZodType>(item: Item, whenEmpty: string) {
  return z.array(item).min(1, `is empty: ${whenEmpty}`);
}

/** A text that matches the pattern; otherwise the error says what was got and what it should be, or what a missing one means. */
export function text(pattern: RegExp, expected: string, whenMissing?: string) {
  return z
    .string({ error: ({ input }) => (input === undefined ? whenMissing : undefined) })
    .regex(pattern, { error: ({ input }) => `got ${quoted(String(input))}, expected ${expected}` });
}

/** A text that was got, its beginning if it is long. */
function quoted(given: string): string {
  return given.length <= 200
    ? JSON.stringify(given)
    : `${JSON.stringify(given.slice(0, 80))}… of ${given.length} characters`;
}

/** A key of the config that names a role: it is the role's name, unless `roleName` is given. */
export const roleKey = text(/^[A-Za-z0-9][\w+=,.@-]{0,63}$/, 'a role name: up to 64 letters, digits and _+=,.@-');

export const roleName = text(/^[\w+=,.@-]{1,64}$/, 'up to 64 letters, digits and _+=,.@-');

export const rolePath = text(
  /^\/([!-~]{1,509}\/)?$/,
  'a path of up to 511 characters that begins and ends with a slash, as /hopsworks/',
);

/** The account of somebody else; own ones have names below accounts. */
export const accountId = text(ACCOUNT_ID, '12 digits in quotes');

export const externalId = text(EXTERNAL_ID, '2 to 1,224 letters, digits and _+=,.@:/-');

export const policyArn = text(
  /^arn:aws[a-z-]*:iam::(aws|\d{12}):policy\/[\w+=,.@/-]+$/,
  'the ARN of a managed policy, as arn:aws:iam::aws:policy/AmazonAthenaFullAccess',
);

export const bucketName = text(
  BUCKET_NAME,
  'the name of a bucket: 3 to 63 lower-case letters, digits, dots and hyphens',
);

const OPERATORS = [
  ...['Equals', 'NotEquals', 'EqualsIgnoreCase', 'NotEqualsIgnoreCase', 'Like', 'NotLike'].map(
    (each) => `String${each}`,
  ),
  ...['Numeric', 'Date'].flatMap((type) =>
    ['Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'].map(
      (each) => type + each,
    ),
  ),
  ...['Equals', 'NotEquals', 'Like', 'NotLike'].map((each) => `Arn${each}`),
  ...['Bool', 'BinaryEquals', 'IpAddress', 'NotIpAddress'],
];

/** Of IAM; before one of them may stand ForAllValues: or ForAnyValue:, behind it IfExists. */
const operator = z.string().superRefine((given, context) => {
  const bare = given.replace(/^(ForAllValues|ForAnyValue):/, '').replace(/IfExists$/, '');
  if (given === 'Null' || OPERATORS.includes(bare)) return;
  const near = nearest(bare, [...OPERATORS, 'Null']);
  const hint = near === undefined ? '' : ` (did you mean "${given.replace(bare, near)}"?)`;
  context.addIssue({
    code: 'custom',
    message: `got ${JSON.stringify(given)}, expected a condition operator, as StringEquals${hint}`,
  });
});

const scalar = z.union([z.string(), z.boolean(), z.number()], {
  error: 'expected a text, a number, true or false',
});

/** Conditions of a statement: operator, then context key, then one value or several. */
export const conditions = z.record(
  operator,
  z
    .record(
      text(/^[\w-]+:.+$/, 'a condition key, as aws:SourceVpc'),
      z
        .union([z.string(), z.boolean(), z.number(), listOf(scalar, 'name at least one value')], {
          error: 'expected a text, a number, true or false, or a list of these',
        })
        .describe('The value, or the values, to compare with.'),
    )
    .refine((keys) => Object.keys(keys).length > 0, 'is empty, and so no condition: name a condition key, or remove it')
    .describe('Context keys and what they are compared with.'),
);

/** IAM's documents hold texts only: YAML's `true` and numbers are written as such. */
export function conditionTexts(given: z.infer<typeof conditions>): Record<string, Record<string, string | string[]>> {
  const inEach = <From, To>(record: Record<string, From>, change: (value: From) => To): Record<string, To> =>
    Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
  return inEach(given, (keys) =>
    inEach(keys, (value) => (Array.isArray(value) ? value.map((each) => String(each)) : String(value))),
  );
}
