import { documents, run, snippetsOf } from './snippets';

const snippets = documents().flatMap((document) => snippetsOf(document, 'ts'));

test.each(snippets.map((snippet) => [snippet.at, snippet] as const))('%s runs', (_, snippet) => {
  expect(run(snippet).node.children).not.toEqual([]);
});
