import { readFileSync } from 'node:fs';
import { isAbsolute, relative } from 'node:path';
import type { z } from 'zod';
import { ConfigError } from './problems';
import type { Path, Problem } from './problems';
import { configSchema, sections } from './schema';
import type { Config } from './schema';
import { Source } from './source';

/** A config that passed every check, with its source, so that later errors can name the line too. */
export interface LoadedConfig {
  readonly config: Config;
  readonly source: Source;
}

/** Reads and checks a config file. All of its problems are told at once. */
export function loadConfig(path: string): LoadedConfig {
  const fromHere = relative(process.cwd(), path);
  const shown = fromHere.startsWith('..') || isAbsolute(fromHere) ? path : fromHere;
  return parseConfig(readConfig(path, shown), shown);
}

/** Checks a config's text; `file` is the name that errors show. */
export function parseConfig(text: string, file: string): LoadedConfig {
  const source = new Source(file, text);
  const parsed = configSchema.safeParse(source.value, { error: explain, reportInput: true });
  if (!parsed.success) throw new ConfigError(parsed.error.issues.flatMap((issue) => problemsOf(issue, source)));
  const config = parsed.data as Config;
  const problems: Problem[] = [];
  for (const section of sections) {
    section.check?.(config, (at, message) => problems.push(source.problem(at, message)));
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return { config, source };
}

function readConfig(path: string, shown: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : (error as Error).message;
    const message = `cannot be read: ${why}; name the config with -c config=<file>`;
    throw new ConfigError([{ file: shown, line: 1, path: [], message }]);
  }
}

function problemsOf(issue: z.core.$ZodIssue, source: Source): Problem[] {
  const path = issue.path as Path;
  if (issue.code === 'unrecognized_keys') {
    const messages = issue.message.split('\n');
    return issue.keys.map((key, index) => source.problem([...path, key], messages[index] ?? ''));
  }
  const message = issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message;
  return [source.problem(path, message)];
}

/** What is wrong, where the schema itself does not say it better. */
function explain(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type': {
      const expected = kinds[issue.expected] ?? issue.expected;
      if (issue.input === undefined) return `is missing: expected ${expected}`;
      const quote = issue.expected === 'string' && typeof issue.input === 'number' ? ': put it in quotes' : '';
      return `expected ${expected}, got ${shown(issue.input)}${quote}`;
    }
    case 'invalid_value': {
      const got = issue.input === undefined ? 'is missing' : `got ${shown(issue.input)}`;
      return `${got}, allowed: ${issue.values.map(String).join(', ')}`;
    }
    case 'too_small':
      return `got ${shown(issue.input)}, the least is ${issue.minimum}`;
    case 'too_big':
      return `got ${shown(issue.input)}, the most is ${issue.maximum}`;
    default:
      return undefined;
  }
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
