import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import type { Document, ErrorCode, Node, YAMLError, YAMLMap, YAMLWarning } from 'yaml';
import { ConfigError } from './problems';
import type { Path, Problem } from './problems';

/** How often aliases may be used, those within what they stand for included: a file of a few lines could expand to gigabytes. */
const ALIASES = 1_000;

/** What to do about what is no YAML. */
const ADVICE: Partial<Record<ErrorCode, string>> = {
  TAB_AS_INDENT: 'indent with spaces',
  BAD_INDENT: 'let the keys of one level begin in one column, and close what { or [ opens',
  BAD_SCALAR_START: 'put the text in quotes',
  BAD_ALIAS: 'put a text that begins with * in quotes',
  BLOCK_AS_IMPLICIT_KEY: 'put a text that holds ": " in quotes, and indent what stands below a key',
  MULTILINE_IMPLICIT_KEY: 'write a colon and a blank behind each key',
  TAG_RESOLVE_FAILED: 'write the value itself, in quotes if it begins with !',
};

/** A config file's text with its nodes, so that a value's path leads back to the line it stands on. YAML holds JSON. */
export class Source {
  /** The file's content as plain values. */
  public readonly value: unknown;
  private readonly lines = new LineCounter();
  private readonly document: Document.Parsed;

  public constructor(
    public readonly file: string,
    text: string,
  ) {
    this.document = parseDocument(text, { lineCounter: this.lines, prettyErrors: false, merge: true });
    // A warning tells of a tag that YAML does not know: the value would be taken without it.
    const problems = [
      ...[...this.document.errors, ...this.document.warnings].map((each) => this.syntaxProblem(each)),
      ...this.badAliases(),
      ...this.badKeys(),
    ];
    if (problems.length > 0) throw new ConfigError(problems);
    this.keepSpellingOfConditions();
    this.value = this.expanded();
  }

  /** A problem of the value at a path, or, where nothing stands there, of the nearest value around it. */
  public problem(path: Path, message: string): Problem {
    return { file: this.file, line: this.lines.linePos(this.find(path).offset).line, path, message };
  }

  /** A number as the file writes it: YAML reads 011 as 11. */
  public spelling(path: Path): string | undefined {
    const { node } = this.find(path);
    return isScalar(node) ? node.source : undefined;
  }

  /** The node at the path, or the nearest one around it, and where its key, or the list item, begins. */
  private find(path: Path): { node: unknown; offset: number } {
    let node: unknown = this.document.contents;
    let offset = this.document.contents?.range[0] ?? 0;
    for (const step of path) {
      node = this.resolved(node);
      if (isMap(node)) {
        const pair = this.pairOf(node, String(step));
        if (!pair) break;
        offset = startOf(pair.key) ?? offset;
        node = pair.value;
      } else if (isSeq(node) && typeof step === 'number') {
        node = node.items[step];
        offset = startOf(node) ?? offset;
      } else break;
    }
    return { node: this.resolved(node), offset };
  }

  /** The pair of a key, in the map or in what is merged into it. */
  private pairOf(map: YAMLMap, key: string): { key: unknown; value: unknown } | undefined {
    const own = map.items.find((pair) => isScalar(pair.key) && keyOf(pair.key) === key);
    if (own) return own;
    for (const pair of map.items.filter((each) => keyOf(each.key) === MERGE)) {
      for (const source of this.mergeSources(pair.value)) {
        const merged = isMap(source) ? this.pairOf(source, key) : undefined;
        if (merged) return merged;
      }
    }
    return undefined;
  }

  private mergeSources(value: unknown): unknown[] {
    const given = this.resolved(value);
    return isSeq(given) ? given.items.map((each) => this.resolved(each)) : [given];
  }

  private resolved(node: unknown): unknown {
    return isAlias(node) ? node.resolve(this.document) : node;
  }

  private expanded(): unknown {
    try {
      return this.document.toJS({ maxAliasCount: ALIASES }) as unknown;
    } catch (error) {
      if (!(error instanceof ReferenceError)) throw error;
      let offset = 0;
      visit(this.document, { Alias: (_, alias) => void (offset = startOf(alias) ?? offset) });
      const { line } = this.lines.linePos(offset);
      const message = `aliases within aliases make more than ${ALIASES} copies; write less of the file with them`;
      throw new ConfigError([{ file: this.file, line, path: [], message }]);
    }
  }

