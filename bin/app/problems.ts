/** Keys and list indexes from the top of the config to a value. */
export type Path = readonly (string | number)[];

/** Something wrong in a config file, and where. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly path: Path;
  readonly message: string;
}

/** A config that cannot be used. Its message holds one line per problem: the file, the line, the key and what to do. */
export class ConfigError extends Error {
  public override readonly name = 'ConfigError';

  public constructor(problems: readonly Problem[]) {
    super(linesOf(problems).join('\n'));
  }
}

/** One line per problem, in the order of the files. */
export function linesOf(problems: readonly Problem[]): string[] {
  const lines = [...problems]
    .sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line)
    .map(({ file, line, path, message }) =>
      [`${file}:${line}`, ...(path.length > 0 ? [formatPath(path)] : []), message].join(': '),
    );
  // A default that is wrong is wrong for each role that takes it.
  return [...new Set(lines)];
}

/** `resourceRoles.s3-role.access[0].s3`; a key that holds a dot or a space is quoted. */
export function formatPath(path: Path): string {
  return path
    .map((step, depth) => {
      if (typeof step === 'number') return `[${step}]`;
      if (!/^[\w-]+$/.test(step)) return `[${JSON.stringify(step)}]`;
      return depth === 0 ? step : `.${step}`;
    })
    .join('');
}
