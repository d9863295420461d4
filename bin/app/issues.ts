import type { z } from 'zod';
import type { Path, Problem } from './problems';
import type { Sources } from './sources';

/** The message of a union whose first branch is meant where there is an `arn`, and the second where there is none. */
export const TOLD_BY_ARN = 'is neither';

/** The problems of a schema's issue; several where it is about several keys. */
export function problemsOf(
  issue: z.core.$ZodIssue,
  source: Pick<Sources, 'problem'> & Partial<Pick<Sources, 'spelling'>>,
): Problem[] {
  const path = issue.path as Path;
  if (issue.code === 'unrecognized_keys') {
    const messages = issue.message.split('\n');
    return issue.keys.map((key, index) => source.problem([...path, key], messages[index] ?? ''));
  }
  if (issue.code === 'invalid_union' && issue.message === TOLD_BY_ARN) {
    const { input } = issue;
    const isExisting = typeof input === 'object' && input !== null && 'arn' in input;
    const meant = issue.errors[isExisting ? 0 : 1] ?? [];
    return meant.flatMap((each) => problemsOf({ ...each, path: [...path, ...each.path] }, source));
  }
  const message = issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message;
  const spelling = typeof issue.input === 'number' ? source.spelling?.(path) : undefined;
  const spelled =
    spelling === undefined ? message : message.replace(`number ${String(issue.input)}`, `number ${spelling}`);
  return [source.problem(path, spelled)];
}

/** What is wrong, where the schema itself does not say it better. */
export function explain(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type': {
      const expected = kinds[issue.expected] ?? issue.expected;
      if (issue.input === undefined) return `is missing: expected ${expected}`;
      const quote =
        issue.expected === 'string' && typeof issue.input === 'number' ? ': put it in quotes' : unquote(issue);
      return `expected ${expected}, got ${shown(issue.input)}${quote}`;
    }
    case 'invalid_value': {
      const got = issue.input === undefined ? 'is missing' : `got ${shown(issue.input)}`;
      return `${got}, allowed: ${issue.values.map(String).join(', ')}${unquote(issue)}`;
    }
    case 'too_small':
      return `got ${shown(issue.input)}, the least is ${issue.minimum}`;
    case 'too_big':
      return `got ${shown(issue.input)}, the most is ${issue.maximum}`;
    default:
      return undefined;
  }
}

/** Advice where a number, true or false is meant, and quotes make a text of it. */
function unquote(issue: z.core.$ZodRawIssue<z.core.$ZodIssueInvalidType | z.core.$ZodIssueInvalidValue>): string {
  const { input } = issue;
  if (typeof input !== 'string') return '';
  const isMeant =
    issue.code === 'invalid_value'
      ? issue.values.some((value) => typeof value !== 'string' && String(value) === input)
      : (issue.expected === 'boolean' && /^(true|false)$/.test(input)) ||
        (/^(int|number)$/.test(issue.expected) && /^\d+$/.test(input));
  return isMeant ? ': take the quotes away' : '';
}

const kinds: Record<string, string> = {
  string: 'a text',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
  array: 'a list',
  object: 'keys and values',
  record: 'keys and values',
};

function shown(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'keys and values';
  return typeof value === 'number' ? `the number ${value}` : JSON.stringify(value);
}