  /** IAM compares texts: an account id that begins with 0 must stay one. */
  private keepSpellingOfConditions(): void {
    const spelled = new Set<unknown>();
    const spell = (node: Node): void => {
      if (spelled.has(node)) return;
      spelled.add(node);
      visit(node, {
        Scalar: (_, scalar) => {
          if (typeof scalar.value === 'number' && scalar.source !== undefined) scalar.value = scalar.source;
        },
        Alias: (_, alias) => {
          spell(alias.resolve(this.document) as Node);
        },
      });
    };
    visit(this.document, {
      Pair: (_, { key, value }) => {
        if (keyOf(key) === 'conditions' && value !== null) spell(value as Node);
      },
    });
  }

  private syntaxProblem(error: YAMLError | YAMLWarning): Problem {
    const line = this.lines.linePos(error.pos[0]).line;
    if (error.code === 'MULTIPLE_DOCS') {
      const message = '--- begins a second document; keep one in a file, and include others';
      return { file: this.file, line, path: [], message };
    }
    if (error.code !== 'DUPLICATE_KEY') {
      const advice = ADVICE[error.code];
      const message = advice === undefined ? error.message : `${error.message}: ${advice}`;
      return { file: this.file, line, path: [], message };
    }
    const path = this.pathOfKeyAt(error.pos[0]);
    const first = this.problem(path, '').line;
    return {
      file: this.file,
      line,
      path,
      message: `duplicate key, first written on line ${first}; keep one of the two`,
    };
  }

  private badAliases(): Problem[] {
    const problems: Problem[] = [];
    visit(this.document, {
      Alias: (_, alias, ancestors) => {
        const target = alias.resolve(this.document) as unknown;
        // That of no name at all is no YAML, and told as such.
        if (alias.source === '' || (target !== undefined && !ancestors.includes(target as Node))) return;
        const { line } = this.lines.linePos(startOf(alias) ?? 0);
        const message =
          target === undefined
            ? `*${alias.source} names no anchor; write &${alias.source} before the value it stands for`
            : `*${alias.source} stands within what it stands for; write the value out`;
        problems.push({ file: this.file, line, path: pathOf([...ancestors, alias]), message });
      },
    });
    return problems;
  }

  /** Keys that would not be plain keys of a plain object. */
  private badKeys(): Problem[] {
    const problems: Problem[] = [];
    visit(this.document, {
      Pair: (_, pair, ancestors) => {
        const message = this.faultOf(pair);
        if (message === undefined) return;
        const { line } = this.lines.linePos(startOf(pair.key) ?? 0);
        problems.push({ file: this.file, line, path: pathOf([...ancestors, pair]), message });
      },
    });
    return problems;
  }

  private faultOf({ key, value }: { key: unknown; value: unknown }): string | undefined {
    if (!isScalar(key)) return 'a key must be a text';
    if (typeof key.value === 'number') return `got the number ${key.source ?? key.value} as a key: put it in quotes`;
    if (keyOf(key) === '__proto__') return '"__proto__" is no key; give it another name';
    const isMerge = keyOf(key) === MERGE;
    // An alias that stands for nothing is told as such.
    return isMerge && !this.mergeSources(value).every((each) => each === undefined || isMap(each))
      ? '<< merges keys and values, or a list of aliases of these'
      : undefined;
  }

  private pathOfKeyAt(offset: number): Path {
    let found: Path = [];
    visit(this.document, {
      Pair: (_, pair, ancestors) => {
        if (startOf(pair.key) !== offset) return undefined;
        found = pathOf([...ancestors, pair]);
        return visit.BREAK;
      },
    });
    return found;
  }
}

const MERGE = '<<';

function keyOf(key: unknown): string {
  if (!isScalar(key)) return '';
  return typeof key.value === 'symbol' ? (key.value.description ?? '') : String(key.value);
}

function startOf(node: unknown): number | undefined {
  return (node as Node | undefined)?.range?.[0];
}

/** Path of the innermost of nested nodes, from the keys and indexes that lead from each to the next. */
function pathOf(ancestors: readonly unknown[]): Path {
  return ancestors.flatMap((node, depth): Path => {
    if (isSeq(node)) return [node.items.indexOf(ancestors[depth + 1])];
    const pair = ancestors[depth + 1] as { key?: unknown } | undefined;
    return isMap(node) && isScalar(pair?.key) ? [keyOf(pair.key)] : [];
  });
}
