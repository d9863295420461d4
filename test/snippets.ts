import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { App, type Stack } from 'aws-cdk-lib';
import ts from 'typescript';

const root = join(__dirname, '..');

/** A block of code in a document. */
export interface Snippet {
  /** The document and the line on which the block begins. */
  readonly at: string;
  readonly code: string;
  /** What the document says that its blocks import. */
  readonly imports: string;
}

/** The blocks of a language in a document below docs/, without the one that tells what the others import. */
export function snippetsOf(document: string, language: string): Snippet[] {
  const text = readFileSync(join(root, 'docs', document), 'utf8');
  const found = [...text.matchAll(new RegExp(`^( *)\`\`\`${language}\n(.*?)^ *\`\`\`$`, 'gms'))];
  const blocks = found.map(({ 1: indent = '', 2: code = '', index }) => ({
    at: `docs/${document}:${text.slice(0, index).split('\n').length}`,
    code: code.replace(new RegExp(`^${indent}`, 'gm'), ''),
  }));
  const onlyImports = ({ code }: { code: string }) => /^(import [^;]*;\n)+$/.test(code);
  const imports = blocks.find(onlyImports)?.code ?? '';
  return blocks.filter((block) => !onlyImports(block)).map((block) => ({ ...block, imports }));
}

export function documents(): string[] {
  return readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'));
}

/** Whether a snippet is a whole file, and no part of a stack. */
export function isWhole({ code }: Snippet): boolean {
  return code.startsWith('import ');
}

/** A snippet of TypeScript as a module: as it is, or in the constructor of a stack with the imports of its document. */
export function moduleOf(snippet: Snippet): string {
  if (isWhole(snippet)) return snippet.code;
  return `${snippet.imports}
import { Stack as OurStack } from 'aws-cdk-lib';
import type { Construct as Scope } from 'constructs';

export class Fixture extends OurStack {
  constructor(scope: Scope, id: string) {
    super(scope, id);
${snippet.code}
  }
}
`;
}

/** Runs a snippet, and gives the stack that it built, which has no environment. */
export function run(snippet: Snippet): Stack {
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
  const { outputText } = ts.transpileModule(moduleOf(snippet), { compilerOptions });
  const exported: { Fixture?: new (scope: App, id: string) => Stack } = {};
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the code is that of our own documents
  const load = new Function('exports', 'require', outputText) as (exports: object, require: NodeJS.Require) => void;
  load(exported, require);
  return new exported.Fixture!(new App(), 'Docs');
}
