/** Compiles every snippet of docs/ with the imports that its page shows, as jsii-rosetta compiles those of the README and the docstrings. */
import { join } from 'node:path';
import ts from 'typescript';
import { documents, moduleOf, type Snippet, snippetsOf } from './snippets';

const root = join(__dirname, '..');

/** What the compiler says of snippets, each with the place of its document; nothing when all are right. */
function compile(snippets: Snippet[]): string[] {
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    module: ts.ModuleKind.Node16,
    target: ts.ScriptTarget.ES2022,
    types: ['node', 'jest'],
    paths: {
      'cdk-iam-role-chaining': [join(root, 'lib', 'index.ts')],
      'cdk-iam-role-chaining/testing': [join(root, 'lib', 'testing', 'index.ts')],
    },
  };
  const files = new Map(snippets.map((snippet, index) => [join(root, `snippet${index}.ts`), snippet]));
  const disk = ts.createCompilerHost(options);
  const textOf = (file: string) => (files.has(file) ? moduleOf(files.get(file)!) : undefined);
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (file) => files.has(file) || disk.fileExists(file),
    readFile: (file) => textOf(file) ?? disk.readFile(file),
    getSourceFile: (file, language, ...rest) => {
      const text = textOf(file);
      return text === undefined
        ? disk.getSourceFile(file, language, ...rest)
        : ts.createSourceFile(file, text, language);
    },
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return [...files].flatMap(([file, { at }]) => {
    const source = program.getSourceFile(file)!;
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ messageText }) => `${at}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
    );
  });
}

const problems = compile(documents().flatMap((document) => snippetsOf(document, 'ts')));
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
