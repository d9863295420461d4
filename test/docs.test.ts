import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { files as packed } from '../package.json';
import { documents, isWhole, run, snippetsOf } from './snippets';

const root = join(__dirname, '..');
const snippets = documents()
  .flatMap((document) => snippetsOf(document, 'ts'))
  .filter((snippet) => !isWhole(snippet));

test.each(snippets.map((snippet) => [snippet.at, snippet] as const))('%s runs', (_, snippet) => {
  expect(run(snippet).node.children).not.toEqual([]);
});

const pages = [
  'README.md',
  'CHANGELOG.md',
  ...documents().map((name) => join('docs', name)),
  ...readdirSync(join(root, 'examples')).map((name) => join('examples', name, 'README.md')),
];

/** What links of a page name: files and headings, those of other sites left out. */
function linksOf(page: string): { path: string; heading?: string }[] {
  const links = [...withoutCode(page).matchAll(/\]\(([^)\s]+)\)/g)].map(({ 1: target = '' }) => target);
  return links
    .filter((target) => !target.startsWith('https://'))
    .map((target) => {
      const [path = '', heading] = target.split('#');
      return { path: path === '' ? page : normalize(join(dirname(page), path)), heading };
    });
}

function withoutCode(page: string): string {
  return readFileSync(join(root, page), 'utf8').replace(/^ *```.*?^ *```$/gms, '');
}

/** The anchors of a page's headings, as GitHub and npm make them. */
function anchorsOf(page: string): string[] {
  return [...withoutCode(page).matchAll(/^#+ (.*)$/gm)].map(({ 1: heading = '' }) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

test.each(pages)('every link of %s works, from the package too', (page) => {
  for (const { path, heading } of linksOf(page)) {
    expect([page, path, existsSync(join(root, path))]).toEqual([page, path, true]);
    expect([page, path, packed.some((entry) => path === entry || path.startsWith(`${entry}/`))]).toEqual([
      page,
      path,
      true,
    ]);
    if (heading !== undefined) expect([page, anchorsOf(path)]).toEqual([page, expect.arrayContaining([heading])]);
  }
});

test('the README is read in five minutes, and leads to each page of docs/', () => {
  expect(readFileSync(join(root, 'README.md'), 'utf8').split(/\s+/).length).toBeLessThan(1200);
  expect(linksOf('README.md').map(({ path }) => path)).toEqual(
    expect.arrayContaining(documents().map((name) => join('docs', name))),
  );
});
