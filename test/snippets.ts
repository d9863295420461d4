import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { App, type Stack } from 'aws-cdk-lib';
import ts from 'typescript';

const root = join(__dirname, '..');
const fixture = readFileSync(join(root, 'rosetta', 'default.ts-fixture'), 'utf8');

/** A block of code in a document. */
export interface Snippet {
  /** The document and the line on which the block begins. */
  readonly at: string;
  readonly code: string;
}

/** The blocks of a language in a document below docs/. */
export function snippetsOf(document: string, language: string): Snippet[] {
  const text = readFileSync(join(root, 'docs', document), 'utf8');
  const blocks = text.matchAll(new RegExp(`^( *)\`\`\`${language}\n(.*?)^ *\`\`\`$`, 'gms'));
  return [...blocks].map(({ 1: indent = '', 2: code = '', index }) => ({
    at: `docs/${document}:${text.slice(0, index).split('\n').length}`,
    code: code.replace(new RegExp(`^${indent}`, 'gm'), ''),
  }));
}

export function documents(): string[] {
  return readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'));
}

/** A snippet of TypeScript as a whole module: the body of a stack, with the imports that snippets may use. */
export function moduleOf({ code }: Snippet): string {
  return fixture.replace('/// here', () => code).replace('class Fixture', 'export class Fixture');
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
