import { readdirSync, readFileSync, statSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import { ConfigError, formatPath } from './problems';
import type { Path, Problem } from './problems';
import { Source } from './source';

type Values = Record<string, unknown>;

/** Where the files of a configuration may each hold a part. */
const PARTED = ['accounts', 'chainingRoles', 'resourceRoles', 'hopsworks'];
const LISTS = ['hopsworks.mappings'];

/** What holds for the roles of every team is not for one of them to say. */
const OF_ALL = ['name', 'defaults', 'revokeSessionsBefore', 'outputs', 'include'];

/** The files of one configuration as one value; a path leads back to the file and the line that it comes from. */
export class Sources {
  /** The content of all files together, without the keys that begin with `x-`, and `$schema`. */
  public readonly value: unknown;
  private readonly origins = new Map<string, { readonly source: Source; readonly path: Path }>();

  public constructor(
    private readonly main: Source,
    parts: readonly Source[] = [],
  ) {
    if (!isValues(main.value)) {
      this.value = main.value;
      return;
    }
    const problems: Problem[] = [];
    const value = withoutNotes(main.value);
    for (const part of parts) {
      if (!isValues(part.value))
        problems.push(
          part.problem([], 'holds no keys and values; write a part of the configuration, or take it out of include'),
        );
      else problems.push(...this.add(value, withoutNotes(part.value), part, []));
    }
    if (problems.length > 0) throw new ConfigError(problems);
    this.value = value;
  }

  /** The file that errors name first. */
  public get file(): string {
    return this.main.file;
  }

  /** A problem of the value at a path, in the file that the value comes from. */
  public problem(path: Path, message: string): Problem {
    const { source, path: within } = this.originOf(path);
    return source.problem(within, message);
  }

  /** A number as its file writes it. */
  public spelling(path: Path): string | undefined {
    const { source, path: within } = this.originOf(path);
    return source.spelling(within);
  }

  private originOf(path: Path): { readonly source: Source; readonly path: Path } {
    for (let length = path.length; length > 0; length--) {
      const origin = this.origins.get(formatPath(path.slice(0, length)));
      if (origin) return { source: origin.source, path: [...origin.path, ...path.slice(length)] };
    }
    return { source: this.main, path };
  }

  private add(target: Values, values: Values, source: Source, path: Path): Problem[] {
    return Object.entries(values).flatMap(([key, theirs]): Problem[] => {
      const at = [...path, key];
      if (path.length === 0 && OF_ALL.includes(key)) {
        return [source.problem(at, `holds for the whole configuration; its place is ${this.main.file}`)];
      }
      const ours = target[key];
      if (!Object.hasOwn(target, key)) {
        // A copy, as a further file may add to it.
        target[key] = isValues(theirs) ? { ...theirs } : theirs;
        this.origins.set(formatPath(at), { source, path: at });
        return [];
      }
      if (PARTED.includes(formatPath(at)) && isValues(ours) && isValues(theirs)) {
        const copy = { ...ours };
        target[key] = copy;
        return this.add(copy, theirs, source, at);
      }
      if (LISTS.includes(formatPath(at)) && Array.isArray(ours) && Array.isArray(theirs)) {
        for (const index of theirs.keys()) {
          this.origins.set(formatPath([...at, ours.length + index]), { source, path: [...at, index] });
        }
        target[key] = [...(ours as unknown[]), ...(theirs as unknown[])];
        return [];
      }
      const { file, line } = this.problem(at, '');
      return [source.problem(at, `stands in ${file}:${line} already; keep one of the two`)];
    });
  }
}

/** Reads a config file and the files that it includes. */
export function readSources(main: Source, folder: string): Sources {
  const given = isValues(main.value) ? main.value.include : undefined;
  // Anything else than a list of texts is told by the schema.
  if (!Array.isArray(given) || !given.every((each) => typeof each === 'string')) return new Sources(main);
  const problems: Problem[] = [];
  const files = new Set<string>();
  for (const [index, pattern] of given.entries()) {
    const matched = matching(folder, pattern.split('/'));
    const found = matched.filter((file) => show(file) !== main.file);
    if (found.length === 0) {
      const isFolder = statSync(join(folder, pattern), { throwIfNoEntry: false })?.isDirectory() ?? false;
      const why =
        matched.length > 0
          ? 'is this file itself'
          : isFolder
            ? `is a folder; say ${pattern}/*.yaml`
            : 'is no file beside this one';
      problems.push(main.problem(['include', index], `${pattern} ${why}`));
    }
    for (const file of found) files.add(file);
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return new Sources(
    main,
    [...files].map((file) => new Source(show(file), readText(file, 'mend it, or take it out of include'))),
  );
}

/** The files that a pattern means: `*` stands for any part of one name. */
function matching(folder: string, [step = '', ...rest]: readonly string[]): string[] {
  const last = rest.length === 0;
  const inner = (name: string) => (last ? [join(folder, name)] : matching(join(folder, name), rest));
  if (step === '.' || step === '..') return inner(step);
  const name = new RegExp(
    `^${step
      .split('*')
      .map((text) => text.replace(/[^\w-]/g, '\\$&'))
      .join('.*')}$`,
  );
  const hidden = step.startsWith('.');
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter(
        (entry) =>
          name.test(entry.name) && hidden === entry.name.startsWith('.') && isFile(join(folder, entry.name)) === last,
      )
      .map((entry) => entry.name)
      .sort()
      .flatMap(inner);
  } catch {
    return [];
  }
}

/** A link counts as what it leads to, and one that leads nowhere as a file, so that its absence is told. */
function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? true;
}

/** The text of a file; the advice says what to do where it cannot be read. */
export function readText(path: string, advice: string): string {
  try {
    return textOf(readFileSync(path), show(path));
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const { code, message: reason } = error as NodeJS.ErrnoException;
    const why = { ENOENT: 'there is no such file', EISDIR: 'it is a folder' }[code ?? ''] ?? reason;
    const message = `cannot be read: ${why}; ${advice}`;
    throw new ConfigError([{ file: show(path), line: 1, path: [], message }]);
  }
}

/** A file's text; bytes of another encoding would become other names. */
function textOf(bytes: Buffer, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const line = bytes.toString('utf8').split('\ufffd')[0]?.split('\n').length ?? 1;
    throw new ConfigError([{ file, line, path: [], message: 'is not UTF-8; save the file in this encoding' }]);
  }
}

/** How errors name a file: from where the command runs, if it is there. */
export function show(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return fromHere.startsWith('..') || isAbsolute(fromHere) ? path : fromHere;
}

/** Keys that begin with `x-` hold what anchors are for, and editors alone read `$schema`. */
function withoutNotes(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([key]) => !key.startsWith('x-') && key !== '$schema'));
}

function isValues(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
