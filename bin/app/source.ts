import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import type { Document, Node, YAMLError, YAMLWarning } from 'yaml';
import { ConfigError } from './problems';
import type { Path, Problem } from './problems';

/** A config file's text with its nodes, so that a value's path leads back to the line it stands on. YAML holds JSON. */
export class Source {
  private readonly lines = new LineCounter();
  private readonly document: Document.Parsed;

  public constructor(
    public readonly file: string,
    text: string,
  ) {
    this.document = parseDocument(text, { lineCounter: this.lines, prettyErrors: false });
    // A warning tells of a tag that YAML does not know: the value would be taken without it.
    const problems = [
      ...[...this.document.errors, ...this.document.warnings].map((each) => this.syntaxProblem(each)),
      ...this.unresolvedAliases(),
    ];
    if (problems.length > 0) throw new ConfigError(problems);
  }

  /** The file's content as plain values. */
  public get value(): unknown {
    return this.document.toJS() as unknown;
  }

  /** A problem of the value at a path, or, where nothing stands there, of the nearest value around it. */
  public problem(path: Path, message: string): Problem {
    return { file: this.file, line: this.lineAt(path), path, message };
  }

  /** Line of the key, or the list item, at the path. */
  private lineAt(path: Path): number {
    let node: unknown = this.document.contents;
    let offset = this.document.contents?.range[0] ?? 0;
    for (const step of path) {
      if (isAlias(node)) node = node.resolve(this.document);
      if (isMap(node)) {
        const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
        if (!pair) break;
        offset = startOf(pair.key) ?? offset;
        node = pair.value;
      } else if (isSeq(node) && typeof step === 'number') {
        node = node.items[step];
        offset = startOf(node) ?? offset;
      } else break;
    }
    return this.lines.linePos(offset).line;
  }

  private syntaxProblem(error: YAMLError | YAMLWarning): Problem {
    const line = this.lines.linePos(error.pos[0]).line;
    if (error.code !== 'DUPLICATE_KEY') return { file: this.file, line, path: [], message: error.message };
    const path = this.pathOfKeyAt(error.pos[0]);
    const first = this.lineAt(path);
    return {
      file: this.file,
      line,
      path,
      message: `duplicate key, first written on line ${first}; keep one of the two`,
    };
  }

  private unresolvedAliases(): Problem[] {
    const problems: Problem[] = [];
    visit(this.document, {
      Alias: (_, alias, ancestors) => {
        if (alias.resolve(this.document) !== undefined) return;
        const { line } = this.lines.linePos(startOf(alias) ?? 0);
        const message = `*${alias.source} names no anchor; write &${alias.source} before the value it stands for`;
        problems.push({ file: this.file, line, path: pathOf([...ancestors, alias]), message });
      },
    });
    return problems;
  }

  private pathOfKeyAt(offset: number): Path {
    let found: Path = [];
    visit(this.document, {
      Pair: (_, pair, ancestors) => {
        if (startOf(pair.key) !== offset) return undefined;
        const last = isScalar(pair.key) ? String(pair.key.value) : '';
        found = [...pathOf(ancestors), last];
        return visit.BREAK;
      },
    });
    return found;
  }
}

function startOf(node: unknown): number | undefined {
  return (node as Node | undefined)?.range?.[0];
}

/** Path of the innermost of nested nodes, from the keys and indexes that lead from each to the next. */
function pathOf(ancestors: readonly unknown[]): Path {
  return ancestors.flatMap((node, depth): Path => {
    if (isSeq(node)) return [node.items.indexOf(ancestors[depth + 1])];
    const pair = ancestors[depth + 1] as { key?: unknown } | undefined;
    return isMap(node) && isScalar(pair?.key) ? [String(pair.key.value)] : [];
  });
}
