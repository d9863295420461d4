import { dirname } from 'node:path';
import { explain, problemsOf } from './issues';
import { ConfigError } from './problems';
import type { Path, Problem } from './problems';
import { configSchema, sections } from './schema';
import type { Config } from './schema';
import { Source } from './source';
import { readSources, readText, show, type Sources } from './sources';

/** A config that passed every check, with its source, so that later errors can name the line too. */
export interface LoadedConfig {
  readonly config: Config;
  readonly source: Sources;
}

/** Reads and checks a config file and those that it includes. All problems are told at once. */
export function loadConfig(path: string): LoadedConfig {
  return parseConfig(
    readText(path, 'name another one, by `cdk -c config=<file>` or `validate <file>`'),
    show(path),
    dirname(path),
  );
}

/** Checks a config's text; `file` is the name that errors show, `folder` where its includes are found. */
export function parseConfig(text: string, file: string, folder = '.'): LoadedConfig {
  const source = readSources(new Source(file, text), folder);
  const marks = marksIn(source.value, []).map((at) => source.problem(at, UNFILLED));
  if (marks.length > 0) throw new ConfigError(marks);
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

/** What an app and a template have filled in. Policy variables, as ${aws:PrincipalTag/team}, are for IAM. */
const MARK = /[$#]\{Token\[|\$\{AWS::/;

const UNFILLED =
  'holds a mark of CDK or of CloudFormation, ${Token[…]} or ${AWS::…}, which nothing fills in here: write the value';

/** Where texts hold such a mark. */
function marksIn(value: unknown, path: Path): Path[] {
  if (typeof value === 'string') return MARK.test(value) ? [path] : [];
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((each, index) => marksIn(each, [...path, index]));
  return Object.entries(value).flatMap(([key, each]) => {
    const at = [...path, key];
    return MARK.test(key) ? [at] : marksIn(each, at);
  });
}
